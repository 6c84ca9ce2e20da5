// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Bond, DataDemand, IDataAvailability, Item, ItemStatus} from "../interfaces/IDataAvailability.sol";
import {IDatanetRegistry, Submission, SubmissionStatus} from "../interfaces/IDatanetRegistry.sol";
import {IProtocolConfig} from "../interfaces/IProtocolConfig.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {TextRoot} from "../libraries/TextRoot.sol";
import {Tree} from "../libraries/Tree.sol";
import {DataDemandId} from "../types/DataDemandId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title DataAvailability
/// @notice See `IDataAvailability`.
contract DataAvailability is IDataAvailability {
    using SafeCast for uint256;

    /// @dev `Item` in one slot.
    struct StoredItem {
        uint64 demandId;
        ItemStatus status;
    }

    /// @dev `DataDemand` in two slots.
    struct StoredDemand {
        address demander;
        uint40 answerBy;
        bool ofChunks;
        uint32 leafIndex;
        uint64 submissionId;
        uint96 deposit;
        uint96 repayment;
    }

    /// @dev What an answer adds up to.
    struct Answer {
        uint256 count;
        uint256 earned;
        uint256 backCount;
    }

    uint256 public constant MAX_ITEMS = 64;
    uint256 public constant BOND_PERIOD = 14 days;
    /// @notice Gas of an answer: of its transaction, of each leaf, of each chunk, and of each level of a proof, calldata
    /// included; measured by `contracts/test/gas/dataAnswers.t.sol`.
    uint256 public constant ANSWER_GAS = 72_400;
    uint256 public constant LEAF_ANSWER_GAS = 18_100;
    uint256 public constant CHUNK_ANSWER_GAS = 21_850;
    uint256 public constant LEVEL_ANSWER_GAS = 720;
    /// @notice Levels that a chunk's deposit pays for: those of a text of 1 MiB. The length of a hidden text is not known.
    uint256 public constant CHUNK_LEVELS = 12;
    /// @dev Place of the leaf itself among its items; chunk i has place i + 1.
    uint256 internal constant LEAF_PLACE = 0;

    IDatanetRegistry public immutable DATANET_REGISTRY;
    IProtocolConfig public immutable CONFIG;

    /// @inheritdoc IDataAvailability
    uint256 public demandCount;

    mapping(DataDemandId demandId => StoredDemand) internal _demands;
    mapping(SubmissionId submissionId => Bond) internal _bonds;
    mapping(SubmissionId submissionId => mapping(uint32 leafIndex => mapping(uint256 place => StoredItem))) internal
        _items;
    /// @dev The text root of a leaf, proven when chunks of it were first demanded.
    mapping(SubmissionId submissionId => mapping(uint32 leafIndex => bytes32 textRoot)) internal _textRoots;

    /// @inheritdoc IDataAvailability
    mapping(SubmissionId submissionId => mapping(uint32 leafIndex => uint256)) public unavailableItems;
    /// @inheritdoc IDataAvailability
    mapping(address account => uint256) public balanceOf;

    constructor(IProtocolConfig config, IDatanetRegistry datanetRegistry) {
        CONFIG = config;
        DATANET_REGISTRY = datanetRegistry;
    }

    // Bonds

    /// @inheritdoc IDataAvailability
    function lockBond(SubmissionId submissionId, uint40 count) external payable {
        require(msg.sender == address(DATANET_REGISTRY), DataAvailability_NotDatanetRegistry(msg.sender));
        uint256 least = bondFor(count);
        require(msg.value >= least, DataAvailability_BondTooSmall(msg.value, least));
        if (msg.value == 0) return;
        _bonds[submissionId].free = msg.value.toUint128();
        emit BondLocked(submissionId, msg.value);
    }

    /// @inheritdoc IDataAvailability
    function releaseBond(SubmissionId submissionId) external returns (uint256 amount) {
        Submission memory submission = DATANET_REGISTRY.submission(submissionId);
        require(!_isBonded(submission), DataAvailability_BondLocked(submissionId));
        amount = _bonds[submissionId].free;
        require(amount != 0, DataAvailability_NothingToRelease(submissionId));
        _bonds[submissionId].free = 0;
        balanceOf[submission.submitter] += amount;
        emit BondReleased(submissionId, submission.submitter, amount);
    }

    /// @inheritdoc IDataAvailability
    function withdraw(address payable recipient) external returns (uint256 amount) {
        amount = balanceOf[msg.sender];
        require(amount != 0, DataAvailability_NothingToWithdraw(msg.sender));
        balanceOf[msg.sender] = 0;
        emit Withdrawn(msg.sender, recipient, amount);
        (bool sent,) = recipient.call{value: amount}("");
        require(sent, DataAvailability_TransferFailed(recipient, amount));
    }

    // Demands

    /// @inheritdoc IDataAvailability
    function demandLeaves(SubmissionId submissionId, uint32[] calldata leafIndexes)
        external
        payable
        returns (DataDemandId demandId)
    {
        Submission memory submission = _acceptedSubmission(submissionId);
        _checkItemCount(leafIndexes.length);
        demandId = DataDemandId.wrap(++demandCount);
        uint32[] memory opened = new uint32[](leafIndexes.length);
        uint256 count = 0;
        for (uint256 i = 0; i < leafIndexes.length; ++i) {
            uint32 leafIndex = leafIndexes[i];
            require(leafIndex < submission.count, DataAvailability_NoSuchLeaf(submissionId, leafIndex));
            if (_open(_items[submissionId][leafIndex][LEAF_PLACE], demandId)) opened[count++] = leafIndex;
        }
        StoredDemand memory made = _demand(submissionId, submission, count, _leafGas(submission.count));
        _demands[demandId] = made;
        emit LeavesDemanded(demandId, submissionId, msg.sender, _first(opened, count), made.deposit, made.answerBy);
    }

    /// @inheritdoc IDataAvailability
    function demandChunks(SubmissionId submissionId, LeafProof calldata leaf, uint32[] calldata chunks)
        external
        payable
        returns (DataDemandId demandId)
    {
        Submission memory submission = _acceptedSubmission(submissionId);
        _checkItemCount(chunks.length);
        _checkLeaf(submissionId, submission, leaf);
        _textRoots[submissionId][leaf.leafIndex] = leaf.textRoot;
        demandId = DataDemandId.wrap(++demandCount);
        uint32[] memory opened = new uint32[](chunks.length);
        uint256 count = 0;
        for (uint256 i = 0; i < chunks.length; ++i) {
            uint32 chunk = chunks[i];
            if (_open(_items[submissionId][leaf.leafIndex][_placeOf(chunk)], demandId)) opened[count++] = chunk;
        }
        StoredDemand memory made = _demand(submissionId, submission, count, _chunkGas(CHUNK_LEVELS));
        made.ofChunks = true;
        made.leafIndex = leaf.leafIndex;
        _demands[demandId] = made;
        opened = _first(opened, count);
        emit ChunksDemanded(
            demandId, submissionId, msg.sender, leaf.leafIndex, leaf.textRoot, opened, made.deposit, made.answerBy
        );
    }

    // Answers

    /// @inheritdoc IDataAvailability
    function answerLeaves(SubmissionId submissionId, LeafProof[] calldata leaves) external returns (uint256) {
        Submission memory submission = DATANET_REGISTRY.submission(submissionId);
        uint256 gasEach = _leafGas(submission.count);
        uint32[] memory back = new uint32[](leaves.length);
        Answer memory answer;
        for (uint256 i = 0; i < leaves.length; ++i) {
            LeafProof calldata leaf = leaves[i];
            uint32 leafIndex = leaf.leafIndex;
            if (!_isOpen(_items[submissionId][leafIndex][LEAF_PLACE])) continue;
            _checkLeaf(submissionId, submission, leaf);
            (uint256 earned, bool isBack) = _settle(submissionId, leafIndex, LEAF_PLACE, gasEach);
            if (isBack) back[answer.backCount++] = leafIndex;
            ++answer.count;
            answer.earned += earned;
            emit LeafAnswered(submissionId, leafIndex, msg.sender, leaf.contributor, leaf.textRoot, earned);
        }
        return _finish(submissionId, answer, back);
    }

    /// @inheritdoc IDataAvailability
    function answerChunks(SubmissionId submissionId, uint32 leafIndex, uint64 length, ChunkRun[] calldata runs)
        external
        returns (uint256)
    {
        uint256 gasEach = _chunkGas(Tree.depth(TextRoot.chunkCount(length)));
        Answer memory answer;
        for (uint256 i = 0; i < runs.length; ++i) {
            _answerRun(submissionId, leafIndex, length, runs[i], gasEach, answer);
        }
        return _finishText(submissionId, leafIndex, answer);
    }

    /// @inheritdoc IDataAvailability
    function answerAbsent(
        SubmissionId submissionId,
        uint32 leafIndex,
        uint64 length,
        bytes32 treeRoot,
        uint32[] calldata chunks
    ) external returns (uint256) {
        require(
            TextRoot.hash(length, treeRoot) == _textRoots[submissionId][leafIndex],
            DataAvailability_NotOpening(submissionId, leafIndex)
        );
        uint256 chunkCount = TextRoot.chunkCount(length);
        Answer memory answer;
        for (uint256 i = 0; i < chunks.length; ++i) {
            require(chunks[i] >= chunkCount, DataAvailability_NotAbsent(submissionId, leafIndex, chunks[i]));
            // Whoever demands what is not there is repaid nothing.
            _settleChunk(submissionId, leafIndex, chunks[i], 0, answer);
        }
        emit ChunksAbsent(submissionId, leafIndex, msg.sender, length, chunks, answer.earned);
        return _finishText(submissionId, leafIndex, answer);
    }

    // Silence

    /// @inheritdoc IDataAvailability
    function markUnavailable(DataDemandId demandId, uint32[] calldata indexes) external {
        StoredDemand memory unanswered = _demands[demandId];
        require(unanswered.demander != address(0), DataAvailability_UnknownDemand(demandId));
        require(block.timestamp >= unanswered.answerBy, DataAvailability_StillAnswerable(demandId, unanswered.answerBy));
        SubmissionId submissionId = SubmissionId.wrap(unanswered.submissionId);
        uint32[] memory marked = new uint32[](indexes.length);
        uint32[] memory gone = new uint32[](indexes.length);
        (uint256 count, uint256 goneCount) = (0, 0);
        for (uint256 i = 0; i < indexes.length; ++i) {
            uint32 leafIndex = unanswered.ofChunks ? unanswered.leafIndex : indexes[i];
            uint256 place = unanswered.ofChunks ? _placeOf(indexes[i]) : LEAF_PLACE;
            StoredItem storage item = _items[submissionId][leafIndex][place];
            if (item.status != ItemStatus.Demanded || item.demandId != DataDemandId.unwrap(demandId)) continue;
            item.status = ItemStatus.Unavailable;
            marked[count++] = indexes[i];
            if (++unavailableItems[submissionId][leafIndex] == 1) gone[goneCount++] = leafIndex;
        }
        require(count != 0, DataAvailability_NothingToMark(demandId));

        Bond storage bond = _bonds[submissionId];
        uint256 unused = count * unanswered.repayment;
        bond.earmarked -= unused.toUint128();
        bond.free += unused.toUint128();
        uint256 returned = count * unanswered.deposit;
        balanceOf[unanswered.demander] += returned;
        emit ItemsUnavailable(demandId, submissionId, _first(marked, count), returned);
        if (goneCount != 0) DATANET_REGISTRY.setAvailability(submissionId, _first(gone, goneCount), false);
    }

    // Views

    /// @inheritdoc IDataAvailability
    function bondFor(uint256 count) public view returns (uint256) {
        return bondGas(count) * block.basefee;
    }

    /// @inheritdoc IDataAvailability
    function leafDeposit(uint256 count, uint256 items) external view returns (uint256) {
        return _depositFor(items, _leafGas(count));
    }

    /// @inheritdoc IDataAvailability
    function chunkDeposit(uint256 items) external view returns (uint256) {
        return _depositFor(items, _chunkGas(CHUNK_LEVELS));
    }

    /// @inheritdoc IDataAvailability
    function bondGas(uint256 count) public pure returns (uint256) {
        return 2 * ANSWER_GAS + Math.min(count, MAX_ITEMS) * _leafGas(count) + MAX_ITEMS * _chunkGas(CHUNK_LEVELS);
    }

    /// @inheritdoc IDataAvailability
    function leafGas(uint256 count, uint256 items) external pure returns (uint256) {
        return _gasOfOne(items, _leafGas(count));
    }

    /// @inheritdoc IDataAvailability
    function chunkGas(uint256 items) external pure returns (uint256) {
        return _gasOfOne(items, _chunkGas(CHUNK_LEVELS));
    }

    /// @inheritdoc IDataAvailability
    function leafItem(SubmissionId submissionId, uint32 leafIndex) external view returns (Item memory) {
        return _item(_items[submissionId][leafIndex][LEAF_PLACE]);
    }

    /// @inheritdoc IDataAvailability
    function chunkItem(SubmissionId submissionId, uint32 leafIndex, uint32 chunk) external view returns (Item memory) {
        return _item(_items[submissionId][leafIndex][_placeOf(chunk)]);
    }

    /// @inheritdoc IDataAvailability
    function demand(DataDemandId demandId) external view returns (DataDemand memory) {
        StoredDemand memory stored = _demands[demandId];
        require(stored.demander != address(0), DataAvailability_UnknownDemand(demandId));
        return DataDemand({
            demander: stored.demander,
            answerBy: stored.answerBy,
            ofChunks: stored.ofChunks,
            leafIndex: stored.leafIndex,
            submissionId: SubmissionId.wrap(stored.submissionId),
            deposit: stored.deposit,
            repayment: stored.repayment
        });
    }

    /// @inheritdoc IDataAvailability
    function bondOf(SubmissionId submissionId) external view returns (Bond memory) {
        return _bonds[submissionId];
    }

    /// @dev Puts an item under a demand, unless it was under one before.
    function _open(StoredItem storage item, DataDemandId demandId) internal returns (bool isNew) {
        isNew = item.status == ItemStatus.None;
        if (isNew) (item.demandId, item.status) = (DataDemandId.unwrap(demandId).toUint64(), ItemStatus.Demanded);
    }

    /// @dev Takes the deposits of a demand for `count` items whose answer needs `gasEach`, and sets aside as much of the
    /// bond as their answers burn, or what is left of it.
    function _demand(SubmissionId submissionId, Submission memory submission, uint256 count, uint256 gasEach)
        internal
        returns (StoredDemand memory made)
    {
        require(count != 0, DataAvailability_NothingToDemand(submissionId));
        made.demander = msg.sender;
        made.answerBy = (block.timestamp + CONFIG.parameters().dataResponsePeriod).toUint40();
        made.submissionId = SubmissionId.unwrap(submissionId).toUint64();
        uint256 deposit = _depositFor(count, gasEach);
        require(msg.value >= count * deposit, DataAvailability_DepositTooSmall(msg.value, count * deposit));
        made.deposit = deposit.toUint96();
        if (msg.value > count * deposit) balanceOf[msg.sender] += msg.value - count * deposit;
        Bond storage bond = _bonds[submissionId];
        if (bond.free != 0 && _isBonded(submission)) {
            uint256 repayment = Math.min(gasEach * block.basefee, bond.free / count);
            made.repayment = repayment.toUint96();
            bond.free -= (count * repayment).toUint128();
            bond.earmarked += (count * repayment).toUint128();
        }
    }

    function _answerRun(
        SubmissionId submissionId,
        uint32 leafIndex,
        uint64 length,
        ChunkRun calldata run,
        uint256 gasEach,
        Answer memory answer
    ) internal {
        bytes32 textRoot = _textRoots[submissionId][leafIndex];
        bytes calldata data = run.data;
        uint256 earnedBefore = answer.earned;
        for (uint256 i = 0; i < run.siblings.length; ++i) {
            uint256 chunk = run.firstChunk + i;
            bytes calldata shown =
                data[Math.min(i * TextRoot.CHUNK, data.length):Math.min((i + 1) * TextRoot.CHUNK, data.length)];
            require(
                TextRoot.verifyChunk(textRoot, length, chunk, shown, run.siblings[i]),
                DataAvailability_NotOfText(submissionId, leafIndex, chunk)
            );
            _settleChunk(submissionId, leafIndex, chunk, gasEach, answer);
        }
        require(
            data.length <= run.siblings.length * TextRoot.CHUNK,
            DataAvailability_NotOfText(submissionId, leafIndex, run.firstChunk + run.siblings.length)
        );
        uint256 earned = answer.earned - earnedBefore;
        emit ChunksAnswered(submissionId, leafIndex, msg.sender, length, run.firstChunk, run.data, earned);
    }

    function _settleChunk(
        SubmissionId submissionId,
        uint32 leafIndex,
        uint256 chunk,
        uint256 gasEach,
        Answer memory answer
    ) internal {
        uint256 place = _placeOf(chunk);
        if (!_isOpen(_items[submissionId][leafIndex][place])) return;
        (uint256 earned, bool isBack) = _settle(submissionId, leafIndex, place, gasEach);
        if (isBack) answer.backCount = 1;
        ++answer.count;
        answer.earned += earned;
    }

    /// @dev Settles an item that was shown.
    /// @return earned Its deposit, for the answerer.
    /// @return isBack Whether its leaf is available again by it.
    function _settle(SubmissionId submissionId, uint32 leafIndex, uint256 place, uint256 gasEach)
        internal
        returns (uint256 earned, bool isBack)
    {
        StoredItem storage item = _items[submissionId][leafIndex][place];
        bool wasUnavailable = item.status == ItemStatus.Unavailable;
        item.status = ItemStatus.Answered;
        if (wasUnavailable) return (0, --unavailableItems[submissionId][leafIndex] == 0);
        DataDemandId demandId = DataDemandId.wrap(item.demandId);
        StoredDemand memory answered = _demands[demandId];
        earned = answered.deposit;
        if (answered.repayment != 0) {
            uint256 repaid = Math.min(answered.repayment, gasEach * block.basefee);
            Bond storage bond = _bonds[submissionId];
            bond.earmarked -= answered.repayment;
            bond.free += (answered.repayment - repaid).toUint128();
            balanceOf[answered.demander] += repaid;
            emit DemanderRepaid(submissionId, demandId, answered.demander, repaid);
        }
    }

    function _finish(SubmissionId submissionId, Answer memory answer, uint32[] memory back) internal returns (uint256) {
        require(answer.count != 0, DataAvailability_NothingToAnswer(submissionId));
        balanceOf[msg.sender] += answer.earned;
        if (answer.backCount != 0) {
            DATANET_REGISTRY.setAvailability(submissionId, _first(back, answer.backCount), true);
        }
        return answer.earned;
    }

    function _finishText(SubmissionId submissionId, uint32 leafIndex, Answer memory answer) internal returns (uint256) {
        uint32[] memory back = new uint32[](1);
        back[0] = leafIndex;
        return _finish(submissionId, answer, back);
    }

    /// @dev Whether the submission's bond still answers for new demands.
    function _isBonded(Submission memory submission) internal view returns (bool) {
        if (submission.status == SubmissionStatus.Accepted) {
            return block.timestamp < submission.decidedAt + BOND_PERIOD;
        }
        return submission.status == SubmissionStatus.Pending && block.timestamp < submission.lapsesAt;
    }

    function _isOpen(StoredItem storage item) internal view returns (bool) {
        ItemStatus status = item.status;
        return status == ItemStatus.Demanded || status == ItemStatus.Unavailable;
    }

    function _acceptedSubmission(SubmissionId submissionId) internal view returns (Submission memory submission) {
        submission = DATANET_REGISTRY.submission(submissionId);
        require(submission.status == SubmissionStatus.Accepted, DataAvailability_NotAccepted(submissionId));
    }

    /// @dev The deposit for each of `items`, whose answer may come alone.
    function _depositFor(uint256 items, uint256 gasEach) internal view returns (uint256) {
        return CONFIG.parameters().demandDepositFactor * _gasOfOne(items, gasEach) * block.basefee;
    }

    function _item(StoredItem memory stored) internal pure returns (Item memory) {
        return Item(DataDemandId.wrap(stored.demandId), stored.status);
    }

    function _checkLeaf(SubmissionId submissionId, Submission memory submission, LeafProof calldata leaf)
        internal
        pure
    {
        bytes32 leafHash = Hashes.contributionLeaf(leaf.contributor, leaf.textRoot);
        require(
            Tree.verify(submission.root, submission.count, leaf.leafIndex, leafHash, leaf.siblings),
            DataAvailability_NotContribution(submissionId, leaf.leafIndex)
        );
    }

    function _checkItemCount(uint256 count) internal pure {
        require(count != 0 && count <= MAX_ITEMS, DataAvailability_BadItemCount(count, MAX_ITEMS));
    }

    /// @dev Gas of an item's answer with its part of the transaction.
    function _gasOfOne(uint256 items, uint256 gasEach) internal pure returns (uint256) {
        return gasEach + Math.ceilDiv(ANSWER_GAS, items);
    }

    function _leafGas(uint256 count) internal pure returns (uint256) {
        return LEAF_ANSWER_GAS + LEVEL_ANSWER_GAS * Tree.depth(count);
    }

    function _chunkGas(uint256 levels) internal pure returns (uint256) {
        return CHUNK_ANSWER_GAS + LEVEL_ANSWER_GAS * levels;
    }

    function _placeOf(uint256 chunk) internal pure returns (uint256) {
        return chunk + 1;
    }

    /// @dev The first `count` of at least as many.
    function _first(uint32[] memory indexes, uint256 count) internal pure returns (uint32[] memory) {
        // `count` is at most the array's length: what is cut off stays unused in memory.
        assembly ("memory-safe") {
            mstore(indexes, count)
        }
        return indexes;
    }
}
