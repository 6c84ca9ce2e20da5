// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Utf8} from "openledger/libraries/Utf8.sol";

// The numbers that are cast are bounded.
// forge-lint: disable-next-item(unsafe-typecast)
contract Utf8Test is Test {
    uint256[] internal lonely;

    function setUp() public {
        lonely = vm.parseJsonUintArray(vm.readFile("contracts/test/vectors/canonical.json"), ".lonely");
    }

    // Scripts

    /// @dev The table in the contracts has the ranges of the one by which the TypeScript library makes words.
    function test_IsLonely_AtTheEndsOfEachRange() public view {
        assertGt(lonely.length, 100, "ranges");
        for (uint256 i = 0; i < lonely.length; i += 2) {
            assertTrue(Utf8.isLonely(lonely[i]), "first of a range");
            assertTrue(Utf8.isLonely(lonely[i + 1]), "last of a range");
            assertFalse(Utf8.isLonely(lonely[i] - 1), "before a range");
            assertFalse(Utf8.isLonely(lonely[i + 1] + 1), "after a range");
        }
    }

    function testFuzz_IsLonely_AsInTheRanges(uint256 number) public view {
        number = bound(number, 0, 0x10ffff);
        bool isIn = false;
        for (uint256 i = 0; i < lonely.length; i += 2) {
            if (number >= lonely[i] && number <= lonely[i + 1]) isIn = true;
        }
        assertEq(Utf8.isLonely(number), isIn, "in a range");
    }

    function test_IsLonely_KnownCharacters() public pure {
        assertTrue(Utf8.isLonely(0x4e00) && Utf8.isLonely(0x3042) && Utf8.isLonely(0x30a2), "Han and kana");
        assertTrue(Utf8.isLonely(0xe01) && Utf8.isLonely(0xe81) && Utf8.isLonely(0x1780), "Thai, Lao, Khmer");
        assertTrue(Utf8.isLonely(0x1000) && Utf8.isLonely(0x20000), "Myanmar, Han beyond 16 bits");
        assertFalse(
            Utf8.isLonely(0x61) || Utf8.isLonely(0xac00) || Utf8.isLonely(0x30fc), "Latin, Hangul, a common mark"
        );
        assertFalse(Utf8.isLonely(0) || Utf8.isLonely(0x10ffff), "the ends");
    }

    // Encoding

    function testFuzz_Decode_IsTheInverseOfEncoding(uint256 number) public pure {
        number = bound(number, 0, 0x10ffff);
        vm.assume(number < 0xd800 || number > 0xdfff);
        bytes memory point = _encode(number);
        assertEq(Utf8.sizeOf(point[0]), point.length, "size");
        assertTrue(Utf8.isWellFormed(point), "well-formed");
        assertEq(Utf8.decode(point), number, "number");
    }

    /// @dev All leading bytes with all second bytes: the first code point and the last after the gaps of RFC 3629, section 4.
    function test_IsWellFormed_OnlyWhatTheGrammarHas() public pure {
        for (uint256 lead = 0xc2; lead < 0xf5; ++lead) {
            uint256 size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            assertEq(Utf8.sizeOf(bytes1(uint8(lead))), size, "size");
            (uint256 least, uint256 most) = (0x80, 0xbf);
            if (lead == 0xe0) least = 0xa0;
            if (lead == 0xed) most = 0x9f;
            if (lead == 0xf0) least = 0x90;
            if (lead == 0xf4) most = 0x8f;
            bytes memory point = new bytes(size);
            for (uint256 second = 0; second < 256; ++second) {
                for (uint256 i = 2; i < size; ++i) {
                    point[i] = second % 2 == 0 ? bytes1(0x80) : bytes1(0xbf);
                }
                (point[0], point[1]) = (bytes1(uint8(lead)), bytes1(uint8(second)));
                assertEq(Utf8.isWellFormed(point), second >= least && second <= most, "second byte");
                if (size == 2) continue;
                point[1] = bytes1(uint8(least));
                point[size - 1] = bytes1(uint8(second));
                assertEq(Utf8.isWellFormed(point), second >= 0x80 && second <= 0xbf, "last byte");
            }
        }
    }

    function test_SizeOf_BytesThatBeginNothing() public pure {
        for (uint256 lead = 0x80; lead < 0xc2; ++lead) {
            assertEq(Utf8.sizeOf(bytes1(uint8(lead))), 0, "continuations and overlong ones");
            assertEq(Utf8.isContinuation(bytes1(uint8(lead))), lead < 0xc0, "continuations");
        }
        for (uint256 lead = 0xf5; lead < 0x100; ++lead) {
            assertEq(Utf8.sizeOf(bytes1(uint8(lead))), 0, "beyond Unicode");
        }
        for (uint256 lead = 0; lead < 0x80; ++lead) {
            assertEq(Utf8.sizeOf(bytes1(uint8(lead))), 1, "ASCII");
            assertFalse(Utf8.isContinuation(bytes1(uint8(lead))), "ASCII");
        }
    }

    function _encode(uint256 number) internal pure returns (bytes memory) {
        if (number < 0x80) return abi.encodePacked(uint8(number));
        if (number < 0x800) return abi.encodePacked(uint8(0xc0 + number / 64), uint8(0x80 + number % 64));
        bytes memory last = abi.encodePacked(uint8(0x80 + (number / 64) % 64), uint8(0x80 + number % 64));
        if (number < 0x10000) return abi.encodePacked(uint8(0xe0 + number / 4096), last);
        return abi.encodePacked(uint8(0xf0 + number / 262_144), uint8(0x80 + (number / 4096) % 64), last);
    }
}
