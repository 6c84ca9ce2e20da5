// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract FundWithPermitTest is Payment {
    struct Permit {
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    function testFuzz_FundWithPermit_InOneTransaction(uint256 amount, address beneficiary) public {
        vm.assume(beneficiary != address(0));
        amount = bound(amount, 1, PURSE);
        _give(payer, amount);
        Permit memory permit = _permit(amount);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.Funded(modelId, beneficiary, payer, amount);
        _fundWith(payer, beneficiary, amount, permit);
        assertEq(escrow.depositOf(modelId, beneficiary).balance, amount, "balance");
        assertEq(_balanceOf(address(escrow)), amount, "money");
        assertEq(protocol.openToken.allowance(payer, address(escrow)), 0, "no allowance is left");
    }

    function testFuzz_FundWithPermit_AfterSomebodyElseUsedThePermit(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _give(payer, amount);
        Permit memory permit = _permit(amount);
        vm.prank(stranger);
        protocol.openToken.permit(payer, address(escrow), amount, permit.deadline, permit.v, permit.r, permit.s);
        _fundWith(payer, payer, amount, permit);
        assertEq(escrow.depositOf(modelId, payer).balance, amount, "funded all the same");
    }

    function testFuzz_RevertWhen_AnotherCarriesThePermit(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _give(payer, amount);
        Permit memory permit = _permit(amount);
        vm.expectRevert(_noAllowance(amount));
        _fundWith(stranger, stranger, amount, permit);
        assertEq(_balanceOf(payer), amount, "not touched");
    }

    function testFuzz_RevertWhen_ThePermitIsWrong(uint256 amount, uint256 other) public {
        amount = bound(amount, 1, PURSE);
        other = bound(other, 1, PURSE);
        vm.assume(other != amount);
        _give(payer, PURSE);
        Permit memory permit = _permit(other);
        vm.expectRevert(_noAllowance(amount));
        _fundWith(payer, payer, amount, permit);
        permit = _permit(amount);
        vm.warp(permit.deadline + 1);
        vm.expectRevert(_noAllowance(amount));
        _fundWith(payer, payer, amount, permit);
    }

    /// @dev A voucher's signature gives no allowance.
    function test_RevertWhen_TheSignatureIsAVouchers() public {
        _give(payer, 1e18);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, escrow.voucherDigest(modelId, 1, payer, 1e18));
        vm.expectRevert(_noAllowance(1e18));
        _fundWith(payer, payer, 1e18, Permit(block.timestamp + 1, v, r, s));
    }

    function test_RevertWhen_TheModelTakesNoMoney() public {
        _give(payer, 1e18);
        Permit memory permit = _permit(1e18);
        ModelId funded = modelId;
        modelId = _notCommercial();
        vm.expectRevert(_notCommercialError(modelId));
        _fundWith(payer, payer, 1e18, permit);
        modelId = funded;
        _retire(modelId);
        vm.expectRevert(_retiredError(modelId));
        _fundWith(payer, payer, 1e18, permit);
    }

    function _permit(uint256 amount) internal view returns (Permit memory permit) {
        permit.deadline = vm.getBlockTimestamp() + 1 hours;
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(
            abi.encode(typehash, payer, address(escrow), amount, protocol.openToken.nonces(payer), permit.deadline)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", protocol.openToken.DOMAIN_SEPARATOR(), structHash));
        (permit.v, permit.r, permit.s) = vm.sign(payerKey, digest);
    }

    function _fundWith(address caller, address beneficiary, uint256 amount, Permit memory permit) internal {
        vm.prank(caller);
        escrow.fundWithPermit(modelId, beneficiary, amount, permit.deadline, permit.v, permit.r, permit.s);
    }

    function _noAllowance(uint256 amount) internal view returns (bytes memory) {
        return abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(escrow), 0, amount);
    }
}
