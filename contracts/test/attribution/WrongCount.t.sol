// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Trees} from "../Trees.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {IFraudProofs, Inference, InferenceProof, Payout, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchTree, ITreeProofs, WrongCount} from "openledger/interfaces/ITreeProofs.sol";

/// @notice Numbers of credits and entries that do not follow from each other, proven, and those that do, refused.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract WrongCountTest is Trees {
    uint256 internal constant MOST = 12;

    // Honest numbers

    function testFuzz_Honest_NumbersAgree(uint256 seed, uint256 count) public view {
        count = bound(count, 1, MOST);
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (uint64[] memory firsts, uint32[] memory counts, uint64 total) = _numbers(seed, count);
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, total);
            for (uint256 i = 0; i < count; ++i) {
                WrongCount memory evidence = _evidence(BatchTree(kind), leaves, i, i + 1 < count);
                _refused(batch, evidence, ITreeProofs.TreeProofs_CountsAgree.selector);
            }
            // The last one alone has no next; any other without its next shows nothing.
            if (count == 1) continue;
            _refused(batch, _evidence(BatchTree(kind), leaves, 0, false), ITreeProofs.TreeProofs_BadPath.selector);
        }
    }

    // Lies

    function testFuzz_FirstLeaf_BeginsAtAnotherNumber(uint256 seed, uint256 count, uint64 begin) public view {
        count = bound(count, 1, MOST);
        vm.assume(begin != 0);
        (uint64[] memory firsts, uint32[] memory counts, uint64 total) = _numbers(seed, count);
        firsts[0] = begin;
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, total);
            _proven(batch, _evidence(BatchTree(kind), leaves, 0, count > 1));
            _proven(batch, _evidence(BatchTree(kind), leaves, 0, false));
        }
    }

    function testFuzz_Leaf_DoesNotBeginWhereTheOneBeforeItEnds(uint256 seed, uint256 count, uint256 place, uint64 begin)
        public
        view
    {
        count = bound(count, 2, MOST);
        place = bound(place, 1, count - 1);
        (uint64[] memory firsts, uint32[] memory counts, uint64 total) = _numbers(seed, count);
        vm.assume(begin != firsts[place]);
        firsts[place] = begin;
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, total);
            _proven(batch, _evidence(BatchTree(kind), leaves, place - 1, true));
        }
    }

    function testFuzz_LastLeaf_DoesNotEndAtTheTotal(uint256 seed, uint256 count, uint64 declared) public view {
        count = bound(count, 1, MOST);
        (uint64[] memory firsts, uint32[] memory counts, uint64 total) = _numbers(seed, count);
        vm.assume(declared != total);
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, declared);
            _proven(batch, _evidence(BatchTree(kind), leaves, count - 1, false));
        }
    }

    /// @dev A leaf that ends beyond 2^64 does not end at what is left of that number in 64 bits.
    function test_ArithmeticThatRevertsTheVerifier() public view {
        (uint64[] memory firsts, uint32[] memory counts,) = _numbers(0, 2);
        (firsts[0], counts[0], firsts[1], counts[1]) = (0, 0, type(uint64).max, 1);
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, 0);
            _proven(batch, _evidence(BatchTree(kind), leaves, 1, false));
            _proven(batch, _evidence(BatchTree(kind), leaves, 0, true));
        }
        (firsts[0], counts[0], firsts[1]) = (type(uint64).max, 1, 0);
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, 1);
            _proven(batch, _evidence(BatchTree(kind), leaves, 0, true));
        }
    }

    function test_EntriesWithoutPayouts() public view {
        Batch memory batch;
        WrongCount memory evidence;
        evidence.tree = BatchTree.Payouts;
        _refused(batch, evidence, ITreeProofs.TreeProofs_CountsAgree.selector);
        batch.commitment.entryCount = 1;
        _proven(batch, evidence);
    }

    // Evidence that is none

    function test_Refuses_LeavesThatAreNoNeighbours() public view {
        (uint64[] memory firsts, uint32[] memory counts, uint64 total) = _numbers(3, 4);
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, total);
            WrongCount memory evidence = _evidence(BatchTree(kind), leaves, 1, true);
            WrongCount memory other = _evidence(BatchTree(kind), leaves, 2, true);
            if (kind == 0) evidence.inferences[1] = other.inferences[1];
            else evidence.payouts[1] = other.payouts[1];
            _refused(batch, evidence, ITreeProofs.TreeProofs_BadPath.selector);
            if (kind == 0) evidence.inferences[1] = evidence.inferences[0];
            else evidence.payouts[1] = evidence.payouts[0];
            _refused(batch, evidence, ITreeProofs.TreeProofs_BadPath.selector);
        }
    }

    function test_Refuses_NoneOrManyLeaves() public view {
        (uint64[] memory firsts, uint32[] memory counts, uint64 total) = _numbers(3, 4);
        for (uint256 kind = 0; kind < KINDS; kind += 2) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree(kind), firsts, counts, total);
            WrongCount memory evidence = _evidence(BatchTree(kind), leaves, 1, true);
            evidence.inferences = new InferenceProof[](0);
            evidence.payouts = new PayoutProof[](0);
            _refused(batch, evidence, ITreeProofs.TreeProofs_BadPath.selector);
            evidence.inferences = new InferenceProof[](3);
            evidence.payouts = new PayoutProof[](3);
            _refused(batch, evidence, ITreeProofs.TreeProofs_BadPath.selector);
        }
    }

    function test_Refuses_LeavesOfNoTree() public view {
        (uint64[] memory firsts, uint32[] memory counts, uint64 total) = _numbers(3, 4);
        for (uint256 place = 0; place < 2; ++place) {
            (Batch memory batch, bytes[] memory leaves) = _batch(BatchTree.Inferences, firsts, counts, total);
            WrongCount memory evidence = _evidence(BatchTree.Inferences, leaves, 1, true);
            ++evidence.inferences[place].inference.firstCredit;
            _refused(batch, evidence, IFraudProofs.FraudProofs_BadInferenceProof.selector);
            (batch, leaves) = _batch(BatchTree.Payouts, firsts, counts, total);
            evidence = _evidence(BatchTree.Payouts, leaves, 1, true);
            ++evidence.payouts[place].payout.firstEntry;
            _refused(batch, evidence, IFraudProofs.FraudProofs_BadPayoutProof.selector);
        }
    }

    function test_Refuses_TreesThatHoldNoNumbers() public view {
        Batch memory batch;
        WrongCount memory evidence;
        evidence.tree = BatchTree.Credits;
        _refused(batch, evidence, ITreeProofs.TreeProofs_WrongTree.selector);
        evidence.tree = BatchTree.Entries;
        _refused(batch, evidence, ITreeProofs.TreeProofs_WrongTree.selector);
    }

    // Steps

    /// @dev Numbers of inner leaves, some 0, some as great as can be, and where each begins.
    function _numbers(uint256 seed, uint256 count)
        internal
        pure
        returns (uint64[] memory firsts, uint32[] memory counts, uint64 total)
    {
        firsts = new uint64[](count);
        counts = new uint32[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            counts[i] = random % 4 == 0 ? 0 : random % 4 == 1 ? type(uint32).max : uint32(random >> 8);
            firsts[i] = total;
            total += counts[i];
        }
    }

    function _batch(BatchTree kind, uint64[] memory firsts, uint32[] memory counts, uint64 total)
        internal
        pure
        returns (Batch memory batch, bytes[] memory leaves)
    {
        leaves = new bytes[](firsts.length);
        uint128[] memory sums = new uint128[](firsts.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            if (kind == BatchTree.Inferences) {
                leaves[i] = abi.encode(Inference(1, address(7), 0, 1, 0, 0, counts[i], firsts[i]));
            } else {
                leaves[i] = abi.encode(Payout(address(uint160(i + 1)), 0, counts[i], firsts[i]));
            }
        }
        if (kind == BatchTree.Inferences) {
            (batch.commitment.inferencesRoot,) = TreeBuilder.sumRoot(leaves, sums);
            batch.commitment.inferenceCount = uint32(leaves.length);
            batch.commitment.creditCount = total;
        } else {
            (batch.commitment.payoutsRoot,) = TreeBuilder.sumRoot(leaves, sums);
            batch.commitment.payoutCount = uint32(leaves.length);
            batch.commitment.entryCount = total;
        }
    }

    function _evidence(BatchTree kind, bytes[] memory leaves, uint256 index, bool withNext)
        internal
        pure
        returns (WrongCount memory evidence)
    {
        evidence.tree = kind;
        uint256 shown = withNext ? 2 : 1;
        if (kind == BatchTree.Inferences) evidence.inferences = new InferenceProof[](shown);
        else evidence.payouts = new PayoutProof[](shown);
        uint128[] memory sums = new uint128[](leaves.length);
        for (uint256 i = 0; i < shown; ++i) {
            (bytes32[] memory siblings, uint128[] memory siblingSums) = TreeBuilder.sumProof(leaves, sums, index + i);
            uint32 at = uint32(index + i);
            if (kind == BatchTree.Inferences) {
                Inference memory inference = abi.decode(leaves[at], (Inference));
                evidence.inferences[i] = InferenceProof(inference, 0, at, siblings, siblingSums);
            } else {
                Payout memory payout = abi.decode(leaves[at], (Payout));
                evidence.payouts[i] = PayoutProof(payout, 0, at, siblings, siblingSums);
            }
        }
    }

    function _proven(Batch memory batch, WrongCount memory evidence) internal view {
        (bool proven, bytes memory reason) = _verify(batch, EvidenceKind.WrongCount, abi.encode(evidence));
        assertTrue(proven, string.concat("wrong: ", vm.toString(reason)));
    }

    function _refused(Batch memory batch, WrongCount memory evidence, bytes4 expected) internal view {
        (bool proven, bytes memory reason) = _verify(batch, EvidenceKind.WrongCount, abi.encode(evidence));
        assertFalse(proven, "proves nothing");
        _assertReason(reason, expected, "why not");
    }
}
