// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TextProof} from "openledger/interfaces/IFraudProofs.sol";

/// @notice Builds the protocol's trees by their definition, level by level over all places, the missing ones included.
/// Imports nothing of the libraries that it tests.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
library TreeBuilder {
    struct Level {
        bytes32[] hashes;
        uint256[] sums;
    }

    function depth(uint256 count) internal pure returns (uint256 levels) {
        while (2 ** levels < count) ++levels;
    }

    // Trees

    function root(bytes[] memory leaves) internal pure returns (bytes32) {
        return leaves.length == 0 ? bytes32(0) : _levels(leaves)[depth(leaves.length)][0];
    }

    function proof(bytes[] memory leaves, uint256 index) internal pure returns (bytes32[] memory siblings) {
        bytes32[][] memory levels = _levels(leaves);
        siblings = new bytes32[](depth(leaves.length));
        for (uint256 level = 0; level < siblings.length; ++level) {
            uint256 place = (index / 2 ** level) ^ 1;
            if (place * 2 ** level < leaves.length) siblings[level] = levels[level][place];
        }
    }

    function _levels(bytes[] memory leaves) private pure returns (bytes32[][] memory levels) {
        uint256 height = depth(leaves.length);
        levels = new bytes32[][](height + 1);
        levels[0] = new bytes32[](2 ** height);
        for (uint256 i = 0; i < leaves.length; ++i) {
            levels[0][i] = keccak256(abi.encodePacked(hex"00", leaves[i]));
        }
        for (uint256 level = 1; level <= height; ++level) {
            bytes32[] memory below = levels[level - 1];
            levels[level] = new bytes32[](below.length / 2);
            for (uint256 i = 0; i < levels[level].length; ++i) {
                levels[level][i] = keccak256(abi.encodePacked(hex"01", below[2 * i], below[2 * i + 1]));
            }
        }
    }

    // Sum trees

    function sumRoot(bytes[] memory leaves, uint128[] memory sums) internal pure returns (bytes32 hash, uint256 total) {
        if (leaves.length == 0) return (0, 0);
        Level memory top = _sumLevels(leaves, sums)[depth(leaves.length)];
        return (top.hashes[0], top.sums[0]);
    }

    function sumProof(bytes[] memory leaves, uint128[] memory sums, uint256 index)
        internal
        pure
        returns (bytes32[] memory siblings, uint128[] memory siblingSums)
    {
        Level[] memory levels = _sumLevels(leaves, sums);
        siblings = new bytes32[](depth(leaves.length));
        siblingSums = new uint128[](siblings.length);
        for (uint256 level = 0; level < siblings.length; ++level) {
            uint256 place = (index / 2 ** level) ^ 1;
            if (place * 2 ** level >= leaves.length) continue;
            siblings[level] = levels[level].hashes[place];
            siblingSums[level] = uint128(levels[level].sums[place]);
        }
    }

    function _sumLevels(bytes[] memory leaves, uint128[] memory sums) private pure returns (Level[] memory levels) {
        uint256 height = depth(leaves.length);
        levels = new Level[](height + 1);
        levels[0] = Level(new bytes32[](2 ** height), new uint256[](2 ** height));
        for (uint256 i = 0; i < leaves.length; ++i) {
            levels[0].hashes[i] = keccak256(abi.encodePacked(hex"00", leaves[i], uint256(sums[i])));
            levels[0].sums[i] = sums[i];
        }
        for (uint256 level = 1; level <= height; ++level) {
            Level memory below = levels[level - 1];
            uint256 width = below.hashes.length / 2;
            Level memory made = Level(new bytes32[](width), new uint256[](width));
            for (uint256 i = 0; i < width; ++i) {
                (uint256 l, uint256 r) = (2 * i, 2 * i + 1);
                made.hashes[i] = keccak256(
                    abi.encodePacked(hex"01", below.hashes[l], below.sums[l], below.hashes[r], below.sums[r])
                );
                made.sums[i] = below.sums[l] + below.sums[r];
            }
            levels[level] = made;
        }
    }

    // Texts

    function chunks(bytes memory text) internal pure returns (bytes[] memory parts) {
        parts = new bytes[]((text.length + 255) / 256);
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256 end = (i + 1) * 256 < text.length ? (i + 1) * 256 : text.length;
            parts[i] = cut(text, i * 256, end);
        }
    }

    function textRoot(bytes memory text) internal pure returns (bytes32) {
        if (text.length == 0) return 0;
        return keccak256(abi.encodePacked(hex"02", uint64(text.length), root(chunks(text))));
    }

    /// @notice Opens the chunks that hold the bytes [from, to), as far as the text goes.
    function textProof(bytes memory text, uint256 from, uint256 to) internal pure returns (TextProof memory shown) {
        bytes[] memory parts = chunks(text);
        if (to > text.length) to = text.length;
        if (from >= to) from = to - 1;
        uint256 first = from / 256;
        uint256 count = (to - 1) / 256 - first + 1;
        shown.length = uint64(text.length);
        shown.firstChunk = uint32(first);
        shown.siblings = new bytes32[][](count);
        for (uint256 i = 0; i < count; ++i) {
            shown.data = bytes.concat(shown.data, parts[first + i]);
            shown.siblings[i] = proof(parts, first + i);
        }
    }

    function cut(bytes memory text, uint256 from, uint256 to) internal pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i = 0; i < part.length; ++i) {
            part[i] = text[from + i];
        }
    }
}
