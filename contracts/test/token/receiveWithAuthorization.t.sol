// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuthorisationsTest} from "./Authorisations.t.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

contract ReceiveWithAuthorizationTest is AuthorisationsTest {
    function testFuzz_Receive_ByThePayee(uint256 value, bytes32 nonce) public {
        Authorisation memory a = _authorisation(bound(value, 0, PURSE), nonce);
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, a);
        vm.prank(payer);
        token.delegate(alice);
        vm.expectEmit(address(token));
        emit IERC3009.AuthorizationUsed(payer, nonce);
        vm.prank(bob);
        _receive(a, v, r, s);
        assertEq(_balanceOf(payer), PURSE - a.value, "payer paid");
        assertEq(_balanceOf(bob), a.value, "payee received");
        assertEq(token.getVotes(alice), PURSE - a.value, "votes moved");
        assertTrue(token.authorizationState(payer, nonce), "used");

        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, nonce));
        vm.prank(bob);
        _receive(a, v, r, s);
    }

    /// @dev Nobody can take it out of the mempool and make the money arrive without the payee's knowledge, neither as
    /// what it is nor as a transfer.
    function testFuzz_Receive_OnlyByThePayee(address sender, uint256 value) public {
        vm.assume(sender != bob);
        Authorisation memory a = _authorisation(bound(value, 0, PURSE), "front run");
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, a);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, bob));
        vm.prank(sender);
        _receive(a, v, r, s);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        vm.prank(sender);
        _transfer(a, v, r, s);
        _assertNotUsed(a);
    }

    function testFuzz_Receive_OnlyBetweenItsTimes(uint256 validAfter, uint256 validBefore) public {
        Authorisation memory a = _authorisation(1, "times");
        a.validAfter = bound(validAfter, block.timestamp - 2, block.timestamp + 1);
        a.validBefore = bound(validBefore, block.timestamp - 1, block.timestamp + 2);
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, a);
        bool good = a.validAfter < block.timestamp && block.timestamp < a.validBefore;
        if (!good) {
            vm.expectRevert(
                abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, a.validAfter, a.validBefore)
            );
        }
        vm.prank(bob);
        _receive(a, v, r, s);
        assertEq(_balanceOf(bob), good ? 1 : 0, "only if it is time");
    }

    function testFuzz_Receive_RefusesAnyChange(uint256 field, uint256 change) public {
        Authorisation memory a = _authorisation(5e18, "changed");
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, a);
        change = bound(change, 1, 1 hours - 1);
        field = bound(field, 0, 5);
        if (field == 0) a.from = FAUCET;
        if (field == 1) a.to = alice;
        if (field == 2) a.value += change;
        if (field == 3) a.validAfter -= change;
        if (field == 4) a.validBefore += change;
        if (field == 5) a.nonce = bytes32(uint256(a.nonce) ^ change);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        vm.prank(a.to);
        _receive(a, v, r, s);
    }

    function testFuzz_Receive_RefusesOtherChainsContractsAndPurposes(uint64 chainId, address verifier) public {
        vm.assume(chainId != block.chainid && verifier != address(token));
        Authorisation memory a = _authorisation(1, "elsewhere");
        bytes32 structHash = _structHash(RECEIVE, a);
        _refusesDigest(a, _digest(_domain(chainId, address(token)), structHash));
        _refusesDigest(a, _digest(_domain(block.chainid, verifier), structHash));
        _refusesDigest(a, _digest(_domain(block.chainid, address(token)), _structHash(TRANSFER, a)));
        bytes32 cancel = keccak256(abi.encode(CANCEL, a.from, a.nonce));
        _refusesDigest(a, _digest(_domain(block.chainid, address(token)), cancel));
        _assertNotUsed(a);
    }

    function testFuzz_Receive_RefusesHighS(bytes32 nonce) public {
        Authorisation memory a = _authorisation(1, nonce);
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, a);
        s = bytes32(ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, s));
        vm.prank(bob);
        _receive(a, v == 27 ? 28 : 27, r, s);
    }

    function _refusesDigest(Authorisation memory a, bytes32 digest) internal {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, digest);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        vm.prank(a.to);
        _receive(a, v, r, s);
    }
}
