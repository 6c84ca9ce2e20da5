// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {SumTree} from "openledger/libraries/SumTree.sol";
import {Tree} from "openledger/libraries/Tree.sol";

/// @dev Trees that the TypeScript library built; their last leaves have all of the missing ones beside them.
contract TreeVectorsTest is Test {
    string internal json;
    uint256[] internal counts;

    function setUp() public {
        json = vm.readFile("contracts/test/vectors/trees.json");
        counts = vm.parseJsonUintArray(json, ".counts");
        assertGt(counts.length, 5, "cases");
    }

    function test_Tree() public view {
        for (uint256 i = 0; i < counts.length; ++i) {
            string memory at = string.concat(".trees[", vm.toString(i), "]");
            bytes32 root = vm.parseJsonBytes32(json, string.concat(at, ".root"));
            bytes[] memory leaves = _leaves(at, counts[i]);
            if (counts[i] == 0) assertEq(root, 0, "root of no leaves");
            for (uint256 index = 0; index < counts[i]; ++index) {
                bytes32[] memory siblings = _siblings(at, index, Tree.depth(counts[i]));
                assertTrue(Tree.verify(root, counts[i], index, Tree.hashLeaf(leaves[index]), siblings), at);
            }
        }
    }

    function test_SumTree() public view {
        for (uint256 i = 0; i < counts.length; ++i) {
            string memory at = string.concat(".sumTrees[", vm.toString(i), "]");
            bytes32 root = vm.parseJsonBytes32(json, string.concat(at, ".root"));
            uint256 total = vm.parseJsonUint(json, string.concat(at, ".total"));
            bytes[] memory leaves = _leaves(at, counts[i]);
            if (counts[i] == 0) assertEq(root, 0, "root of no leaves");
            for (uint256 index = 0; index < counts[i]; ++index) {
                uint256 depth = Tree.depth(counts[i]);
                uint128 sum = _uint128(string.concat(at, ".sums[", vm.toString(index), "]"));
                (bool wellFormed, SumTree.Node memory found) = SumTree.rootOf(
                    counts[i],
                    index,
                    SumTree.leaf(leaves[index], sum),
                    _siblings(at, index, depth),
                    _siblingSums(at, index, depth)
                );
                assertTrue(wellFormed, at);
                assertEq(found.hash, root, at);
                assertEq(found.sum, total, at);
            }
        }
    }

    function _leaves(string memory at, uint256 count) internal view returns (bytes[] memory leaves) {
        leaves = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = vm.parseJsonBytes(json, string.concat(at, ".leaves[", vm.toString(i), "]"));
        }
    }

    function _siblings(string memory at, uint256 index, uint256 depth)
        internal
        view
        returns (bytes32[] memory siblings)
    {
        siblings = new bytes32[](depth);
        string memory proof = string.concat(at, ".siblings[", vm.toString(index), "][");
        for (uint256 level = 0; level < depth; ++level) {
            siblings[level] = vm.parseJsonBytes32(json, string.concat(proof, vm.toString(level), "]"));
        }
    }

    function _siblingSums(string memory at, uint256 index, uint256 depth)
        internal
        view
        returns (uint128[] memory siblingSums)
    {
        siblingSums = new uint128[](depth);
        string memory proof = string.concat(at, ".siblingSums[", vm.toString(index), "][");
        for (uint256 level = 0; level < depth; ++level) {
            siblingSums[level] = _uint128(string.concat(proof, vm.toString(level), "]"));
        }
    }

    function _uint128(string memory at) internal view returns (uint128) {
        uint256 value = vm.parseJsonUint(json, at);
        assertLe(value, type(uint128).max, at);
        // casting to 'uint128' is safe because the assertion above holds
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint128(value);
    }
}
