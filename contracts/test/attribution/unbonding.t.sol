// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as DemandAnswer, DemandKind, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice The way of stake out of the vault.
contract UnbondingTest is Loop {
    function test_Unbonding_RefusesZero() public {
        vm.expectRevert(IStakeVault.StakeVault_ZeroAmount.selector);
        protocol.stakeVault.requestUnbonding(0);
    }

    function testFuzz_Unbonding_PaysAfterItsTimeAndNotBefore(uint256 amount, uint256 part, uint256 early) public {
        amount = bound(amount, 1, PURSE);
        part = bound(part, 1, amount);
        _stake(alice, amount);
        uint256 availableAt = block.timestamp + parameters.unbondingPeriod;
        vm.expectEmit(address(protocol.stakeVault));
        emit IStakeVault.UnbondingRequested(alice, part, availableAt);
        vm.startPrank(alice);
        protocol.stakeVault.requestUnbonding(part);
        assertEq(protocol.stakeVault.stakeOf(alice).active, amount - part, "no longer active");

        vm.warp(bound(early, block.timestamp, availableAt - 1));
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_NothingAvailable.selector, alice, availableAt));
        protocol.stakeVault.withdraw();

        vm.warp(availableAt);
        assertEq(protocol.stakeVault.withdraw(), part, "paid");
        assertEq(_balanceOf(alice), part, "received");
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_NothingAvailable.selector, alice, 0));
        protocol.stakeVault.withdraw();
    }

    function testFuzz_Unbonding_SecondRequestJoinsTheFirst(uint256 later) public {
        later = bound(later, 0, 60 days);
        _stake(alice, 10e18);
        vm.startPrank(alice);
        protocol.stakeVault.requestUnbonding(4e18);
        vm.warp(block.timestamp + later);
        protocol.stakeVault.requestUnbonding(6e18);
        IStakeVault.Unbonding memory unbonding = protocol.stakeVault.unbondingOf(alice);
        assertEq(unbonding.amount, 10e18, "both");
        assertEq(unbonding.availableAt, vm.getBlockTimestamp() + parameters.unbondingPeriod, "when the second is");
    }

    function test_Unbonding_KeepsThePeriodOfItsRequest() public {
        _stake(alice, 1e18);
        vm.prank(alice);
        protocol.stakeVault.requestUnbonding(1e18);
        uint256 availableAt = block.timestamp + parameters.unbondingPeriod;
        Parameters memory chosen = parameters;
        chosen.unbondingPeriod = 60 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(availableAt);
        vm.prank(alice);
        assertEq(protocol.stakeVault.withdraw(), 1e18, "as requested");
    }

    // Withheld payouts

    /// @dev Alice's payout of a finalised batch was demanded, and nobody has shown it in time.
    function _withhold() internal returns (BatchId batchId, Batch memory batch, Item[] memory items) {
        (batchId, batch) = _commit(_honest());
        _finalise(batchId, batch);
        items = new Item[](1);
        items[0].kind = DemandKind.PayoutOf;
        items[0].account = alice;
        vm.fee(1 gwei);
        uint256 deposit = protocol.demandRegistry.depositFor(batch, items[0]);
        vm.deal(watcher, deposit);
        vm.prank(watcher);
        protocol.demandRegistry.demand{value: deposit}(batchId, batch, items[0]);
    }

    function _answer(BatchId batchId, Batch memory batch, Item[] memory items) internal {
        DemandAnswer[] memory answers = new DemandAnswer[](1);
        answers[0].payouts = new PayoutProof[](1);
        answers[0].payouts[0] = BatchDraft.payoutProof(_payouts(_honest()), _indexOf(alice));
        vm.prank(stranger, stranger);
        protocol.demandRegistry.answer(batchId, batch, items, answers);
    }

    function _indexOf(address account) internal view returns (uint256 index) {
        while (_payouts(_honest())[index].account != account) ++index;
    }

    function testFuzz_Unbonding_WaitsForWithheldPayouts(uint256 amount, uint256 late) public {
        amount = bound(amount, 1, 4000e18);
        bytes memory reason = abi.encodeWithSelector(IStakeVault.StakeVault_Blocked.selector, operator);
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(amount);
        (BatchId batchId, Batch memory batch, Item[] memory items) = _withhold();
        uint256 answerBy = vm.getBlockTimestamp() + parameters.responsePeriod;

        // While there is time to answer nothing is withheld.
        vm.warp(answerBy - 1);
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(amount);

        uint256 availableAt = protocol.stakeVault.unbondingOf(operator).availableAt;
        vm.warp(bound(late, answerBy, availableAt - 1));
        vm.expectRevert(reason);
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(1);
        // What was on its way before the demand does not leave either.
        vm.warp(availableAt);
        vm.expectRevert(reason);
        vm.prank(operator);
        protocol.stakeVault.withdraw();
        assertEq(protocol.stakeVault.unbondingOf(operator).amount, 2 * amount, "still there");
        assertEq(_balanceOf(operator), 0, "nothing paid");

        _answer(batchId, batch, items);
        vm.startPrank(operator);
        assertEq(protocol.stakeVault.withdraw(), 2 * amount, "once it is shown");
        protocol.stakeVault.requestUnbonding(1);
    }

    function test_Unbonding_OfOthersDoesNotWait() public {
        _withhold();
        vm.warp(vm.getBlockTimestamp() + parameters.responsePeriod);
        assertTrue(protocol.demandRegistry.isBlocked(operator), "the operator waits");
        vm.startPrank(validators[0]);
        protocol.stakeVault.requestUnbonding(1e18);
        vm.warp(vm.getBlockTimestamp() + parameters.unbondingPeriod);
        assertEq(protocol.stakeVault.withdraw(), 1e18, "a validator does not");
    }

    /// @dev Blocked stake still backs batches and is slashed like any other, and anyone may add to it.
    function test_Unbonding_BlockedStakeIsStillAtStake() public {
        _withhold();
        vm.warp(vm.getBlockTimestamp() + parameters.responsePeriod);
        _stake(operator, 5e18);
        vm.startPrank(address(protocol.attributionLedger));
        protocol.stakeVault.lock(operator, 10_005e18);
        protocol.stakeVault.slash(operator, 10_005e18, watcher, 1e18);
        assertEq(protocol.stakeVault.stakeOf(operator).active, 0, "all of it");
    }
}
