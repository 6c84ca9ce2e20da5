// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDataFund} from "../interfaces/IDataFund.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title DataFund
/// @notice See `IDataFund`.
contract DataFund is IDataFund, Ownable {
    using SafeERC20 for IERC20;

    IERC20 public immutable TOKEN;
    IDatanetRegistry public immutable DATANET_REGISTRY;

    /// @param owner The timelock of governance.
    constructor(address owner, IERC20 token, IDatanetRegistry datanetRegistry) Ownable(owner) {
        TOKEN = token;
        DATANET_REGISTRY = datanetRegistry;
    }

    /// @inheritdoc IDataFund
    function grant(DatanetId datanetId, uint256 amount) external onlyOwner {
        emit Granted(datanetId, amount);
        TOKEN.forceApprove(address(DATANET_REGISTRY), amount);
        DATANET_REGISTRY.fundReserve(datanetId, amount);
    }
}
