// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IOpenVesting} from "../interfaces/IOpenVesting.sol";
import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";

/// @title OpenVesting
/// @notice See `IOpenVesting`.
contract OpenVesting is IOpenVesting, VestingWalletCliff {
    /// @dev Of the start from now, either way, and of the duration: ten years.
    uint256 internal constant MOST = 3650 days;

    /// @param beneficiary Owns what is released.
    /// @param schedule When it is.
    constructor(address beneficiary, Schedule memory schedule)
        VestingWallet(beneficiary, _startOf(schedule), schedule.duration)
        VestingWalletCliff(schedule.cliff)
    {
        require(
            start() + MOST >= block.timestamp && start() <= block.timestamp + MOST && duration() != 0
                && duration() <= MOST,
            OpenVesting_WrongSchedule(schedule.start, schedule.duration, schedule.cliff)
        );
    }

    // A timestamp fits 64 bits for as long as there are seconds to count.
    // forge-lint: disable-next-item(unsafe-typecast)
    function _startOf(Schedule memory schedule) private view returns (uint64) {
        return schedule.start == 0 ? uint64(block.timestamp) : schedule.start;
    }
}
