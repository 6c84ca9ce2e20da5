// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Batch, BatchCommitment, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {FalseCredit, FalseCreditReason} from "openledger/interfaces/ICreditProofs.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice One operator of ten models with one deposit: what backs one batch backs no other.
contract PromisesTest is Loop {
    uint256 internal constant MODELS = 10;
    uint256 internal constant BOND = 1000e18;

    ModelId[] internal models;
    BatchId[] internal batchIds;
    Batch[] internal batches;

    function setUp() public override {
        super.setUp();
        models.push(modelId);
        for (uint256 i = 1; i < MODELS; ++i) {
            ModelId other = _registerModel(datanetId);
            _publishVersion(other, datanetId);
            _pay(other, 3 * PRICE);
            models.push(other);
        }
        // The stake is what the test gives.
        vm.startPrank(operator);
        protocol.stakeVault.requestUnbonding(10_000e18);
        vm.warp(vm.getBlockTimestamp() + parameters.unbondingPeriod);
        protocol.stakeVault.withdraw();
        vm.stopPrank();
    }

    function testFuzz_OneDeposit_IsNotPromisedToTenModels(uint256 deposit) public {
        deposit = bound(deposit, BOND, MODELS * BOND - 1);
        _stake(operator, deposit);
        uint256 backed = deposit / BOND;
        _commitTo(backed);
        assertEq(protocol.stakeVault.stakeOf(operator).locked, backed * BOND, "a bond for each");
        uint256 free = deposit - backed * BOND;
        assertEq(protocol.stakeVault.freeStakeOf(operator), free, "the rest is less than a bond");

        modelId = models[backed];
        BatchCommitment memory commitment = _commitment(_honest());
        vm.expectRevert(
            abi.encodeWithSelector(IStakeVault.StakeVault_InsufficientFreeStake.selector, operator, BOND, free)
        );
        vm.prank(operator);
        protocol.attributionLedger.commit(commitment, "openledger:blobs");

        // Nor does it leave while it is promised.
        vm.expectRevert(
            abi.encodeWithSelector(IStakeVault.StakeVault_InsufficientFreeStake.selector, operator, free + 1, free)
        );
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(free + 1);
    }

    /// @dev A lie in one batch costs its own bond and none of the others', whatever became of them before.
    function testFuzz_OneDeposit_IsSlashedBatchByBatch(uint256 liar, uint256 second) public {
        liar = bound(liar, 0, MODELS - 1);
        second = (liar + bound(second, 1, MODELS - 1)) % MODELS;
        _stake(operator, MODELS * BOND);
        _commitTo(MODELS);
        assertEq(protocol.stakeVault.freeStakeOf(operator), 0, "all of it is promised");
        _challenge(liar);
        assertEq(protocol.stakeVault.stakeOf(operator).active, (MODELS - 1) * BOND, "one bond is gone");
        assertEq(protocol.stakeVault.stakeOf(operator).locked, (MODELS - 1) * BOND, "the others stand");
        _challenge(second);
        assertEq(protocol.stakeVault.stakeOf(operator).locked, (MODELS - 2) * BOND, "and pay for themselves");
        assertEq(_balanceOf(address(protocol.dataFund)), 2 * BOND, "in full");

        vm.warp(batches[0].challengesUntil);
        for (uint256 i = 0; i < MODELS; ++i) {
            if (i == liar || i == second) continue;
            protocol.attributionLedger.finalise(batchIds[i], batches[i]);
        }
        assertEq(protocol.stakeVault.freeStakeOf(operator), (MODELS - 2) * BOND, "free again");
        assertEq(protocol.stakeVault.stakeOf(operator).locked, 0, "nothing is locked");
    }

    /// @dev To the first models, with the same lie.
    function _commitTo(uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            modelId = models[i];
            (BatchId batchId, Batch memory batch) = _commit(_lies());
            assertEq(batch.bond, BOND, "bond");
            batchIds.push(batchId);
            batches.push(batch);
        }
    }

    function _lies() internal view returns (Answer[] memory answers) {
        answers = _honest();
        answers[0].credits[0].contributor = copier;
    }

    function _challenge(uint256 i) internal {
        FalseCredit memory made;
        made.inference = BatchDraft.inferenceProof(_lies(), 0);
        made.credit = BatchDraft.creditProof(_lies()[0], 0);
        made.reason = FalseCreditReason.WrongContributor;
        made.source = _contributionProof(first, 0);
        vm.prank(stranger);
        protocol.attributionLedger.challenge(batchIds[i], batches[i], EvidenceKind.FalseCredit, abi.encode(made));
    }
}
