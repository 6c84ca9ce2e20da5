// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DatanetId} from "../types/DatanetId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";

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
struct Datanet {
    address curator;
    uint16 reserveBps;
    uint32 validatorSet;
    DatanetTerms terms;
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
/// @param decidedAt Unix time in seconds of its acceptance or refusal; 0 before.
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
    uint40 decidedAt;
}

/// @notice How a contribution counts under a snapshot of the sequence.
/// `None`: its submission is not accepted by then, or its data is unavailable: it neither owns nor earns. `Eligible`: it
/// owns and earns. `Revoked`: it owns, and earns nothing.
enum Standing {
    None,
    Eligible,
    Revoked
}

/// @title IDatanetRegistry
/// @notice Datanets, the submissions of contributions to them, the votes that accept them, and their revocation. Their
/// money is in `IDatanetReserves`, demands for their data in `IDataAvailability`.
///
/// Two orders matter. *Prior art* is (submission id, leaf index): given when a root reaches the chain, before anybody
/// could read its content. The *sequence* numbers acceptances, revocations and changes of availability registry-wide: it
/// decides what counts for a model's version, which names a snapshot of it.
///
/// A contribution leaf is `abi.encode(address contributor, bytes32 textRoot)`, hashed as in `Tree`.
///
/// Who has no gas signs a `Contribution` (EIP-712, domain `OpenLedger DatanetRegistry`, version 1) and gives a relayer
/// the leaf's hash only. The hash binds contributor and text root; neither the relayer nor whoever reads the mempool
/// learns the text root, with which anybody could come in before the author. That the hash is of a leaf of the signer is
/// for the validators to see, once the content is published. There is no nonce: a signature used again gives the signer
/// nothing but a later place for the same words, which anybody else's transaction cannot be blocked by.
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

    /// @notice What is submitted.
    /// @param datanetId The datanet.
    /// @param root Root of the Tree over the contribution leaves; need not be unique.
    /// @param count Number of leaves, 1 to 2^32.
    /// @param parent The submission that this one refines, for lineage only; 0 for none.
    /// @param maxFees Most wei of OPEN that the caller prepays for verification.
    /// @param uri Where the content will be: publish it only once the submission is on chain.
    struct NewSubmission {
        DatanetId datanetId;
        bytes32 root;
        uint40 count;
        SubmissionId parent;
        uint256 maxFees;
        string uri;
    }

    /// @notice A leaf that its contributor signed for.
    /// @param contributor The signer: an account, or a contract that knows the signature by ERC-1271.
    /// @param leafHash Hash of the contribution's leaf.
    /// @param deadline Unix time in seconds after which the signature counts no more.
    /// @param signature Of `contributionDigest`.
    struct SignedContribution {
        address contributor;
        bytes32 leafHash;
        uint40 deadline;
        bytes signature;
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
        SubmissionId parent,
        string uri
    );
    /// @notice The leaves of a submission, in order, and who signed for each.
    event ContributionsSigned(SubmissionId indexed submissionId, address[] contributors, bytes32[] leafHashes);
    event SubmissionApproved(SubmissionId indexed submissionId, address indexed validator, uint8 approvals);
    event SubmissionRejected(SubmissionId indexed submissionId, address indexed validator, uint8 rejections);
    event SubmissionAccepted(SubmissionId indexed submissionId, DatanetId indexed datanetId, uint64 sequence);
    event SubmissionRefused(SubmissionId indexed submissionId, DatanetId indexed datanetId);
    event ContributionRevoked(
        SubmissionId indexed submissionId, uint32 leafIndex, address indexed revoker, uint64 sequence
    );
    event SubmissionRevoked(SubmissionId indexed submissionId, address indexed revoker, uint64 sequence);
    /// @notice Nobody answered a demand for the data of these leaves: from `sequence` on they own nothing.
    event ContributionsUnavailable(SubmissionId indexed submissionId, uint32[] leafIndexes, uint64 sequence);
    /// @notice Their data was shown: from `sequence` on these leaves are back in their place.
    event ContributionsAvailable(SubmissionId indexed submissionId, uint32[] leafIndexes, uint64 sequence);

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
    error DatanetRegistry_UnknownParent(SubmissionId parent);
    error DatanetRegistry_BadSignatureCount(uint256 count, uint256 most);
    error DatanetRegistry_SignatureExpired(uint256 place, uint256 deadline);
    error DatanetRegistry_BadSignature(uint256 place, address contributor);
    error DatanetRegistry_OtherLeaves(bytes32 root, uint256 count);
    error DatanetRegistry_NotDataAvailability(address caller);

    /// @notice Creates a datanet; the caller is its curator.
    function createDatanet(NewDatanet calldata newDatanet) external returns (DatanetId datanetId);

    /// @notice Names the validators of later submissions: 1 to 32 distinct accounts, none of them zero. Curator only.
    /// Submissions that are already pending keep the set they were made under.
    function nameValidators(DatanetId datanetId, address[] calldata validators) external;

    /// @notice Registers a tree of contributions and gives it its place in prior art. The caller prepays the verification
    /// fees of the whole set that decides (`IDatanetReserves`, which it must have approved for them), and locks at least
    /// `IDataAvailability.bondFor(count)` of native currency; all that is sent is the bond.
    /// @dev Publish the content only after this is on chain, so that nobody can front-run it.
    function submit(NewSubmission calldata newSubmission) external payable returns (SubmissionId submissionId);

    /// @notice Like `submit`, for at most 50 leaves whose contributors signed for them, which is checked. Beyond that,
    /// validators check signatures off chain.
    /// @param contributions The leaves in order, exactly those of the root.
    function submitSigned(NewSubmission calldata newSubmission, SignedContribution[] calldata contributions)
        external
        payable
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

    /// @notice Records that the data of leaves was not shown in time, or was shown after all. Only `IDataAvailability`.
    /// @return number The number of the sequence from which this counts.
    function setAvailability(SubmissionId submissionId, uint32[] calldata leafIndexes, bool available)
        external
        returns (uint64 number);

    function datanet(DatanetId datanetId) external view returns (Datanet memory);

    function submission(SubmissionId submissionId) external view returns (Submission memory);

    function datanetCount() external view returns (uint256);

    function submissionCount() external view returns (uint256);

    /// @notice The last number given out by the sequence of acceptances, revocations and changes of availability.
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

    /// @notice The reserve account of a submission's datanet and its share; (0, 0) for an unknown submission.
    function reserveOf(SubmissionId submissionId) external view returns (address account, uint16 reserveBps);

    /// @notice Whether an account voted on a submission, and its place in the set that decides.
    function voteOf(SubmissionId submissionId, address account) external view returns (bool voted, uint256 place);

    /// @notice What a contributor signs for a relayer.
    function contributionDigest(DatanetId datanetId, address contributor, bytes32 leafHash, uint40 deadline)
        external
        view
        returns (bytes32);
}
