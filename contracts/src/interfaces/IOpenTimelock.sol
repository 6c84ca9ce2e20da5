// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IOpenTimelock
/// @notice The owner and treasury of the protocol: OpenZeppelin's timelock, whose delay keeps within bounds. What a vote
/// decided waits here for at least the delay, so that whoever disagrees can leave before it takes effect.
/// @dev The governor alone proposes and cancels, anybody executes what is due, and only the timelock administers its
/// roles: that is, a vote. No other account has a role.
///
/// Warning: a vote can grant roles, and can hand on the ownership of what the timelock owns. It cannot leave the bounds
/// of parameters, which are in code, and it waits for the delay as well.
interface IOpenTimelock {
    /// @notice The delay is outside its bounds `[least, most]`, in seconds.
    error OpenTimelock_OutOfBounds(uint256 delay, uint256 least, uint256 most);

    /// @notice Least delay that a vote may set, in seconds.
    function LEAST_DELAY() external view returns (uint256);

    /// @notice Greatest delay that a vote may set, in seconds: with more, governance could lock itself out.
    function MOST_DELAY() external view returns (uint256);
}
