// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Corruption, Proof} from "../utils/Corruption.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Test} from "forge-std/Test.sol";
import {Tree} from "openledger/libraries/Tree.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract TreeTest is Test {
    function _leaves(uint256 seed, uint256 count) internal pure returns (bytes[] memory leaves) {
        leaves = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = abi.encode(seed, i);
        }
    }

    function _verify(bytes32 root, uint256 count, uint256 index, bytes memory leaf, bytes32[] memory siblings)
        internal
        pure
        returns (bool)
    {
        return Tree.verify(root, count, index, Tree.hashLeaf(leaf), siblings);
    }

    function testFuzz_Verify_EveryLeafOfItsPlace(uint256 seed, uint256 count) public pure {
        count = bound(count, 1, 40);
        bytes[] memory leaves = _leaves(seed, count);
        bytes32 root = TreeBuilder.root(leaves);
        for (uint256 i = 0; i < count; ++i) {
            assertTrue(_verify(root, count, i, leaves[i], TreeBuilder.proof(leaves, i)), "leaf in its place");
        }
    }

    function testFuzz_Verify_RefusesOtherPlaces(uint256 seed, uint256 count, uint256 index, uint256 other) public pure {
        count = bound(count, 2, 40);
        index = bound(index, 0, count - 1);
        other = bound(other, 0, 63);
        vm.assume(other != index);
        bytes[] memory leaves = _leaves(seed, count);
        bytes32[] memory siblings = TreeBuilder.proof(leaves, index);
        assertFalse(_verify(TreeBuilder.root(leaves), count, other, leaves[index], siblings), "other place");
    }

    function testFuzz_Verify_RefusesFlippedBits(uint256 seed, uint256 count, uint256 index, uint8 bit, uint256 level)
        public
        pure
    {
        count = bound(count, 2, 40);
        index = bound(index, 0, count - 1);
        bytes[] memory leaves = _leaves(seed, count);
        bytes32 root = TreeBuilder.root(leaves);
        bytes32 flip = bytes32(uint256(1) << bit);
        bytes32[] memory siblings = TreeBuilder.proof(leaves, index);

        assertFalse(_verify(root ^ flip, count, index, leaves[index], siblings), "root");
        bytes32 leaf = Tree.hashLeaf(leaves[index]) ^ flip;
        assertFalse(Tree.verify(root, count, index, leaf, siblings), "leaf");
        siblings[bound(level, 0, siblings.length - 1)] ^= flip;
        assertFalse(_verify(root, count, index, leaves[index], siblings), "path");
    }

    function testFuzz_Verify_RefusesWrongDepth(uint256 seed, uint256 count, uint256 index, uint256 length) public pure {
        count = bound(count, 1, 40);
        index = bound(index, 0, count - 1);
        bytes[] memory leaves = _leaves(seed, count);
        bytes32[] memory siblings = TreeBuilder.proof(leaves, index);
        length = bound(length, 0, 10);
        vm.assume(length != siblings.length);
        bytes32[] memory resized = new bytes32[](length);
        for (uint256 i = 0; i < length && i < siblings.length; ++i) {
            resized[i] = siblings[i];
        }
        assertFalse(_verify(TreeBuilder.root(leaves), count, index, leaves[index], resized), "depth");
    }

    function testFuzz_Verify_RefusesNodeAsLeaf(uint256 seed, uint256 count, uint256 index) public pure {
        count = bound(count, 2, 40);
        index = bound(index, 0, count - 1);
        bytes[] memory leaves = _leaves(seed, count);
        bytes32 root = TreeBuilder.root(leaves);
        bytes32[] memory siblings = TreeBuilder.proof(leaves, index);
        // The parent of the leaf, shown as a leaf of the tree over half as many.
        bytes32 own = keccak256(abi.encodePacked(hex"00", leaves[index]));
        bytes memory children = index % 2 == 0 ? bytes.concat(own, siblings[0]) : bytes.concat(siblings[0], own);
        bytes32[] memory above = new bytes32[](siblings.length - 1);
        for (uint256 i = 0; i < above.length; ++i) {
            above[i] = siblings[i + 1];
        }
        assertFalse(_verify(root, (count + 1) / 2, index / 2, children, above), "node as leaf");
    }

    /// @dev The words of a leaf, as if they were the hashes below it, in a tree of twice as many.
    function testFuzz_Verify_RefusesLeafAsNode(uint256 seed, uint256 count, uint256 index) public pure {
        count = 2 ** bound(count, 0, 5);
        index = bound(index, 0, count - 1);
        bytes[] memory leaves = _leaves(seed, count);
        bytes32[] memory siblings = TreeBuilder.proof(leaves, index);
        (bytes32 left, bytes32 right) = abi.decode(leaves[index], (bytes32, bytes32));
        bytes32[] memory below = new bytes32[](siblings.length + 1);
        for (uint256 i = 0; i < siblings.length; ++i) {
            below[i + 1] = siblings[i];
        }
        below[0] = right;
        assertFalse(Tree.verify(TreeBuilder.root(leaves), 2 * count, 2 * index, left, below), "leaf as node, left");
        below[0] = left;
        assertFalse(
            Tree.verify(TreeBuilder.root(leaves), 2 * count, 2 * index + 1, right, below), "leaf as node, right"
        );
    }

    function testFuzz_Verify_RefusesAnyFault(uint256 seed, uint256 count, uint256 index, uint256 kind) public pure {
        count = bound(count, 2, 40);
        index = bound(index, 0, count - 1);
        bytes[] memory leaves = _leaves(seed, count);
        Proof memory bad = Corruption.corrupt(
            Proof(TreeBuilder.proof(leaves, index), new uint128[](0), uint32(index)),
            bound(kind, 0, Corruption.KINDS - 1),
            seed
        );
        assertFalse(_verify(TreeBuilder.root(leaves), count, bad.index, leaves[index], bad.siblings), "a fault");
    }

    function testFuzz_Verify_RefusesIndexBeyondCount(uint256 count, uint256 index) public pure {
        count = bound(count, 1, 40);
        index = bound(index, count, type(uint256).max);
        bytes[] memory leaves = _leaves(0, count);
        bytes32[] memory siblings = new bytes32[](TreeBuilder.depth(count));
        assertFalse(_verify(TreeBuilder.root(leaves), count, index, "", siblings), "beyond count");
        // Nor is a missing leaf, whose hash is 0, one of the tree.
        assertFalse(Tree.verify(TreeBuilder.root(leaves), count, index, 0, siblings), "missing leaf");
    }

    function test_Verify_EmptyTreeHasNoLeaf() public pure {
        assertFalse(Tree.verify(0, 0, 0, 0, new bytes32[](0)), "no leaf");
    }

    /// @dev What is not well formed has root 0: no leaf stands under that either.
    function testFuzz_Verify_RefusesWhatIsNotWellFormedUnderRootZero(uint256 count, uint256 index, bytes32 leafHash)
        public
        pure
    {
        count = bound(count, 2, 1 << 32);
        assertFalse(Tree.verify(0, count, bound(index, 0, count - 1), leafHash, new bytes32[](0)), "no siblings");
        assertFalse(Tree.verify(0, count, count, leafHash, new bytes32[](Tree.depth(count))), "beyond the count");
    }

    function testFuzz_Verify_EmptySiblingsMustBeZero(uint256 level, bytes32 junk) public pure {
        vm.assume(junk != 0);
        level = bound(level, 0, 4);
        bytes[] memory leaves = _leaves(0, 17);
        bytes32 root = TreeBuilder.root(leaves);
        bytes32[] memory siblings = TreeBuilder.proof(leaves, 16);
        assertTrue(_verify(root, 17, 16, leaves[16], siblings), "honest");
        if (level < 4) assertEq(siblings[level], 0, "all but the last sibling are empty subtrees");
        siblings[level] ^= junk;
        assertFalse(_verify(root, 17, 16, leaves[16], siblings), "one form only");
    }

    function testFuzz_Depth(uint64 count) public pure {
        uint256 depth = Tree.depth(count);
        assertGe(2 ** depth, count, "holds all");
        if (depth != 0) assertLt(2 ** (depth - 1), count, "and is the least that does");
    }

    function testFuzz_RootOver_IsTheRootByDefinition(uint256 seed, uint256 count) public pure {
        count = bound(count, 1, 70);
        bytes[] memory leaves = _leaves(seed, count);
        bytes32[] memory leafHashes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            leafHashes[i] = Tree.hashLeaf(leaves[i]);
        }
        bytes32 given = keccak256(abi.encode(leafHashes));
        assertEq(Tree.rootOver(leafHashes), TreeBuilder.root(leaves), "root");
        assertEq(keccak256(abi.encode(leafHashes)), given, "the array is left alone");
    }

    function testFuzz_HashNode(bytes32 left, bytes32 right) public pure {
        assertEq(Tree.hashNode(left, right), keccak256(abi.encodePacked(hex"01", left, right)), "node");
    }
}
