// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Tree} from "./Tree.sol";

/// @title TextRoot
/// @notice Chunks of a text, opened under its text root.
///
/// Chunks of 256 bytes, the last one maybe shorter, are the leaves of a `Tree`;
/// `textRoot = keccak256(0x02 ‖ uint64(length) ‖ treeRoot)`. An empty text has no root. Of a text of more than 2^40 bytes
/// nothing can be shown: evidence and demands name a chunk in 32 bits, and whoever relies on such a text could neither be
/// proven wrong about what lies beyond them nor answer.
library TextRoot {
    /// @notice Bytes of a chunk.
    uint256 internal constant CHUNK = 256;
    /// @notice Most bytes of a text.
    uint256 internal constant MAX_LENGTH = 1 << 40;

    /// @notice The text root of `length` bytes whose chunks have this tree root.
    function hash(uint64 length, bytes32 treeRoot) internal pure returns (bytes32) {
        return keccak256(bytes.concat(bytes1(0x02), bytes8(length), treeRoot));
    }

    /// @notice Chunks of a text of `length` bytes.
    function chunkCount(uint64 length) internal pure returns (uint256) {
        return (uint256(length) + CHUNK - 1) / CHUNK;
    }

    /// @notice Whether `data` are the neighbouring chunks from `firstChunk` on of the text with this root and length.
    /// @param siblings For each chunk in turn its siblings, bottom-up.
    function verify(bytes32 textRoot, uint64 length, uint256 firstChunk, bytes memory data, bytes32[][] memory siblings)
        internal
        pure
        returns (bool)
    {
        uint256 count = chunkCount(length);
        if (length > MAX_LENGTH || siblings.length == 0 || firstChunk + siblings.length > count) return false;
        uint256 start = firstChunk * CHUNK;
        uint256 end = (firstChunk + siblings.length) * CHUNK;
        if (data.length != (end < length ? end : length) - start) return false;

        for (uint256 i = 0; i < siblings.length; ++i) {
            bytes32 leaf = _hashChunk(data, i * CHUNK);
            (bool wellFormed, bytes32 treeRoot) = Tree.rootOf(count, firstChunk + i, leaf, siblings[i]);
            if (!wellFormed || hash(length, treeRoot) != textRoot) return false;
        }
        return true;
    }

    /// @notice Whether `chunk` is the chunk at `index` of the text with this root and length.
    function verifyChunk(bytes32 textRoot, uint64 length, uint256 index, bytes memory chunk, bytes32[] memory siblings)
        internal
        pure
        returns (bool)
    {
        uint256 count = chunkCount(length);
        if (
            length > MAX_LENGTH || index >= count
                || chunk.length != (index + 1 < count ? CHUNK : length - index * CHUNK)
        ) return false;
        (bool wellFormed, bytes32 treeRoot) = Tree.rootOf(count, index, Tree.hashLeaf(chunk), siblings);
        return wellFormed && hash(length, treeRoot) == textRoot;
    }

    /// @dev Leaf hash of the chunk that begins at byte `from` of `data`, which is less than its length.
    function _hashChunk(bytes memory data, uint256 from) private pure returns (bytes32) {
        uint256 size = data.length - from < CHUNK ? data.length - from : CHUNK;
        bytes memory chunk = new bytes(size);
        // `from + size` is at most the length of `data`, and `chunk` has exactly `size` bytes.
        assembly ("memory-safe") {
            mcopy(add(chunk, 0x20), add(add(data, 0x20), from), size)
        }
        return Tree.hashLeaf(chunk);
    }
}
