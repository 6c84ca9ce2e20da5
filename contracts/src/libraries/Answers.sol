// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Batch} from "../interfaces/IAttributionLedger.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {Answer, DemandKind, IDemandRegistry, Item} from "../interfaces/IDemandRegistry.sol";
import {
    Credit,
    CreditProof,
    EntryProof,
    Inference,
    InferenceProof,
    Payout,
    PayoutProof,
    TextProof
} from "../interfaces/IFraudProofs.sol";
import {Evidence} from "./Evidence.sol";
import {TextRoot} from "./TextRoot.sol";

/// @title Answers
/// @notice Whether an answer to a demand is one: exactly the leaves or chunks demanded, or what shows that there are none.
/// Every function reverts where it is not.
///
/// Only leaves with proofs count. So whatever is malformed, missing or under a wrong sum cannot be an answer, and what a
/// liar writes into a leaf can only answer what that leaf is: nothing here trusts a field but to compare it with what was
/// demanded. That leaves ascend, and ranges do not overlap, is taken for granted where neighbours show an absence: the
/// leaves were demandable one by one, and evidence shows where they do not.
library Answers {
    /// @notice Checks the answer to a demand for an item of a batch. `EarlierInferenceAt` is checked in `earlierBatch`,
    /// which the caller knows to be the finalised one of that id.
    function check(Batch calldata batch, Item calldata item, Answer calldata answer, IDatanetRegistry registry)
        internal
        view
    {
        DemandKind kind = item.kind;
        if (kind == DemandKind.Inferences) {
            _checkInferences(batch, item, answer);
        } else if (kind == DemandKind.Payouts) {
            _checkPayouts(batch, item, answer);
        } else if (kind == DemandKind.Credits) {
            _checkCredits(_inferenceOf(batch, item, answer), item, answer);
        } else if (kind == DemandKind.Entries) {
            _checkEntries(_payoutOf(batch, item, answer), item, answer);
        } else if (kind == DemandKind.OutputChunks) {
            bytes32 outputRoot = _inferenceOf(batch, item, answer).outputRoot;
            if (outputRoot != 0) _checkChunks(outputRoot, item, answer); // Else there are none: the leaf shows it.
        } else if (kind == DemandKind.SourceChunks) {
            _checkSource(_inferenceOf(batch, item, answer), item, answer, registry);
        } else if (kind == DemandKind.PayoutOf) {
            _checkPayoutOf(batch, item.account, answer);
        } else if (kind == DemandKind.EntryOf) {
            _checkEntryOf(batch, item, answer);
        } else if (kind == DemandKind.InferenceAt) {
            _checkInferenceAt(batch, item, answer);
        } else if (_isSameTerm(batch, answer.earlierBatch)) {
            // A batch of another term holds none of this term's inferences: the batch itself shows it.
            _checkInferenceAt(answer.earlierBatch, item, answer);
        }
    }

    // By index

    function _checkInferences(Batch calldata batch, Item calldata item, Answer calldata answer) private pure {
        _require(answer.inferences.length == item.count);
        for (uint256 i = 0; i < answer.inferences.length; ++i) {
            _inference(batch, answer, i, uint256(item.first) + i);
        }
    }

    function _checkPayouts(Batch calldata batch, Item calldata item, Answer calldata answer) private pure {
        _require(answer.payouts.length == item.count);
        for (uint256 i = 0; i < answer.payouts.length; ++i) {
            _require(_payout(batch, answer, i).index == uint256(item.first) + i);
        }
    }

    function _checkCredits(Inference calldata inference, Item calldata item, Answer calldata answer) private pure {
        _require(answer.credits.length == _existing(item, inference.creditCount));
        for (uint256 i = 0; i < answer.credits.length; ++i) {
            _credit(inference, answer, i, uint256(item.first) + i);
        }
    }

    function _checkEntries(Payout calldata payout, Item calldata item, Answer calldata answer) private pure {
        _require(answer.entries.length == _existing(item, payout.entryCount));
        for (uint256 i = 0; i < answer.entries.length; ++i) {
            _require(_entry(payout, answer, i).index == uint256(item.first) + i);
        }
    }

    function _checkSource(
        Inference calldata inference,
        Item calldata item,
        Answer calldata answer,
        IDatanetRegistry registry
    ) private view {
        if (item.inner >= inference.creditCount) return; // There is no such credit: the inference shows it.
        _require(answer.credits.length == 1);
        Credit calldata credit = _credit(inference, answer, 0, item.inner);
        // The snapshot decides what counts, not what stands where.
        (,, bytes32 root, uint40 count) = registry.standingOf(credit.submissionId, credit.leafIndex, 0);
        Evidence.checkContribution(root, count, credit.submissionId, credit.leafIndex, answer.source);
        _checkChunks(answer.source.textRoot, item, answer);
    }

    function _checkChunks(bytes32 textRoot, Item calldata item, Answer calldata answer) private pure {
        TextProof memory text = answer.text;
        Evidence.check(text, textRoot);
        uint256 existing = _existing(item, TextRoot.chunkCount(text.length));
        // Where none of them exists, any chunk is as good: it shows the length.
        if (existing != 0) _require(text.firstChunk == item.first && text.siblings.length == existing);
    }

    // By key

    function _checkPayoutOf(Batch calldata batch, address account, Answer calldata answer)
        private
        pure
        returns (bool found, Payout calldata payout)
    {
        PayoutProof calldata proof = _payout(batch, answer, 0);
        payout = proof.payout;
        if (answer.payouts.length == 1) {
            if (payout.account == account) return (true, payout);
            _checkEnd(proof.index, batch.commitment.payoutCount, payout.account < account);
        } else {
            PayoutProof calldata next = _payout(batch, answer, 1);
            _checkNeighbours(answer.payouts.length, proof.index, next.index);
            _require(payout.account < account && account < next.payout.account);
        }
    }

    function _checkEntryOf(Batch calldata batch, Item calldata item, Answer calldata answer) private pure {
        (bool found, Payout calldata payout) = _checkPayoutOf(batch, item.account, answer);
        // Without the account, or without entries, there is no such entry.
        if (!found || payout.entryCount == 0) return;
        uint256 sought = _key(item.outer, item.inner);
        EntryProof calldata proof = _entry(payout, answer, 0);
        uint256 key = _key(proof.entry.inference, proof.entry.credit);
        if (answer.entries.length == 1) {
            if (key != sought) _checkEnd(proof.index, payout.entryCount, key < sought);
        } else {
            EntryProof calldata next = _entry(payout, answer, 1);
            _checkNeighbours(answer.entries.length, proof.index, next.index);
            _require(key < sought && sought < _key(next.entry.inference, next.entry.credit));
        }
    }

    function _checkInferenceAt(Batch calldata batch, Item calldata item, Answer calldata answer) private pure {
        InferenceProof calldata proof = _inference(batch, answer, 0);
        (bool before, bool holds) = _place(proof.inference, item);
        if (answer.inferences.length == 1) {
            if (!holds) _checkEnd(proof.index, batch.commitment.inferenceCount, before);
        } else {
            InferenceProof calldata next = _inference(batch, answer, 1);
            _checkNeighbours(answer.inferences.length, proof.index, next.index);
            (bool nextBefore,) = _place(next.inference, item);
            _require(before && !holds && !nextBefore);
        }
    }

    /// @dev Whether an inference stands at or before the wei of the payer that is sought, by (payer, from), and whether it
    /// holds that wei.
    function _place(Inference calldata inference, Item calldata item) private pure returns (bool before, bool holds) {
        if (inference.payer != item.account) return (inference.payer < item.account, false);
        before = inference.from <= item.total;
        holds = before && item.total < inference.to;
    }

    // Leaves

    /// @dev The inference `outer`, the only one of the answer.
    function _inferenceOf(Batch calldata batch, Item calldata item, Answer calldata answer)
        private
        pure
        returns (Inference calldata)
    {
        _require(answer.inferences.length == 1);
        return _inference(batch, answer, 0, item.outer);
    }

    /// @dev The payout `outer`, the only one of the answer.
    function _payoutOf(Batch calldata batch, Item calldata item, Answer calldata answer)
        private
        pure
        returns (Payout calldata)
    {
        _require(answer.payouts.length == 1);
        PayoutProof calldata proof = _payout(batch, answer, 0);
        _require(proof.index == item.outer);
        return proof.payout;
    }

    function _inference(Batch calldata batch, Answer calldata answer, uint256 place, uint256 index)
        private
        pure
        returns (Inference calldata)
    {
        InferenceProof calldata proof = _inference(batch, answer, place);
        _require(proof.index == index);
        return proof.inference;
    }

    function _inference(Batch calldata batch, Answer calldata answer, uint256 place)
        private
        pure
        returns (InferenceProof calldata proof)
    {
        _require(place < answer.inferences.length);
        proof = answer.inferences[place];
        Evidence.checkInference(batch, proof);
    }

    function _payout(Batch calldata batch, Answer calldata answer, uint256 place)
        private
        pure
        returns (PayoutProof calldata proof)
    {
        _require(place < answer.payouts.length);
        proof = answer.payouts[place];
        Evidence.checkPayout(batch, proof);
    }

    function _credit(Inference calldata inference, Answer calldata answer, uint256 place, uint256 index)
        private
        pure
        returns (Credit calldata)
    {
        CreditProof calldata proof = answer.credits[place];
        Evidence.checkCredit(inference, proof);
        _require(proof.index == index);
        return proof.credit;
    }

    function _entry(Payout calldata payout, Answer calldata answer, uint256 place)
        private
        pure
        returns (EntryProof calldata proof)
    {
        _require(place < answer.entries.length);
        proof = answer.entries[place];
        Evidence.checkEntry(payout, proof);
    }

    // Numbers

    /// @dev How many of the neighbours that are demanded stand in a tree of `count` leaves.
    function _existing(Item calldata item, uint256 count) private pure returns (uint256) {
        if (item.first >= count) return 0;
        uint256 rest = count - item.first;
        return item.count < rest ? item.count : rest;
    }

    /// @dev A single neighbour stands at the end of the tree that faces the absent key.
    function _checkEnd(uint256 index, uint256 count, bool before) private pure {
        _require(index == (before ? count - 1 : 0));
    }

    /// @dev Two neighbours leave no room between them.
    function _checkNeighbours(uint256 shown, uint256 index, uint256 next) private pure {
        _require(shown == 2 && next == index + 1);
    }

    function _key(uint32 inference, uint32 credit) private pure returns (uint256) {
        return uint256(inference) << 32 | credit;
    }

    function _isSameTerm(Batch calldata batch, Batch calldata earlier) private pure returns (bool) {
        return
            earlier.commitment.modelId == batch.commitment.modelId && earlier.commitment.term == batch.commitment.term;
    }

    function _require(bool condition) private pure {
        require(condition, IDemandRegistry.DemandRegistry_NoAnswer());
    }
}
