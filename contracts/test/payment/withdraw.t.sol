// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";

contract WithdrawTest is Payment {
    function testFuzz_Withdraw_AfterItsTimeAndNotBefore(uint256 amount, uint256 part, uint256 early) public {
        amount = bound(amount, 1, PURSE);
        part = bound(part, 1, amount);
        _fund(modelId, payer, amount);
        uint256 availableAt = block.timestamp + parameters.withdrawalDelay;
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.WithdrawalRequested(modelId, payer, part, availableAt);
        vm.startPrank(payer);
        escrow.requestWithdrawal(modelId, part);
        vm.warp(bound(early, block.timestamp, availableAt - 1));
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingAvailable.selector, payer, availableAt)
        );
        escrow.withdraw(modelId);
        vm.warp(availableAt);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.Withdrawn(modelId, payer, part);
        assertEq(escrow.withdraw(modelId), part, "paid");
        assertEq(_balanceOf(payer), part, "received");
        assertEq(escrow.depositOf(modelId, payer).balance, amount - part, "left");
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingAvailable.selector, payer, 0));
        escrow.withdraw(modelId);
    }

    function testFuzz_Withdraw_VouchersComeFirst(uint128 amount, uint128 taken) public {
        amount = uint128(bound(amount, 2, PURSE));
        taken = uint128(bound(taken, 1, amount - 1));
        _fund(modelId, payer, amount);
        vm.prank(payer);
        escrow.requestWithdrawal(modelId, amount);
        _redeem(modelId, taken);
        vm.warp(block.timestamp + parameters.withdrawalDelay);
        vm.prank(payer);
        assertEq(escrow.withdraw(modelId), amount - taken, "what vouchers left");
    }

    function test_Withdraw_NewRequestReplacesTheFormer() public {
        _fund(modelId, payer, 10e18);
        vm.startPrank(payer);
        escrow.requestWithdrawal(modelId, 10e18);
        vm.warp(block.timestamp + parameters.withdrawalDelay - 1);
        escrow.requestWithdrawal(modelId, 3e18);
        IInferenceEscrow.Deposit memory deposit = escrow.depositOf(modelId, payer);
        assertEq(deposit.withdrawing, 3e18, "amount");
        assertEq(deposit.availableAt, vm.getBlockTimestamp() + parameters.withdrawalDelay, "time");
    }

    function test_Withdraw_KeepsTheDelayOfItsRequest() public {
        _fund(modelId, payer, 10e18);
        vm.prank(payer);
        escrow.requestWithdrawal(modelId, 10e18);
        uint256 availableAt = block.timestamp + parameters.withdrawalDelay;
        Parameters memory chosen = parameters;
        chosen.withdrawalDelay = 7 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(availableAt);
        vm.prank(payer);
        assertEq(escrow.withdraw(modelId), 10e18, "as requested");
    }

    function test_RequestWithdrawal_RefusesZeroAndMoreThanTheBalance() public {
        _fund(modelId, payer, 10e18);
        vm.startPrank(payer);
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroAmount.selector);
        escrow.requestWithdrawal(modelId, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_DepositTooSmall.selector, payer, 10e18 + 1, 10e18)
        );
        escrow.requestWithdrawal(modelId, 10e18 + 1);
    }

    /// @dev The rest stays where it is when the model takes no new money.
    function test_Withdraw_FromARetiredModel() public {
        _fund(modelId, payer, 10e18);
        _retire(modelId);
        vm.startPrank(payer);
        escrow.requestWithdrawal(modelId, 10e18);
        vm.warp(block.timestamp + parameters.withdrawalDelay);
        assertEq(escrow.withdraw(modelId), 10e18, "all of it");
    }

    /// @dev Nobody else's call pays out, and one payer's withdrawal touches nobody's deposit.
    function testFuzz_Withdraw_OnlyOnesOwn(address other) public {
        vm.assume(other != payer);
        _fund(modelId, payer, 10e18);
        vm.prank(payer);
        escrow.requestWithdrawal(modelId, 10e18);
        vm.warp(block.timestamp + parameters.withdrawalDelay);
        vm.prank(other);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingAvailable.selector, other, 0));
        escrow.withdraw(modelId);
    }
}
