// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract FundWithAuthorizationTest is Payment {
    function testFuzz_FundWithAuthorization_CarriedByAnyone(
        uint256 amount,
        address beneficiary,
        address carrier,
        bytes32 salt
    ) public {
        vm.assume(beneficiary != address(0));
        amount = bound(amount, 1, PURSE);
        _give(payer, amount);
        IInferenceEscrow.Authorization memory authorization = _authorization(modelId, beneficiary, amount, salt);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.Funded(modelId, beneficiary, payer, amount);
        vm.prank(carrier);
        escrow.fundWithAuthorization(modelId, beneficiary, authorization);
        assertEq(escrow.depositOf(modelId, beneficiary).balance, amount, "balance");
        assertEq(_balanceOf(address(escrow)), amount, "money");
        assertEq(_balanceOf(payer), 0, "taken");
    }

    function testFuzz_RevertWhen_ItWasUsed(uint256 amount, bytes32 salt) public {
        amount = bound(amount, 1, PURSE / 2);
        _give(payer, PURSE);
        IInferenceEscrow.Authorization memory authorization = _authorization(modelId, payer, amount, salt);
        escrow.fundWithAuthorization(modelId, payer, authorization);
        vm.expectRevert(
            abi.encodeWithSelector(
                ERC3009.ERC3009UsedAuthorization.selector, payer, escrow.authorizationNonce(modelId, payer, salt)
            )
        );
        escrow.fundWithAuthorization(modelId, payer, authorization);
        assertEq(escrow.depositOf(modelId, payer).balance, amount, "once");
    }

    function testFuzz_RevertWhen_TheCarrierRedirectsIt(uint256 amount, address thief, bytes32 salt) public {
        vm.assume(thief != payer && thief != address(0));
        amount = bound(amount, 2, PURSE);
        _give(payer, PURSE);
        ModelId other = _registerModel(datanetId);
        IInferenceEscrow.Authorization memory authorization = _authorization(modelId, payer, amount, salt);
        vm.startPrank(thief);
        // To another payer, model, amount, or another's money.
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        escrow.fundWithAuthorization(modelId, thief, authorization);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        escrow.fundWithAuthorization(other, payer, authorization);
        authorization.amount = amount - 1;
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        escrow.fundWithAuthorization(modelId, payer, authorization);
        (authorization.amount, authorization.from) = (amount, FAUCET);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        escrow.fundWithAuthorization(modelId, payer, authorization);
        // Nor past the escrow: only the receiver itself may use it.
        bytes32 nonce = escrow.authorizationNonce(modelId, payer, salt);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(escrow)));
        protocol.openToken
            .receiveWithAuthorization(
                payer,
                address(escrow),
                amount,
                authorization.validAfter,
                authorization.validBefore,
                nonce,
                authorization.v,
                authorization.r,
                authorization.s
            );
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        protocol.openToken
            .transferWithAuthorization(
                payer,
                address(escrow),
                amount,
                authorization.validAfter,
                authorization.validBefore,
                nonce,
                authorization.v,
                authorization.r,
                authorization.s
            );
    }

    function test_RevertWhen_OutOfTime() public {
        _give(payer, 1e18);
        IInferenceEscrow.Authorization memory authorization = _authorization(modelId, payer, 1e18, 0);
        bytes memory reason = abi.encodeWithSelector(
            ERC3009.ERC3009InvalidAuthorizationTime.selector, authorization.validAfter, authorization.validBefore
        );
        vm.warp(authorization.validBefore);
        vm.expectRevert(reason);
        escrow.fundWithAuthorization(modelId, payer, authorization);
        vm.warp(authorization.validAfter);
        vm.expectRevert(reason);
        escrow.fundWithAuthorization(modelId, payer, authorization);
    }

    function test_RevertWhen_ZeroOrTheModelTakesNoMoney() public {
        IInferenceEscrow.Authorization memory authorization = _authorization(modelId, payer, 0, 0);
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroAmount.selector);
        escrow.fundWithAuthorization(modelId, payer, authorization);
        authorization = _authorization(modelId, address(0), 1, 0);
        vm.expectRevert(IInferenceEscrow.InferenceEscrow_ZeroPayer.selector);
        escrow.fundWithAuthorization(modelId, address(0), authorization);
        ModelId free = _notCommercial();
        authorization = _authorization(free, payer, 1, 0);
        vm.expectRevert(_notCommercialError(free));
        escrow.fundWithAuthorization(free, payer, authorization);
        _retire(modelId);
        authorization = _authorization(modelId, payer, 1, 0);
        vm.expectRevert(_retiredError(modelId));
        escrow.fundWithAuthorization(modelId, payer, authorization);
    }

    function testFuzz_Nonce_NamesModelPayerAndSalt(ModelId named, address beneficiary, bytes32 salt) public view {
        assertEq(
            escrow.authorizationNonce(named, beneficiary, salt),
            keccak256(abi.encode(ModelId.unwrap(named), beneficiary, salt)),
            "as the manual says"
        );
    }

    function _authorization(ModelId funded, address beneficiary, uint256 amount, bytes32 salt)
        internal
        view
        returns (IInferenceEscrow.Authorization memory authorization)
    {
        (authorization.from, authorization.amount, authorization.salt) = (payer, amount, salt);
        authorization.validAfter = vm.getBlockTimestamp() - 1;
        authorization.validBefore = vm.getBlockTimestamp() + 1 hours;
        bytes32 typehash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typehash,
                payer,
                address(escrow),
                amount,
                authorization.validAfter,
                authorization.validBefore,
                keccak256(abi.encode(funded, beneficiary, salt))
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", protocol.openToken.DOMAIN_SEPARATOR(), structHash));
        (authorization.v, authorization.r, authorization.s) = vm.sign(payerKey, digest);
    }
}
