// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IOpenTimelock} from "../interfaces/IOpenTimelock.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title OpenTimelock
/// @notice See `IOpenTimelock`.
contract OpenTimelock is IOpenTimelock, TimelockController {
    /// @inheritdoc IOpenTimelock
    uint256 public constant LEAST_DELAY = 1 days;
    /// @inheritdoc IOpenTimelock
    uint256 public constant MOST_DELAY = 30 days;

    /// @param delay Seconds from scheduling to execution.
    /// @param proposers May schedule and cancel.
    /// @param executors May execute what is due; the zero address for anybody.
    constructor(uint256 delay, address[] memory proposers, address[] memory executors)
        TimelockController(delay, proposers, executors, address(0))
    {
        _checkBounds(delay);
    }

    /// @notice Changes the delay of what is scheduled from now on. Only the timelock itself, so only after a vote.
    function updateDelay(uint256 newDelay) public override {
        _checkBounds(newDelay);
        super.updateDelay(newDelay);
    }

    function _checkBounds(uint256 delay) internal pure {
        require(delay >= LEAST_DELAY && delay <= MOST_DELAY, OpenTimelock_OutOfBounds(delay, LEAST_DELAY, MOST_DELAY));
    }
}
