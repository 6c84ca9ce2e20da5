// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDataFund} from "../interfaces/IDataFund.sol";
import {IDatanetReserves} from "../interfaces/IDatanetReserves.sol";
import {BountyId} from "../types/BountyId.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title DataFund
/// @notice See `IDataFund`.
contract DataFund is IDataFund {
    using SafeERC20 for IERC20;

    /// @inheritdoc IDataFund
    address public immutable TIMELOCK;
    IERC20 public immutable TOKEN;
    IDatanetReserves public immutable DATANET_RESERVES;

    modifier onlyTimelock() {
        _checkTimelock();
        _;
    }

    constructor(address timelock, IERC20 token, IDatanetReserves datanetReserves) {
        TIMELOCK = timelock;
        TOKEN = token;
        DATANET_RESERVES = datanetReserves;
    }

    /// @inheritdoc IDataFund
    function grant(DatanetId datanetId, uint256 amount) external onlyTimelock {
        emit Granted(datanetId, amount);
        TOKEN.forceApprove(address(DATANET_RESERVES), amount);
        DATANET_RESERVES.fundReserve(datanetId, amount);
    }

    /// @inheritdoc IDataFund
    function offerBounty(IDatanetReserves.NewBounty calldata newBounty)
        external
        onlyTimelock
        returns (BountyId bountyId)
    {
        TOKEN.forceApprove(address(DATANET_RESERVES), newBounty.total);
        bountyId = DATANET_RESERVES.offerBounty(newBounty);
        emit BountyGranted(bountyId, newBounty.datanetId, newBounty.total);
    }

    function _checkTimelock() internal view {
        require(msg.sender == TIMELOCK, DataFund_NotTimelock(msg.sender));
    }
}
