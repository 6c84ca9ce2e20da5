// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DatanetId} from "../types/DatanetId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {Claim} from "./IAttributionLedger.sol";

/// @notice What others may do with a datanet's content. Immutable.
/// @param commercialUse A model with a price may be built from it.
/// @param derivatives A derived model may be built from a model that uses it.
/// @param shareAlike A model built from it must declare the same flag.
struct DatanetTerms {
    bool commercialUse;
    bool derivatives;
    bool shareAlike;
}

/// @notice A datanet.
/// @param curator Names validators and revokes; can change neither the terms nor the reserve's share.
/// @param reserveBps Share of what its contributions earn that goes to its reserve, in basis points. Immutable.
/// @param validatorSet Number of the set of validators that decides on submissions from now on; 0 while none is named.
/// @param terms Immutable.
/// @param reserve OPEN that the datanet holds, in wei.
struct Datanet {
    address curator;
    uint16 reserveBps;
    uint32 validatorSet;
    DatanetTerms terms;
    uint128 reserve;
}

enum SubmissionStatus {
    None,
    Pending,
    Accepted,
    Rejected
}

/// @notice A Merkle tree of contributions. Its id is its place in prior art.
/// @param datanetId The datanet it belongs to.
/// @param root Root of the Tree over its contribution leaves.
/// @param count Number of leaves, 1 to 2^32.
/// @param submitter Who sent it.
/// @param submittedAt Unix time in seconds.
/// @param lapsesAt Unix time in seconds from which it can no longer be decided.
/// @param validatorSet The set that decides, that of the datanet at submission.
/// @param approvals Votes for it.
/// @param rejections Votes against it.
/// @param status Where it stands. An undecided submission whose life is over can no longer be decided and keeps
/// `Pending`.
/// @param sequence Number in the registry-wide sequence at its acceptance; 0 before.
/// @param revokedAt Number in the sequence at which the whole submission was revoked; 0 if it was not.
struct Submission {
    DatanetId datanetId;
    bytes32 root;
    uint40 count;
    address submitter;
    uint40 submittedAt;
    uint40 lapsesAt;
    uint32 validatorSet;
    uint8 approvals;
    uint8 rejections;
    SubmissionStatus status;
    uint64 sequence;
    uint64 revokedAt;
}

/// @notice How a contribution counts under a snapshot of the sequence.
/// `None`: its submission is not accepted by then. `Eligible`: it owns and earns. `Revoked`: it owns, and earns nothing.
enum Standing {
    None,
    Eligible,
    Revoked
}

/// @title IDatanetRegistry
/// @notice Datanets, the submissions of contributions to them, the votes that accept them, their revocation, and each
/// datanet's reserve.
///
/// Two orders matter. *Prior art* is (submission id, leaf index): given when a root reaches the chain, before anybody
/// could read its content. The *sequence* numbers acceptances and revocations registry-wide: it decides what counts for
/// a model's version, which names a snapshot of it.
///
/// A contribution leaf is `abi.encode(address contributor, bytes32 textRoot)`, hashed as in `Tree`.
///
/// Warning: a curator chooses the validators and can reject a submission only to have its own copy accepted.
/// Warning: whoever registers a public text first owns its words here; validators must look.
interface IDatanetRegistry {
    /// @notice What a datanet is created with. Everything but the curator's later choice of validators is immutable.
    /// @param name Shown to people, at most 64 bytes.
    /// @param metadataUri Where its description is.
    /// @param schemaUri Where the schema of its contributions is.
    /// @param licence SPDX licence expression of its content, at most 64 bytes.
    /// @param terms See `DatanetTerms`.
    /// @param reserveBps At most 2,000.
    struct NewDatanet {
        string name;
        string metadataUri;
        string schemaUri;
        string licence;
        DatanetTerms terms;
        uint16 reserveBps;
    }

    event DatanetCreated(
        DatanetId indexed datanetId,
        address indexed curator,
        string name,
        string metadataUri,
        string schemaUri,
        string licence,
        bool commercialUse,
        bool derivatives,
        bool shareAlike,
        uint16 reserveBps,
        address reserveAccount
    );
    event ValidatorsNamed(DatanetId indexed datanetId, uint32 indexed validatorSet, address[] validators);
    event Submitted(
        SubmissionId indexed submissionId,
        DatanetId indexed datanetId,
        address indexed submitter,
        bytes32 root,
        uint40 count,
        uint32 validatorSet,
        string uri
    );
    event SubmissionApproved(SubmissionId indexed submissionId, address indexed validator, uint8 approvals);
    event SubmissionRejected(SubmissionId indexed submissionId, address indexed validator, uint8 rejections);
    event SubmissionAccepted(SubmissionId indexed submissionId, DatanetId indexed datanetId, uint64 sequence);
    event SubmissionRefused(SubmissionId indexed submissionId, DatanetId indexed datanetId);
    event ContributionRevoked(
        SubmissionId indexed submissionId, uint32 leafIndex, address indexed revoker, uint64 sequence
    );
    event SubmissionRevoked(SubmissionId indexed submissionId, address indexed revoker, uint64 sequence);
    /// @notice The reserve grew by `amount`, given by `from` (the attribution ledger where it was earned).
    event ReserveFunded(DatanetId indexed datanetId, address indexed from, uint256 amount);

    error DatanetRegistry_UnknownDatanet(DatanetId datanetId);
    error DatanetRegistry_UnknownSubmission(SubmissionId submissionId);
    error DatanetRegistry_BadText(string field, uint256 length, uint256 least, uint256 most);
    error DatanetRegistry_ReserveTooLarge(uint256 reserveBps, uint256 most);
    error DatanetRegistry_NotCurator(DatanetId datanetId, address caller);
    error DatanetRegistry_BadValidatorCount(uint256 count, uint256 most);
    error DatanetRegistry_BadValidator(address validator);
    error DatanetRegistry_NoValidators(DatanetId datanetId);
    error DatanetRegistry_ZeroRoot();
    error DatanetRegistry_BadCount(uint256 count);
    error DatanetRegistry_NotValidator(SubmissionId submissionId, address caller);
    error DatanetRegistry_StakeTooSmall(address validator, uint256 stake, uint256 needed);
    error DatanetRegistry_AlreadyVoted(SubmissionId submissionId, address validator);
    error DatanetRegistry_NotPending(SubmissionId submissionId, SubmissionStatus status);
    error DatanetRegistry_Lapsed(SubmissionId submissionId, uint256 lapsedAt);
    error DatanetRegistry_NotAccepted(SubmissionId submissionId, SubmissionStatus status);
    error DatanetRegistry_AlreadyRevoked(SubmissionId submissionId);
    error DatanetRegistry_NotContribution(SubmissionId submissionId, uint256 leafIndex);
    error DatanetRegistry_NotCuratorOrContributor(SubmissionId submissionId, address caller);
    error DatanetRegistry_ZeroAmount();
    error DatanetRegistry_NotReserveClaim(DatanetId datanetId, address account);

    /// @notice Creates a datanet; the caller is its curator.
    function createDatanet(NewDatanet calldata newDatanet) external returns (DatanetId datanetId);

    /// @notice Names the validators of later submissions: 1 to 32 distinct accounts, none of them zero. Curator only.
    /// Submissions that are already pending keep the set they were made under.
    function nameValidators(DatanetId datanetId, address[] calldata validators) external;

    /// @notice Registers a tree of contributions and gives it its place in prior art.
    /// @dev Publish the content at `uri` only after this is on chain, so that nobody can front-run it.
    /// @param root Root of the Tree over the contribution leaves; need not be unique.
    /// @param count Number of leaves, 1 to 2^32.
    function submit(DatanetId datanetId, bytes32 root, uint40 count, string calldata uri)
        external
        returns (SubmissionId submissionId);

    /// @notice A validator's vote for a submission. More than half of its set accepts it and gives it the next number
    /// of the sequence.
    function approve(SubmissionId submissionId) external;

    /// @notice A validator's vote against a submission. It is refused once a majority can no longer be reached.
    function reject(SubmissionId submissionId) external;

    /// @notice Revokes one contribution for all later snapshots: its words are then owned by nobody. By the datanet's
    /// curator, or by the contributor itself.
    /// @param contributor The leaf's contributor.
    /// @param textRoot The leaf's text root.
    /// @param proof Siblings of the leaf, bottom-up.
    function revoke(
        SubmissionId submissionId,
        uint32 leafIndex,
        address contributor,
        bytes32 textRoot,
        bytes32[] calldata proof
    ) external;

    /// @notice Revokes a whole submission for all later snapshots. Curator only.
    function revokeSubmission(SubmissionId submissionId) external;

    /// @notice Gives `amount` of the caller's OPEN to a datanet's reserve; the caller must have approved this contract.
    function fundReserve(DatanetId datanetId, uint256 amount) external;

    /// @notice Claims what a datanet's reserve account earned in finalised batches. Anyone may call.
    /// @param claims Claims whose account is `reserveAccount(datanetId)`.
    /// @return amount Wei that the reserve grew by.
    function collectReserve(DatanetId datanetId, Claim[] calldata claims) external returns (uint256 amount);

    function datanet(DatanetId datanetId) external view returns (Datanet memory);

    function submission(SubmissionId submissionId) external view returns (Submission memory);

    function datanetCount() external view returns (uint256);

    function submissionCount() external view returns (uint256);

    /// @notice The last number given out by the sequence of acceptances and revocations.
    function sequence() external view returns (uint64);

    /// @notice The validators of set `validatorSet` (at most 32).
    function validatorsOf(uint32 validatorSet) external view returns (address[] memory);

    /// @notice Number in the sequence at which the leaf alone was revoked; 0 if it was not.
    function leafRevokedAt(SubmissionId submissionId, uint32 leafIndex) external view returns (uint64);

    /// @notice How a contribution counts under `snapshot`, with what a proof about it needs, in one read.
    /// @return standing See `Standing`. The contributor of the leaf is not looked at.
    /// @return datanetId Its datanet.
    /// @return root Root of its submission.
    /// @return count Number of leaves of its submission.
    function standingOf(SubmissionId submissionId, uint32 leafIndex, uint64 snapshot)
        external
        view
        returns (Standing standing, DatanetId datanetId, bytes32 root, uint40 count);

    /// @notice The account under which a datanet's reserve earns in payout trees: the last 20 bytes of
    /// `keccak256(abi.encode(keccak256("openledger.reserve"), chainId, registry, datanetId))`. No key signs for it.
    function reserveAccount(DatanetId datanetId) external view returns (address);

    function reserveBpsOf(DatanetId datanetId) external view returns (uint16);
}
