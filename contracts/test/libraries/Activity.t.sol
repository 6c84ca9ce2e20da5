// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Activity} from "openledger/libraries/Activity.sol";

/// @notice `Activity` against a table that says, second by second, which version was active.
// The numbers that are cast are small.
// forge-lint: disable-next-item(unsafe-typecast)
contract ActivityTest is Test {
    using Activity for Activity.Log;

    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant VERSIONS = 4;

    Activity.Log internal activity;

    // The table, and the state at its end.
    mapping(uint32 version => mapping(uint256 second => bool)) internal active;
    mapping(uint32 version => bool) internal on;
    mapping(uint32 version => uint256) internal end;

    function setUp() public {
        vm.warp(START);
        for (uint32 version = 1; version <= VERSIONS; ++version) {
            end[version] = type(uint256).max;
        }
    }

    function testFuzz_WasActive_AsTheTableSays(uint256 seed) public {
        for (uint256 step = 0; step < 60; ++step) {
            uint256 random = uint256(keccak256(abi.encode(seed, step)));
            // Half of the steps happen in the same second as the one before.
            if (random & 1 == 0) _pass(1 + (random >> 8) % 4);
            _switch(1 + uint32((random >> 16) % VERSIONS), uint32(1 + (random >> 32) % 12));
            _compare(random >> 64);
        }
        for (uint256 i = 0; i < 200; ++i) {
            _compare(uint256(keccak256(abi.encode(seed, "at last", i))));
        }
    }

    /// @dev Second by second: what is on and not superseded is active in each.
    function _pass(uint256 time) internal {
        for (uint256 i = 0; i < time; ++i) {
            vm.warp(vm.getBlockTimestamp() + 1);
            for (uint32 version = 1; version <= VERSIONS; ++version) {
                bool isActive = on[version] && vm.getBlockTimestamp() < end[version];
                if (isActive) active[version][vm.getBlockTimestamp()] = true;
            }
        }
    }

    /// @dev Switches a version that was not superseded.
    function _switch(uint32 version, uint32 trialTime) internal {
        uint256 time = vm.getBlockTimestamp();
        assertEq(activity.supersededAt(version), end[version], "end");
        if (time >= end[version]) return;
        assertEq(activity.isOn(version), on[version], "on");
        if (on[version]) {
            on[version] = false;
            activity.retire(version);
            return;
        }
        on[version] = true;
        active[version][time] = true;
        uint256 ended = 0;
        for (uint32 older = 1; older < version; ++older) {
            if (end[older] != type(uint256).max) continue;
            end[older] = time + trialTime;
            ended = end[older];
        }
        uint256 olderUntil = activity.activate(version, trialTime);
        if (ended != 0) assertEq(olderUntil, ended, "end of the older ones");
    }

    function _compare(uint256 random) internal view {
        uint32 version = uint32(1 + random % (VERSIONS + 1)); // The last was never switched.
        uint256 length = vm.getBlockTimestamp() - START + 5;
        uint256 from = START - 2 + (random >> 8) % length;
        uint256 to = START - 2 + (random >> 24) % length;
        bool expected = false;
        for (uint256 second = from; second <= to; ++second) {
            expected = expected || active[version][second];
        }
        assertEq(activity.wasActive(version, from, to), expected, "active");
        if (expected) {
            assertTrue(activity.wasActive(version, 0, type(uint256).max), "within all of time");
        }
    }
}
