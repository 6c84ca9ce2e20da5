// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "./BatchDraft.sol";
import {EntryProof, InferenceProof, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";

/// @notice Leaves of a batch that stand beside each other, and those where a key stands or would.
library Neighbours {
    function inferenceProofs(Answer[] memory answers, uint256 from, uint256 count)
        internal
        pure
        returns (InferenceProof[] memory proofs)
    {
        proofs = new InferenceProof[](count);
        for (uint256 i = 0; i < count; ++i) {
            proofs[i] = BatchDraft.inferenceProof(answers, from + i);
        }
    }

    function payoutProofs(PayoutDraft[] memory payouts, uint256 from, uint256 count)
        internal
        pure
        returns (PayoutProof[] memory proofs)
    {
        proofs = new PayoutProof[](count);
        for (uint256 i = 0; i < count; ++i) {
            proofs[i] = BatchDraft.payoutProof(payouts, from + i);
        }
    }

    function entryProofs(PayoutDraft memory payout, uint256 from, uint256 count)
        internal
        pure
        returns (EntryProof[] memory proofs)
    {
        proofs = new EntryProof[](count);
        for (uint256 i = 0; i < count; ++i) {
            proofs[i] = BatchDraft.entryProof(payout, from + i);
        }
    }

    function payoutsAround(PayoutDraft[] memory payouts, address account) internal pure returns (PayoutProof[] memory) {
        uint256 place = 0;
        while (place < payouts.length && payouts[place].account < account) ++place;
        bool found = place < payouts.length && payouts[place].account == account;
        (uint256 from, uint256 count) = _around(place, found, payouts.length);
        return payoutProofs(payouts, from, count);
    }

    function entriesAround(PayoutDraft memory payout, bytes memory entry) internal pure returns (EntryProof[] memory) {
        // Entries are encoded as two words: they compare as (inference, credit).
        uint256 place = 0;
        while (place < payout.entries.length && _key(payout.entries[place]) < _key(entry)) ++place;
        bool found = place < payout.entries.length && _key(payout.entries[place]) == _key(entry);
        (uint256 from, uint256 count) = _around(place, found, payout.entries.length);
        return entryProofs(payout, from, count);
    }

    function inferencesAround(Answer[] memory answers, address account, uint128 total)
        internal
        pure
        returns (InferenceProof[] memory)
    {
        uint256 place = 0;
        while (
            place < answers.length
                && (answers[place].payer < account || (answers[place].payer == account && answers[place].to <= total))
        ) ++place;
        bool found = place < answers.length && answers[place].payer == account && answers[place].from <= total;
        (uint256 from, uint256 count) = _around(place, found, answers.length);
        return inferenceProofs(answers, from, count);
    }

    function _key(bytes memory entry) private pure returns (uint256) {
        (uint32 inference, uint32 credit) = abi.decode(entry, (uint32, uint32));
        return uint256(inference) * 2 ** 32 + credit;
    }

    /// @dev The leaf at `place`, or its neighbours when it is not the one sought.
    function _around(uint256 place, bool found, uint256 count) private pure returns (uint256 from, uint256 shown) {
        if (found) return (place, 1);
        if (place == 0) return (0, 1);
        if (place == count) return (count - 1, 1);
        return (place - 1, 2);
    }
}
