// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IModelRegistry, Version} from "openledger/interfaces/IModelRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Versions and prices.
contract PublishVersionTest is Base {
    DatanetId internal datanetId;
    ModelId internal modelId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
        modelId = _registerModel(datanetId);
        _submitAccepted(datanetId, keccak256("one"), 1);
        _submitAccepted(datanetId, keccak256("two"), 1);
    }

    function testFuzz_PublishVersion(bytes32 artifactHash, uint64 snapshot, uint256 words) public {
        vm.assume(artifactHash != 0);
        uint8[7] memory allowed = [4, 6, 8, 12, 16, 24, 32];
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.artifactHash = artifactHash;
        made.snapshot = uint64(bound(snapshot, 0, 2));
        made.windowWords = allowed[bound(words, 0, 6)];
        vm.expectEmit(address(protocol.modelRegistry));
        emit IModelRegistry.VersionPublished(
            modelId, 1, artifactHash, made.uri, made.snapshot, made.datanets, made.windowWords, 0
        );
        _publish(made);
        Version memory stored = protocol.modelRegistry.version(modelId, 1);
        assertEq(stored.artifactHash, artifactHash, "artifact");
        assertEq(stored.snapshot, made.snapshot, "snapshot");
        assertEq(stored.windowWords, made.windowWords, "window");
        assertEq(stored.publishedAt, block.timestamp, "time");
        assertEq(protocol.modelRegistry.model(modelId).latestVersion, 1, "latest");
        assertEq(abi.encode(protocol.modelRegistry.versionDatanets(modelId, 1)), abi.encode(made.datanets), "datanets");
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
            bool includes = protocol.modelRegistry.versionIncludes(modelId, 1, DatanetId.wrap(i + 2));
            assertEq(includes, (included >> i) & 1 == 1, "as published");
        }
        assertFalse(
            protocol.modelRegistry.versionIncludes(modelId, 1, DatanetId.wrap(bound(asked, 22, type(uint256).max))),
            "no other"
        );
        assertFalse(protocol.modelRegistry.versionIncludes(modelId, 0, datanetId), "there is no version 0");
        assertEq(protocol.modelRegistry.versionDatanets(modelId, 0).length, 0, "nor has it datanets");
        assertFalse(protocol.modelRegistry.versionIncludes(modelId, 2, datanetId), "nor a second");
    }

    function test_PublishVersion_DropsNoDatanet() public {
        DatanetId second = _createDatanet();
        IModelRegistry.NewVersion memory made = _newVersion(second);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetDropped.selector, datanetId));

        made.datanets = new DatanetId[](2);
        (made.datanets[0], made.datanets[1]) = (datanetId, second);
        _publish(made);
        made = _newVersion(datanetId);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetDropped.selector, second));
    }

    function test_PublishVersion_SnapshotsGoForwardToThePresent() public {
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.snapshot = 3;
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadSnapshot.selector, 3, 0, 2));
        made.snapshot = 2;
        _publish(made);
        made.snapshot = 1;
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadSnapshot.selector, 1, 2, 2));
        made.snapshot = 2;
        _publish(made);
    }

    function test_PublishVersion_ChecksTermsAgain() public {
        IDatanetRegistry.NewDatanet memory free = _newDatanet();
        free.terms.commercialUse = false;
        DatanetId nonCommercial = _createDatanet(free);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.datanets = new DatanetId[](2);
        (made.datanets[0], made.datanets[1]) = (datanetId, nonCommercial);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoCommercialUse.selector, nonCommercial));
    }

    function testFuzz_PublishVersion_RefusesOtherWindows(uint8 words) public {
        vm.assume(words != 4 && words != 6 && words != 8 && words != 12 && words != 16 && words != 24 && words != 32);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.windowWords = words;
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadWindowWords.selector, words));
    }

    function test_PublishVersion_RefusesWhatIsMissing() public {
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.artifactHash = 0;
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_ZeroArtifact.selector));
        made = _newVersion(datanetId);
        made.uri = "";
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadText.selector, "uri", 0, 1, 2048));
    }

    function testFuzz_OnlyTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        bytes memory reason = abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotOwner.selector, modelId, caller);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        vm.startPrank(caller);
        vm.expectRevert(reason);
        protocol.modelRegistry.publishVersion(modelId, made);
        vm.expectRevert(reason);
        protocol.modelRegistry.setPrice(modelId, 1);
    }

    function testFuzz_SetPrice(uint128 price) public {
        vm.expectEmit(address(protocol.modelRegistry));
        emit IModelRegistry.PriceChanged(modelId, price);
        vm.prank(modelOwner);
        protocol.modelRegistry.setPrice(modelId, price);
        assertEq(protocol.modelRegistry.model(modelId).price, price, "price");
    }

    function _publish(IModelRegistry.NewVersion memory made) internal {
        vm.prank(modelOwner);
        protocol.modelRegistry.publishVersion(modelId, made);
    }

    function _refused(IModelRegistry.NewVersion memory made, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(modelOwner);
        protocol.modelRegistry.publishVersion(modelId, made);
    }
}
