// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Demands} from "./Demands.t.sol";
import {Batch, BatchStatus, EvidenceKind, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {DemandKind, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice Voiding for an unanswered demand, and what open demands hold up.
contract VoidUnansweredTest is Demands {
    BatchId internal batchId;
    Batch internal batch;
    Item internal item;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commitWide(_wide());
        item = _leaves(DemandKind.Inferences, 0, 0, 9);
    }

    function _expire() internal returns (bytes32 demandId) {
        demandId = _demand(batchId, batch, item);
        vm.warp(vm.getBlockTimestamp() + batch.responsePeriod);
    }

    function testFuzz_VoidUnanswered(address caller, uint256 later) public {
        vm.assume(caller != address(0));
        uint256 pool = protocol.inferenceEscrow.poolOf(modelId, 1);
        uint256 escrowed = _balanceOf(address(protocol.inferenceEscrow));
        uint256 reward = batch.bond / 2;
        _expire();
        skip(bound(later, 0, 365 days));
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.BatchVoided(
            batchId, modelId, demander, EvidenceKind.UnansweredDemand, batch.bond, reward
        );
        vm.expectEmit(address(protocol.stakeVault));
        emit IStakeVault.StakeSlashed(operator, demander, batch.bond, reward);
        vm.prank(caller);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Voided), "void");
        assertEq(_balanceOf(demander), reward, "the demander's half, whoever calls");
        assertEq(_balanceOf(address(protocol.dataFund)), batch.bond - reward, "the data fund's half");
        assertEq(protocol.stakeVault.stakeOf(operator).locked, 0, "nothing locked");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), pool + batch.commitment.dataFees, "back in the pool");
        assertEq(_balanceOf(address(protocol.inferenceEscrow)), escrowed, "no money moved");
        assertEq(BatchId.unwrap(protocol.attributionLedger.openBatchOf(modelId)), 0, "no open batch");
    }

    /// @dev A voided batch's money returns once: neither voiding, nor evidence, nor an escalation returns it again.
    function test_VoidUnanswered_MoneyReturnsOnce() public {
        _expire();
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        bytes memory reason = abi.encodeWithSelector(
            IAttributionLedger.AttributionLedger_NotCommitted.selector, batchId, BatchStatus.Voided
        );
        vm.expectRevert(reason);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        vm.expectRevert(reason);
        protocol.attributionLedger.challenge(batchId, batch, EvidenceKind.FalseCredit, "");
        vm.expectRevert(reason);
        protocol.attributionLedger.escalate(batchId, batch);
        vm.warp(batch.challengesUntil);
        vm.expectRevert(reason);
        protocol.attributionLedger.finalise(batchId, batch);
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), batch.commitment.dataFees, "once");
        // And can be committed again, once.
        batch = _batch(batch.commitment);
        vm.prank(operator);
        BatchId next = protocol.attributionLedger.commit(batch.commitment, "uri");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), 0, "taken");
        assertEq(protocol.demandRegistry.openDemands(next), 0, "with no demand of the void one");
    }

    function test_VoidUnanswered_TheEarliestUnansweredEarns() public {
        Item[3] memory items = [
            _leaves(DemandKind.Inferences, 0, 0, 1),
            _leaves(DemandKind.Inferences, 0, 1, 1),
            _leaves(DemandKind.Inferences, 0, 2, 1)
        ];
        address[3] memory by = [alice, bob, stranger];
        for (uint256 i = 0; i < 3; ++i) {
            demander = by[i];
            vm.deal(demander, 1 ether);
            _demand(batchId, batch, items[i]);
            skip(1 minutes);
        }
        // The first is answered: its demander was no harm to the operator, and earns nothing.
        _answer(batchId, batch, items[0], _answerTo(items[0], _wide()));
        vm.warp(vm.getBlockTimestamp() + batch.responsePeriod);
        vm.prank(stranger);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        assertEq(_balanceOf(bob), batch.bond / 2, "the second");
        assertEq(_balanceOf(alice) + _balanceOf(stranger), 0, "nobody else");
    }

    function test_RevertWhen_NoDemandIsUnanswered() public {
        bytes memory reason =
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NoExpiredDemand.selector, batchId);
        vm.expectRevert(reason);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        _demand(batchId, batch, item);
        vm.warp(vm.getBlockTimestamp() + batch.responsePeriod - 1);
        vm.expectRevert(reason);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        _answer(batchId, batch, item, _answerTo(item, _wide()));
        skip(1);
        vm.expectRevert(reason);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
    }

    function test_RevertWhen_TheBatchIsNotTheOneCommitted() public {
        _expire();
        batch.bond += 1;
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_WrongBatch.selector, batchId));
        protocol.attributionLedger.voidUnanswered(batchId, batch);
    }

    function test_RevertWhen_TheBatchIsFinalised() public {
        _finalise(batchId, batch);
        item = _payoutOf(alice);
        _expire();
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_NotCommitted.selector, batchId, BatchStatus.Finalised
            )
        );
        protocol.attributionLedger.voidUnanswered(batchId, batch);
    }

    /// @dev The two ways of voiding besides evidence cannot be claimed in a challenge.
    function testFuzz_RevertWhen_AChallengeSaysItWasUnanswered(bytes calldata evidence, bool upheld) public {
        _expire();
        EvidenceKind kind = upheld ? EvidenceKind.UpheldEscalation : EvidenceKind.UnansweredDemand;
        vm.expectRevert(IFraudProofs.FraudProofs_UnknownKind.selector);
        protocol.attributionLedger.challenge(batchId, batch, kind, evidence);
    }

    // Finalise

    function testFuzz_RevertWhen_FinalisedWithOpenDemands(uint256 later) public {
        vm.warp(batch.demandsUntil - 1);
        bytes32 demandId = _demand(batchId, batch, item);
        uint256 answerBy = protocol.demandRegistry.demandOf(demandId).answerBy;
        assertLe(answerBy + parameters.challengeTail, batch.challengesUntil, "what is answered can be challenged");
        vm.warp(bound(later, batch.challengesUntil, uint256(batch.challengesUntil) + 365 days));
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_DemandsOpen.selector, batchId, 1));
        protocol.attributionLedger.finalise(batchId, batch);
        // It stays voidable for ever.
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        assertEq(_balanceOf(demander), batch.bond / 2, "void");
    }

    function test_Finalise_OnceDemandsAreAnswered() public {
        _demand(batchId, batch, item);
        _answer(batchId, batch, item, _answerTo(item, _wide()));
        _finalise(batchId, batch);
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Finalised), "finalised");
    }

    // Commit

    function test_RevertWhen_ABlockedOperatorCommits() public {
        _finalise(batchId, batch);
        _pay(modelId, 9 * PRICE);
        item = _payoutOf(alice);
        _expire();
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_OperatorBlocked.selector, operator));
        vm.prank(operator);
        protocol.attributionLedger.commit(batch.commitment, "uri");
        // Nor does its stake leave.
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_Blocked.selector, operator));
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(1e18);
        _answer(batchId, batch, item, _answerTo(item, _wide()));
        vm.prank(operator);
        protocol.attributionLedger.commit(batch.commitment, "uri");
    }

    function testFuzz_RevertWhen_TheTermIsOver(uint256 later) public {
        _finalise(batchId, batch);
        _pay(modelId, 9 * PRICE);
        vm.prank(modelOwner);
        protocol.modelRegistry.announceTerm(modelId, stranger, stranger);
        uint256 endsAt = protocol.modelRegistry.term(modelId, 1).endsAt;
        vm.warp(bound(later, endsAt, endsAt + 365 days));
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_TermOver.selector, modelId, 1, endsAt)
        );
        vm.prank(operator);
        protocol.attributionLedger.commit(batch.commitment, "uri");
        vm.warp(endsAt - 1);
        vm.prank(operator);
        protocol.attributionLedger.commit(batch.commitment, "uri");
    }

    /// @dev Where versions may have answered begins with the commit of the last finalised batch, not of a void one.
    function test_Commit_VersionsSinceTheLastFinalisedCommit() public {
        _expire();
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        uint40 since = batch.versionsSince;
        assertEq(since, 1_800_000_000 - parameters.versionGrace, "since the term's start");
        batch = _batch(batch.commitment);
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(batch.commitment, "uri");
        assertTrue(
            protocol.attributionLedger.isRecorded(batchId, batch, BatchStatus.Committed), "still since the term's start"
        );
        uint40 committedAt = batch.committedAt;
        _finalise(batchId, batch);
        _pay(modelId, 9 * PRICE);
        batch = _batch(batch.commitment);
        batch.versionsSince = committedAt - parameters.versionGrace;
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(batch.commitment, "uri");
        assertTrue(
            protocol.attributionLedger.isRecorded(batchId, batch, BatchStatus.Committed), "since the finalised one"
        );
    }
}
