// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answering} from "./Answering.t.sol";
import {BatchStatus} from "openledger/interfaces/IAttributionLedger.sol";
import {
    Answer as Shown,
    DemandKind,
    DemandStatus,
    IDemandRegistry,
    Item
} from "openledger/interfaces/IDemandRegistry.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnswerTest is Answering {
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
