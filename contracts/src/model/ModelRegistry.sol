// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {DatanetTerms, IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {AttributionRule, IModelRegistry, Model, RevenueTerms, Term, Version} from "../interfaces/IModelRegistry.sol";
import {IProtocolConfig, Parameters} from "../interfaces/IProtocolConfig.sol";
import {Activity} from "../libraries/Activity.sol";
import {BatchId} from "../types/BatchId.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {ModelId} from "../types/ModelId.sol";
import {ModelChecks} from "./ModelChecks.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title ModelRegistry
/// @notice See `IModelRegistry`.
contract ModelRegistry is IModelRegistry {
    using Activity for Activity.Log;
    using SafeCast for uint256;

    /// @dev A `Model` in two slots.
    struct StoredModel {
        address owner;
        AttributionRule rule;
        bool shareAlike;
        bool commercial;
        bool retired;
        uint16 protocolBps;
        uint16 ownerBps;
        uint16 baseBps;
        uint16 dataBps;
        uint128 price;
        uint32 term;
        uint32 latestVersion;
        uint64 baseModelId; // Models are counted from 1.
    }

    /// @dev A `Term` in two slots.
    struct StoredTerm {
        address operator;
        uint40 startedAt;
        uint40 endsAt;
        address receiptKey;
        uint32 poolTimeout;
    }

    /// @dev Who runs the next term.
    struct Announcement {
        address operator;
        address receiptKey;
    }

    uint256 public constant MAX_NAME = 64;
    uint256 public constant MAX_URI = 2048;
    uint256 public constant MAX_DATANETS = 64;
    uint256 public constant MAX_BASES = 8;
    uint40 internal constant NEVER = type(uint40).max;

    IProtocolConfig public immutable CONFIG;
    IDatanetRegistry public immutable DATANET_REGISTRY;
    IInferenceEscrow public immutable INFERENCE_ESCROW;
    IAttributionLedger public immutable ATTRIBUTION_LEDGER;

    uint256 public modelCount;

    /// @inheritdoc IModelRegistry
    mapping(ModelId modelId => address) public offeredOwnerOf;
    /// @inheritdoc IModelRegistry
    mapping(ModelId modelId => Announcement) public announcedTerm;

    mapping(ModelId modelId => StoredModel) internal _models;
    mapping(ModelId modelId => mapping(uint32 number => StoredTerm)) internal _terms;
    mapping(ModelId modelId => mapping(uint32 number => Version)) internal _versions;
    /// @dev The registry of datanets counts them in 32 bits; eight stand in a slot. Version 0 holds the model's own.
    mapping(ModelId modelId => mapping(uint32 number => uint32[])) internal _datanets;
    mapping(ModelId modelId => Activity.Log) internal _activities;

    constructor(
        IProtocolConfig config,
        IDatanetRegistry datanetRegistry,
        IInferenceEscrow inferenceEscrow,
        IAttributionLedger attributionLedger
    ) {
        CONFIG = config;
        DATANET_REGISTRY = datanetRegistry;
        INFERENCE_ESCROW = inferenceEscrow;
        ATTRIBUTION_LEDGER = attributionLedger;
    }

    // Models

    /// @inheritdoc IModelRegistry
    function register(NewModel calldata newModel) external returns (ModelId modelId) {
        ModelChecks.text("name", newModel.name, 1, MAX_NAME);
        ModelChecks.text("metadataUri", newModel.metadataUri, 0, MAX_URI);
        require(newModel.rule != AttributionRule.None, ModelRegistry_UnknownRule());
        require(newModel.commercial || newModel.price == 0, ModelRegistry_NotCommercial());
        Parameters memory parameters = CONFIG.parameters();
        RevenueTerms memory revenue = ModelChecks.revenueTerms(newModel, parameters);
        if (newModel.baseModelId != ModelId.wrap(0)) _checkBase(newModel);

        modelId = ModelId.wrap(++modelCount);
        StoredModel storage created = _models[modelId];
        created.owner = msg.sender;
        created.rule = newModel.rule;
        created.shareAlike = newModel.shareAlike;
        created.commercial = newModel.commercial;
        created.protocolBps = revenue.protocolBps;
        created.ownerBps = revenue.ownerBps;
        created.baseBps = revenue.baseBps;
        created.dataBps = revenue.dataBps;
        created.price = newModel.price;
        created.term = 1;
        created.baseModelId = ModelId.unwrap(newModel.baseModelId).toUint64();
        _setDatanets(modelId, 0, newModel.datanets);

        _emitRegistered(modelId, newModel, revenue);
        _startTerm(modelId, 1, newModel.operator, newModel.receiptKey, parameters.poolTimeout);
    }

    /// @inheritdoc IModelRegistry
    function setPrice(ModelId modelId, uint128 newPrice) external {
        StoredModel storage changed = _livingModel(modelId);
        require(changed.commercial || newPrice == 0, ModelRegistry_NotCommercial());
        changed.price = newPrice;
        emit PriceChanged(modelId, newPrice);
    }

    /// @inheritdoc IModelRegistry
    function retireModel(ModelId modelId) external {
        _livingModel(modelId).retired = true;
        emit ModelRetired(modelId);
    }

    /// @inheritdoc IModelRegistry
    function offerOwnership(ModelId modelId, address newOwner) external {
        _ownedModel(modelId);
        offeredOwnerOf[modelId] = newOwner;
        emit OwnershipOffered(modelId, msg.sender, newOwner);
    }

    /// @inheritdoc IModelRegistry
    function acceptOwnership(ModelId modelId) external {
        StoredModel storage changed = _knownModel(modelId);
        require(msg.sender == offeredOwnerOf[modelId], ModelRegistry_NotOfferedOwner(modelId, msg.sender));
        delete offeredOwnerOf[modelId];
        emit OwnershipTransferred(modelId, changed.owner, msg.sender);
        changed.owner = msg.sender;
    }

    // Versions

    /// @inheritdoc IModelRegistry
    function publishVersion(ModelId modelId, NewVersion calldata newVersion) external returns (uint32 number) {
        StoredModel storage published = _livingModel(modelId);
        require(newVersion.artifactHash != 0, ModelRegistry_ZeroArtifact());
        ModelChecks.text("uri", newVersion.uri, 1, MAX_URI);
        ModelChecks.windowWords(published.rule, newVersion.windowWords);
        uint32 previous = published.latestVersion;
        ModelId baseModelId = ModelId.wrap(published.baseModelId);
        _checkSnapshot(baseModelId, newVersion, _versions[modelId][previous].snapshot);

        number = previous + 1;
        published.latestVersion = number;
        _versions[modelId][number] = Version({
            artifactHash: newVersion.artifactHash,
            snapshot: newVersion.snapshot,
            publishedAt: block.timestamp.toUint40(),
            baseVersion: newVersion.baseVersion,
            windowWords: newVersion.windowWords,
            rule: published.rule
        });
        _setDatanets(modelId, number, newVersion.datanets);
        // The first version includes the model's datanets, which stand as version 0; each later one its predecessor's.
        _checkIncluded(_datanets[modelId][previous], newVersion.datanets);
        if (newVersion.baseVersion != 0) {
            _checkDerived(_datanets[baseModelId][newVersion.baseVersion], newVersion.datanets);
        }

        emit VersionPublished(
            modelId,
            number,
            newVersion.artifactHash,
            newVersion.uri,
            newVersion.snapshot,
            newVersion.datanets,
            newVersion.windowWords,
            newVersion.baseVersion
        );
        if (newVersion.active) _activate(modelId, number);
    }

    /// @inheritdoc IModelRegistry
    function activateVersion(ModelId modelId, uint32 number) external {
        StoredModel storage changed = _livingModel(modelId);
        require(number != 0 && number <= changed.latestVersion, ModelRegistry_UnknownVersion(modelId, number));
        Activity.Log storage activity = _activities[modelId];
        require(!activity.isOn(number), ModelRegistry_AlreadyActive(modelId, number));
        uint256 end = activity.supersededAt(number);
        require(block.timestamp < end, ModelRegistry_Superseded(modelId, number, end));
        _activate(modelId, number);
    }

    /// @inheritdoc IModelRegistry
    function retireVersion(ModelId modelId, uint32 number) external {
        _ownedModel(modelId);
        require(isActive(modelId, number), ModelRegistry_NotActive(modelId, number));
        _activities[modelId].retire(number);
        emit VersionRetired(modelId, number);
    }

    // Terms

    /// @inheritdoc IModelRegistry
    function announceTerm(ModelId modelId, address operator, address receiptKey) external {
        uint32 number = _ownedModel(modelId).term;
        ModelChecks.runners(operator, receiptKey);
        StoredTerm storage current = _terms[modelId][number];
        require(current.endsAt == NEVER, ModelRegistry_TermEnding(modelId, number, current.endsAt));
        current.endsAt = (block.timestamp + current.poolTimeout).toUint40();
        announcedTerm[modelId] = Announcement(operator, receiptKey);
        emit TermAnnounced(modelId, number, operator, receiptKey, current.endsAt);
    }

    /// @inheritdoc IModelRegistry
    function cancelTermChange(ModelId modelId) external {
        uint32 number = _ownedModel(modelId).term;
        StoredTerm storage current = _terms[modelId][number];
        require(current.endsAt != NEVER, ModelRegistry_NoTermAnnounced(modelId));
        // What has ended stays ended: others have relied on it.
        require(block.timestamp < current.endsAt, ModelRegistry_TermEnded(modelId, number, current.endsAt));
        current.endsAt = NEVER;
        delete announcedTerm[modelId];
        emit TermChangeCancelled(modelId, number);
    }

    /// @inheritdoc IModelRegistry
    function startTerm(ModelId modelId) external {
        StoredModel storage changed = _knownModel(modelId);
        uint32 number = changed.term;
        uint256 endsAt = _terms[modelId][number].endsAt;
        require(endsAt != NEVER, ModelRegistry_NoTermAnnounced(modelId));
        require(block.timestamp >= endsAt, ModelRegistry_TermNotEnded(modelId, number, endsAt));
        BatchId open = ATTRIBUTION_LEDGER.openBatchOf(modelId);
        require(open == BatchId.wrap(0), ModelRegistry_BatchOpen(modelId, open));
        Announcement memory next = announcedTerm[modelId];
        delete announcedTerm[modelId];
        changed.term = number + 1;
        _startTerm(modelId, number + 1, next.operator, next.receiptKey, CONFIG.parameters().poolTimeout);
        INFERENCE_ESCROW.closeTerm(modelId, number);
    }

    // Views

    /// @inheritdoc IModelRegistry
    function model(ModelId modelId) external view returns (Model memory) {
        StoredModel storage stored = _knownModel(modelId);
        Model memory known;
        known.owner = stored.owner;
        known.rule = stored.rule;
        known.shareAlike = stored.shareAlike;
        known.commercial = stored.commercial;
        known.revenue = RevenueTerms(stored.protocolBps, stored.ownerBps, stored.baseBps, stored.dataBps);
        known.price = stored.price;
        known.term = stored.term;
        known.latestVersion = stored.latestVersion;
        known.baseModelId = ModelId.wrap(stored.baseModelId);
        known.retired = stored.retired;
        return known;
    }

    /// @inheritdoc IModelRegistry
    function datanetsOf(ModelId modelId) external view returns (DatanetId[] memory) {
        _knownModel(modelId);
        return _datanetIds(modelId, 0);
    }

    /// @inheritdoc IModelRegistry
    function baseOf(ModelId modelId) external view returns (ModelId) {
        return ModelId.wrap(_models[modelId].baseModelId);
    }

    /// @inheritdoc IModelRegistry
    function term(ModelId modelId, uint32 number) external view returns (Term memory) {
        StoredTerm storage stored = _terms[modelId][number];
        return Term(stored.operator, stored.receiptKey, stored.startedAt, stored.endsAt, stored.poolTimeout);
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

    /// @inheritdoc IModelRegistry
    function wasActive(ModelId modelId, uint32 number, uint256 from, uint256 to) external view returns (bool) {
        return _activities[modelId].wasActive(number, from, to);
    }

    /// @inheritdoc IModelRegistry
    function isActive(ModelId modelId, uint32 number) public view returns (bool) {
        Activity.Log storage activity = _activities[modelId];
        return activity.isOn(number) && block.timestamp < activity.supersededAt(number);
    }

    /// @inheritdoc IModelRegistry
    function supersededAt(ModelId modelId, uint32 number) external view returns (uint256) {
        return _activities[modelId].supersededAt(number);
    }

    /// @dev Checks a list of datanets and their terms, and stores it.
    function _setDatanets(ModelId modelId, uint32 number, DatanetId[] calldata datanetIds) internal {
        uint256 count = datanetIds.length;
        require(count != 0 && count <= MAX_DATANETS, ModelRegistry_BadDatanetCount(count, MAX_DATANETS));
        (bool commercial, bool shareAlike) = (_models[modelId].commercial, _models[modelId].shareAlike);
        DatanetId previous = DatanetId.wrap(0);
        for (uint256 i = 0; i < count; ++i) {
            DatanetId datanetId = datanetIds[i];
            require(
                DatanetId.unwrap(datanetId) > DatanetId.unwrap(previous),
                ModelRegistry_DatanetsNotAscending(previous, datanetId)
            );
            DatanetTerms memory terms = DATANET_REGISTRY.datanet(datanetId).terms;
            require(!commercial || terms.commercialUse, ModelRegistry_NoCommercialUse(datanetId));
            require(!terms.shareAlike || shareAlike, ModelRegistry_NeedsShareAlike(datanetId));
            _datanets[modelId][number].push(DatanetId.unwrap(datanetId).toUint32());
            previous = datanetId;
        }
    }

    function _activate(ModelId modelId, uint32 number) internal {
        uint40 olderUntil = _activities[modelId].activate(number, CONFIG.parameters().trialTime);
        emit VersionActivated(modelId, number, olderUntil);
    }

    function _startTerm(ModelId modelId, uint32 number, address operator, address receiptKey, uint32 poolTimeout)
        internal
    {
        ModelChecks.runners(operator, receiptKey);
        uint40 startedAt = block.timestamp.toUint40();
        _terms[modelId][number] = StoredTerm(operator, startedAt, NEVER, receiptKey, poolTimeout);
        emit TermStarted(modelId, number, operator, receiptKey, startedAt, poolTimeout);
    }

    /// @dev Apart from `register`, and from memory, for want of stack.
    function _emitRegistered(ModelId modelId, NewModel memory registered, RevenueTerms memory revenue) internal {
        emit ModelRegistered(
            modelId,
            msg.sender,
            registered.baseModelId,
            registered.name,
            registered.metadataUri,
            registered.datanets,
            registered.price,
            revenue,
            registered.rule,
            registered.shareAlike,
            registered.commercial
        );
    }

    function _datanetIds(ModelId modelId, uint32 number) internal view returns (DatanetId[] memory datanetIds) {
        uint32[] memory stored = _datanets[modelId][number];
        datanetIds = new DatanetId[](stored.length);
        for (uint256 i = 0; i < stored.length; ++i) {
            datanetIds[i] = DatanetId.wrap(stored[i]);
        }
    }

    function _knownModel(ModelId modelId) internal view returns (StoredModel storage known) {
        known = _models[modelId];
        require(known.owner != address(0), ModelRegistry_UnknownModel(modelId));
    }

    function _ownedModel(ModelId modelId) internal view returns (StoredModel storage owned) {
        owned = _knownModel(modelId);
        require(msg.sender == owned.owner, ModelRegistry_NotOwner(modelId, msg.sender));
    }

    /// @dev The caller's, and not retired.
    function _livingModel(ModelId modelId) internal view returns (StoredModel storage living) {
        living = _ownedModel(modelId);
        require(!living.retired, ModelRegistry_Retired(modelId));
    }

    /// @dev What a base asks of a model derived from it.
    function _checkBase(NewModel calldata derived) internal view {
        ModelId baseModelId = derived.baseModelId;
        StoredModel storage base = _knownModel(baseModelId);
        require(!base.retired, ModelRegistry_Retired(baseModelId));
        require(!derived.commercial || base.commercial, ModelRegistry_BaseNotCommercial(baseModelId));
        require(!base.shareAlike || derived.shareAlike, ModelRegistry_BaseNeedsShareAlike(baseModelId));
        uint256 bases = 0;
        for (ModelId at = baseModelId; at != ModelId.wrap(0); at = ModelId.wrap(_models[at].baseModelId)) {
            ++bases;
        }
        require(bases <= MAX_BASES, ModelRegistry_TooManyBases(baseModelId, MAX_BASES));
        _checkDerived(_datanets[baseModelId][0], derived.datanets);
    }

    /// @dev A version is built from what is not older than what came before it and than what it is derived from: else it
    /// could owe nothing to contributions that it holds.
    function _checkSnapshot(ModelId baseModelId, NewVersion calldata newVersion, uint64 previous) internal view {
        uint32 number = newVersion.baseVersion;
        // Version 0 was never published, so a model without a base must name 0, and one with a base cannot.
        Version storage base = _versions[baseModelId][number];
        require(
            baseModelId == ModelId.wrap(0) ? number == 0 : base.publishedAt != 0,
            ModelRegistry_UnknownBaseVersion(baseModelId, number)
        );
        uint64 least = base.snapshot > previous ? base.snapshot : previous;
        uint64 most = DATANET_REGISTRY.sequence();
        uint64 snapshot = newVersion.snapshot;
        require(snapshot >= least && snapshot <= most, ModelRegistry_BadSnapshot(snapshot, least, most));
    }

    /// @dev Every one of a base's datanets must be included, and allow it.
    function _checkDerived(uint32[] storage base, DatanetId[] calldata datanetIds) internal view {
        _checkIncluded(base, datanetIds);
        for (uint256 i = 0; i < base.length; ++i) {
            DatanetId datanetId = DatanetId.wrap(base[i]);
            require(DATANET_REGISTRY.datanet(datanetId).terms.derivatives, ModelRegistry_NoDerivatives(datanetId));
        }
    }

    /// @dev Both lists ascend.
    function _checkIncluded(uint32[] storage required, DatanetId[] calldata datanetIds) internal view {
        uint256 place = 0;
        for (uint256 i = 0; i < required.length; ++i) {
            DatanetId needed = DatanetId.wrap(required[i]);
            while (place < datanetIds.length && datanetIds[place] != needed) ++place;
            require(place < datanetIds.length, ModelRegistry_DatanetDropped(needed));
        }
    }
}
