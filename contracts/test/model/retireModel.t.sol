// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract RetireModelTest is Models {
    function test_RetireModel() public {
        _publishVersion(modelId, datanetId);
        assertFalse(registry.model(modelId).retired, "at work");
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelRetired(modelId);
        _retireModel();
        assertTrue(registry.model(modelId).retired, "retired");
        assertTrue(registry.isActive(modelId, 1), "what it answered can be committed");
        vm.expectRevert(_retired());
        _retireModel();
    }

    function test_RetireModel_NothingNewBegins() public {
        IModelRegistry.NewVersion memory version = _newVersion(datanetId);
        IModelRegistry.NewModel memory derived = _newDerived(modelId);
        _retireModel();
        _refusePublish(version, _retired());
        _refuseRegister(derived, _retired());
    }

    /// @dev A base that is retired takes nothing from the models that were derived from it before.
    function test_Attack_ARetiredBaseBlocksNoDerivedModel() public {
        _publishVersion(modelId, datanetId);
        ModelId derived = _register(_newDerived(modelId));
        _retireModel();
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.baseVersion = 1;
        vm.prank(modelOwner);
        assertEq(registry.publishVersion(derived, made), 1, "it goes on");
        assertTrue(registry.isActive(derived, 1), "active");
    }

    /// @dev A leaked key must be replaced whether or not the model is retired.
    function test_RetireModel_TermsCanChange() public {
        _retireModel();
        _announce(stranger, stranger);
        vm.warp(_now() + parameters.poolTimeout);
        registry.startTerm(modelId);
        assertEq(registry.model(modelId).term, 2, "second term");
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.retireModel(modelId);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.retireModel(ModelId.wrap(9));
    }
}
