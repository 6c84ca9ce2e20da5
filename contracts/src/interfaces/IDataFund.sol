// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BountyId} from "../types/BountyId.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {IDatanetReserves} from "./IDatanetReserves.sol";

/// @title IDataFund
/// @notice Holds what no contribution earned and half of what is slashed. Governance, and nobody else, grants it to
/// datanets: usage buys more data. No vote can hand that power on.
interface IDataFund {
    event Granted(DatanetId indexed datanetId, uint256 amount);
    event BountyGranted(BountyId indexed bountyId, DatanetId indexed datanetId, uint256 total);

    error DataFund_NotTimelock(address caller);

    /// @notice The timelock of governance.
    function TIMELOCK() external view returns (address);

    /// @notice Gives `amount` wei of OPEN to a datanet's reserve. Only the timelock.
    function grant(DatanetId datanetId, uint256 amount) external;

    /// @notice Offers a bounty of the fund's money; what is left of it returns here. Only the timelock.
    function offerBounty(IDatanetReserves.NewBounty calldata newBounty) external returns (BountyId bountyId);
}
