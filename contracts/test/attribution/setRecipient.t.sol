// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IPayoutDirectory} from "openledger/interfaces/IPayoutDirectory.sol";

contract SetRecipientTest is Base {
    function testFuzz_Nothing_IsTheAccountItself(address account, address other) public view {
        vm.assume(other != account);
        IPayoutDirectory directory = protocol.payoutDirectory;
        assertEq(directory.recipientOf(account), account, "recipient");
        assertTrue(directory.isClaimer(account, account), "claims itself");
        assertFalse(directory.isClaimer(account, other), "nobody else");
        assertEq(directory.guardianOf(account), address(0), "guardian");
        assertEq(directory.recoveryOf(account).executableAt, 0, "recovery");
    }

    function testFuzz_SetRecipient(address account, address recipient, address other) public {
        vm.assume(account != address(0) && other != account && recipient != address(0));
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecipientSet(account, recipient);
        vm.prank(account);
        protocol.payoutDirectory.setRecipient(recipient);
        assertEq(protocol.payoutDirectory.recipientOf(account), recipient, "recipient");
        assertEq(protocol.payoutDirectory.recipientOf(other), other, "others");
        if (recipient != account) {
            assertEq(protocol.payoutDirectory.recipientOf(recipient), recipient, "not passed on");
            assertFalse(protocol.payoutDirectory.isClaimer(account, recipient), "the recipient does not claim");
        }
    }

    function testFuzz_SetRecipient_BackToTheAccount(address recipient, bool byZero) public {
        vm.startPrank(alice);
        protocol.payoutDirectory.setRecipient(recipient);
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecipientSet(alice, alice);
        protocol.payoutDirectory.setRecipient(byZero ? address(0) : alice);
        assertEq(protocol.payoutDirectory.recipientOf(alice), alice, "herself");
    }

    /// @dev Chains of recipients are not followed: where bob sends his own money is not alice's affair.
    function test_SetRecipient_IsNotFollowed() public {
        vm.prank(alice);
        protocol.payoutDirectory.setRecipient(bob);
        vm.prank(bob);
        protocol.payoutDirectory.setRecipient(stranger);
        assertEq(protocol.payoutDirectory.recipientOf(alice), bob, "as alice said");
    }

    function testFuzz_SetRecipient_CancelsARecovery(address proposed, address recipient, uint256 later) public {
        vm.assume(proposed != address(0));
        vm.prank(alice);
        protocol.payoutDirectory.setGuardian(bob);
        vm.prank(bob);
        protocol.payoutDirectory.proposeRecipient(alice, proposed);
        // Even when it is due, as long as nobody has executed it.
        vm.warp(block.timestamp + bound(later, 0, 60 days));
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecoveryCancelled(alice, proposed);
        vm.prank(alice);
        protocol.payoutDirectory.setRecipient(recipient);
        assertEq(protocol.payoutDirectory.recoveryOf(alice).recipient, address(0), "recovery");
        assertEq(protocol.payoutDirectory.guardianOf(alice), bob, "guardian stays");
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, alice));
        protocol.payoutDirectory.executeRecovery(alice);
    }
}
