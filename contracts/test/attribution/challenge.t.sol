// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Batch, BatchStatus, EvidenceKind, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {FalseCredit, FalseCreditReason, ICreditProofs} from "openledger/interfaces/ICreditProofs.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {BatchId} from "openledger/types/BatchId.sol";

contract ChallengeTest is Loop {
    EvidenceKind internal constant KIND = EvidenceKind.FalseCredit;

    BatchId internal batchId;
    Batch internal batch;
    bytes internal evidence;

    function setUp() public override {
        super.setUp();
        Answer[] memory answers = _honest();
        answers[0].credits[0].contributor = copier;
        (batchId, batch) = _commit(answers);
        evidence = abi.encode(_evidenceOf(answers));
    }

    function _evidenceOf(Answer[] memory answers) internal view returns (FalseCredit memory made) {
        made.inference = BatchDraft.inferenceProof(answers, 0);
        made.credit = BatchDraft.creditProof(answers[0], 0);
        made.reason = FalseCreditReason.WrongContributor;
        made.source = _contributionProof(first, 0);
    }

    function _reserve(address challenger) internal returns (bytes32 reservation) {
        reservation = keccak256(abi.encode(KIND, keccak256(evidence), challenger, batchId));
        vm.prank(challenger);
        protocol.attributionLedger.reserveChallenge(reservation);
    }

    function _challenge(address challenger) internal {
        vm.prank(challenger);
        protocol.attributionLedger.challenge(batchId, batch, KIND, evidence);
    }

    function test_Challenge_ReservedEvidenceEarnsHalfOfTheBond() public {
        bytes32 reservation = _reserve(watcher);
        assertEq(protocol.attributionLedger.reservedAt(reservation), block.number, "reserved");
        vm.roll(block.number + 1);
        uint256 reward = batch.bond / 2;
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.BatchVoided(batchId, modelId, watcher, KIND, batch.bond, reward);
        vm.expectEmit(address(protocol.stakeVault));
        emit IStakeVault.StakeSlashed(operator, watcher, batch.bond, reward);
        _challenge(watcher);
        assertEq(_balanceOf(watcher), reward, "challenger's half");
        assertEq(_balanceOf(address(protocol.dataFund)), batch.bond - reward, "data fund's half");
        _assertVoid();
    }

    function test_Challenge_UnreservedEvidenceVoidsForTheDataFund() public {
        _challenge(watcher);
        assertEq(_balanceOf(watcher), 0, "no reward");
        assertEq(_balanceOf(address(protocol.dataFund)), batch.bond, "the whole bond");
        _assertVoid();
    }

    function test_Challenge_ReservationOfTheSameBlockEarnsNothing() public {
        _reserve(watcher);
        _challenge(watcher);
        assertEq(_balanceOf(watcher), 0, "no reward");
        _assertVoid();
    }

    function test_Challenge_CopiedEvidenceEarnsNothing() public {
        _reserve(watcher);
        vm.roll(block.number + 1);
        _challenge(stranger); // Who saw it on its way.
        assertEq(_balanceOf(stranger), 0, "no reward");
        assertEq(_balanceOf(address(protocol.dataFund)), batch.bond, "the whole bond");
        _assertVoid();
    }

    function testFuzz_Challenge_MoneyIsConserved(bool reserved) public {
        if (reserved) _reserve(watcher);
        vm.roll(block.number + 1);
        uint256 held = _balanceOf(address(protocol.stakeVault));
        uint256 inEscrow = _balanceOf(address(protocol.inferenceEscrow));
        _challenge(watcher);
        uint256 paid = _balanceOf(watcher) + _balanceOf(address(protocol.dataFund));
        assertEq(held - _balanceOf(address(protocol.stakeVault)), paid, "the bond and nothing else left the vault");
        assertEq(_balanceOf(address(protocol.inferenceEscrow)), inEscrow, "no money left the escrow");
    }

    function test_Challenge_OperatorMayCommitAgain() public {
        _challenge(watcher);
        (BatchId next,) = _commit(_honest());
        assertEq(BatchId.unwrap(next), 2, "committed");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), 0, "the same money");
    }

    function test_RevertWhen_TheBatchIsNotTheOneCommitted() public {
        batch.bond -= 1;
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_WrongBatch.selector, batchId));
        _challenge(watcher);
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_WrongBatch.selector, batchId));
        protocol.attributionLedger.finalise(batchId, batch);
    }

    function test_RevertWhen_TheBatchIsVoid() public {
        _challenge(watcher);
        bytes memory reason = abi.encodeWithSelector(
            IAttributionLedger.AttributionLedger_NotCommitted.selector, batchId, BatchStatus.Voided
        );
        vm.expectRevert(reason);
        _challenge(watcher);
        vm.warp(batch.challengesUntil);
        vm.expectRevert(reason);
        protocol.attributionLedger.finalise(batchId, batch);
    }

    function test_RevertWhen_TheBatchIsFinalised() public {
        _finalise(batchId, batch);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_NotCommitted.selector, batchId, BatchStatus.Finalised
            )
        );
        _challenge(watcher);
    }

    function test_RevertWhen_ThereIsNoSuchBatch() public {
        batchId = BatchId.wrap(9);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_NotCommitted.selector, batchId, BatchStatus.None
            )
        );
        _challenge(watcher);
    }

    function testFuzz_RevertWhen_TheChallengePeriodIsOver(uint256 later) public {
        _refusedAt(bound(later, batch.challengesUntil, uint256(batch.challengesUntil) + 365 days));
    }

    function test_RevertWhen_TheChallengePeriodEndsThisSecond() public {
        _refusedAt(batch.challengesUntil);
    }

    function _refusedAt(uint256 time) internal {
        vm.warp(time);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_ChallengePeriodOver.selector, batchId, batch.challengesUntil
            )
        );
        _challenge(watcher);
    }

    function test_Challenge_CountsToTheLastSecond() public {
        vm.warp(batch.challengesUntil - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_ChallengePeriodOpen.selector, batchId, batch.challengesUntil
            )
        );
        protocol.attributionLedger.finalise(batchId, batch);
        _challenge(watcher);
        _assertVoid();
    }

    function test_RevertWhen_TheEvidenceProvesNothing() public {
        _challenge(watcher);
        Answer[] memory answers = _honest();
        (batchId, batch) = _commit(answers);
        evidence = abi.encode(_evidenceOf(answers));
        vm.expectRevert(
            abi.encodeWithSelector(ICreditProofs.CreditProofs_NothingFalse.selector, FalseCreditReason.WrongContributor)
        );
        _challenge(watcher);
    }

    function test_ReserveChallenge_OnlyOnce() public {
        bytes32 reservation = _reserve(watcher);
        vm.roll(block.number + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_AlreadyReserved.selector, reservation)
        );
        protocol.attributionLedger.reserveChallenge(reservation);
    }

    function _assertVoid() internal view {
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Voided), "void");
        assertEq(BatchId.unwrap(protocol.attributionLedger.openBatchOf(modelId)), 0, "no open batch");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), batch.commitment.dataFees, "money is back in the pool");
        assertEq(protocol.stakeVault.stakeOf(operator).locked, 0, "nothing locked");
        assertEq(protocol.stakeVault.stakeOf(operator).active, 10_000e18 - batch.bond, "bond gone");
    }
}
