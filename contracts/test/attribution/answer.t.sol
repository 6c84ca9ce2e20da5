// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Neighbours} from "../utils/Neighbours.sol";
import {Demands} from "./Demands.t.sol";
import {Batch, BatchCommitment, BatchStatus} from "openledger/interfaces/IAttributionLedger.sol";
import {
    Answer as Shown,
    DemandKind,
    DemandStatus,
    IDemandRegistry,
    Item
} from "openledger/interfaces/IDemandRegistry.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnswerTest is Demands {
    BatchId internal earlierId;
    Batch internal earlier;
    BatchId internal batchId;
    Batch internal batch;

    /// @dev Two batches of one term: the first finalised, the second committed.
    function setUp() public override {
        super.setUp();
        (earlierId, earlier) = _commit(_honest());
        _finalise(earlierId, earlier);
        _pay(modelId, 9 * PRICE);
        batch = _batch(_commitment(_wide()));
        batch.versionsSince = earlier.committedAt - parameters.versionGrace;
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(batch.commitment, "uri");
    }

    /// @dev Any item that can be demanded of the committed batch.
    function _any(uint256 seed) internal view returns (Item memory item) {
        DemandKind kind = DemandKind(seed % 10);
        uint32 outer = uint32(seed >> 8) % 9;
        uint32 from = uint32(seed >> 40) % 9;
        if (kind == DemandKind.Payouts || kind == DemandKind.Entries) {
            (outer, from) = (outer % batch.commitment.payoutCount, from % batch.commitment.payoutCount);
        }
        uint32 count = uint32(seed >> 72) % 6 + 1;
        if (kind == DemandKind.Inferences || kind == DemandKind.Payouts) {
            uint32 all = kind == DemandKind.Payouts ? batch.commitment.payoutCount : 9;
            return _leaves(kind, 0, from, count < all - from ? count : all - from);
        }
        if (kind < DemandKind.SourceChunks) return _leaves(kind, outer, from, count);
        if (kind == DemandKind.SourceChunks) return _sourceChunks(outer, uint32(seed >> 104) % 4, from % 4, count);
        address account = address(uint160(998 + (seed >> 136) % 17));
        if (kind == DemandKind.PayoutOf) return _payoutOf(account);
        if (kind == DemandKind.EntryOf) return _entryOf(account, outer, uint32(seed >> 104) % 4);
        // Payers before, at and after the only one; totals within and beyond.
        account = address(uint160(payer) - 1 + uint160(seed >> 136) % 3);
        uint128 total = uint128((seed >> 168) % 11) * PRICE + uint128((seed >> 180) % PRICE);
        if (kind == DemandKind.InferenceAt) return _inferenceAt(account, total);
        return _earlierInferenceAt(earlierId, account, total);
    }

    function _honestTo(Item memory item) internal view returns (Shown memory shown) {
        if (item.kind != DemandKind.EarlierInferenceAt) return _answerTo(item, _wide());
        shown = _answerTo(item, _honest());
        shown.earlierBatch = earlier;
    }

    function testFuzz_Answer_WhatIsHonestPassesAndEarnsTheDeposit(uint256 seed) public {
        Item memory item = _any(seed);
        bytes32 demandId = _demand(batchId, batch, item);
        uint256 deposit = protocol.demandRegistry.demandOf(demandId).deposit;
        assertGt(deposit, 0, "a deposit");
        assertEq(protocol.demandRegistry.openDemands(batchId), 1, "open");
        Shown memory shown = _honestTo(item);
        vm.expectEmit(address(protocol.demandRegistry));
        emit IDemandRegistry.DemandAnswered(demandId, batchId, operator, deposit);
        _answer(batchId, batch, item, shown);
        assertEq(uint256(_statusOf(demandId)), uint256(DemandStatus.Answered), "answered");
        assertEq(protocol.demandRegistry.openDemands(batchId), 0, "none open");
        assertEq(protocol.demandRegistry.withdrawable(operator), deposit, "earned");
        vm.warp(uint256(batch.demandsUntil) + batch.responsePeriod);
        assertEq(protocol.demandRegistry.expiredDemander(batchId), address(0), "none expired");
    }

    /// @dev Of the same kind: the leaves shown are real, and not those demanded.
    function testFuzz_Answer_AnswerToAnotherItemIsNone(uint256 seed, uint256 other) public {
        Item memory item = _any(seed);
        other = bound(other, 10, type(uint256).max / 2);
        Item memory wrong = _any(other - other % 10 + seed % 10);
        assertEq(uint256(wrong.kind), uint256(item.kind), "kind");
        (Shown memory right, Shown memory shown) = (_honestTo(item), _honestTo(wrong));
        // One pair of neighbours shows the absence of every key between them.
        vm.assume(keccak256(abi.encode(right)) != keccak256(abi.encode(shown)));
        if (item.kind == DemandKind.OutputChunks) vm.assume(item.first < 3 && _wide()[item.outer].output.length != 0);
        if (item.kind == DemandKind.SourceChunks) {
            vm.assume(item.first < 2 && item.inner < _wide()[item.outer].credits.length);
        }
        _demand(batchId, batch, item);
        assertTrue(_isAnswer(batchId, batch, item, right), "the right one");
        assertFalse(_isAnswer(batchId, batch, item, shown), "the wrong one");
    }

    function testFuzz_Answer_ChangedInOnePlaceIsNone(uint256 seed, uint256 change) public {
        Item memory item = _any(seed);
        Shown memory shown = _honestTo(item);
        bool changed = _spoil(shown, change);
        vm.assume(changed);
        _demand(batchId, batch, item);
        assertFalse(_isAnswer(batchId, batch, item, shown), "changed");
        assertTrue(_isAnswer(batchId, batch, item, _honestTo(item)), "unchanged");
    }

    /// @dev Changes one field, sibling, depth or index of what is shown.
    function _spoil(Shown memory shown, uint256 change) internal pure returns (bool) {
        uint256 part = change % 5;
        uint256 place = change >> 8;
        uint256 field = (change >> 16) % 13;
        uint256 bit = 2 ** ((change >> 24) % 32);
        if (part == 0 && shown.inferences.length != 0) {
            return _spoilInference(shown, place % shown.inferences.length, field, uint32(bit));
        }
        if (part == 1 && shown.payouts.length != 0) {
            place %= shown.payouts.length;
            if (field == 0) {
                shown.payouts[place].payout.account =
                    address(uint160(shown.payouts[place].payout.account) ^ uint160(bit));
            } else if (field == 1) {
                shown.payouts[place].payout.entriesRoot ^= bytes32(bit);
            } else if (field == 2) {
                shown.payouts[place].payout.entryCount ^= uint32(bit);
            } else if (field == 3) {
                shown.payouts[place].payout.firstEntry ^= uint32(bit);
            } else if (field == 4) {
                shown.payouts[place].amount ^= uint32(bit);
            } else if (field == 5) {
                shown.payouts[place].index ^= uint32(bit);
            } else if (field == 6) {
                shown.payouts[place].siblings[0] ^= bytes32(bit);
            } else if (field == 7) {
                shown.payouts[place].siblingSums[0] ^= uint32(bit);
            } else if (field == 8) {
                shown.payouts[place].siblings = new bytes32[](shown.payouts[place].siblings.length + 1);
            } else {
                shown.payouts[place].siblingSums = new uint128[](shown.payouts[place].siblings.length - 1);
            }
            return true;
        }
        if (part == 2 && shown.credits.length != 0) {
            place %= shown.credits.length;
            if (field == 0) {
                shown.credits[place].credit.start ^= uint32(bit);
            } else if (field == 1) {
                shown.credits[place].credit.leafIndex ^= uint32(bit);
            } else if (field == 2) {
                shown.credits[place].credit.submissionId =
                    SubmissionId.wrap(SubmissionId.unwrap(shown.credits[place].credit.submissionId) ^ bit);
            } else if (field == 3) {
                shown.credits[place].credit.offset ^= uint32(bit);
            } else if (field == 4) {
                shown.credits[place].index ^= uint32(bit);
            } else if (field == 5) {
                shown.credits[place].credit.contributor = address(uint160(bit));
            } else if (field == 6) {
                shown.credits[place].siblings = new bytes32[](shown.credits[place].siblings.length + 1);
            } else {
                shown.credits[place].credit.matchLength ^= uint32(bit);
            }
            return true;
        }
        if (part == 3 && shown.entries.length != 0) {
            place %= shown.entries.length;
            if (field == 0) shown.entries[place].entry.inference ^= uint32(bit);
            else if (field == 1) shown.entries[place].entry.credit ^= uint32(bit);
            else if (field == 2) shown.entries[place].amount ^= uint32(bit);
            else if (field == 3) shown.entries[place].index ^= uint32(bit);
            else if (field == 4) shown.entries[place].siblings = new bytes32[](shown.entries[place].siblings.length + 1);
            else shown.entries[place].siblingSums = new uint128[](shown.entries[place].siblings.length + 1);
            return true;
        }
        if (part == 4 && shown.text.siblings.length != 0) {
            if (field == 0) shown.text.length ^= uint32(bit);
            else if (field == 1) shown.text.firstChunk ^= uint32(bit);
            else if (field == 2) shown.text.siblings = new bytes32[][](shown.text.siblings.length + 1);
            else if (field == 3) shown.text.siblings[0][0] ^= bytes32(bit);
            else if (field == 4) shown.text.data = bytes.concat(shown.text.data, "x");
            else shown.text.data[place % shown.text.data.length] ^= bytes1(uint8(2 ** (bit % 8)));
            return true;
        }
        return false;
    }

    function _spoilInference(Shown memory shown, uint256 place, uint256 field, uint32 bit)
        internal
        pure
        returns (bool)
    {
        if (field == 0) {
            shown.inferences[place].inference.version ^= bit;
        } else if (field == 1) {
            shown.inferences[place].inference.payer = address(uint160(bit));
        } else if (field == 2) {
            shown.inferences[place].inference.from ^= bit;
        } else if (field == 3) {
            shown.inferences[place].inference.to ^= bit;
        } else if (field == 4) {
            shown.inferences[place].inference.outputRoot ^= bytes32(uint256(bit));
        } else if (field == 5) {
            shown.inferences[place].inference.creditsRoot ^= bytes32(uint256(bit));
        } else if (field == 6) {
            shown.inferences[place].inference.creditCount ^= bit;
        } else if (field == 7) {
            shown.inferences[place].inference.firstCredit ^= bit;
        } else if (field == 8) {
            shown.inferences[place].dataFee ^= bit;
        } else if (field == 9) {
            shown.inferences[place].index ^= bit;
        } else if (field == 10) {
            shown.inferences[place].siblings[0] ^= bytes32(uint256(bit));
        } else if (field == 11) {
            shown.inferences[place].siblingSums[0] ^= bit;
        } else {
            shown.inferences[place].siblings = new bytes32[](shown.inferences[place].siblings.length + 1);
        }
        return true;
    }

    // Absence

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

    // Calls

    function test_Answer_PassesOverWhatWasAnswered() public {
        Item[] memory items = new Item[](3);
        Shown[] memory shown = new Shown[](3);
        uint256 deposits = 0;
        for (uint256 i = 0; i < 3; ++i) {
            items[i] = _leaves(DemandKind.Inferences, 0, uint32(i), 2);
            shown[i] = _answerTo(items[i], _wide());
            bytes32 demandId = _demand(batchId, batch, items[i]);
            deposits += protocol.demandRegistry.demandOf(demandId).deposit;
        }
        // Somebody saw the operator's transaction and comes before it with a part of it.
        (Item[] memory one, Shown[] memory its) = (new Item[](1), new Shown[](1));
        (one[0], its[0]) = (items[1], shown[1]);
        vm.prank(stranger, stranger);
        protocol.demandRegistry.answer(batchId, batch, one, its);
        vm.prank(operator, operator);
        protocol.demandRegistry.answer(batchId, batch, items, shown);
        assertEq(protocol.demandRegistry.openDemands(batchId), 0, "all answered");
        assertEq(protocol.demandRegistry.withdrawable(stranger), deposits / 3, "a third");
        assertEq(protocol.demandRegistry.withdrawable(operator), deposits - deposits / 3, "the rest");
        // Once each.
        vm.prank(stranger, stranger);
        protocol.demandRegistry.answer(batchId, batch, items, shown);
        assertEq(protocol.demandRegistry.withdrawable(stranger), deposits / 3, "nothing twice");
    }

    function test_RevertWhen_OneAnswerIsNone() public {
        Item[] memory items = new Item[](2);
        Shown[] memory shown = new Shown[](2);
        for (uint256 i = 0; i < 2; ++i) {
            items[i] = _leaves(DemandKind.Inferences, 0, uint32(i), 1);
            _demand(batchId, batch, items[i]);
            shown[i] = _answerTo(items[0], _wide());
        }
        vm.expectRevert(IDemandRegistry.DemandRegistry_NoAnswer.selector);
        vm.prank(operator, operator);
        protocol.demandRegistry.answer(batchId, batch, items, shown);
        assertEq(protocol.demandRegistry.openDemands(batchId), 2, "neither");
    }

    /// @dev An answer that a contract makes up, or an account by its delegated code, stands in no transaction's input: an
    /// operator could show a leaf to the registry and to nobody else.
    function test_RevertWhen_ItIsNotATransactionOfItsOwn() public {
        Item[] memory items = new Item[](1);
        Shown[] memory shown = new Shown[](1);
        items[0] = _leaves(DemandKind.Inferences, 0, 0, 1);
        shown[0] = _answerTo(items[0], _wide());
        _demand(batchId, batch, items[0]);
        bytes memory reason = abi.encodeWithSelector(IDemandRegistry.DemandRegistry_NotDirect.selector, operator);
        vm.expectRevert(reason);
        vm.prank(operator, stranger);
        protocol.demandRegistry.answer(batchId, batch, items, shown);
        vm.etch(operator, abi.encodePacked(hex"ef0100", address(this)));
        vm.expectRevert(reason);
        vm.prank(operator, operator);
        protocol.demandRegistry.answer(batchId, batch, items, shown);
        vm.prank(stranger, stranger);
        protocol.demandRegistry.answer(batchId, batch, items, shown);
        assertEq(protocol.demandRegistry.openDemands(batchId), 0, "by any other account");
    }

    function test_RevertWhen_TheNumbersDiffer() public {
        vm.expectRevert(abi.encodeWithSelector(IDemandRegistry.DemandRegistry_WrongNumber.selector, 1, 0));
        vm.prank(operator, operator);
        protocol.demandRegistry.answer(batchId, batch, new Item[](1), new Shown[](0));
    }

    function test_RevertWhen_TheBatchIsNotTheRecordedOne() public {
        Item memory item = _leaves(DemandKind.Inferences, 0, 0, 1);
        _demand(batchId, batch, item);
        Shown memory shown = _answerTo(item, _wide());
        batch.commitment.inferenceCount += 1;
        vm.expectRevert(abi.encodeWithSelector(IDemandRegistry.DemandRegistry_WrongBatch.selector, batchId));
        _answer(batchId, batch, item, shown);
    }

    function test_RevertWhen_ItWasNotDemanded() public {
        Item memory item = _leaves(DemandKind.Inferences, 0, 0, 1);
        bytes32 demandId = protocol.demandRegistry.demandIdOf(batchId, item);
        Shown memory shown = _answerTo(item, _wide());
        vm.expectRevert(
            abi.encodeWithSelector(IDemandRegistry.DemandRegistry_NotOpen.selector, demandId, DemandStatus.None)
        );
        _answer(batchId, batch, item, shown);
    }

    function testFuzz_Answer_InTimeToTheLastSecond(uint256 later) public {
        Item memory item = _leaves(DemandKind.Inferences, 0, 0, 1);
        bytes32 demandId = _demand(batchId, batch, item);
        uint256 answerBy = protocol.demandRegistry.demandOf(demandId).answerBy;
        assertEq(answerBy, vm.getBlockTimestamp() + parameters.responsePeriod, "a response period");
        vm.warp(answerBy - 1);
        assertTrue(_isAnswer(batchId, batch, item, _answerTo(item, _wide())), "in the last second");
        assertEq(protocol.demandRegistry.expiredDemander(batchId), address(0), "not expired");
        Shown memory shown = _answerTo(item, _wide());
        vm.warp(answerBy);
        assertFalse(_isAnswer(batchId, batch, item, shown), "a second late");
        assertEq(protocol.demandRegistry.expiredDemander(batchId), demander, "expired at once");
        vm.warp(bound(later, answerBy, answerBy + 365 days));
        vm.expectRevert(abi.encodeWithSelector(IDemandRegistry.DemandRegistry_TooLate.selector, demandId, answerBy));
        _answer(batchId, batch, item, shown);
        assertEq(protocol.demandRegistry.expiredDemander(batchId), demander, "expired");
    }

    function test_Answer_LateOfAFinalisedBatchUnblocks() public {
        Item memory item = _payoutOf(alice);
        bytes32 demandId = _demand(earlierId, earlier, item);
        assertEq(protocol.demandRegistry.openDemands(earlierId), 0, "it is not of the batch while it was committed");
        assertFalse(protocol.demandRegistry.isBlocked(operator), "in time");
        vm.warp(vm.getBlockTimestamp() + earlier.responsePeriod);
        assertTrue(protocol.demandRegistry.isBlocked(operator), "after its time");
        _answer(earlierId, earlier, item, _answerTo(item, _honest()));
        assertFalse(protocol.demandRegistry.isBlocked(operator), "answered late");
        assertEq(uint256(_statusOf(demandId)), uint256(DemandStatus.Answered), "answered");
        assertEq(uint256(protocol.attributionLedger.statusOf(earlierId)), uint256(BatchStatus.Finalised), "still final");
    }
}
