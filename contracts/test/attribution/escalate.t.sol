// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Demands} from "./Demands.t.sol";
import {
    Batch,
    BatchStatus,
    Escalation,
    EvidenceKind,
    IAttributionLedger
} from "openledger/interfaces/IAttributionLedger.sol";
import {AttributionRule, IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Escalating and deciding.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract EscalateTest is Demands {
    address internal arbiter = makeAddr("arbiter");
    BatchId internal provableId;
    Batch internal provable;
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (provableId, provable) = _commit(_honest());
        IModelRegistry.NewModel memory newModel = _newModel(datanetId);
        newModel.rule = AttributionRule.InfluenceV1;
        vm.prank(modelOwner);
        modelId = protocol.modelRegistry.register(newModel);
        _pay(modelId, 3 * PRICE);
        (batchId, batch) = _commit(_honest());
        _setArbiter(arbiter);
    }

    function _setArbiter(address account) internal {
        parameters.arbiter = account;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(parameters);
    }

    function _escalate(address account) internal {
        _giveFor(account, address(protocol.attributionLedger), parameters.escalationBond);
        vm.prank(account);
        protocol.attributionLedger.escalate(batchId, batch);
    }

    function _decide(address account, bool upheld) internal {
        vm.prank(account);
        protocol.attributionLedger.decide(batchId, batch, upheld);
    }

    function _ledgerBalance() internal view returns (uint256) {
        return _balanceOf(address(protocol.attributionLedger));
    }

    function testFuzz_Escalate(uint256 later) public {
        vm.warp(bound(later, vm.getBlockTimestamp(), batch.challengesUntil - 1));
        uint256 decideBy = vm.getBlockTimestamp() + parameters.arbiterPeriod;
        _giveFor(watcher, address(protocol.attributionLedger), parameters.escalationBond);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.Escalated(batchId, watcher, arbiter, parameters.escalationBond, decideBy);
        vm.prank(watcher);
        protocol.attributionLedger.escalate(batchId, batch);
        Escalation memory open = protocol.attributionLedger.escalationOf(batchId);
        assertEq(open.escalator, watcher, "escalator");
        assertEq(open.arbiter, arbiter, "arbiter");
        assertEq(open.bond, parameters.escalationBond, "bond");
        assertEq(open.decideBy, decideBy, "time");
        assertEq(_balanceOf(watcher), 0, "paid");
        assertEq(_ledgerBalance(), parameters.escalationBond, "held");
        // It holds the batch beyond its challenge period, until the arbiter's time is over.
        if (decideBy > batch.challengesUntil) {
            vm.warp(decideBy - 1);
            vm.expectRevert(
                abi.encodeWithSelector(IAttributionLedger.AttributionLedger_EscalationOpen.selector, batchId, decideBy)
            );
            protocol.attributionLedger.finalise(batchId, batch);
        }
    }

    function test_Decide_UpheldVoidsForTheEscalator() public {
        _escalate(watcher);
        uint256 reward = batch.bond / 2;
        uint256 pool = protocol.inferenceEscrow.poolOf(modelId, 1);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.BatchVoided(
            batchId, modelId, watcher, EvidenceKind.UpheldEscalation, batch.bond, reward
        );
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.EscalationClosed(batchId, watcher, arbiter, true);
        _decide(arbiter, true);
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Voided), "void");
        assertEq(_balanceOf(watcher), reward + parameters.escalationBond, "half of the bond, and its own");
        assertEq(_balanceOf(address(protocol.dataFund)), batch.bond - reward, "the data fund's half");
        assertEq(_balanceOf(arbiter), 0, "the arbiter earns nothing by it");
        assertEq(_ledgerBalance(), 0, "nothing held");
        assertEq(
            protocol.inferenceEscrow.poolOf(modelId, 1), pool + batch.commitment.dataFees, "the money is in the pool"
        );
        assertEq(protocol.attributionLedger.escalationOf(batchId).decideBy, 0, "closed");
    }

    function test_Decide_RejectedCostsTheBondAndAllowsAnother() public {
        _escalate(watcher);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.EscalationClosed(batchId, watcher, arbiter, false);
        _decide(arbiter, false);
        assertEq(_balanceOf(watcher), 0, "nothing returns");
        assertEq(_balanceOf(address(protocol.dataFund)), parameters.escalationBond, "the data fund's");
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Committed), "it stands");
        _escalate(stranger);
        _decide(arbiter, true);
        assertEq(_balanceOf(stranger), parameters.escalationBond + batch.bond / 2, "the second was right");
    }

    function testFuzz_Decide_SilentArbiterLetsTheBatchStand(uint256 later) public {
        _escalate(watcher);
        uint256 decideBy = protocol.attributionLedger.escalationOf(batchId).decideBy;
        uint256 from = decideBy > batch.challengesUntil ? decideBy : batch.challengesUntil;
        vm.warp(bound(later, from, from + 365 days));
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotEscalated.selector, batchId));
        _decide(arbiter, true);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.EscalationClosed(batchId, watcher, address(0), false);
        protocol.attributionLedger.finalise(batchId, batch);
        assertEq(_balanceOf(watcher), parameters.escalationBond, "the bond returns");
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Finalised), "stands");
        assertEq(_ledgerBalance(), 0, "nothing held");
    }

    function test_Escalate_BondReturnsWhenTheBatchIsVoidedOtherwise() public {
        _escalate(watcher);
        _demand(batchId, batch, _payoutOf(alice));
        skip(batch.responsePeriod);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.EscalationClosed(batchId, watcher, address(0), false);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        assertEq(_balanceOf(watcher), parameters.escalationBond, "its bond");
        assertEq(_balanceOf(demander), batch.bond / 2, "the demander's half");
        assertEq(_ledgerBalance(), 0, "nothing held");
    }

    /// @dev Governance names another arbiter and bond meanwhile: neither matters to what is open.
    function test_Decide_OnlyByTheArbiterOfItsTime() public {
        _escalate(watcher);
        uint256 bond = parameters.escalationBond;
        parameters.escalationBond = 500e18;
        _setArbiter(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotArbiter.selector, batchId, stranger)
        );
        _decide(stranger, true);
        _decide(arbiter, true);
        assertEq(_balanceOf(watcher), bond + batch.bond / 2, "the bond that it put up");
    }

    function testFuzz_RevertWhen_AnotherDecides(address caller) public {
        vm.assume(caller != arbiter);
        _escalate(watcher);
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotArbiter.selector, batchId, caller)
        );
        _decide(caller, true);
    }

    function test_RevertWhen_NothingIsEscalated() public {
        bytes memory reason =
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotEscalated.selector, batchId);
        vm.expectRevert(reason);
        _decide(arbiter, true);
        _escalate(watcher);
        _decide(arbiter, false);
        vm.expectRevert(reason);
        _decide(arbiter, true);
    }

    function test_RevertWhen_OneIsOpen() public {
        _escalate(watcher);
        uint256 decideBy = protocol.attributionLedger.escalationOf(batchId).decideBy;
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_EscalationOpen.selector, batchId, decideBy)
        );
        vm.prank(stranger);
        protocol.attributionLedger.escalate(batchId, batch);
    }

    /// @dev It had its time: the batch stands, and nobody holds it again.
    function test_RevertWhen_TheArbiterWasSilentBefore() public {
        parameters.arbiterPeriod = 1 days;
        _setArbiter(arbiter);
        _escalate(watcher);
        uint256 decideBy = protocol.attributionLedger.escalationOf(batchId).decideBy;
        vm.warp(decideBy);
        assertLt(decideBy, batch.challengesUntil, "still in the challenge period");
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_EscalationOpen.selector, batchId, decideBy)
        );
        vm.prank(stranger);
        protocol.attributionLedger.escalate(batchId, batch);
    }

    /// @dev The arbiter has no say where every lie can be proven.
    function test_RevertWhen_TheRuleCanBeProven() public {
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotEscalable.selector, provableId));
        protocol.attributionLedger.escalate(provableId, provable);
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotEscalated.selector, provableId));
        vm.prank(arbiter);
        protocol.attributionLedger.decide(provableId, provable, true);
    }

    function test_RevertWhen_ThereIsNoArbiter() public {
        _setArbiter(address(0));
        vm.expectRevert(IAttributionLedger.AttributionLedger_NoArbiter.selector);
        protocol.attributionLedger.escalate(batchId, batch);
    }

    function testFuzz_RevertWhen_TheChallengePeriodIsOver(uint256 later) public {
        vm.warp(bound(later, batch.challengesUntil, uint256(batch.challengesUntil) + 365 days));
        vm.expectRevert(
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_ChallengePeriodOver.selector, batchId, batch.challengesUntil
            )
        );
        protocol.attributionLedger.escalate(batchId, batch);
    }

    function test_RevertWhen_TheBatchIsNotTheOneCommitted() public {
        batch.bond += 1;
        bytes memory reason = abi.encodeWithSelector(IAttributionLedger.AttributionLedger_WrongBatch.selector, batchId);
        vm.expectRevert(reason);
        protocol.attributionLedger.escalate(batchId, batch);
        vm.expectRevert(reason);
        _decide(arbiter, true);
    }
}
