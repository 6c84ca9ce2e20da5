// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId} from "../types/BatchId.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {ModelId} from "../types/ModelId.sol";

/// @notice How a charge is divided, in basis points that sum to 10,000. Immutable for a model.
/// @param protocolBps The protocol fee in force at registration.
/// @param ownerBps The owner's share.
/// @param baseBps The share of the base model's owners; 0 without a base. Of what a base receives it passes on
/// ⌊received × its own baseBps / 10,000⌋ to its own base, and so on.
/// @param dataBps The data pool's share, at least the floor in force at registration.
struct RevenueTerms {
    uint16 protocolBps;
    uint16 ownerBps;
    uint16 baseBps;
    uint16 dataBps;
}

/// @notice The attribution rule of a model. `WindowV1`: every word belongs to the earliest source of a window over it;
/// all of it can be proven. `InfluenceV1`: weights of influence functions, which only the arbiter can judge.
enum AttributionRule {
    None,
    WindowV1,
    InfluenceV1
}

/// @notice A model.
/// @param owner Publishes versions, sets the price, announces terms, receives the owner's share.
/// @param rule Immutable.
/// @param shareAlike Whether the model declares share-alike. Immutable.
/// @param commercial Whether it takes money at all: without it the price stays 0 and the escrow takes nothing for it.
/// Immutable.
/// @param revenue Immutable.
/// @param price Wei of OPEN for an answer.
/// @param term The last term that was started.
/// @param latestVersion Number of the last version published; 0 before the first.
/// @param baseModelId The model it is derived from; 0 for none. Immutable.
/// @param retired Whether it was retired, for good: see `retireModel`.
struct Model {
    address owner;
    AttributionRule rule;
    bool shareAlike;
    bool commercial;
    RevenueTerms revenue;
    uint128 price;
    uint32 term;
    uint32 latestVersion;
    ModelId baseModelId;
    bool retired;
}

/// @notice The time of one operator and one receipt key: [startedAt, endsAt). From `endsAt` on the term commits nothing
/// and redeems nothing.
/// @param operator Commits batches, under its own stake.
/// @param receiptKey Signs the receipts of the term.
/// @param startedAt Unix time in seconds.
/// @param endsAt Unix time in seconds; type(uint40).max until a change is announced.
/// @param poolTimeout Seconds of a period of its data pool, and from the announcement of a change to its end; what was
/// in force at its start.
struct Term {
    address operator;
    address receiptKey;
    uint40 startedAt;
    uint40 endsAt;
    uint32 poolTimeout;
}

/// @notice A frozen state of a model.
/// @param artifactHash keccak256 of the artifact's bytes.
/// @param snapshot Number of the datanets' sequence whose state it was built from.
/// @param publishedAt Unix time in seconds.
/// @param baseVersion Number of the base model's version it is built from; 0 without a base.
/// @param windowWords K of `window/v1`: one of 4, 6, 8, 12, 16, 24, 32; 0 under `influence/v1`.
/// @param rule The model's: under `InfluenceV1` nobody but the arbiter can judge its weights.
struct Version {
    bytes32 artifactHash;
    uint64 snapshot;
    uint40 publishedAt;
    uint32 baseVersion;
    uint8 windowWords;
    AttributionRule rule;
}

/// @title IModelRegistry
/// @notice Models, what they are derived from, their versions and when each was active, and their terms.
///
/// A datanet's terms are enforced here, for the model and again for each version. A commercial model needs commercial
/// use of every datanet, and a commercial base if it has one. A share-alike datanet or base needs a share-alike model.
/// Every datanet of a base must allow derivatives, and belongs to the derived model as well.
///
/// A version is active from `activateVersion` to `retireVersion`, both seconds included, but never from
/// `supersededAt` on: the first activation of any later number, and the `trialTime` that was in force then. Until that
/// moment an older version can be tried beside the newer one, or take its place again. `wasActive` answers for the past,
/// and what it answers of a second that is over never changes.
interface IModelRegistry {
    /// @notice What a model is registered with.
    /// @param name Shown to people, 1 to 64 bytes.
    /// @param metadataUri Where its description is.
    /// @param datanets 1 to 64 distinct datanets that every version includes, ascending; includes the base's.
    /// @param operator Operator of the first term.
    /// @param receiptKey Receipt key of the first term.
    /// @param price Wei of OPEN for an answer; 0 unless the model is commercial.
    /// @param ownerBps Owner's share; with `baseBps`, `dataBps` and the protocol fee in force it sums to 10,000.
    /// @param baseBps The base's share; 0 without a base.
    /// @param dataBps Data's share, at least the floor in force.
    /// @param rule The attribution rule.
    /// @param shareAlike Whether the model declares share-alike.
    /// @param commercial Whether it may ever take money.
    /// @param baseModelId The model it is derived from, with at most 7 bases of its own; 0 for none.
    struct NewModel {
        string name;
        string metadataUri;
        DatanetId[] datanets;
        address operator;
        address receiptKey;
        uint128 price;
        uint16 ownerBps;
        uint16 baseBps;
        uint16 dataBps;
        AttributionRule rule;
        bool shareAlike;
        bool commercial;
        ModelId baseModelId;
    }

    /// @notice What a version is published with.
    /// @param artifactHash keccak256 of the artifact's bytes, not zero.
    /// @param uri Where the artifact is.
    /// @param snapshot From the snapshots of the previous version and of `baseVersion` to the current sequence.
    /// @param datanets 1 to 64 distinct datanets, ascending; includes the model's, the previous version's and those of
    /// `baseVersion`.
    /// @param windowWords One of 4, 6, 8, 12, 16, 24, 32; 0 under `InfluenceV1`.
    /// @param baseVersion Number of a published version of the base model; 0 without a base.
    /// @param active Whether it is activated at once.
    struct NewVersion {
        bytes32 artifactHash;
        string uri;
        uint64 snapshot;
        DatanetId[] datanets;
        uint8 windowWords;
        uint32 baseVersion;
        bool active;
    }

    event ModelRegistered(
        ModelId indexed modelId,
        address indexed owner,
        ModelId indexed baseModelId,
        string name,
        string metadataUri,
        DatanetId[] datanets,
        uint128 price,
        RevenueTerms revenue,
        AttributionRule rule,
        bool shareAlike,
        bool commercial
    );
    event TermStarted(
        ModelId indexed modelId,
        uint32 indexed term,
        address indexed operator,
        address receiptKey,
        uint40 startedAt,
        uint32 poolTimeout
    );
    /// @notice The term in force, `term`, ends at `endsAt`; the next one will be of `operator` and `receiptKey`.
    event TermAnnounced(
        ModelId indexed modelId, uint32 indexed term, address indexed operator, address receiptKey, uint40 endsAt
    );
    /// @notice `term` does not end after all.
    event TermChangeCancelled(ModelId indexed modelId, uint32 indexed term);
    event VersionPublished(
        ModelId indexed modelId,
        uint32 indexed version,
        bytes32 artifactHash,
        string uri,
        uint64 snapshot,
        DatanetId[] datanets,
        uint8 windowWords,
        uint32 baseVersion
    );
    /// @notice `version` is active from now on. Where its number is above every number activated before, `olderUntil` is
    /// when the versions from the last such number to the one before it are superseded; else it is 0.
    event VersionActivated(ModelId indexed modelId, uint32 indexed version, uint40 olderUntil);
    event VersionRetired(ModelId indexed modelId, uint32 indexed version);
    event PriceChanged(ModelId indexed modelId, uint128 price);
    event ModelRetired(ModelId indexed modelId);
    /// @notice `newOwner` may accept the model; zero withdraws the offer.
    event OwnershipOffered(ModelId indexed modelId, address indexed owner, address indexed newOwner);
    event OwnershipTransferred(ModelId indexed modelId, address indexed previousOwner, address indexed newOwner);

    error ModelRegistry_UnknownModel(ModelId modelId);
    error ModelRegistry_NotOwner(ModelId modelId, address caller);
    error ModelRegistry_NotOfferedOwner(ModelId modelId, address caller);
    error ModelRegistry_Retired(ModelId modelId);
    error ModelRegistry_BadText(string field, uint256 length, uint256 least, uint256 most);
    error ModelRegistry_BadDatanetCount(uint256 count, uint256 most);
    error ModelRegistry_DatanetsNotAscending(DatanetId previous, DatanetId next);
    error ModelRegistry_DatanetDropped(DatanetId datanetId);
    error ModelRegistry_NoCommercialUse(DatanetId datanetId);
    error ModelRegistry_NoDerivatives(DatanetId datanetId);
    error ModelRegistry_NeedsShareAlike(DatanetId datanetId);
    error ModelRegistry_BaseNotCommercial(ModelId baseModelId);
    error ModelRegistry_BaseNeedsShareAlike(ModelId baseModelId);
    error ModelRegistry_TooManyBases(ModelId baseModelId, uint256 most);
    error ModelRegistry_BaseShareWithoutBase(uint256 baseBps);
    error ModelRegistry_UnknownBaseVersion(ModelId baseModelId, uint256 baseVersion);
    error ModelRegistry_NotCommercial();
    error ModelRegistry_ZeroAddress(string field);
    error ModelRegistry_SharesDoNotSum(uint256 protocolBps, uint256 ownerBps, uint256 baseBps, uint256 dataBps);
    error ModelRegistry_DataBelowFloor(uint256 dataBps, uint256 floor);
    error ModelRegistry_UnknownRule();
    error ModelRegistry_ZeroArtifact();
    error ModelRegistry_BadSnapshot(uint256 snapshot, uint256 least, uint256 most);
    error ModelRegistry_BadWindowWords(uint256 windowWords);
    error ModelRegistry_UnknownVersion(ModelId modelId, uint256 version);
    error ModelRegistry_AlreadyActive(ModelId modelId, uint256 version);
    error ModelRegistry_NotActive(ModelId modelId, uint256 version);
    error ModelRegistry_Superseded(ModelId modelId, uint256 version, uint256 supersededAt);
    error ModelRegistry_TermEnding(ModelId modelId, uint256 term, uint256 endsAt);
    error ModelRegistry_NoTermAnnounced(ModelId modelId);
    error ModelRegistry_TermNotEnded(ModelId modelId, uint256 term, uint256 endsAt);
    error ModelRegistry_TermEnded(ModelId modelId, uint256 term, uint256 endedAt);
    error ModelRegistry_BatchOpen(ModelId modelId, BatchId batchId);

    // Owners

    /// @notice Registers a model; the caller is its owner, and its first term starts now. Protocol fee and floor of the
    /// data share are those in force and stay.
    function register(NewModel calldata newModel) external returns (ModelId modelId);

    /// @notice Publishes the next version. Owner only, until the model is retired.
    function publishVersion(ModelId modelId, NewVersion calldata newVersion) external returns (uint32 version);

    /// @notice Makes a published version active that is not, and was not superseded. Owner only, until the model is
    /// retired.
    function activateVersion(ModelId modelId, uint32 number) external;

    /// @notice Ends the activity of a version. Owner only. This second still counts as active.
    function retireVersion(ModelId modelId, uint32 number) external;

    /// @notice Changes the price of later answers. Owner only, until the model is retired; a model that is not
    /// commercial keeps 0.
    function setPrice(ModelId modelId, uint128 newPrice) external;

    /// @notice Announces the next term. Owner only. The term in force ends its own `poolTimeout` from now: its operator
    /// has until then to redeem what it was promised and to commit what it answered. One announcement at a time.
    function announceTerm(ModelId modelId, address operator, address receiptKey) external;

    /// @notice Takes the announcement back, before the term in force has ended. Owner only.
    function cancelTermChange(ModelId modelId) external;

    /// @notice Starts the announced term, once the old one has ended and none of its batches is open. Anyone. What is
    /// left in the old term's data pool goes to the data fund.
    function startTerm(ModelId modelId) external;

    /// @notice Retires a model for good. Owner only. From now on it has no new versions, activations, prices, derived
    /// models, deposits or requests. What was promised still counts: deposits can be withdrawn, vouchers redeemed,
    /// answers committed, batches challenged and settled, versions retired and terms changed; models that were derived
    /// from it before go on.
    function retireModel(ModelId modelId) external;

    /// @notice Offers the model to `newOwner`, who must accept it; zero withdraws the offer. Owner only. Revenue that the
    /// owner has not collected goes with the model.
    function offerOwnership(ModelId modelId, address newOwner) external;

    /// @notice Takes over a model that was offered to the caller.
    function acceptOwnership(ModelId modelId) external;

    // Views

    /// @notice A model. Reverts when it is not registered.
    function model(ModelId modelId) external view returns (Model memory);

    /// @notice Datanets that every version includes, ascending.
    function datanetsOf(ModelId modelId) external view returns (DatanetId[] memory);

    /// @notice The model from which a model is derived; 0 for none or an unknown model. At most 8 steps lead to 0.
    function baseOf(ModelId modelId) external view returns (ModelId);

    /// @notice Whom the owner has offered the model; zero for nobody.
    function offeredOwnerOf(ModelId modelId) external view returns (address);

    /// @notice A term; zero when there is none of that number.
    function term(ModelId modelId, uint32 number) external view returns (Term memory);

    /// @notice The announced operator and receipt key; zero when no change is announced.
    function announcedTerm(ModelId modelId) external view returns (address operator, address receiptKey);

    /// @notice A version; zero when none of that number was published.
    function version(ModelId modelId, uint32 number) external view returns (Version memory);

    /// @notice Datanets of a version, ascending; none when it was not published.
    function versionDatanets(ModelId modelId, uint32 number) external view returns (DatanetId[] memory);

    /// @notice Whether a version was published and includes a datanet.
    function versionIncludes(ModelId modelId, uint32 number, DatanetId datanetId) external view returns (bool);

    /// @notice Whether a version was active at any time of [from, to], Unix times in seconds, as far as it is past; false
    /// for one that was not published.
    /// @dev In O(log n). Of the current second the answer may still turn from false to true; of the time before it never
    /// changes.
    function wasActive(ModelId modelId, uint32 number, uint256 from, uint256 to) external view returns (bool);

    /// @notice Whether a version is active now: activated, not retired since, and not superseded.
    function isActive(ModelId modelId, uint32 number) external view returns (bool);

    /// @notice Unix time in seconds from which a version cannot be active: the first activation of any later one and the
    /// `trialTime` in force then; type(uint256).max while no later one was activated.
    function supersededAt(ModelId modelId, uint32 number) external view returns (uint256);

    function modelCount() external view returns (uint256);
}
