// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IPayoutDirectory} from "openledger/interfaces/IPayoutDirectory.sol";

contract SetClaimerTest is Base {
    function testFuzz_SetClaimer(address account, address claimer, address other) public {
        vm.assume(account != address(0) && claimer != address(0) && claimer != account);
        vm.assume(other != claimer && other != account);
        vm.startPrank(account);
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.ClaimerSet(account, claimer, true);
        protocol.payoutDirectory.setClaimer(claimer, true);
        assertTrue(protocol.payoutDirectory.isClaimer(account, claimer), "allowed");
        assertTrue(protocol.payoutDirectory.isClaimer(account, account), "the account still claims");
        assertFalse(protocol.payoutDirectory.isClaimer(account, other), "nobody else");
        assertFalse(protocol.payoutDirectory.isClaimer(other, claimer), "not for others");
        assertFalse(protocol.payoutDirectory.isClaimer(claimer, account), "not the other way");
        assertEq(protocol.payoutDirectory.recipientOf(account), account, "it gets no money");

        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.ClaimerSet(account, claimer, false);
        protocol.payoutDirectory.setClaimer(claimer, false);
        assertFalse(protocol.payoutDirectory.isClaimer(account, claimer), "no longer");
    }

    function testFuzz_SetClaimer_RefusesZeroAndTheAccount(address account, bool allowed) public {
        vm.assume(account != address(0));
        vm.startPrank(account);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_WrongClaimer.selector, address(0)));
        protocol.payoutDirectory.setClaimer(address(0), allowed);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_WrongClaimer.selector, account));
        protocol.payoutDirectory.setClaimer(account, allowed);
    }

    function testFuzz_SetClaimer_CancelsARecovery(address claimer, bool allowed) public {
        vm.assume(claimer != address(0) && claimer != alice);
        vm.prank(alice);
        protocol.payoutDirectory.setGuardian(bob);
        vm.prank(bob);
        protocol.payoutDirectory.proposeRecipient(alice, bob);
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecoveryCancelled(alice, bob);
        vm.prank(alice);
        protocol.payoutDirectory.setClaimer(claimer, allowed);
        assertEq(protocol.payoutDirectory.recoveryOf(alice).executableAt, 0, "recovery");
    }

    /// @dev A claimer claims: it neither acts in the account's name here nor shows that its key is there.
    function test_SetClaimer_GivesNoPowerHere() public {
        vm.startPrank(alice);
        protocol.payoutDirectory.setGuardian(bob);
        protocol.payoutDirectory.setClaimer(stranger, true);
        vm.stopPrank();
        vm.prank(bob);
        protocol.payoutDirectory.proposeRecipient(alice, bob);
        vm.startPrank(stranger);
        protocol.payoutDirectory.setRecipient(stranger);
        protocol.payoutDirectory.setGuardian(watcher);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, stranger));
        protocol.payoutDirectory.vetoRecovery();
        assertEq(protocol.payoutDirectory.recipientOf(alice), alice, "recipient");
        assertEq(protocol.payoutDirectory.guardianOf(alice), bob, "guardian");
        assertEq(protocol.payoutDirectory.recoveryOf(alice).recipient, bob, "recovery");
    }
}
