// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Batch, BatchStatus, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {Credit, IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {IMoneyProofs, Unbacked, UnbackedReason, WrongVersion} from "openledger/interfaces/IMoneyProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice Answers without money of their own behind them.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract UnbackedTest is Money {
    // The honest batch

    function testFuzz_Honest_NothingIsUnbacked(uint256 reason, uint256 place, uint256 other, uint256 bit) public {
        Answer[] memory answers = _honest();
        place = bound(place, 0, 2);
        Unbacked memory evidence = _evidence(answers, place, UnbackedReason(bound(reason, 0, 3)));
        evidence.other = BatchDraft.inferenceProof(answers, bound(other, 0, 2));
        _stands(answers, evidence);
        _refusesTurned(_batchOf(answers), EvidenceKind.Unbacked, abi.encode(evidence), bit);
    }

    /// @dev The data fee of an answer follows from its range alone, however the money was redeemed.
    function testFuzz_Attack_RedemptionsCutInPieces(uint128[5] memory cuts, uint128 from, uint128 to) public {
        uint128 total = 3 * PRICE;
        for (uint256 i = 0; i < 5; ++i) {
            cuts[i] = uint128(bound(cuts[i], 1, PRICE));
            _pay(modelId, cuts[i]);
            total += cuts[i];
        }
        assertEq(protocol.inferenceEscrow.charged(modelId, 1, payer), total, "charged");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), total * 7000 / 10_000, "the pool holds f(charged)");
        to = uint128(bound(to, 1, total));
        from = uint128(bound(from, 0, to - 1));
        Answer[] memory answers = _single(from, to);
        for (uint256 reason = 0; reason < 3; ++reason) {
            _stands(answers, _evidence(answers, 0, UnbackedReason(reason)));
        }
        // A fee that adds the pieces' remainders up is another one.
        answers[0].dataFee += 1;
        _falls(answers, _evidence(answers, 0, UnbackedReason.WrongFee));
    }

    // Empty ranges

    function testFuzz_EmptyRange(uint128 from, uint128 to) public {
        Answer[] memory answers = _honest();
        (answers[1].from, answers[1].to) = (from, to);
        Unbacked memory evidence = _evidence(answers, 1, UnbackedReason.EmptyRange);
        if (from >= to) _falls(answers, evidence);
        else _stands(answers, evidence);
        answers[1].to = from;
        _falls(answers, _evidence(answers, 1, UnbackedReason.EmptyRange));
    }

    // Beyond what was charged

    function testFuzz_Attack_ReceiptsFarAheadOfThePayersTotal(uint128 to) public {
        Answer[] memory answers = _honest();
        answers[2].to = to;
        Unbacked memory evidence = _evidence(answers, 2, UnbackedReason.Uncharged);
        if (to > 3 * PRICE) _falls(answers, evidence);
        else _stands(answers, evidence);
        answers[2].to = 3 * PRICE + 1;
        _falls(answers, _evidence(answers, 2, UnbackedReason.Uncharged));
        answers[2].to = 3 * PRICE;
        _stands(answers, _evidence(answers, 2, UnbackedReason.Uncharged));
    }

    function test_Uncharged_AnotherPayersMoneyIsNotIts() public view {
        Answer[] memory answers = _single(0, 1);
        answers[0].payer = stranger;
        _falls(answers, _evidence(answers, 0, UnbackedReason.Uncharged));
    }

    function test_Uncharged_InAnotherModelOrTerm() public {
        Answer[] memory answers = _single(0, PRICE);
        Unbacked memory evidence = _evidence(answers, 0, UnbackedReason.Uncharged);
        Batch memory batch = _batchOf(answers);
        batch.commitment.term = 2;
        _proves(batch, EvidenceKind.Unbacked, abi.encode(evidence));
        batch.commitment.term = 1;
        batch.commitment.modelId = _registerModel(datanetId);
        _proves(batch, EvidenceKind.Unbacked, abi.encode(evidence));
    }

    // Fees

    /// @dev All numbers that a leaf can hold; the fee is checked against a division of another form.
    function testFuzz_WrongFee(uint128 from, uint128 to, uint128 fee) public {
        Answer[] memory answers = _single(from, to);
        answers[0].dataFee = fee;
        bool right = from <= to && uint256(fee) == _dataOf(to) - _dataOf(from);
        Unbacked memory evidence = _evidence(answers, 0, UnbackedReason.WrongFee);
        if (right) _stands(answers, evidence);
        else if (from <= to || fee != 0) _falls(answers, evidence);
        if (from > to) return;
        answers[0].dataFee = uint128(_dataOf(to) - _dataOf(from));
        _stands(answers, _evidence(answers, 0, UnbackedReason.WrongFee));
        answers[0].dataFee ^= 1;
        _falls(answers, _evidence(answers, 0, UnbackedReason.WrongFee));
    }

    /// @dev One answer of the price that takes the data money of everybody's.
    function test_Attack_OneLeafThatClaimsTheWholePool() public view {
        Answer[] memory answers = _single(0, PRICE);
        answers[0].dataFee = protocol.inferenceEscrow.poolOf(modelId, 1);
        _falls(answers, _evidence(answers, 0, UnbackedReason.WrongFee));
        // With a range to match it there is no other way than to say what the payer was charged.
        answers = _single(0, 3 * PRICE + 1);
        _falls(answers, _evidence(answers, 0, UnbackedReason.Uncharged));
    }

    // Overlaps within the batch

    function testFuzz_Overlap(uint128 from, uint128 to) public {
        Answer[] memory answers = _honest();
        from = uint128(bound(from, 0, 4 * PRICE));
        to = uint128(bound(to, 0, 4 * PRICE));
        (answers[0].from, answers[0].to) = (from, to);
        bool shares = from < to && from < 2 * PRICE && to > PRICE;
        _overlaps(answers, 0, 1, shares);
        _overlaps(answers, 1, 0, shares);
    }

    function test_Overlap_AtTheEdges() public {
        Answer[] memory answers = _honest();
        answers[0].to = PRICE + 1;
        _overlaps(answers, 0, 1, true);
        answers[0].to = PRICE;
        _overlaps(answers, 0, 1, false);
        answers[0].from = PRICE;
        answers[0].to = 2 * PRICE; // The same range twice.
        _overlaps(answers, 0, 1, true);
        answers[0].payer = stranger;
        _overlaps(answers, 0, 1, false);
    }

    function test_Overlap_AnotherPayersRangeIsItsOwn() public {
        Answer[] memory answers = _honest();
        (answers[1].from, answers[1].to) = (answers[0].from, answers[0].to);
        _overlaps(answers, 0, 1, true);
        answers[1].payer = stranger;
        _overlaps(answers, 0, 1, false);
        _overlaps(answers, 1, 0, false);
    }

    function test_Overlap_ALeafIsNoOtherThanItself() public {
        _overlaps(_honest(), 1, 1, false);
    }

    // Overlaps with an earlier batch

    function test_Attack_ARangeUsedAgainInALaterBatch() public {
        (BatchId earlierId, Batch memory earlier) = _commit(_honest());
        _finalise(earlierId, earlier);
        _pay(modelId, 3 * PRICE); // So that there is money to take.
        Answer[] memory answers = _honest();
        (BatchId batchId, Batch memory batch) = _commitNow(answers);
        Unbacked memory evidence = _earlier(answers, 0, earlierId, earlier);
        protocol.attributionLedger.challenge(batchId, batch, EvidenceKind.Unbacked, abi.encode(evidence));
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Voided), "void");
        // What comes after it is backed.
        for (uint128 i = 0; i < 3; ++i) {
            (answers[i].from, answers[i].to) = ((i + 3) * PRICE, (i + 4) * PRICE);
        }
        (batchId, batch) = _commitNow(answers);
        evidence = _earlier(answers, 0, earlierId, earlier);
        evidence.other = BatchDraft.inferenceProof(_honest(), 2);
        _refuses(batch, EvidenceKind.Unbacked, abi.encode(evidence), _backed(UnbackedReason.EarlierOverlap));
        for (uint256 reason = 0; reason < 3; ++reason) {
            _stands(answers, _evidence(answers, 0, UnbackedReason(reason)));
        }
    }

    function testFuzz_EarlierOverlap(uint128 from, uint128 to, uint256 place) public {
        (BatchId earlierId, Batch memory earlier) = _commit(_honest());
        _finalise(earlierId, earlier);
        place = bound(place, 0, 2);
        from = uint128(bound(from, 0, 4 * PRICE));
        to = uint128(bound(to, 0, 4 * PRICE));
        Answer[] memory answers = _single(from, to);
        Unbacked memory evidence = _earlier(answers, 0, earlierId, earlier);
        evidence.other = BatchDraft.inferenceProof(_honest(), place);
        bool shares = from < to && from < (place + 1) * PRICE && to > place * PRICE;
        if (shares) _falls(answers, evidence);
        else _stands(answers, evidence);
        answers[0].payer = stranger;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        _stands(answers, evidence);
    }

    function test_EarlierOverlap_OnlyWithAFinalisedBatchOfTheTerm() public {
        Answer[] memory answers = _honest();
        (BatchId earlierId, Batch memory earlier) = _commit(answers);
        Unbacked memory evidence = _earlier(answers, 0, earlierId, earlier);
        Batch memory batch = _batchOf(answers);
        // It is still open; or it is another batch than that one.
        _notOfTerm(batch, evidence);
        _finalise(earlierId, earlier);
        _proves(batch, EvidenceKind.Unbacked, abi.encode(evidence));
        evidence.otherBatch.bond -= 1;
        _notOfTerm(batch, evidence);
        evidence.otherBatch.bond += 1;
        evidence.otherBatchId = BatchId.wrap(2);
        _notOfTerm(batch, evidence);
        evidence.otherBatchId = earlierId;
        // The same range of another term, or with another model, is other money.
        batch.commitment.term = 2;
        _notOfTerm(batch, evidence);
        batch.commitment.term = 1;
        batch.commitment.modelId = _registerModel(datanetId);
        _notOfTerm(batch, evidence);
    }

    function test_EarlierOverlap_AVoidBatchUsedNothing() public {
        Answer[] memory lie = _honest();
        lie[0].version = 9;
        (BatchId batchId, Batch memory batch) = _commitNow(lie);
        bytes memory wrong = abi.encode(WrongVersion(BatchDraft.inferenceProof(lie, 0)));
        protocol.attributionLedger.challenge(batchId, batch, EvidenceKind.WrongVersion, wrong);
        Answer[] memory answers = _honest();
        Unbacked memory evidence = _earlier(answers, 0, batchId, batch);
        evidence.other = BatchDraft.inferenceProof(lie, 0);
        _notOfTerm(_batchOf(answers), evidence);
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        Answer[] memory answers = _honest();
        answers[0].to = PRICE + 1;
        Batch memory batch = _batchOf(answers);
        Unbacked memory evidence = _evidence(answers, 0, UnbackedReason.Overlap);
        evidence.other = BatchDraft.inferenceProof(answers, 1);
        _proves(batch, EvidenceKind.Unbacked, abi.encode(evidence));
        evidence.other.index = 2;
        _refuses(batch, EvidenceKind.Unbacked, abi.encode(evidence), _badInference(2));
        evidence.other.index = 1;
        evidence.inference.dataFee += 1;
        _refuses(batch, EvidenceKind.Unbacked, abi.encode(evidence), _badInference(0));
    }

    // Helpers

    /// @dev What data has received of a payer that was charged `total`.
    function _dataOf(uint256 total) internal pure returns (uint256) {
        return total - (total * 3000 + 9999) / 10_000;
    }

    function _single(uint128 from, uint128 to) internal view returns (Answer[] memory answers) {
        answers = new Answer[](1);
        uint128 fee = from < to ? uint128(_dataOf(to) - _dataOf(from)) : 0;
        answers[0] = Answer(1, payer, from, to, fee, "whatever it is", new Credit[](0));
    }

    function _commitNow(Answer[] memory answers) internal returns (BatchId batchId, Batch memory batch) {
        batch = _batchOf(answers);
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(batch.commitment, "openledger:blobs");
        assertTrue(protocol.attributionLedger.isRecorded(batchId, batch, BatchStatus.Committed), "as computed");
    }

    function _evidence(Answer[] memory answers, uint256 place, UnbackedReason reason)
        internal
        pure
        returns (Unbacked memory evidence)
    {
        evidence.inference = BatchDraft.inferenceProof(answers, place);
        evidence.reason = reason;
    }

    /// @dev With the first honest answer of an earlier batch.
    function _earlier(Answer[] memory answers, uint256 place, BatchId earlierId, Batch memory earlier)
        internal
        view
        returns (Unbacked memory evidence)
    {
        evidence = _evidence(answers, place, UnbackedReason.EarlierOverlap);
        evidence.other = BatchDraft.inferenceProof(_honest(), 0);
        (evidence.otherBatchId, evidence.otherBatch) = (earlierId, earlier);
    }

    function _overlaps(Answer[] memory answers, uint256 place, uint256 other, bool shares) internal {
        Unbacked memory evidence = _evidence(answers, place, UnbackedReason.Overlap);
        evidence.other = BatchDraft.inferenceProof(answers, other);
        if (shares) _falls(answers, evidence);
        else _stands(answers, evidence);
    }

    function _falls(Answer[] memory answers, Unbacked memory evidence) internal view {
        _proves(_batchOf(answers), EvidenceKind.Unbacked, abi.encode(evidence));
    }

    function _stands(Answer[] memory answers, Unbacked memory evidence) internal {
        _refuses(_batchOf(answers), EvidenceKind.Unbacked, abi.encode(evidence), _backed(evidence.reason));
    }

    function _notOfTerm(Batch memory batch, Unbacked memory evidence) internal {
        bytes memory reason =
            abi.encodeWithSelector(IMoneyProofs.MoneyProofs_NotFinalisedOfTerm.selector, evidence.otherBatchId);
        _refuses(batch, EvidenceKind.Unbacked, abi.encode(evidence), reason);
    }

    function _backed(UnbackedReason reason) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IMoneyProofs.MoneyProofs_Backed.selector, reason);
    }

    function _badInference(uint256 index) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, index);
    }
}
