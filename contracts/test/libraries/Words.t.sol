// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Words} from "openledger/libraries/Words.sol";

contract WordsTest is Test {
    function test_Count() public pure {
        assertEq(Words.count(""), 0, "none");
        assertEq(Words.count("   "), 0, "spaces");
        assertEq(Words.count("a"), 1, "one");
        assertEq(Words.count(" a  bc d "), 3, "whatever the spaces");
    }

    function test_IsSequence() public pure {
        assertTrue(Words.isSequence("a bc d", 3), "three words");
        assertFalse(Words.isSequence("a bc d", 2), "not two");
        assertFalse(Words.isSequence("a bc d", 4), "not four");
        assertFalse(Words.isSequence("a  d", 2), "two spaces");
        assertFalse(Words.isSequence("a  d", 3), "two spaces are no word");
        assertFalse(Words.isSequence(" a d", 2), "space before");
        assertFalse(Words.isSequence("a d ", 2), "space after");
        assertFalse(Words.isSequence("", 0), "empty");
        assertFalse(Words.isSequence("", 1), "empty is no word");
        assertFalse(Words.isSequence("a", 0), "no version has windows of no word");
    }

    function testFuzz_IsSequence_CountsWhatItAccepts(uint8 seed, uint256 words) public pure {
        words = bound(words, 1, 32);
        bytes memory text = bytes(vm.toString(seed));
        for (uint256 i = 1; i < words; ++i) {
            text = bytes.concat(text, " ", bytes(vm.toString(uint256(seed) * i)));
        }
        assertTrue(Words.isSequence(text, words), "sequence");
        assertEq(Words.count(text), words, "count");
    }
}
