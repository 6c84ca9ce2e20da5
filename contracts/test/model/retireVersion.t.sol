// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract RetireVersionTest is Models {
    function setUp() public override {
        super.setUp();
        _publishIdle(2);
        _activate(1);
    }

    function testFuzz_RetireVersion(uint256 served, uint256 since) public {
        uint256 from = _now();
        vm.warp(from + bound(served, 0, 365 days));
        vm.expectEmit(address(registry));
        emit IModelRegistry.VersionRetired(modelId, 1);
        _retire(1);
        uint256 until = _now();
        assertFalse(registry.isActive(modelId, 1), "retired");
        vm.warp(until + bound(since, 1, 365 days));
        assertTrue(registry.wasActive(modelId, 1, from, from), "what it was it stays");
        assertTrue(registry.wasActive(modelId, 1, until, _now()), "to the second");
        assertFalse(registry.wasActive(modelId, 1, until + 1, _now()), "and no longer");
        assertEq(registry.supersededAt(modelId, 1), type(uint256).max, "not superseded");
        _activate(1);
        assertTrue(registry.isActive(modelId, 1), "it can come back");
        assertFalse(registry.wasActive(modelId, 1, until + 1, _now() - 1), "but not for the time between");
    }

    /// @dev Vouchers and receipts of a retired model still count, so its versions can still be ended.
    function test_RetireVersion_OfARetiredModel() public {
        _retireModel();
        assertTrue(registry.isActive(modelId, 1), "what was promised still counts");
        _retire(1);
        assertFalse(registry.isActive(modelId, 1), "retired");
    }

    function test_RevertWhen_ItIsNotActive() public {
        bytes4 reason = IModelRegistry.ModelRegistry_NotActive.selector;
        vm.expectRevert(abi.encodeWithSelector(reason, modelId, 2));
        _retire(2);
        vm.expectRevert(abi.encodeWithSelector(reason, modelId, 0));
        _retire(0);
        vm.expectRevert(abi.encodeWithSelector(reason, modelId, 3));
        _retire(3);
        _retire(1);
        vm.expectRevert(abi.encodeWithSelector(reason, modelId, 1));
        _retire(1);
    }

    function test_RevertWhen_ItWasSuperseded() public {
        _activate(2);
        vm.warp(registry.supersededAt(modelId, 1));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotActive.selector, modelId, 1));
        _retire(1);
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.retireVersion(modelId, 1);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.retireVersion(ModelId.wrap(9), 1);
    }
}
