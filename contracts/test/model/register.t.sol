// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {AttributionRule, IModelRegistry, Model, RevenueTerms, Term} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

// The numbers that are cast are bounded.
// forge-lint: disable-next-item(unsafe-typecast)
contract RegisterTest is Models {
    function testFuzz_Register(uint128 price, uint16 dataBps, bool shareAlike, bool influence) public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.price = price;
        made.dataBps = uint16(bound(dataBps, 2500, 9500));
        made.ownerBps = 9500 - made.dataBps;
        made.shareAlike = shareAlike;
        made.rule = influence ? AttributionRule.InfluenceV1 : AttributionRule.WindowV1;
        ModelId expected = ModelId.wrap(2);
        _expectRegistered(expected, made);
        vm.expectEmit(address(registry));
        emit IModelRegistry.TermStarted(expected, 1, operator, receiptKey, uint40(_now()), parameters.poolTimeout);
        assertTrue(_register(made) == expected, "the next number");

        Model memory stored = registry.model(expected);
        assertEq(stored.owner, modelOwner, "owner");
        assertEq(stored.price, price, "price");
        assertEq(stored.shareAlike, shareAlike, "share-alike");
        assertEq(stored.commercial, true, "commercial");
        assertEq(uint8(stored.rule), uint8(made.rule), "rule");
        assertEq(stored.revenue.protocolBps, 500, "the fee in force");
        assertEq(stored.revenue.ownerBps, made.ownerBps, "owner's share");
        assertEq(stored.revenue.baseBps, 0, "base's share");
        assertEq(stored.revenue.dataBps, made.dataBps, "data's share");
        assertEq(stored.term, 1, "term");
        assertEq(stored.latestVersion, 0, "no version");
        assertTrue(stored.baseModelId == ModelId.wrap(0), "no base");
        assertTrue(registry.baseOf(expected) == ModelId.wrap(0), "nor one to read");
        assertFalse(stored.retired, "not retired");
        assertEq(abi.encode(registry.datanetsOf(expected)), abi.encode(made.datanets), "datanets");
        assertEq(registry.modelCount(), 2, "count");
        _assertFirstTerm(expected);
    }

    // Terms of datanets

    function testFuzz_Register_RespectsTheTermsOfItsDatanets(uint256 terms) public {
        // Of the datanet: commercial use, share-alike. Of the model: commercial, share-alike.
        (bool use, bool alike) = (terms & 1 != 0, terms & 2 != 0);
        DatanetId other = _createDatanet(use, true, alike);
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.datanets = _list(datanetId, other);
        (made.commercial, made.shareAlike) = (terms & 4 != 0, terms & 8 != 0);
        if (!made.commercial) made.price = 0;
        if (made.commercial && !use) {
            _refuseRegister(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoCommercialUse.selector, other));
        } else if (alike && !made.shareAlike) {
            _refuseRegister(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NeedsShareAlike.selector, other));
        } else {
            assertEq(registry.model(_register(made)).commercial, made.commercial, "commercial");
        }
    }

    /// @dev What may not be sold has no price, whatever its owner says later: see also `setPrice.t.sol`.
    function testFuzz_RevertWhen_APriceWithoutCommerce(uint128 price) public {
        vm.assume(price != 0);
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        (made.commercial, made.price) = (false, price);
        _refuseRegister(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotCommercial.selector));
    }

    // Revenue

    function test_Register_FreezesFeeAndFloorInForce() public {
        Parameters memory chosen = parameters;
        (chosen.protocolFeeBps, chosen.dataFloorBps) = (1000, 5000);
        _govern(chosen);
        assertEq(registry.model(modelId).revenue.protocolBps, 500, "frozen");
        bytes4 reason = IModelRegistry.ModelRegistry_SharesDoNotSum.selector;
        _refuseRegister(_newModel(datanetId), abi.encodeWithSelector(reason, 1000, 2500, 0, 7000));
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        (made.ownerBps, made.dataBps) = (4001, 4999);
        reason = IModelRegistry.ModelRegistry_DataBelowFloor.selector;
        _refuseRegister(made, abi.encodeWithSelector(reason, 4999, 5000));
    }

    function testFuzz_RevertWhen_SharesDoNotSum(uint16 ownerBps, uint16 baseBps, uint16 dataBps) public {
        vm.assume(uint256(ownerBps) + baseBps + dataBps != 9500);
        IModelRegistry.NewModel memory made = _newDerived(modelId);
        (made.ownerBps, made.baseBps, made.dataBps) = (ownerBps, baseBps, dataBps);
        bytes4 reason = IModelRegistry.ModelRegistry_SharesDoNotSum.selector;
        _refuseRegister(made, abi.encodeWithSelector(reason, 500, ownerBps, baseBps, dataBps));
    }

    function testFuzz_RevertWhen_DataIsBelowTheFloor(uint16 dataBps) public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.dataBps = uint16(bound(dataBps, 0, 2499));
        made.ownerBps = 9500 - made.dataBps;
        bytes4 reason = IModelRegistry.ModelRegistry_DataBelowFloor.selector;
        _refuseRegister(made, abi.encodeWithSelector(reason, made.dataBps, 2500));
    }

    function testFuzz_RevertWhen_AShareForNoBase(uint16 baseBps) public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.baseBps = uint16(bound(baseBps, 1, 2500));
        made.ownerBps -= made.baseBps;
        bytes4 reason = IModelRegistry.ModelRegistry_BaseShareWithoutBase.selector;
        _refuseRegister(made, abi.encodeWithSelector(reason, made.baseBps));
    }

    // Derived models

    function testFuzz_Register_Derived(uint16 baseBps) public {
        IModelRegistry.NewModel memory made = _newDerived(modelId);
        made.baseBps = uint16(bound(baseBps, 0, 2500));
        made.ownerBps = 2500 - made.baseBps;
        made.datanets = _list(datanetId, _createDatanet());
        _expectRegistered(ModelId.wrap(2), made);
        ModelId derived = _register(made);
        assertTrue(registry.model(derived).baseModelId == modelId, "base");
        assertTrue(registry.baseOf(derived) == modelId, "base to read");
        assertEq(registry.model(derived).revenue.baseBps, made.baseBps, "base's share");
        assertTrue(registry.baseOf(modelId) == ModelId.wrap(0), "the base has none");
    }

    /// @dev The whole chain of bases can be read, by at most 8 steps.
    function test_Register_EightBasesAtMost() public {
        ModelId last = modelId;
        for (uint256 level = 1; level <= 8; ++level) {
            ModelId derived = _register(_newDerived(last));
            assertTrue(registry.baseOf(derived) == last, "base");
            last = derived;
        }
        bytes4 reason = IModelRegistry.ModelRegistry_TooManyBases.selector;
        _refuseRegister(_newDerived(last), abi.encodeWithSelector(reason, last, 8));
        uint256 steps = 0;
        for (ModelId at = last; registry.baseOf(at) != ModelId.wrap(0); at = registry.baseOf(at)) {
            ++steps;
        }
        assertEq(steps, 8, "steps to the first");
    }

    function test_RevertWhen_ADerivedModelDropsADatanet() public {
        IModelRegistry.NewModel memory made = _newDerived(modelId);
        made.datanets = new DatanetId[](1);
        made.datanets[0] = _createDatanet();
        _refuseRegister(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_DatanetDropped.selector, datanetId));
    }

    function test_RevertWhen_ADatanetOfTheBaseForbidsDerivatives() public {
        DatanetId closed = _createDatanet(true, false, false);
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.datanets = _list(datanetId, closed);
        ModelId base = _register(made);
        bytes memory reason = abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoDerivatives.selector, closed);
        _refuseRegister(_newDerived(base), reason);

        // What the derived model adds need not allow what nobody does with it yet; a third model then may not.
        made = _newDerived(modelId);
        made.datanets = _list(datanetId, closed);
        ModelId derived = _register(made);
        _refuseRegister(_newDerived(derived), reason);
    }

    function testFuzz_Register_PassesOnWhatTheBaseDeclares(uint256 flags) public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        (made.commercial, made.shareAlike) = (flags & 1 != 0, flags & 2 != 0);
        if (!made.commercial) made.price = 0;
        ModelId base = _register(made);
        IModelRegistry.NewModel memory derived = _newDerived(base);
        (derived.commercial, derived.shareAlike) = (flags & 4 != 0, flags & 8 != 0);
        if (!derived.commercial) derived.price = 0;
        bytes4 notCommercial = IModelRegistry.ModelRegistry_BaseNotCommercial.selector;
        bytes4 needsShareAlike = IModelRegistry.ModelRegistry_BaseNeedsShareAlike.selector;
        if (derived.commercial && !made.commercial) {
            _refuseRegister(derived, abi.encodeWithSelector(notCommercial, base));
        } else if (made.shareAlike && !derived.shareAlike) {
            _refuseRegister(derived, abi.encodeWithSelector(needsShareAlike, base));
        } else {
            _register(derived);
        }
    }

    function testFuzz_RevertWhen_TheBaseIsUnknown(uint256 unknown) public {
        IModelRegistry.NewModel memory made = _newDerived(modelId);
        // Itself, which comes next, among them.
        made.baseModelId = ModelId.wrap(bound(unknown, 2, type(uint256).max));
        _refuseRegister(made, _unknown(made.baseModelId));
    }

    // Other fields

    function test_RevertWhen_DatanetsAreNotAList() public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        bytes4 reason = IModelRegistry.ModelRegistry_BadDatanetCount.selector;
        made.datanets = new DatanetId[](0);
        _refuseRegister(made, abi.encodeWithSelector(reason, 0, 64));
        made.datanets = new DatanetId[](65);
        _refuseRegister(made, abi.encodeWithSelector(reason, 65, 64));

        DatanetId second = _createDatanet();
        reason = IModelRegistry.ModelRegistry_DatanetsNotAscending.selector;
        made.datanets = _list(second, datanetId);
        _refuseRegister(made, abi.encodeWithSelector(reason, second, datanetId));
        made.datanets = _list(second, second);
        _refuseRegister(made, abi.encodeWithSelector(reason, second, second));
        made.datanets = _list(DatanetId.wrap(0), second);
        _refuseRegister(made, abi.encodeWithSelector(reason, DatanetId.wrap(0), DatanetId.wrap(0)));
        DatanetId unknown = DatanetId.wrap(99);
        made.datanets = _list(second, unknown);
        _refuseRegister(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, unknown));
    }

    function test_Register_TheMostDatanets() public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.datanets = new DatanetId[](64);
        made.datanets[0] = datanetId;
        for (uint256 i = 1; i < 64; ++i) {
            made.datanets[i] = _createDatanet();
        }
        ModelId wide = _register(made);
        assertEq(abi.encode(registry.datanetsOf(wide)), abi.encode(made.datanets), "datanets");
        assertEq(registry.datanetsOf(_register(_newDerived(wide))).length, 64, "and of one derived from it");
    }

    function testFuzz_RevertWhen_ATextIsTooLong(uint256 length) public {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        length = bound(length, 65, 5000);
        made.name = string(new bytes(length));
        bytes4 reason = IModelRegistry.ModelRegistry_BadText.selector;
        _refuseRegister(made, abi.encodeWithSelector(reason, "name", length, 1, 64));
        made.name = "";
        _refuseRegister(made, abi.encodeWithSelector(reason, "name", 0, 1, 64));
        made.name = string(new bytes(64));
        made.metadataUri = string(new bytes(1984 + length));
        _refuseRegister(made, abi.encodeWithSelector(reason, "metadataUri", 1984 + length, 0, 2048));
        made.metadataUri = string(new bytes(2048));
        _register(made);
    }

    function test_RevertWhen_AFieldIsMissing() public {
        bytes4 reason = IModelRegistry.ModelRegistry_ZeroAddress.selector;
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.operator = address(0);
        _refuseRegister(made, abi.encodeWithSelector(reason, "operator"));
        made = _newModel(datanetId);
        made.receiptKey = address(0);
        _refuseRegister(made, abi.encodeWithSelector(reason, "receiptKey"));
        made = _newModel(datanetId);
        made.rule = AttributionRule.None;
        _refuseRegister(made, abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownRule.selector));
    }

    function testFuzz_Views_OfModelsThatAreNotThere(uint256 number) public {
        ModelId unknown = ModelId.wrap(number == 1 ? 0 : number);
        vm.expectRevert(_unknown(unknown));
        registry.model(unknown);
        vm.expectRevert(_unknown(unknown));
        registry.datanetsOf(unknown);
        assertTrue(registry.baseOf(unknown) == ModelId.wrap(0), "no base");
        assertEq(registry.offeredOwnerOf(unknown), address(0), "offered to nobody");
        assertEq(registry.term(unknown, 1).operator, address(0), "no term");
        assertEq(registry.version(unknown, 1).publishedAt, 0, "no version");
        assertFalse(registry.versionIncludes(unknown, 1, datanetId), "includes nothing");
    }

    function _expectRegistered(ModelId expected, IModelRegistry.NewModel memory made) internal {
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelRegistered(
            expected,
            modelOwner,
            made.baseModelId,
            made.name,
            made.metadataUri,
            made.datanets,
            made.price,
            RevenueTerms(500, made.ownerBps, made.baseBps, made.dataBps),
            made.rule,
            made.shareAlike,
            made.commercial
        );
    }

    function _assertFirstTerm(ModelId registered) internal view {
        Term memory term = registry.term(registered, 1);
        assertEq(term.operator, operator, "operator");
        assertEq(term.receiptKey, receiptKey, "receipt key");
        assertEq(term.startedAt, _now(), "start");
        assertEq(term.endsAt, type(uint40).max, "no end");
        assertEq(term.poolTimeout, parameters.poolTimeout, "pool timeout in force");
        assertEq(registry.term(registered, 2).operator, address(0), "no second term");
        assertEq(registry.term(registered, 0).operator, address(0), "nor one before the first");
    }
}
