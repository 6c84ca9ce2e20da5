// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TreeBuilder} from "./TreeBuilder.sol";
import {BatchCommitment} from "openledger/interfaces/IAttributionLedger.sol";
import {
    Credit,
    CreditProof,
    Entry,
    EntryProof,
    Inference,
    InferenceProof,
    Payout,
    PayoutProof
} from "openledger/interfaces/IFraudProofs.sol";

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
struct PayoutDraft {
    address account;
    bytes[] entries;
    uint128[] amounts;
    uint128 earned;
}

/// @notice Builds the trees of a batch from answers and payouts.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
library BatchDraft {
    /// @dev The leaf of an answer that stands first; `inferenceOf(answers, index)` counts the credits before it.
    function inferenceOf(Answer memory answer) internal pure returns (Inference memory) {
        return Inference({
            version: answer.version,
            payer: answer.payer,
            from: answer.from,
            to: answer.to,
            outputRoot: TreeBuilder.textRoot(answer.output),
            creditsRoot: TreeBuilder.root(creditLeaves(answer)),
            creditCount: uint32(answer.credits.length),
            firstCredit: 0
        });
    }

    function inferenceOf(Answer[] memory answers, uint256 index) internal pure returns (Inference memory inference) {
        inference = inferenceOf(answers[index]);
        for (uint256 i = 0; i < index; ++i) {
            inference.firstCredit += uint64(answers[i].credits.length);
        }
    }

    function payoutOf(PayoutDraft[] memory payouts, uint256 index) internal pure returns (Payout memory payout) {
        payout.account = payouts[index].account;
        payout.entriesRoot = entriesRoot(payouts[index]);
        payout.entryCount = uint32(payouts[index].entries.length);
        for (uint256 i = 0; i < index; ++i) {
            payout.firstEntry += uint64(payouts[i].entries.length);
        }
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
            Inference memory n = inferenceOf(answers, i);
            leaves[i] =
                abi.encode(n.version, n.payer, n.from, n.to, n.outputRoot, n.creditsRoot, n.creditCount, n.firstCredit);
            sums[i] = answers[i].dataFee;
        }
    }

    function inferenceProof(Answer[] memory answers, uint256 index)
        internal
        pure
        returns (InferenceProof memory proof)
    {
        (bytes[] memory leaves, uint128[] memory sums) = inferenceLeaves(answers);
        proof.inference = inferenceOf(answers, index);
        proof.dataFee = answers[index].dataFee;
        proof.index = uint32(index);
        (proof.siblings, proof.siblingSums) = TreeBuilder.sumProof(leaves, sums, index);
    }

    function entriesRoot(PayoutDraft memory payout) internal pure returns (bytes32 root) {
        (root,) = TreeBuilder.sumRoot(payout.entries, payout.amounts);
    }

    function payoutLeaves(PayoutDraft[] memory payouts)
        internal
        pure
        returns (bytes[] memory leaves, uint128[] memory sums)
    {
        leaves = new bytes[](payouts.length);
        sums = new uint128[](payouts.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            Payout memory p = payoutOf(payouts, i);
            leaves[i] = abi.encode(p.account, p.entriesRoot, p.entryCount, p.firstEntry);
            sums[i] = payouts[i].earned;
        }
    }

    function payoutProof(PayoutDraft[] memory payouts, uint256 index) internal pure returns (PayoutProof memory proof) {
        (bytes[] memory leaves, uint128[] memory sums) = payoutLeaves(payouts);
        proof.payout = payoutOf(payouts, index);
        proof.amount = payouts[index].earned;
        proof.index = uint32(index);
        (proof.siblings, proof.siblingSums) = TreeBuilder.sumProof(leaves, sums, index);
    }

    function entryProof(PayoutDraft memory payout, uint256 index) internal pure returns (EntryProof memory proof) {
        proof.entry = abi.decode(payout.entries[index], (Entry));
        proof.amount = payout.amounts[index];
        proof.index = uint32(index);
        (proof.siblings, proof.siblingSums) = TreeBuilder.sumProof(payout.entries, payout.amounts, index);
    }

    /// @dev Adds an entry to the payout of its account, in the order of accounts.
    function enter(PayoutDraft[] memory payouts, address account, bytes memory entry, uint128 amount)
        internal
        pure
        returns (PayoutDraft[] memory grown)
    {
        uint256 place = 0;
        while (place < payouts.length && payouts[place].account < account) ++place;
        bool known = place < payouts.length && payouts[place].account == account;
        grown = new PayoutDraft[](known ? payouts.length : payouts.length + 1);
        for (uint256 i = 0; i < grown.length; ++i) {
            if (i < place || known) grown[i] = payouts[i];
            else if (i > place) grown[i] = payouts[i - 1];
        }
        PayoutDraft memory payout = grown[place];
        (bytes[] memory entries, uint128[] memory amounts) = (payout.entries, payout.amounts);
        payout.account = account;
        payout.entries = new bytes[](entries.length + 1);
        payout.amounts = new uint128[](entries.length + 1);
        for (uint256 i = 0; i < entries.length; ++i) {
            (payout.entries[i], payout.amounts[i]) = (entries[i], amounts[i]);
        }
        (payout.entries[entries.length], payout.amounts[entries.length]) = (entry, amount);
        payout.earned += amount;
    }

    /// @dev What the trees say; the rest of a commitment is not of the trees.
    function fill(BatchCommitment memory commitment, Answer[] memory answers, PayoutDraft[] memory payouts)
        internal
        pure
    {
        (bytes[] memory leaves, uint128[] memory sums) = inferenceLeaves(answers);
        uint256 total;
        (commitment.inferencesRoot, total) = TreeBuilder.sumRoot(leaves, sums);
        commitment.dataFees = uint128(total);
        commitment.inferenceCount = uint32(answers.length);
        for (uint256 i = 0; i < answers.length; ++i) {
            commitment.creditCount += uint64(answers[i].credits.length);
        }
        for (uint256 i = 0; i < payouts.length; ++i) {
            commitment.entryCount += uint64(payouts[i].entries.length);
        }
        (leaves, sums) = payoutLeaves(payouts);
        (commitment.payoutsRoot, total) = TreeBuilder.sumRoot(leaves, sums);
        commitment.earned = uint128(total);
        commitment.payoutCount = uint32(payouts.length);
    }
}
