// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {ModelId} from "openledger/types/ModelId.sol";

// The numbers that are cast are small.
// forge-lint: disable-next-item(unsafe-typecast)
contract WasActiveTest is Models {
    /// @dev What an owner did, in order.
    struct Deed {
        uint256 time;
        uint32 number;
        bool activated;
        uint256 trialTime;
    }

    uint32 internal constant COUNT = 4;

    Deed[] internal deeds;
    uint256 internal start;
    uint256 internal trialTime;

    function setUp() public override {
        super.setUp();
        _publishIdle(COUNT);
        start = _now();
        trialTime = parameters.trialTime;
    }

    /// @dev Deeds of an owner and a governance that would rewrite the past, against what can be read off their list.
    function testFuzz_WasActive_WhateverTheOwnerDoes(uint256 seed) public {
        for (uint256 step = 0; step < 30; ++step) {
            uint256 random = uint256(keccak256(abi.encode(seed, step)));
            _wait(random);
            if ((random >> 8) % 8 == 0) _changeTrialTime(random >> 16);
            _act(1 + uint32((random >> 32) % COUNT));
            _compare(random >> 40);
        }
        for (uint256 i = 0; i < 60; ++i) {
            _compare(uint256(keccak256(abi.encode(seed, "at last", i))));
        }
    }

    function test_WasActive_NotOfWhatWasNotPublished() public view {
        assertFalse(registry.wasActive(modelId, 0, 0, type(uint256).max), "version 0");
        assertFalse(registry.wasActive(modelId, COUNT + 1, 0, type(uint256).max), "a version to come");
        assertFalse(registry.wasActive(ModelId.wrap(99), 1, 0, type(uint256).max), "an unknown model's");
        assertFalse(registry.wasActive(modelId, 1, 0, type(uint256).max), "one that was never active");
        assertEq(registry.supersededAt(ModelId.wrap(99), 1), type(uint256).max, "nor is it superseded");
        assertFalse(registry.isActive(ModelId.wrap(99), 1), "nor active");
    }

    function test_WasActive_BothSecondsIncluded() public {
        _activate(1);
        uint256 from = _now();
        vm.warp(from + 100);
        _retire(1);
        vm.warp(from + 1000);
        assertTrue(registry.wasActive(modelId, 1, 0, from), "the first second");
        assertFalse(registry.wasActive(modelId, 1, 0, from - 1), "not before");
        assertTrue(registry.wasActive(modelId, 1, from + 100, from + 1000), "the last second");
        assertFalse(registry.wasActive(modelId, 1, from + 101, from + 1000), "not after");
        assertFalse(registry.wasActive(modelId, 1, from + 50, from + 49), "a time that ends before it begins");
    }

    function test_WasActive_APulseCounts() public {
        uint256 time = _now();
        _activate(1);
        _retire(1);
        assertFalse(registry.isActive(modelId, 1), "off");
        assertTrue(registry.wasActive(modelId, 1, time, time), "active in that second");
        vm.warp(time + 10);
        _activate(1);
        _retire(1);
        _activate(1);
        _retire(1);
        vm.warp(time + 20);
        assertTrue(registry.wasActive(modelId, 1, time + 10, time + 10), "and in this one");
        assertTrue(registry.wasActive(modelId, 1, time, time), "and still in that one");
        assertFalse(registry.wasActive(modelId, 1, time + 1, time + 9), "not between them");
        assertFalse(registry.wasActive(modelId, 1, time + 11, time + 20), "nor since");
    }

    /// @dev An owner that switches within one second cannot take from an operator a version that it served.
    function test_Attack_SwitchingInOneSecondHidesNoActivity() public {
        uint256 time = _now();
        _activate(1);
        vm.warp(time + 10);
        _retire(1);
        _activate(1);
        _retire(1);
        vm.warp(time + 20);
        for (uint256 second = time; second <= time + 10; ++second) {
            assertTrue(registry.wasActive(modelId, 1, second, second), "as it was");
        }
    }

    function test_WasActive_KnowsNothingOfTheFuture() public {
        _activate(1);
        assertFalse(registry.wasActive(modelId, 1, _now() + 1, type(uint256).max), "not yet");
        assertTrue(registry.wasActive(modelId, 1, _now(), type(uint256).max), "now");
    }

    /// @dev Versions retired or revived around a commit: an old version serves on for its trial time, not a second more.
    function testFuzz_Attack_NoRevivalOfAnOldVersion(uint256 later) public {
        _activate(1);
        vm.warp(_now() + 1 days);
        _activate(2);
        uint256 end = _now() + trialTime;
        assertEq(registry.supersededAt(modelId, 1), end, "end of the first");
        _retire(1);
        vm.warp(end - 1);
        _activate(1);
        _retire(2);
        assertTrue(registry.wasActive(modelId, 1, end - 1, end - 1), "revived in time");
        later = bound(later, end, end + 1000 days);
        vm.warp(later);
        assertFalse(registry.isActive(modelId, 1), "over");
        assertFalse(registry.wasActive(modelId, 1, end, type(uint256).max), "and for ever");
        vm.startPrank(modelOwner);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotActive.selector, modelId, 1));
        registry.retireVersion(modelId, 1);
        // Neither the newer version's end nor another activation brings it back.
        registry.activateVersion(modelId, 2);
        registry.activateVersion(modelId, 4);
        registry.retireVersion(modelId, 4);
        vm.stopPrank();
        assertEq(registry.supersededAt(modelId, 1), end, "still that end");
        assertFalse(registry.wasActive(modelId, 1, end, type(uint256).max), "still over");
    }

    /// @dev Governance that changes the trial time touches no version that was superseded under the former one.
    function testFuzz_WasActive_TrialTimeInForce(uint256 chosen) public {
        _activate(1);
        _activate(2);
        uint256 end = registry.supersededAt(modelId, 1);
        _changeTrialTime(chosen);
        vm.warp(_now() + 1 hours);
        _activate(3);
        assertEq(registry.supersededAt(modelId, 1), end, "the trial time of then");
        assertEq(registry.supersededAt(modelId, 2), _now() + trialTime, "the trial time of now");
        assertEq(registry.supersededAt(modelId, 3), type(uint256).max, "the newest has no end");
    }

    /// @dev What thousands of switches cost those who ask: a few hundred gas for each doubling.
    function test_Attack_ALongHistoryIsStillRead() public {
        _activate(1);
        uint256 from = _now();
        for (uint256 i = 1; i <= 500; ++i) {
            vm.warp(from + 2 * i);
            _retire(1);
            vm.warp(from + 2 * i + 1);
            _activate(1);
        }
        vm.cool(address(registry));
        uint256 gas = gasleft();
        bool wasActive = registry.wasActive(modelId, 1, from + 300, from + 301);
        assertLt(gas - gasleft(), 60_000, "gas");
        assertTrue(wasActive, "active");
    }

    function _wait(uint256 random) internal {
        uint256 kind = random % 5;
        if (kind == 1) vm.warp(_now() + 1);
        if (kind == 2) vm.warp(_now() + 1 + (random >> 64) % 3 days);
        if (kind == 3) vm.warp(_now() + trialTime);
        if (kind == 4) vm.warp(_now() + trialTime - 1);
    }

    function _changeTrialTime(uint256 chosen) internal {
        Parameters memory changed = parameters;
        changed.trialTime = uint32(bound(chosen, 1 days, 90 days));
        trialTime = changed.trialTime;
        _govern(changed);
    }

    /// @dev Switches a version, if the list of deeds says that this is possible; else the registry must refuse.
    function _act(uint32 number) internal {
        bool on = _isOn(number, deeds.length);
        bool over = _now() >= _end(number);
        vm.startPrank(modelOwner);
        if (on) {
            if (over) {
                vm.expectRevert(
                    abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotActive.selector, modelId, number)
                );
            }
            registry.retireVersion(modelId, number);
        } else {
            if (over) {
                vm.expectRevert(
                    abi.encodeWithSelector(
                        IModelRegistry.ModelRegistry_Superseded.selector, modelId, number, _end(number)
                    )
                );
            }
            registry.activateVersion(modelId, number);
        }
        vm.stopPrank();
        if (!over) deeds.push(Deed(_now(), number, !on, trialTime));
    }

    function _compare(uint256 random) internal view {
        uint32 number = 1 + uint32(random % COUNT);
        uint256 from = _moment(random >> 8);
        uint256 to = _moment(random >> 48);
        bool expected = from <= to && (_activeIn(number, from) || _activeIn(number, to));
        for (uint256 i = 0; i < deeds.length; ++i) {
            // Between the deeds nothing changes, but for the end of a version's time, which changes nothing before it.
            uint256 time = deeds[i].time;
            if (time >= from && time <= to) expected = expected || _activeIn(number, time);
        }
        assertEq(registry.wasActive(modelId, number, from, to), expected, "active");
        assertEq(registry.supersededAt(modelId, number), _end(number), "end");
        assertEq(registry.isActive(modelId, number), _isOn(number, deeds.length) && _now() < _end(number), "active now");
    }

    /// @dev A time at, just before or just after something that happened.
    function _moment(uint256 random) internal view returns (uint256) {
        uint256 kind = (random >> 16) % 8;
        if (kind == 0 || deeds.length == 0) return start + (random >> 20) % (_now() - start + 2);
        uint256 time = deeds[(random >> 20) % deeds.length].time;
        if (kind == 1) {
            uint256 end = _end(1 + uint32((random >> 36) % COUNT));
            if (end != type(uint256).max) time = end;
        }
        return time + (random & 1) - ((random >> 1) & 1);
    }

    /// @dev Whether a version was on at any moment of a second that has begun, before its end.
    function _activeIn(uint32 number, uint256 second) internal view returns (bool) {
        if (second > _now() || second >= _end(number)) return false;
        uint256 before = 0;
        while (before < deeds.length && deeds[before].time < second) ++before;
        if (_isOn(number, before)) return true;
        for (uint256 i = before; i < deeds.length && deeds[i].time == second; ++i) {
            if (deeds[i].number == number && deeds[i].activated) return true;
        }
        return false;
    }

    /// @dev After the first `count` deeds.
    function _isOn(uint32 number, uint256 count) internal view returns (bool on) {
        for (uint256 i = 0; i < count; ++i) {
            if (deeds[i].number == number) on = deeds[i].activated;
        }
    }

    function _end(uint32 number) internal view returns (uint256) {
        for (uint256 i = 0; i < deeds.length; ++i) {
            if (deeds[i].activated && deeds[i].number > number) return deeds[i].time + deeds[i].trialTime;
        }
        return type(uint256).max;
    }
}
