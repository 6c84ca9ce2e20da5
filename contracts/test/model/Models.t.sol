// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice A datanet, a model of it, and what tests of the registry of models do again and again.
abstract contract Models is Base {
    IModelRegistry internal registry;
    DatanetId internal datanetId;
    ModelId internal modelId;

    function setUp() public virtual override {
        super.setUp();
        registry = protocol.modelRegistry;
        datanetId = _createDatanet();
        modelId = _registerModel(datanetId);
    }

    function _createDatanet(bool commercialUse, bool derivatives, bool shareAlike) internal returns (DatanetId) {
        IDatanetRegistry.NewDatanet memory made = _newDatanet();
        (made.terms.commercialUse, made.terms.derivatives) = (commercialUse, derivatives);
        made.terms.shareAlike = shareAlike;
        return _createDatanet(made);
    }

    function _list(DatanetId a, DatanetId b) internal pure returns (DatanetId[] memory datanets) {
        datanets = new DatanetId[](2);
        (datanets[0], datanets[1]) = (a, b);
    }

    /// @dev A model derived from `base` that gives it a tenth.
    function _newDerived(ModelId base) internal view returns (IModelRegistry.NewModel memory made) {
        made = _newModel(datanetId);
        made.datanets = registry.datanetsOf(base);
        (made.ownerBps, made.baseBps, made.baseModelId) = (1500, 1000, base);
    }

    function _register(IModelRegistry.NewModel memory made) internal returns (ModelId) {
        vm.prank(modelOwner);
        return registry.register(made);
    }

    function _refuseRegister(IModelRegistry.NewModel memory made, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(modelOwner);
        registry.register(made);
    }

    function _publish(IModelRegistry.NewVersion memory made) internal returns (uint32) {
        vm.prank(modelOwner);
        return registry.publishVersion(modelId, made);
    }

    function _refusePublish(IModelRegistry.NewVersion memory made, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(modelOwner);
        registry.publishVersion(modelId, made);
    }

    /// @dev Publishes `count` versions, none of them active.
    function _publishIdle(uint256 count) internal {
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.active = false;
        for (uint256 i = 0; i < count; ++i) {
            _publish(made);
        }
    }

    function _activate(uint32 number) internal {
        vm.prank(modelOwner);
        registry.activateVersion(modelId, number);
    }

    function _retire(uint32 number) internal {
        vm.prank(modelOwner);
        registry.retireVersion(modelId, number);
    }

    function _retireModel() internal {
        vm.prank(modelOwner);
        registry.retireModel(modelId);
    }

    function _announce(address nextOperator, address nextReceiptKey) internal {
        vm.prank(modelOwner);
        registry.announceTerm(modelId, nextOperator, nextReceiptKey);
    }

    function _govern(Parameters memory chosen) internal {
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
    }

    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    function _notOwner(address caller) internal view returns (bytes memory) {
        return abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotOwner.selector, modelId, caller);
    }

    function _retired() internal view returns (bytes memory) {
        return abi.encodeWithSelector(IModelRegistry.ModelRegistry_Retired.selector, modelId);
    }

    function _unknown(ModelId unknown) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown);
    }
}
