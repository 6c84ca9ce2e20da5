// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Words
/// @notice Words of canonical bytes: maximal runs without the byte 0x20.
library Words {
    bytes1 internal constant SPACE = 0x20;

    /// @notice Number of words, whatever the spaces between them.
    function count(bytes memory text) internal pure returns (uint256 words) {
        bytes1 previous = SPACE;
        for (uint256 i = 0; i < text.length; ++i) {
            bytes1 current = text[i];
            if (previous == SPACE && current != SPACE) ++words;
            previous = current;
        }
    }

    /// @notice Whether the bytes are `words` words, at least one, with one space between them and none around.
    function isSequence(bytes memory text, uint256 words) internal pure returns (bool) {
        bytes1 previous = SPACE;
        uint256 spaces = 0;
        for (uint256 i = 0; i < text.length; ++i) {
            bytes1 current = text[i];
            if (current == SPACE) {
                if (previous == SPACE) return false;
                ++spaces;
            }
            previous = current;
        }
        return previous != SPACE && spaces + 1 == words;
    }
}
