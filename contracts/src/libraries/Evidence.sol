// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Batch} from "../interfaces/IAttributionLedger.sol";
import {
    ContributionProof,
    CreditProof,
    EntryProof,
    IFraudProofs,
    Inference,
    InferenceProof,
    Payout,
    PayoutProof,
    TextProof
} from "../interfaces/IFraudProofs.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {Hashes} from "./Hashes.sol";
import {SumTree} from "./SumTree.sol";
import {TextRoot} from "./TextRoot.sol";
import {Tree} from "./Tree.sol";
import {Words} from "./Words.sol";

/// @title Evidence
/// @notice The parts that evidence is made of: leaves with their proofs, and texts of which some bytes are shown. Each
/// check reverts when its part proves nothing.
library Evidence {
    /// @notice Checks that an answer is a leaf of the batch.
    /// @dev The total that its sums lead to may differ from the declared one: that is another fraud, and no shield.
    function checkInference(Batch calldata batch, InferenceProof calldata proof) internal pure {
        require(isInference(batch, proof), IFraudProofs.FraudProofs_BadInferenceProof(proof.index));
    }

    /// @notice Whether an answer is a leaf of the batch.
    function isInference(Batch calldata batch, InferenceProof calldata proof) internal pure returns (bool) {
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(
            batch.commitment.inferenceCount,
            proof.index,
            Hashes.inferenceLeaf(proof.inference, proof.dataFee),
            proof.siblings,
            proof.siblingSums
        );
        return wellFormed && root.hash == batch.commitment.inferencesRoot;
    }

    /// @notice Checks that a credit is a leaf of the answer.
    function checkCredit(Inference calldata inference, CreditProof calldata proof) internal pure {
        require(isCredit(inference, proof), IFraudProofs.FraudProofs_BadCreditProof(proof.index));
    }

    /// @notice Whether a credit is a leaf of the answer.
    function isCredit(Inference calldata inference, CreditProof calldata proof) internal pure returns (bool) {
        bytes32 leaf = Hashes.creditLeaf(proof.credit);
        return Tree.verify(inference.creditsRoot, inference.creditCount, proof.index, leaf, proof.siblings);
    }

    /// @notice Checks that a payout is a leaf of the batch.
    function checkPayout(Batch calldata batch, PayoutProof calldata proof) internal pure {
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(
            batch.commitment.payoutCount,
            proof.index,
            Hashes.payoutLeaf(proof.payout, proof.amount),
            proof.siblings,
            proof.siblingSums
        );
        require(
            wellFormed && root.hash == batch.commitment.payoutsRoot,
            IFraudProofs.FraudProofs_BadPayoutProof(proof.index)
        );
    }

    /// @notice Checks that an entry is a leaf of the payout.
    function checkEntry(Payout calldata payout, EntryProof calldata proof) internal pure {
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(
            payout.entryCount,
            proof.index,
            Hashes.entryLeaf(proof.entry, proof.amount),
            proof.siblings,
            proof.siblingSums
        );
        require(wellFormed && root.hash == payout.entriesRoot, IFraudProofs.FraudProofs_BadEntryProof(proof.index));
    }

    /// @notice Checks that a contribution is the leaf of a submission with this root and count.
    function checkContribution(
        bytes32 root,
        uint256 count,
        SubmissionId submissionId,
        uint32 leafIndex,
        ContributionProof calldata proof
    ) internal pure {
        bytes32 leaf = Hashes.contributionLeaf(proof.contributor, proof.textRoot);
        require(
            Tree.verify(root, count, leafIndex, leaf, proof.siblings),
            IFraudProofs.FraudProofs_BadContributionProof(submissionId, leafIndex)
        );
    }

    /// @notice Checks that the bytes shown are those of the text.
    function check(TextProof memory text, bytes32 textRoot) internal pure {
        require(
            TextRoot.verify(textRoot, text.length, text.firstChunk, text.data, text.siblings),
            IFraudProofs.FraudProofs_BadTextProof(textRoot)
        );
    }

    /// @notice The text's length, once checked.
    function lengthUnder(TextProof memory text, bytes32 textRoot) internal pure returns (uint256) {
        check(text, textRoot);
        return text.length;
    }

    /// @notice A byte of a checked text. Reverts where it is not shown.
    function byteAt(TextProof memory text, uint256 position) internal pure returns (bytes1) {
        return text.data[_placeOf(text, position, 1)];
    }

    /// @notice Bytes of a checked text. Reverts where they are not all shown.
    function slice(TextProof memory text, uint256 position, uint256 length) internal pure returns (bytes memory shown) {
        uint256 place = _placeOf(text, position, length);
        shown = new bytes(length);
        bytes memory data = text.data;
        // `_placeOf` made sure that `length` bytes stand in `data` from `place` on.
        assembly ("memory-safe") {
            mcopy(add(shown, 0x20), add(add(data, 0x20), place), length)
        }
    }

    /// @notice Whether a word begins at a byte of a checked text.
    function isWordStart(TextProof memory text, uint256 position) internal pure returns (bool) {
        return byteAt(text, position) != Words.SPACE && (position == 0 || byteAt(text, position - 1) == Words.SPACE);
    }

    /// @notice Whether a word ends just before a byte of a checked text, or before its end.
    function isWordEnd(TextProof memory text, uint256 position) internal pure returns (bool) {
        return position != 0 && byteAt(text, position - 1) != Words.SPACE
            && (position == text.length || byteAt(text, position) == Words.SPACE);
    }

    /// @dev Where `length` bytes from `position` on stand in the data. The numbers are sums of a few of 64 bits.
    function _placeOf(TextProof memory text, uint256 position, uint256 length) private pure returns (uint256) {
        uint256 first = uint256(text.firstChunk) * TextRoot.CHUNK;
        require(
            position >= first && position + length <= first + text.data.length,
            IFraudProofs.FraudProofs_TextNotShown(position)
        );
        return position - first;
    }
}
