// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Demands} from "./Demands.t.sol";
import {
    Batch,
    BatchStatus,
    Claim,
    EvidenceKind,
    IAttributionLedger
} from "openledger/interfaces/IAttributionLedger.sol";
import {FalseCredit, FalseCreditReason} from "openledger/interfaces/ICreditProofs.sol";
import {Answer as Shown, DemandKind, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Attacks on demands, bonds and settlement, each as whoever would gain by it would try it.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract DemandAttacksTest is Demands {
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commitWide(_wide());
    }

    /// @dev Five hundred demands within the last second in which they can be made, answered by ten transactions.
    function test_Attack_FloodOfDemandsNeverVoidsAnHonestBatch() public {
        vm.warp(batch.demandsUntil - 1);
        // Each wei of a payer's total is an item of its own; the same leaf answers all of its range.
        Shown[] memory ofLeaf = new Shown[](9);
        for (uint128 i = 0; i < 9; ++i) {
            ofLeaf[i] = _answerTo(_inferenceAt(payer, i * PRICE), _wide());
        }
        Item[] memory items = new Item[](500);
        uint256 deposit = protocol.demandRegistry.depositFor(batch, _inferenceAt(payer, 0));
        for (uint128 i = 0; i < 500; ++i) {
            items[i] = _inferenceAt(payer, i % 9 * PRICE + i);
            vm.prank(demander);
            protocol.demandRegistry.demand{value: deposit}(batchId, batch, items[i]);
        }
        assertEq(protocol.demandRegistry.openDemands(batchId), 500, "a flood");
        uint256 spent = 0;
        for (uint256 part = 0; part < 10; ++part) {
            Item[] memory asked = new Item[](50);
            Shown[] memory shown = new Shown[](50);
            for (uint256 i = 0; i < 50; ++i) {
                // From the last to the first: the order does not matter.
                (asked[i], shown[i]) = (items[499 - part * 50 - i], ofLeaf[(499 - part * 50 - i) % 9]);
            }
            vm.prank(operator, operator);
            protocol.demandRegistry.answer(batchId, batch, asked, shown);
            spent += vm.lastCallGas().gasTotalUsed + _calldataGas(asked, shown);
        }
        assertLt(spent, 10 * 30_000_000, "in ten blocks");
        assertEq(protocol.demandRegistry.openDemands(batchId), 0, "all answered");
        assertEq(protocol.demandRegistry.withdrawable(operator), 500 * deposit, "and paid for");
        assertGt(500 * deposit, spent * BASE_FEE, "by more than it cost");
        _finalise(batchId, batch);
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Finalised), "final");
    }

    function _calldataGas(Item[] memory items, Shown[] memory shown) internal view returns (uint256 gas) {
        bytes memory data = abi.encodeCall(IDemandRegistry.answer, (batchId, batch, items, shown));
        // No byte costs more.
        return 21_000 + data.length * 16;
    }

    /// @dev A liar demands of itself, first and in a transaction nobody can come before, to have the demander's half.
    function test_Attack_DemandsThatPayTheThiefCostHalfOfTheBond() public {
        Item memory item = _payoutOf(alice);
        uint256 deposit = protocol.demandRegistry.depositFor(batch, item);
        vm.deal(operator, deposit);
        uint256 stake = protocol.stakeVault.stakeOf(operator).active;
        vm.prank(operator);
        protocol.demandRegistry.demand{value: deposit}(batchId, batch, item);
        _demand(batchId, batch, _payoutOf(bob)); // An honest one, later.
        skip(batch.responsePeriod);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        uint256 left = protocol.stakeVault.stakeOf(operator).active + _balanceOf(operator);
        assertEq(stake - left, batch.bond - batch.bond / 2, "half of the bond is gone");
        assertEq(_balanceOf(address(protocol.dataFund)), batch.bond - batch.bond / 2, "to the data fund");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), batch.commitment.dataFees, "for none of the money");
    }

    /// @dev It cannot keep a watcher with evidence from the reward in time: its own demand counts only after R.
    function test_Attack_ADemandOfOnesOwnIsNoShieldAgainstEvidence() public {
        vm.warp(vm.getBlockTimestamp() + batch.challengesUntil - batch.committedAt);
        protocol.attributionLedger.finalise(batchId, batch);
        _pay(modelId, 3 * PRICE);
        uint40 since = batch.committedAt - parameters.versionGrace;
        Answer[] memory answers = _honest();
        answers[0].credits[0].contributor = copier;
        (batchId, batch) = _commit(answers);
        batch.versionsSince = since;
        vm.deal(operator, 1 ether);
        demander = operator;
        _demand(batchId, batch, _payoutOf(alice));
        FalseCredit memory made;
        made.inference = BatchDraft.inferenceProof(answers, 0);
        made.credit = BatchDraft.creditProof(answers[0], 0);
        made.reason = FalseCreditReason.WrongContributor;
        made.source = _contributionProof(first, 0);
        bytes memory evidence = abi.encode(made);
        vm.startPrank(watcher);
        protocol.attributionLedger
            .reserveChallenge(keccak256(abi.encode(EvidenceKind.FalseCredit, keccak256(evidence), watcher, batchId)));
        vm.roll(block.number + 1);
        protocol.attributionLedger.challenge(batchId, batch, EvidenceKind.FalseCredit, evidence);
        assertEq(_balanceOf(watcher), batch.bond / 2, "the watcher's");
        vm.stopPrank();
    }

    /// @dev Nobody has seen the payout tree, and the batch became final: whoever earned in it can still demand its leaf.
    function test_Attack_WithheldPayoutTreeAfterFinalityStopsTheOperator() public {
        _finalise(batchId, batch);
        _pay(modelId, 9 * PRICE);
        address account = address(1003);
        bytes32 demandId = _demand(batchId, batch, _payoutOf(account));
        vm.warp(protocol.demandRegistry.demandOf(demandId).answerBy);
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_OperatorBlocked.selector, operator));
        vm.prank(operator);
        protocol.attributionLedger.commit(batch.commitment, "uri");
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_Blocked.selector, operator));
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(1);
        // Only the leaf frees it: not that of another account.
        Item memory item = _payoutOf(account);
        assertFalse(_isAnswer(batchId, batch, item, _answerTo(_payoutOf(address(1004)), _wide())), "another's");
        Shown memory shown = _answerTo(item, _wide());
        _answer(batchId, batch, item, shown);
        assertFalse(protocol.demandRegistry.isBlocked(operator), "free again");
        // And what was shown is all that a claim needs.
        PayoutProof memory payout = shown.payouts[0];
        vm.prank(account);
        uint256 paid = protocol.attributionLedger.claim(_claimFrom(payout));
        assertEq(paid, payout.amount, "claimed");
    }

    function _claimFrom(PayoutProof memory payout) internal view returns (Claim memory claimed) {
        (claimed.batchId, claimed.batch, claimed.payout) = (batchId, batch, payout);
    }

    /// @dev Handing the model to another account of one's own leaves bond and duties behind.
    function test_Attack_HandingTheModelToOneself() public {
        vm.prank(modelOwner);
        protocol.modelRegistry.announceTerm(modelId, stranger, stranger);
        vm.warp(protocol.modelRegistry.term(modelId, 1).endsAt);
        // The old batch waits: its bond is locked, and the new term does not start over it.
        assertEq(protocol.stakeVault.stakeOf(operator).locked, batch.bond, "the bond stays");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_BatchOpen.selector, modelId, batchId));
        protocol.modelRegistry.startTerm(modelId);
        protocol.attributionLedger.finalise(batchId, batch);
        protocol.modelRegistry.startTerm(modelId);
        // Demands for its payouts are still the old operator's, and hold its stake.
        Item memory item = _payoutOf(alice);
        _demand(batchId, batch, item);
        skip(batch.responsePeriod);
        assertTrue(protocol.demandRegistry.isBlocked(operator), "the old operator");
        assertFalse(protocol.demandRegistry.isBlocked(stranger), "not the new one");
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_Blocked.selector, operator));
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(1);
    }

    /// @dev The same stake does not stand for two batches, and does not leave while it stands for one.
    function test_Attack_BondSmallerThanWhatIsAtStake() public {
        uint256 free = protocol.stakeVault.freeStakeOf(operator);
        uint256 needed = protocol.attributionLedger.bondFor(batch.commitment.dataFees, _itemsOf(batch.commitment));
        assertEq(batch.bond, needed, "what the batch needs");
        assertEq(protocol.stakeVault.stakeOf(operator).active - free, needed, "is locked");
        vm.startPrank(operator);
        vm.expectRevert(
            abi.encodeWithSelector(IStakeVault.StakeVault_InsufficientFreeStake.selector, operator, free + 1, free)
        );
        protocol.stakeVault.requestUnbonding(free + 1);
        protocol.stakeVault.requestUnbonding(free);
        vm.stopPrank();
        ModelId other = _registerModel(datanetId);
        _pay(other, 9 * PRICE);
        batch.commitment.modelId = other;
        vm.expectRevert(
            abi.encodeWithSelector(IStakeVault.StakeVault_InsufficientFreeStake.selector, operator, needed, 0)
        );
        vm.prank(operator);
        protocol.attributionLedger.commit(batch.commitment, "uri");
        // Items beyond what money alone would ask for raise it: nobody hides a lie in a heap.
        assertEq(
            protocol.attributionLedger.bondFor(batch.commitment.dataFees, 1_000_000),
            1_000_000 * parameters.bondPerItem,
            "by items"
        );
    }

    /// @dev An answer seen in the mempool and sent by somebody else: it serves as well, and voids nothing.
    function test_Attack_CopiedAnswersServeAsWell() public {
        Item memory item = _leaves(DemandKind.Inferences, 0, 0, 2);
        bytes32 demandId = _demand(batchId, batch, item);
        Shown memory shown = _answerTo(item, _wide());
        operator = stranger;
        _answer(batchId, batch, item, shown);
        vm.warp(protocol.demandRegistry.demandOf(demandId).answerBy);
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NoExpiredDemand.selector, batchId));
        protocol.attributionLedger.voidUnanswered(batchId, batch);
    }
}
