// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IOpenVesting
/// @notice Holds one allocation of the genesis file and pays it to its owner over time: OpenZeppelin's vesting wallet
/// with a cliff. Nothing can be released before the cliff; from then on, at any time, what is the share of the duration
/// that has passed since the start; all of it at the end. Anyone may call `release`, which pays the owner.
/// @dev Nobody can stop or take back what vests: there is no revocation and no administrator. The owner may hand the
/// wallet on, unvested tokens included. Tokens in the wallet do not vote.
interface IOpenVesting {
    /// @param start Unix time in seconds at which vesting starts, within ten years from now either way; 0 for the block
    /// in which the wallet is created.
    /// @param duration Seconds from the start until all has vested, not 0 and at most ten years.
    /// @param cliff Seconds from the start in which nothing can be released, at most `duration`.
    struct Schedule {
        uint64 start;
        uint64 duration;
        uint64 cliff;
    }

    /// @notice `start` or `duration` is out of bounds: milliseconds in place of seconds, for one, would lock the money up
    /// for ever.
    error OpenVesting_WrongSchedule(uint256 start, uint256 duration, uint256 cliff);
}
