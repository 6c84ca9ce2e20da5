// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TreeBuilder} from "./TreeBuilder.sol";
import {BatchCommitment} from "openledger/interfaces/IAttributionLedger.sol";
import {Credit, CreditProof, Inference, InferenceProof} from "openledger/interfaces/IFraudProofs.sol";

/// @notice An answer as an operator has it before it builds a batch.
struct Answer {
    uint32 version;
    address payer;
    uint128 from;
    uint128 to;
    uint128 dataFee;
    bytes output;
    Credit[] credits;
}

/// @notice An account's payout with its entries.
struct Payout {
    address account;
    bytes[] entries;
    uint128[] amounts;
    uint128 earned;
}

/// @notice Builds the trees of a batch from answers and payouts.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
library BatchDraft {
    function inferenceOf(Answer memory answer) internal pure returns (Inference memory) {
        return Inference({
            version: answer.version,
            payer: answer.payer,
            from: answer.from,
            to: answer.to,
            outputRoot: TreeBuilder.textRoot(answer.output),
            creditsRoot: TreeBuilder.root(creditLeaves(answer)),
            creditCount: uint32(answer.credits.length)
        });
    }

    function creditLeaves(Answer memory answer) internal pure returns (bytes[] memory leaves) {
        leaves = new bytes[](answer.credits.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            Credit memory c = answer.credits[i];
            leaves[i] = abi.encode(
                c.start, c.length, c.matchStart, c.matchLength, c.submissionId, c.leafIndex, c.offset, c.contributor
            );
        }
    }

    function creditProof(Answer memory answer, uint256 index) internal pure returns (CreditProof memory) {
        return CreditProof(answer.credits[index], uint32(index), TreeBuilder.proof(creditLeaves(answer), index));
    }

    function inferenceLeaves(Answer[] memory answers)
        internal
        pure
        returns (bytes[] memory leaves, uint128[] memory sums)
    {
        leaves = new bytes[](answers.length);
        sums = new uint128[](answers.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            Inference memory n = inferenceOf(answers[i]);
            leaves[i] = abi.encode(n.version, n.payer, n.from, n.to, n.outputRoot, n.creditsRoot, n.creditCount);
            sums[i] = answers[i].dataFee;
        }
    }

    function inferenceProof(Answer[] memory answers, uint256 index)
        internal
        pure
        returns (InferenceProof memory proof)
    {
        (bytes[] memory leaves, uint128[] memory sums) = inferenceLeaves(answers);
        proof.inference = inferenceOf(answers[index]);
        proof.dataFee = answers[index].dataFee;
        proof.index = uint32(index);
        (proof.siblings, proof.siblingSums) = TreeBuilder.sumProof(leaves, sums, index);
    }

    function entriesRoot(Payout memory payout) internal pure returns (bytes32 root) {
        (root,) = TreeBuilder.sumRoot(payout.entries, payout.amounts);
    }

    function payoutLeaves(Payout[] memory payouts)
        internal
        pure
        returns (bytes[] memory leaves, uint128[] memory sums)
    {
        leaves = new bytes[](payouts.length);
        sums = new uint128[](payouts.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = abi.encode(payouts[i].account, entriesRoot(payouts[i]), uint32(payouts[i].entries.length));
            sums[i] = payouts[i].earned;
        }
    }

    /// @dev What the trees say; the rest of a commitment is not of the trees.
    function fill(BatchCommitment memory commitment, Answer[] memory answers, Payout[] memory payouts) internal pure {
        (bytes[] memory leaves, uint128[] memory sums) = inferenceLeaves(answers);
        uint256 total;
        (commitment.inferencesRoot, total) = TreeBuilder.sumRoot(leaves, sums);
        commitment.dataFees = uint128(total);
        commitment.inferenceCount = uint32(answers.length);
        commitment.itemCount = uint64(answers.length + payouts.length);
        for (uint256 i = 0; i < answers.length; ++i) {
            commitment.itemCount += uint64(answers[i].credits.length);
        }
        for (uint256 i = 0; i < payouts.length; ++i) {
            commitment.itemCount += uint64(payouts[i].entries.length);
        }
        (leaves, sums) = payoutLeaves(payouts);
        (commitment.payoutsRoot, total) = TreeBuilder.sumRoot(leaves, sums);
        commitment.earned = uint128(total);
        commitment.payoutCount = uint32(payouts.length);
    }
}
