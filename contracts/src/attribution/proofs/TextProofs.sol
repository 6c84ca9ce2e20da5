// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Batch} from "../../interfaces/IAttributionLedger.sol";
import {TextProof} from "../../interfaces/IFraudProofs.sol";
import {AttributionRule, IModelRegistry} from "../../interfaces/IModelRegistry.sol";
import {ITextProofs, NotCanonical, NotCanonicalReason} from "../../interfaces/ITextProofs.sol";
import {Evidence} from "../../libraries/Evidence.sol";
import {Utf8} from "../../libraries/Utf8.sol";
import {Words} from "../../libraries/Words.sol";

/// @title TextProofs
/// @notice See `ITextProofs`.
contract TextProofs is ITextProofs {
    using Evidence for TextProof;

    /// @notice Most bytes of a word.
    uint256 public constant MAX_WORD = 64;

    IModelRegistry public immutable MODEL_REGISTRY;

    constructor(IModelRegistry modelRegistry) {
        MODEL_REGISTRY = modelRegistry;
    }

    /// @inheritdoc ITextProofs
    function verifyNotCanonical(Batch calldata batch, NotCanonical calldata evidence) external view {
        AttributionRule rule = MODEL_REGISTRY.model(batch.commitment.modelId).rule;
        require(rule == AttributionRule.WindowV1, TextProofs_OtherRule());
        Evidence.checkInference(batch, evidence.inference);
        TextProof memory text = evidence.text;
        text.check(evidence.inference.inference.outputRoot);

        NotCanonicalReason reason = evidence.reason;
        uint256 position = evidence.position;
        bool isWrong;
        if (reason == NotCanonicalReason.Character) isWrong = _isForeign(text.byteAt(position));
        else if (reason == NotCanonicalReason.Spacing) isWrong = _isNeedlessSpace(text, position);
        else if (reason == NotCanonicalReason.Encoding) isWrong = _isMisencoded(text, position);
        else if (reason == NotCanonicalReason.LongWord) isWrong = _isLongWord(text.slice(position, MAX_WORD + 1));
        else isWrong = _isLonelyInCompany(text, position); // Script
        require(isWrong, TextProofs_Canonical(reason, position));
    }

    /// @dev Whether a byte is ASCII that canonical text never has.
    function _isForeign(bytes1 value) internal pure returns (bool) {
        bool isLetter = value >= "a" && value <= "z";
        bool isDigit = value >= "0" && value <= "9";
        return value < 0x80 && !isLetter && !isDigit && value != Words.SPACE;
    }

    function _isNeedlessSpace(TextProof memory text, uint256 position) internal pure returns (bool) {
        if (text.byteAt(position) != Words.SPACE) return false;
        return position == 0 || position + 1 == text.length || text.byteAt(position + 1) == Words.SPACE;
    }

    function _isMisencoded(TextProof memory text, uint256 position) internal pure returns (bool) {
        bytes1 value = text.byteAt(position);
        if (Utf8.isContinuation(value)) return !_isReached(text, position);
        uint256 size = Utf8.sizeOf(value);
        return size == 0 || position + size > text.length || !Utf8.isWellFormed(text.slice(position, size));
    }

    /// @dev Whether the last byte before a continuation byte that is none itself begins a code point so long.
    function _isReached(TextProof memory text, uint256 position) internal pure returns (bool) {
        for (uint256 back = 1; back <= 3 && back <= position; ++back) {
            bytes1 value = text.byteAt(position - back);
            if (!Utf8.isContinuation(value)) return Utf8.sizeOf(value) > back;
        }
        return false;
    }

    function _isLongWord(bytes memory shown) internal pure returns (bool) {
        for (uint256 i = 0; i < shown.length; ++i) {
            if (shown[i] == Words.SPACE) return false;
        }
        return true;
    }

    function _isLonelyInCompany(TextProof memory text, uint256 position) internal pure returns (bool) {
        uint256 size = Utf8.sizeOf(text.byteAt(position));
        uint256 end = position + size;
        if (size == 0 || end > text.length) return false;
        bytes memory point = text.slice(position, size);
        if (!Utf8.isWellFormed(point) || !Utf8.isLonely(Utf8.decode(point))) return false;
        return (end != text.length && text.byteAt(end) != Words.SPACE)
            || (position != 0 && text.byteAt(position - 1) != Words.SPACE);
    }
}
