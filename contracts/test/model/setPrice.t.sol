// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract SetPriceTest is Models {
    function testFuzz_SetPrice(uint128 price) public {
        vm.expectEmit(address(registry));
        emit IModelRegistry.PriceChanged(modelId, price);
        vm.prank(modelOwner);
        registry.setPrice(modelId, price);
        assertEq(registry.model(modelId).price, price, "price");
    }

    function testFuzz_RevertWhen_TheModelIsNotCommercial(uint128 price) public {
        vm.assume(price != 0);
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        (made.commercial, made.price) = (false, 0);
        ModelId free = _register(made);
        vm.startPrank(modelOwner);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotCommercial.selector));
        registry.setPrice(free, price);
        registry.setPrice(free, 0);
        assertEq(registry.model(free).price, 0, "free");
    }

    function test_RevertWhen_TheModelIsRetired() public {
        _retireModel();
        vm.expectRevert(_retired());
        vm.prank(modelOwner);
        registry.setPrice(modelId, 1);
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.setPrice(modelId, 1);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.setPrice(ModelId.wrap(9), 1);
    }
}
