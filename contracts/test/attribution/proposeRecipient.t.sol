// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IPayoutDirectory} from "openledger/interfaces/IPayoutDirectory.sol";

contract ProposeRecipientTest is Base {
    address internal guardian = makeAddr("guardian");

    function setUp() public override {
        super.setUp();
        vm.prank(alice);
        protocol.payoutDirectory.setGuardian(guardian);
    }

    function testFuzz_ProposeRecipient(address recipient) public {
        vm.assume(recipient != address(0));
        uint256 executableAt = block.timestamp + 30 days;
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecoveryProposed(alice, guardian, recipient, executableAt);
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, recipient);
        assertEq(protocol.payoutDirectory.RECOVERY_DELAY(), 30 days, "delay");
        assertEq(protocol.payoutDirectory.recoveryOf(alice).recipient, recipient, "recipient");
        assertEq(protocol.payoutDirectory.recoveryOf(alice).executableAt, executableAt, "time");
        assertEq(protocol.payoutDirectory.recipientOf(alice), alice, "paid as before");
    }

    function testFuzz_ProposeRecipient_OnlyTheGuardian(address caller, address recipient) public {
        vm.assume(caller != guardian && recipient != address(0));
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NotGuardian.selector, alice, caller));
        vm.prank(caller);
        protocol.payoutDirectory.proposeRecipient(alice, recipient);
    }

    function testFuzz_ProposeRecipient_NotForOthers(address account, address recipient) public {
        vm.assume(account != alice && recipient != address(0));
        vm.expectRevert(
            abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NotGuardian.selector, account, guardian)
        );
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(account, recipient);
    }

    function test_ProposeRecipient_RefusesZero() public {
        vm.expectRevert(IPayoutDirectory.PayoutDirectory_ZeroRecipient.selector);
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, address(0));
    }

    /// @dev A harmless proposal that nobody minds cannot be changed for another at the last moment.
    function testFuzz_ProposeRecipient_BeginsTheDelayAgain(uint256 later) public {
        later = bound(later, 0, 60 days);
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, bob);
        vm.warp(block.timestamp + later);
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, stranger);
        uint256 executableAt = vm.getBlockTimestamp() + 30 days;
        assertEq(protocol.payoutDirectory.recoveryOf(alice).recipient, stranger, "recipient");
        assertEq(protocol.payoutDirectory.recoveryOf(alice).executableAt, executableAt, "time");
        vm.warp(executableAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_TooEarly.selector, alice, executableAt));
        protocol.payoutDirectory.executeRecovery(alice);
    }
}
