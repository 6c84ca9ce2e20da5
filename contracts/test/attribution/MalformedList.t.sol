// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {ICreditProofs, MalformedList, MalformedListReason} from "openledger/interfaces/ICreditProofs.sol";
import {Credit, IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Lists of credits that are no list of disjoint words in output order, or no list of weights.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract MalformedListTest is Money {
    // The honest batch

    function testFuzz_Honest_NothingIsMalformed(uint256 reason, uint256 place, uint256 other, uint256 bit) public {
        Answer[] memory answers = _honest();
        MalformedListReason chosen = MalformedListReason(bound(reason, 0, 2));
        MalformedList memory evidence = _evidence(answers, chosen, bound(place, 0, 1), bound(other, 0, 1));
        _stands(answers, evidence);
        _refusesTurned(_batchOf(answers), EvidenceKind.MalformedList, abi.encode(evidence), bit);
    }

    // Empty credits

    function testFuzz_Attack_ZeroLengthCredits(uint64 length) public {
        Answer[] memory answers = _honest();
        answers[0].credits[1].length = length;
        _judged(answers, _evidence(answers, MalformedListReason.Empty, 1, 0), length == 0);
        answers[0].credits[1].length = 0;
        _judged(answers, _evidence(answers, MalformedListReason.Empty, 1, 0), true);
    }

    // Order of words

    function testFuzz_Order_NextStartsAfterTheEndAndAByte(uint64 start, uint64 length, uint64 next) public {
        Answer[] memory answers = _honest();
        (answers[0].credits[0].start, answers[0].credits[0].length) = (start, length);
        answers[0].credits[1].start = next;
        bool astray = uint256(next) < uint256(start) + length + 1;
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), astray);
        _stands(answers, _evidence(answers, MalformedListReason.Order, 1, 0));
        _stands(answers, _evidence(answers, MalformedListReason.Order, 0, 0));
    }

    function test_Order_AtTheEdges() public {
        Answer[] memory answers = _honest();
        (answers[0].credits[0].start, answers[0].credits[0].length) = (10, 5);
        answers[0].credits[1].start = 15;
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), true);
        answers[0].credits[1].start = 16;
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), false);
        (answers[0].credits[0].start, answers[0].credits[0].length) = (type(uint64).max, type(uint64).max);
        answers[0].credits[1].start = type(uint64).max;
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), true);
    }

    function testFuzz_Order_OfAnyTwo(uint256 place, uint256 other) public {
        // Ten credits in order; then one at the end that begins where the fourth does.
        Answer[] memory answers = _honest();
        answers[0].credits = new Credit[](11);
        for (uint64 i = 0; i < 11; ++i) {
            answers[0].credits[i] = _credit(FOX, first, 0);
            (answers[0].credits[i].start, answers[0].credits[i].length) = (i == 10 ? 40 : 10 * (i + 1), 9);
        }
        place = bound(place, 0, 9);
        other = bound(other, place + 1, 10);
        _judged(answers, _evidence(answers, MalformedListReason.Order, place, other), other == 10 && place >= 3);
    }

    // Past the end

    function testFuzz_PastEnd(uint64 start, uint64 length) public {
        Answer[] memory answers = _honest();
        (answers[0].credits[0].start, answers[0].credits[0].length) = (start, length);
        bool past = uint256(start) + length > answers[0].output.length;
        _judged(answers, _evidence(answers, MalformedListReason.PastEnd, 0, 1), past);
    }

    function test_PastEnd_AtTheEdge() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[1];
        credit.length = uint64(answers[0].output.length) - credit.start;
        _judged(answers, _evidence(answers, MalformedListReason.PastEnd, 1, 0), false);
        ++credit.length;
        _judged(answers, _evidence(answers, MalformedListReason.PastEnd, 1, 0), true);
    }

    function test_PastEnd_OfAnEmptyOutput() public {
        Answer[] memory answers = _honest();
        answers[0].output = "";
        MalformedList memory evidence = _evidence(answers, MalformedListReason.PastEnd, 0, 1);
        delete evidence.outputText;
        _judged(answers, evidence, true);
    }

    // Weights

    function testFuzz_Influence_Honest(uint256 reason, uint256 place) public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        MalformedListReason chosen = MalformedListReason(bound(reason, 0, 2));
        MalformedList memory evidence = _evidence(answers, chosen, 0, bound(place, 0, 1));
        delete evidence.outputText;
        _stands(answers, evidence);
        evidence = _evidence(answers, chosen, 1, 0);
        _stands(answers, evidence);
    }

    function testFuzz_Influence_StartsAreTheSumsBefore(uint64 start, uint64 next) public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        answers[0].credits[0].start = start;
        MalformedList memory evidence = _evidence(answers, MalformedListReason.Order, 0, 0);
        delete evidence.second;
        if (start != 0) _judged(answers, evidence, true);
        answers[0].credits[0].start = 0;
        answers[0].credits[1].start = next;
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), next != 2 ** 31);
    }

    function test_Influence_SourcesAscend() public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        answers[0].credits[1].leafIndex = 0; // The same source twice.
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), true);
        answers[0].credits[0].submissionId = second;
        answers[0].credits[1].leafIndex = 7;
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), true);
        answers[0].credits[0].submissionId = SubmissionId.wrap(0);
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 1), false);
    }

    function test_Influence_OnlyNeighboursFollow() public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        Credit[] memory two = answers[0].credits;
        answers[0].credits = new Credit[](3);
        (answers[0].credits[0], answers[0].credits[1]) = (two[0], two[1]);
        answers[0].credits[2] = Credit(2 ** 31 + 2 ** 30, 2 ** 30, 0, 0, second, 0, 0, copier);
        _judged(answers, _evidence(answers, MalformedListReason.Order, 0, 2), false);
        _judged(answers, _evidence(answers, MalformedListReason.Order, 1, 2), false);
        answers[0].credits[2].start -= 1;
        _judged(answers, _evidence(answers, MalformedListReason.Order, 1, 2), true);
    }

    function testFuzz_Influence_WeightsEndAt2To32(uint64 start, uint64 length) public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        (answers[0].credits[1].start, answers[0].credits[1].length) = (start, length);
        bool past = uint256(start) + length > 2 ** 32;
        _judged(answers, _evidence(answers, MalformedListReason.PastEnd, 1, 0), past);
        (answers[0].credits[1].start, answers[0].credits[1].length) = (2 ** 31, 2 ** 31);
        _judged(answers, _evidence(answers, MalformedListReason.PastEnd, 1, 0), false);
        ++answers[0].credits[1].length;
        _judged(answers, _evidence(answers, MalformedListReason.PastEnd, 1, 0), true);
        answers[0].credits[1].length = 0;
        _judged(answers, _evidence(answers, MalformedListReason.Empty, 1, 0), true);
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        Answer[] memory answers = _honest();
        answers[0].credits[1].start = 0;
        Batch memory batch = _batchOf(answers);
        MalformedList memory evidence = _evidence(answers, MalformedListReason.Order, 0, 1);
        _judged(answers, evidence, true);
        evidence.second.index = 0;
        _refusesProof(batch, evidence, IFraudProofs.FraudProofs_BadCreditProof.selector, 0);
        evidence = _evidence(answers, MalformedListReason.Order, 0, 1);
        evidence.first.index = 1;
        _refusesProof(batch, evidence, IFraudProofs.FraudProofs_BadCreditProof.selector, 1);
        evidence = _evidence(answers, MalformedListReason.Order, 0, 1);
        evidence.inference.index = 1;
        _refusesProof(batch, evidence, IFraudProofs.FraudProofs_BadInferenceProof.selector, 1);
    }

    // Helpers

    function _evidence(Answer[] memory answers, MalformedListReason reason, uint256 place, uint256 other)
        internal
        pure
        returns (MalformedList memory evidence)
    {
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.reason = reason;
        evidence.first = BatchDraft.creditProof(answers[0], place);
        evidence.second = BatchDraft.creditProof(answers[0], other);
        if (answers[0].output.length != 0) evidence.outputText = TreeBuilder.textProof(answers[0].output, 0, 1);
    }

    function _judged(Answer[] memory answers, MalformedList memory evidence, bool malformed) internal {
        if (malformed) _proves(_batchOf(answers), EvidenceKind.MalformedList, abi.encode(evidence));
        else _stands(answers, evidence);
    }

    function _stands(Answer[] memory answers, MalformedList memory evidence) internal {
        bytes memory reason =
            abi.encodeWithSelector(ICreditProofs.CreditProofs_NothingMalformed.selector, evidence.reason);
        _refuses(_batchOf(answers), EvidenceKind.MalformedList, abi.encode(evidence), reason);
    }

    function _refusesProof(Batch memory batch, MalformedList memory evidence, bytes4 reason, uint256 index) internal {
        _refuses(batch, EvidenceKind.MalformedList, abi.encode(evidence), abi.encodeWithSelector(reason, index));
    }
}
