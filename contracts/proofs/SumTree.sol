// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SumModel} from "./models/SumModel.sol";

// Bounds, and where they hold: sums of leaves and of siblings are `uint128` in every proof, and `SumTree.rootOf` goes on from
// a node only while its sum is below 2^128. That a node's hash has one pair of children is keccak256's.

/// @notice The sum at the end of a path of any length is that of the leaf and all its siblings, below 2^128, and no addition
/// on the way overflows.
/// @custom:engine chc
contract SumTree_PathSumsToTheTotal {
    function prove(uint128 sum, uint128[] memory siblingSums) external pure {
        (bool bounded, uint256 total, uint256 siblings) = SumModel.along(sum, siblingSums);
        assert(total == sum + siblings);
        assert(!bounded || total < 2 ** 128);
        assert(total >= sum);
    }
}

/// @notice A sum of two children never overflows, and is exactly theirs, from whichever child it is reached.
contract SumTree_NodeIsItsChildren {
    function prove(uint128 left, uint128 right) external pure {
        (bool bounded, uint256 total) = SumModel.plus(left, right);
        (bool boundedFromRight, uint256 totalFromRight) = SumModel.plus(right, left);
        assert(total == totalFromRight && bounded == boundedFromRight);
        assert(total - right == left);
        assert(bounded == (total < 2 ** 128));
    }
}

/// @notice All leaves that can be proven under a node sum to at most its sum.
contract SumTree_LeavesFitTheirRoot {
    /// @param leftLeaves Sum of all leaves that can be proven under the left child: by induction at most its sum.
    /// @param rightLeaves The same of the right child.
    function prove(uint128 left, uint128 right, uint256 leftLeaves, uint256 rightLeaves) external pure {
        require(leftLeaves <= left && rightLeaves <= right);
        (, uint256 total) = SumModel.plus(left, right);
        assert(leftLeaves + rightLeaves <= total);
    }
}
