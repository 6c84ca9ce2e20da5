// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Batch} from "./IAttributionLedger.sol";
import {InferenceProof, TextProof} from "./IFraudProofs.sol";

/// @notice The ways in which an output's bytes can fail to be canonical text, as far as the chain can see.
/// `Character`: the byte at `position` is ASCII and neither a space, a digit nor a small letter.
/// `Spacing`: it is a space at either end of the output, or one whose next byte is a space too.
/// `Encoding`: it is not where UTF-8 (RFC 3629) can have it: a leading byte whose code point is not completed, is overlong, a
/// surrogate or above U+10FFFF, a byte that UTF-8 never has, or a continuation byte that no leading byte reaches.
/// `LongWord`: from it on 65 bytes stand without a space.
/// `Script`: a well-formed code point of Han, Hiragana, Katakana, Thai, Lao, Khmer or Myanmar (Unicode 15.0.0) begins there
/// and has a byte other than a space beside it.
enum NotCanonicalReason {
    Character,
    Spacing,
    Encoding,
    LongWord,
    Script
}

/// @notice Evidence that an output is not canonical text.
/// @param inference The answer.
/// @param reason What is wrong.
/// @param position The byte of the output where it shows.
/// @param text Chunks of the output with that byte and the ones beside it that the reason looks at: for `Encoding` and
/// `Script` up to 3 bytes before and 4 after, for `LongWord` the 65 bytes.
struct NotCanonical {
    InferenceProof inference;
    NotCanonicalReason reason;
    uint64 position;
    TextProof text;
}

/// @title ITextProofs
/// @notice Verifies evidence about the form of an output under `window/v1`. What it cannot see (whether letters are in
/// their canonical form beyond ASCII) is the payer's check of its receipt.
interface ITextProofs {
    error TextProofs_Canonical(NotCanonicalReason reason, uint256 position);
    /// @notice The model's rule attributes no words.
    error TextProofs_OtherRule();

    /// @notice Verifies that an output is not canonical.
    function verifyNotCanonical(Batch calldata batch, NotCanonical calldata evidence) external view;
}
