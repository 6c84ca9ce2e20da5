// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    Batch,
    BatchCommitment,
    BatchStatus,
    Claim,
    Escalation,
    EvidenceKind,
    IAttributionLedger
} from "../interfaces/IAttributionLedger.sol";
import {IDemandRegistry} from "../interfaces/IDemandRegistry.sol";
import {CreditProof, IFraudProofs, InferenceProof, PayoutProof} from "../interfaces/IFraudProofs.sol";
import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {AttributionRule, IModelRegistry, Term} from "../interfaces/IModelRegistry.sol";
import {IPayoutDirectory} from "../interfaces/IPayoutDirectory.sol";
import {BatchParameters, IProtocolConfig, Parameters} from "../interfaces/IProtocolConfig.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {Evidence} from "../libraries/Evidence.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {SumTree} from "../libraries/SumTree.sol";
import {BatchId} from "../types/BatchId.sol";
import {ModelId} from "../types/ModelId.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

/// @title AttributionLedger
/// @notice See `IAttributionLedger`.
contract AttributionLedger is IAttributionLedger {
    using BitMaps for BitMaps.BitMap;
    using Math for uint256;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

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
        IDemandRegistry demandRegistry;
        IPayoutDirectory payoutDirectory;
        IERC20 token;
        address datanetReserves;
        address dataFund;
    }

    /// @notice Greatest bundle, unpacked, in bytes: what every watcher must be able to fetch in time, and room for a million answers.
    uint256 public constant MAX_BUNDLE_SIZE = 2 * 1024 ** 3;
    uint256 internal constant WHOLE_BPS = 10_000;

    IProtocolConfig public immutable CONFIG;
    IStakeVault public immutable STAKE_VAULT;
    IModelRegistry public immutable MODEL_REGISTRY;
    IInferenceEscrow public immutable INFERENCE_ESCROW;
    IFraudProofs public immutable FRAUD_PROOFS;
    IDemandRegistry public immutable DEMAND_REGISTRY;
    IPayoutDirectory public immutable PAYOUT_DIRECTORY;
    IERC20 public immutable TOKEN;
    address public immutable DATANET_RESERVES;
    address public immutable DATA_FUND;

    /// @inheritdoc IAttributionLedger
    uint256 public batchCount;

    mapping(ModelId modelId => ModelState) internal _states;
    mapping(BatchId batchId => BitMaps.BitMap) internal _claimed;
    mapping(BatchId batchId => Escalation) internal _escalations;

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
        DEMAND_REGISTRY = parts.demandRegistry;
        PAYOUT_DIRECTORY = parts.payoutDirectory;
        TOKEN = parts.token;
        DATANET_RESERVES = parts.datanetReserves;
        DATA_FUND = parts.dataFund;
    }

    // Operators

    /// @inheritdoc IAttributionLedger
    function commit(BatchCommitment calldata commitment, string calldata bundleUri) external returns (BatchId batchId) {
        _checkCommitment(commitment);
        (ModelId modelId, uint32 number) = (commitment.modelId, commitment.term);
        Term memory term = MODEL_REGISTRY.term(modelId, number);
        require(msg.sender == term.operator, AttributionLedger_NotOperator(modelId, number, msg.sender));
        require(block.timestamp < term.endsAt, AttributionLedger_TermOver(modelId, number, term.endsAt));
        require(!DEMAND_REGISTRY.isBlocked(msg.sender), AttributionLedger_OperatorBlocked(msg.sender));
        ModelState memory state = _states[modelId];
        require(state.openBatch == 0, AttributionLedger_BatchOpen(modelId, BatchId.wrap(state.openBatch)));

        Batch memory batch = _newBatch(commitment, Math.max(term.startedAt, state.lastFinalisedCommit));
        uint256 count = ++batchCount;
        batchId = BatchId.wrap(count);
        _states[modelId].openBatch = count.toUint64();
        batchRecord[batchId] = Hashes.newBatchRecord(batch);
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
        bool rewarded = reservedIn != 0 && reservedIn < block.number;
        _void(batchId, batch, kind, msg.sender, rewarded ? batch.bond / 2 : 0);
    }

    /// @inheritdoc IAttributionLedger
    function voidUnanswered(BatchId batchId, Batch calldata batch) external {
        _checkCommitted(batchId, batch);
        address demander = DEMAND_REGISTRY.expiredDemander(batchId);
        require(demander != address(0), AttributionLedger_NoExpiredDemand(batchId));
        _void(batchId, batch, EvidenceKind.UnansweredDemand, demander, batch.bond / 2);
    }

    // The arbiter

    /// @inheritdoc IAttributionLedger
    function escalate(BatchId batchId, Batch calldata batch) external {
        _checkCommitted(batchId, batch);
        require(
            block.timestamp < batch.challengesUntil,
            AttributionLedger_ChallengePeriodOver(batchId, batch.challengesUntil)
        );
        bool arbitrated = MODEL_REGISTRY.model(batch.commitment.modelId).rule == AttributionRule.InfluenceV1;
        require(arbitrated, AttributionLedger_NotEscalable(batchId));
        Escalation memory open = _escalations[batchId];
        // One on which the arbiter was silent is over: the batch stands.
        require(open.decideBy == 0, AttributionLedger_EscalationOpen(batchId, open.decideBy));
        Parameters memory parameters = CONFIG.parameters();
        require(parameters.arbiter != address(0), AttributionLedger_NoArbiter());
        uint256 decideBy = block.timestamp + parameters.arbiterPeriod;
        _escalations[batchId] =
            Escalation(msg.sender, parameters.escalationBond, parameters.arbiter, decideBy.toUint40());
        emit Escalated(batchId, msg.sender, parameters.arbiter, parameters.escalationBond, decideBy);
        TOKEN.safeTransferFrom(msg.sender, address(this), parameters.escalationBond);
    }

    /// @inheritdoc IAttributionLedger
    function decide(BatchId batchId, Batch calldata batch, bool upheld) external {
        _checkCommitted(batchId, batch);
        Escalation memory open = _escalations[batchId];
        require(open.decideBy != 0 && block.timestamp < open.decideBy, AttributionLedger_NotEscalated(batchId));
        require(msg.sender == open.arbiter, AttributionLedger_NotArbiter(batchId, msg.sender));
        if (upheld) {
            _void(batchId, batch, EvidenceKind.UpheldEscalation, open.escalator, batch.bond / 2);
        } else {
            delete _escalations[batchId];
            emit EscalationClosed(batchId, open.escalator, msg.sender, false);
            TOKEN.safeTransfer(DATA_FUND, open.bond);
        }
    }

    // Settlement

    /// @inheritdoc IAttributionLedger
    function finalise(BatchId batchId, Batch calldata batch) external {
        _checkCommitted(batchId, batch);
        require(
            block.timestamp >= batch.challengesUntil,
            AttributionLedger_ChallengePeriodOpen(batchId, batch.challengesUntil)
        );
        uint256 open = DEMAND_REGISTRY.openDemands(batchId);
        require(open == 0, AttributionLedger_DemandsOpen(batchId, open));
        uint256 decideBy = _escalations[batchId].decideBy;
        require(block.timestamp >= decideBy, AttributionLedger_EscalationOpen(batchId, decideBy));
        BatchCommitment calldata commitment = batch.commitment;
        ModelId modelId = commitment.modelId;
        uint256 unearned = commitment.dataFees - commitment.earned;
        _states[modelId] = ModelState({openBatch: 0, lastFinalisedCommit: batch.committedAt});
        _setStatus(batchId, BatchStatus.Finalised);
        emit BatchFinalised(batchId, modelId, commitment.earned, unearned);

        STAKE_VAULT.release(batch.operator, batch.bond);
        if (unearned != 0) INFERENCE_ESCROW.payFromBatch(DATA_FUND, unearned);
        if (decideBy != 0) _returnEscalation(batchId, address(0), false);
    }

    /// @inheritdoc IAttributionLedger
    function claim(Claim calldata claimed) external returns (uint256 amount) {
        address recipient = _recipientOf(claimed.payout.payout.account);
        amount = _claim(claimed, recipient);
        INFERENCE_ESCROW.payFromBatch(recipient, amount);
    }

    /// @inheritdoc IAttributionLedger
    function claimMany(Claim[] calldata claims) external returns (uint256 amount) {
        // Claims of one account in a row are paid at once.
        address account;
        address recipient;
        uint256 due;
        for (uint256 i = 0; i < claims.length; ++i) {
            address next = claims[i].payout.payout.account;
            if (i == 0 || next != account) {
                if (due != 0) INFERENCE_ESCROW.payFromBatch(recipient, due);
                (account, recipient, due) = (next, _recipientOf(next), 0);
            }
            uint256 earned = _claim(claims[i], recipient);
            due += earned;
            amount += earned;
        }
        if (due != 0) INFERENCE_ESCROW.payFromBatch(recipient, due);
    }

    // Views

    /// @inheritdoc IAttributionLedger
    function statusOf(BatchId batchId) public view returns (BatchStatus) {
        return BatchStatus(uint8(uint256(batchRecord[batchId])));
    }

    /// @inheritdoc IAttributionLedger
    function isRecorded(BatchId batchId, Batch calldata batch, BatchStatus status) public view returns (bool) {
        return batchRecord[batchId] == Hashes.batchRecord(batch, status);
    }

    /// @inheritdoc IAttributionLedger
    function verifyCredit(
        BatchId batchId,
        Batch calldata batch,
        InferenceProof calldata inference,
        CreditProof calldata credit
    ) external view returns (bool) {
        return isRecorded(batchId, batch, BatchStatus.Finalised) && Evidence.isInference(batch, inference)
            && Evidence.isCredit(inference.inference, credit);
    }

    /// @inheritdoc IAttributionLedger
    function escalationOf(BatchId batchId) external view returns (Escalation memory) {
        return _escalations[batchId];
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
    function bondFor(uint128 dataFees, uint256 itemCount) external view returns (uint128) {
        return _bondFor(CONFIG.batchParameters(), dataFees, itemCount);
    }

    /// @dev Where an account's money goes. Reverts unless the caller may claim for it.
    function _recipientOf(address account) internal view returns (address) {
        // The reserves of datanets claim only for reserve accounts, for which no key signs.
        if (msg.sender == DATANET_RESERVES) return msg.sender;
        require(
            msg.sender == account || PAYOUT_DIRECTORY.isClaimer(account, msg.sender),
            AttributionLedger_NotClaimant(account, msg.sender)
        );
        return PAYOUT_DIRECTORY.recipientOf(account);
    }

    /// @dev Takes a payout for its account's recipient, once; the caller pays it.
    function _claim(Claim calldata claimed, address recipient) internal returns (uint256 amount) {
        BatchId batchId = claimed.batchId;
        PayoutProof calldata proof = claimed.payout;
        if (!isRecorded(batchId, claimed.batch, BatchStatus.Finalised)) {
            BatchStatus status = statusOf(batchId);
            require(status == BatchStatus.Finalised, AttributionLedger_NotFinalised(batchId, status));
            revert AttributionLedger_WrongBatch(batchId);
        }
        BatchCommitment calldata commitment = claimed.batch.commitment;
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(
            commitment.payoutCount,
            proof.index,
            Hashes.payoutLeaf(proof.payout, proof.amount),
            proof.siblings,
            proof.siblingSums
        );
        // With the total checked, all claims of a batch together are at most the money that it took.
        require(
            wellFormed && root.hash == commitment.payoutsRoot && root.sum == commitment.earned,
            AttributionLedger_BadPayoutProof(batchId, proof.index)
        );
        BitMaps.BitMap storage bitmap = _claimed[batchId];
        require(!bitmap.get(proof.index), AttributionLedger_AlreadyClaimed(batchId, proof.index));
        bitmap.set(proof.index);
        amount = proof.amount;
        emit Claimed(batchId, proof.payout.account, recipient, amount);
    }

    /// @dev Voids a batch: its money returns to the pool, its bond is slashed, an escalation's bond returns.
    function _void(BatchId batchId, Batch calldata batch, EvidenceKind kind, address challenger, uint256 reward)
        internal
    {
        BatchCommitment calldata commitment = batch.commitment;
        ModelId modelId = commitment.modelId;
        _states[modelId].openBatch = 0;
        _setStatus(batchId, BatchStatus.Voided);
        emit BatchVoided(batchId, modelId, challenger, kind, batch.bond, reward);

        STAKE_VAULT.slash(batch.operator, batch.bond, challenger, reward);
        INFERENCE_ESCROW.returnPool(modelId, commitment.term, commitment.dataFees);
        if (_escalations[batchId].decideBy != 0) {
            bool upheld = kind == EvidenceKind.UpheldEscalation;
            _returnEscalation(batchId, upheld ? msg.sender : address(0), upheld);
        }
    }

    /// @dev The record was compared with the batch: what is left to change of it is its last byte.
    function _setStatus(BatchId batchId, BatchStatus status) internal {
        batchRecord[batchId] = Hashes.withStatus(batchRecord[batchId], status);
    }

    /// @dev Gives the bond of a batch's escalation back.
    function _returnEscalation(BatchId batchId, address arbiter, bool upheld) internal {
        Escalation memory closed = _escalations[batchId];
        delete _escalations[batchId];
        emit EscalationClosed(batchId, closed.escalator, arbiter, upheld);
        TOKEN.safeTransfer(closed.escalator, closed.bond);
    }

    /// @dev The caller's batch of now. Answers can be as old as `since`, the last finalised commit or the term's start: the
    /// former may be of an earlier term, which ended before this one started.
    function _newBatch(BatchCommitment calldata commitment, uint256 since) internal view returns (Batch memory batch) {
        BatchParameters memory parameters = CONFIG.batchParameters();
        uint256 demandsUntil = block.timestamp + parameters.demandPeriod;
        batch.commitment = commitment;
        batch.operator = msg.sender;
        batch.bond = _bondFor(parameters, commitment.dataFees, _itemsOf(commitment));
        batch.committedAt = block.timestamp.toUint40();
        batch.demandsUntil = demandsUntil.toUint40();
        batch.responsePeriod = parameters.responsePeriod;
        batch.challengesUntil = (demandsUntil + parameters.responsePeriod + parameters.challengeTail).toUint40();
        batch.versionsSince = since.saturatingSub(parameters.versionGrace).toUint40();
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
            require(commitment.entryCount == 0, AttributionLedger_EntriesWithoutPayouts(commitment.entryCount));
        } else {
            require(commitment.payoutsRoot != 0, AttributionLedger_ZeroRoot("payoutsRoot"));
        }
        require(
            commitment.bundleSize != 0 && commitment.bundleSize <= MAX_BUNDLE_SIZE,
            AttributionLedger_BadBundleSize(commitment.bundleSize, MAX_BUNDLE_SIZE)
        );
    }

    /// @dev Leaves of all trees that the commitment declares.
    function _itemsOf(BatchCommitment calldata commitment) internal pure returns (uint256) {
        return
            uint256(commitment.inferenceCount) + commitment.creditCount + commitment.payoutCount + commitment.entryCount;
    }

    function _bondFor(BatchParameters memory parameters, uint256 dataFees, uint256 itemCount)
        internal
        pure
        returns (uint128)
    {
        uint256 byMoney = dataFees * parameters.bondBps / WHOLE_BPS;
        uint256 byItems = parameters.bondPerItem * itemCount;
        return Math.max(parameters.minimumBond, Math.max(byMoney, byItems)).toUint128();
    }
}
