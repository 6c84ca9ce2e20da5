// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SubmissionId} from "../types/SubmissionId.sol";
import {Batch} from "./IAttributionLedger.sol";
import {ContributionProof, CreditProof, InferenceProof, TextProof} from "./IFraudProofs.sol";

/// @notice The ways in which a credit can be false.
/// `BadShape`: the numbers alone show it: the credit is empty or not within its support, the support is longer than 8,192
/// bytes or ends after byte 2^40 of output or source (more bytes than a text may have, and more than a `TextProof` could
/// show: its chunks have numbers of 32 bits), or the leaf index is not below the submission's count. Under `influence/v1`: the credit has no weight, its
/// `matchStart`, `matchLength` or `offset` is not 0, or the leaf index is not below the count.
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

/// @notice The ways in which an answer's list of credits can be wrong.
/// `Empty`: a credit has length 0, or under `influence/v1` no weight.
/// `Order`: under `window/v1` a later credit of the list starts before the end of an earlier one and a byte. Under
/// `influence/v1` two neighbours do not ascend by (submission, leaf), the second's `start` is not the first's and its
/// length, or the very first credit's is not 0: so `start` is the sum of the lengths before.
/// `PastEnd`: the credit ends after the output's end; under `influence/v1` after 2^32.
enum MalformedListReason {
    Empty,
    Order,
    PastEnd
}

/// @notice Evidence that an answer's credits are no list of disjoint words in output order.
/// @param inference The answer.
/// @param reason What is wrong.
/// @param first The credit; for `Order` the one that stands first in the list.
/// @param second For `Order` the one that stands later (under `influence/v1` next); for the first credit's `start` under
/// `influence/v1`, and for the other reasons, left empty.
/// @param outputText For `PastEnd` under `window/v1` any chunk of the output (none for an empty output).
struct MalformedList {
    InferenceProof inference;
    MalformedListReason reason;
    CreditProof first;
    CreditProof second;
    TextProof outputText;
}

/// @title ICreditProofs
/// @notice Verifies evidence about who owns the words of an output.
///
/// The rule `window/v1`: with K the version's `windowWords`, a window is K consecutive words (a word is a maximal run
/// without the byte 0x20). The owner of a word of an output is the earliest contribution, in the order of (submission,
/// leaf), among the eligible and the revoked ones under the version's snapshot, in which any window over that word occurs;
/// with no such window it has none. Words whose owner is revoked earn nothing: a credit without contributor names their
/// owner, so that nobody can prove a later copy in its place.
///
/// The same words stand in two texts where the same bytes do, between a space or the text's end on either side: words of
/// a contribution that has more than one space between them are no window of any output.
///
/// Under `influence/v1` only `BadShape`, `Ineligible`, `WrongContributor` and `MalformedList` can be proven: a credit there
/// carries its weight as `length` in parts of 2^32, its `matchStart`, `matchLength` and `offset` are 0, and the weights
/// themselves are the arbiter's.
interface ICreditProofs {
    error CreditProofs_NothingFalse(FalseCreditReason reason);
    error CreditProofs_NotWindow();
    error CreditProofs_WindowDiffers();
    error CreditProofs_NotEligible(SubmissionId submissionId, uint256 leafIndex);
    error CreditProofs_WordOutsideWindow(uint256 wordStart);
    error CreditProofs_CreditNotLater();
    error CreditProofs_NotNeighbours();
    error CreditProofs_SourceRevoked();
    error CreditProofs_NothingMalformed(MalformedListReason reason);
    /// @notice The model's rule is not judged by this kind of evidence, or not for this reason.
    error CreditProofs_OtherRule();

    /// @notice Verifies that a credit is false.
    function verifyFalseCredit(Batch calldata batch, FalseCredit calldata evidence) external view;

    /// @notice Verifies that a word belongs to an earlier source than it is credited to.
    function verifyEarlierSource(Batch calldata batch, EarlierSource calldata evidence) external view;

    /// @notice Verifies that an answer's list of credits is wrong.
    function verifyMalformedList(Batch calldata batch, MalformedList calldata evidence) external view;
}
