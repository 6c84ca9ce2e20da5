// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice The root above any node of a tree, from the siblings of a proof: for trees of which a node is not what it should
/// be, and for trees too large to build. Imports nothing of the libraries that it tests.
library Fold {
    /// @notice Root of a Tree in which the node at `level` above leaf `index` is `node`.
    function root(uint256 count, uint256 index, uint256 level, bytes32 node, bytes32[] memory siblings)
        internal
        pure
        returns (bytes32)
    {
        for (; level < siblings.length; ++level) {
            bytes32 sibling = siblings[level];
            if (((index / 2 ** level) ^ 1) * 2 ** level >= count) sibling = empty(level);
            node = index / 2 ** level % 2 == 0
                ? keccak256(abi.encodePacked(hex"01", node, sibling))
                : keccak256(abi.encodePacked(hex"01", sibling, node));
        }
        return node;
    }

    /// @notice Root of a SumTree in which the node at `level` above leaf `index` is `node` with `sum`.
    function sumRoot(
        uint256 count,
        uint256 index,
        uint256 level,
        bytes32 node,
        uint256 sum,
        bytes32[] memory siblings,
        uint128[] memory siblingSums
    ) internal pure returns (bytes32, uint256) {
        for (; level < siblings.length; ++level) {
            (bytes32 sibling, uint256 siblingSum) = (siblings[level], siblingSums[level]);
            if (((index / 2 ** level) ^ 1) * 2 ** level >= count) sibling = emptySum(level);
            node = index / 2 ** level % 2 == 0
                ? keccak256(abi.encodePacked(hex"01", node, sum, sibling, siblingSum))
                : keccak256(abi.encodePacked(hex"01", sibling, siblingSum, node, sum));
            sum += siblingSum;
        }
        return (node, sum);
    }

    function empty(uint256 height) internal pure returns (bytes32 hash) {
        for (uint256 i = 0; i < height; ++i) {
            hash = keccak256(abi.encodePacked(hex"01", hash, hash));
        }
    }

    function emptySum(uint256 height) internal pure returns (bytes32 hash) {
        for (uint256 i = 0; i < height; ++i) {
            hash = keccak256(abi.encodePacked(hex"01", hash, uint256(0), hash, uint256(0)));
        }
    }
}
