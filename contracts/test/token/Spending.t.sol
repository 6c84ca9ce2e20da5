// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuthorisationsTest} from "./Authorisations.t.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice What holds for both purposes under which an authorisation moves money.
abstract contract SpendingTest is AuthorisationsTest {
    /// @dev Typehash of the purpose under test.
    bytes32 internal immutable PURPOSE;

    constructor(bytes32 purpose) {
        PURPOSE = purpose;
    }

    function _other() internal view returns (bytes32) {
        return PURPOSE == TRANSFER ? RECEIVE : TRANSFER;
    }

    /// @dev Sent by whoever may: for `RECEIVE` that is the payee.
    function _spend(bytes32 purpose, Authorisation memory a, uint8 v, bytes32 r, bytes32 s) internal {
        if (purpose == TRANSFER) return _transfer(a, v, r, s);
        vm.prank(a.to);
        _receive(a, v, r, s);
    }

    function testFuzz_MovesVotes(uint256 value) public {
        Authorisation memory a = _authorisation(bound(value, 0, PURSE), "votes");
        vm.prank(payer);
        token.delegate(alice);
        vm.prank(bob);
        token.delegate(watcher);
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        _spend(PURPOSE, a, v, r, s);
        assertEq(token.getVotes(alice), PURSE - a.value, "votes of the payer's delegate");
        assertEq(token.getVotes(watcher), a.value, "votes of the payee's delegate");
    }

    function testFuzz_RefusesASecondUse(uint256 value, bytes32 nonce) public {
        Authorisation memory a = _authorisation(bound(value, 0, PURSE / 2), nonce);
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        _spend(PURPOSE, a, v, r, s);
        bytes memory reason = abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, nonce);
        vm.expectRevert(reason);
        _spend(PURPOSE, a, v, r, s);
        // A new signature under the same nonce, for either purpose.
        a.to = alice;
        (v, r, s) = _sign(PURPOSE, a);
        vm.expectRevert(reason);
        _spend(PURPOSE, a, v, r, s);
        (v, r, s) = _sign(_other(), a);
        vm.expectRevert(reason);
        _spend(_other(), a, v, r, s);
        assertEq(_balanceOf(payer), PURSE - a.value, "paid once");
    }

    function testFuzz_OnlyBetweenItsTimes(bool near, uint256 validAfter, uint256 validBefore) public {
        uint256 time = block.timestamp;
        validAfter = near ? bound(validAfter, time - 2, time + 1) : bound(validAfter, 0, type(uint40).max);
        validBefore = near ? bound(validBefore, time - 1, time + 2) : bound(validBefore, 0, type(uint40).max);
        Authorisation memory a = _authorisation(1, "times");
        (a.validAfter, a.validBefore) = (validAfter, validBefore);
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        bool good = validAfter < time && time < validBefore;
        if (!good) _expectWrongTime(a);
        _spend(PURPOSE, a, v, r, s);
        assertEq(_balanceOf(bob), good ? 1 : 0, "only if it is time");
    }

    function test_TimesAreExclusive() public {
        Authorisation memory a = _authorisation(1, "edges");
        a.validAfter = block.timestamp;
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        _expectWrongTime(a);
        _spend(PURPOSE, a, v, r, s);

        a.validAfter = 0;
        a.validBefore = block.timestamp;
        (v, r, s) = _sign(PURPOSE, a);
        _expectWrongTime(a);
        _spend(PURPOSE, a, v, r, s);

        a.validAfter = block.timestamp - 1;
        a.validBefore = block.timestamp + 1;
        (v, r, s) = _sign(PURPOSE, a);
        _spend(PURPOSE, a, v, r, s);
        assertEq(_balanceOf(bob), 1, "in the one second between");
    }

    /// @dev “For ever” is what wallets write as the greatest number.
    function test_MayBeGoodForEver() public {
        Authorisation memory a = _authorisation(1, "for ever");
        (a.validAfter, a.validBefore) = (0, type(uint256).max);
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        _spend(PURPOSE, a, v, r, s);
        assertEq(_balanceOf(bob), 1, "paid");
    }

    /// @dev With bit 47 set in both, the times are block numbers.
    function test_TimesMayBeBlocks() public {
        uint256 flag = 1 << 47;
        vm.roll(1000);
        Authorisation memory a = _authorisation(1, "blocks");
        (a.validAfter, a.validBefore) = (flag | 1000, flag | 1002);
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        _expectWrongTime(a);
        _spend(PURPOSE, a, v, r, s);
        vm.roll(1001);
        _spend(PURPOSE, a, v, r, s);
        assertEq(_balanceOf(bob), 1, "in block 1001");
    }

    function testFuzz_RefusesAnyChange(uint256 field, uint256 change) public {
        Authorisation memory a = _authorisation(5e18, "changed");
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        change = bound(change, 1, 1 hours - 1);
        field = bound(field, 0, 5);
        if (field == 0) a.from = FAUCET;
        if (field == 1) a.to = alice;
        if (field == 2) a.value += change;
        if (field == 3) a.validAfter -= change;
        if (field == 4) a.validBefore += change;
        if (field == 5) a.nonce = bytes32(uint256(a.nonce) ^ change);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        _spend(PURPOSE, a, v, r, s);
    }

    function testFuzz_RefusesOtherChainsContractsAndPurposes(uint64 chainId, address verifier) public {
        vm.assume(chainId != block.chainid && verifier != address(token));
        Authorisation memory a = _authorisation(1, "elsewhere");
        bytes32 structHash = _structHash(PURPOSE, a);
        _refusesDigest(a, _digest(_domain(chainId, address(token)), structHash));
        _refusesDigest(a, _digest(_domain(block.chainid, verifier), structHash));
        _refusesDigest(a, _digest(_domain(block.chainid, address(token)), _structHash(_other(), a)));
        bytes32 cancel = keccak256(abi.encode(CANCEL, a.from, a.nonce));
        _refusesDigest(a, _digest(_domain(block.chainid, address(token)), cancel));
        _assertNotUsed(a);
    }

    /// @dev After a fork of the chain the domain is the fork's, and what was signed before is good on one side only.
    function testFuzz_RefusesAfterTheChainsNumberChanged(uint64 chainId) public {
        vm.assume(chainId != block.chainid);
        Authorisation memory a = _authorisation(1, "fork");
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        vm.chainId(chainId);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        _spend(PURPOSE, a, v, r, s);
    }

    function testFuzz_RefusesOtherKeys(uint256 key) public {
        key = bound(key, 1, ORDER - 1);
        vm.assume(key != payerKey);
        Authorisation memory a = _authorisation(1, "other key");
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, _digest(_domain(block.chainid, address(token)), _structHash(PURPOSE, a)));
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        _spend(PURPOSE, a, v, r, s);
    }

    function testFuzz_RefusesHighS(bytes32 nonce) public {
        Authorisation memory a = _authorisation(1, nonce);
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        s = bytes32(ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, s));
        _spend(PURPOSE, a, v == 27 ? 28 : 27, r, s);
    }

    function testFuzz_RefusesSignaturesOfNoKey(uint8 v, bytes32 r, bool ofTheZeroAddress) public {
        vm.assume(v != 27 && v != 28);
        Authorisation memory a = _authorisation(0, "no key");
        if (ofTheZeroAddress) a.from = address(0);
        vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
        _spend(PURPOSE, a, v, r, bytes32(uint256(1)));
    }

    function testFuzz_RefusesMoreThanThereIs(uint256 value) public {
        Authorisation memory a = _authorisation(bound(value, PURSE + 1, type(uint256).max), "too much");
        (uint8 v, bytes32 r, bytes32 s) = _sign(PURPOSE, a);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, payer, PURSE, a.value));
        _spend(PURPOSE, a, v, r, s);
        _assertNotUsed(a);
    }

    function _expectWrongTime(Authorisation memory a) internal {
        vm.expectRevert(
            abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, a.validAfter, a.validBefore)
        );
    }

    function _refusesDigest(Authorisation memory a, bytes32 digest) internal {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, digest);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        _spend(PURPOSE, a, v, r, s);
    }
}
