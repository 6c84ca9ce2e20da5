// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Batch} from "../../interfaces/IAttributionLedger.sol";
import {
    EarlierSource,
    FalseCredit,
    FalseCreditReason,
    ICreditProofs,
    MalformedList,
    MalformedListReason
} from "../../interfaces/ICreditProofs.sol";
import {IDatanetRegistry, Standing} from "../../interfaces/IDatanetRegistry.sol";
import {
    ContributionProof,
    Credit,
    CreditProof,
    Inference,
    InferenceProof,
    TextProof
} from "../../interfaces/IFraudProofs.sol";
import {AttributionRule, IModelRegistry, Version} from "../../interfaces/IModelRegistry.sol";
import {Evidence} from "../../libraries/Evidence.sol";
import {Words} from "../../libraries/Words.sol";
import {DatanetId} from "../../types/DatanetId.sol";
import {ModelId} from "../../types/ModelId.sol";
import {SubmissionId} from "../../types/SubmissionId.sol";

/// @title CreditProofs
/// @notice See `ICreditProofs`.
contract CreditProofs is ICreditProofs {
    using Evidence for TextProof;

    /// @dev What a claim about a source needs to know of it.
    struct Source {
        Standing standing; // None also where the version does not include its datanet.
        bytes32 root;
        uint40 count;
    }

    /// @notice Greatest support of a credit, in bytes. A longer match becomes several credits.
    uint256 public constant MAX_SUPPORT = 8192;
    /// @notice Most bytes of output and source that a support ends after: a text has no more (see `TextRoot`).
    uint256 public constant MAX_POSITION = 2 ** 40;
    /// @dev The weight under `influence/v1` that is a whole answer's.
    uint256 internal constant WHOLE_WEIGHT = 2 ** 32;

    IDatanetRegistry public immutable DATANET_REGISTRY;
    IModelRegistry public immutable MODEL_REGISTRY;

    constructor(IDatanetRegistry datanetRegistry, IModelRegistry modelRegistry) {
        DATANET_REGISTRY = datanetRegistry;
        MODEL_REGISTRY = modelRegistry;
    }

    /// @inheritdoc ICreditProofs
    function verifyFalseCredit(Batch calldata batch, FalseCredit calldata evidence) external view {
        _verifyFalseCredit(batch, evidence);
    }

    /// @inheritdoc ICreditProofs
    function verifyEarlierSource(Batch calldata batch, EarlierSource calldata evidence) external view {
        _verifyEarlierSource(batch, evidence);
    }

    /// @inheritdoc ICreditProofs
    function verifyMalformedList(Batch calldata batch, MalformedList calldata evidence) external view {
        _verifyMalformedList(batch, evidence);
    }

    // False credits

    function _verifyFalseCredit(Batch calldata batch, FalseCredit calldata evidence) internal view {
        Inference calldata inference = evidence.inference.inference;
        Credit memory credit = evidence.credit.credit;
        Evidence.checkInference(batch, evidence.inference);
        Evidence.checkCredit(inference, evidence.credit);
        Version memory version = MODEL_REGISTRY.version(batch.commitment.modelId, inference.version);
        Source memory source = _sourceOf(
            batch.commitment.modelId, inference.version, version.snapshot, credit.submissionId, credit.leafIndex
        );

        FalseCreditReason reason = evidence.reason;
        bool isFalse;
        if (reason == FalseCreditReason.BadShape) {
            bool isMisshapen = _isArbitrated(version) ? _isMisshapenWeight(credit) : _isMisshapen(credit);
            isFalse = isMisshapen || credit.leafIndex >= source.count;
        } else if (reason == FalseCreditReason.Ineligible) {
            isFalse = _isIneligible(credit, source, evidence.source);
        } else if (reason == FalseCreditReason.WrongContributor) {
            // A credit whose source is revoked names nobody, which `Ineligible` sees to.
            Evidence.checkContribution(
                source.root, source.count, credit.submissionId, credit.leafIndex, evidence.source
            );
            isFalse = source.standing == Standing.Eligible && credit.contributor != evidence.source.contributor;
        } else if (_isArbitrated(version)) {
            revert CreditProofs_OtherRule(); // What is left is about words.
        } else if (reason == FalseCreditReason.PastOutput) {
            isFalse = _isPast(inference, evidence.outputText, _end(credit.matchStart, credit.matchLength));
        } else if (reason == FalseCreditReason.OutputBoundary) {
            TextProof memory output = _checked(evidence.outputText, inference.outputRoot);
            isFalse = _isOutputBoundaryWrong(credit, evidence.position, output);
        } else if (reason == FalseCreditReason.TooFewWords) {
            TextProof memory output = _checked(evidence.outputText, inference.outputRoot);
            isFalse = Words.count(output.slice(credit.matchStart, credit.matchLength)) < version.windowWords;
        } else {
            Evidence.checkContribution(
                source.root, source.count, credit.submissionId, credit.leafIndex, evidence.source
            );
            TextProof memory text = _checked(evidence.sourceText, evidence.source.textRoot);
            if (reason == FalseCreditReason.PastSource) {
                isFalse = _end(credit.offset, credit.matchLength) > text.length;
            } else if (reason == FalseCreditReason.SourceBoundary) {
                isFalse = _isSourceBoundaryWrong(credit, evidence.position, text);
            } else {
                // DifferentByte
                TextProof memory output = _checked(evidence.outputText, inference.outputRoot);
                uint256 position = evidence.position;
                isFalse = position < credit.matchLength
                    && output.byteAt(credit.matchStart + position) != text.byteAt(credit.offset + position);
            }
        }
        require(isFalse, CreditProofs_NothingFalse(reason));
    }

    function _isMisshapen(Credit memory credit) internal pure returns (bool) {
        return credit.length == 0 || credit.start < credit.matchStart
            || _end(credit.start, credit.length) > _end(credit.matchStart, credit.matchLength)
            || credit.matchLength > MAX_SUPPORT || _end(credit.matchStart, credit.matchLength) > MAX_POSITION
            || _end(credit.offset, credit.matchLength) > MAX_POSITION;
    }

    /// @dev The same under `influence/v1`, where a credit has a weight and no place.
    function _isMisshapenWeight(Credit memory credit) internal pure returns (bool) {
        return credit.length == 0 || credit.matchStart != 0 || credit.matchLength != 0 || credit.offset != 0;
    }

    function _isIneligible(Credit memory credit, Source memory source, ContributionProof calldata proof)
        internal
        pure
        returns (bool)
    {
        if (source.standing == Standing.None) return true;
        if (source.standing == Standing.Revoked && credit.contributor != address(0)) return true;
        // What is left is a contribution of nobody's, shown by its leaf.
        Evidence.checkContribution(source.root, source.count, credit.submissionId, credit.leafIndex, proof);
        return proof.contributor == address(0);
    }

    function _isOutputBoundaryWrong(Credit memory credit, uint256 position, TextProof memory text)
        internal
        pure
        returns (bool)
    {
        bool isStart = position == credit.start || position == credit.matchStart;
        bool isEnd =
            position == _end(credit.start, credit.length) || position == _end(credit.matchStart, credit.matchLength);
        return isStart && !text.isWordStart(position) || isEnd && !text.isWordEnd(position);
    }

    function _isSourceBoundaryWrong(Credit memory credit, uint256 position, TextProof memory text)
        internal
        pure
        returns (bool)
    {
        bool isStart = position == credit.offset;
        bool isEnd = position == _end(credit.offset, credit.matchLength);
        if (credit.start >= credit.matchStart) {
            uint256 start = _end(credit.offset, credit.start - credit.matchStart);
            isStart = isStart || position == start;
            isEnd = isEnd || position == start + credit.length;
        }
        return isStart && !text.isWordStart(position) || isEnd && !text.isWordEnd(position);
    }

    // Earlier sources

    function _verifyEarlierSource(Batch calldata batch, EarlierSource calldata evidence) internal view {
        Inference calldata inference = evidence.inference.inference;
        Evidence.checkInference(batch, evidence.inference);
        ModelId modelId = batch.commitment.modelId;
        Version memory version = MODEL_REGISTRY.version(modelId, inference.version);
        require(!_isArbitrated(version), CreditProofs_OtherRule());

        Source memory source =
            _sourceOf(modelId, inference.version, version.snapshot, evidence.submissionId, evidence.leafIndex);
        Evidence.checkContribution(
            source.root, source.count, evidence.submissionId, evidence.leafIndex, evidence.source
        );
        require(
            source.standing != Standing.None && evidence.source.contributor != address(0),
            CreditProofs_NotEligible(evidence.submissionId, evidence.leafIndex)
        );

        TextProof memory output = _checked(evidence.outputText, inference.outputRoot);
        _checkWindow(evidence, output, version.windowWords);
        bool isWord = evidence.wordStart >= evidence.windowStart
            && evidence.wordStart < _end(evidence.windowStart, evidence.windowLength)
            && output.isWordStart(evidence.wordStart);
        require(isWord, CreditProofs_WordOutsideWindow(evidence.wordStart));

        if (_isCredited(inference, evidence.credits, evidence.wordStart)) {
            Credit calldata credit = evidence.credits[0].credit;
            bool isLater = _isBefore(evidence.submissionId, evidence.leafIndex, credit.submissionId, credit.leafIndex);
            require(isLater, CreditProofs_CreditNotLater());
        } else {
            // What a revoked contribution owns earns nothing, credited or not.
            require(source.standing == Standing.Eligible, CreditProofs_SourceRevoked());
        }
    }

    /// @dev Checks that the window is one of the output and stands in the source too.
    function _checkWindow(EarlierSource calldata evidence, TextProof memory output, uint256 windowWords) internal pure {
        (uint256 start, uint256 offset, uint256 length) = (evidence.windowStart, evidence.offset, evidence.windowLength);
        bytes memory window = output.slice(start, length);
        require(
            Words.isSequence(window, windowWords) && output.isWordStart(start) && output.isWordEnd(start + length),
            CreditProofs_NotWindow()
        );
        TextProof memory text = _checked(evidence.sourceText, evidence.source.textRoot);
        require(
            keccak256(window) == keccak256(text.slice(offset, length)) && text.isWordStart(offset)
                && text.isWordEnd(offset + length),
            CreditProofs_WindowDiffers()
        );
    }

    /// @dev Whether the only credit given holds the word. If not, checks that those given show it credited to nobody.
    function _isCredited(Inference calldata inference, CreditProof[] calldata credits, uint256 wordStart)
        internal
        pure
        returns (bool)
    {
        for (uint256 i = 0; i < credits.length; ++i) {
            Evidence.checkCredit(inference, credits[i]);
        }
        if (credits.length == 0) {
            require(inference.creditCount == 0, CreditProofs_NotNeighbours());
            return false;
        }
        CreditProof calldata first = credits[0];
        bool startsAfter = first.credit.start > wordStart;
        bool endsBefore = _end(first.credit.start, first.credit.length) <= wordStart;
        if (credits.length == 1) {
            if (!startsAfter && !endsBefore) return true;
            bool isAtEdge = startsAfter ? first.index == 0 : first.index == inference.creditCount - 1;
            require(isAtEdge, CreditProofs_NotNeighbours());
            return false;
        }
        CreditProof calldata second = credits[1];
        bool surround = credits.length == 2 && endsBefore && second.credit.start > wordStart
            && uint256(first.index) + 1 == second.index;
        require(surround, CreditProofs_NotNeighbours());
        return false;
    }

    // Malformed lists

    function _verifyMalformedList(Batch calldata batch, MalformedList calldata evidence) internal view {
        Inference calldata inference = evidence.inference.inference;
        Credit memory credit = evidence.first.credit;
        Evidence.checkInference(batch, evidence.inference);
        Evidence.checkCredit(inference, evidence.first);
        bool isArbitrated = _isArbitrated(MODEL_REGISTRY.version(batch.commitment.modelId, inference.version));

        MalformedListReason reason = evidence.reason;
        uint256 end = _end(credit.start, credit.length);
        bool isMalformed;
        if (reason == MalformedListReason.Empty) {
            isMalformed = credit.length == 0;
        } else if (reason == MalformedListReason.Order) {
            isMalformed = isArbitrated ? _isWeightAstray(evidence) : _isWordAstray(evidence);
        } else {
            // PastEnd
            isMalformed = isArbitrated ? end > WHOLE_WEIGHT : _isPast(inference, evidence.outputText, end);
        }
        require(isMalformed, CreditProofs_NothingMalformed(reason));
    }

    /// @dev Whether of two credits of words the later one in the list does not begin a byte after the earlier one's end.
    function _isWordAstray(MalformedList calldata evidence) internal pure returns (bool) {
        Evidence.checkCredit(evidence.inference.inference, evidence.second);
        Credit memory credit = evidence.first.credit;
        return evidence.first.index < evidence.second.index
            && evidence.second.credit.start <= _end(credit.start, credit.length);
    }

    /// @dev Whether the first weight does not begin at 0, or of two neighbours the second does not follow the first.
    function _isWeightAstray(MalformedList calldata evidence) internal pure returns (bool) {
        Credit memory credit = evidence.first.credit;
        if (evidence.first.index == 0 && credit.start != 0) return true;
        Evidence.checkCredit(evidence.inference.inference, evidence.second);
        Credit memory next = evidence.second.credit;
        return uint256(evidence.first.index) + 1 == evidence.second.index
            && (next.start != _end(credit.start, credit.length)
                || !_isBefore(credit.submissionId, credit.leafIndex, next.submissionId, next.leafIndex));
    }

    // Helpers

    /// @dev Whether the version's weights are the arbiter's. One that was not published has no rule: its credits are
    /// judged as words, and are false whatever they say.
    function _isArbitrated(Version memory version) internal pure returns (bool) {
        return version.rule == AttributionRule.InfluenceV1;
    }

    /// @dev Whether the output ends before `end`. An empty output has root 0: nothing is within it.
    function _isPast(Inference calldata inference, TextProof calldata outputText, uint256 end)
        internal
        pure
        returns (bool)
    {
        return inference.outputRoot == 0 || end > outputText.lengthUnder(inference.outputRoot);
    }

    /// @dev A text that is looked at more than once, in memory.
    function _checked(TextProof calldata shown, bytes32 textRoot) internal pure returns (TextProof memory text) {
        text = shown;
        text.check(textRoot);
    }

    function _sourceOf(
        ModelId modelId,
        uint32 versionNumber,
        uint64 snapshot,
        SubmissionId submissionId,
        uint32 leafIndex
    ) internal view returns (Source memory source) {
        DatanetId datanetId;
        (source.standing, datanetId, source.root, source.count) =
            DATANET_REGISTRY.standingOf(submissionId, leafIndex, snapshot);
        if (!MODEL_REGISTRY.versionIncludes(modelId, versionNumber, datanetId)) source.standing = Standing.None;
    }

    /// @dev Whether (submission a, leaf i) stands before (submission b, leaf j) in prior art.
    function _isBefore(SubmissionId a, uint32 i, SubmissionId b, uint32 j) internal pure returns (bool) {
        return a == b ? i < j : SubmissionId.unwrap(a) < SubmissionId.unwrap(b);
    }

    /// @dev The byte after the last, in numbers that cannot overflow.
    function _end(uint256 start, uint256 length) internal pure returns (uint256) {
        return start + length;
    }
}
