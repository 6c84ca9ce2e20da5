// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IPayoutDirectory} from "openledger/interfaces/IPayoutDirectory.sol";

contract ExecuteRecoveryTest is Base {
    address internal guardian = makeAddr("guardian");
    uint256 internal executableAt;

    function setUp() public override {
        super.setUp();
        vm.startPrank(alice);
        protocol.payoutDirectory.setGuardian(guardian);
        protocol.payoutDirectory.setRecipient(bob);
        protocol.payoutDirectory.setClaimer(watcher, true);
        vm.stopPrank();
        vm.prank(guardian);
        protocol.payoutDirectory.proposeRecipient(alice, operator);
        executableAt = block.timestamp + 30 days;
    }

    function testFuzz_ExecuteRecovery_ByAnyone(address caller, uint256 later) public {
        vm.warp(executableAt + bound(later, 0, 3650 days));
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecoveryExecuted(alice, operator);
        vm.expectEmit(address(protocol.payoutDirectory));
        emit IPayoutDirectory.RecipientSet(alice, operator);
        vm.prank(caller);
        protocol.payoutDirectory.executeRecovery(alice);
        assertEq(protocol.payoutDirectory.recipientOf(alice), operator, "recipient");
        assertEq(protocol.payoutDirectory.recoveryOf(alice).recipient, address(0), "recovery");
        assertEq(protocol.payoutDirectory.recoveryOf(alice).executableAt, 0, "time");
        assertEq(protocol.payoutDirectory.guardianOf(alice), guardian, "guardian");
        assertTrue(protocol.payoutDirectory.isClaimer(alice, watcher), "claimer");

        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, alice));
        protocol.payoutDirectory.executeRecovery(alice);
    }

    function testFuzz_ExecuteRecovery_NotBeforeItsTime(address caller, uint256 early) public {
        vm.warp(bound(early, block.timestamp, executableAt - 1));
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_TooEarly.selector, alice, executableAt));
        vm.prank(caller);
        protocol.payoutDirectory.executeRecovery(alice);
        assertEq(protocol.payoutDirectory.recipientOf(alice), bob, "paid as before");
    }

    function testFuzz_ExecuteRecovery_RefusesWithoutOne(address account) public {
        vm.assume(account != alice);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, account));
        protocol.payoutDirectory.executeRecovery(account);
    }

    /// @dev Whoever has neither the account's key nor its guardian's can do nothing about it, the recipients and the
    /// claimer included.
    function testFuzz_ExecuteRecovery_ThirdPartiesCannotBlockIt(address caller) public {
        vm.assume(caller != alice && caller != guardian && caller != address(0));
        _interfere(caller);
        _interfere(watcher);
        _interfere(bob);
        _interfere(operator);
        assertEq(protocol.payoutDirectory.recoveryOf(alice).executableAt, executableAt, "time");
        vm.warp(executableAt);
        protocol.payoutDirectory.executeRecovery(alice);
        assertEq(protocol.payoutDirectory.recipientOf(alice), operator, "recipient");
    }

    /// @dev After a recovery the account, should its key turn up, decides again.
    function test_ExecuteRecovery_TheAccountDecidesAgain() public {
        vm.warp(executableAt);
        protocol.payoutDirectory.executeRecovery(alice);
        vm.prank(alice);
        protocol.payoutDirectory.setRecipient(address(0));
        assertEq(protocol.payoutDirectory.recipientOf(alice), alice, "herself");
    }

    function _interfere(address caller) internal {
        vm.startPrank(caller);
        protocol.payoutDirectory.setRecipient(caller);
        protocol.payoutDirectory.setClaimer(alice, true);
        protocol.payoutDirectory.setGuardian(alice);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NotGuardian.selector, alice, caller));
        protocol.payoutDirectory.proposeRecipient(alice, caller);
        vm.expectRevert(abi.encodeWithSelector(IPayoutDirectory.PayoutDirectory_NoRecovery.selector, caller));
        protocol.payoutDirectory.vetoRecovery();
        vm.stopPrank();
    }
}
