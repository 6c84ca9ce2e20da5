// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Batch, BatchStatus, IAttributionLedger} from "../../interfaces/IAttributionLedger.sol";
import {IDatanetRegistry} from "../../interfaces/IDatanetRegistry.sol";
import {Credit, EntryProof, Inference, PayoutProof, TextProof} from "../../interfaces/IFraudProofs.sol";
import {IInferenceEscrow} from "../../interfaces/IInferenceEscrow.sol";
import {AttributionRule, IModelRegistry} from "../../interfaces/IModelRegistry.sol";
import {
    BrokenReceipt,
    IMoneyProofs,
    MissingEntry,
    Unbacked,
    UnbackedReason,
    WrongEntry,
    WrongVersion
} from "../../interfaces/IMoneyProofs.sol";
import {Evidence} from "../../libraries/Evidence.sol";
import {ModelId} from "../../types/ModelId.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title MoneyProofs
/// @notice See `IMoneyProofs`.
contract MoneyProofs is IMoneyProofs {
    using Evidence for TextProof;

    /// @dev A leaf of a sorted tree: where it stands and what it is sorted by.
    struct Place {
        uint256 index;
        uint256 key;
    }

    uint256 internal constant WHOLE_BPS = 10_000;
    /// @dev The weight under `influence/v1` that is a whole answer's.
    uint256 internal constant WHOLE_WEIGHT = 2 ** 32;

    IDatanetRegistry public immutable DATANET_REGISTRY;
    IModelRegistry public immutable MODEL_REGISTRY;
    IInferenceEscrow public immutable INFERENCE_ESCROW;
    IAttributionLedger public immutable ATTRIBUTION_LEDGER;

    constructor(
        IDatanetRegistry datanetRegistry,
        IModelRegistry modelRegistry,
        IInferenceEscrow inferenceEscrow,
        IAttributionLedger attributionLedger
    ) {
        DATANET_REGISTRY = datanetRegistry;
        MODEL_REGISTRY = modelRegistry;
        INFERENCE_ESCROW = inferenceEscrow;
        ATTRIBUTION_LEDGER = attributionLedger;
    }

    // What was answered, and for what money

    /// @inheritdoc IMoneyProofs
    function verifyWrongVersion(Batch calldata batch, WrongVersion calldata evidence) external view {
        Evidence.checkInference(batch, evidence.inference);
        uint32 version = evidence.inference.inference.version;
        bool wasActive =
            MODEL_REGISTRY.wasActive(batch.commitment.modelId, version, batch.versionsSince, batch.committedAt);
        require(!wasActive, MoneyProofs_VersionActive(version));
    }

    /// @inheritdoc IMoneyProofs
    function verifyBrokenReceipt(Batch calldata batch, BrokenReceipt calldata evidence) external view {
        Evidence.checkInference(batch, evidence.inference);
        Inference calldata inference = evidence.inference.inference;
        _checkReceipt(batch, inference.payer, evidence);
        bool overlaps = _overlap(inference.from, inference.to, evidence.from, evidence.to);
        bool differs = evidence.version != inference.version || evidence.from != inference.from
            || evidence.to != inference.to || evidence.outputRoot != inference.outputRoot;
        require(overlaps && differs, MoneyProofs_ReceiptAgrees());
    }

    /// @inheritdoc IMoneyProofs
    function verifyUnbacked(Batch calldata batch, Unbacked calldata evidence) external view {
        Evidence.checkInference(batch, evidence.inference);
        Inference calldata inference = evidence.inference.inference;
        UnbackedReason reason = evidence.reason;
        bool isUnbacked;
        if (reason == UnbackedReason.EmptyRange) {
            isUnbacked = inference.from >= inference.to;
        } else if (reason == UnbackedReason.Uncharged) {
            isUnbacked = inference.to > _chargedOf(batch, inference.payer);
        } else if (reason == UnbackedReason.WrongFee) {
            uint256 dataBps = MODEL_REGISTRY.model(batch.commitment.modelId).revenue.dataBps;
            // Of numbers of 128 bits, the fee added on the side where nothing is below zero.
            isUnbacked =
                _dataDue(inference.from, dataBps) + evidence.inference.dataFee != _dataDue(inference.to, dataBps);
        } else if (reason == UnbackedReason.Overlap) {
            Evidence.checkInference(batch, evidence.other);
            isUnbacked = evidence.inference.index != evidence.other.index && _share(evidence);
        } else {
            // EarlierOverlap
            _checkFinalisedOfTerm(batch, evidence);
            Evidence.checkInference(evidence.otherBatch, evidence.other);
            isUnbacked = _share(evidence);
        }
        require(isUnbacked, MoneyProofs_Backed(reason));
    }

    // What credits pay, and to whom

    /// @inheritdoc IMoneyProofs
    function verifyWrongEntry(Batch calldata batch, WrongEntry calldata evidence) external view {
        PayoutProof calldata payout = evidence.payout;
        EntryProof calldata entry = evidence.entry;
        Evidence.checkPayout(batch, payout);
        Evidence.checkEntry(payout.payout, entry);

        // An entry that names no credit of the batch.
        if (entry.entry.inference >= batch.commitment.inferenceCount) return;
        require(evidence.inference.index == entry.entry.inference, MoneyProofs_NotNamed());
        Evidence.checkInference(batch, evidence.inference);
        if (entry.entry.credit >= evidence.inference.inference.creditCount) return;
        require(evidence.credit.index == entry.entry.credit, MoneyProofs_NotNamed());
        Evidence.checkCredit(evidence.inference.inference, evidence.credit);

        Credit calldata credit = evidence.credit.credit;
        (address reserve, uint256 reserveBps) = _reserveOf(credit);
        address account = payout.payout.account;
        bool isContributors = account == credit.contributor;
        bool isReserves = account == reserve && reserveBps != 0;
        // Nobody earns by a credit without contributor, the reserve neither.
        if (credit.contributor == address(0) || !isContributors && !isReserves) return;

        uint256 gross = _grossOf(batch, evidence);
        uint256 kept = credit.contributor == reserve ? 0 : gross * reserveBps / WHOLE_BPS;
        require(entry.amount != (isContributors ? gross - kept : kept), MoneyProofs_EntryRight());
    }

    /// @inheritdoc IMoneyProofs
    function verifyMissingEntry(Batch calldata batch, MissingEntry calldata evidence) external view {
        Evidence.checkInference(batch, evidence.inference);
        Evidence.checkCredit(evidence.inference.inference, evidence.credit);
        address account = _creditedOf(evidence.credit.credit, evidence.reserve);

        PayoutProof[] calldata payouts = evidence.payouts;
        Place[] memory places = new Place[](payouts.length);
        for (uint256 i = 0; i < payouts.length; ++i) {
            Evidence.checkPayout(batch, payouts[i]);
            places[i] = Place(payouts[i].index, uint160(payouts[i].payout.account));
        }
        if (payouts.length != 1 || payouts[0].payout.account != account) {
            _checkAbsent(uint160(account), batch.commitment.payoutCount, places);
            return;
        }
        EntryProof[] calldata entries = evidence.entries;
        places = new Place[](entries.length);
        for (uint256 i = 0; i < entries.length; ++i) {
            Evidence.checkEntry(payouts[0].payout, entries[i]);
            places[i] = Place(entries[i].index, _keyOf(entries[i].entry.inference, entries[i].entry.credit));
        }
        uint256 key = _keyOf(evidence.inference.index, evidence.credit.index);
        _checkAbsent(key, payouts[0].payout.entryCount, places);
    }

    // Helpers

    /// @dev Checks that the evidence holds a receipt of the batch's term for this payer.
    function _checkReceipt(Batch calldata batch, address payer, BrokenReceipt calldata receipt) internal view {
        (ModelId modelId, uint32 term) = (batch.commitment.modelId, batch.commitment.term);
        bytes32 digest = INFERENCE_ESCROW.receiptDigest(
            modelId, term, receipt.version, payer, receipt.from, receipt.to, receipt.outputRoot
        );
        bool isReceipt;
        if (receipt.signature.length == 0) {
            isReceipt = INFERENCE_ESCROW.isAnswered(digest);
        } else {
            (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, receipt.signature);
            isReceipt = failure == ECDSA.RecoverError.NoError && signer == MODEL_REGISTRY.term(modelId, term).receiptKey;
        }
        require(isReceipt, MoneyProofs_NotReceipt());
    }

    /// @dev Checks that the other batch is a finalised one of the batch's model and term.
    function _checkFinalisedOfTerm(Batch calldata batch, Unbacked calldata evidence) internal view {
        Batch calldata other = evidence.otherBatch;
        require(
            ATTRIBUTION_LEDGER.isRecorded(evidence.otherBatchId, other, BatchStatus.Finalised)
                && other.commitment.modelId == batch.commitment.modelId
                && other.commitment.term == batch.commitment.term,
            MoneyProofs_NotFinalisedOfTerm(evidence.otherBatchId)
        );
    }

    function _chargedOf(Batch calldata batch, address payer) internal view returns (uint256) {
        return INFERENCE_ESCROW.charged(batch.commitment.modelId, batch.commitment.term, payer);
    }

    /// @dev Whether the two answers have a wei of one payer's running total in common.
    function _share(Unbacked calldata evidence) internal pure returns (bool) {
        Inference calldata a = evidence.inference.inference;
        Inference calldata b = evidence.other.inference;
        return a.payer == b.payer && _overlap(a.from, a.to, b.from, b.to);
    }

    /// @dev Whether [from, to) and [otherFrom, otherTo) share a wei. An empty range shares none.
    function _overlap(uint256 from, uint256 to, uint256 otherFrom, uint256 otherTo) internal pure returns (bool) {
        return from < to && otherFrom < otherTo && from < otherTo && otherFrom < to;
    }

    /// @dev What data has received of a payer that was charged `total`.
    function _dataDue(uint256 total, uint256 dataBps) internal pure returns (uint256) {
        return total * dataBps / WHOLE_BPS;
    }

    /// @dev Gross of the credit that an entry names. Fees have 128 bits, lengths and weights 64: nothing overflows.
    function _grossOf(Batch calldata batch, WrongEntry calldata evidence) internal view returns (uint256) {
        Inference calldata inference = evidence.inference.inference;
        uint256 fee = evidence.inference.dataFee;
        uint256 length = evidence.credit.credit.length;
        AttributionRule rule = MODEL_REGISTRY.model(batch.commitment.modelId).rule;
        if (rule == AttributionRule.InfluenceV1) return fee * length / WHOLE_WEIGHT;
        uint256 bytesOfOutput =
            inference.outputRoot == 0 ? 0 : Evidence.lengthUnder(evidence.outputText, inference.outputRoot);
        return fee * (length + 1) / (bytesOfOutput + 1);
    }

    /// @dev The account that must have an entry for a credit. Reverts if none is due.
    function _creditedOf(Credit calldata credit, bool asReserve) internal view returns (address) {
        require(credit.contributor != address(0), MoneyProofs_NoEntryDue());
        if (!asReserve) return credit.contributor;
        (address reserve, uint256 reserveBps) = _reserveOf(credit);
        require(reserveBps != 0 && reserve != credit.contributor, MoneyProofs_NoEntryDue());
        return reserve;
    }

    function _reserveOf(Credit calldata credit) internal view returns (address account, uint256 reserveBps) {
        return DATANET_REGISTRY.reserveOf(credit.submissionId);
    }

    /// @dev What entries are sorted by, as a number.
    function _keyOf(uint256 inference, uint256 credit) internal pure returns (uint256) {
        return inference << 32 | credit;
    }

    /// @dev Checks that the leaves shown leave no place for `key` in a sorted tree of `count`: two neighbours around it, the
    /// first or the last alone, or none where the tree has none.
    function _checkAbsent(uint256 key, uint256 count, Place[] memory shown) internal pure {
        for (uint256 i = 0; i < shown.length; ++i) {
            require(shown[i].key != key, MoneyProofs_EntryPresent());
        }
        bool isAbsent;
        if (shown.length == 0) {
            isAbsent = count == 0;
        } else if (shown.length == 1) {
            isAbsent = shown[0].index == (key < shown[0].key ? 0 : count - 1);
        } else if (shown.length == 2) {
            isAbsent = shown[0].key < key && key < shown[1].key && shown[0].index + 1 == shown[1].index;
        }
        require(isAbsent, MoneyProofs_NotNeighbours());
    }
}
