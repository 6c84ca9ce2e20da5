// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IPayoutDirectory} from "openledger/interfaces/IPayoutDirectory.sol";

contract SetGuardianTest is Base {
    function testFuzz_SetGuardian(address account, address guardian, address next) public {
        vm.assume(account != address(0) && guardian != account && next != account);
        vm.startPrank(account);
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.GuardianSet(account, guardian);
        protocol.payoutDirectory.setGuardian(guardian);
        assertEq(protocol.payoutDirectory.guardianOf(account), guardian, "guardian");
        assertEq(protocol.payoutDirectory.recipientOf(account), account, "it gets no money");
        protocol.payoutDirectory.setGuardian(next);
        assertEq(protocol.payoutDirectory.guardianOf(account), next, "instead of the one before");
    }

    function testFuzz_SetGuardian_RefusesTheAccount(address account) public {
        vm.assume(account != address(0));
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_WrongGuardian.selector, account));
        vm.prank(account);
        protocol.payoutDirectory.setGuardian(account);
    }

    function testFuzz_SetGuardian_EndsWhatTheOneBeforeBegan(address next, uint256 later) public {
        vm.assume(next != alice && next != bob);
        vm.prank(alice);
        protocol.payoutDirectory.setGuardian(bob);
        vm.prank(bob);
        protocol.payoutDirectory.proposeRecipient(alice, bob);
        vm.warp(block.timestamp + bound(later, 0, 60 days));
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecoveryCancelled(alice, bob);
        vm.prank(alice);
        protocol.payoutDirectory.setGuardian(next);
        assertEq(protocol.payoutDirectory.recoveryOf(alice).executableAt, 0, "recovery");
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NotGuardian.selector, alice, bob));
        vm.prank(bob);
        protocol.payoutDirectory.proposeRecipient(alice, bob);
    }
}
