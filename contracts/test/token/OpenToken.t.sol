// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {IOpenToken} from "openledger/interfaces/IOpenToken.sol";
import {OpenToken} from "openledger/token/OpenToken.sol";

contract OpenTokenTest is Base {
    function test_Genesis_IsTheConfigurations() public view {
        // What the validators staked came from the faucet.
        uint256 staked = 3 * uint256(parameters.validatorStake);
        assertEq(_balanceOf(FAUCET) + staked, 400_000_000e18, "faucet");
        assertEq(_balanceOf(address(protocol.timelockController)), 500_000_000e18, "treasury");
        assertEq(protocol.openToken.totalSupply(), protocol.openToken.SUPPLY(), "whole supply");
    }

    function testFuzz_Constructor_RefusesGenesisThatDoesNotSum(uint256 amount) public {
        amount = bound(amount, 0, 2_000_000_000e18);
        vm.assume(amount != 1_000_000_000e18);
        IOpenToken.Allocation[] memory genesis = new IOpenToken.Allocation[](1);
        genesis[0] = IOpenToken.Allocation(alice, amount);
        vm.expectRevert(
            abi.encodeWithSelector(IOpenToken.OpenToken_GenesisDoesNotSum.selector, amount, 1_000_000_000e18)
        );
        new OpenToken(genesis);
    }

    function testFuzz_Votes_CountByTimestamps(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        assertEq(protocol.openToken.CLOCK_MODE(), "mode=timestamp", "mode");
        assertEq(protocol.openToken.clock(), block.timestamp, "clock");
        _give(alice, amount);
        vm.prank(alice);
        protocol.openToken.delegate(alice);
        uint256 then = vm.getBlockTimestamp();
        vm.warp(then + 1);
        vm.prank(alice);
        protocol.openToken.transfer(bob, amount);
        assertEq(protocol.openToken.getPastVotes(alice, then), amount, "votes then");
        assertEq(protocol.openToken.getVotes(alice), 0, "votes now");
    }

    function testFuzz_Permit(uint256 amount, address spender) public {
        vm.assume(spender != address(0));
        uint256 deadline = block.timestamp + 1 hours;
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(spender, amount, 0, deadline);
        protocol.openToken.permit(payer, spender, amount, deadline, v, r, s);
        assertEq(protocol.openToken.allowance(payer, spender), amount, "allowance");
        assertEq(protocol.openToken.nonces(payer), 1, "nonce");
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        protocol.openToken.permit(payer, spender, amount, deadline, v, r, s);
    }

    function testFuzz_Permit_RefusesAfterItsDeadline(uint256 deadline) public {
        deadline = bound(deadline, 0, block.timestamp - 1);
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(bob, 1, 0, deadline);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, deadline));
        protocol.openToken.permit(payer, bob, 1, deadline, v, r, s);
    }

    /// @dev One signed for another chain, contract, spender, amount, nonce or purpose, or by another key, permits nothing.
    function testFuzz_Permit_RefusesWhatWasSignedForSomethingElse(uint256 place, uint256 amount) public {
        place = bound(place, 0, 6);
        amount = bound(amount, 1, type(uint256).max - 1);
        uint256 deadline = block.timestamp;
        bytes32 domain = protocol.openToken.DOMAIN_SEPARATOR();
        bytes32 other = domain;
        bytes32 words = _permitOf(bob, amount, 0, deadline);
        if (place == 0) {
            vm.chainId(block.chainid + 1);
            other = protocol.openToken.DOMAIN_SEPARATOR();
            vm.chainId(block.chainid - 1);
        } else if (place == 1) {
            other = _domainOf(address(protocol.inferenceEscrow));
            assertEq(_domainOf(address(protocol.openToken)), domain, "but for the contract");
        } else if (place == 2) {
            words = _permitOf(alice, amount, 0, deadline);
        } else if (place == 3) {
            words = _permitOf(bob, amount + 1, 0, deadline);
        } else if (place == 4) {
            words = _permitOf(bob, amount, 1, deadline);
        } else if (place == 5) {
            words = keccak256(
                abi.encode(keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)"), bob, 0, deadline)
            );
        }
        (, uint256 key) = makeAddrAndKey(place == 6 ? "another" : "payer");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", other, words)));
        address signer =
            ecrecover(keccak256(abi.encodePacked(hex"1901", domain, _permitOf(bob, amount, 0, deadline))), v, r, s);
        assertNotEq(signer, payer, "not the payer's");
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612InvalidSigner.selector, signer, payer));
        protocol.openToken.permit(payer, bob, amount, deadline, v, r, s);
        assertEq(protocol.openToken.allowance(payer, bob), 0, "nothing");
    }

    /// @dev A delegation signed for something else is nobody's: the payer's votes stay where they are.
    function testFuzz_DelegateBySig_MovesNothingSignedForSomethingElse(uint256 place) public {
        _give(payer, 1e18);
        place = bound(place, 0, 3);
        bytes32 domain = protocol.openToken.DOMAIN_SEPARATOR();
        bytes32 typehash = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
        bytes32 words = keccak256(abi.encode(typehash, bob, 0, block.timestamp));
        if (place == 0) domain = _domainOf(address(protocol.openGovernor));
        else if (place == 1) words = keccak256(abi.encode(typehash, alice, 0, block.timestamp));
        else if (place == 2) words = keccak256(abi.encode(typehash, bob, 0, block.timestamp + 1));
        else words = _permitOf(bob, 0, 0, block.timestamp);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, keccak256(abi.encodePacked(hex"1901", domain, words)));
        protocol.openToken.delegateBySig(bob, 0, block.timestamp, v, r, s);
        assertEq(protocol.openToken.delegates(payer), address(0), "the payer delegated nothing");
        assertEq(protocol.openToken.getVotes(bob), 0, "nobody's votes moved");
        assertEq(protocol.openToken.nonces(payer), 0, "nor was its nonce used");
    }

    /// @dev Permits and delegations share the nonces, so that either ends what was signed for the other.
    function testFuzz_DelegateBySig(address delegatee, uint256 amount) public {
        vm.assume(delegatee != address(0));
        amount = bound(amount, 0, PURSE);
        _give(payer, amount);
        uint256 expiry = block.timestamp;
        bytes32 structHash = keccak256(
            abi.encode(keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)"), delegatee, 0, expiry)
        );
        (uint8 v, bytes32 r, bytes32 s) = _sign(structHash);
        protocol.openToken.delegateBySig(delegatee, 0, expiry, v, r, s);
        assertEq(protocol.openToken.delegates(payer), delegatee, "delegate");
        assertEq(protocol.openToken.getVotes(delegatee), amount, "votes");
        vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, payer, 1));
        protocol.openToken.delegateBySig(delegatee, 0, expiry, v, r, s);
        vm.warp(expiry + 1);
        vm.expectRevert(abi.encodeWithSelector(IVotes.VotesExpiredSignature.selector, expiry));
        protocol.openToken.delegateBySig(delegatee, 0, expiry, v, r, s);
        (v, r, s) = _signPermit(bob, amount, 1, expiry + 1);
        protocol.openToken.permit(payer, bob, amount, expiry + 1, v, r, s);
        assertEq(protocol.openToken.nonces(payer), 2, "one sequence");
    }

    /// @dev No function mints or burns: the supply is for ever what it was.
    function test_Supply_HasNoMinterInItsCode() public {
        string memory code = vm.toString(address(protocol.openToken).code);
        assertFalse(vm.contains(code, "40c10f19"), "mint(address,uint256)");
        assertFalse(vm.contains(code, "a0712d68"), "mint(uint256)");
        assertFalse(vm.contains(code, "42966c68"), "burn(uint256)");
        // A selector that is there is found.
        assertTrue(vm.contains(code, "a9059cbb"), "transfer(address,uint256)");
    }

    function _permitOf(address spender, uint256 amount, uint256 nonce, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        bytes32 typehash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        return keccak256(abi.encode(typehash, payer, spender, amount, nonce, deadline));
    }

    function _domainOf(address verifier) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger"),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
    }

    function _signPermit(address spender, uint256 amount, uint256 nonce, uint256 deadline)
        internal
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        return _sign(_permitOf(spender, amount, nonce, deadline));
    }

    function _sign(bytes32 structHash) internal view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 domain = protocol.openToken.DOMAIN_SEPARATOR();
        return vm.sign(payerKey, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }
}
