// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SumModel} from "./models/SumModel.sol";

// Bounds, and where they hold: sums of leaves and of siblings are `uint128` in every proof, and `SumTree.rootOf` goes on from
// a node only while its sum is below 2^128. That a node's hash has one pair of children is keccak256's.
//
// Proven is one level of a path; that a path of any length keeps what each level keeps is induction, and the solver is not
// asked. The model goes along a whole path by that level, and contracts/test/proofs/models.t.sol binds the library to it.

/// @notice A level of a path adds exactly its sibling: where the sum of a node is that of its leaf and of all siblings so far,
/// so is the next one, no addition overflows, and it is below 2^128 where the path goes on.
contract SumTree_LevelAddsItsSibling {
    /// @param siblings Sum of all siblings so far.
    function prove(uint128 leaf, uint256 siblings, uint256 sum, uint128 siblingSum) external pure {
        require(siblings < 2 ** 128 && sum == leaf + siblings && sum < 2 ** 128);
        (bool bounded, uint256 total) = SumModel.plus(sum, siblingSum);
        assert(total == leaf + (siblings + siblingSum));
        assert(bounded == (total < 2 ** 128));
        assert(total >= sum && sum >= leaf);
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
