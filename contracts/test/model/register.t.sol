// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {AttributionRule, IModelRegistry, Model, RevenueTerms, Term} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract RegisterTest is Base {
    DatanetId internal datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
    }

    function testFuzz_Register(uint128 price, uint16 dataBps, bool shareAlike) public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.price = price;
        made.dataBps = uint16(bound(dataBps, 2500, 9500));
        made.ownerBps = 9500 - made.dataBps;
        made.shareAlike = shareAlike;
        ModelId expected = ModelId.wrap(1);
        vm.expectEmit(address(protocol.modelRegistry));
        emit IModelRegistry.ModelRegistered(
            expected,
            modelOwner,
            ModelId.wrap(0),
            made.name,
            made.metadataUri,
            made.datanets,
            price,
            RevenueTerms(500, made.ownerBps, 0, made.dataBps),
            AttributionRule.WindowV1,
            shareAlike,
            true
        );
        vm.expectEmit(address(protocol.modelRegistry));
        emit IModelRegistry.TermStarted(
            expected, 1, operator, receiptKey, uint40(block.timestamp), parameters.poolTimeout
        );
        vm.prank(modelOwner);
        ModelId modelId = protocol.modelRegistry.register(made);

        Model memory stored = protocol.modelRegistry.model(modelId);
        assertEq(stored.owner, modelOwner, "owner");
        assertEq(stored.price, price, "price");
        assertEq(stored.shareAlike, shareAlike, "share-alike");
        assertEq(stored.revenue.protocolBps, 500, "the fee in force");
        assertEq(stored.revenue.ownerBps, made.ownerBps, "owner's share");
        assertEq(stored.revenue.dataBps, made.dataBps, "data's share");
        assertEq(stored.term, 1, "term");
        assertEq(stored.latestVersion, 0, "no version");
        Term memory term = protocol.modelRegistry.term(modelId, 1);
        assertEq(term.operator, operator, "operator");
        assertEq(term.receiptKey, receiptKey, "receipt key");
        assertEq(term.startedAt, block.timestamp, "start");
        assertEq(protocol.modelRegistry.term(modelId, 2).operator, address(0), "no second term");
        assertEq(abi.encode(protocol.modelRegistry.datanetsOf(modelId)), abi.encode(made.datanets), "datanets");
        assertEq(protocol.modelRegistry.modelCount(), 1, "count");
    }

    function test_Register_FreezesTheFeeInForce() public {
        ModelId modelId = _registerModel(datanetId);
        Parameters memory chosen = parameters;
        chosen.protocolFeeBps = 1000;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        assertEq(protocol.modelRegistry.model(modelId).revenue.protocolBps, 500, "frozen");
        _refused(
            _newModel(datanetId),
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_SharesDoNotSum.selector, 1000, 2500, 0, 7000)
        );
    }

    function testFuzz_RevertWhen_SharesDoNotSum(uint16 ownerBps, uint16 dataBps) public {
        vm.assume(uint256(ownerBps) + dataBps != 9500);
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        (made.ownerBps, made.dataBps) = (ownerBps, dataBps);
        _refused(
            made,
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_SharesDoNotSum.selector, 500, ownerBps, 0, dataBps)
        );
    }

    function testFuzz_RevertWhen_DataIsBelowTheFloor(uint16 dataBps) public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.dataBps = uint16(bound(dataBps, 0, 2499));
        made.ownerBps = 9500 - made.dataBps;
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DataBelowFloor.selector, made.dataBps, 2500));
    }

    function test_RevertWhen_TermsForbidIt() public {
        IDatanetRegistry.NewDatanet memory free = _newDatanet();
        free.terms.commercialUse = false;
        DatanetId nonCommercial = _createDatanet(free);
        IModelRegistry.NewModel memory made = _newModel(nonCommercial);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoCommercialUse.selector, nonCommercial));
        (made.price, made.commercial) = (0, false);
        protocol.modelRegistry.register(made);

        IDatanetRegistry.NewDatanet memory alike = _newDatanet();
        alike.terms.shareAlike = true;
        DatanetId shared = _createDatanet(alike);
        made = _newModel(shared);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NeedsShareAlike.selector, shared));
        made.shareAlike = true;
        protocol.modelRegistry.register(made);
    }

    function test_RevertWhen_DatanetsAreNotAList() public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.datanets = new DatanetId[](0);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadDatanetCount.selector, 0, 64));
        made.datanets = new DatanetId[](65);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadDatanetCount.selector, 65, 64));

        DatanetId second = _createDatanet();
        made.datanets = new DatanetId[](2);
        (made.datanets[0], made.datanets[1]) = (second, datanetId);
        _refused(
            made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetsNotAscending.selector, second, datanetId)
        );
        made.datanets[1] = second;
        _refused(
            made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetsNotAscending.selector, second, second)
        );
        made.datanets[1] = DatanetId.wrap(99);
        _refused(
            made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, DatanetId.wrap(99))
        );
    }

    function test_RevertWhen_AFieldIsMissing() public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.operator = address(0);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_ZeroAddress.selector, "operator"));
        made = _newModel(datanetId);
        made.receiptKey = address(0);
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_ZeroAddress.selector, "receiptKey"));
        made = _newModel(datanetId);
        made.rule = AttributionRule.None;
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownRule.selector));
        made = _newModel(datanetId);
        made.name = "";
        _refused(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadText.selector, "name", 0, 1, 64));
        made = _newModel(datanetId);
        made.metadataUri = string(new bytes(2049));
        _refused(
            made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_BadText.selector, "metadataUri", 2049, 0, 2048)
        );
    }

    function test_Views_OfModelsThatAreNotThere() public {
        ModelId unknown = ModelId.wrap(7);
        bytes memory reason = abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown);
        vm.expectRevert(reason);
        protocol.modelRegistry.model(unknown);
        vm.expectRevert(reason);
        protocol.modelRegistry.datanetsOf(unknown);
        assertEq(protocol.modelRegistry.version(unknown, 1).publishedAt, 0, "no version");
        assertFalse(protocol.modelRegistry.versionIncludes(unknown, 1, datanetId), "includes nothing");
    }

    function _refused(IModelRegistry.NewModel memory made, bytes memory reason) internal {
        vm.expectRevert(reason);
        protocol.modelRegistry.register(made);
    }
}
