// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Batch, BatchCommitment, BatchStatus, IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {Answer, Demand, DemandKind, DemandStatus, IDemandRegistry, Item} from "../interfaces/IDemandRegistry.sol";
import {IProtocolConfig} from "../interfaces/IProtocolConfig.sol";
import {AnswerGas} from "../libraries/AnswerGas.sol";
import {Answers} from "../libraries/Answers.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {BatchId} from "../types/BatchId.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title DemandRegistry
/// @notice See `IDemandRegistry`.
contract DemandRegistry is IDemandRegistry {
    using SafeCast for uint256;

    /// @dev A demand, linked to the open ones made before and after it in its list, by number; 0 at an end. Two slots.
    struct Node {
        address demander;
        uint40 answerBy; // Unix time in seconds.
        DemandStatus status;
        uint48 previous;
        uint128 deposit; // Wei.
        uint64 batchId; // The ledger's counter has 64 bits.
        uint48 next;
    }

    /// @dev Open demands in the order in which they were made. One slot.
    struct List {
        uint48 head;
        uint48 tail;
        uint48 length;
    }

    /// @notice Most leaves or chunks in one demand.
    uint256 public constant MOST_LEAVES = 64;

    IAttributionLedger public immutable ATTRIBUTION_LEDGER;
    IDatanetRegistry public immutable DATANET_REGISTRY;
    IProtocolConfig public immutable CONFIG;

    /// @inheritdoc IDemandRegistry
    uint256 public demandCount;

    mapping(bytes32 demandId => uint48 number) internal _numbers;
    mapping(uint48 number => Node) internal _nodes;
    /// @dev Made while the batch was committed. All have its response period, so deadlines never descend.
    mapping(BatchId batchId => List) internal _ofBatch;
    /// @dev Of its finalised batches. Their response periods may differ, so that one behind the first can be late before it.
    /// It blocks once the first is late or answered: within a day, the longest period, and no unbonding is as short.
    mapping(address operator => List) internal _ofOperator;

    /// @inheritdoc IDemandRegistry
    mapping(address account => uint256) public withdrawable;

    constructor(IAttributionLedger attributionLedger, IDatanetRegistry datanetRegistry, IProtocolConfig config) {
        ATTRIBUTION_LEDGER = attributionLedger;
        DATANET_REGISTRY = datanetRegistry;
        CONFIG = config;
    }

    // Demanders

    /// @inheritdoc IDemandRegistry
    function demand(BatchId batchId, Batch calldata batch, Item calldata item)
        external
        payable
        returns (bytes32 demandId)
    {
        bool finalised = _isFinalised(batchId, batch);
        if (!finalised) {
            require(block.timestamp < batch.demandsUntil, DemandRegistry_DemandsOver(batchId, batch.demandsUntil));
        }
        require(_isDemandable(batch.commitment, item, finalised), DemandRegistry_BadItem());
        demandId = demandIdOf(batchId, item);
        require(_numbers[demandId] == 0, DemandRegistry_AlreadyDemanded(demandId));
        uint256 deposit = depositFor(batch, item);
        require(msg.value >= deposit, DemandRegistry_DepositTooSmall(msg.value, deposit));

        uint48 number = (++demandCount).toUint48();
        uint256 answerBy = block.timestamp + batch.responsePeriod;
        List storage list = finalised ? _ofOperator[batch.operator] : _ofBatch[batchId];
        uint48 last = list.tail;
        _numbers[demandId] = number;
        _nodes[number] = Node({
            demander: msg.sender,
            answerBy: answerBy.toUint40(),
            status: DemandStatus.Open,
            previous: last,
            deposit: deposit.toUint128(),
            batchId: BatchId.unwrap(batchId).toUint64(),
            next: 0
        });
        if (last == 0) list.head = number;
        else _nodes[last].next = number;
        list.tail = number;
        ++list.length;
        withdrawable[msg.sender] += msg.value - deposit;
        emit Demanded(demandId, batchId, msg.sender, item, answerBy, deposit);
    }

    /// @inheritdoc IDemandRegistry
    function close(bytes32[] calldata demandIds) external {
        for (uint256 i = 0; i < demandIds.length; ++i) {
            bytes32 demandId = demandIds[i];
            uint48 number = _numbers[demandId];
            Node memory node = _nodes[number];
            require(node.status == DemandStatus.Open, DemandRegistry_NotOpen(demandId, node.status));
            BatchId batchId = BatchId.wrap(node.batchId);
            // A void batch was never finalised: its demands are in its own list.
            require(_statusOf(batchId) == BatchStatus.Voided, DemandRegistry_NotVoid(batchId));
            _remove(_ofBatch[batchId], number, node, DemandStatus.Closed);
            withdrawable[node.demander] += node.deposit;
            emit DemandClosed(demandId, batchId, node.demander, node.deposit);
        }
    }

    // Whoever answers

    /// @inheritdoc IDemandRegistry
    function answer(BatchId batchId, Batch calldata batch, Item[] calldata items, Answer[] calldata answers) external {
        // An account with delegated code (EIP-7702) is its transaction's origin too: hence both.
        bool direct = msg.sender == tx.origin && msg.sender.code.length == 0;
        require(direct, DemandRegistry_NotDirect(msg.sender));
        require(items.length == answers.length, DemandRegistry_WrongNumber(items.length, answers.length));
        // While a batch can be finalised, none of its own demands is open: those of a finalised one are its operator's.
        bool finalised = _isFinalised(batchId, batch);
        List storage list = finalised ? _ofOperator[batch.operator] : _ofBatch[batchId];
        uint256 earned;
        bytes32 demandId;
        for (uint256 i = 0; i < items.length; ++i) {
            demandId = demandIdOf(batchId, items[i]);
            uint48 number = _numbers[demandId];
            Node memory node = _nodes[number];
            // What somebody else answered a moment ago must not make the rest late.
            if (node.status == DemandStatus.Answered) continue;
            require(node.status == DemandStatus.Open, DemandRegistry_NotOpen(demandId, node.status));
            require(finalised || block.timestamp < node.answerBy, DemandRegistry_TooLate(demandId, node.answerBy));
            _checkEarlier(items[i], answers[i]);
            Answers.check(batch, items[i], answers[i], DATANET_REGISTRY);
            _remove(list, number, node, DemandStatus.Answered);
            earned += node.deposit;
            emit DemandAnswered(demandId, batchId, msg.sender, node.deposit);
        }
        withdrawable[msg.sender] += earned;
    }

    /// @inheritdoc IDemandRegistry
    function withdraw() external returns (uint256 amount) {
        amount = withdrawable[msg.sender];
        require(amount != 0, DemandRegistry_NothingToWithdraw(msg.sender));
        withdrawable[msg.sender] = 0;
        emit DepositsWithdrawn(msg.sender, amount);
        (bool paid,) = msg.sender.call{value: amount}("");
        require(paid, DemandRegistry_PaymentFailed(msg.sender));
    }

    // Views

    /// @inheritdoc IDemandRegistry
    function demandOf(bytes32 demandId) external view returns (Demand memory) {
        Node memory node = _nodes[_numbers[demandId]];
        return Demand(node.demander, node.answerBy, node.deposit, BatchId.wrap(node.batchId), node.status);
    }

    /// @inheritdoc IDemandRegistry
    function demandIdOf(BatchId batchId, Item calldata item) public pure returns (bytes32) {
        return keccak256(abi.encode(batchId, item));
    }

    /// @inheritdoc IDemandRegistry
    function depositFor(Batch calldata batch, Item calldata item) public view returns (uint256) {
        return answerGas(batch, item) * CONFIG.parameters().demandDepositFactor * block.basefee;
    }

    /// @inheritdoc IDemandRegistry
    function answerGas(Batch calldata batch, Item calldata item) public pure returns (uint256) {
        return AnswerGas.gasOf(batch.commitment, item);
    }

    /// @inheritdoc IDemandRegistry
    function openDemands(BatchId batchId) external view returns (uint256) {
        return _ofBatch[batchId].length;
    }

    /// @inheritdoc IDemandRegistry
    function expiredDemander(BatchId batchId) external view returns (address) {
        return _expired(_ofBatch[batchId]);
    }

    /// @inheritdoc IDemandRegistry
    function isBlocked(address operator) external view returns (bool) {
        return _expired(_ofOperator[operator]) != address(0);
    }

    /// @dev Who made the first open demand of a list, if its time is over.
    function _expired(List storage list) internal view returns (address) {
        uint48 head = list.head;
        if (head == 0) return address(0);
        Node memory node = _nodes[head];
        return block.timestamp < node.answerBy ? address(0) : node.demander;
    }

    /// @dev Takes a demand that is no longer open out of its list.
    function _remove(List storage list, uint48 number, Node memory node, DemandStatus status) internal {
        if (node.previous == 0) list.head = node.next;
        else _nodes[node.previous].next = node.next;
        if (node.next == 0) list.tail = node.previous;
        else _nodes[node.next].previous = node.previous;
        --list.length;
        Node storage stored = _nodes[number];
        (stored.status, stored.previous, stored.next) = (status, 0, 0);
    }

    /// @dev Whether the batch is finalised rather than committed. Reverts when it is neither, or not the one of that id.
    function _isFinalised(BatchId batchId, Batch calldata batch) internal view returns (bool) {
        bytes32 record = _recordOf(batchId);
        bytes32 committed = Hashes.batchRecord(batch, BatchStatus.Committed);
        if (record == committed) return false;
        require(record == Hashes.withStatus(committed, BatchStatus.Finalised), DemandRegistry_WrongBatch(batchId));
        return true;
    }

    /// @dev Whether the item is one, in its only form, and not answered by what the chain shows already.
    function _isDemandable(BatchCommitment calldata commitment, Item calldata item, bool finalised)
        internal
        view
        returns (bool)
    {
        DemandKind kind = item.kind;
        if (finalised && kind != DemandKind.PayoutOf) return false;
        if (kind == DemandKind.EarlierInferenceAt) {
            if (_statusOf(item.earlier) != BatchStatus.Finalised) return false;
        } else if (BatchId.unwrap(item.earlier) != 0) {
            return false;
        }
        if (kind == DemandKind.InferenceAt || kind == DemandKind.EarlierInferenceAt) {
            return item.outer == 0 && item.inner == 0 && item.first == 0 && item.count == 0;
        }
        if (item.total != 0) return false;
        if (kind == DemandKind.PayoutOf || kind == DemandKind.EntryOf) {
            if (kind == DemandKind.PayoutOf && (item.outer != 0 || item.inner != 0)) return false;
            return commitment.payoutCount != 0 && item.first == 0 && item.count == 0;
        }
        if (item.account != address(0) || item.count == 0 || item.count > MOST_LEAVES) return false;
        if (item.inner != 0 && kind != DemandKind.SourceChunks) return false;
        bool ofPayouts = kind == DemandKind.Payouts || kind == DemandKind.Entries;
        uint256 declared = ofPayouts ? commitment.payoutCount : commitment.inferenceCount;
        if (kind == DemandKind.Inferences || kind == DemandKind.Payouts) {
            return item.outer == 0 && uint256(item.first) + item.count <= declared;
        }
        return item.outer < declared;
    }

    /// @dev The batch that an answer takes for the earlier one of its item is that one.
    function _checkEarlier(Item calldata item, Answer calldata given) internal view {
        if (item.kind != DemandKind.EarlierInferenceAt) return;
        bytes32 record = Hashes.batchRecord(given.earlierBatch, BatchStatus.Finalised);
        require(_recordOf(item.earlier) == record, DemandRegistry_WrongBatch(item.earlier));
    }

    /// @dev One place for each call, since every call's code counts.
    function _recordOf(BatchId batchId) internal view returns (bytes32) {
        return ATTRIBUTION_LEDGER.batchRecord(batchId);
    }

    function _statusOf(BatchId batchId) internal view returns (BatchStatus) {
        return ATTRIBUTION_LEDGER.statusOf(batchId);
    }
}
