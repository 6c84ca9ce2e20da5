// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchCommitment} from "../interfaces/IAttributionLedger.sol";
import {DemandKind, Item} from "../interfaces/IDemandRegistry.sol";
import {TextRoot} from "./TextRoot.sol";
import {Tree} from "./Tree.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title AnswerGas
/// @notice Gas of a transaction that answers one demand, calldata included, as measured: what the deposit is priced by. A
/// test measures it again and fails where a number here is too small or far too large.
library AnswerGas {
    /// @notice Of the transaction, the batch in it, and the demand's settlement.
    uint256 internal constant BASE = 100_000;
    /// @notice Of a leaf of a SumTree, and of each level above it.
    uint256 internal constant SUM_LEAF = 12_000;
    uint256 internal constant SUM_LEVEL = 2000;
    /// @notice Of a leaf of a Tree, and of each level above it.
    uint256 internal constant LEAF = 8000;
    uint256 internal constant LEVEL = 1200;
    /// @notice Of a chunk of a text, the levels above it apart.
    uint256 internal constant CHUNK = 10_000;
    /// @notice Of the reading of a submission, or of another batch.
    uint256 internal constant READ = 20_000;
    /// @notice Levels of a tree whose size the commitment does not tell: the submission and the text of a source, the
    /// inferences of an earlier batch.
    uint256 internal constant USUAL_DEPTH = 16;
    /// @notice Levels of the greatest tree.
    uint256 internal constant MOST_DEPTH = 32;

    /// @notice Gas of the dearest honest answer to a demand. Depths are those of the trees that the commitment declares.
    function gasOf(BatchCommitment calldata commitment, Item calldata item) internal pure returns (uint256) {
        DemandKind kind = item.kind;
        uint256 count = item.count; // At most 2^32: nothing here can overflow.
        uint256 inference = _sumLeaf(commitment.inferenceCount);
        uint256 payout = _sumLeaf(commitment.payoutCount);
        if (kind == DemandKind.Inferences) return BASE + count * inference;
        if (kind == DemandKind.Payouts) return BASE + count * payout;
        if (kind == DemandKind.Credits) return BASE + inference + count * _leaf(commitment.creditCount);
        if (kind == DemandKind.Entries) return BASE + payout + count * _sumLeaf(commitment.entryCount);
        // No output is longer than the bundle that holds it.
        uint256 outputChunks = commitment.bundleSize / TextRoot.CHUNK + 1;
        if (kind == DemandKind.OutputChunks) return BASE + inference + count * (CHUNK + LEVEL * _depth(outputChunks));
        if (kind == DemandKind.SourceChunks) {
            uint256 source = READ + LEAF + LEVEL * USUAL_DEPTH + count * (CHUNK + LEVEL * USUAL_DEPTH);
            return BASE + inference + _leaf(commitment.creditCount) + source;
        }
        if (kind == DemandKind.PayoutOf) return BASE + 2 * payout;
        if (kind == DemandKind.EntryOf) return BASE + payout + Math.max(payout, 2 * _sumLeaf(commitment.entryCount));
        if (kind == DemandKind.InferenceAt) return BASE + 2 * inference;
        return BASE + READ + 2 * (SUM_LEAF + SUM_LEVEL * USUAL_DEPTH);
    }

    function _sumLeaf(uint256 count) private pure returns (uint256) {
        return SUM_LEAF + SUM_LEVEL * _depth(count);
    }

    function _leaf(uint256 count) private pure returns (uint256) {
        return LEAF + LEVEL * _depth(count);
    }

    function _depth(uint256 count) private pure returns (uint256) {
        return Math.min(Tree.depth(count), MOST_DEPTH);
    }
}
