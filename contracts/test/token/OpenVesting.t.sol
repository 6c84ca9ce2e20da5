// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
import {Vm} from "forge-std/Vm.sol";
import {IOpenVesting} from "openledger/interfaces/IOpenVesting.sol";
import {OpenVesting} from "openledger/token/OpenVesting.sol";

/// @notice The wallet that the local chain's genesis file has made, found on the chain by what the token minted.
contract OpenVestingTest is Base {
    /// @dev Of the genesis file.
    address internal constant OWNER = 0x70997970C51812dc3A010C7d01b50e0d17dc79C8;
    uint256 internal constant AMOUNT = 100_000_000e18;
    uint64 internal constant DURATION = 4 * 365 days;
    uint64 internal constant CLIFF = 365 days;

    OpenVesting internal wallet;
    uint256 internal start;
    address[] internal minted;
    uint256[] internal amounts;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        start = block.timestamp;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            bool mints = logs[i].emitter == address(protocol.openToken) && logs[i].topics.length == 3
                && logs[i].topics[0] == keccak256("Transfer(address,address,uint256)") && logs[i].topics[1] == 0;
            if (!mints) continue;
            minted.push(address(uint160(uint256(logs[i].topics[2]))));
            amounts.push(abi.decode(logs[i].data, (uint256)));
        }
        wallet = OpenVesting(payable(minted[1]));
    }

    function test_Genesis_IsTheFiles() public view {
        assertEq(minted.length, 3, "three allocations");
        assertEq(minted[0], FAUCET, "faucet");
        assertEq(minted[2], address(protocol.timelockController), "treasury");
        assertEq(amounts[0] + amounts[1] + amounts[2], protocol.openToken.SUPPLY(), "all of the supply");
        assertEq(amounts[1], AMOUNT, "what vests");
        assertEq(_balanceOf(address(wallet)), AMOUNT, "all of it in the wallet");
        assertEq(_balanceOf(OWNER), 0, "none of it free");
        assertEq(wallet.owner(), OWNER, "owner");
        assertEq(wallet.start(), start, "from the deployment's block");
        assertEq(wallet.duration(), DURATION, "duration");
        assertEq(wallet.cliff(), start + CLIFF, "cliff");
    }

    function testFuzz_Release_PaysWhatHasVested(address caller, uint256 first, uint256 second) public {
        vm.assume(caller != address(0));
        first = bound(first, CLIFF, DURATION);
        second = bound(second, first, 2 * uint256(DURATION));
        address token = address(protocol.openToken);
        vm.warp(start + first);
        vm.prank(caller);
        wallet.release(token);
        assertEq(_balanceOf(OWNER), AMOUNT * first / DURATION, "the share of the time that has passed");
        vm.warp(start + second);
        vm.prank(caller);
        wallet.release(token);
        uint256 passed = second < DURATION ? second : DURATION;
        assertEq(_balanceOf(OWNER), AMOUNT * passed / DURATION, "and the rest of it later");
        assertEq(_balanceOf(address(wallet)), AMOUNT - _balanceOf(OWNER), "nothing is lost");
    }

    function testFuzz_Release_NothingBeforeTheCliff(uint256 early) public {
        vm.warp(start + bound(early, 0, CLIFF - 1));
        wallet.release(address(protocol.openToken));
        assertEq(_balanceOf(OWNER), 0, "nothing");
        assertEq(wallet.releasable(address(protocol.openToken)), 0, "releasable");
    }

    /// @dev The wallet is its owner's alone to hand on, and pays whoever owns it then.
    function testFuzz_TransferOwnership_OnlyByTheOwner(address caller, address next) public {
        vm.assume(caller != OWNER && next != address(0) && next != OWNER && next != address(wallet));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        wallet.transferOwnership(next);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        wallet.renounceOwnership();
        vm.prank(OWNER);
        wallet.transferOwnership(next);
        vm.warp(start + DURATION);
        uint256 before = _balanceOf(next);
        wallet.release(address(protocol.openToken));
        assertEq(_balanceOf(next) - before, AMOUNT, "to the owner of now");
        assertEq(_balanceOf(OWNER), 0, "not to the former");
    }

    function testFuzz_Constructor(uint64 from, uint64 duration, uint64 cliff) public {
        from = uint64(bound(from, block.timestamp - 3650 days, block.timestamp + 3650 days));
        duration = uint64(bound(duration, 1, 3650 days));
        cliff = uint64(bound(cliff, 0, duration));
        OpenVesting made = new OpenVesting(alice, IOpenVesting.Schedule(from, duration, cliff));
        assertEq(made.owner(), alice, "owner");
        assertEq(made.start(), from, "start");
        assertEq(made.end(), uint256(from) + duration, "end");
        assertEq(made.cliff(), uint256(from) + cliff, "cliff");
    }

    function testFuzz_Constructor_RefusesTimesOutOfBounds(uint64 wrong) public {
        uint64 earliest = uint64(block.timestamp - 3650 days);
        uint64 latest = uint64(block.timestamp + 3650 days);
        // The library adds start and cliff before the bounds are checked.
        _refused(uint64(bound(wrong, 1, earliest - 1)), 1 days, 0);
        _refused(uint64(bound(wrong, latest + 1, type(uint64).max - 1 days)), 1 days, 0);
        _refused(0, uint64(bound(wrong, 3650 days + 1, type(uint64).max)), 0);
        _refused(0, 0, 0);
        // Milliseconds.
        _refused(uint64(block.timestamp * 1000), 1 days, 0);
    }

    function testFuzz_Constructor_RefusesACliffBeyondTheEnd(uint64 duration, uint64 cliff) public {
        duration = uint64(bound(duration, 0, 3650 days));
        cliff = uint64(bound(cliff, duration + 1, type(uint64).max));
        vm.expectRevert(abi.encodeWithSelector(VestingWalletCliff.InvalidCliffDuration.selector, cliff, duration));
        new OpenVesting(alice, IOpenVesting.Schedule(0, duration, cliff));
    }

    function test_Constructor_RefusesNobody() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        new OpenVesting(address(0), IOpenVesting.Schedule(0, 1, 0));
    }

    function _refused(uint64 from, uint64 duration, uint64 cliff) internal {
        vm.expectRevert(abi.encodeWithSelector(IOpenVesting.OpenVesting_WrongSchedule.selector, from, duration, cliff));
        new OpenVesting(alice, IOpenVesting.Schedule(from, duration, cliff));
    }
}
