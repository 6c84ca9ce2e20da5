// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {stdError} from "forge-std/StdError.sol";
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
        vm.expectRevert(stdError.arithmeticError);
        protocol.stakeVault.slash(alice, 4e18 + 1, watcher, 0);
        vm.expectRevert(stdError.arithmeticError);
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

    /// @dev Two sums of slashes and what is left of the stake: nothing is rounded and nothing is lost.
    function testFuzz_Slash_InParts(uint256 amount, uint256 locked, uint256 part, uint256 reward) public {
        amount = bound(amount, 2, PURSE);
        locked = bound(locked, 2, amount);
        part = bound(part, 1, locked - 1);
        reward = bound(reward, 0, part);
        _stake(alice, amount);
        vm.startPrank(address(protocol.attributionLedger));
        protocol.stakeVault.lock(alice, locked);
        protocol.stakeVault.slash(alice, part, watcher, reward);
        assertEq(protocol.stakeVault.stakeOf(alice).locked, locked - part, "the rest is still locked");
        assertEq(protocol.stakeVault.freeStakeOf(alice), amount - locked, "what was free is free");
        protocol.stakeVault.slash(alice, locked - part, watcher, 0);
        assertEq(protocol.stakeVault.freeStakeOf(alice), amount - locked, "and still is");
        assertEq(_balanceOf(watcher), reward, "challenger");
        assertEq(_balanceOf(address(protocol.dataFund)), locked - reward, "data fund");
    }

    /// @dev Whatever happens in whatever order: locked stake is within the active one, and the vault holds what it owes.
    function testFuzz_Vault_HoldsWhatItOwes(uint256[32] memory steps) public {
        address[3] memory accounts = [alice, bob, operator];
        uint256[3] memory locked;
        uint256 vaultBefore = _balanceOf(address(protocol.stakeVault));
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 who = (steps[i] >> 8) % 3;
            uint256 amount = bound(steps[i] >> 16, 1, 1000e18);
            locked[who] = _step(steps[i] % 6, accounts[who], amount, locked[who]);
            IStakeVault.Stake memory held = protocol.stakeVault.stakeOf(accounts[who]);
            assertEq(held.locked, locked[who], "nothing but its slashers moves what is locked");
            assertLe(held.locked, held.active, "locked is active");
        }
        uint256 owed = 0;
        for (uint256 i = 0; i < 3; ++i) {
            owed += protocol.stakeVault.stakeOf(accounts[i]).active;
            owed += protocol.stakeVault.unbondingOf(accounts[i]).amount;
        }
        assertEq(_balanceOf(address(protocol.stakeVault)) - vaultBefore, owed, "money");
    }

    /// @dev Does what is possible of a step and returns what should be locked after it.
    function _step(uint256 kind, address account, uint256 amount, uint256 locked) internal returns (uint256) {
        uint256 free = protocol.stakeVault.freeStakeOf(account);
        if (kind == 0) _stake(account, amount);
        if (kind == 1 && free != 0) {
            vm.prank(account);
            protocol.stakeVault.requestUnbonding(bound(amount, 1, free));
        }
        if (kind == 2 && protocol.stakeVault.unbondingOf(account).amount != 0) {
            vm.warp(protocol.stakeVault.unbondingOf(account).availableAt);
            vm.prank(account);
            protocol.stakeVault.withdraw();
        }
        bool byRegistry = amount % 2 == 0;
        vm.startPrank(byRegistry ? address(protocol.datanetRegistry) : address(protocol.attributionLedger));
        if (kind == 3 && free != 0) {
            amount = bound(amount, 1, free);
            protocol.stakeVault.lock(account, amount);
            locked += amount;
        }
        if (kind > 3 && locked != 0) {
            amount = bound(amount, 1, locked);
            if (kind == 4) protocol.stakeVault.release(account, amount);
            else protocol.stakeVault.slash(account, amount, watcher, amount / 2);
            locked -= amount;
        }
        vm.stopPrank();
        return locked;
    }
}
