// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Corruption, Proof} from "../utils/Corruption.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Test} from "forge-std/Test.sol";
import {TextProof} from "openledger/interfaces/IFraudProofs.sol";
import {TextRoot} from "openledger/libraries/TextRoot.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract TextRootTest is Test {
    function _text(uint256 length) internal pure returns (bytes memory text) {
        text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            text[i] = bytes1(uint8(i * 7 + i / 256));
        }
    }

    function _verify(bytes32 root, TextProof memory shown) internal pure returns (bool) {
        return TextRoot.verify(root, shown.length, shown.firstChunk, shown.data, shown.siblings);
    }

    function testFuzz_Verify_AnyNeighbouringChunks(uint256 length, uint256 from, uint256 to) public pure {
        length = bound(length, 1, 3000);
        from = bound(from, 0, length - 1);
        to = bound(to, from + 1, length);
        bytes memory text = _text(length);
        assertTrue(_verify(TreeBuilder.textRoot(text), TreeBuilder.textProof(text, from, to)), "chunks of the text");
    }

    function testFuzz_Verify_RefusesChangedBytes(uint256 length, uint256 place, uint8 junk) public pure {
        vm.assume(junk != 0);
        bytes memory text = _text(bound(length, 1, 3000));
        place = bound(place, 0, text.length - 1);
        TextProof memory shown = TreeBuilder.textProof(text, place, place + 1);
        shown.data[place % 256] ^= bytes1(junk);
        assertFalse(_verify(TreeBuilder.textRoot(text), shown), "changed byte");
    }

    function testFuzz_Verify_RefusesOtherLengths(uint256 length, uint64 other) public pure {
        bytes memory text = _text(bound(length, 1, 3000));
        vm.assume(other != text.length);
        TextProof memory shown = TreeBuilder.textProof(text, 0, text.length);
        shown.length = other;
        assertFalse(_verify(TreeBuilder.textRoot(text), shown), "other length");
    }

    function testFuzz_Verify_RefusesAnyFault(uint256 length, uint256 place, uint256 kind, uint256 seed) public pure {
        bytes memory text = _text(bound(length, 257, 3000));
        bytes32 root = TreeBuilder.textRoot(text);
        TextProof memory shown = TreeBuilder.textProof(text, bound(place, 0, text.length - 1), text.length);
        uint256 chunk = seed % shown.siblings.length;
        Proof memory bad = Corruption.corrupt(
            Proof(shown.siblings[chunk], new uint128[](0), shown.firstChunk), bound(kind, 0, Corruption.KINDS - 1), seed
        );
        bytes memory one = TreeBuilder.chunks(text)[shown.firstChunk];
        if (chunk == 0) {
            assertTrue(TextRoot.verifyChunk(root, shown.length, shown.firstChunk, one, shown.siblings[0]), "the chunk");
            assertFalse(TextRoot.verifyChunk(root, shown.length, bad.index, one, bad.siblings), "one, with a fault");
        }
        (shown.siblings[chunk], shown.firstChunk) = (bad.siblings, bad.index);
        assertFalse(_verify(root, shown), "one of them with a fault");
    }

    /// @dev 64 bytes of a text that are the hashes of its chunks, or a node of its tree, are no chunk of it.
    function test_Verify_RefusesNodeAsChunk() public pure {
        bytes memory text = _text(512);
        bytes32[] memory hashes = new bytes32[](2);
        for (uint256 i = 0; i < 2; ++i) {
            hashes[i] = keccak256(bytes.concat(hex"00", TreeBuilder.cut(text, 256 * i, 256 * i + 256)));
        }
        bytes32 treeRoot = keccak256(abi.encodePacked(hex"01", hashes[0], hashes[1]));
        bytes32 root = TextRoot.hash(512, treeRoot);
        assertEq(root, TreeBuilder.textRoot(text), "the text's");
        TextProof memory shown;
        (shown.length, shown.data, shown.siblings) = (64, abi.encodePacked(hashes[0], hashes[1]), new bytes32[][](1));
        assertFalse(_verify(root, shown), "a text of one chunk");
        assertFalse(_verify(TextRoot.hash(64, treeRoot), shown), "even where its length is the operator's to say");
    }

    function test_Verify_RefusesNoChunks() public pure {
        TextProof memory shown;
        assertFalse(_verify(0, shown), "an empty text has no root");
        shown.length = 5;
        assertFalse(_verify(TextRoot.hash(5, 0), shown), "nothing shown");
    }

    function test_Verify_RefusesChunksBeyondTheText() public pure {
        bytes memory text = _text(600);
        TextProof memory shown = TreeBuilder.textProof(text, 512, 600);
        shown.firstChunk = 3;
        assertFalse(_verify(TreeBuilder.textRoot(text), shown), "beyond the last chunk");
        shown.firstChunk = type(uint32).max;
        assertFalse(_verify(TreeBuilder.textRoot(text), shown), "far beyond");
    }

    function test_Verify_RefusesLongLastChunk() public pure {
        // A text of 257 bytes whose second chunk has two bytes instead of one.
        bytes[] memory parts = new bytes[](2);
        parts[0] = _text(256);
        parts[1] = hex"4142";
        bytes32 root = keccak256(abi.encodePacked(hex"02", uint64(257), TreeBuilder.root(parts)));
        TextProof memory shown;
        shown.length = 257;
        shown.firstChunk = 1;
        shown.data = parts[1];
        shown.siblings = new bytes32[][](1);
        shown.siblings[0] = TreeBuilder.proof(parts, 1);
        assertFalse(_verify(root, shown), "last chunk's size follows from the length");
    }

    /// @dev 2^40 bytes can be shown, and of one more nothing, by evidence and demands alike.
    function test_Verify_RefusesMoreThanTheGreatestLength() public pure {
        bytes memory chunk = _text(256);
        for (uint64 length = 2 ** 40; length <= 2 ** 40 + 1; ++length) {
            bytes32[][] memory siblings = new bytes32[][](1);
            siblings[0] = new bytes32[](length == 2 ** 40 ? 32 : 33);
            bytes32 node = keccak256(bytes.concat(hex"00", chunk));
            for (uint256 level = 0; level < siblings[0].length; ++level) {
                siblings[0][level] = node;
                node = keccak256(bytes.concat(hex"01", node, node));
            }
            bytes32 root = TextRoot.hash(length, node);
            bool shown = length == 2 ** 40;
            assertEq(TextRoot.verify(root, length, 7, chunk, siblings), shown, "chunks");
            assertEq(TextRoot.verifyChunk(root, length, 7, chunk, siblings[0]), shown, "one chunk");
        }
    }

    /// @dev A tree that is not well formed has root 0, and a root of text can be made of that: it shows nothing all the same.
    function testFuzz_Verify_RefusesTheRootOfNoTree(uint64 length, uint256 siblings) public pure {
        length = uint64(bound(length, 257, 1 << 20));
        bytes32 root = TextRoot.hash(length, 0);
        TextProof memory shown;
        shown.length = length;
        shown.data = _text(256);
        shown.siblings = new bytes32[][](1);
        // 257 bytes are two chunks, for which there is one sibling.
        shown.siblings[0] = new bytes32[](length > 512 ? bound(siblings, 13, 20) : 0);
        assertFalse(_verify(root, shown), "chunks");
        assertFalse(TextRoot.verifyChunk(root, length, 0, shown.data, shown.siblings[0]), "one chunk");
    }
}
