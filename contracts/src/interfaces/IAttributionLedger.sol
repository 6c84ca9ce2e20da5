// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId} from "../types/BatchId.sol";
import {ModelId} from "../types/ModelId.sol";

/// @notice What an operator declares of a batch.
/// @param modelId The model.
/// @param term The term it is committed in.
/// @param inferencesRoot Root of the SumTree over the inference leaves, whose sums are data fees.
/// @param inferenceCount Number of inference leaves, at least 1.
/// @param dataFees Sum of that tree: the money taken from the term's data pool, in wei.
/// @param payoutsRoot Root of the SumTree over the payout leaves, whose sums are what each account earned.
/// @param payoutCount Number of payout leaves; 0 only with `earned` 0.
/// @param earned Sum of that tree, at most `dataFees`, in wei. The rest goes to the data fund.
/// @param itemCount Bound on the items of all trees: inferences, credits, entries and payouts.
/// @param bundleHash keccak256 of the bundle's bytes: everything that is needed to recompute the batch.
/// @param bundleSize Bytes of the bundle.
struct BatchCommitment {
    ModelId modelId;
    uint32 term;
    bytes32 inferencesRoot;
    uint32 inferenceCount;
    uint128 dataFees;
    bytes32 payoutsRoot;
    uint32 payoutCount;
    uint128 earned;
    uint64 itemCount;
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
/// @param previousCommittedAt Unix time in seconds of the commit of the term's last finalised batch, or of the term's
/// start.
struct Batch {
    BatchCommitment commitment;
    address operator;
    uint128 bond;
    uint40 committedAt;
    uint40 demandsUntil;
    uint32 responsePeriod;
    uint40 challengesUntil;
    uint40 previousCommittedAt;
}

enum BatchStatus {
    None,
    Committed,
    Finalised,
    Voided
}

/// @notice A payout leaf with its proof, of a finalised batch.
/// @param batchId The batch.
/// @param batch The batch, as `BatchCommitted` gave it.
/// @param account The account that earned.
/// @param entriesRoot Root of the account's SumTree of entries.
/// @param entryCount Number of its entries.
/// @param amount What it earned, in wei.
/// @param index Index of the leaf.
/// @param siblings Siblings, bottom-up.
/// @param siblingSums Their sums.
struct Claim {
    BatchId batchId;
    Batch batch;
    address account;
    bytes32 entriesRoot;
    uint32 entryCount;
    uint128 amount;
    uint32 index;
    bytes32[] siblings;
    uint128[] siblingSums;
}

/// @notice The kinds of evidence. See `IFraudProofs` for what each proves and how it is encoded.
enum EvidenceKind {
    None,
    FalseCredit,
    EarlierSource
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
    event Claimed(BatchId indexed batchId, address indexed account, address indexed recipient, uint256 amount);

    error AttributionLedger_NotOperator(ModelId modelId, uint256 term, address caller);
    error AttributionLedger_BatchOpen(ModelId modelId, BatchId openBatch);
    error AttributionLedger_NoInferences();
    error AttributionLedger_ZeroRoot(string field);
    error AttributionLedger_EarnedExceedsFees(uint256 earned, uint256 dataFees);
    error AttributionLedger_EarnedWithoutPayouts(uint256 earned);
    error AttributionLedger_RootWithoutPayouts(bytes32 payoutsRoot);
    error AttributionLedger_TooFewItems(uint256 itemCount, uint256 least);
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
    /// challenge period. The bond is max(minimum, bondBps of `dataFees`, bondPerItem × `itemCount`) of free stake.
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

    /// @notice Finalises a batch whose challenge period is over. Anyone.
    function finalise(BatchId batchId, Batch calldata batch) external;

    /// @notice Pays each claim's account what it earned. The caller must be the account of every claim, or the registry
    /// of datanets for reserve accounts.
    /// @return amount Wei paid in all.
    function claim(Claim[] calldata claims) external returns (uint256 amount);

    /// @notice The hash by which the chain knows a batch: `keccak256(abi.encode(batch))` with its last byte replaced by
    /// the status.
    function batchRecord(BatchId batchId) external view returns (bytes32);

    function statusOf(BatchId batchId) external view returns (BatchStatus);

    /// @notice Whether a payout leaf was claimed.
    function isClaimed(BatchId batchId, uint32 index) external view returns (bool);

    /// @notice The batch of the model that is in its challenge period or waits to be finalised; 0 if none.
    function openBatchOf(ModelId modelId) external view returns (BatchId);

    function batchCount() external view returns (uint256);

    /// @notice The bond that a batch of this size needs, in wei.
    function bondFor(uint128 dataFees, uint64 itemCount) external view returns (uint128);

    /// @notice Block in which evidence was reserved; 0 if it was not.
    function reservedAt(bytes32 reservation) external view returns (uint256);
}
