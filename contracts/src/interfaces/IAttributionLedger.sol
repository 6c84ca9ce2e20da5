// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId} from "../types/BatchId.sol";
import {ModelId} from "../types/ModelId.sol";
import {CreditProof, InferenceProof, PayoutProof} from "./IFraudProofs.sol";

/// @notice What an operator declares of a batch.
/// @param modelId The model.
/// @param term The term it is committed in.
/// @param inferencesRoot Root of the SumTree over the inference leaves, whose sums are data fees.
/// @param inferenceCount Number of inference leaves, at least 1.
/// @param dataFees Sum of that tree: the money taken from the term's data pool, in wei.
/// @param payoutsRoot Root of the SumTree over the payout leaves, whose sums are what each account earned.
/// @param payoutCount Number of payout leaves; 0 only with `earned` 0.
/// @param earned Sum of that tree, at most `dataFees`, in wei. The rest goes to the data fund.
/// @param creditCount Number of credits of all inferences together.
/// @param entryCount Number of entries of all payouts together.
/// @param bundleHash keccak256 of the bundle's bytes: everything that is needed to recompute the batch.
/// @param bundleSize Bytes of the bundle, unpacked: no output is longer.
struct BatchCommitment {
    ModelId modelId;
    uint32 term;
    bytes32 inferencesRoot;
    uint32 inferenceCount;
    uint128 dataFees;
    bytes32 payoutsRoot;
    uint32 payoutCount;
    uint128 earned;
    uint64 creditCount;
    uint64 entryCount;
    bytes32 bundleHash;
    uint64 bundleSize;
}

/// @notice A committed batch. The chain keeps only its hash: callers send it again as `BatchCommitted` gave it.
/// @param commitment What the operator declared.
/// @param operator Who committed it and whose stake is locked for it.
/// @param bond Wei of stake locked.
/// @param committedAt Unix time in seconds of the commit.
/// @param demandsUntil End of demands, Unix time in seconds.
/// @param responsePeriod Seconds in which a demand must be answered.
/// @param challengesUntil End of the challenge period, Unix time in seconds.
/// @param versionsSince Unix time in seconds from which on a version that answered must have been active at some time:
/// the commit of the term's last finalised batch, or the term's start, less the grace in force.
struct Batch {
    BatchCommitment commitment;
    address operator;
    uint128 bond;
    uint40 committedAt;
    uint40 demandsUntil;
    uint32 responsePeriod;
    uint40 challengesUntil;
    uint40 versionsSince;
}

enum BatchStatus {
    None,
    Committed,
    Finalised,
    Voided
}

/// @notice What an account earned in a finalised batch, with its proof.
/// @param batchId The batch.
/// @param batch The batch, as `BatchCommitted` gave it.
/// @param payout The payout leaf.
struct Claim {
    BatchId batchId;
    Batch batch;
    PayoutProof payout;
}

/// @notice Why a batch is void: the kinds of evidence, each judged by `IFraudProofs`, and the two ways besides.
/// @dev `UnansweredDemand` and `UpheldEscalation` are no evidence and cannot be used in a challenge.
enum EvidenceKind {
    None,
    FalseCredit,
    EarlierSource,
    MalformedList,
    NotCanonical,
    MalformedLeaf,
    WrongSum,
    WrongCount,
    Unsorted,
    WrongVersion,
    BrokenReceipt,
    Unbacked,
    WrongEntry,
    MissingEntry,
    UnansweredDemand,
    UpheldEscalation
}

/// @notice A dispute over the weights of a batch under `influence/v1`, before the arbiter.
/// @param escalator Who put up the bond.
/// @param bond Wei of OPEN.
/// @param arbiter Who decides: the arbiter in force at the escalation.
/// @param decideBy Unix time in seconds at which the batch stands if the arbiter was silent.
struct Escalation {
    address escalator;
    uint128 bond;
    address arbiter;
    uint40 decideBy;
}

/// @title IAttributionLedger
/// @notice Batches of attribution: committed under bond, open to proof of fraud by anyone, then finalised and claimed.
///
/// An operator takes data money of its term out of the pool into a batch and says, by the roots of its trees, which
/// account earned what of it. In the challenge period anyone may void the batch with one piece of evidence: the money
/// goes back to the pool, and the bond is slashed, half to the challenger and half to the data fund. Afterwards anyone
/// finalises it: what nobody earned goes to the data fund, and each account claims its payout once, for ever.
///
/// Warning: safety needs one honest watcher that is awake in the challenge period.
interface IAttributionLedger {
    event BatchCommitted(
        BatchId indexed batchId, ModelId indexed modelId, address indexed operator, Batch batch, string bundleUri
    );
    event ChallengeReserved(bytes32 indexed reservation, address indexed sender);
    /// @notice The batch was void: `reward` of the bond to `challenger`, the rest to the data fund.
    event BatchVoided(
        BatchId indexed batchId,
        ModelId indexed modelId,
        address indexed challenger,
        EvidenceKind kind,
        uint256 bond,
        uint256 reward
    );
    /// @notice `unearned` went to the data fund.
    event BatchFinalised(BatchId indexed batchId, ModelId indexed modelId, uint256 earned, uint256 unearned);
    /// @notice `amount` of what `account` earned was paid to `recipient`.
    event Claimed(BatchId indexed batchId, address indexed account, address indexed recipient, uint256 amount);
    event Escalated(
        BatchId indexed batchId, address indexed escalator, address indexed arbiter, uint256 bond, uint256 decideBy
    );
    /// @notice The escalation is over: upheld by its arbiter, rejected by it, or neither in time (`arbiter` zero).
    event EscalationClosed(BatchId indexed batchId, address indexed escalator, address indexed arbiter, bool upheld);

    error AttributionLedger_NotOperator(ModelId modelId, uint256 term, address caller);
    error AttributionLedger_BatchOpen(ModelId modelId, BatchId openBatch);
    error AttributionLedger_NoInferences();
    error AttributionLedger_ZeroRoot(string field);
    error AttributionLedger_EarnedExceedsFees(uint256 earned, uint256 dataFees);
    error AttributionLedger_EarnedWithoutPayouts(uint256 earned);
    error AttributionLedger_RootWithoutPayouts(bytes32 payoutsRoot);
    error AttributionLedger_EntriesWithoutPayouts(uint256 entryCount);
    error AttributionLedger_TermOver(ModelId modelId, uint256 term, uint256 endsAt);
    error AttributionLedger_OperatorBlocked(address operator);
    error AttributionLedger_DemandsOpen(BatchId batchId, uint256 count);
    error AttributionLedger_NoExpiredDemand(BatchId batchId);
    error AttributionLedger_NotEscalable(BatchId batchId);
    error AttributionLedger_NoArbiter();
    error AttributionLedger_EscalationOpen(BatchId batchId, uint256 decideBy);
    error AttributionLedger_NotEscalated(BatchId batchId);
    error AttributionLedger_NotArbiter(BatchId batchId, address caller);
    error AttributionLedger_BadBundleSize(uint256 bundleSize, uint256 most);
    error AttributionLedger_WrongBatch(BatchId batchId);
    error AttributionLedger_NotCommitted(BatchId batchId, BatchStatus status);
    error AttributionLedger_NotFinalised(BatchId batchId, BatchStatus status);
    error AttributionLedger_ChallengePeriodOver(BatchId batchId, uint256 challengesUntil);
    error AttributionLedger_ChallengePeriodOpen(BatchId batchId, uint256 challengesUntil);
    error AttributionLedger_AlreadyReserved(bytes32 reservation);
    error AttributionLedger_NotClaimant(address account, address caller);
    error AttributionLedger_BadPayoutProof(BatchId batchId, uint256 index);
    error AttributionLedger_AlreadyClaimed(BatchId batchId, uint256 index);

    /// @notice Commits a batch under bond. Only the operator of the term; one batch of a model at a time is in its
    /// challenge period. The bond is max(minimum, bondBps of `dataFees`, bondPerItem × items) of free stake, items being the
    /// inferences, credits, payouts and entries declared. An operator who leaves a demand for a finalised batch's payout
    /// unanswered cannot commit.
    /// @param bundleUri Where the bundle is.
    function commit(BatchCommitment calldata commitment, string calldata bundleUri) external returns (BatchId batchId);

    /// @notice Reserves evidence against copying. A challenger whose `reservation` is at least a block older than its
    /// challenge gets half of the bond; evidence without one voids as well, and that half goes to the data fund. A
    /// reservation blocks nobody.
    /// @param reservation `keccak256(abi.encode(kind, keccak256(evidence), challenger, batchId))`.
    function reserveChallenge(bytes32 reservation) external;

    /// @notice Voids a batch by evidence. Anyone, in the challenge period. Reverts with the verifier's reason when the
    /// evidence proves nothing.
    /// @param evidence `abi.encode` of the struct that `IFraudProofs` declares for `kind`.
    function challenge(BatchId batchId, Batch calldata batch, EvidenceKind kind, bytes calldata evidence) external;

    /// @notice Voids a batch of which a demand was not answered in time. Anyone, until it is finalised. The challenger's
    /// half of the bond goes to whoever made the unanswered demand with the earliest deadline.
    function voidUnanswered(BatchId batchId, Batch calldata batch) external;

    /// @notice Takes a dispute over the weights of a batch under `influence/v1` to the arbiter, under the escalation bond
    /// of the caller, who must have approved this contract. Anyone, in the challenge period, one at a time; the batch
    /// cannot be finalised until it is decided or the arbiter's time is over.
    function escalate(BatchId batchId, Batch calldata batch) external;

    /// @notice Decides an escalation. Only its arbiter, in time. Upheld, the batch is void as by evidence, the escalator
    /// being the challenger, and the escalation bond returns; rejected, that bond goes to the data fund.
    function decide(BatchId batchId, Batch calldata batch, bool upheld) external;

    /// @notice Finalises a batch whose challenge period is over, whose demands are answered, and which no escalation
    /// holds. Anyone. An escalation on which the arbiter was silent gets its bond back.
    function finalise(BatchId batchId, Batch calldata batch) external;

    /// @notice Pays what an account earned to its recipient in `PayoutDirectory`. By the account, a claimer it allows
    /// there, or the reserves of datanets for reserve accounts.
    /// @return amount Wei paid.
    function claim(Claim calldata claimed) external returns (uint256 amount);

    /// @notice The same for many claims, over batches, models and accounts.
    /// @return amount Wei paid in all.
    function claimMany(Claim[] calldata claims) external returns (uint256 amount);

    /// @notice Whether a batch was finalised and holds a credit: for contracts that build on attributions. False, rather
    /// than an error, for whatever does not prove it.
    function verifyCredit(
        BatchId batchId,
        Batch calldata batch,
        InferenceProof calldata inference,
        CreditProof calldata credit
    ) external view returns (bool);

    /// @notice The hash by which the chain knows a batch: `keccak256(abi.encode(batch))` with its last byte replaced by
    /// the status.
    function batchRecord(BatchId batchId) external view returns (bytes32);

    function statusOf(BatchId batchId) external view returns (BatchStatus);

    /// @notice Whether this is the batch of that id and it has that status.
    function isRecorded(BatchId batchId, Batch calldata batch, BatchStatus status) external view returns (bool);

    /// @notice The escalation that holds a batch; zero if none.
    function escalationOf(BatchId batchId) external view returns (Escalation memory);

    /// @notice Whether a payout leaf was claimed.
    function isClaimed(BatchId batchId, uint32 index) external view returns (bool);

    /// @notice The batch of the model that is in its challenge period or waits to be finalised; 0 if none.
    function openBatchOf(ModelId modelId) external view returns (BatchId);

    function batchCount() external view returns (uint256);

    /// @notice The bond that a batch of this size needs, in wei.
    function bondFor(uint128 dataFees, uint256 itemCount) external view returns (uint128);

    /// @notice Block in which evidence was reserved; 0 if it was not.
    function reservedAt(bytes32 reservation) external view returns (uint256);
}
