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
        (uint256 level, bool bounded) = _climb(index, count - 1, node, siblings, siblingSums);
        if (!bounded) return (false, node);
        return (level == depth || _alongTheEnd(level, index >> level, node, siblings, siblingSums), node);
    }

    /// @dev Follows the way up to where it meets that of the last leaf. Left of that one no sibling is empty.
    /// @return level Where they meet: below the root, or there.
    /// @return bounded Whether every sum is below 2^128; if not, the rest means nothing.
    function _climb(
        uint256 index,
        uint256 last,
        Node memory node,
        bytes32[] memory siblings,
        uint128[] memory siblingSums
    ) private pure returns (uint256 level, bool bounded) {
        // Hashes as `hashNode` does, the node on its side and the sibling on the other. There are as many siblings, and sums,
        // as levels below the root, where both indexes are 0: none beyond them is read. Of two numbers below 2^128 the sum
        // does not overflow. A `Node` is two words.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 0x01)
            let hash := mload(node)
            let sum := mload(add(node, 0x20))
            bounded := 1
            for {} xor(index, last) {} {
                let side := shl(6, and(index, 1))
                mstore(add(add(free, 0x01), side), hash)
                mstore(add(add(free, 0x21), side), sum)
                level := add(level, 0x20)
                mstore(sub(add(free, 0x41), side), mload(add(siblings, level)))
                let siblingSum := mload(add(siblingSums, level))
                mstore(sub(add(free, 0x61), side), siblingSum)
                hash := keccak256(free, 0x81)
                sum := add(sum, siblingSum)
                if shr(128, or(sum, siblingSum)) {
                    bounded := 0
                    break
                }
                index := shr(1, index)
                last := shr(1, last)
            }
            mstore(node, hash)
            mstore(add(node, 0x20), sum)
            level := shr(5, level)
        }
    }

    /// @dev The same from a node over the last leaf on, whose right siblings are all empty.
    function _alongTheEnd(
        uint256 level,
        uint256 index,
        Node memory node,
        bytes32[] memory siblings,
        uint128[] memory siblingSums
    ) private pure returns (bool wellFormed) {
        bytes32 empty; // The empty subtree of height `emptyHeight`, which grows only when one is met.
        uint256 emptyHeight;
        for (; level < siblings.length; ++level) {
            bytes32 sibling = siblings[level];
            if (index & 1 == 0) {
                if (sibling != 0 || siblingSums[level] != 0) return false;
                for (; emptyHeight < level; ++emptyHeight) {
                    empty = hashNode(empty, 0, empty, 0);
                }
                sibling = empty;
            }
            uint256 siblingSum = siblingSums[level];
            node.hash = index & 1 == 0
                ? hashNode(node.hash, node.sum, sibling, siblingSum)
                : hashNode(sibling, siblingSum, node.hash, node.sum);
            node.sum += siblingSum; // Both are below 2^128.
            if (node.sum > type(uint128).max) return false;
            index >>= 1;
        }
        return true;
    }

    /// @notice Hash of a node.
    function hashNode(bytes32 left, uint256 leftSum, bytes32 right, uint256 rightSum)
        internal
        pure
        returns (bytes32 hash)
    {
        // Written behind the free memory pointer, which stays: a proof allocates nothing, whatever its depth.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 0x01)
            mstore(add(free, 0x01), left)
            mstore(add(free, 0x21), leftSum)
            mstore(add(free, 0x41), right)
            mstore(add(free, 0x61), rightSum)
            hash := keccak256(free, 0x81)
        }
    }
}
