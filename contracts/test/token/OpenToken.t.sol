// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
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

    function testFuzz_Permit(uint256 amount) public {
        uint256 deadline = block.timestamp + 1 hours;
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typehash, payer, bob, amount, 0, deadline));
        bytes32 domain = protocol.openToken.DOMAIN_SEPARATOR();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        protocol.openToken.permit(payer, bob, amount, deadline, v, r, s);
        assertEq(protocol.openToken.allowance(payer, bob), amount, "allowance");
        assertEq(protocol.openToken.nonces(payer), 1, "nonce");
    }
}
