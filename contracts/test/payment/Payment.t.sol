// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry, RevenueTerms} from "openledger/interfaces/IModelRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice A model with a version, and the steps that tests of payments share.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Payment is Base {
    ModelId internal constant NONE = ModelId.wrap(0);

    IInferenceEscrow internal escrow;
    DatanetId internal datanetId;
    ModelId internal modelId;

    function setUp() public virtual override {
        super.setUp();
        escrow = protocol.inferenceEscrow;
        datanetId = _createDatanet();
        modelId = _registerModel(datanetId);
        _publishVersion(modelId, datanetId);
    }

    /// @dev A model of these shares; what they leave of the whole is the owner's.
    function _modelWith(uint256 dataBps, uint256 baseBps, ModelId baseModelId) internal returns (ModelId) {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        made.dataBps = uint16(dataBps);
        made.baseBps = uint16(baseBps);
        made.ownerBps = uint16(10_000 - parameters.protocolFeeBps - dataBps - baseBps);
        made.baseModelId = baseModelId;
        vm.prank(modelOwner);
        return protocol.modelRegistry.register(made);
    }

    /// @dev A model of any shares that the parameters allow, derived from the test's.
    function _modelWith(uint256 dataBps, uint256 baseBps) internal returns (ModelId) {
        dataBps = bound(dataBps, parameters.dataFloorBps, 10_000 - parameters.protocolFeeBps);
        baseBps = bound(baseBps, 0, 10_000 - parameters.protocolFeeBps - dataBps);
        return _modelWith(dataBps, baseBps, modelId);
    }

    function _modelWithSharesOf(ModelId like, ModelId baseModelId) internal returns (ModelId) {
        RevenueTerms memory revenue = protocol.modelRegistry.model(like).revenue;
        return _modelWith(revenue.dataBps, revenue.baseBps, baseModelId);
    }

    function _notCommercial() internal returns (ModelId) {
        IModelRegistry.NewModel memory made = _newModel(datanetId);
        (made.commercial, made.price) = (false, 0);
        vm.prank(modelOwner);
        return protocol.modelRegistry.register(made);
    }

    function _retire(ModelId retired) internal {
        vm.prank(modelOwner);
        protocol.modelRegistry.retireModel(retired);
    }

    /// @dev Announces another operator; returns when the term ends.
    function _announceTerm(ModelId changed) internal returns (uint256 endsAt) {
        vm.prank(modelOwner);
        protocol.modelRegistry.announceTerm(changed, makeAddr("next operator"), makeAddr("next receipt key"));
        return protocol.modelRegistry.term(changed, protocol.modelRegistry.model(changed).term).endsAt;
    }

    /// @dev Ends the term in force and starts the next.
    function _changeTerm(ModelId changed) internal {
        vm.warp(_announceTerm(changed));
        protocol.modelRegistry.startTerm(changed);
    }

    function _voucherBy(uint256 key, bytes32 digest, address account, uint128 amount)
        internal
        pure
        returns (IInferenceEscrow.Voucher memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return IInferenceEscrow.Voucher(account, amount, abi.encodePacked(r, s, v));
    }

    function _one(IInferenceEscrow.Voucher memory voucher)
        internal
        pure
        returns (IInferenceEscrow.Voucher[] memory vouchers)
    {
        vouchers = new IInferenceEscrow.Voucher[](1);
        vouchers[0] = voucher;
    }

    /// @dev The shares of `total`, each of what those before it left, as the manual states them.
    function _shares(ModelId split, uint256 total)
        internal
        view
        returns (uint256 data, uint256 fee, uint256 base, uint256 owner)
    {
        uint256 dataBps = protocol.modelRegistry.model(split).revenue.dataBps;
        uint256 feeBps = protocol.modelRegistry.model(split).revenue.protocolBps;
        uint256 baseBps = protocol.modelRegistry.model(split).revenue.baseBps;
        data = total * dataBps / 10_000;
        fee = (total - data) * feeBps / (10_000 - dataBps);
        if (dataBps + feeBps < 10_000) base = (total - data - fee) * baseBps / (10_000 - dataBps - feeBps);
        owner = total - data - fee - base;
    }

    function _dataFund() internal view returns (uint256) {
        return _balanceOf(address(protocol.dataFund));
    }

    function _notCommercialError(ModelId refused) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NotCommercial.selector, refused);
    }

    function _retiredError(ModelId refused) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_ModelRetired.selector, refused);
    }
}
