// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IOpenGovernor
/// @notice Governance by votes of $OPEN: OpenZeppelin's Governor, whose settings keep within bounds. It acts through the
/// timelock, which owns the protocol and is its treasury.
interface IOpenGovernor {
    /// @notice What the governor starts with.
    /// @param votingDelay Seconds from a proposal to its vote.
    /// @param votingPeriod Seconds of the vote.
    /// @param proposalThreshold Votes that a proposer needs, in wei of OPEN.
    /// @param quorumPercent Share of the supply that must take part, in percent.
    struct Settings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint256 proposalThreshold;
        uint256 quorumPercent;
    }

    /// @notice `name` is outside its bounds `[least, most]`.
    error OpenGovernor_OutOfBounds(string name, uint256 value, uint256 least, uint256 most);
}
