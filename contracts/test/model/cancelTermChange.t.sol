// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract CancelTermChangeTest is Models {
    function testFuzz_CancelTermChange_BeforeTheEndOnly(uint256 later) public {
        uint256 endsAt = _now() + parameters.poolTimeout;
        _announce(stranger, stranger);
        vm.warp(_now() + bound(later, 0, 2 * uint256(parameters.poolTimeout)));
        if (_now() >= endsAt) {
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_TermEnded.selector, modelId, 1, endsAt));
            _cancel();
            assertEq(registry.term(modelId, 1).endsAt, endsAt, "what has ended stays ended");
            return;
        }
        vm.expectEmit(address(registry));
        emit IModelRegistry.TermChangeCancelled(modelId, 1);
        _cancel();
        assertEq(registry.term(modelId, 1).endsAt, type(uint40).max, "no end");
        (address announcedOperator, address announcedKey) = registry.announcedTerm(modelId);
        assertEq(announcedOperator, address(0), "no operator announced");
        assertEq(announcedKey, address(0), "nor a key");
        vm.warp(endsAt);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoTermAnnounced.selector, modelId));
        registry.startTerm(modelId);
        // Another announcement gives the whole time again.
        _announce(bob, bob);
        assertEq(registry.term(modelId, 1).endsAt, _now() + parameters.poolTimeout, "the whole time again");
    }

    function test_RevertWhen_NothingIsAnnounced() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoTermAnnounced.selector, modelId));
        _cancel();
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        _announce(stranger, stranger);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.cancelTermChange(modelId);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.cancelTermChange(ModelId.wrap(9));
    }

    function _cancel() internal {
        vm.prank(modelOwner);
        registry.cancelTermChange(modelId);
    }
}
