// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SubmissionId} from "../types/SubmissionId.sol";
import {Batch, EvidenceKind} from "./IAttributionLedger.sol";

/// @notice A paid answer. Leaf: `abi.encode` of this struct, 256 bytes; its sum is the data fee.
/// @param version Version of the model that answered.
/// @param payer Who paid.
/// @param from The payer's running total before the answer, in wei.
/// @param to The payer's running total after it, in wei.
/// @param outputRoot Text root of the canonical output; 0 for an empty one.
/// @param creditsRoot Root of the Tree over its credit leaves; 0 for none.
/// @param creditCount Number of its credits.
/// @param firstCredit Number of credits of all inferences before it, so that the batch's total can be proven wrong.
struct Inference {
    uint32 version;
    address payer;
    uint128 from;
    uint128 to;
    bytes32 outputRoot;
    bytes32 creditsRoot;
    uint32 creditCount;
    uint64 firstCredit;
}

/// @notice What an account earned. Leaf: `abi.encode` of this struct, 128 bytes; its sum is the amount in wei.
/// @param account The account.
/// @param entriesRoot Root of the SumTree over its entry leaves, whose sum is the amount.
/// @param entryCount Number of its entries.
/// @param firstEntry Number of entries of all payouts before it.
struct Payout {
    address account;
    bytes32 entriesRoot;
    uint32 entryCount;
    uint64 firstEntry;
}

/// @notice Names a credit that earns for an account. Leaf: `abi.encode` of this struct, 64 bytes; its sum is the amount.
/// @param inference Index of the inference.
/// @param credit Index of the credit in it.
struct Entry {
    uint32 inference;
    uint32 credit;
}

/// @notice Words of an output and the contribution they belong to. Leaf: `abi.encode` of this struct, 256 bytes.
/// @param start First byte of the credited words in the output.
/// @param length Bytes of them.
/// @param matchStart First byte of the support in the output: the credited words and their equal surroundings.
/// @param matchLength Bytes of it.
/// @param submissionId Submission of the source.
/// @param leafIndex Leaf of the source.
/// @param offset First byte of the support in the source.
/// @param contributor Contributor of the source; zero where the source is revoked: the words are owned, nobody earns by
/// them, and no later source of the same words can be said to have been passed over.
struct Credit {
    uint64 start;
    uint64 length;
    uint64 matchStart;
    uint64 matchLength;
    SubmissionId submissionId;
    uint32 leafIndex;
    uint64 offset;
    address contributor;
}

/// @notice An inference leaf of the batch, with its proof.
struct InferenceProof {
    Inference inference;
    uint128 dataFee;
    uint32 index;
    bytes32[] siblings;
    uint128[] siblingSums;
}

/// @notice A credit leaf of an inference, with its proof.
struct CreditProof {
    Credit credit;
    uint32 index;
    bytes32[] siblings;
}

/// @notice A payout leaf of the batch, with its proof.
struct PayoutProof {
    Payout payout;
    uint128 amount;
    uint32 index;
    bytes32[] siblings;
    uint128[] siblingSums;
}

/// @notice An entry leaf of a payout, with its proof.
struct EntryProof {
    Entry entry;
    uint128 amount;
    uint32 index;
    bytes32[] siblings;
    uint128[] siblingSums;
}

/// @notice A contribution leaf of a submission, with its proof.
struct ContributionProof {
    address contributor;
    bytes32 textRoot;
    bytes32[] siblings;
}

/// @notice Neighbouring chunks of a text, opened under its text root.
/// @param length Bytes of the whole text.
/// @param firstChunk Index of the first chunk.
/// @param data The bytes of the chunks, one after the other.
/// @param siblings For each chunk in turn its siblings, bottom-up.
struct TextProof {
    uint64 length;
    uint32 firstChunk;
    bytes data;
    bytes32[][] siblings;
}

/// @title IFraudProofs
/// @notice Judges evidence against a batch. Each kind stands in one of four contracts, grouped by what it is about:
///
/// * `ICreditProofs`, who owns the words: `FalseCredit`, `EarlierSource`, `MalformedList`;
/// * `ITextProofs`, the form of an output: `NotCanonical`;
/// * `ITreeProofs`, the form of the trees: `MalformedLeaf`, `WrongSum`, `WrongCount`, `Unsorted`;
/// * `IMoneyProofs`, what was paid for and to whom: `WrongVersion`, `BrokenReceipt`, `Unbacked`, `WrongEntry`,
///   `MissingEntry`.
///
/// Every function returns when the evidence proves the batch wrong and reverts with the reason when it does not; it changes
/// nothing and holds nothing. What a liar can write into a leaf never makes a verifier revert that should say fraud:
/// positions are added as uint256, an absent index or a number past an end is fraud.
interface IFraudProofs {
    error FraudProofs_UnknownKind();
    error FraudProofs_BadEncoding();
    error FraudProofs_BadInferenceProof(uint256 index);
    error FraudProofs_BadCreditProof(uint256 index);
    error FraudProofs_BadPayoutProof(uint256 index);
    error FraudProofs_BadEntryProof(uint256 index);
    error FraudProofs_BadContributionProof(SubmissionId submissionId, uint256 leafIndex);
    error FraudProofs_BadTextProof(bytes32 textRoot);
    error FraudProofs_TextNotShown(uint256 position);

    /// @notice Verifies evidence of any kind.
    /// @param evidence `abi.encode` of the struct of that kind.
    function verify(Batch calldata batch, EvidenceKind kind, bytes calldata evidence) external view;

    /// @notice Which function of which contract judges a kind. Reverts for what is no kind of evidence.
    function verifierOf(EvidenceKind kind) external view returns (address verifier, bytes4 selector);
}
