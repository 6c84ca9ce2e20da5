// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    Batch,
    BatchCommitment,
    BatchStatus,
    Claim,
    EvidenceKind,
    IAttributionLedger
} from "../interfaces/IAttributionLedger.sol";
import {IFraudProofs} from "../interfaces/IFraudProofs.sol";
import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {IModelRegistry, Term} from "../interfaces/IModelRegistry.sol";
import {IProtocolConfig, Parameters} from "../interfaces/IProtocolConfig.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {SumTree} from "../libraries/SumTree.sol";
import {BatchId} from "../types/BatchId.sol";
import {ModelId} from "../types/ModelId.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

/// @title AttributionLedger
/// @notice See `IAttributionLedger`.
contract AttributionLedger is IAttributionLedger {
    using BitMaps for BitMaps.BitMap;
    using SafeCast for uint256;

    /// @dev Where a model stands. One slot, never emptied once a batch was finalised.
    struct ModelState {
        uint64 openBatch;
        uint40 lastFinalisedCommit; // Commit of the last finalised batch, Unix time in seconds; 0 before the first.
    }

    /// @dev The parts of the protocol that the ledger speaks to.
    struct Parts {
        IProtocolConfig config;
        IStakeVault stakeVault;
        IModelRegistry modelRegistry;
        IInferenceEscrow escrow;
        IFraudProofs fraudProofs;
        address datanetRegistry;
        address dataFund;
    }

    /// @notice Greatest bundle, in bytes: what every watcher must be able to fetch in time.
    uint256 public constant MAX_BUNDLE_SIZE = 64 * 1024 * 1024;
    uint256 internal constant WHOLE_BPS = 10_000;

    IProtocolConfig public immutable CONFIG;
    IStakeVault public immutable STAKE_VAULT;
    IModelRegistry public immutable MODEL_REGISTRY;
    IInferenceEscrow public immutable INFERENCE_ESCROW;
    IFraudProofs public immutable FRAUD_PROOFS;
    address public immutable DATANET_REGISTRY;
    address public immutable DATA_FUND;

    /// @inheritdoc IAttributionLedger
    uint256 public batchCount;

    mapping(ModelId modelId => ModelState) internal _states;
    mapping(BatchId batchId => BitMaps.BitMap) internal _claimed;

    /// @inheritdoc IAttributionLedger
    mapping(BatchId batchId => bytes32) public batchRecord;
    /// @inheritdoc IAttributionLedger
    mapping(bytes32 reservation => uint256 blockNumber) public reservedAt;

    constructor(Parts memory parts) {
        CONFIG = parts.config;
        STAKE_VAULT = parts.stakeVault;
        MODEL_REGISTRY = parts.modelRegistry;
        INFERENCE_ESCROW = parts.escrow;
        FRAUD_PROOFS = parts.fraudProofs;
        DATANET_REGISTRY = parts.datanetRegistry;
        DATA_FUND = parts.dataFund;
    }

    // Operators

    /// @inheritdoc IAttributionLedger
    function commit(BatchCommitment calldata commitment, string calldata bundleUri) external returns (BatchId batchId) {
        _checkCommitment(commitment);
        (ModelId modelId, uint32 number) = (commitment.modelId, commitment.term);
        Term memory term = MODEL_REGISTRY.term(modelId, number);
        require(msg.sender == term.operator, AttributionLedger_NotOperator(modelId, number, msg.sender));
        ModelState memory state = _states[modelId];
        require(state.openBatch == 0, AttributionLedger_BatchOpen(modelId, BatchId.wrap(state.openBatch)));

        Parameters memory parameters = CONFIG.parameters();
        uint256 demandsUntil = block.timestamp + parameters.demandPeriod;
        Batch memory batch = Batch({
            commitment: commitment,
            operator: msg.sender,
            bond: _bondFor(parameters, commitment.dataFees, commitment.itemCount),
            committedAt: block.timestamp.toUint40(),
            demandsUntil: demandsUntil.toUint40(),
            responsePeriod: parameters.responsePeriod,
            challengesUntil: (demandsUntil + parameters.responsePeriod + parameters.challengeTail).toUint40(),
            previousCommittedAt: state.lastFinalisedCommit == 0 ? term.startedAt : state.lastFinalisedCommit
        });
        uint256 count = ++batchCount;
        batchId = BatchId.wrap(count);
        _states[modelId].openBatch = count.toUint64();
        batchRecord[batchId] = Hashes.batchRecord(batch, BatchStatus.Committed);
        emit BatchCommitted(batchId, modelId, msg.sender, batch, bundleUri);

        STAKE_VAULT.lock(msg.sender, batch.bond);
        INFERENCE_ESCROW.takePool(modelId, number, commitment.dataFees);
    }

    // Challengers

    /// @inheritdoc IAttributionLedger
    function reserveChallenge(bytes32 reservation) external {
        require(reservedAt[reservation] == 0, AttributionLedger_AlreadyReserved(reservation));
        reservedAt[reservation] = block.number;
        emit ChallengeReserved(reservation, msg.sender);
    }

    /// @inheritdoc IAttributionLedger
    function challenge(BatchId batchId, Batch calldata batch, EvidenceKind kind, bytes calldata evidence) external {
        _checkCommitted(batchId, batch);
        require(
            block.timestamp < batch.challengesUntil,
            AttributionLedger_ChallengePeriodOver(batchId, batch.challengesUntil)
        );
        FRAUD_PROOFS.verify(batch, kind, evidence);

        // Evidence that was not reserved a block ago may have been copied from the one who found it: no reward.
        uint256 reservedIn = reservedAt[Hashes.reservation(kind, evidence, msg.sender, batchId)];
        uint256 reward = reservedIn != 0 && reservedIn < block.number ? batch.bond / 2 : 0;
        BatchCommitment calldata commitment = batch.commitment;
        ModelId modelId = commitment.modelId;
        _states[modelId].openBatch = 0;
        batchRecord[batchId] = Hashes.batchRecord(batch, BatchStatus.Voided);
        emit BatchVoided(batchId, modelId, msg.sender, kind, batch.bond, reward);

        STAKE_VAULT.slash(batch.operator, batch.bond, msg.sender, reward);
        INFERENCE_ESCROW.returnPool(modelId, commitment.term, commitment.dataFees);
    }

    // Settlement

    /// @inheritdoc IAttributionLedger
    function finalise(BatchId batchId, Batch calldata batch) external {
        _checkCommitted(batchId, batch);
        require(
            block.timestamp >= batch.challengesUntil,
            AttributionLedger_ChallengePeriodOpen(batchId, batch.challengesUntil)
        );
        BatchCommitment calldata commitment = batch.commitment;
        ModelId modelId = commitment.modelId;
        uint256 unearned = commitment.dataFees - commitment.earned;
        _states[modelId] = ModelState({openBatch: 0, lastFinalisedCommit: batch.committedAt});
        batchRecord[batchId] = Hashes.batchRecord(batch, BatchStatus.Finalised);
        emit BatchFinalised(batchId, modelId, commitment.earned, unearned);

        STAKE_VAULT.release(batch.operator, batch.bond);
        if (unearned != 0) INFERENCE_ESCROW.payFromBatch(DATA_FUND, unearned);
    }

    /// @inheritdoc IAttributionLedger
    function claim(Claim[] calldata claims) external returns (uint256 amount) {
        for (uint256 i = 0; i < claims.length; ++i) {
            amount += _claim(claims[i]);
        }
        INFERENCE_ESCROW.payFromBatch(msg.sender, amount);
    }

    // Views

    /// @inheritdoc IAttributionLedger
    function statusOf(BatchId batchId) public view returns (BatchStatus) {
        return BatchStatus(uint8(uint256(batchRecord[batchId])));
    }

    /// @inheritdoc IAttributionLedger
    function isClaimed(BatchId batchId, uint32 index) external view returns (bool) {
        return _claimed[batchId].get(index);
    }

    /// @inheritdoc IAttributionLedger
    function openBatchOf(ModelId modelId) external view returns (BatchId) {
        return BatchId.wrap(_states[modelId].openBatch);
    }

    /// @inheritdoc IAttributionLedger
    function bondFor(uint128 dataFees, uint64 itemCount) external view returns (uint128) {
        return _bondFor(CONFIG.parameters(), dataFees, itemCount);
    }

    /// @dev Marks a payout as claimed by the caller.
    function _claim(Claim calldata claimed) internal returns (uint256) {
        BatchId batchId = claimed.batchId;
        // The registry of datanets claims only for reserve accounts, for which no key signs.
        require(
            msg.sender == claimed.account || msg.sender == DATANET_REGISTRY,
            AttributionLedger_NotClaimant(claimed.account, msg.sender)
        );
        if (batchRecord[batchId] != Hashes.batchRecord(claimed.batch, BatchStatus.Finalised)) {
            BatchStatus status = statusOf(batchId);
            require(status == BatchStatus.Finalised, AttributionLedger_NotFinalised(batchId, status));
            revert AttributionLedger_WrongBatch(batchId);
        }
        BatchCommitment calldata commitment = claimed.batch.commitment;
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(
            commitment.payoutCount,
            claimed.index,
            Hashes.payoutLeaf(claimed.account, claimed.entriesRoot, claimed.entryCount, claimed.amount),
            claimed.siblings,
            claimed.siblingSums
        );
        // With the total checked, all claims of a batch together are at most the money that it took.
        require(
            wellFormed && root.hash == commitment.payoutsRoot && root.sum == commitment.earned,
            AttributionLedger_BadPayoutProof(batchId, claimed.index)
        );
        BitMaps.BitMap storage bitmap = _claimed[batchId];
        require(!bitmap.get(claimed.index), AttributionLedger_AlreadyClaimed(batchId, claimed.index));
        bitmap.set(claimed.index);
        emit Claimed(batchId, claimed.account, msg.sender, claimed.amount);
        return claimed.amount;
    }

    function _checkCommitted(BatchId batchId, Batch calldata batch) internal view {
        if (batchRecord[batchId] == Hashes.batchRecord(batch, BatchStatus.Committed)) return;
        BatchStatus status = statusOf(batchId);
        require(status == BatchStatus.Committed, AttributionLedger_NotCommitted(batchId, status));
        revert AttributionLedger_WrongBatch(batchId);
    }

    function _checkCommitment(BatchCommitment calldata commitment) internal pure {
        require(commitment.inferenceCount != 0, AttributionLedger_NoInferences());
        require(commitment.inferencesRoot != 0, AttributionLedger_ZeroRoot("inferencesRoot"));
        require(commitment.bundleHash != 0, AttributionLedger_ZeroRoot("bundleHash"));
        require(
            commitment.earned <= commitment.dataFees,
            AttributionLedger_EarnedExceedsFees(commitment.earned, commitment.dataFees)
        );
        if (commitment.payoutCount == 0) {
            require(commitment.earned == 0, AttributionLedger_EarnedWithoutPayouts(commitment.earned));
            require(commitment.payoutsRoot == 0, AttributionLedger_RootWithoutPayouts(commitment.payoutsRoot));
        } else {
            require(commitment.payoutsRoot != 0, AttributionLedger_ZeroRoot("payoutsRoot"));
        }
        uint256 leastItems = uint256(commitment.inferenceCount) + commitment.payoutCount;
        require(commitment.itemCount >= leastItems, AttributionLedger_TooFewItems(commitment.itemCount, leastItems));
        require(
            commitment.bundleSize != 0 && commitment.bundleSize <= MAX_BUNDLE_SIZE,
            AttributionLedger_BadBundleSize(commitment.bundleSize, MAX_BUNDLE_SIZE)
        );
    }

    function _bondFor(Parameters memory parameters, uint256 dataFees, uint256 itemCount)
        internal
        pure
        returns (uint128)
    {
        uint256 byMoney = dataFees * parameters.bondBps / WHOLE_BPS;
        uint256 byItems = parameters.bondPerItem * itemCount;
        return Math.max(parameters.minimumBond, Math.max(byMoney, byItems)).toUint128();
    }
}
