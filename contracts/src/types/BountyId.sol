// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Number of a bounty, one counter from 1; 0 is no bounty.
type BountyId is uint256;

using {equals as ==, differs as !=} for BountyId global;

function equals(BountyId a, BountyId b) pure returns (bool) {
    return BountyId.unwrap(a) == BountyId.unwrap(b);
}

function differs(BountyId a, BountyId b) pure returns (bool) {
    return BountyId.unwrap(a) != BountyId.unwrap(b);
}
