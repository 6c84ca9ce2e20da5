// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DatanetId} from "../types/DatanetId.sol";
import {ModelId} from "../types/ModelId.sol";

/// @notice How a charge is divided, in basis points that sum to 10,000. Immutable for a model.
struct RevenueTerms {
    uint16 protocolBps;
    uint16 ownerBps;
    uint16 dataBps;
}

/// @notice The attribution rule of a model. `WindowV1`: every word belongs to the earliest source of a window over it.
enum AttributionRule {
    None,
    WindowV1
}

/// @notice A model.
/// @param owner Publishes versions, sets the price, receives the owner's share.
/// @param rule Immutable.
/// @param shareAlike Whether the model declares share-alike. Immutable.
/// @param revenue Immutable.
/// @param price Wei of OPEN for an answer.
/// @param term The term in force.
/// @param latestVersion Number of the last version published; 0 before the first.
struct Model {
    address owner;
    AttributionRule rule;
    bool shareAlike;
    RevenueTerms revenue;
    uint128 price;
    uint32 term;
    uint32 latestVersion;
}

/// @notice The time of one operator and one receipt key.
/// @param operator Commits batches, under its own stake.
/// @param receiptKey Signs the receipts of the term.
/// @param startedAt Unix time in seconds.
struct Term {
    address operator;
    address receiptKey;
    uint40 startedAt;
}

/// @notice A frozen state of a model.
/// @param artifactHash keccak256 of the artifact's bytes.
/// @param snapshot Number of the datanets' sequence whose state it was built from.
/// @param windowWords K of `window/v1`: one of 4, 6, 8, 12, 16, 24, 32.
/// @param publishedAt Unix time in seconds.
struct Version {
    bytes32 artifactHash;
    uint64 snapshot;
    uint8 windowWords;
    uint40 publishedAt;
}

/// @title IModelRegistry
/// @notice Models, their versions and their terms.
/// @dev A datanet's terms are enforced here: a price needs commercial use of every datanet, and a share-alike datanet
/// needs a share-alike model.
interface IModelRegistry {
    /// @notice What a model is registered with.
    /// @param name Shown to people, 1 to 64 bytes.
    /// @param metadataUri Where its description is.
    /// @param datanets 1 to 64 distinct datanets that every version includes, ascending.
    /// @param operator Operator of the first term.
    /// @param receiptKey Receipt key of the first term.
    /// @param price Wei of OPEN for an answer.
    /// @param ownerBps Owner's share; with `dataBps` and the protocol fee in force it sums to 10,000.
    /// @param dataBps Data's share, at least the floor in force.
    /// @param rule The attribution rule.
    /// @param shareAlike Whether the model declares share-alike.
    struct NewModel {
        string name;
        string metadataUri;
        DatanetId[] datanets;
        address operator;
        address receiptKey;
        uint128 price;
        uint16 ownerBps;
        uint16 dataBps;
        AttributionRule rule;
        bool shareAlike;
    }

    /// @notice What a version is published with.
    /// @param artifactHash keccak256 of the artifact's bytes, not zero.
    /// @param uri Where the artifact is.
    /// @param snapshot From the previous version's snapshot to the registry's current sequence.
    /// @param datanets 1 to 64 distinct datanets, ascending; includes the model's and the previous version's.
    /// @param windowWords One of 4, 6, 8, 12, 16, 24, 32.
    struct NewVersion {
        bytes32 artifactHash;
        string uri;
        uint64 snapshot;
        DatanetId[] datanets;
        uint8 windowWords;
    }

    event ModelRegistered(
        ModelId indexed modelId,
        address indexed owner,
        string name,
        string metadataUri,
        DatanetId[] datanets,
        uint128 price,
        uint16 protocolBps,
        uint16 ownerBps,
        uint16 dataBps,
        AttributionRule rule,
        bool shareAlike
    );
    event TermStarted(
        ModelId indexed modelId, uint32 indexed term, address indexed operator, address receiptKey, uint40 startedAt
    );
    event VersionPublished(
        ModelId indexed modelId,
        uint32 indexed version,
        bytes32 artifactHash,
        string uri,
        uint64 snapshot,
        DatanetId[] datanets,
        uint8 windowWords
    );
    event PriceChanged(ModelId indexed modelId, uint128 price);

    error ModelRegistry_UnknownModel(ModelId modelId);
    error ModelRegistry_NotOwner(ModelId modelId, address caller);
    error ModelRegistry_BadText(string field, uint256 length, uint256 least, uint256 most);
    error ModelRegistry_BadDatanetCount(uint256 count, uint256 most);
    error ModelRegistry_DatanetsNotAscending(DatanetId previous, DatanetId next);
    error ModelRegistry_DatanetDropped(DatanetId datanetId);
    error ModelRegistry_NoCommercialUse(DatanetId datanetId);
    error ModelRegistry_NeedsShareAlike(DatanetId datanetId);
    error ModelRegistry_ZeroAddress(string field);
    error ModelRegistry_SharesDoNotSum(uint256 protocolBps, uint256 ownerBps, uint256 dataBps);
    error ModelRegistry_DataBelowFloor(uint256 dataBps, uint256 floor);
    error ModelRegistry_UnknownRule();
    error ModelRegistry_ZeroArtifact();
    error ModelRegistry_BadSnapshot(uint256 snapshot, uint256 least, uint256 most);
    error ModelRegistry_BadWindowWords(uint256 windowWords);

    /// @notice Registers a model; the caller is its owner, and its first term starts now.
    function register(NewModel calldata newModel) external returns (ModelId modelId);

    /// @notice Publishes the next version. Owner only.
    function publishVersion(ModelId modelId, NewVersion calldata newVersion) external returns (uint32 version);

    /// @notice Changes the price of later answers. Owner only.
    function setPrice(ModelId modelId, uint128 newPrice) external;

    /// @notice A model. Reverts when it is not registered.
    function model(ModelId modelId) external view returns (Model memory);

    /// @notice Datanets that every version includes, ascending.
    function datanetsOf(ModelId modelId) external view returns (DatanetId[] memory);

    /// @notice A term; zero when there is none of that number.
    function term(ModelId modelId, uint32 number) external view returns (Term memory);

    /// @notice A version; zero when none of that number was published.
    function version(ModelId modelId, uint32 number) external view returns (Version memory);

    /// @notice Datanets of a version, ascending; none when it was not published.
    function versionDatanets(ModelId modelId, uint32 number) external view returns (DatanetId[] memory);

    /// @notice Whether a version was published and includes a datanet.
    function versionIncludes(ModelId modelId, uint32 number, DatanetId datanetId) external view returns (bool);

    function modelCount() external view returns (uint256);
}
