// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Corruption, Proof} from "../utils/Corruption.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Test} from "forge-std/Test.sol";
import {SumTree} from "openledger/libraries/SumTree.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract SumTreeTest is Test {
    struct Case {
        bytes[] leaves;
        uint128[] sums;
        bytes32 root;
        uint256 total;
        uint256 index;
        bytes32[] siblings;
        uint128[] siblingSums;
    }

    function _case(uint256 seed, uint256 count, uint256 index) internal pure returns (Case memory made) {
        made.leaves = new bytes[](count);
        made.sums = new uint128[](count);
        for (uint256 i = 0; i < count; ++i) {
            made.leaves[i] = abi.encode(seed, i);
            made.sums[i] = uint128(uint256(keccak256(made.leaves[i])) >> 136);
        }
        (made.root, made.total) = TreeBuilder.sumRoot(made.leaves, made.sums);
        made.index = index;
        (made.siblings, made.siblingSums) = TreeBuilder.sumProof(made.leaves, made.sums, index);
    }

    function _verify(Case memory c) internal pure returns (bool) {
        SumTree.Node memory leaf = SumTree.leaf(c.leaves[c.index], c.sums[c.index]);
        (bool wellFormed, SumTree.Node memory root) =
            SumTree.rootOf(c.leaves.length, c.index, leaf, c.siblings, c.siblingSums);
        return wellFormed && root.hash == c.root && root.sum == c.total;
    }

    function testFuzz_RootOf_EveryLeafOfItsPlace(uint256 seed, uint256 count) public pure {
        count = bound(count, 1, 24);
        for (uint256 i = 0; i < count; ++i) {
            assertTrue(_verify(_case(seed, count, i)), "leaf in its place");
        }
    }

    function testFuzz_RootOf_RefusesOtherSums(uint256 seed, uint256 count, uint256 index, uint256 level, uint128 junk)
        public
        pure
    {
        count = bound(count, 2, 24);
        index = bound(index, 0, count - 1);
        vm.assume(junk != 0);
        Case memory c = _case(seed, count, index);
        c.sums[index] ^= junk;
        assertFalse(_verify(c), "leaf's sum");

        c = _case(seed, count, index);
        level = bound(level, 0, c.siblings.length - 1);
        c.siblingSums[level] ^= junk;
        assertFalse(_verify(c), "sibling's sum");

        c = _case(seed, count, index);
        c.siblings[level] ^= bytes32(uint256(junk));
        assertFalse(_verify(c), "sibling's hash");

        c = _case(seed, count, index);
        c.total ^= junk;
        assertFalse(_verify(c), "total");
    }

    function testFuzz_RootOf_RefusesOtherPlaces(uint256 seed, uint256 count, uint256 index, uint256 other) public pure {
        count = bound(count, 2, 24);
        index = bound(index, 0, count - 1);
        other = bound(other, 0, count - 1);
        vm.assume(other != index);
        Case memory c = _case(seed, count, index);
        c.leaves[other] = c.leaves[index];
        c.sums[other] = c.sums[index];
        c.index = other;
        assertFalse(_verify(c), "other place");
    }

    function testFuzz_RootOf_RefusesAnyFault(uint256 seed, uint256 count, uint256 index, uint256 kind) public pure {
        count = bound(count, 2, 24);
        Case memory c = _case(seed, count, bound(index, 0, count - 1));
        SumTree.Node memory leaf = SumTree.leaf(c.leaves[c.index], c.sums[c.index]);
        Proof memory bad = Corruption.corrupt(
            Proof(c.siblings, c.siblingSums, uint32(c.index)), bound(kind, 0, Corruption.KINDS - 1), seed
        );
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(count, bad.index, leaf, bad.siblings, bad.sums);
        assertFalse(wellFormed && root.hash == c.root && root.sum == c.total, "a fault");
    }

    /// @dev A node is no leaf in a tree of half as many.
    function testFuzz_RootOf_RefusesNodeAsLeaf(uint256 seed, uint256 index) public pure {
        index = bound(index, 0, 7);
        Case memory c = _case(seed, 8, index);
        bytes32 own = keccak256(abi.encodePacked(hex"00", c.leaves[index], uint256(c.sums[index])));
        bytes memory children = index % 2 == 0
            ? abi.encodePacked(own, uint256(c.sums[index]), c.siblings[0], uint256(c.siblingSums[0]))
            : abi.encodePacked(c.siblings[0], uint256(c.siblingSums[0]), own, uint256(c.sums[index]));
        bytes32[] memory above = new bytes32[](2);
        uint128[] memory sumsAbove = new uint128[](2);
        (above[0], above[1]) = (c.siblings[1], c.siblings[2]);
        (sumsAbove[0], sumsAbove[1]) = (c.siblingSums[1], c.siblingSums[2]);
        uint128 sum = c.sums[index] + c.siblingSums[0];
        _assertOther(c, 4, index / 2, SumTree.leaf(children, sum), above, sumsAbove);
        // Where a leaf's own sum stands a node has that of its right child.
        assembly ("memory-safe") {
            mstore(children, 96)
        }
        sum = index % 2 == 0 ? c.siblingSums[0] : c.sums[index];
        _assertOther(c, 4, index / 2, SumTree.leaf(children, sum), above, sumsAbove);
    }

    /// @dev The two words of a leaf, as if they were the hashes below it, in a tree of twice as many.
    function testFuzz_RootOf_RefusesLeafAsNode(uint256 seed, uint256 index) public pure {
        index = bound(index, 0, 7);
        Case memory c = _case(seed, 8, index);
        bytes32[] memory below = new bytes32[](4);
        uint128[] memory sumsBelow = new uint128[](4);
        SumTree.Node memory left;
        (left.hash, below[0]) = abi.decode(c.leaves[index], (bytes32, bytes32));
        left.sum = c.sums[index];
        for (uint256 i = 0; i < 3; ++i) {
            (below[i + 1], sumsBelow[i + 1]) = (c.siblings[i], c.siblingSums[i]);
        }
        _assertOther(c, 16, 2 * index, left, below, sumsBelow);
    }

    function _assertOther(
        Case memory c,
        uint256 count,
        uint256 index,
        SumTree.Node memory node,
        bytes32[] memory siblings,
        uint128[] memory sums
    ) internal pure {
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(count, index, node, siblings, sums);
        assertTrue(wellFormed, "a proof by its form");
        assertNotEq(root.hash, c.root, "of another tree");
    }

    function test_RootOf_RefusesWrongDepth() public pure {
        Case memory c = _case(1, 5, 2);
        bytes32[] memory siblings = c.siblings;
        c.siblings = new bytes32[](2);
        assertFalse(_verify(c), "too few siblings");
        c.siblings = siblings;
        c.siblingSums = new uint128[](4);
        assertFalse(_verify(c), "too many sums");
    }

    function test_RootOf_RefusesIndexBeyondCount() public pure {
        Case memory c = _case(1, 5, 4);
        SumTree.Node memory leaf = SumTree.leaf(c.leaves[4], c.sums[4]);
        (bool wellFormed,) = SumTree.rootOf(5, 5, leaf, c.siblings, c.siblingSums);
        assertFalse(wellFormed, "beyond count");
        (wellFormed,) = SumTree.rootOf(0, 0, leaf, new bytes32[](0), new uint128[](0));
        assertFalse(wellFormed, "no leaf at all");
    }

    function test_RootOf_EmptySiblingsCarryNothing() public pure {
        Case memory c = _case(1, 5, 4);
        assertTrue(_verify(c), "honest");
        c.siblingSums[0] = 1;
        assertFalse(_verify(c), "money in a missing leaf");
        c.siblingSums[0] = 0;
        c.siblings[1] = keccak256("junk");
        assertFalse(_verify(c), "junk in a missing subtree");
    }

    function test_RootOf_RefusesSumsOf128Bits() public pure {
        Case memory c = _case(1, 2, 0);
        c.sums[0] = type(uint128).max;
        c.sums[1] = 1;
        (c.root, c.total) = TreeBuilder.sumRoot(c.leaves, c.sums);
        (c.siblings, c.siblingSums) = TreeBuilder.sumProof(c.leaves, c.sums, 0);
        assertEq(c.total, 2 ** 128, "just too much");
        assertFalse(_verify(c), "sum of 2^128");
    }

    /// @dev From each leaf of three: the way of the last one goes along the end of the tree.
    function test_RootOf_SumsUpToTheGreatest() public pure {
        for (uint256 index = 0; index < 3; ++index) {
            Case memory c = _case(1, 3, index);
            (c.sums[0], c.sums[1], c.sums[2]) = (type(uint128).max - 2, 1, 1);
            for (uint256 more = 0; more < 2; ++more) {
                c.sums[0] += uint128(more);
                (c.siblings, c.siblingSums) = TreeBuilder.sumProof(c.leaves, c.sums, index);
                SumTree.Node memory node = SumTree.leaf(c.leaves[index], c.sums[index]);
                (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(3, index, node, c.siblings, c.siblingSums);
                assertEq(wellFormed, more == 0, "the greatest sum, and one more");
                if (more == 0) assertEq(root.sum, type(uint128).max, "its total");
            }
        }
    }

    /// @dev What keeps a bad batch to its own money: whoever makes the tree, its leaves sum to at most the total.
    function test_RootOf_RefusesTreeWhoseNodesLie() public pure {
        Case memory c = _case(1, 2, 0);
        (c.sums[0], c.sums[1]) = (60, 60);
        // The root claims that both children hold 60, and that it holds 100: no proof leads to 100.
        (c.root,) = TreeBuilder.sumRoot(c.leaves, c.sums);
        (c.siblings, c.siblingSums) = TreeBuilder.sumProof(c.leaves, c.sums, 0);
        c.total = 100;
        assertFalse(_verify(c), "total that is not the children's");
        c.siblingSums[0] = 40;
        assertFalse(_verify(c), "sibling made smaller");
    }
}
