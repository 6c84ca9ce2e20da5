// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {Model, Term} from "../interfaces/IModelRegistry.sol";
import {DataPool, Pool} from "../libraries/DataPool.sol";
import {RevenueSplit, Shares} from "../libraries/RevenueSplit.sol";
import {ModelId} from "../types/ModelId.sol";
import {EscrowBase} from "./EscrowBase.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title EscrowRevenue
/// @notice Where charged money goes: the split, royalties, data pools and gifts. See `IInferenceEscrow`.
abstract contract EscrowRevenue is EscrowBase {
    using DataPool for Pool;
    using SafeCast for uint256;

    /// @dev Wei of a model that are not data's nor the protocol's.
    struct Revenue {
        uint128 owner; // Not collected.
        uint128 received; // Base shares that it ever received from models derived from it.
        uint128 passed; // Those of them that were divided between owner and its own base.
    }

    /// @dev A `Pool`. What is older than the previous period stands in a slot of its own, which is looked at, and written, only
    /// where there is something: what it holds besides means nothing.
    struct StoredPool {
        uint96 current;
        uint96 previous;
        uint56 period;
        bool hasOlder;
        Older older;
    }

    struct Older {
        uint96 earlier;
        uint96 oldest;
    }

    /// @notice Greatest number of models above a derived one.
    uint256 public constant MAX_LEVELS = 8;

    /// @inheritdoc IInferenceEscrow
    uint256 public protocolFees;

    mapping(ModelId modelId => mapping(uint32 term => mapping(address payer => uint128))) internal _charged;
    mapping(ModelId modelId => mapping(address payer => uint128)) internal _given;
    mapping(ModelId modelId => mapping(uint32 term => StoredPool)) internal _pools;
    mapping(ModelId modelId => Revenue) internal _revenues;

    modifier onlyLedger() {
        _checkLedger();
        _;
    }

    // Gifts

    /// @inheritdoc IInferenceEscrow
    function pay(ModelId modelId, uint256 amount) external {
        require(amount != 0, InferenceEscrow_ZeroAmount());
        Model memory model = _payableModel(modelId);
        uint128 before = _given[modelId][msg.sender];
        uint128 total = before + amount.toUint128();
        _given[modelId][msg.sender] = total;
        Shares memory shares = RevenueSplit.between(before, total, model.revenue);
        _share(modelId, model, shares);
        emit Paid(modelId, msg.sender, amount, shares.data, shares.protocol, shares.base, shares.owner);
        _pull(address(this), amount - shares.data);
        if (shares.data != 0) _pull(DATA_FUND, shares.data);
    }

    // Collection

    /// @inheritdoc IInferenceEscrow
    function passOn(ModelId modelId) public {
        for (uint256 level = 0; level < MAX_LEVELS; ++level) {
            Revenue storage revenue = _revenues[modelId];
            (uint256 received, uint256 passed) = (revenue.received, revenue.passed);
            if (received == passed) return;
            Model memory model = _model(modelId);
            uint256 amount =
                RevenueSplit.passedOn(received, model.revenue) - RevenueSplit.passedOn(passed, model.revenue);
            uint256 kept = received - passed - amount;
            revenue.passed = revenue.received;
            revenue.owner += kept.toUint128();
            _revenues[model.baseModelId].received += amount.toUint128();
            emit RoyaltiesPassedOn(modelId, model.baseModelId, amount, kept);
            modelId = model.baseModelId;
        }
    }

    /// @inheritdoc IInferenceEscrow
    function collectOwnerRevenue(ModelId modelId) external returns (uint256 amount) {
        passOn(modelId);
        address owner = _model(modelId).owner;
        amount = _revenues[modelId].owner;
        _revenues[modelId].owner = 0;
        emit OwnerRevenueCollected(modelId, owner, amount);
        _push(owner, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function collectProtocolFees() external returns (uint256 amount) {
        amount = protocolFees;
        protocolFees = 0;
        emit ProtocolFeesCollected(TREASURY, amount);
        _push(TREASURY, amount);
    }

    // Data pools

    /// @inheritdoc IInferenceEscrow
    function releasePool(ModelId modelId, uint32 term) external returns (uint256 amount) {
        Pool memory pool = _agedPool(modelId, term, _term(modelId, term));
        amount = pool.oldest;
        require(amount != 0, InferenceEscrow_NothingToRelease(modelId, term));
        pool.oldest = 0;
        _setPool(modelId, term, pool);
        emit PoolReleased(modelId, term, amount);
        _push(DATA_FUND, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function takePool(ModelId modelId, uint32 term, uint256 amount) external onlyLedger {
        Pool memory pool = _agedPool(modelId, term, _term(modelId, term));
        uint256 sum = pool.sum();
        require(amount <= sum, InferenceEscrow_PoolTooSmall(modelId, term, amount, sum));
        pool.take(amount);
        _setPool(modelId, term, pool);
        emit PoolTaken(modelId, term, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function returnPool(ModelId modelId, uint32 term, uint256 amount) external onlyLedger {
        _fillPool(modelId, term, _term(modelId, term), amount);
        emit PoolReturned(modelId, term, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function payFromBatch(address to, uint256 amount) external onlyLedger {
        _push(to, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function closeTerm(ModelId modelId, uint32 term) external {
        require(msg.sender == address(MODEL_REGISTRY), InferenceEscrow_NotModelRegistry(msg.sender));
        uint256 amount = _poolSum(modelId, term);
        delete _pools[modelId][term];
        emit TermClosed(modelId, term, amount);
        if (amount != 0) _push(DATA_FUND, amount);
    }

    // Views

    /// @inheritdoc IInferenceEscrow
    function charged(ModelId modelId, uint32 term, address payer) external view returns (uint128) {
        return _charged[modelId][term][payer];
    }

    /// @inheritdoc IInferenceEscrow
    function givenTo(ModelId modelId, address payer) external view returns (uint128) {
        return _given[modelId][payer];
    }

    /// @inheritdoc IInferenceEscrow
    function poolOf(ModelId modelId, uint32 term) external view returns (uint128) {
        return _poolSum(modelId, term).toUint128();
    }

    /// @inheritdoc IInferenceEscrow
    function poolPeriodsOf(ModelId modelId, uint32 term) external view returns (Pool memory) {
        return _agedPool(modelId, term, _term(modelId, term));
    }

    /// @inheritdoc IInferenceEscrow
    function ownerRevenueOf(ModelId modelId) external view returns (uint128) {
        return _revenues[modelId].owner;
    }

    /// @inheritdoc IInferenceEscrow
    function royaltiesOf(ModelId modelId) external view returns (uint128 received, uint128 passed) {
        return (_revenues[modelId].received, _revenues[modelId].passed);
    }

    /// @dev Puts the shares of what was charged in a term where they belong.
    function _distribute(ModelId modelId, uint32 number, Term memory term, Model memory model, Shares memory shares)
        internal
    {
        _fillPool(modelId, number, term, shares.data);
        _share(modelId, model, shares);
    }

    /// @dev Protocol, base and owner; not data.
    function _share(ModelId modelId, Model memory model, Shares memory shares) private {
        protocolFees += shares.protocol;
        if (shares.base != 0) _revenues[model.baseModelId].received += shares.base.toUint128();
        _revenues[modelId].owner += shares.owner.toUint128();
    }

    function _fillPool(ModelId modelId, uint32 number, Term memory term, uint256 amount) private {
        Pool memory pool = _agedPool(modelId, number, term);
        pool.current += amount.toUint96();
        _setPool(modelId, number, pool);
    }

    /// @dev A term's pool as of now. Its periods are of the term's own length, so that no change of parameters moves money.
    function _agedPool(ModelId modelId, uint32 number, Term memory term) private view returns (Pool memory pool) {
        pool = _storedPool(modelId, number);
        pool.age(((block.timestamp - term.startedAt) / term.poolTimeout).toUint64());
    }

    function _storedPool(ModelId modelId, uint32 term) private view returns (Pool memory pool) {
        StoredPool storage stored = _pools[modelId][term];
        (pool.current, pool.previous, pool.period) = (stored.current, stored.previous, stored.period);
        if (stored.hasOlder) (pool.earlier, pool.oldest) = (stored.older.earlier, stored.older.oldest);
    }

    function _setPool(ModelId modelId, uint32 term, Pool memory pool) private {
        StoredPool storage stored = _pools[modelId][term];
        bool hasOlder = pool.earlier != 0 || pool.oldest != 0;
        (stored.current, stored.previous) = (pool.current, pool.previous);
        (stored.period, stored.hasOlder) = (uint256(pool.period).toUint56(), hasOlder);
        if (hasOlder) stored.older = Older(pool.earlier, pool.oldest);
    }

    function _poolSum(ModelId modelId, uint32 term) private view returns (uint256) {
        return _storedPool(modelId, term).sum();
    }

    function _checkLedger() private view {
        require(msg.sender == ATTRIBUTION_LEDGER, InferenceEscrow_NotLedger(msg.sender));
    }
}
