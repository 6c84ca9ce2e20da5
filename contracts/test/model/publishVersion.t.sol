// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {AttributionRule, IModelRegistry, Version} from "openledger/interfaces/IModelRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

// The numbers that are cast are bounded.
// forge-lint: disable-next-item(unsafe-typecast)
contract PublishVersionTest is Models {
    function setUp() public override {
        super.setUp();
        _submitAccepted(datanetId, keccak256("one"), 1);
        _submitAccepted(datanetId, keccak256("two"), 1);
    }

    function testFuzz_PublishVersion(bytes32 artifactHash, uint64 snapshot, uint256 words, bool active) public {
        vm.assume(artifactHash != 0);
        uint8[7] memory allowed = [4, 6, 8, 12, 16, 24, 32];
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.artifactHash = artifactHash;
        made.snapshot = uint64(bound(snapshot, 0, 2));
        made.windowWords = allowed[bound(words, 0, 6)];
        made.active = active;
        vm.expectEmit(address(registry));
        emit IModelRegistry.VersionPublished(
            modelId, 1, artifactHash, made.uri, made.snapshot, made.datanets, made.windowWords, 0
        );
        if (active) {
            vm.expectEmit(address(registry));
            emit IModelRegistry.VersionActivated(modelId, 1, uint40(_now() + parameters.trialTime));
        }
        assertEq(_publish(made), 1, "number");
        Version memory stored = registry.version(modelId, 1);
        assertEq(stored.artifactHash, artifactHash, "artifact");
        assertEq(stored.snapshot, made.snapshot, "snapshot");
        assertEq(stored.windowWords, made.windowWords, "window");
        assertEq(stored.publishedAt, block.timestamp, "time");
        assertEq(stored.baseVersion, 0, "no base");
        assertEq(uint8(stored.rule), uint8(AttributionRule.WindowV1), "rule");
        assertEq(registry.model(modelId).latestVersion, 1, "latest");
        assertEq(abi.encode(registry.versionDatanets(modelId, 1)), abi.encode(made.datanets), "datanets");
        assertEq(registry.isActive(modelId, 1), active, "active");
    }

    /// @dev A version whose weights only the arbiter can judge says so in its record.
    function testFuzz_PublishVersion_OfInfluence(uint8 words) public {
        IModelRegistry.NewModel memory model = _newModel(datanetId);
        model.rule = AttributionRule.InfluenceV1;
        modelId = _register(model);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.windowWords = words;
        if (words != 0) {
            _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadWindowWords.selector, words));
        }
        made.windowWords = 0;
        _publish(made);
        assertEq(uint8(registry.version(modelId, 1).rule), uint8(AttributionRule.InfluenceV1), "rule");
        assertEq(registry.version(modelId, 1).windowWords, 0, "no window");
    }

    function testFuzz_VersionIncludes_WhatItIncludes(uint256 included, uint256 asked) public {
        // Twenty datanets more, of which the version includes some: three slots of them.
        uint256 count = 1;
        for (uint256 i = 0; i < 20; ++i) {
            _createDatanet();
            count += (included >> i) & 1;
        }
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.datanets = new DatanetId[](count);
        made.datanets[0] = datanetId;
        count = 1;
        for (uint256 i = 0; i < 20; ++i) {
            if ((included >> i) & 1 == 1) made.datanets[count++] = DatanetId.wrap(i + 2);
        }
        _publish(made);
        for (uint256 i = 0; i < 20; ++i) {
            bool includes = registry.versionIncludes(modelId, 1, DatanetId.wrap(i + 2));
            assertEq(includes, (included >> i) & 1 == 1, "as published");
        }
        assertFalse(
            registry.versionIncludes(modelId, 1, DatanetId.wrap(bound(asked, 22, type(uint256).max))), "no other"
        );
        assertFalse(registry.versionIncludes(modelId, 0, datanetId), "there is no version 0");
        assertEq(registry.versionDatanets(modelId, 0).length, 0, "nor has it datanets");
        assertFalse(registry.versionIncludes(modelId, 2, datanetId), "nor a second");
    }

    function test_Attack_VersionsThatDropADatanet() public {
        DatanetId second = _createDatanet();
        IModelRegistry.NewVersion memory made = _newVersion(second);
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetDropped.selector, datanetId));

        made.datanets = new DatanetId[](2);
        (made.datanets[0], made.datanets[1]) = (datanetId, second);
        _publish(made);
        made = _newVersion(datanetId);
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetDropped.selector, second));
    }

    function test_PublishVersion_SnapshotsGoForwardToThePresent() public {
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.snapshot = 3;
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadSnapshot.selector, 3, 0, 2));
        made.snapshot = 2;
        _publish(made);
        made.snapshot = 1;
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadSnapshot.selector, 1, 2, 2));
        made.snapshot = 2;
        _publish(made);
    }

    function testFuzz_PublishVersion_ChecksTermsAgain(uint256 terms) public {
        // Of the datanet: commercial use, share-alike. Of the model: commercial, share-alike.
        (bool use, bool alike) = (terms & 1 != 0, terms & 2 != 0);
        IModelRegistry.NewModel memory model = _newModel(datanetId);
        (model.commercial, model.shareAlike) = (terms & 4 != 0, terms & 8 != 0);
        if (!model.commercial) model.price = 0;
        modelId = _register(model);
        DatanetId added = _createDatanet(use, true, alike);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.datanets = _list(datanetId, added);
        if (model.commercial && !use) {
            _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoCommercialUse.selector, added));
        } else if (alike && !model.shareAlike) {
            _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NeedsShareAlike.selector, added));
        } else {
            _publish(made);
        }
    }

    // Derived models

    function testFuzz_PublishVersion_OfADerivedModel(uint256 chosen) public {
        // Two versions of the base, the second with another datanet and a later snapshot.
        DatanetId added = _createDatanet();
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.snapshot = 1;
        _publish(made);
        (made.snapshot, made.datanets) = (2, _list(datanetId, added));
        _publish(made);
        modelId = _register(_newDerived(modelId));

        made = _newVersion(datanetId);
        made.baseVersion = uint32(bound(chosen, 1, 2));
        if (made.baseVersion == 2) {
            _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetDropped.selector, added));
            made.datanets = _list(datanetId, added);
        }
        made.snapshot = made.baseVersion - 1;
        bytes4 reason = IModelRegistry.ModelRegistry_BadSnapshot.selector;
        _refusePublish(made, abi.encodeWithSelector(reason, made.snapshot, made.baseVersion, 2));
        made.snapshot = made.baseVersion;
        vm.expectEmit(address(registry));
        emit IModelRegistry.VersionPublished(
            modelId, 1, made.artifactHash, made.uri, made.snapshot, made.datanets, 4, made.baseVersion
        );
        _publish(made);
        assertEq(registry.version(modelId, 1).baseVersion, made.baseVersion, "base");
    }

    function testFuzz_RevertWhen_TheBaseVersionIsNotOne(uint32 number) public {
        _publish(_newVersion(datanetId));
        ModelId base = modelId;
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        bytes4 reason = IModelRegistry.ModelRegistry_UnknownBaseVersion.selector;
        // A model without a base names none.
        made.baseVersion = number == 0 ? 1 : number;
        _refusePublish(made, abi.encodeWithSelector(reason, 0, made.baseVersion));
        // One with a base names one of its versions.
        modelId = _register(_newDerived(base));
        made.baseVersion = number == 1 ? 0 : number;
        _refusePublish(made, abi.encodeWithSelector(reason, base, made.baseVersion));
        made.baseVersion = 1;
        _publish(made);
    }

    function test_RevertWhen_TheBaseVersionForbidsDerivatives() public {
        ModelId base = modelId;
        _publish(_newVersion(datanetId));
        DatanetId closed = _createDatanet(true, false, false);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.datanets = _list(datanetId, closed);
        _publish(made);
        modelId = _register(_newDerived(base));
        made.baseVersion = 2;
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoDerivatives.selector, closed));
        // The version before it does not use that datanet.
        made.baseVersion = 1;
        _publish(made);
    }

    /// @dev A base that takes up a datanet which nobody may build on, or that others may not use, or that retires its
    /// versions, keeps no derived model from publishing: it names the base's version that it is built from.
    function test_Attack_ABaseCannotBlockADerivedModel() public {
        _publish(_newVersion(datanetId));
        ModelId base = modelId;
        modelId = _register(_newDerived(base));
        IModelRegistry.NewVersion memory blocking = _newVersion(datanetId);
        blocking.datanets = _list(datanetId, _createDatanet(true, false, false));
        vm.startPrank(modelOwner);
        registry.publishVersion(base, blocking);
        registry.retireVersion(base, 1);
        vm.stopPrank();
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.baseVersion = 1;
        _publish(made);
        assertTrue(registry.isActive(modelId, 1), "active");
    }

    // Other fields

    function testFuzz_PublishVersion_RefusesOtherWindows(uint8 words) public {
        vm.assume(words != 4 && words != 6 && words != 8 && words != 12 && words != 16 && words != 24 && words != 32);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.windowWords = words;
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadWindowWords.selector, words));
    }

    function test_PublishVersion_RefusesWhatIsMissing() public {
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.artifactHash = 0;
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_ZeroArtifact.selector));
        made = _newVersion(datanetId);
        made.uri = "";
        _refusePublish(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadText.selector, "uri", 0, 1, 2048));
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.publishVersion(modelId, made);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.publishVersion(ModelId.wrap(9), made);
    }
}
