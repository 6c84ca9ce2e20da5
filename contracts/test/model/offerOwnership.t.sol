// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract OfferOwnershipTest is Models {
    function testFuzz_OfferOwnership(address newOwner) public {
        vm.expectEmit(address(registry));
        emit IModelRegistry.OwnershipOffered(modelId, modelOwner, newOwner);
        vm.prank(modelOwner);
        registry.offerOwnership(modelId, newOwner);
        assertEq(registry.offeredOwnerOf(modelId), newOwner, "offered");
        assertEq(registry.model(modelId).owner, modelOwner, "still the owner");
    }

    function testFuzz_OfferOwnership_ReplacesTheFormerOffer(address former) public {
        vm.assume(former != bob);
        vm.startPrank(modelOwner);
        registry.offerOwnership(modelId, former);
        registry.offerOwnership(modelId, bob);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotOfferedOwner.selector, modelId, former));
        vm.prank(former);
        registry.acceptOwnership(modelId);
    }

    function test_OfferOwnership_Withdrawn() public {
        vm.startPrank(modelOwner);
        registry.offerOwnership(modelId, bob);
        registry.offerOwnership(modelId, address(0));
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotOfferedOwner.selector, modelId, bob));
        vm.prank(bob);
        registry.acceptOwnership(modelId);
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.offerOwnership(modelId, caller);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.offerOwnership(ModelId.wrap(9), caller);
    }
}
