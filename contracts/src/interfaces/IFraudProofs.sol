// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SubmissionId} from "../types/SubmissionId.sol";
import {Batch, EvidenceKind} from "./IAttributionLedger.sol";

/// @notice A paid answer. Leaf: `abi.encode` of this struct, 224 bytes; its sum is the data fee.
/// @param version Version of the model that answered.
/// @param payer Who paid.
/// @param from The payer's running total before the answer, in wei.
/// @param to The payer's running total after it, in wei.
/// @param outputRoot Text root of the canonical output; 0 for an empty one.
/// @param creditsRoot Root of the Tree over its credit leaves; 0 for none.
/// @param creditCount Number of its credits.
struct Inference {
    uint32 version;
    address payer;
    uint128 from;
    uint128 to;
    bytes32 outputRoot;
    bytes32 creditsRoot;
    uint32 creditCount;
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

/// @notice The ways in which a credit can be false.
/// `BadShape`: the numbers alone show it: the credit is empty or not within its support, the support is longer than 8,192
/// bytes, or the leaf index is not below the submission's count.
/// `Ineligible`: the source does not count under the version, or is revoked although the credit names a contributor, or
/// is a contribution of the zero address.
/// `WrongContributor`: the source is eligible, and its contributor is not the credit's.
/// `PastOutput`, `PastSource`: the support ends after the text's end.
/// `DifferentByte`: a byte of the support differs between output and source.
/// `OutputBoundary`, `SourceBoundary`: the credit or the support does not begin at a word's first byte and end at a
/// word's last.
/// `TooFewWords`: the support has fewer than K words.
enum FalseCreditReason {
    BadShape,
    Ineligible,
    WrongContributor,
    PastOutput,
    PastSource,
    DifferentByte,
    OutputBoundary,
    SourceBoundary,
    TooFewWords
}

/// @notice Evidence that a credit of the batch is false.
/// @param inference The answer.
/// @param credit The credit.
/// @param reason What is wrong with it. Proofs that a reason does not need are left empty.
/// @param position For `DifferentByte` the byte of the support, counted from its start. For the boundaries a byte of the
/// text: the first of the credit or the support, where no word begins, or the one after its last, where no word has ended.
/// @param source The source's leaf: `WrongContributor`, `PastSource`, `DifferentByte`, `SourceBoundary`; for `Ineligible`
/// only where its contributor is the zero address.
/// @param outputText Chunks of the output: any one for `PastOutput` (none for an empty output); those that hold the byte
/// for `DifferentByte`; those that hold the byte and the one before it for `OutputBoundary`; the whole support for
/// `TooFewWords`.
/// @param sourceText Chunks of the source: any one for `PastSource`; those that hold the byte for `DifferentByte`; those
/// that hold the byte and the one before it for `SourceBoundary`.
struct FalseCredit {
    InferenceProof inference;
    CreditProof credit;
    FalseCreditReason reason;
    uint64 position;
    ContributionProof source;
    TextProof outputText;
    TextProof sourceText;
}

/// @notice Evidence that words belong to an earlier source than the one credited.
/// @param inference The answer.
/// @param windowStart First byte in the output of a window of K words.
/// @param windowLength Bytes of the window.
/// @param outputText Chunks of the output with the window and the byte at either side of it.
/// @param submissionId Submission of the earlier source.
/// @param leafIndex Leaf of the earlier source.
/// @param source Its contribution leaf.
/// @param offset First byte of the window in the source.
/// @param sourceText Chunks of the source with the window and the byte at either side of it.
/// @param wordStart First byte in the output of the word of the window that is credited wrongly.
/// @param credits The credit that holds the word; or, where the word is credited to nobody, the neighbouring credits on
/// both sides (one at either end of the output, none if there are no credits).
struct EarlierSource {
    InferenceProof inference;
    uint64 windowStart;
    uint64 windowLength;
    TextProof outputText;
    SubmissionId submissionId;
    uint32 leafIndex;
    ContributionProof source;
    uint64 offset;
    TextProof sourceText;
    uint64 wordStart;
    CreditProof[] credits;
}

/// @title IFraudProofs
/// @notice Verifies evidence against a batch. Each function returns when the evidence proves the batch wrong and reverts
/// with the reason when it does not; it changes nothing and holds nothing.
///
/// The rule that is judged, `window/v1`: with K the version's `windowWords`, a window is K consecutive words (a word is a
/// maximal run without the byte 0x20). The owner of a word of an output is the earliest contribution, in the order of
/// (submission, leaf), among the eligible and the revoked ones under the version's snapshot, in which any window over
/// that word occurs; with no such window it has none. Words whose owner is revoked earn nothing: a credit without
/// contributor names their owner, so that nobody can prove a later copy in its place.
interface IFraudProofs {
    error FraudProofs_UnknownKind();
    error FraudProofs_BadInferenceProof(uint256 index);
    error FraudProofs_BadCreditProof(uint256 index);
    error FraudProofs_BadContributionProof(SubmissionId submissionId, uint256 leafIndex);
    error FraudProofs_BadTextProof(bytes32 textRoot);
    error FraudProofs_TextNotShown(uint256 position);
    error FraudProofs_NothingFalse(FalseCreditReason reason);
    error FraudProofs_NotWindow();
    error FraudProofs_WindowDiffers();
    error FraudProofs_NotEligible(SubmissionId submissionId, uint256 leafIndex);
    error FraudProofs_WordOutsideWindow(uint256 wordStart);
    error FraudProofs_CreditHoldsNot(uint256 wordStart);
    error FraudProofs_CreditNotLater();
    error FraudProofs_NotNeighbours();
    error FraudProofs_SourceRevoked();

    /// @notice Verifies evidence of any kind.
    /// @param evidence `abi.encode` of `FalseCredit` or `EarlierSource`, as `kind` says.
    function verify(Batch calldata batch, EvidenceKind kind, bytes calldata evidence) external view;

    /// @notice Verifies that a credit is false.
    function verifyFalseCredit(Batch calldata batch, FalseCredit calldata evidence) external view;

    /// @notice Verifies that a word belongs to an earlier source than it is credited to.
    function verifyEarlierSource(Batch calldata batch, EarlierSource calldata evidence) external view;
}
