// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Deposits and their withdrawal, the collection of revenue, and what only the ledger may do.
contract DepositsTest is Base {
    ModelId internal modelId;

    function setUp() public override {
        super.setUp();
        modelId = _registerModel(_createDatanet());
    }

    // Fund

    function testFuzz_Fund_ForAnyPayer(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _giveFor(alice, address(protocol.inferenceEscrow), amount);
        vm.expectEmit(address(protocol.inferenceEscrow));
        emit IInferenceEscrow.Funded(modelId, payer, alice, amount);
        vm.prank(alice);
        protocol.inferenceEscrow.fund(modelId, payer, amount);
        assertEq(protocol.inferenceEscrow.depositOf(modelId, payer).balance, amount, "balance");
        assertEq(_balanceOf(address(protocol.inferenceEscrow)), amount, "money");
    }

    function test_Fund_RefusesZeroAndUnknown() public {
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroAmount.selector);
        protocol.inferenceEscrow.fund(modelId, payer, 0);
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroPayer.selector);
        protocol.inferenceEscrow.fund(modelId, address(0), 1);
        ModelId unknown = ModelId.wrap(9);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown));
        protocol.inferenceEscrow.fund(unknown, payer, 1);
    }

    // Withdraw

    function testFuzz_Withdraw_AfterItsTimeAndNotBefore(uint256 amount, uint256 part, uint256 early) public {
        amount = bound(amount, 1, PURSE);
        part = bound(part, 1, amount);
        _fund(modelId, payer, amount);
        uint256 availableAt = block.timestamp + parameters.withdrawalDelay;
        vm.expectEmit(address(protocol.inferenceEscrow));
        emit IInferenceEscrow.WithdrawalRequested(modelId, payer, part, availableAt);
        vm.startPrank(payer);
        protocol.inferenceEscrow.requestWithdrawal(modelId, part);
        vm.warp(bound(early, block.timestamp, availableAt - 1));
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingAvailable.selector, payer, availableAt)
        );
        protocol.inferenceEscrow.withdraw(modelId);
        vm.warp(availableAt);
        vm.expectEmit(address(protocol.inferenceEscrow));
        emit IInferenceEscrow.Withdrawn(modelId, payer, part);
        assertEq(protocol.inferenceEscrow.withdraw(modelId), part, "paid");
        assertEq(_balanceOf(payer), part, "received");
        assertEq(protocol.inferenceEscrow.depositOf(modelId, payer).balance, amount - part, "left");
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingAvailable.selector, payer, 0));
        protocol.inferenceEscrow.withdraw(modelId);
    }

    function testFuzz_Withdraw_VouchersComeFirst(uint128 amount, uint128 taken) public {
        amount = uint128(bound(amount, 2, PURSE));
        taken = uint128(bound(taken, 1, amount - 1));
        _fund(modelId, payer, amount);
        vm.prank(payer);
        protocol.inferenceEscrow.requestWithdrawal(modelId, amount);
        _redeem(modelId, taken);
        vm.warp(block.timestamp + parameters.withdrawalDelay);
        vm.prank(payer);
        assertEq(protocol.inferenceEscrow.withdraw(modelId), amount - taken, "what vouchers left");
    }

    function test_Withdraw_NewRequestReplacesTheFormer() public {
        _fund(modelId, payer, 10e18);
        vm.startPrank(payer);
        protocol.inferenceEscrow.requestWithdrawal(modelId, 10e18);
        vm.warp(block.timestamp + parameters.withdrawalDelay - 1);
        protocol.inferenceEscrow.requestWithdrawal(modelId, 3e18);
        IInferenceEscrow.Deposit memory deposit = protocol.inferenceEscrow.depositOf(modelId, payer);
        assertEq(deposit.withdrawing, 3e18, "amount");
        assertEq(deposit.availableAt, vm.getBlockTimestamp() + parameters.withdrawalDelay, "time");
    }

    function test_Withdraw_KeepsTheDelayOfItsRequest() public {
        _fund(modelId, payer, 10e18);
        vm.prank(payer);
        protocol.inferenceEscrow.requestWithdrawal(modelId, 10e18);
        uint256 availableAt = block.timestamp + parameters.withdrawalDelay;
        Parameters memory chosen = parameters;
        chosen.withdrawalDelay = 7 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(availableAt);
        vm.prank(payer);
        assertEq(protocol.inferenceEscrow.withdraw(modelId), 10e18, "as requested");
    }

    function test_RequestWithdrawal_RefusesZeroAndMoreThanTheBalance() public {
        _fund(modelId, payer, 10e18);
        vm.startPrank(payer);
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroAmount.selector);
        protocol.inferenceEscrow.requestWithdrawal(modelId, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_DepositTooSmall.selector, payer, 10e18 + 1, 10e18)
        );
        protocol.inferenceEscrow.requestWithdrawal(modelId, 10e18 + 1);
    }

    // Collect

    function testFuzz_Collect_ByAnyone(uint128 amount) public {
        amount = uint128(bound(amount, 10_000, PURSE));
        _pay(modelId, amount);
        uint256 revenue = protocol.inferenceEscrow.ownerRevenueOf(modelId);
        uint256 fees = protocol.inferenceEscrow.protocolFees();
        uint256 treasury = _balanceOf(address(protocol.timelockController));
        vm.startPrank(stranger);
        vm.expectEmit(address(protocol.inferenceEscrow));
        emit IInferenceEscrow.OwnerRevenueCollected(modelId, modelOwner, revenue);
        assertEq(protocol.inferenceEscrow.collectOwnerRevenue(modelId), revenue, "owner's");
        vm.expectEmit(address(protocol.inferenceEscrow));
        emit IInferenceEscrow.ProtocolFeesCollected(address(protocol.timelockController), fees);
        assertEq(protocol.inferenceEscrow.collectProtocolFees(), fees, "treasury's");
        assertEq(_balanceOf(modelOwner), revenue, "owner paid");
        assertEq(_balanceOf(address(protocol.timelockController)) - treasury, fees, "treasury paid");
        assertEq(
            _balanceOf(address(protocol.inferenceEscrow)),
            protocol.inferenceEscrow.poolOf(modelId, 1),
            "what is left is the data pool"
        );
        assertEq(protocol.inferenceEscrow.collectOwnerRevenue(modelId), 0, "nothing more");
        assertEq(protocol.inferenceEscrow.collectProtocolFees(), 0, "nothing more");
    }

    // The ledger

    function testFuzz_Pool_OnlyTheLedger(address caller) public {
        vm.assume(caller != address(protocol.attributionLedger));
        _pay(modelId, 10e18);
        bytes memory reason = abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NotLedger.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(reason);
        protocol.inferenceEscrow.takePool(modelId, 1, 1);
        vm.expectRevert(reason);
        protocol.inferenceEscrow.returnPool(modelId, 1, 1);
        vm.expectRevert(reason);
        protocol.inferenceEscrow.payFromBatch(caller, 1);
    }
}
