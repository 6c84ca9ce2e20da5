// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Demands} from "./Demands.t.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Demand, DemandKind, DemandStatus, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {BatchId} from "openledger/types/BatchId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract DemandTest is Demands {
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commitWide(_wide());
    }

    function testFuzz_Demand_HoldsTheDeposit(uint256 more, uint64 baseFee) public {
        vm.fee(baseFee);
        Item memory item = _leaves(DemandKind.Inferences, 0, 2, 3);
        uint256 deposit = protocol.demandRegistry.depositFor(batch, item);
        assertEq(
            deposit,
            protocol.demandRegistry.answerGas(batch, item) * parameters.demandDepositFactor * baseFee,
            "the answer's gas at the base fee"
        );
        more = bound(more, 0, 1 ether);
        vm.deal(demander, deposit + more);
        bytes32 demandId = keccak256(abi.encode(batchId, item));
        vm.expectEmit(address(protocol.demandRegistry));
        emit IDemandRegistry.Demanded(
            demandId, batchId, demander, item, vm.getBlockTimestamp() + batch.responsePeriod, deposit
        );
        vm.prank(demander);
        assertEq(
            protocol.demandRegistry.demand{value: deposit + more}(batchId, batch, item), demandId, "id as documented"
        );
        Demand memory made = protocol.demandRegistry.demandOf(demandId);
        assertEq(made.demander, demander, "demander");
        assertEq(made.answerBy, vm.getBlockTimestamp() + batch.responsePeriod, "time");
        assertEq(made.deposit, deposit, "deposit");
        assertTrue(made.batchId == batchId, "batch");
        assertEq(uint256(made.status), uint256(DemandStatus.Open), "open");
        assertEq(protocol.demandRegistry.openDemands(batchId), 1, "open demands");
        assertEq(protocol.demandRegistry.demandCount(), 1, "count");
        assertEq(protocol.demandRegistry.withdrawable(demander), more, "the rest");
        assertEq(address(protocol.demandRegistry).balance, deposit + more, "held");
    }

    function testFuzz_RevertWhen_TooLittleIsPaid(uint256 less) public {
        Item memory item = _payoutOf(alice);
        uint256 deposit = protocol.demandRegistry.depositFor(batch, item);
        less = bound(less, 0, deposit - 1);
        vm.expectRevert(abi.encodeWithSelector(IDemandRegistry.DemandRegistry_DepositTooSmall.selector, less, deposit));
        vm.prank(demander);
        protocol.demandRegistry.demand{value: less}(batchId, batch, item);
    }

    function test_RevertWhen_ItWasDemandedBefore() public {
        Item memory item = _payoutOf(alice);
        bytes32 demandId = _demand(batchId, batch, item);
        bytes memory reason = abi.encodeWithSelector(IDemandRegistry.DemandRegistry_AlreadyDemanded.selector, demandId);
        _refused(item, reason);
        _answer(batchId, batch, item, _answerTo(item, _wide()));
        _refused(item, reason);
    }

    function testFuzz_RevertWhen_TheTimeForDemandsIsOver(uint256 later) public {
        vm.warp(batch.demandsUntil - 1);
        _demand(batchId, batch, _payoutOf(alice));
        vm.warp(bound(later, batch.demandsUntil, uint256(batch.demandsUntil) + 365 days));
        _refused(
            _payoutOf(bob),
            abi.encodeWithSelector(IDemandRegistry.DemandRegistry_DemandsOver.selector, batchId, batch.demandsUntil)
        );
    }

    function test_RevertWhen_TheBatchIsNotTheRecordedOneOrVoid() public {
        bytes memory reason = abi.encodeWithSelector(IDemandRegistry.DemandRegistry_WrongBatch.selector, batchId);
        batch.responsePeriod -= 1;
        _refused(_payoutOf(alice), reason);
        batch.responsePeriod += 1;
        _demand(batchId, batch, _payoutOf(alice));
        vm.warp(vm.getBlockTimestamp() + batch.responsePeriod);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        _refused(_payoutOf(bob), reason);
        batchId = BatchId.wrap(9);
        _refused(_payoutOf(bob), abi.encodeWithSelector(IDemandRegistry.DemandRegistry_WrongBatch.selector, batchId));
    }

    /// @dev What no honest operator could answer, or what the commitment answers, is no demand.
    function test_RevertWhen_ItIsUnanswerable() public {
        uint32 most = type(uint32).max;
        _bad(_leaves(DemandKind.Inferences, 0, 9, 1));
        _bad(_leaves(DemandKind.Inferences, 0, 8, 2));
        _bad(_leaves(DemandKind.Inferences, 0, most, most));
        _bad(_leaves(DemandKind.Inferences, 0, 0, 0));
        _bad(_leaves(DemandKind.Payouts, 0, batch.commitment.payoutCount, 1));
        _bad(_leaves(DemandKind.Payouts, 0, 0, 0));
        _bad(_leaves(DemandKind.Credits, 9, 0, 1));
        _bad(_leaves(DemandKind.Credits, 0, 0, 0));
        _bad(_leaves(DemandKind.Credits, 0, 0, 65));
        _bad(_leaves(DemandKind.Credits, 0, 0, most));
        _bad(_leaves(DemandKind.Entries, batch.commitment.payoutCount, 0, 1));
        _bad(_leaves(DemandKind.Entries, 0, 0, 65));
        _bad(_leaves(DemandKind.OutputChunks, 9, 0, 1));
        _bad(_leaves(DemandKind.OutputChunks, 0, 0, 65));
        _bad(_leaves(DemandKind.SourceChunks, 9, 0, 1));
        _bad(_leaves(DemandKind.SourceChunks, 0, 0, 0));
        // An earlier batch that is not finalised: this one, and none.
        _bad(_earlierInferenceAt(batchId, payer, 0));
        _bad(_earlierInferenceAt(BatchId.wrap(0), payer, 0));
        _bad(_earlierInferenceAt(BatchId.wrap(7), payer, 0));
    }

    /// @dev An item has one form: else it could be demanded again and again.
    function testFuzz_RevertWhen_AFieldIsUsedThatItsKindHasNot(uint32 value) public {
        value = uint32(bound(value, 1, type(uint32).max));
        // The tenth has a test of its own.
        for (uint256 kind = 0; kind < 9; ++kind) {
            for (uint256 field = 0; field < 7; ++field) {
                _refusesField(DemandKind(kind), field, value);
            }
        }
    }

    function _refusesField(DemandKind kind, uint256 field, uint32 value) internal {
        Item memory item;
        item.kind = kind;
        bool range = kind <= DemandKind.SourceChunks;
        bool used;
        if (range) item.count = 1;
        if (field == 0) {
            (item.outer, used) = (value, kind > DemandKind.Payouts && kind < DemandKind.PayoutOf);
        }
        if (field == 1) (item.inner, used) = (value, kind == DemandKind.SourceChunks);
        if (field == 2) (item.first, used) = (value, range);
        if (field == 3) (item.count, used) = (value, range);
        if (field == 4) (item.account, used) = (address(uint160(value)), !range);
        if (field == 5) (item.total, used) = (value, kind == DemandKind.InferenceAt);
        if (field == 6) item.earlier = BatchId.wrap(value);
        if (kind == DemandKind.EntryOf && field < 2) used = true;
        if (!used) _bad(item);
    }

    function test_RevertWhen_ThereAreNoPayouts() public {
        batch = _withoutPayouts();
        _bad(_payoutOf(alice));
        _bad(_entryOf(alice, 0, 0));
        _bad(_leaves(DemandKind.Payouts, 0, 0, 1));
        _bad(_leaves(DemandKind.Entries, 0, 0, 1));
    }

    function _withoutPayouts() internal returns (Batch memory empty) {
        modelId = _registerModel(datanetId);
        _pay(modelId, PRICE);
        empty = batch;
        empty.commitment.modelId = modelId;
        empty.commitment.dataFees = 1;
        (empty.commitment.payoutsRoot, empty.commitment.payoutCount) = (0, 0);
        (empty.commitment.earned, empty.commitment.entryCount) = (0, 0);
        empty.bond = protocol.attributionLedger.bondFor(1, _itemsOf(empty.commitment));
        empty.versionsSince = uint40(vm.getBlockTimestamp()) - parameters.versionGrace;
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(empty.commitment, "uri");
    }

    function test_Demand_OfAFinalisedBatchOnlyPayoutsByAccount() public {
        _finalise(batchId, batch);
        _bad(_leaves(DemandKind.Inferences, 0, 0, 1));
        _bad(_leaves(DemandKind.Payouts, 0, 0, 1));
        _bad(_entryOf(alice, 0, 0));
        _bad(_inferenceAt(payer, 0));
        bytes32 demandId = _demand(batchId, batch, _payoutOf(alice));
        assertEq(
            protocol.demandRegistry.demandOf(demandId).answerBy,
            vm.getBlockTimestamp() + batch.responsePeriod,
            "the batch's own response period"
        );
        assertEq(protocol.demandRegistry.openDemands(batchId), 0, "nothing that would void it");
        vm.warp(vm.getBlockTimestamp() + batch.responsePeriod);
        assertTrue(protocol.demandRegistry.isBlocked(operator), "blocks its operator");
        assertEq(protocol.demandRegistry.expiredDemander(batchId), address(0), "and voids nothing");
    }

    /// @dev Whatever is answered in whatever order, the head is the earliest of those that are not.
    function testFuzz_Demand_TheEarliestUnansweredIsFirst(uint256 seed) public {
        bytes32[] memory ids = new bytes32[](9);
        Item[] memory items = new Item[](9);
        address[] memory by = new address[](9);
        for (uint32 i = 0; i < 9; ++i) {
            by[i] = makeAddr(vm.toString(i));
            vm.deal(by[i], 1 ether);
            items[i] = _leaves(DemandKind.Inferences, 0, i, 1);
            demander = by[i];
            ids[i] = _demand(batchId, batch, items[i]);
            skip((seed >> i * 4) % 16);
        }
        bool[] memory answered = new bool[](9);
        uint256 open = 9;
        for (uint256 i = 0; i < 9; ++i) {
            uint256 place = (seed >> (64 + i * 8)) % 9;
            if (answered[place] || (seed >> (160 + i)) % 2 == 0) continue;
            _answer(batchId, batch, items[place], _answerTo(items[place], _wide()));
            answered[place] = true;
            --open;
        }
        assertEq(protocol.demandRegistry.openDemands(batchId), open, "open");
        uint256 head = 0;
        while (head < 9 && answered[head]) ++head;
        if (head == 9) return;
        vm.warp(protocol.demandRegistry.demandOf(ids[head]).answerBy - 1);
        assertEq(protocol.demandRegistry.expiredDemander(batchId), address(0), "not yet");
        skip(1);
        assertEq(protocol.demandRegistry.expiredDemander(batchId), by[head], "the earliest");
    }

    function _bad(Item memory item) internal {
        _refused(item, abi.encodeWithSelector(IDemandRegistry.DemandRegistry_BadItem.selector));
    }

    function _refused(Item memory item, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(demander);
        protocol.demandRegistry.demand{value: 10 ether}(batchId, batch, item);
    }
}
