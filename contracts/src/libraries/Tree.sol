// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Tree
/// @notice Proofs in the positional Merkle tree over `count` leaves.
///
/// A leaf hashes to `keccak256(0x00 ‖ leaf)`, a node to `keccak256(0x01 ‖ left ‖ right)`: neither can be shown as the
/// other. Missing leaves hash to 0 and are combined by the same rule. The root over no leaves is 0.
///
/// A proof holds one sibling for each of the ⌈log2 count⌉ levels, bottom-up; the bits of the index say left or right. A
/// sibling that lies wholly at indices ≥ `count` is known: it is computed here, and its place in the proof must hold 0,
/// so that a proof has one form.
library Tree {
    /// @notice Hash of a leaf.
    function hashLeaf(bytes memory leaf) internal pure returns (bytes32) {
        return keccak256(bytes.concat(bytes1(0x00), leaf));
    }

    /// @notice Hash of a node.
    function hashNode(bytes32 left, bytes32 right) internal pure returns (bytes32 hash) {
        // Written behind the free memory pointer, which stays: a proof allocates nothing, whatever its depth.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 0x01)
            mstore(add(free, 0x01), left)
            mstore(add(free, 0x21), right)
            hash := keccak256(free, 0x41)
        }
    }

    /// @notice Levels above the leaves: ⌈log2 count⌉, 0 for one leaf or none.
    function depth(uint256 count) internal pure returns (uint256) {
        return count < 2 ? 0 : Math.log2(count - 1) + 1;
    }

    /// @notice Whether the sibling of the node over leaf `index` at `level` has no leaf below it.
    function isSiblingEmpty(uint256 index, uint256 count, uint256 level) internal pure returns (bool) {
        return ((index >> level) ^ 1) << level >= count;
    }

    /// @notice The root that a proof leads to.
    /// @return wellFormed Whether the tree has the index and the proof its form. If not, `root` is 0.
    function rootOf(uint256 count, uint256 index, bytes32 leafHash, bytes32[] memory siblings)
        internal
        pure
        returns (bool wellFormed, bytes32 root)
    {
        if (index >= count || siblings.length != depth(count)) return (false, 0);
        uint256 level;
        (level, root) = _climb(index, count - 1, leafHash, siblings);
        return level == siblings.length ? (true, root) : _alongTheEnd(level, index >> level, root, siblings);
    }

    /// @dev Follows the way up to where it meets that of the last leaf. Left of that one no sibling is empty.
    /// @return level Where they meet: below the root, or there.
    function _climb(uint256 index, uint256 last, bytes32 leafHash, bytes32[] memory siblings)
        private
        pure
        returns (uint256 level, bytes32 node)
    {
        // Hashes as `hashNode` does, the node on its side and the sibling on the other. There are as many siblings as levels
        // below the root, where both indexes are 0: none beyond them is read.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 0x01)
            node := leafHash
            let at := add(siblings, 0x20)
            for {} xor(index, last) {} {
                let side := shl(5, and(index, 1))
                mstore(add(add(free, 0x01), side), node)
                mstore(sub(add(free, 0x21), side), mload(at))
                node := keccak256(free, 0x41)
                at := add(at, 0x20)
                index := shr(1, index)
                last := shr(1, last)
            }
            level := shr(5, sub(sub(at, 0x20), siblings))
        }
    }

    /// @dev The same from a node over the last leaf on, whose right siblings are all empty.
    function _alongTheEnd(uint256 level, uint256 index, bytes32 node, bytes32[] memory siblings)
        private
        pure
        returns (bool wellFormed, bytes32 root)
    {
        root = node;
        bytes32 empty; // The empty subtree of height `emptyHeight`, which grows only when one is met.
        uint256 emptyHeight;
        for (; level < siblings.length; ++level) {
            bytes32 sibling = siblings[level];
            if (index & 1 == 0) {
                if (sibling != 0) return (false, 0);
                for (; emptyHeight < level; ++emptyHeight) {
                    empty = hashNode(empty, empty);
                }
                root = hashNode(root, empty);
            } else {
                root = hashNode(sibling, root);
            }
            index >>= 1;
        }
        return (true, root);
    }

    /// @notice Whether the leaf stands at `index` in the tree with this root and count.
    function verify(bytes32 root, uint256 count, uint256 index, bytes32 leafHash, bytes32[] memory siblings)
        internal
        pure
        returns (bool)
    {
        (bool wellFormed, bytes32 found) = rootOf(count, index, leafHash, siblings);
        return wellFormed && found == root;
    }

    /// @notice The root over leaves with these hashes; there must be at least one.
    function rootOver(bytes32[] memory leafHashes) internal pure returns (bytes32) {
        uint256 count = leafHashes.length;
        bytes32[] memory nodes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            nodes[i] = leafHashes[i];
        }
        bytes32 empty; // The empty subtree of the level.
        while (count > 1) {
            uint256 pairs = (count + 1) / 2;
            for (uint256 i = 0; i < pairs; ++i) {
                nodes[i] = hashNode(nodes[2 * i], 2 * i + 1 < count ? nodes[2 * i + 1] : empty);
            }
            empty = hashNode(empty, empty);
            count = pairs;
        }
        return nodes[0];
    }
}
