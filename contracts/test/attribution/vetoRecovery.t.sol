// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IPayoutDirectory} from "openledger/interfaces/IPayoutDirectory.sol";

contract VetoRecoveryTest is Base {
    address internal guardian = makeAddr("guardian");

    function setUp() public override {
        super.setUp();
        vm.prank(alice);
        protocol.payoutDirectory.setGuardian(guardian);
    }

    function testFuzz_VetoRecovery_EndsItAndTheGuardian(address recipient, uint256 later) public {
        vm.assume(recipient != address(0));
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, recipient);
        // Even when it is due, as long as nobody has executed it.
        vm.warp(block.timestamp + bound(later, 0, 60 days));
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecoveryCancelled(alice, recipient);
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.GuardianSet(alice, address(0));
        vm.prank(alice);
        protocol.payoutDirectory.vetoRecovery();
        assertEq(protocol.payoutDirectory.recoveryOf(alice).executableAt, 0, "recovery");
        assertEq(protocol.payoutDirectory.guardianOf(alice), address(0), "guardian");
        assertEq(protocol.payoutDirectory.recipientOf(alice), alice, "paid as before");
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, alice));
        protocol.payoutDirectory.executeRecovery(alice);
    }

    /// @dev A guardian that turned against its account has one try, however often the account looks.
    function test_VetoRecovery_CannotBeDodgedByProposingAgain() public {
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, guardian);
        vm.prank(alice);
        protocol.payoutDirectory.vetoRecovery();
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NotGuardian.selector, alice, guardian));
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, guardian);
        // The account may name it again.
        vm.prank(alice);
        protocol.payoutDirectory.setGuardian(guardian);
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, guardian);
        assertEq(protocol.payoutDirectory.recoveryOf(alice).recipient, guardian, "a new recovery");
    }

    function testFuzz_VetoRecovery_OnlyTheAccounts(address caller) public {
        vm.assume(caller != alice);
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, bob);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, caller));
        vm.prank(caller);
        protocol.payoutDirectory.vetoRecovery();
        assertEq(protocol.payoutDirectory.recoveryOf(alice).recipient, bob, "still pending");
    }

    function test_VetoRecovery_RefusesWithoutOne() public {
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, alice));
        vm.prank(alice);
        protocol.payoutDirectory.vetoRecovery();
        assertEq(protocol.payoutDirectory.guardianOf(alice), guardian, "guardian stays");
    }
}
