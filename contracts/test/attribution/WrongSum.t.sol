// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Lies, LyingTree} from "../utils/LyingTree.sol";
import {TreeEvidence} from "./TreeEvidence.t.sol";
import {Credit, Entry, IFraudProofs, Inference, Payout} from "openledger/interfaces/IFraudProofs.sol";
import {BatchTree, ITreeProofs, TreePath} from "openledger/interfaces/ITreeProofs.sol";
import {SumTree} from "openledger/libraries/SumTree.sol";
import {Tree} from "openledger/libraries/Tree.sol";

/// @notice Sums that do not add up and what stands beyond the last leaf, proven in trees that are consistent but for them,
/// and refused in honest ones.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract WrongSumTest is TreeEvidence {
    using Lies for LyingTree;

    uint256 internal constant MAX = type(uint256).max;

    function _judge(Planted memory planted, TreePath memory path, bytes memory preimage)
        internal
        view
        override
        returns (bool proven, bytes memory reason)
    {
        return _isWrongSum(planted, path, preimage);
    }

    function _checkHonestNode(Planted memory planted, TreePath memory path, LyingTree memory tree)
        internal
        view
        override
    {
        (uint256 level, uint256 place) = (path.level, path.index);
        bytes4 agree = ITreeProofs.TreeProofs_SumsAgree.selector;
        bool isOver = place << level < tree.count;
        _refused(planted, path, "", isOver ? agree : ITreeProofs.TreeProofs_BadPath.selector);
        if (!isOver || (level != 0 && tree.count > 8)) return;
        bool isSummed = level == 0 && tree.kind != BatchTree.Credits;
        bytes4 expected = isSummed ? agree : ITreeProofs.TreeProofs_BadPreimage.selector;
        _refused(planted, path, tree.preimages[level][place], expected);
    }

    // Sums of nodes

    /// @dev Any declared sum, absurd ones included: seen from either child, or, below a node of leaves beyond the last, from
    /// the left one.
    function testFuzz_Node_WhoseSumIsNotItsChildrens(uint256 seed, uint256 sum) public view {
        LyingTree memory tree = _honest(_kindWithSums(seed), 3 + (seed >> 8) % (MOST - 2), seed);
        uint256 level = 1 + (seed >> 16) % (tree.depth() - 1);
        uint256 place = (seed >> 24) % ((tree.count - 1 >> level) + 1);
        vm.assume(sum != tree.sums[level][place]);
        tree.sums[level][place] = sum;
        tree.raise(level, place);
        Planted memory planted = _plant(tree);
        _proven(planted, _pathOf(planted, tree, level - 1, 2 * place), "");
        if ((2 * place + 1) << (level - 1) < tree.count) {
            _proven(planted, _pathOf(planted, tree, level - 1, 2 * place + 1), "");
        }
    }

    function testFuzz_Total_ThatIsNotItsChildrens(uint256 seed, uint128 total) public view {
        LyingTree memory tree = _honest(_kindWithSums(seed), 2 + (seed >> 8) % (MOST - 1), seed);
        vm.assume(total != tree.total());
        Planted memory planted = _plant(tree.kind, tree.root(), uint32(tree.count), total);
        _proven(planted, _pathOf(planted, tree, 0, (seed >> 16) % tree.count), "");
        _proven(planted, _pathOf(planted, tree, tree.depth() - 1, 0), "");
    }

    function test_ArithmeticThatRevertsTheVerifier() public view {
        for (uint256 seed = 0; seed < 3; ++seed) {
            BatchTree kind = _kindWithSums(seed);
            _fallsWithSums(kind, MAX, 1, 0); // Adds up if numbers wrap round.
            _fallsWithSums(kind, 1, MAX, 0);
            _fallsWithSums(kind, 2 ** 255, 2 ** 255, 0);
            _fallsWithSums(kind, MAX, MAX, MAX - 1);
            _fallsWithSums(kind, MAX, 0, MAX);
            _fallsWithSums(kind, 2 ** 128 - 1, 1, 2 ** 128); // Adds up, and is too large.
            _fallsWithSums(kind, 2 ** 128 - 1, 2 ** 128 - 1, 2 ** 129 - 2);
            _fallsWithSums(kind, 2 ** 128, 0, 2 ** 128);
        }
    }

    function test_Refuses_TheLargestSumThereCanBe() public view {
        for (uint256 place = 0; place < 4; ++place) {
            LyingTree memory tree = _honest(_kindWithSums(place), 4, place);
            for (uint256 i = 0; i < 4; ++i) {
                tree.sums[0][i] = i == place ? type(uint128).max : 0;
            }
            tree.raise(0, 0);
            tree.raise(0, 2);
            Planted memory planted = _plant(tree.kind, tree.root(), 4, type(uint128).max);
            for (uint256 i = 0; i < 4; ++i) {
                _refused(planted, _pathOf(planted, tree, 0, i), "", ITreeProofs.TreeProofs_SumsAgree.selector);
            }
        }
    }

    /// @dev A tree of four leaves of which the first two and the node over them declare these sums.
    function _fallsWithSums(BatchTree kind, uint256 left, uint256 right, uint256 sum) internal view {
        LyingTree memory tree = _honest(kind, 4, left ^ right);
        (tree.sums[0][0], tree.sums[0][1]) = (left, right);
        tree.rehash(0, 0);
        tree.sums[1][0] = sum;
        tree.raise(1, 0);
        Planted memory planted = _plant(tree);
        _proven(planted, _pathOf(planted, tree, 0, 0), "");
        _proven(planted, _pathOf(planted, tree, 0, 1), "");
    }

    // Sums of leaves

    function testFuzz_Leaf_WhoseOwnSumIsNotTheDeclared(uint256 seed, uint128 sum) public view {
        LyingTree memory tree = _honest(_kindWithSums(seed), 1 + (seed >> 8) % MOST, seed);
        uint256 place = (seed >> 16) % tree.count;
        vm.assume(sum != tree.sums[0][place]);
        tree.write(0, place, Lies.leafPreimage(tree.kind, _leaf(tree.kind, seed), sum));
        tree.raise(0, place);
        Planted memory planted = _plant(tree);
        TreePath memory path = _pathOf(planted, tree, 0, place);
        _proven(planted, path, tree.preimages[0][place]);
        // Without the leaf's bytes nobody can see it.
        _refused(planted, path, "", ITreeProofs.TreeProofs_SumsAgree.selector);
    }

    function testFuzz_Leaf_ThatStandsAloneAgainstTheTotal(uint256 seed, uint128 total) public view {
        LyingTree memory tree = _honest(_kindWithSums(seed), 1, seed);
        vm.assume(total != tree.total());
        Planted memory planted = _plant(tree.kind, tree.root(), 1, total);
        _proven(planted, _pathOf(planted, tree, 0, 0), tree.preimages[0][0]);
    }

    // Beyond the last leaf

    function test_SumsAndJunkInPaddingLeaves() public view {
        uint256[4] memory counts = [uint256(3), 5, 6, 9];
        for (uint256 i = 0; i < counts.length; ++i) {
            uint256 count = counts[i];
            for (uint256 level = 0; 2 ** level < count; ++level) {
                for (uint256 place = (count - 1 >> level) + 1; place << level < _width(count); ++place) {
                    for (uint256 kind = 0; kind < KINDS; ++kind) {
                        this.checkPadding(BatchTree(kind), count, level, place, bytes32(uint256(1)), 0);
                        if (level != 0) this.checkPadding(BatchTree(kind), count, level, place, 0, 0);
                        if (BatchTree(kind) == BatchTree.Credits) continue;
                        bytes32 empty = _honest(BatchTree.Inferences, count, 0).hashes[level][place];
                        this.checkPadding(BatchTree(kind), count, level, place, empty, 1);
                        this.checkPadding(BatchTree(kind), count, level, place, empty, MAX);
                    }
                }
            }
        }
    }

    function testFuzz_SumsAndJunkInPaddingLeaves(uint256 seed, uint256 count, bytes32 junk, uint256 sum) public view {
        count = bound(count, 3, MOST);
        uint256 leaf = bound(seed, count - 1, _width(count) - 1);
        uint256 level = seed % 4;
        // The node over a leaf beyond the last, or that leaf itself where the node is over others too.
        if ((leaf >> level) << level < count) level = 0;
        vm.assume(leaf >= count && junk != 0);
        this.checkPadding(BatchTree(seed % KINDS), count, level, leaf >> level, junk, sum);
    }

    function _width(uint256 count) internal pure returns (uint256 width) {
        for (width = 1; width < count;) {
            width *= 2;
        }
    }

    /// @dev Writes into a node beyond the last leaf, makes everything above fit, and shows it from where the ways up meet: that
    /// of the last leaf and that of the junk. Called from outside for the sake of memory.
    function checkPadding(BatchTree kind, uint256 count, uint256 level, uint256 place, bytes32 junk, uint256 sum)
        external
        view
    {
        LyingTree memory tree = _honest(kind, count, 0);
        (tree.hashes[level][place], tree.sums[level][place]) = (junk, sum);
        tree.raise(level, place);
        Planted memory planted = _plant(tree);
        uint256 last = count - 1;
        for (uint256 at = 0;; ++at) {
            _proven(planted, _pathOf(planted, tree, at, last >> at), "");
            if ((last >> at) ^ 1 == (place << level) >> at) break;
        }
    }

    // Trees of no leaves

    function testFuzz_NoLeaves_ButARootOrATotal(bytes32 root, uint128 total) public view {
        vm.assume(root != 0 && total != 0);
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            Planted memory planted = _plant(BatchTree(kind), root, 0, 0);
            _proven(planted, _bare(planted, BatchTree(kind)), "");
            planted = _plant(BatchTree(kind), 0, 0, 0);
            _refused(planted, _bare(planted, BatchTree(kind)), "", ITreeProofs.TreeProofs_SumsAgree.selector);
            if (BatchTree(kind) == BatchTree.Credits) continue;
            planted = _plant(BatchTree(kind), 0, 0, total);
            _proven(planted, _bare(planted, BatchTree(kind)), "");
        }
    }

    function test_PayoutsWithoutEntries() public view {
        Planted memory planted = _plant(BatchTree.Entries, 0, 0, 1);
        assertEq(planted.payout.payout.entryCount, 0, "no entries");
        assertEq(planted.payout.amount, 1, "a payout");
        _proven(planted, _bare(planted, BatchTree.Entries), "");
    }

    function _bare(Planted memory planted, BatchTree kind) internal pure returns (TreePath memory path) {
        path.tree = kind;
        (path.inference, path.payout) = (planted.inference, planted.payout);
    }

    // Evidence that is none

    function test_Refuses_PreimagesThatAreNotALeafs() public view {
        LyingTree memory tree = _honest(BatchTree.Payouts, 4, 3);
        Planted memory planted = _plant(tree);
        TreePath memory path = _pathOf(planted, tree, 0, 0);
        _refused(planted, path, tree.preimages[0][1], ITreeProofs.TreeProofs_BadPreimage.selector);
        // A leaf of another length is malformed, and has no sum.
        tree.write(0, 0, abi.encodePacked(tree.preimages[0][0], uint256(1)));
        tree.raise(0, 0);
        planted = _plant(tree);
        path = _pathOf(planted, tree, 0, 0);
        _refused(planted, path, tree.preimages[0][0], ITreeProofs.TreeProofs_BadPreimage.selector);
        // An inner node's bytes are none either.
        path = _pathOf(planted, tree, 1, 1);
        _refused(planted, path, tree.preimages[1][1], ITreeProofs.TreeProofs_BadPreimage.selector);
    }

    function test_Refuses_SumsInATreeOfCredits() public view {
        LyingTree memory tree = _honest(BatchTree.Credits, 3, 1);
        Planted memory planted = _plant(tree);
        TreePath memory path = _pathOf(planted, tree, 0, 0);
        path.sums = new uint256[](2);
        path.siblingSums = new uint256[](2);
        _refused(planted, path, "", ITreeProofs.TreeProofs_BadPath.selector);
    }

    function test_Refuses_OuterLeavesOfNoTree() public view {
        Planted memory planted = _plant(BatchTree.Entries, 0, 0, 5);
        ++planted.payout.amount;
        TreePath memory path = _bare(planted, BatchTree.Entries);
        _refused(planted, path, "", IFraudProofs.FraudProofs_BadPayoutProof.selector);
        planted = _plant(BatchTree.Credits, bytes32(uint256(1)), 0, 0);
        planted.inference.inference.creditCount = 1;
        path = _bare(planted, BatchTree.Credits);
        _refused(planted, path, "", IFraudProofs.FraudProofs_BadInferenceProof.selector);
    }

    // Completeness

    /// @dev The argument of docs/completeness.md as a property: whatever is written anywhere into a tree, either some evidence
    /// about its form can be shown, or each of its leaves has its strict proof and all sum to the total. Never both.
    function testFuzz_EitherEvidenceOrEveryLeafIsProvable(uint256 seed, uint256 number) public view {
        LyingTree memory tree = _honest(BatchTree(seed % KINDS), 1 + (seed >> 8) % 9, seed);
        uint128 total = _tell(tree, seed, number);
        Planted memory planted = _plant(tree.kind, tree.root(), uint32(tree.count), total);
        assertEq(_isProvable(planted, tree), !_isSound(tree, total), "evidence or soundness");
    }

    /// @dev Tells a lie of one of many kinds, sometimes none.
    /// @return total The total to declare.
    function _tell(LyingTree memory tree, uint256 seed, uint256 number) internal pure returns (uint128 total) {
        uint256 level = (seed >> 16) % (tree.depth() + 1);
        uint256 place = (seed >> 24) % tree.hashes[level].length;
        uint256 leaf = (seed >> 24) % tree.hashes[0].length;
        if ((seed >> 40) % 3 == 0) number %= 2 ** 128;
        else if ((seed >> 40) % 3 == 1) number %= 4;
        uint256 what = (seed >> 32) % 9;
        if (what == 0) {
            // Anything at all, also beyond the last leaf.
            tree.write(level, place, abi.encode(seed));
            tree.raise(level, place);
        } else if (what == 1 || what == 2) {
            tree.sums[level][place] = number;
            if (what == 1) tree.raise(level, place);
            else tree.rehash(level, place);
        } else if (what == 3) {
            // One field of a leaf, dirty or not.
            bytes memory preimage = tree.preimages[0][leaf];
            if (preimage.length != 0) preimage[number % preimage.length] ^= bytes1(uint8(seed >> 48));
            if (preimage.length != 0) tree.write(0, leaf, preimage);
            tree.raise(0, leaf);
        } else if (what == 4) {
            tree.hashes[level][place] = 0;
            tree.raise(level, place);
        } else if (what == 5) {
            // A leaf with another sum that the tree knows of, or not.
            tree.write(0, leaf, Lies.leafPreimage(tree.kind, _leaf(tree.kind, seed), number));
            if (seed >> 255 == 0) tree.sums[0][leaf] = number;
            tree.raise(0, leaf);
        } else if (what == 6 && tree.depth() != 0) {
            // From one to its neighbour, so that the sum stays.
            unchecked {
                tree.sums[0][leaf] += number;
                tree.sums[0][leaf ^ 1] -= number;
            }
            tree.raise(0, leaf);
        }
        total = what == 7 ? uint128(number) : tree.total();
    }

    /// @dev Whether each leaf has a proof by the libraries and together they make the total.
    function _isSound(LyingTree memory tree, uint128 total) internal view returns (bool) {
        uint256 all = 0;
        for (uint256 i = 0; i < tree.count; ++i) {
            bytes memory preimage = tree.preimages[0][i];
            TreePath memory path = tree.pathOf(0, i);
            if (keccak256(preimage) != path.node || !_isLeaf(tree.kind, preimage)) return false;
            uint128[] memory siblingSums = new uint128[](path.siblings.length);
            for (uint256 level = 0; level < path.siblings.length; ++level) {
                // Its place in a proof holds 0.
                if ((i >> level ^ 1) << level >= tree.count) path.siblings[level] = 0;
                if (tree.kind == BatchTree.Credits) continue;
                if (path.siblingSums[level] > type(uint128).max) return false;
                if ((i >> level ^ 1) << level < tree.count) siblingSums[level] = uint128(path.siblingSums[level]);
            }
            if (tree.kind == BatchTree.Credits) {
                if (!Tree.verify(tree.root(), tree.count, i, path.node, path.siblings)) return false;
                continue;
            }
            uint256 sum = uint256(_word(preimage, preimage.length - 32));
            (bool wellFormed, SumTree.Node memory root) =
                SumTree.rootOf(tree.count, i, SumTree.Node(path.node, sum), path.siblings, siblingSums);
            if (!wellFormed || root.hash != tree.root() || root.sum != total) return false;
            all += sum;
        }
        return tree.kind == BatchTree.Credits || all == total;
    }

    /// @dev Whether bytes decode to a leaf and encode back to themselves.
    function _isLeaf(BatchTree kind, bytes memory preimage) internal view returns (bool) {
        try this.encodeAgain(kind, preimage) returns (bytes memory again) {
            return keccak256(again) == keccak256(preimage);
        } catch {
            return false;
        }
    }

    function encodeAgain(BatchTree kind, bytes calldata preimage) external pure returns (bytes memory) {
        bytes calldata fields = preimage[1:];
        if (kind == BatchTree.Credits) return abi.encodePacked(hex"00", abi.encode(abi.decode(fields, (Credit))));
        if (kind == BatchTree.Inferences) {
            (Inference memory inference, uint128 fee) = abi.decode(fields, (Inference, uint128));
            return abi.encodePacked(hex"00", abi.encode(inference, fee));
        }
        if (kind == BatchTree.Payouts) {
            (Payout memory payout, uint128 earned) = abi.decode(fields, (Payout, uint128));
            return abi.encodePacked(hex"00", abi.encode(payout, earned));
        }
        (Entry memory entry, uint128 amount) = abi.decode(fields, (Entry, uint128));
        return abi.encodePacked(hex"00", abi.encode(entry, amount));
    }

    function _word(bytes memory data, uint256 from) internal pure returns (bytes32 word) {
        for (uint256 i = 0; i < 32; ++i) {
            word |= bytes32(data[from + i]) >> (8 * i);
        }
    }
}
