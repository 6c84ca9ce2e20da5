// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Neighbours} from "../utils/Neighbours.sol";
import {Answering} from "./Answering.t.sol";
import {Batch, BatchCommitment} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as Shown, DemandKind, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @dev Answers that show that what was demanded is not there, and those that show other leaves than those demanded.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnswerAbsenceTest is Answering {
    /// @dev Of every kind that is demanded by number: all that there are of those demanded, none fewer and none more.
    function test_Answer_NoneFewerAndNoneMoreThanDemanded() public {
        Answer[] memory answers = _wide();
        PayoutDraft[] memory payouts = _payouts(answers);
        uint32 place = 0;
        while (payouts[place].entries.length < 3) ++place;
        for (uint256 kind = 0; kind <= uint256(DemandKind.SourceChunks); ++kind) {
            Item[3] memory items;
            Shown[3] memory shown;
            for (uint32 i = 0; i < 3; ++i) {
                bool ofEntries = DemandKind(kind) == DemandKind.Entries;
                bool isOuter = DemandKind(kind) == DemandKind.Inferences || DemandKind(kind) == DemandKind.Payouts;
                items[i] = DemandKind(kind) == DemandKind.SourceChunks
                    ? _sourceChunks(4, 1, 0, i + 1)
                    : _leaves(DemandKind(kind), isOuter ? 0 : ofEntries ? place : 4, 0, i + 1);
                shown[i] = _answerTo(items[i], answers);
            }
            _demand(batchId, batch, items[1]);
            assertTrue(_isAnswer(batchId, batch, items[1], shown[1]), string.concat("all, ", vm.toString(kind)));
            assertFalse(_isAnswer(batchId, batch, items[1], shown[0]), string.concat("fewer, ", vm.toString(kind)));
            bool isThird = keccak256(abi.encode(shown[1])) != keccak256(abi.encode(shown[2]));
            bool ofText = DemandKind(kind) >= DemandKind.OutputChunks;
            assertTrue(isThird || ofText, string.concat("three, ", vm.toString(kind)));
            if (!isThird) continue; // The text has two chunks.
            assertFalse(_isAnswer(batchId, batch, items[1], shown[2]), string.concat("more, ", vm.toString(kind)));
        }
    }

    function test_Answer_NoRoomBetweenNeighbours() public {
        Answer[] memory answers = _wide();
        PayoutDraft[] memory payouts = _payouts(answers);
        // Accounts 0 and 2, which leave out 1.
        Item memory item = _payoutOf(payouts[1].account);
        _demand(batchId, batch, item);
        Shown memory shown;
        shown.payouts = Neighbours.payoutProofs(payouts, 0, 2);
        shown.payouts[1] = BatchDraft.payoutProof(payouts, 2);
        assertFalse(_isAnswer(batchId, batch, item, shown), "a leaf stands between");
        shown.payouts[1] = BatchDraft.payoutProof(payouts, 0);
        assertFalse(_isAnswer(batchId, batch, item, shown), "twice the same");
        (shown.payouts[0], shown.payouts[1]) = (BatchDraft.payoutProof(payouts, 2), BatchDraft.payoutProof(payouts, 1));
        assertFalse(_isAnswer(batchId, batch, item, shown), "in the wrong order");
        shown.payouts = Neighbours.payoutProofs(payouts, 0, 1);
        assertFalse(_isAnswer(batchId, batch, item, shown), "one that is not at the end");
        shown.payouts = Neighbours.payoutProofs(payouts, payouts.length - 1, 1);
        assertFalse(_isAnswer(batchId, batch, item, shown), "the wrong end");
        shown.payouts = Neighbours.payoutProofs(payouts, 0, 3);
        assertFalse(_isAnswer(batchId, batch, item, shown), "three");
        delete shown.payouts;
        assertFalse(_isAnswer(batchId, batch, item, shown), "none");
        assertTrue(_isAnswer(batchId, batch, item, _answerTo(item, answers)), "the payout");
    }

    /// @dev The same for the inference that holds a wei, and for an entry.
    function test_Answer_NoOtherLeafHidesTheOneDemanded() public {
        Answer[] memory answers = _wide();
        Item memory item = _inferenceAt(payer, 4 * PRICE + 5);
        _demand(batchId, batch, item);
        Shown memory shown;
        for (uint256 i = 0; i < 9; ++i) {
            shown.inferences = Neighbours.inferenceProofs(answers, i, 1);
            assertEq(_isAnswer(batchId, batch, item, shown), i == 4, "alone");
            if (i == 8) continue;
            shown.inferences = Neighbours.inferenceProofs(answers, i, 2);
            assertFalse(_isAnswer(batchId, batch, item, shown), "neighbours");
        }
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = 0;
        while (payouts[place].entries.length < 3) ++place;
        (uint32 inference, uint32 credit) = abi.decode(payouts[place].entries[1], (uint32, uint32));
        item = _entryOf(payouts[place].account, inference, credit);
        _demand(batchId, batch, item);
        shown = _answerTo(item, answers);
        assertTrue(_isAnswer(batchId, batch, item, shown), "the entry");
        for (uint256 i = 0; i < payouts[place].entries.length; ++i) {
            shown.entries = Neighbours.entryProofs(payouts[place], i, 1);
            assertEq(_isAnswer(batchId, batch, item, shown), i == 1, "alone");
            if (i + 1 == payouts[place].entries.length) continue;
            shown.entries = Neighbours.entryProofs(payouts[place], i, 2);
            assertFalse(_isAnswer(batchId, batch, item, shown), "neighbours");
        }
        delete shown.entries;
        assertFalse(_isAnswer(batchId, batch, item, shown), "none");
    }

    function test_Answer_BatchOfAnotherTermAnswersByItself() public {
        Item memory item = _earlierInferenceAt(earlierId, payer, 0);
        _demand(batchId, batch, item);
        Shown memory shown;
        assertFalse(_isAnswer(batchId, batch, item, shown), "no batch");
        shown.earlierBatch = earlier;
        assertFalse(_isAnswer(batchId, batch, item, shown), "its own term's");
        shown.earlierBatch.commitment.term = 2;
        assertFalse(_isAnswer(batchId, batch, item, shown), "not the one of that id");

        // A batch of the same model, under the term after this one.
        uint256 state = vm.snapshotState();
        _answer(batchId, batch, item, _honestTo(item));
        _assertOtherTermAnswersByItself();
        vm.revertToState(state);

        // A batch of another model, finalised.
        modelId = _registerModel(datanetId);
        _publishVersion(modelId, datanetId);
        _pay(modelId, 3 * PRICE);
        (BatchId otherId,) = _commit(_honest());
        Batch memory other = _batch(_commitment(_honest()));
        other.versionsSince = uint40(vm.getBlockTimestamp()) - parameters.versionGrace;
        uint256 later = vm.getBlockTimestamp();
        _answer(batchId, batch, item, _honestTo(item));
        vm.warp(other.challengesUntil);
        protocol.attributionLedger.finalise(otherId, other);
        vm.warp(later);
        item = _earlierInferenceAt(otherId, payer, 0);
        _demand(batchId, batch, item);
        shown.earlierBatch = other;
        assertTrue(_isAnswer(batchId, batch, item, shown), "of another model");
    }

    /// @dev Demanded of a batch of the next term, an inference of this one is in none of that term's batches.
    function _assertOtherTermAnswersByItself() internal {
        vm.prank(modelOwner);
        protocol.modelRegistry.announceTerm(modelId, operator, receiptKey);
        _finalise(batchId, batch);
        vm.warp(protocol.modelRegistry.term(modelId, 1).endsAt);
        protocol.modelRegistry.startTerm(modelId);
        uint40 since = uint40(vm.getBlockTimestamp());
        _giveFor(stranger, address(protocol.inferenceEscrow), 9 * PRICE);
        vm.prank(stranger);
        protocol.inferenceEscrow.fund(modelId, payer, 9 * PRICE);
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](1);
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(payerKey, protocol.inferenceEscrow.voucherDigest(modelId, 2, payer, 9 * PRICE));
        vouchers[0] = IInferenceEscrow.Voucher(payer, 9 * PRICE, abi.encodePacked(r, s, v));
        protocol.inferenceEscrow.redeem(modelId, 2, vouchers);

        Batch memory next = _batch(batch.commitment);
        next.commitment.term = 2;
        next.versionsSince = since - parameters.versionGrace;
        vm.prank(operator);
        BatchId nextId = protocol.attributionLedger.commit(next.commitment, "uri");
        Item memory item = _earlierInferenceAt(batchId, payer, 0);
        _demand(nextId, next, item);
        Shown memory shown;
        shown.earlierBatch = batch;
        assertTrue(_isAnswer(nextId, next, item, shown), "of another term");
    }

    /// @dev Of two chunks the one that was demanded.
    function test_Answer_TheChunkDemanded() public {
        Answer[] memory answers = _wide();
        for (uint256 kind = uint256(DemandKind.OutputChunks); kind <= uint256(DemandKind.SourceChunks); ++kind) {
            for (uint32 chunk = 0; chunk < 2; ++chunk) {
                Item memory item = _leaves(DemandKind(kind), 4, chunk, 1);
                Item memory other = _leaves(DemandKind(kind), 4, 1 - chunk, 1);
                _demand(batchId, batch, item);
                assertTrue(_isAnswer(batchId, batch, item, _answerTo(item, answers)), "the chunk");
                assertFalse(_isAnswer(batchId, batch, item, _answerTo(other, answers)), "the other");
            }
        }
    }

    /// @dev An account that is absent between two neighbours, and any other two.
    function test_Answer_AccountBetweenNeighbours() public {
        Answer[] memory answers = _wide();
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = 0;
        while (uint160(payouts[place + 1].account) - uint160(payouts[place].account) < 2 || place == 0) ++place;
        assertLt(place + 2, payouts.length, "with neighbours on both sides");
        Item memory item = _payoutOf(address(uint160(payouts[place].account) + 1));
        _demand(batchId, batch, item);
        Shown memory shown;
        for (uint256 i = 0; i + 1 < payouts.length; ++i) {
            shown.payouts = Neighbours.payoutProofs(payouts, i, 2);
            assertEq(_isAnswer(batchId, batch, item, shown), i == place, "neighbours");
        }
    }

    /// @dev In a batch where a payer was charged for a wei of no answer, an account has entries around one that it has not,
    /// and another none at all: each absence is shown by neighbours, and by no others.
    function test_Answer_GapsBetweenNeighbours() public {
        Answer[] memory answers = _wide();
        answers[4].from += 10;
        PayoutDraft[] memory payouts = _payouts(answers);
        (payouts[0].entries, payouts[0].amounts, payouts[0].earned) = (new bytes[](0), new uint128[](0), 0);
        _commitToAnotherModel(answers, payouts);

        Item memory item = _inferenceAt(payer, 4 * PRICE + 9);
        _demand(batchId, batch, item);
        Shown memory shown;
        for (uint256 i = 0; i < 8; ++i) {
            shown.inferences = Neighbours.inferenceProofs(answers, i, 2);
            assertEq(_isAnswer(batchId, batch, item, shown), i == 3, "inferences around the wei");
        }

        item = _entryOf(payouts[0].account, 1, 0);
        _demand(batchId, batch, item);
        delete shown.inferences;
        shown.payouts = Neighbours.payoutProofs(payouts, 0, 1);
        assertTrue(_isAnswer(batchId, batch, item, shown), "an account without entries");

        uint256 place = 1;
        while (payouts[place].entries.length < 3) ++place;
        PayoutDraft memory payout = payouts[place];
        (uint32 inference, uint32 credit) = abi.decode(payout.entries[0], (uint32, uint32));
        item = _entryOf(payout.account, inference, credit + 1);
        assertNotEq(keccak256(abi.encode(inference, credit + 1)), keccak256(payout.entries[1]), "no entry");
        _demand(batchId, batch, item);
        shown.payouts = Neighbours.payoutProofs(payouts, place, 1);
        for (uint256 i = 0; i + 1 < payout.entries.length; ++i) {
            shown.entries = Neighbours.entryProofs(payout, i, 2);
            assertEq(_isAnswer(batchId, batch, item, shown), i == 0, "entries around it");
        }
        shown.entries = Neighbours.entryProofs(payout, 0, 1);
        assertFalse(_isAnswer(batchId, batch, item, shown), "one that is not at the end");
    }

    function _commitToAnotherModel(Answer[] memory answers, PayoutDraft[] memory payouts) internal {
        modelId = _registerModel(datanetId);
        _publishVersion(modelId, datanetId);
        _pay(modelId, 9 * PRICE);
        BatchCommitment memory commitment;
        (commitment.modelId, commitment.term) = (modelId, 1);
        (commitment.bundleHash, commitment.bundleSize) = (keccak256("bundle"), 6);
        BatchDraft.fill(commitment, answers, payouts);
        batch = _batch(commitment);
        batch.versionsSince = uint40(vm.getBlockTimestamp()) - parameters.versionGrace;
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(commitment, "uri");
    }
}
