// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

// The numbers that are cast are small.
// forge-lint: disable-next-item(unsafe-typecast)
contract ActivateVersionTest is Models {
    function setUp() public override {
        super.setUp();
        _publishIdle(5);
    }

    function testFuzz_ActivateVersion(uint256 chosen) public {
        uint32 number = uint32(bound(chosen, 1, 5));
        assertFalse(registry.isActive(modelId, number), "published idle");
        vm.expectEmit(address(registry));
        emit IModelRegistry.VersionActivated(modelId, number, uint40(_now() + parameters.trialTime));
        _activate(number);
        assertTrue(registry.isActive(modelId, number), "active");
        assertTrue(registry.wasActive(modelId, number, _now(), _now()), "active in this second");
        assertFalse(registry.wasActive(modelId, number, 0, _now() - 1), "not before it");
        for (uint32 other = 1; other <= 5; ++other) {
            uint256 end = other < number ? _now() + parameters.trialTime : type(uint256).max;
            assertEq(registry.supersededAt(modelId, other), end, "end of each");
        }
    }

    /// @dev An older version that is activated after a newer one supersedes those below it no earlier than they were.
    function test_ActivateVersion_AnOlderOneBesideTheNewer() public {
        _activate(4);
        uint256 end = _now() + parameters.trialTime;
        vm.warp(_now() + 5 days);
        vm.expectEmit(address(registry));
        emit IModelRegistry.VersionActivated(modelId, 2, 0);
        _activate(2);
        assertTrue(registry.isActive(modelId, 2), "on trial");
        assertTrue(registry.isActive(modelId, 4), "beside the newer one");
        assertEq(registry.supersededAt(modelId, 1), end, "by the first activation of any later one");
        assertEq(registry.supersededAt(modelId, 2), end, "likewise");
        assertEq(registry.supersededAt(modelId, 4), type(uint256).max, "the newest has no end");
        vm.warp(end);
        assertFalse(registry.isActive(modelId, 2), "its time is over");
    }

    function testFuzz_ActivateVersion_RollsBackInTimeOnly(uint256 wait) public {
        _activate(1);
        _activate(2);
        uint256 end = registry.supersededAt(modelId, 1);
        _retire(1);
        wait = bound(wait, 0, 2 * uint256(parameters.trialTime));
        vm.warp(_now() + wait);
        if (_now() >= end) {
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_Superseded.selector, modelId, 1, end));
        }
        _activate(1);
        assertEq(registry.isActive(modelId, 1), _now() < end, "active in time");
        assertTrue(registry.isActive(modelId, 2), "the newer one stays");
    }

    function test_RevertWhen_ItIsActive() public {
        _activate(1);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_AlreadyActive.selector, modelId, 1));
        _activate(1);
    }

    function testFuzz_RevertWhen_ItWasNotPublished(uint32 number) public {
        vm.assume(number == 0 || number > 5);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownVersion.selector, modelId, number));
        _activate(number);
    }

    function test_RevertWhen_TheModelIsRetired() public {
        _retireModel();
        vm.expectRevert(_retired());
        _activate(1);
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.activateVersion(modelId, 1);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.activateVersion(ModelId.wrap(9), 1);
    }
}
