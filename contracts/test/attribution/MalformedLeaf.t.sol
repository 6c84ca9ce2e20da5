// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Lies, LyingTree} from "../utils/LyingTree.sol";
import {TreeEvidence} from "./TreeEvidence.t.sol";
import {IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {BatchTree, ITreeProofs, TreePath} from "openledger/interfaces/ITreeProofs.sol";

/// @notice Nodes that are none, proven in trees that are consistent but for them, and refused in honest ones.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract MalformedLeafTest is TreeEvidence {
    using Lies for LyingTree;

    function _judge(Planted memory planted, TreePath memory path, bytes memory preimage)
        internal
        view
        override
        returns (bool proven, bytes memory reason)
    {
        return _isMalformed(planted, path, preimage);
    }

    function _checkHonestNode(Planted memory planted, TreePath memory path, LyingTree memory tree)
        internal
        view
        override
    {
        (uint256 level, uint256 place) = (path.level, path.index);
        bool isOver = place << level < tree.count;
        bytes4 expected = isOver ? ITreeProofs.TreeProofs_WellFormed.selector : ITreeProofs.TreeProofs_BadPath.selector;
        _refused(planted, path, tree.preimages[level][place], expected);
    }

    // Leaves

    function testFuzz_Leaf_OfAnotherLength(uint256 seed, uint16 length) public view {
        LyingTree memory tree = _anyTree(seed);
        uint256 place = (seed >> 16) % tree.count;
        vm.assume(length != tree.preimages[0][place].length);
        bytes memory preimage = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            if (i < tree.preimages[0][place].length) preimage[i] = tree.preimages[0][place][i];
        }
        _falls(tree, 0, place, preimage);
    }

    /// @dev Also a leaf of 60 kB costs no more than its bytes.
    function test_Leaf_Of60Kilobytes() public view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            LyingTree memory tree = _honest(BatchTree(kind), 5, kind);
            _falls(tree, 0, 4, new bytes(60_000));
        }
    }

    function test_LeavesWithDirtyBits() public view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            uint8[] memory widths = _widths(BatchTree(kind));
            for (uint256 field = 0; field < widths.length; ++field) {
                for (uint256 place = 0; place < 32 - uint256(widths[field]); ++place) {
                    this.checkDirty(BatchTree(kind), 1 + 32 * field + place);
                }
            }
        }
    }

    /// @dev Sets a bit in a byte that must be 0.
    function checkDirty(BatchTree kind, uint256 dirty) external view {
        LyingTree memory tree = _honest(kind, 3, dirty);
        bytes memory preimage = tree.preimages[0][1];
        assertEq(preimage[dirty], bytes1(0), "clean before");
        preimage[dirty] = bytes1(uint8(2 ** (dirty % 8)));
        _falls(tree, 0, 1, preimage);
    }

    function testFuzz_Leaf_WithASumOf128Bits(uint256 seed, uint256 sum) public view {
        LyingTree memory tree = _honest(_kindWithSums(seed), 1 + (seed >> 8) % 8, seed);
        uint256 place = (seed >> 16) % tree.count;
        tree.sums[0][place] = bound(sum, 2 ** 128, type(uint256).max);
        bytes memory preimage = Lies.leafPreimage(tree.kind, _leaf(tree.kind, seed), tree.sums[0][place]);
        _falls(tree, 0, place, preimage);
    }

    function testFuzz_Leaf_WithTheTagOfANode(uint256 seed, bytes1 tag) public view {
        LyingTree memory tree = _anyTree(seed);
        uint256 place = (seed >> 16) % tree.count;
        bytes memory preimage = tree.preimages[0][place];
        vm.assume(tag != 0x00);
        preimage[0] = tag;
        _falls(tree, 0, place, preimage);
    }

    function test_Leaf_ThatIsANode() public view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            LyingTree memory tree = _honest(BatchTree(kind), 6, kind);
            _falls(tree, 0, 3, tree.preimages[1][0]);
        }
    }

    // Inner nodes

    function testFuzz_Node_OfAnotherForm(uint256 seed, uint8 length, bytes1 tag) public view {
        LyingTree memory tree = _honest(BatchTree(seed % KINDS), 2 + (seed >> 8) % (MOST - 1), seed);
        uint256 level = 1 + (seed >> 16) % tree.depth();
        uint256 place = (seed >> 24) % ((tree.count - 1 >> level) + 1);
        bytes memory preimage = new bytes(length);
        if (length != 0) preimage[0] = tag;
        bool isNode = tag == 0x01 && length == (tree.kind == BatchTree.Credits ? 65 : 129);
        vm.assume(!isNode);
        _falls(tree, level, place, preimage);
    }

    function test_Node_OfTheOtherKindOfTree() public view {
        LyingTree memory tree = _honest(BatchTree.Credits, 4, 1);
        LyingTree memory other = _honest(BatchTree.Entries, 4, 1);
        (bytes memory node, bytes memory otherNode) = (tree.preimages[1][1], other.preimages[1][1]);
        _falls(tree, 1, 1, otherNode);
        _falls(other, 1, 1, node);
    }

    function test_Node_ThatIsALeaf() public view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            LyingTree memory tree = _honest(BatchTree(kind), 6, kind);
            _falls(tree, 2, 1, tree.preimages[0][3]);
        }
    }

    // Nothing

    function testFuzz_NothingWhereALeafIsBelow(uint256 seed, bytes calldata preimage) public view {
        LyingTree memory tree = _anyTree(seed);
        uint256 level = (seed >> 16) % (tree.depth() + 1);
        uint256 place = (seed >> 24) % ((tree.count - 1 >> level) + 1);
        tree.hashes[level][place] = 0;
        tree.raise(level, place);
        Planted memory planted = _plant(tree);
        _proven(planted, _pathOf(planted, tree, level, place), preimage);
    }

    // Evidence that is none

    function test_Refuses_NodesBeyondTheLastLeaf() public view {
        LyingTree memory tree = _honest(BatchTree.Payouts, 5, 1);
        Planted memory planted = _plant(tree);
        for (uint256 place = 5; place < 8; ++place) {
            _refused(planted, _pathOf(planted, tree, 0, place), "", ITreeProofs.TreeProofs_BadPath.selector);
        }
        _refused(planted, _pathOf(planted, tree, 1, 3), "", ITreeProofs.TreeProofs_BadPath.selector);
    }

    /// @dev The greatest level and index that evidence can name are refused, not out of any range.
    function test_Refuses_PlacesThatNoTreeHas() public view {
        LyingTree memory tree = _honest(BatchTree.Inferences, 5, 1);
        Planted memory planted = _plant(tree);
        TreePath memory path = _pathOf(planted, tree, 0, 0);
        path.level = type(uint8).max;
        _refused(planted, path, "", ITreeProofs.TreeProofs_BadPath.selector);
        (path.level, path.index) = (3, type(uint32).max);
        _refused(planted, path, "", ITreeProofs.TreeProofs_BadPath.selector);
        (path.level, path.index) = (4, 0);
        _refused(planted, path, "", ITreeProofs.TreeProofs_BadPath.selector);
        // Of siblings, sums and sums of siblings each level has one.
        for (uint256 which = 0; which < 3; ++which) {
            for (uint256 count = 2; count <= 4; count += 2) {
                path = _pathOf(planted, tree, 0, 0);
                if (which == 0) path.siblings = new bytes32[](count);
                if (which == 1) path.sums = new uint256[](count);
                if (which == 2) path.siblingSums = new uint256[](count);
                _refused(planted, path, "", ITreeProofs.TreeProofs_BadPath.selector);
            }
        }
    }

    function test_Refuses_LeafAsNodeAndNodeAsLeaf() public view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            LyingTree memory tree = _honest(BatchTree(kind), 4, kind);
            Planted memory planted = _plant(tree);
            TreePath memory path = _pathOf(planted, tree, 1, 0);
            path.level = 0;
            _refused(planted, path, tree.preimages[1][0], ITreeProofs.TreeProofs_BadPath.selector);
            path = _pathOf(planted, tree, 0, 0);
            path.level = 1;
            _refused(planted, path, tree.preimages[0][0], ITreeProofs.TreeProofs_BadPath.selector);
        }
    }

    function test_Refuses_TreesOfNoLeaves() public view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            Planted memory planted = _plant(BatchTree(kind), 0, 0, 0);
            TreePath memory path;
            path.tree = BatchTree(kind);
            (path.inference, path.payout) = (planted.inference, planted.payout);
            _refused(planted, path, "", ITreeProofs.TreeProofs_BadPath.selector);
        }
    }

    function test_Refuses_AnotherPreimage() public view {
        LyingTree memory tree = _honest(BatchTree.Entries, 3, 1);
        Planted memory planted = _plant(tree);
        TreePath memory path = _pathOf(planted, tree, 0, 2);
        _refused(planted, path, "", ITreeProofs.TreeProofs_BadPreimage.selector);
        _refused(planted, path, tree.preimages[0][1], ITreeProofs.TreeProofs_BadPreimage.selector);
    }

    function test_Refuses_OuterLeavesOfNoTree() public view {
        LyingTree memory tree = _honest(BatchTree.Credits, 3, 1);
        tree.hashes[0][0] = 0;
        tree.raise(0, 0);
        Planted memory planted = _plant(tree);
        TreePath memory path = _pathOf(planted, tree, 0, 0);
        ++path.inference.dataFee;
        _refused(planted, path, "", IFraudProofs.FraudProofs_BadInferenceProof.selector);

        tree = _honest(BatchTree.Entries, 3, 1);
        tree.hashes[0][0] = 0;
        tree.raise(0, 0);
        planted = _plant(tree);
        path = _pathOf(planted, tree, 0, 0);
        path.payout.index = 2;
        _refused(planted, path, "", IFraudProofs.FraudProofs_BadPayoutProof.selector);
    }

    // Steps

    function _anyTree(uint256 seed) internal pure returns (LyingTree memory) {
        return _honest(BatchTree(seed % KINDS), 1 + (seed >> 8) % MOST, seed);
    }

    /// @dev The tree with these bytes in a node, and all above made to fit, is proven wrong by that node and by no other: as
    /// far as the chain can see the others are in order.
    function _falls(LyingTree memory tree, uint256 level, uint256 place, bytes memory preimage) internal view {
        tree.write(level, place, preimage);
        tree.raise(level, place);
        Planted memory planted = _plant(tree);
        _proven(planted, _pathOf(planted, tree, level, place), preimage);
        if (tree.depth() == level) return;
        (level, place) = (level + 1, place / 2);
        _refused(
            planted,
            _pathOf(planted, tree, level, place),
            tree.preimages[level][place],
            ITreeProofs.TreeProofs_WellFormed.selector
        );
    }
}
