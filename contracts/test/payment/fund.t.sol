// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract FundTest is Payment {
    function testFuzz_Fund_ForAnyPayer(uint256 amount, uint256 more) public {
        amount = bound(amount, 1, PURSE);
        more = bound(more, 1, PURSE);
        _giveFor(alice, address(escrow), amount + more);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.Funded(modelId, payer, alice, amount);
        vm.startPrank(alice);
        escrow.fund(modelId, payer, amount);
        assertEq(escrow.depositOf(modelId, payer).balance, amount, "balance");
        assertEq(escrow.depositOf(modelId, alice).balance, 0, "not of who paid");
        assertEq(_balanceOf(address(escrow)), amount, "money");
        escrow.fund(modelId, payer, more);
        assertEq(escrow.depositOf(modelId, payer).balance, amount + more, "both");
        assertEq(_balanceOf(alice), 0, "all given");
    }

    /// @dev One deposit promised to ten models: each has its own.
    function test_Fund_IsForOneModel() public {
        ModelId other = _registerModel(datanetId);
        _fund(modelId, payer, 5e18);
        assertEq(escrow.depositOf(other, payer).balance, 0, "nothing for another model");
    }

    function test_RevertWhen_ZeroOrUnknown() public {
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroAmount.selector);
        escrow.fund(modelId, payer, 0);
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroPayer.selector);
        escrow.fund(modelId, address(0), 1);
        ModelId unknown = ModelId.wrap(9);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown));
        escrow.fund(unknown, payer, 1);
    }

    function test_RevertWhen_TheModelTakesNoMoney() public {
        _giveFor(payer, address(escrow), 2e18);
        ModelId free = _notCommercial();
        vm.startPrank(payer);
        vm.expectRevert(_notCommercialError(free));
        escrow.fund(free, payer, 1e18);
        escrow.fund(modelId, payer, 1e18);
        vm.stopPrank();
        _retire(modelId);
        vm.prank(payer);
        vm.expectRevert(_retiredError(modelId));
        escrow.fund(modelId, payer, 1e18);
    }

    function testFuzz_RevertWhen_NotApproved(uint256 amount, uint256 approved) public {
        amount = bound(amount, 1, PURSE);
        approved = bound(approved, 0, amount - 1);
        _give(alice, amount);
        vm.startPrank(alice);
        protocol.openToken.approve(address(escrow), approved);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(escrow), approved, amount)
        );
        escrow.fund(modelId, alice, amount);
    }

    function testFuzz_RevertWhen_MoreThanFits(uint256 amount) public {
        amount = bound(amount, uint256(type(uint128).max) + 1, type(uint256).max);
        vm.expectPartialRevert(bytes4(keccak256("SafeCastOverflowedUintDowncast(uint8,uint256)")));
        escrow.fund(modelId, alice, amount);
    }
}
