// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {OpenTimelock} from "openledger/governance/OpenTimelock.sol";
import {IOpenTimelock} from "openledger/interfaces/IOpenTimelock.sol";

contract OpenTimelockTest is Base {
    OpenTimelock internal timelock;
    address[] internal nobody;

    function setUp() public override {
        super.setUp();
        timelock = protocol.timelockController;
    }

    function test_Bounds_AreTheSpecified() public view {
        assertEq(timelock.LEAST_DELAY(), 1 days, "least");
        assertEq(timelock.MOST_DELAY(), 30 days, "most");
        assertEq(timelock.getMinDelay(), 2 days, "the configuration's");
    }

    function testFuzz_UpdateDelay_WithinBounds(uint256 delay) public {
        delay = bound(delay, 1 days, 30 days);
        vm.expectEmit(address(timelock));
        emit TimelockController.MinDelayChange(2 days, delay);
        vm.prank(address(timelock));
        timelock.updateDelay(delay);
        assertEq(timelock.getMinDelay(), delay, "delay");

        bytes memory tooShort =
            abi.encodeWithSelector(TimelockController.TimelockInsufficientDelay.selector, delay - 1, delay);
        vm.startPrank(address(protocol.openGovernor));
        vm.expectRevert(tooShort);
        timelock.schedule(alice, 0, "", 0, 0, delay - 1);
        timelock.schedule(alice, 0, "", 0, 0, delay);
        bytes32 id = timelock.hashOperation(alice, 0, "", 0, 0);
        assertEq(timelock.getTimestamp(id), block.timestamp + delay, "what is scheduled waits for it");
    }

    function testFuzz_UpdateDelay_RefusesOutOfBounds(uint256 delay) public {
        _refused(bound(delay, 0, 1 days - 1));
        _refused(bound(delay, 30 days + 1, type(uint256).max));
        assertEq(timelock.getMinDelay(), 2 days, "unchanged");
    }

    function testFuzz_UpdateDelay_OnlyTheTimelock(address caller, uint256 delay) public {
        vm.assume(caller != address(timelock));
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, caller));
        vm.prank(caller);
        timelock.updateDelay(bound(delay, 1 days, 30 days));
    }

    /// @dev What waits already keeps its time: a shorter delay hastens nothing.
    function test_UpdateDelay_IsNotRetroactive() public {
        vm.prank(address(protocol.openGovernor));
        timelock.schedule(alice, 0, "", 0, 0, 2 days);
        uint256 due = block.timestamp + 2 days;
        vm.prank(address(timelock));
        timelock.updateDelay(1 days);
        bytes32 id = timelock.hashOperation(alice, 0, "", 0, 0);
        vm.warp(due - 1);
        assertFalse(timelock.isOperationReady(id), "waits");
        vm.warp(due);
        assertTrue(timelock.isOperationReady(id), "due when it was");
    }

    function testFuzz_Constructor_RefusesOutOfBounds(uint256 delay, bool long) public {
        delay = long ? bound(delay, 30 days + 1, type(uint256).max) : bound(delay, 0, 1 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IOpenTimelock.OpenTimelock_OutOfBounds.selector, delay, 1 days, 30 days));
        new OpenTimelock(delay, nobody, nobody);
    }

    function testFuzz_Constructor_LeavesNoOtherAdministrator(address account) public {
        OpenTimelock made = new OpenTimelock(1 days, nobody, nobody);
        vm.assume(account != address(made));
        assertFalse(made.hasRole(made.DEFAULT_ADMIN_ROLE(), account), "administrator");
        assertTrue(made.hasRole(made.DEFAULT_ADMIN_ROLE(), address(made)), "itself");
    }

    function _refused(uint256 delay) internal {
        vm.expectRevert(abi.encodeWithSelector(IOpenTimelock.OpenTimelock_OutOfBounds.selector, delay, 1 days, 30 days));
        vm.prank(address(timelock));
        timelock.updateDelay(delay);
    }
}
