// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";

contract StakeVaultTest is Base {
    function testFuzz_Stake_ForAnyAccount(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _giveFor(alice, address(protocol.stakeVault), amount);
        vm.expectEmit(address(protocol.stakeVault));
        emit IStakeVault.Staked(bob, alice, amount);
        vm.prank(alice);
        protocol.stakeVault.stake(bob, amount);
        assertEq(protocol.stakeVault.stakeOf(bob).active, amount, "active");
        assertEq(protocol.stakeVault.freeStakeOf(bob), amount, "free");
        assertEq(_balanceOf(alice), 0, "paid");
    }

    function test_Stake_RefusesZeros() public {
        vm.expectRevert(IStakeVault.StakeVault_ZeroAmount.selector);
        protocol.stakeVault.stake(alice, 0);
        vm.expectRevert(IStakeVault.StakeVault_ZeroAccount.selector);
        protocol.stakeVault.stake(address(0), 1);
        vm.expectRevert(IStakeVault.StakeVault_ZeroAmount.selector);
        protocol.stakeVault.requestUnbonding(0);
    }

    function testFuzz_Unbonding_PaysAfterItsTimeAndNotBefore(uint256 amount, uint256 part, uint256 early) public {
        amount = bound(amount, 1, PURSE);
        part = bound(part, 1, amount);
        _stake(alice, amount);
        uint256 availableAt = block.timestamp + parameters.unbondingPeriod;
        vm.expectEmit(address(protocol.stakeVault));
        emit IStakeVault.UnbondingRequested(alice, part, availableAt);
        vm.startPrank(alice);
        protocol.stakeVault.requestUnbonding(part);
        assertEq(protocol.stakeVault.stakeOf(alice).active, amount - part, "no longer active");

        vm.warp(bound(early, block.timestamp, availableAt - 1));
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_NothingAvailable.selector, alice, availableAt));
        protocol.stakeVault.withdraw();

        vm.warp(availableAt);
        assertEq(protocol.stakeVault.withdraw(), part, "paid");
        assertEq(_balanceOf(alice), part, "received");
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_NothingAvailable.selector, alice, 0));
        protocol.stakeVault.withdraw();
    }

    function testFuzz_Unbonding_SecondRequestJoinsTheFirst(uint256 later) public {
        later = bound(later, 0, 60 days);
        _stake(alice, 10e18);
        vm.startPrank(alice);
        protocol.stakeVault.requestUnbonding(4e18);
        vm.warp(block.timestamp + later);
        protocol.stakeVault.requestUnbonding(6e18);
        IStakeVault.Unbonding memory unbonding = protocol.stakeVault.unbondingOf(alice);
        assertEq(unbonding.amount, 10e18, "both");
        assertEq(unbonding.availableAt, vm.getBlockTimestamp() + parameters.unbondingPeriod, "when the second is");
    }

    function test_Unbonding_KeepsThePeriodOfItsRequest() public {
        _stake(alice, 1e18);
        vm.prank(alice);
        protocol.stakeVault.requestUnbonding(1e18);
        uint256 availableAt = block.timestamp + parameters.unbondingPeriod;
        Parameters memory chosen = parameters;
        chosen.unbondingPeriod = 60 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(availableAt);
        vm.prank(alice);
        assertEq(protocol.stakeVault.withdraw(), 1e18, "as requested");
    }

    function testFuzz_Lock_KeepsStakeIn(uint256 amount, uint256 locked) public {
        amount = bound(amount, 1, PURSE);
        locked = bound(locked, 1, amount);
        _stake(alice, amount);
        vm.prank(address(protocol.attributionLedger));
        protocol.stakeVault.lock(alice, locked);
        assertEq(protocol.stakeVault.freeStakeOf(alice), amount - locked, "free");
        bytes memory reason = abi.encodeWithSelector(
            IStakeVault.StakeVault_InsufficientFreeStake.selector, alice, amount - locked + 1, amount - locked
        );
        vm.expectRevert(reason);
        vm.prank(alice);
        protocol.stakeVault.requestUnbonding(amount - locked + 1);
        vm.expectRevert(reason);
        vm.prank(address(protocol.attributionLedger));
        protocol.stakeVault.lock(alice, amount - locked + 1);

        vm.prank(address(protocol.attributionLedger));
        protocol.stakeVault.release(alice, locked);
        assertEq(protocol.stakeVault.freeStakeOf(alice), amount, "released");
    }

    function testFuzz_Slash_DividesWhatItTakes(uint256 amount, uint256 taken, uint256 reward) public {
        amount = bound(amount, 1, PURSE);
        taken = bound(taken, 1, amount);
        reward = bound(reward, 0, taken);
        _stake(alice, amount);
        vm.startPrank(address(protocol.attributionLedger));
        protocol.stakeVault.lock(alice, taken);
        vm.expectEmit(address(protocol.stakeVault));
        emit IStakeVault.StakeSlashed(alice, watcher, taken, reward);
        protocol.stakeVault.slash(alice, taken, watcher, reward);
        assertEq(_balanceOf(watcher), reward, "challenger");
        assertEq(_balanceOf(address(protocol.dataFund)), taken - reward, "data fund");
        assertEq(protocol.stakeVault.stakeOf(alice).active, amount - taken, "active");
        assertEq(protocol.stakeVault.stakeOf(alice).locked, 0, "locked");
    }

    function test_Slash_OnlyWhatIsLocked() public {
        _stake(alice, 10e18);
        vm.startPrank(address(protocol.attributionLedger));
        protocol.stakeVault.lock(alice, 4e18);
        vm.expectRevert();
        protocol.stakeVault.slash(alice, 4e18 + 1, watcher, 0);
        vm.expectRevert();
        protocol.stakeVault.release(alice, 4e18 + 1);
    }

    function testFuzz_Slashers_AreTwo(address caller) public {
        vm.assume(caller != address(protocol.attributionLedger) && caller != address(protocol.datanetRegistry));
        bytes memory reason = abi.encodeWithSelector(IStakeVault.StakeVault_NotSlasher.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(reason);
        protocol.stakeVault.lock(alice, 1);
        vm.expectRevert(reason);
        protocol.stakeVault.release(alice, 1);
        vm.expectRevert(reason);
        protocol.stakeVault.slash(alice, 1, caller, 1);
    }
}
