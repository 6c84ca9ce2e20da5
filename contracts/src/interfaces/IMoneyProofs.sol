// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId} from "../types/BatchId.sol";
import {Batch} from "./IAttributionLedger.sol";
import {CreditProof, EntryProof, InferenceProof, PayoutProof, TextProof} from "./IFraudProofs.sol";

/// @notice Evidence that an answer's version was not published, or not active at any time from the batch's `versionsSince`
/// to its commit.
struct WrongVersion {
    InferenceProof inference;
}

/// @notice Evidence that a receipt of the batch's term overlaps an answer to the same payer, [from, to) of its running total
/// having a wei in common, and differs from it in version, range or output.
/// @param inference The answer.
/// @param version The receipt's version.
/// @param from The receipt's range, in wei of the payer's running total.
/// @param to Its end.
/// @param outputRoot The receipt's output.
/// @param signature 65 bytes, r, s, v, by the term's receipt key; empty for the receipt of an on-chain request's answer.
struct BrokenReceipt {
    InferenceProof inference;
    uint32 version;
    uint128 from;
    uint128 to;
    bytes32 outputRoot;
    bytes signature;
}

/// @notice The ways in which an answer can be without money behind it.
/// `EmptyRange`: `from` is not below `to`.
/// `Uncharged`: `to` exceeds what the payer was charged in the term.
/// `WrongFee`: the leaf's sum is not f(to) − f(from).
/// `Overlap`: it and another answer of the batch to the same payer have a wei of its running total in common.
/// `EarlierOverlap`: it and an answer of a finalised batch of the term have.
enum UnbackedReason {
    EmptyRange,
    Uncharged,
    WrongFee,
    Overlap,
    EarlierOverlap
}

/// @notice Evidence that an answer has no money of its own behind it.
/// @param inference The answer.
/// @param reason What is wrong.
/// @param other For the overlaps the other answer; else left empty.
/// @param otherBatchId For `EarlierOverlap` the finalised batch that holds `other`; else 0.
/// @param otherBatch That batch; else left empty.
struct Unbacked {
    InferenceProof inference;
    UnbackedReason reason;
    InferenceProof other;
    BatchId otherBatchId;
    Batch otherBatch;
}

/// @notice Evidence that an entry names no credit of the batch, or that its account or amount does not follow from its
/// credit. What an account earns by a credit: with g = ⌊dataFee × (length + 1) / (bytes of the output + 1)⌋ (under
/// `influence/v1` ⌊dataFee × length / 2^32⌋) and r = ⌊g × reserveBps / 10,000⌋, the reserve account of the source's datanet
/// r, the contributor g − r, or g where it is that reserve account or reserveBps is 0; nobody by a credit without
/// contributor.
/// @param payout The payout.
/// @param entry The entry.
/// @param inference The inference that it names; left empty where its index is not below the batch's number of them.
/// @param credit The credit that it names; left empty where its index is not below the inference's number of them.
/// @param outputText Any chunk of the output, for its length; none where that does not matter or the output is empty.
struct WrongEntry {
    PayoutProof payout;
    EntryProof entry;
    InferenceProof inference;
    CreditProof credit;
    TextProof outputText;
}

/// @notice Evidence that a credit lacks its contributor's entry or its reserve's.
/// @param inference The answer.
/// @param credit The credit; it has a contributor.
/// @param reserve Whether the reserve's entry is missing, which needs a reserveBps above 0 and another contributor than the
/// reserve account; else the contributor's.
/// @param payouts The payout of the account; or, where it has none, its neighbours in order (one at either end, none if
/// there are no payouts).
/// @param entries Where the account has a payout, the neighbours of the missing entry in it (one at either end, none if there
/// are no entries).
struct MissingEntry {
    InferenceProof inference;
    CreditProof credit;
    bool reserve;
    PayoutProof[] payouts;
    EntryProof[] entries;
}

/// @title IMoneyProofs
/// @notice Verifies evidence about what an answer was paid with, which version and receipt it stands on, and what its
/// credits pay to whom.
interface IMoneyProofs {
    error MoneyProofs_VersionActive(uint256 version);
    error MoneyProofs_NotReceipt();
    error MoneyProofs_ReceiptAgrees();
    error MoneyProofs_Backed(UnbackedReason reason);
    error MoneyProofs_NotFinalisedOfTerm(BatchId batchId);
    /// @notice The answer or credit shown is not the one that the entry names.
    error MoneyProofs_NotNamed();
    error MoneyProofs_EntryRight();
    error MoneyProofs_NoEntryDue();
    error MoneyProofs_NotNeighbours();
    error MoneyProofs_EntryPresent();

    /// @notice Verifies that an answer's version could not have answered.
    function verifyWrongVersion(Batch calldata batch, WrongVersion calldata evidence) external view;

    /// @notice Verifies that an answer contradicts a receipt.
    function verifyBrokenReceipt(Batch calldata batch, BrokenReceipt calldata evidence) external view;

    /// @notice Verifies that an answer has no money of its own behind it.
    function verifyUnbacked(Batch calldata batch, Unbacked calldata evidence) external view;

    /// @notice Verifies that an entry is wrong.
    function verifyWrongEntry(Batch calldata batch, WrongEntry calldata evidence) external view;

    /// @notice Verifies that an entry is missing.
    function verifyMissingEntry(Batch calldata batch, MissingEntry calldata evidence) external view;
}
