// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer} from "../utils/BatchDraft.sol";
import {Batch, BatchCommitment, BatchStatus, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {Credit} from "openledger/interfaces/IFraudProofs.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @dev What demands and escalations hold up stands in `voidUnanswered.t.sol` and `escalate.t.sol`.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract FinaliseTest is Loop {
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commit(_honest());
    }

    function testFuzz_Finalise_ByAnyoneOnceItsTimeIsOver(address caller, uint256 later) public {
        uint256 escrowed = _balanceOf(address(protocol.inferenceEscrow));
        uint256 unearned = batch.commitment.dataFees - batch.commitment.earned;
        vm.warp(bound(later, batch.challengesUntil, uint256(batch.challengesUntil) + 3650 days));
        uint256 before = _balanceOf(caller);
        vm.prank(caller);
        protocol.attributionLedger.finalise(batchId, batch);
        assertTrue(protocol.attributionLedger.isRecorded(batchId, batch, BatchStatus.Finalised), "record");
        if (caller != address(protocol.dataFund) && caller != address(protocol.inferenceEscrow)) {
            assertEq(_balanceOf(caller), before, "the caller has nothing of it");
        }
        assertEq(_balanceOf(address(protocol.inferenceEscrow)), escrowed - unearned, "what was earned stays");
        assertEq(_balanceOf(address(protocol.dataFund)), unearned, "what nobody earned");
    }

    function testFuzz_RevertWhen_TheChallengePeriodIsNotOver(uint256 early) public {
        vm.warp(bound(early, vm.getBlockTimestamp(), batch.challengesUntil - 1));
        _refused(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_ChallengePeriodOpen.selector, batchId, batch.challengesUntil
            )
        );
    }

    function testFuzz_RevertWhen_TheBatchIsNotTheOneCommitted(uint256 field, uint128 other) public {
        vm.warp(batch.challengesUntil);
        bytes32 committed = keccak256(abi.encode(batch));
        field = bound(field, 0, 6);
        if (field == 0) batch.commitment.earned = other;
        else if (field == 1) batch.commitment.dataFees = other;
        else if (field == 2) batch.bond = other;
        else if (field == 3) batch.operator = address(uint160(other));
        else if (field == 4) batch.challengesUntil = uint40(bound(other, 0, batch.challengesUntil));
        else if (field == 5) batch.commitment.modelId = ModelId.wrap(other);
        else batch.commitment.payoutsRoot ^= bytes32(uint256(other));
        vm.assume(keccak256(abi.encode(batch)) != committed);
        _refused(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_WrongBatch.selector, batchId));
    }

    function testFuzz_RevertWhen_ThereIsNoSuchBatch(uint256 id) public {
        vm.assume(id != BatchId.unwrap(batchId));
        batchId = BatchId.wrap(id);
        vm.warp(batch.challengesUntil);
        _refused(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_NotCommitted.selector, batchId, BatchStatus.None
            )
        );
    }

    /// @dev Nor is the money nobody earned paid twice.
    function test_RevertWhen_ItIsFinalised() public {
        _finalise(batchId, batch);
        _refused(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_NotCommitted.selector, batchId, BatchStatus.Finalised
            )
        );
    }

    function test_Finalise() public {
        uint256 unearned = batch.commitment.dataFees - batch.commitment.earned;
        vm.warp(batch.challengesUntil);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.BatchFinalised(batchId, modelId, batch.commitment.earned, unearned);
        protocol.attributionLedger.finalise(batchId, batch);
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Finalised), "status");
        assertEq(_balanceOf(address(protocol.dataFund)), unearned, "unearned money to the data fund");
        assertEq(protocol.stakeVault.stakeOf(operator).locked, 0, "bond released");
        assertEq(protocol.stakeVault.freeStakeOf(operator), 10_000e18, "and free");
        assertEq(BatchId.unwrap(protocol.attributionLedger.openBatchOf(modelId)), 0, "no open batch");
    }

    function test_Finalise_NextBatchKnowsTheLastOne() public {
        _finalise(batchId, batch);
        _pay(modelId, 3 * PRICE);
        BatchCommitment memory commitment = _commitment(_honest());
        Batch memory next = _batch(commitment);
        next.versionsSince = batch.committedAt - parameters.versionGrace;
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.BatchCommitted(BatchId.wrap(2), modelId, operator, next, "uri");
        vm.prank(operator);
        protocol.attributionLedger.commit(commitment, "uri");
    }

    function test_Finalise_WithoutPayoutsAllGoesToTheDataFund() public {
        _finalise(batchId, batch);
        _pay(modelId, 3 * PRICE);
        uint256 before = _balanceOf(address(protocol.dataFund));
        Answer[] memory answers = _honest();
        answers[0].output = "";
        delete answers[0].credits;
        BatchCommitment memory commitment = _commitment(answers);
        assertEq(commitment.payoutCount, 0, "nobody earned");
        vm.prank(operator);
        BatchId second = protocol.attributionLedger.commit(commitment, "uri");
        Batch memory secondBatch = _batch(commitment);
        secondBatch.versionsSince = batch.committedAt - parameters.versionGrace;
        _finalise(second, secondBatch);
        assertEq(_balanceOf(address(protocol.dataFund)) - before, commitment.dataFees, "everything");
    }

    /// @dev A batch of which every wei was earned: the data fund is not even called.
    function test_Finalise_WhereAllWasEarnedNothingGoesToTheDataFund() public {
        _finalise(batchId, batch);
        uint256 before = _balanceOf(address(protocol.dataFund));
        _pay(modelId, 3 * PRICE);
        Answer[] memory answers = new Answer[](1);
        answers[0] = _honest()[0];
        (answers[0].output, answers[0].credits) = (FOX, new Credit[](1));
        answers[0].credits[0] = Credit(0, uint64(FOX.length), 0, uint64(FOX.length), first, 0, 0, alice);
        BatchCommitment memory commitment = _commitment(answers);
        assertEq(commitment.earned, commitment.dataFees, "all of it");
        Batch memory second = _batch(commitment);
        second.versionsSince = batch.committedAt - parameters.versionGrace;
        vm.prank(operator);
        BatchId secondId = protocol.attributionLedger.commit(commitment, "uri");
        vm.warp(second.challengesUntil);
        vm.expectCall(
            address(protocol.inferenceEscrow), abi.encodeWithSelector(IInferenceEscrow.payFromBatch.selector), 0
        );
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.BatchFinalised(secondId, modelId, commitment.earned, 0);
        protocol.attributionLedger.finalise(secondId, second);
        assertEq(_balanceOf(address(protocol.dataFund)), before, "nothing");
    }

    function _refused(bytes memory reason) internal {
        vm.expectRevert(reason);
        protocol.attributionLedger.finalise(batchId, batch);
    }
}
