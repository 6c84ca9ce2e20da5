// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Unicode15} from "./generated/Unicode15.sol";

/// @title Utf8
/// @notice Code points in UTF-8 (RFC 3629).
library Utf8 {
    /// @notice Bytes of the code point that a leading byte begins: 0 for a continuation byte and for bytes that UTF-8 never
    /// has.
    function sizeOf(bytes1 lead) internal pure returns (uint256) {
        if (lead < 0x80) return 1;
        if (lead < 0xc2) return 0; // Continuations; C0 and C1 would be overlong.
        if (lead < 0xe0) return 2;
        if (lead < 0xf0) return 3;
        return lead < 0xf5 ? 4 : 0; // Above U+10FFFF.
    }

    /// @notice Whether a byte stands inside a code point.
    function isContinuation(bytes1 value) internal pure returns (bool) {
        return value & 0xc0 == 0x80;
    }

    /// @notice Whether bytes are one code point.
    /// @param point At least one byte, as many as the first says.
    function isWellFormed(bytes memory point) internal pure returns (bool) {
        for (uint256 i = 1; i < point.length; ++i) {
            if (!isContinuation(point[i])) return false;
        }
        if (point.length < 3) return true;
        (bytes1 lead, bytes1 second) = (point[0], point[1]);
        if (lead == 0xe0) return second >= 0xa0; // Else overlong.
        if (lead == 0xed) return second < 0xa0; // Else a surrogate.
        if (lead == 0xf0) return second >= 0x90; // Else overlong.
        return lead != 0xf4 || second < 0x90; // Else above U+10FFFF.
    }

    /// @notice The number of a well-formed code point.
    function decode(bytes memory point) internal pure returns (uint256 number) {
        // The leading byte of a size above 1 begins with as many ones and a zero; then come bits of the number.
        number = uint8(point[0]);
        if (point.length > 1) number &= 2 ** (7 - point.length) - 1;
        for (uint256 i = 1; i < point.length; ++i) {
            number = number << 6 | (uint8(point[i]) & 0x3f);
        }
    }

    /// @notice Whether a code point is of Han, Hiragana, Katakana, Thai, Lao, Khmer or Myanmar, whose code points stand as
    /// words alone.
    function isLonely(uint256 number) internal pure returns (bool) {
        bytes memory bounds = Unicode15.LONELY_SCRIPTS;
        // The number of bounds at or below `number`: odd inside a range.
        uint256 low = 0;
        uint256 high = bounds.length / 3;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            uint256 place = 3 * middle;
            uint256 bound =
                uint256(uint8(bounds[place])) << 16 | uint256(uint8(bounds[place + 1])) << 8 | uint8(bounds[place + 2]);
            if (bound <= number) low = middle + 1;
            else high = middle;
        }
        return low % 2 == 1;
    }
}
