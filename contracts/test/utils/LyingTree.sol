// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchTree, TreePath} from "openledger/interfaces/ITreeProofs.sol";

/// @notice A tree with every node in the open, so that a test can write anything into any of them and have everything
/// above made anew. `[level][place]`, leaves at level 0, places beyond the last leaf included. In a tree of credits the sums are
/// not used.
struct LyingTree {
    BatchTree kind;
    uint256 count;
    bytes32[][] hashes;
    uint256[][] sums;
    bytes[][] preimages;
}

/// @notice Builds trees and lets them lie. Imports nothing of the libraries that judge them.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
library Lies {
    /// @notice The honest tree over at least one leaf.
    /// @param leaves Encoded leaves, without tag and sum.
    function build(BatchTree kind, bytes[] memory leaves, uint256[] memory leafSums)
        internal
        pure
        returns (LyingTree memory tree)
    {
        (tree.kind, tree.count) = (kind, leaves.length);
        uint256 height = 0;
        while (2 ** height < leaves.length) ++height;
        tree.hashes = new bytes32[][](height + 1);
        tree.sums = new uint256[][](height + 1);
        tree.preimages = new bytes[][](height + 1);
        for (uint256 level = 0; level <= height; ++level) {
            uint256 width = 2 ** (height - level);
            tree.hashes[level] = new bytes32[](width);
            tree.sums[level] = new uint256[](width);
            tree.preimages[level] = new bytes[](width);
        }
        for (uint256 i = 0; i < leaves.length; ++i) {
            tree.sums[0][i] = leafSums[i];
            write(tree, 0, i, leafPreimage(kind, leaves[i], leafSums[i]));
        }
        for (uint256 level = 1; level <= height; ++level) {
            for (uint256 place = 0; place < tree.hashes[level].length; ++place) {
                _combine(tree, level, place, true);
            }
        }
    }

    function leafPreimage(BatchTree kind, bytes memory leaf, uint256 sum) internal pure returns (bytes memory) {
        return
            kind == BatchTree.Credits ? abi.encodePacked(hex"00", leaf) : abi.encodePacked(hex"00", leaf, bytes32(sum));
    }

    function depth(LyingTree memory tree) internal pure returns (uint256) {
        return tree.hashes.length - 1;
    }

    function root(LyingTree memory tree) internal pure returns (bytes32) {
        return tree.hashes[depth(tree)][0];
    }

    /// @notice The root's sum, as far as it can be declared.
    function total(LyingTree memory tree) internal pure returns (uint128) {
        return uint128(tree.sums[depth(tree)][0]);
    }

    /// @notice Makes a node the hash of these bytes. What is above it stays as it is.
    function write(LyingTree memory tree, uint256 level, uint256 place, bytes memory preimage) internal pure {
        tree.preimages[level][place] = preimage;
        tree.hashes[level][place] = keccak256(preimage);
    }

    /// @notice Makes the nodes above a node anew, with their sums.
    function raise(LyingTree memory tree, uint256 level, uint256 place) internal pure {
        _raise(tree, level, place, true);
    }

    /// @notice Makes the nodes above a node anew and leaves the declared sums as they are.
    function rehash(LyingTree memory tree, uint256 level, uint256 place) internal pure {
        _raise(tree, level, place, false);
    }

    /// @notice The way from a node to the root, without the outer leaf.
    function pathOf(LyingTree memory tree, uint256 level, uint256 place) internal pure returns (TreePath memory path) {
        uint256 steps = depth(tree) - level;
        path.tree = tree.kind;
        path.level = uint8(level);
        path.index = uint32(place);
        path.node = tree.hashes[level][place];
        path.siblings = new bytes32[](steps);
        if (tree.kind != BatchTree.Credits) {
            path.sums = new uint256[](steps);
            path.siblingSums = new uint256[](steps);
        }
        for (uint256 step = 0; step < steps; ++step) {
            uint256 node = place >> step;
            path.siblings[step] = tree.hashes[level + step][node ^ 1];
            if (tree.kind == BatchTree.Credits) continue;
            path.sums[step] = tree.sums[level + step][node];
            path.siblingSums[step] = tree.sums[level + step][node ^ 1];
        }
    }

    function _raise(LyingTree memory tree, uint256 level, uint256 place, bool resum) private pure {
        while (level < depth(tree)) {
            (level, place) = (level + 1, place / 2);
            _combine(tree, level, place, resum);
        }
    }

    function _combine(LyingTree memory tree, uint256 level, uint256 place, bool resum) private pure {
        bytes32[] memory hashes = tree.hashes[level - 1];
        uint256[] memory sums = tree.sums[level - 1];
        (uint256 l, uint256 r) = (2 * place, 2 * place + 1);
        bytes memory preimage = tree.kind == BatchTree.Credits
            ? abi.encodePacked(hex"01", hashes[l], hashes[r])
            : abi.encodePacked(hex"01", hashes[l], sums[l], hashes[r], sums[r]);
        write(tree, level, place, preimage);
        // A liar's sums may pass all bounds.
        unchecked {
            if (resum) tree.sums[level][place] = sums[l] + sums[r];
        }
    }
}
