// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title SumModel
/// @notice What `SumTree.rootOf` does to sums, in checked arithmetic: its assembly and its hashes are beyond the solver.
/// contracts/test/proofs/models.t.sol binds the library to it.
library SumModel {
    /// @notice The sum of a node from that of a child and that of the child's sibling.
    function plus(uint256 sum, uint256 siblingSum) internal pure returns (bool bounded, uint256 total) {
        total = sum + siblingSum;
        bounded = total <= type(uint128).max;
    }

    /// @notice The sum at the end of a path of siblings. Where a sum on it is not below 2^128, it ends there.
    /// `siblings` is the sum of the siblings that it went past, added up apart.
    function along(uint128 sum, uint128[] memory siblingSums)
        internal
        pure
        returns (bool bounded, uint256 total, uint256 siblings)
    {
        (bounded, total) = (true, sum);
        for (uint256 i = 0; i < siblingSums.length && bounded; ++i) {
            siblings += siblingSums[i];
            (bounded, total) = plus(total, siblingSums[i]);
        }
    }
}
