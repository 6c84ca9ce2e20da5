// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DataDemandId} from "../types/DataDemandId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";

/// @notice Where a leaf, or a chunk of its text, stands.
/// `None`: never demanded. `Demanded`: not answered yet. `Unavailable`: not answered in time. `Answered`: shown on chain,
/// for ever.
enum ItemStatus {
    None,
    Demanded,
    Unavailable,
    Answered
}

/// @notice A leaf or a chunk that may be demanded.
/// @param demandId The demand that named it; 0 before.
/// @param status See `ItemStatus`.
struct Item {
    DataDemandId demandId;
    ItemStatus status;
}

/// @notice A demand for leaves of a submission, or for chunks of one leaf's text.
/// @param demander Who demanded.
/// @param answerBy Unix time in seconds from which what is unanswered can be marked as unavailable.
/// @param ofChunks Whether it is for chunks.
/// @param leafIndex The leaf whose chunks are demanded; 0 where leaves are.
/// @param submissionId The submission.
/// @param deposit Wei of native currency put down for each item.
/// @param repayment Wei of the submission's bond set aside for each item.
struct DataDemand {
    address demander;
    uint40 answerBy;
    bool ofChunks;
    uint32 leafIndex;
    SubmissionId submissionId;
    uint96 deposit;
    uint96 repayment;
}

/// @notice Native currency that a submission locks.
/// @param free Wei that is not set aside.
/// @param earmarked Wei set aside for demands that are not settled.
struct Bond {
    uint128 free;
    uint128 earmarked;
}

/// @title IDataAvailability
/// @notice Demands for the data of accepted submissions, so that what nobody shows counts for nothing.
///
/// Whoever relies on a datanet needs its content: what is hidden could be shown later, as an earlier source of somebody
/// else's words. So anyone may demand leaves of an accepted submission, or chunks of one leaf's text, putting down a
/// deposit that more than pays the gas of an answer. Anyone may answer and earns the deposit. What is unanswered after
/// `dataResponsePeriod` anyone may mark: its leaf then has no standing, and no place in prior art, for snapshots from a
/// new number of the sequence on. Whoever answers later undoes it, for snapshots from a newer number on. A junk leaf, a
/// stated count above the number of leaves, a text root that opens to nothing: nobody can answer, and so all end likewise.
///
/// A leaf with several unavailable chunks is back when all are shown. What was shown on chain once is in the chain's
/// history and cannot be demanded again.
///
/// Each submission locks a **bond** in native currency until 14 days after its acceptance, or until it is refused or
/// lapses. It repays demanders whose demand was answered the measured gas of what was answered, at the lower of the base
/// fees of demand and answer: never more than the two transactions burnt, so that demanding of oneself never pays. A demand for
/// a chunk that its text does not have is repaid nothing.
///
/// Money is paid by pull: nobody's account is called but by itself.
///
/// Warning: contributors who want to keep their place must see to it that somebody answers demands in time.
/// Warning: with a base fee of 0 deposits and bonds are 0, and demands cost no more than their gas.
interface IDataAvailability {
    /// @notice A leaf with its proof.
    /// @param leafIndex Its index.
    /// @param contributor The leaf's contributor.
    /// @param textRoot The leaf's text root.
    /// @param siblings Siblings, bottom-up.
    struct LeafProof {
        uint32 leafIndex;
        address contributor;
        bytes32 textRoot;
        bytes32[] siblings;
    }

    /// @notice Neighbouring chunks of a text with their proofs.
    /// @param firstChunk Index of the first.
    /// @param data The chunks' bytes, 256 each, the text's last one maybe fewer.
    /// @param siblings For each chunk in turn its siblings, bottom-up.
    struct ChunkRun {
        uint32 firstChunk;
        bytes data;
        bytes32[][] siblings;
    }

    event BondLocked(SubmissionId indexed submissionId, uint256 amount);
    /// @notice What of the bond is not set aside went to the submitter's balance here.
    event BondReleased(SubmissionId indexed submissionId, address indexed submitter, uint256 amount);
    /// @notice The submission's bond repaid `amount` to the demander's balance here.
    event DemanderRepaid(
        SubmissionId indexed submissionId, DataDemandId indexed demandId, address indexed demander, uint256 amount
    );
    event LeavesDemanded(
        DataDemandId indexed demandId,
        SubmissionId indexed submissionId,
        address indexed demander,
        uint32[] leafIndexes,
        uint256 deposit,
        uint256 answerBy
    );
    event ChunksDemanded(
        DataDemandId indexed demandId,
        SubmissionId indexed submissionId,
        address indexed demander,
        uint32 leafIndex,
        bytes32 textRoot,
        uint32[] chunks,
        uint256 deposit,
        uint256 answerBy
    );
    event LeafAnswered(
        SubmissionId indexed submissionId,
        uint32 indexed leafIndex,
        address indexed answerer,
        address contributor,
        bytes32 textRoot,
        uint256 earned
    );
    event ChunksAnswered(
        SubmissionId indexed submissionId,
        uint32 indexed leafIndex,
        address indexed answerer,
        uint64 length,
        uint32 firstChunk,
        bytes data,
        uint256 earned
    );
    /// @notice The text is too short for these chunks.
    event ChunksAbsent(
        SubmissionId indexed submissionId,
        uint32 indexed leafIndex,
        address indexed answerer,
        uint64 length,
        uint32[] chunks,
        uint256 earned
    );
    /// @notice These leaves, or chunks, of the demand were not answered in time; their deposits returned.
    event ItemsUnavailable(
        DataDemandId indexed demandId, SubmissionId indexed submissionId, uint32[] indexes, uint256 returned
    );
    event Withdrawn(address indexed account, address indexed recipient, uint256 amount);

    error DataAvailability_NotDatanetRegistry(address caller);
    error DataAvailability_BondTooSmall(uint256 bond, uint256 least);
    error DataAvailability_BondLocked(SubmissionId submissionId);
    error DataAvailability_NothingToRelease(SubmissionId submissionId);
    error DataAvailability_NotAccepted(SubmissionId submissionId);
    error DataAvailability_BadItemCount(uint256 count, uint256 most);
    error DataAvailability_NoSuchLeaf(SubmissionId submissionId, uint256 leafIndex);
    error DataAvailability_NotContribution(SubmissionId submissionId, uint256 leafIndex);
    error DataAvailability_NothingToDemand(SubmissionId submissionId);
    error DataAvailability_DepositTooSmall(uint256 deposit, uint256 least);
    error DataAvailability_NothingToAnswer(SubmissionId submissionId);
    error DataAvailability_NotOfText(SubmissionId submissionId, uint256 leafIndex, uint256 chunk);
    error DataAvailability_NotOpening(SubmissionId submissionId, uint256 leafIndex);
    error DataAvailability_NotAbsent(SubmissionId submissionId, uint256 leafIndex, uint256 chunk);
    error DataAvailability_UnknownDemand(DataDemandId demandId);
    error DataAvailability_StillAnswerable(DataDemandId demandId, uint256 answerBy);
    error DataAvailability_NothingToMark(DataDemandId demandId);
    error DataAvailability_NothingToWithdraw(address account);
    error DataAvailability_TransferFailed(address recipient, uint256 amount);

    /// @notice Locks what is sent as the bond of a new submission, at least `bondFor(count)`. Only `IDatanetRegistry`.
    function lockBond(SubmissionId submissionId, uint40 count) external payable;

    /// @notice Demands leaves of an accepted submission by index, at most 64. Those that were demanded before are left
    /// out; what is sent above the deposits is the caller's to withdraw.
    function demandLeaves(SubmissionId submissionId, uint32[] calldata leafIndexes)
        external
        payable
        returns (DataDemandId demandId);

    /// @notice Demands chunks of one leaf's text by index, at most 64. Those that were demanded before are left out; what
    /// is sent above the deposits is the caller's to withdraw.
    /// @param leaf The leaf, which must be known: demand it first where it is not.
    function demandChunks(SubmissionId submissionId, LeafProof calldata leaf, uint32[] calldata chunks)
        external
        payable
        returns (DataDemandId demandId);

    /// @notice Shows demanded leaves, or unavailable ones. Those that are neither are left out.
    /// @return earned Wei of deposits, for the caller to withdraw.
    function answerLeaves(SubmissionId submissionId, LeafProof[] calldata leaves) external returns (uint256 earned);

    /// @notice Shows demanded chunks of one leaf's text, or unavailable ones. Those that are neither are left out.
    /// @param length Bytes of the text.
    /// @return earned Wei of deposits, for the caller to withdraw.
    function answerChunks(SubmissionId submissionId, uint32 leafIndex, uint64 length, ChunkRun[] calldata runs)
        external
        returns (uint256 earned);

    /// @notice Shows, by the opening of its root, that a text is too short for demanded chunks.
    /// @param length Bytes of the text.
    /// @param treeRoot Root of the Tree over its chunks.
    /// @return earned Wei of deposits, for the caller to withdraw.
    function answerAbsent(
        SubmissionId submissionId,
        uint32 leafIndex,
        uint64 length,
        bytes32 treeRoot,
        uint32[] calldata chunks
    ) external returns (uint256 earned);

    /// @notice Marks what of a demand was not answered in time; its deposits return to the demander. Anyone may call.
    /// @param indexes Leaves, or chunks, of the demand. Those that are answered or marked are left out.
    function markUnavailable(DataDemandId demandId, uint32[] calldata indexes) external;

    /// @notice Gives what of a submission's bond is not set aside to its submitter, to withdraw: from 14 days after the
    /// acceptance on, or once it is refused or has lapsed. Anyone may call.
    /// @return amount Wei released.
    function releaseBond(SubmissionId submissionId) external returns (uint256 amount);

    /// @notice Pays the caller's balance here to `recipient`.
    /// @return amount Wei paid.
    function withdraw(address payable recipient) external returns (uint256 amount);

    /// @notice The bond of a submission of `count` leaves at this block's base fee, in wei of native currency: the measured
    /// gas of answering a demand for 64 leaves (or all, if there are fewer) and one for 64 chunks.
    function bondFor(uint256 count) external view returns (uint256);

    /// @notice The deposit for each of `items` leaves that are demanded at once of a submission of `count`, at this block's
    /// base fee, in wei: `demandDepositFactor` times the measured gas of a leaf, its proof, and its part of a transaction.
    function leafDeposit(uint256 count, uint256 items) external view returns (uint256);

    /// @notice The deposit for each of `items` chunks that are demanded at once, at this block's base fee, in wei.
    function chunkDeposit(uint256 items) external view returns (uint256);

    /// @notice The gas that `bondFor` is the price of. Nodes may answer calls with a base fee of 0: clients multiply
    /// themselves, with the base fee that they expect.
    function bondGas(uint256 count) external view returns (uint256);

    /// @notice The gas of which `leafDeposit` is `demandDepositFactor` times the price.
    function leafGas(uint256 count, uint256 items) external view returns (uint256);

    /// @notice The gas of which `chunkDeposit` is `demandDepositFactor` times the price.
    function chunkGas(uint256 items) external view returns (uint256);

    function leafItem(SubmissionId submissionId, uint32 leafIndex) external view returns (Item memory);

    function chunkItem(SubmissionId submissionId, uint32 leafIndex, uint32 chunk) external view returns (Item memory);

    /// @notice How many items of a leaf, itself and chunks, are unavailable now.
    function unavailableItems(SubmissionId submissionId, uint32 leafIndex) external view returns (uint256);

    function demand(DataDemandId demandId) external view returns (DataDemand memory);

    function demandCount() external view returns (uint256);

    function bondOf(SubmissionId submissionId) external view returns (Bond memory);

    /// @notice Wei of native currency that an account may withdraw.
    function balanceOf(address account) external view returns (uint256);
}
