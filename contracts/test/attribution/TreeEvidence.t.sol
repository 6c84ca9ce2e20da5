// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Trees} from "../Trees.t.sol";
import {Lies, LyingTree} from "../utils/LyingTree.sol";
import {BatchTree, TreePath} from "openledger/interfaces/ITreeProofs.sol";

/// @notice What holds for both kinds of evidence about a node of a tree.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract TreeEvidence is Trees {
    using Lies for LyingTree;

    /// @dev Leaves of the largest tree made here.
    uint256 internal constant MOST = 40;

    /// @dev What the verifier of the kind under test says.
    function _judge(Planted memory planted, TreePath memory path, bytes memory preimage)
        internal
        view
        virtual
        returns (bool proven, bytes memory reason);

    /// @dev Checks that a node of an honest tree, or one beyond its last leaf, proves nothing, and for which reason.
    function _checkHonestNode(Planted memory planted, TreePath memory path, LyingTree memory tree) internal view virtual;

    function test_Honest_NoNodeOfAnySizeProvesAnything() public view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            for (uint256 count = 1; count <= MOST; ++count) {
                this.checkHonest(BatchTree(kind), count, count * KINDS + kind);
            }
        }
    }

    /// @dev Called from outside, so that the memory of one tree does not burden the next.
    function checkHonest(BatchTree kind, uint256 count, uint256 seed) external view {
        LyingTree memory tree = _honest(kind, count, seed);
        Planted memory planted = _plant(tree);
        for (uint256 level = 0; level <= tree.depth(); ++level) {
            for (uint256 place = 0; place < tree.hashes[level].length; ++place) {
                _checkHonestNode(planted, _pathOf(planted, tree, level, place), tree);
            }
        }
    }

    /// @dev Evidence about an honest tree with any one thing in it changed.
    function testFuzz_Honest_ChangedEvidenceProvesNothing(uint256 seed) public view {
        LyingTree memory tree = _honest(BatchTree(seed % KINDS), 1 + (seed >> 8) % MOST, seed);
        Planted memory planted = _plant(tree);
        uint256 level = (seed >> 128) % 2 == 0 ? 0 : (seed >> 16) % (tree.depth() + 1);
        uint256 place = (seed >> 24) % tree.hashes[level].length;
        TreePath memory path = _pathOf(planted, tree, level, place);
        bytes memory preimage = (seed >> 136) % 4 == 0 ? bytes("") : tree.preimages[level][place];
        uint256 steps = path.siblings.length;
        uint256 bit = uint256(1) << (seed >> 40) % 256;
        uint256 step = steps == 0 ? 0 : (seed >> 48) % steps;
        uint256 what = (seed >> 32) % 13;
        if (what == 0) {
            path.level = uint8(seed >> 56);
        } else if (what == 1) {
            path.index = uint32(seed >> 56);
        } else if (what == 2) {
            path.node ^= bytes32(bit);
        } else if (what == 3) {
            path.node = 0;
        } else if (what == 4) {
            path.node = keccak256(preimage = abi.encode(seed));
        } else if (what == 5 && steps != 0) {
            path.siblings[step] ^= bytes32(bit);
        } else if (what == 6 && path.sums.length != 0) {
            path.sums[step] ^= bit;
        } else if (what == 7 && path.sums.length != 0) {
            path.siblingSums[step] ^= bit;
        } else if (what == 8) {
            path.siblings = new bytes32[]((seed >> 56) % 8);
        } else if (what == 9) {
            path.sums = new uint256[]((seed >> 56) % 8);
        } else if (what == 10) {
            path.tree = BatchTree((seed >> 56) % KINDS);
        } else if (what == 11) {
            preimage = bytes.concat(preimage, bytes1(uint8(seed >> 56)));
        } else if (preimage.length != 0) {
            preimage[(seed >> 56) % preimage.length] ^= bytes1(uint8(2 ** ((seed >> 40) % 8)));
        }
        (bool proven,) = _judge(planted, path, preimage);
        assertFalse(proven, "an honest tree");
    }

    function _kindWithSums(uint256 seed) internal pure returns (BatchTree) {
        return [BatchTree.Inferences, BatchTree.Payouts, BatchTree.Entries][seed % 3];
    }

    function _proven(Planted memory planted, TreePath memory path, bytes memory preimage) internal view {
        (bool proven, bytes memory reason) = _judge(planted, path, preimage);
        assertTrue(proven, string.concat("wrong: ", vm.toString(reason)));
    }

    function _refused(Planted memory planted, TreePath memory path, bytes memory preimage, bytes4 expected)
        internal
        view
    {
        (bool proven, bytes memory reason) = _judge(planted, path, preimage);
        assertFalse(proven, "proves nothing");
        _assertReason(reason, expected, "why not");
    }
}
