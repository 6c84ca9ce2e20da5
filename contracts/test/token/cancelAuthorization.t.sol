// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuthorisationsTest} from "./Authorisations.t.sol";
import {IERC3009Cancel} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

contract CancelAuthorizationTest is AuthorisationsTest {
    function testFuzz_Cancel_EndsTheNonceForAllPurposes(address sender, uint256 value, bytes32 nonce) public {
        Authorisation memory a = _authorisation(bound(value, 0, PURSE), nonce);
        (uint8 v, bytes32 r, bytes32 s) = _signCancel(nonce);
        vm.expectEmit(address(token));
        emit IERC3009Cancel.AuthorizationCanceled(payer, nonce);
        vm.prank(sender);
        token.cancelAuthorization(payer, nonce, v, r, s);
        assertTrue(token.authorizationState(payer, nonce), "used up");
        assertFalse(token.authorizationState(bob, nonce), "for the payer only");

        bytes memory reason = abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, nonce);
        vm.expectRevert(reason);
        token.cancelAuthorization(payer, nonce, v, r, s);
        (v, r, s) = _sign(TRANSFER, a);
        vm.expectRevert(reason);
        _transfer(a, v, r, s);
        (v, r, s) = _sign(RECEIVE, a);
        vm.expectRevert(reason);
        vm.prank(bob);
        _receive(a, v, r, s);
        assertEq(_balanceOf(payer), PURSE, "nothing moved");
    }

    function testFuzz_Cancel_LeavesOtherNonces(bytes32 nonce, bytes32 other) public {
        vm.assume(nonce != other);
        (uint8 v, bytes32 r, bytes32 s) = _signCancel(nonce);
        token.cancelAuthorization(payer, nonce, v, r, s);
        Authorisation memory a = _authorisation(1, other);
        (v, r, s) = _sign(TRANSFER, a);
        _transfer(a, v, r, s);
        assertEq(_balanceOf(bob), 1, "paid");
    }

    function testFuzz_Cancel_RefusesWhatIsUsed(bytes32 nonce) public {
        Authorisation memory a = _authorisation(1, nonce);
        (uint8 v, bytes32 r, bytes32 s) = _sign(TRANSFER, a);
        _transfer(a, v, r, s);
        (v, r, s) = _signCancel(nonce);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, nonce));
        token.cancelAuthorization(payer, nonce, v, r, s);
    }

    /// @dev Nobody can cancel what another signed.
    function testFuzz_Cancel_OnlyTheSigners(uint256 key, bytes32 nonce) public {
        key = bound(key, 1, ORDER - 1);
        vm.assume(key != payerKey);
        bytes32 structHash = keccak256(abi.encode(CANCEL, payer, nonce));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(_domain(block.chainid, address(token)), structHash));
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        token.cancelAuthorization(payer, nonce, v, r, s);
        assertFalse(token.authorizationState(payer, nonce), "still free");
    }

    function testFuzz_Cancel_RefusesOtherChainsContractsPurposesAndNonces(
        uint64 chainId,
        address verifier,
        bytes32 other
    ) public {
        Authorisation memory a = _authorisation(1, "elsewhere");
        vm.assume(chainId != block.chainid && verifier != address(token) && other != a.nonce);
        bytes32 structHash = keccak256(abi.encode(CANCEL, payer, a.nonce));
        bytes32 domain = _domain(block.chainid, address(token));
        _refusesDigest(a.nonce, _digest(_domain(chainId, address(token)), structHash));
        _refusesDigest(a.nonce, _digest(_domain(block.chainid, verifier), structHash));
        _refusesDigest(a.nonce, _digest(domain, _structHash(TRANSFER, a)));
        _refusesDigest(a.nonce, _digest(domain, _structHash(RECEIVE, a)));
        _refusesDigest(a.nonce, _digest(domain, keccak256(abi.encode(CANCEL, payer, other))));
        _assertNotUsed(a);
    }

    function testFuzz_Cancel_RefusesHighS(bytes32 nonce) public {
        (uint8 v, bytes32 r, bytes32 s) = _signCancel(nonce);
        s = bytes32(ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, s));
        token.cancelAuthorization(payer, nonce, v == 27 ? 28 : 27, r, s);
    }

    function _refusesDigest(bytes32 nonce, bytes32 digest) internal {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, digest);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        token.cancelAuthorization(payer, nonce, v, r, s);
    }
}
