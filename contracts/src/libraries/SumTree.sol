// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Tree} from "./Tree.sol";

/// @title SumTree
/// @notice Proofs in the positional Merkle tree that carries a sum at every node.
///
/// A leaf hashes to `keccak256(0x00 ‖ leaf ‖ sum)`, a node to `keccak256(0x01 ‖ left ‖ leftSum ‖ right ‖ rightSum)`, sums
/// as uint256. A node's sum is that of its children, and every sum is below 2^128. Missing leaves have hash and sum 0 and
/// are combined by the same rule. The form of a proof is that of `Tree`; sums are recomputed upwards, so that all leaves
/// that can be proven under one root sum to at most its sum, whoever made the tree.
library SumTree {
    /// @notice A node or a leaf: its hash, and the sum of the leaves below it.
    struct Node {
        bytes32 hash;
        uint256 sum;
    }

    /// @notice A leaf.
    function leaf(bytes memory encoded, uint128 sum) internal pure returns (Node memory) {
        return Node(keccak256(bytes.concat(bytes1(0x00), encoded, bytes32(uint256(sum)))), sum);
    }

    /// @notice The root that a proof leads to, with its sum.
    /// @param node The leaf. It is changed on the way.
    /// @return wellFormed Whether the tree has the index, the proof its form, and every sum its bound. If not, `root`
    /// means nothing.
    function rootOf(
        uint256 count,
        uint256 index,
        Node memory node,
        bytes32[] memory siblings,
        uint128[] memory siblingSums
    ) internal pure returns (bool wellFormed, Node memory root) {
        uint256 depth = Tree.depth(count);
        if (index >= count || siblings.length != depth || siblingSums.length != depth) return (false, node);
        bytes32 empty; // The empty subtree of height `emptyHeight`, which grows only when one is met.
        uint256 emptyHeight;
        for (uint256 level = 0; level < depth; ++level) {
            Node memory sibling = Node(siblings[level], siblingSums[level]);
            if (Tree.isSiblingEmpty(index, count, level)) {
                if (sibling.hash != 0 || sibling.sum != 0) return (false, node);
                for (; emptyHeight < level; ++emptyHeight) {
                    empty = _hash(empty, 0, empty, 0);
                }
                sibling.hash = empty;
            }
            node.hash = (index >> level) & 1 == 0
                ? _hash(node.hash, node.sum, sibling.hash, sibling.sum)
                : _hash(sibling.hash, sibling.sum, node.hash, node.sum);
            node.sum += sibling.sum; // Both are below 2^128.
            if (node.sum > type(uint128).max) return (false, node);
        }
        return (true, node);
    }

    function _hash(bytes32 left, uint256 leftSum, bytes32 right, uint256 rightSum) private pure returns (bytes32) {
        return keccak256(bytes.concat(bytes1(0x01), left, bytes32(leftSum), right, bytes32(rightSum)));
    }
}
