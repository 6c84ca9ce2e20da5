// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {DatanetTerms, IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {AttributionRule, IModelRegistry, Model, RevenueTerms, Term, Version} from "../interfaces/IModelRegistry.sol";
import {IProtocolConfig, Parameters} from "../interfaces/IProtocolConfig.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {ModelId} from "../types/ModelId.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title ModelRegistry
/// @notice See `IModelRegistry`.
contract ModelRegistry is IModelRegistry {
    using SafeCast for uint256;

    uint256 public constant MAX_NAME = 64;
    uint256 public constant MAX_URI = 2048;
    uint256 public constant MAX_DATANETS = 64;
    uint256 internal constant WHOLE_BPS = 10_000;

    IProtocolConfig public immutable CONFIG;
    IDatanetRegistry public immutable DATANET_REGISTRY;

    uint256 public modelCount;

    mapping(ModelId modelId => Model) internal _models;
    mapping(ModelId modelId => mapping(uint32 number => Term)) internal _terms;
    mapping(ModelId modelId => mapping(uint32 number => Version)) internal _versions;
    /// @dev The registry of datanets counts them in 32 bits; eight stand in a slot. Version 0 holds the model's own.
    mapping(ModelId modelId => mapping(uint32 number => uint32[])) internal _datanets;

    constructor(IProtocolConfig config, IDatanetRegistry datanetRegistry) {
        CONFIG = config;
        DATANET_REGISTRY = datanetRegistry;
    }

    /// @inheritdoc IModelRegistry
    function register(NewModel calldata newModel) external returns (ModelId modelId) {
        _checkText("name", newModel.name, 1, MAX_NAME);
        _checkText("metadataUri", newModel.metadataUri, 0, MAX_URI);
        require(newModel.operator != address(0), ModelRegistry_ZeroAddress("operator"));
        require(newModel.receiptKey != address(0), ModelRegistry_ZeroAddress("receiptKey"));
        require(newModel.rule == AttributionRule.WindowV1, ModelRegistry_UnknownRule());
        RevenueTerms memory revenue = _revenueTerms(newModel.ownerBps, newModel.dataBps);

        modelId = ModelId.wrap(++modelCount);
        Model storage created = _models[modelId];
        created.owner = msg.sender;
        created.rule = newModel.rule;
        created.shareAlike = newModel.shareAlike;
        created.revenue = revenue;
        created.price = newModel.price;
        created.term = 1;
        _setDatanets(modelId, 0, newModel.datanets);
        _terms[modelId][1] = Term(newModel.operator, newModel.receiptKey, block.timestamp.toUint40());

        _emitRegistered(modelId, newModel, revenue);
        emit TermStarted(modelId, 1, newModel.operator, newModel.receiptKey, block.timestamp.toUint40());
    }

    /// @inheritdoc IModelRegistry
    function publishVersion(ModelId modelId, NewVersion calldata newVersion) external returns (uint32 number) {
        Model storage published = _ownedModel(modelId);
        require(newVersion.artifactHash != 0, ModelRegistry_ZeroArtifact());
        _checkText("uri", newVersion.uri, 1, MAX_URI);
        _checkWindowWords(newVersion.windowWords);
        uint32 previous = published.latestVersion;
        uint64 least = _versions[modelId][previous].snapshot;
        uint64 most = DATANET_REGISTRY.sequence();
        require(
            newVersion.snapshot >= least && newVersion.snapshot <= most,
            ModelRegistry_BadSnapshot(newVersion.snapshot, least, most)
        );

        number = previous + 1;
        published.latestVersion = number;
        _versions[modelId][number] =
            Version(newVersion.artifactHash, newVersion.snapshot, newVersion.windowWords, block.timestamp.toUint40());
        _setDatanets(modelId, number, newVersion.datanets);
        // The first version includes the model's datanets, which stand as version 0; each later one its predecessor's.
        _checkNoneDropped(_datanets[modelId][previous], newVersion.datanets);

        emit VersionPublished(
            modelId,
            number,
            newVersion.artifactHash,
            newVersion.uri,
            newVersion.snapshot,
            newVersion.datanets,
            newVersion.windowWords
        );
    }

    /// @inheritdoc IModelRegistry
    function setPrice(ModelId modelId, uint128 newPrice) external {
        Model storage changed = _ownedModel(modelId);
        if (newPrice != 0) {
            // The latest version includes the datanets of all before it.
            uint32[] storage included = _datanets[modelId][changed.latestVersion];
            for (uint256 i = 0; i < included.length; ++i) {
                DatanetId datanetId = DatanetId.wrap(included[i]);
                bool commercialUse = DATANET_REGISTRY.datanet(datanetId).terms.commercialUse;
                require(commercialUse, ModelRegistry_NoCommercialUse(datanetId));
            }
        }
        changed.price = newPrice;
        emit PriceChanged(modelId, newPrice);
    }

    // Views

    /// @inheritdoc IModelRegistry
    function model(ModelId modelId) external view returns (Model memory) {
        return _knownModel(modelId);
    }

    /// @inheritdoc IModelRegistry
    function datanetsOf(ModelId modelId) external view returns (DatanetId[] memory) {
        _knownModel(modelId);
        return _datanetIds(modelId, 0);
    }

    /// @inheritdoc IModelRegistry
    function term(ModelId modelId, uint32 number) external view returns (Term memory) {
        return _terms[modelId][number];
    }

    /// @inheritdoc IModelRegistry
    function version(ModelId modelId, uint32 number) external view returns (Version memory) {
        return _versions[modelId][number];
    }

    /// @inheritdoc IModelRegistry
    function versionDatanets(ModelId modelId, uint32 number) external view returns (DatanetId[] memory datanetIds) {
        if (number != 0) datanetIds = _datanetIds(modelId, number);
    }

    /// @inheritdoc IModelRegistry
    function versionIncludes(ModelId modelId, uint32 number, DatanetId datanetId) external view returns (bool) {
        if (number == 0) return false;
        uint32[] storage included = _datanets[modelId][number];
        for (uint256 i = 0; i < included.length; ++i) {
            if (included[i] == DatanetId.unwrap(datanetId)) return true;
        }
        return false;
    }

    /// @dev Checks a list of datanets and their terms, and stores it.
    function _setDatanets(ModelId modelId, uint32 number, DatanetId[] calldata datanetIds) internal {
        uint256 count = datanetIds.length;
        require(count != 0 && count <= MAX_DATANETS, ModelRegistry_BadDatanetCount(count, MAX_DATANETS));
        Model storage target = _models[modelId];
        bool priced = target.price != 0;
        DatanetId previous = DatanetId.wrap(0);
        for (uint256 i = 0; i < count; ++i) {
            DatanetId datanetId = datanetIds[i];
            require(
                DatanetId.unwrap(datanetId) > DatanetId.unwrap(previous),
                ModelRegistry_DatanetsNotAscending(previous, datanetId)
            );
            DatanetTerms memory terms = DATANET_REGISTRY.datanet(datanetId).terms;
            require(!priced || terms.commercialUse, ModelRegistry_NoCommercialUse(datanetId));
            require(!terms.shareAlike || target.shareAlike, ModelRegistry_NeedsShareAlike(datanetId));
            _datanets[modelId][number].push(DatanetId.unwrap(datanetId).toUint32());
            previous = datanetId;
        }
    }

    /// @dev Apart from `register`, and from memory, for want of stack.
    function _emitRegistered(ModelId modelId, NewModel memory registered, RevenueTerms memory revenue) internal {
        emit ModelRegistered(
            modelId,
            msg.sender,
            registered.name,
            registered.metadataUri,
            registered.datanets,
            registered.price,
            revenue.protocolBps,
            revenue.ownerBps,
            revenue.dataBps,
            registered.rule,
            registered.shareAlike
        );
    }

    /// @dev The shares of a new model: the protocol fee in force, and what its owner chose.
    function _revenueTerms(uint16 ownerBps, uint16 dataBps) internal view returns (RevenueTerms memory) {
        Parameters memory parameters = CONFIG.parameters();
        uint256 protocolBps = parameters.protocolFeeBps;
        require(
            protocolBps + ownerBps + dataBps == WHOLE_BPS, ModelRegistry_SharesDoNotSum(protocolBps, ownerBps, dataBps)
        );
        require(dataBps >= parameters.dataFloorBps, ModelRegistry_DataBelowFloor(dataBps, parameters.dataFloorBps));
        return RevenueTerms(parameters.protocolFeeBps, ownerBps, dataBps);
    }

    function _datanetIds(ModelId modelId, uint32 number) internal view returns (DatanetId[] memory datanetIds) {
        uint32[] memory stored = _datanets[modelId][number];
        datanetIds = new DatanetId[](stored.length);
        for (uint256 i = 0; i < stored.length; ++i) {
            datanetIds[i] = DatanetId.wrap(stored[i]);
        }
    }

    function _knownModel(ModelId modelId) internal view returns (Model storage known) {
        known = _models[modelId];
        require(known.owner != address(0), ModelRegistry_UnknownModel(modelId));
    }

    function _ownedModel(ModelId modelId) internal view returns (Model storage owned) {
        owned = _knownModel(modelId);
        require(msg.sender == owned.owner, ModelRegistry_NotOwner(modelId, msg.sender));
    }

    /// @dev Both lists ascend.
    function _checkNoneDropped(uint32[] storage required, DatanetId[] calldata datanetIds) internal view {
        uint256 place = 0;
        for (uint256 i = 0; i < required.length; ++i) {
            DatanetId needed = DatanetId.wrap(required[i]);
            while (place < datanetIds.length && datanetIds[place] != needed) ++place;
            require(place < datanetIds.length, ModelRegistry_DatanetDropped(needed));
        }
    }

    function _checkWindowWords(uint8 words) internal pure {
        bool allowed =
            words == 4 || words == 6 || words == 8 || words == 12 || words == 16 || words == 24 || words == 32;
        require(allowed, ModelRegistry_BadWindowWords(words));
    }

    function _checkText(string memory field, string calldata text, uint256 least, uint256 most) internal pure {
        uint256 length = bytes(text).length;
        require(length >= least && length <= most, ModelRegistry_BadText(field, length, least, most));
    }
}
