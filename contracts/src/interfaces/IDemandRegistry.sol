// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId} from "../types/BatchId.sol";
import {Batch} from "./IAttributionLedger.sol";
import {ContributionProof, CreditProof, EntryProof, InferenceProof, PayoutProof, TextProof} from "./IFraudProofs.sol";

/// @notice What can be demanded of a batch.
/// `Inferences`, `Payouts`: up to 64 neighbouring leaves, `first` and `count`, below the batch's declared numbers.
/// `Credits`, `Entries`: likewise those of the inference or payout `outer`; an index beyond its number is answered by it.
/// `OutputChunks`: up to 64 neighbouring chunks of the output of the inference `outer`.
/// `SourceChunks`: up to 64 neighbouring chunks of the source of the credit `inner` of the inference `outer`.
/// `PayoutOf`: the payout of `account`, or its absence. The one kind that can be demanded of a finalised batch too.
/// `EntryOf`: the entry (`outer`, `inner`) of `account`, or its absence.
/// `InferenceAt`: the inference of the payer `account` whose range holds the wei `total`, or its absence.
/// `EarlierInferenceAt`: likewise in the finalised batch `earlier` of the same term.
enum DemandKind {
    Inferences,
    Payouts,
    Credits,
    Entries,
    OutputChunks,
    SourceChunks,
    PayoutOf,
    EntryOf,
    InferenceAt,
    EarlierInferenceAt
}

/// @notice What is demanded. Fields that a kind does not use are 0.
struct Item {
    DemandKind kind;
    uint32 outer;
    uint32 inner;
    uint32 first;
    uint32 count;
    address account;
    uint128 total;
    BatchId earlier;
}

/// @notice The answer to a demand. Fields that a kind does not use are left empty.
/// @param inferences The leaves demanded; for the kinds with `outer` that inference; for `InferenceAt` the leaf, or its
/// neighbours in order (one at either end).
/// @param payouts The leaves demanded; for `Entries` that payout; for `PayoutOf` and `EntryOf` the account's, or its
/// neighbours (one at either end, none if there are none).
/// @param credits The leaves demanded, as many as there are; for `SourceChunks` that credit.
/// @param entries The leaves demanded, as many as there are; for `EntryOf` the entry, or its neighbours.
/// @param source For `SourceChunks` the credited contribution.
/// @param text For the chunks: those demanded, as many as there are; where the text has none of them, any one of its
/// chunks, for its length. None for an output with root 0.
/// @param earlierBatch For `EarlierInferenceAt` that batch; if it is of another model or term, it alone is the answer.
struct Answer {
    InferenceProof[] inferences;
    PayoutProof[] payouts;
    CreditProof[] credits;
    EntryProof[] entries;
    ContributionProof source;
    TextProof text;
    Batch earlierBatch;
}

enum DemandStatus {
    None,
    Open,
    Answered,
    Closed
}

/// @notice A demand.
/// @param demander Who made it and may have the deposit back.
/// @param answerBy Unix time in seconds at which it is unanswered.
/// @param deposit Wei of the native currency.
/// @param batchId The batch.
/// @param status Where it stands. `Closed`: its deposit went back to the demander.
struct Demand {
    address demander;
    uint40 answerBy;
    uint128 deposit;
    BatchId batchId;
    DemandStatus status;
}

/// @title IDemandRegistry
/// @notice Whatever a batch's roots hide can be demanded: a root whose preimage nobody shows could hide anything. Whoever
/// demands deposits more than the answer's gas; whoever answers, anyone, earns the deposit. A batch of which a demand is
/// not answered in time is void (`IAttributionLedger.voidUnanswered`).
///
/// Only what is right can be an answer: leaves with the proofs of `Tree` and `SumTree`, so that what is malformed or hides a
/// wrong sum cannot be answered. The timeline is fixed at the commit: demands until `demandsUntil`, each to be answered
/// within `responsePeriod`.
interface IDemandRegistry {
    /// @notice `item` of a batch was demanded. Its id is the hash of batch and item.
    event Demanded(
        bytes32 indexed demandId,
        BatchId indexed batchId,
        address indexed demander,
        Item item,
        uint256 answerBy,
        uint256 deposit
    );
    /// @notice The deposit is `answerer`'s.
    event DemandAnswered(bytes32 indexed demandId, BatchId indexed batchId, address indexed answerer, uint256 deposit);
    /// @notice The batch is void: the deposit is the demander's again.
    event DemandClosed(bytes32 indexed demandId, BatchId indexed batchId, address indexed demander, uint256 deposit);
    event DepositsWithdrawn(address indexed account, uint256 amount);

    error DemandRegistry_WrongBatch(BatchId batchId);
    error DemandRegistry_DemandsOver(BatchId batchId, uint256 demandsUntil);
    error DemandRegistry_BadItem();
    error DemandRegistry_AlreadyDemanded(bytes32 demandId);
    error DemandRegistry_DepositTooSmall(uint256 deposit, uint256 needed);
    error DemandRegistry_NotOpen(bytes32 demandId, DemandStatus status);
    error DemandRegistry_TooLate(bytes32 demandId, uint256 answerBy);
    error DemandRegistry_NoAnswer();
    error DemandRegistry_NotDirect(address caller);
    error DemandRegistry_WrongNumber(uint256 items, uint256 answers);
    error DemandRegistry_NotVoid(BatchId batchId);
    error DemandRegistry_NothingToWithdraw(address account);
    error DemandRegistry_PaymentFailed(address account);

    /// @notice Demands an item of a batch that is committed, or the payout of an account of one that is finalised. Anyone,
    /// once for each item. What is paid beyond `depositFor` stays the caller's to withdraw. Refused is what is no item
    /// (`BadItem`): no leaves or more than 64, an index not below its declared number, a field that its kind does not use,
    /// what the commitment already answers, an `earlier` batch that is not finalised.
    function demand(BatchId batchId, Batch calldata batch, Item calldata item)
        external
        payable
        returns (bytes32 demandId);

    /// @notice Answers demands for items of one batch. Anyone, in time (for a finalised batch at any time); the deposits are
    /// the caller's to withdraw. All or none, but for what was answered already, which is passed over: whoever answers one
    /// of them first cannot make the others late.
    /// @dev Only by a transaction to this contract from an account without code: so whoever follows `DemandAnswered` finds
    /// the answers in that transaction's input. Made up by a contract they would stand in a trace at most.
    function answer(BatchId batchId, Batch calldata batch, Item[] calldata items, Answer[] calldata answers) external;

    /// @notice Gives the deposits of unanswered demands of a void batch back to their demanders, to be withdrawn.
    function close(bytes32[] calldata demandIds) external;

    /// @notice Pays what is the caller's.
    function withdraw() external returns (uint256 amount);

    function demandOf(bytes32 demandId) external view returns (Demand memory);

    function demandIdOf(BatchId batchId, Item calldata item) external view returns (bytes32);

    /// @notice What a demand for this item of the batch must deposit in a transaction now, in wei of the native currency:
    /// `demandDepositFactor` times the measured gas of its dearest answer, at the block's base fee.
    function depositFor(Batch calldata batch, Item calldata item) external view returns (uint256);

    /// @notice Gas of the dearest answer to a demand for this item of the batch, as measured: for whoever computes a deposit off
    /// chain, where nodes may take the base fee of a call for 0.
    function answerGas(Batch calldata batch, Item calldata item) external view returns (uint256);

    /// @notice Number of demands ever made.
    function demandCount() external view returns (uint256);

    /// @notice Number of unanswered demands of a batch made while it was committed.
    function openDemands(BatchId batchId) external view returns (uint256);

    /// @notice Who made the unanswered demand of a committed batch with the earliest deadline; zero while that deadline has
    /// not passed, or if there is none.
    function expiredDemander(BatchId batchId) external view returns (address);

    /// @notice Whether a demand for a payout of a finalised batch of this operator is unanswered after its time. Demands
    /// wait in the order in which they were made: one that has a shorter time than those before it, since its batch has,
    /// counts when the first of them is over, at most the difference of the periods later.
    function isBlocked(address operator) external view returns (bool);

    /// @notice Wei of the native currency that an account can withdraw.
    function withdrawable(address account) external view returns (uint256);
}
