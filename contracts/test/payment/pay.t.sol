// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract PayTest is Payment {
    function testFuzz_Pay_IsDividedAndDatasShareGoesToTheFund(uint128 amount, uint256 dataBps, uint256 baseBps) public {
        amount = uint128(bound(amount, 1, PURSE));
        ModelId base = modelId;
        modelId = _modelWith(dataBps, baseBps);
        _giveFor(alice, address(escrow), amount);
        uint256 fund = _dataFund();
        (uint256 data, uint256 fee, uint256 royalty, uint256 owner) = _shares(modelId, amount);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.Paid(modelId, alice, amount, data, fee, royalty, owner);
        vm.prank(alice);
        escrow.pay(modelId, amount);
        assertEq(_dataFund() - fund, data, "data fund, at once");
        assertEq(escrow.protocolFees(), fee, "protocol");
        (uint128 received,) = escrow.royaltiesOf(base);
        assertEq(received, royalty, "base");
        assertEq(escrow.ownerRevenueOf(modelId), owner, "owner");
        assertEq(_balanceOf(address(escrow)), fee + royalty + owner, "the rest is held");
        assertEq(_balanceOf(alice), 0, "taken");
        assertEq(escrow.givenTo(modelId, alice), amount, "total of gifts");
        assertEq(escrow.poolOf(modelId, 1), 0, "no receipt, no pool");
        assertEq(escrow.charged(modelId, 1, alice), 0, "no receipt, no charge");
    }

    function testFuzz_Pay_ComesToTheSameHoweverItIsCut(uint128[5] memory parts, uint256 dataBps) public {
        ModelId base = modelId;
        ModelId whole = _modelWith(dataBps, 333);
        modelId = _modelWithSharesOf(whole, base);
        uint256 total = 0;
        uint256 fund = _dataFund();
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256 part = bound(parts[i], 1, i % 2 == 0 ? PURSE : 7);
            total += part;
            _giveFor(alice, address(escrow), part);
            vm.prank(alice);
            escrow.pay(modelId, part);
        }
        uint256 toFund = _dataFund() - fund;
        uint256 owner = escrow.ownerRevenueOf(modelId);
        _giveFor(alice, address(escrow), total);
        vm.prank(alice);
        escrow.pay(whole, total);
        assertEq(_dataFund() - fund - toFund, toFund, "data");
        assertEq(escrow.ownerRevenueOf(whole), owner, "owner");
    }

    function test_RevertWhen_ZeroUnknownOrTheModelTakesNoMoney() public {
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroAmount.selector);
        escrow.pay(modelId, 0);
        ModelId unknown = ModelId.wrap(99);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown));
        escrow.pay(unknown, 1);
        ModelId free = _notCommercial();
        vm.expectRevert(_notCommercialError(free));
        escrow.pay(free, 1);
        _retire(modelId);
        vm.expectRevert(_retiredError(modelId));
        escrow.pay(modelId, 1);
    }

    function testFuzz_RevertWhen_NotApproved(uint256 amount) public {
        amount = bound(amount, 10, PURSE);
        _give(alice, amount);
        vm.prank(alice);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        escrow.pay(modelId, amount);
    }
}
