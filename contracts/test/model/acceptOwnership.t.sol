// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract AcceptOwnershipTest is Models {
    function testFuzz_AcceptOwnership(address newOwner) public {
        vm.assume(newOwner != address(0) && newOwner != modelOwner);
        vm.prank(modelOwner);
        registry.offerOwnership(modelId, newOwner);
        vm.expectEmit(address(registry));
        emit IModelRegistry.OwnershipTransferred(modelId, modelOwner, newOwner);
        vm.prank(newOwner);
        registry.acceptOwnership(modelId);
        assertEq(registry.model(modelId).owner, newOwner, "owner");
        assertEq(registry.offeredOwnerOf(modelId), address(0), "no offer is left");
        vm.expectRevert(_notOwner(modelOwner));
        vm.prank(modelOwner);
        registry.setPrice(modelId, 1);
        vm.prank(newOwner);
        registry.setPrice(modelId, 1);
    }

    /// @dev An offer is good once.
    function test_AcceptOwnership_NotTwice() public {
        vm.prank(modelOwner);
        registry.offerOwnership(modelId, bob);
        vm.startPrank(bob);
        registry.acceptOwnership(modelId);
        registry.offerOwnership(modelId, alice);
        vm.stopPrank();
        vm.prank(alice);
        registry.acceptOwnership(modelId);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotOfferedOwner.selector, modelId, bob));
        vm.prank(bob);
        registry.acceptOwnership(modelId);
    }

    function testFuzz_RevertWhen_ItWasNotOffered(address caller) public {
        vm.assume(caller != bob);
        vm.prank(modelOwner);
        registry.offerOwnership(modelId, bob);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotOfferedOwner.selector, modelId, caller));
        vm.prank(caller);
        registry.acceptOwnership(modelId);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.acceptOwnership(ModelId.wrap(9));
    }
}
