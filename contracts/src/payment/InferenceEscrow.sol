// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {IModelRegistry, Model, RevenueTerms} from "../interfaces/IModelRegistry.sol";
import {IProtocolConfig} from "../interfaces/IProtocolConfig.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {ModelId} from "../types/ModelId.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title InferenceEscrow
/// @notice See `IInferenceEscrow`.
contract InferenceEscrow is IInferenceEscrow, EIP712 {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev How what was charged is divided.
    struct Split {
        uint256 total;
        uint256 data;
        uint256 protocol;
        uint256 owner;
    }

    uint256 internal constant WHOLE_BPS = 10_000;

    IERC20 public immutable TOKEN;
    IProtocolConfig public immutable CONFIG;
    IModelRegistry public immutable MODEL_REGISTRY;
    address public immutable ATTRIBUTION_LEDGER;
    address public immutable TREASURY;
    address public immutable DATA_FUND;

    /// @inheritdoc IInferenceEscrow
    uint256 public protocolFees;

    mapping(ModelId modelId => mapping(address payer => Deposit)) internal _deposits;
    mapping(ModelId modelId => mapping(uint32 term => mapping(address payer => uint128))) internal _charged;
    mapping(ModelId modelId => mapping(uint32 term => uint128)) internal _pools;
    mapping(ModelId modelId => uint128) internal _ownerRevenues;

    modifier onlyLedger() {
        _checkLedger();
        _;
    }

    constructor(
        IERC20 token,
        IProtocolConfig config,
        IModelRegistry modelRegistry,
        address attributionLedger,
        address treasury,
        address dataFund
    ) EIP712("OpenLedger InferenceEscrow", "1") {
        TOKEN = token;
        CONFIG = config;
        MODEL_REGISTRY = modelRegistry;
        ATTRIBUTION_LEDGER = attributionLedger;
        TREASURY = treasury;
        DATA_FUND = dataFund;
    }

    // Payers

    /// @inheritdoc IInferenceEscrow
    function fund(ModelId modelId, address payer, uint256 amount) external {
        require(amount != 0, InferenceEscrow_ZeroAmount());
        require(payer != address(0), InferenceEscrow_ZeroPayer());
        MODEL_REGISTRY.model(modelId); // Reverts when there is no such model.
        _deposits[modelId][payer].balance += amount.toUint128();
        emit Funded(modelId, payer, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IInferenceEscrow
    function requestWithdrawal(ModelId modelId, uint256 amount) external {
        require(amount != 0, InferenceEscrow_ZeroAmount());
        Deposit storage deposit = _deposits[modelId][msg.sender];
        uint256 balance = deposit.balance;
        require(amount <= balance, InferenceEscrow_DepositTooSmall(msg.sender, amount, balance));
        deposit.withdrawing = amount.toUint128();
        deposit.availableAt = (block.timestamp + CONFIG.parameters().withdrawalDelay).toUint40();
        emit WithdrawalRequested(modelId, msg.sender, amount, deposit.availableAt);
    }

    /// @inheritdoc IInferenceEscrow
    function withdraw(ModelId modelId) external returns (uint256 amount) {
        Deposit memory deposit = _deposits[modelId][msg.sender];
        amount = deposit.withdrawing < deposit.balance ? deposit.withdrawing : deposit.balance;
        require(
            amount != 0 && block.timestamp >= deposit.availableAt,
            InferenceEscrow_NothingAvailable(msg.sender, deposit.availableAt)
        );
        _deposits[modelId][msg.sender] = Deposit(deposit.balance - amount.toUint128(), 0, 0);
        emit Withdrawn(modelId, msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    // Revenue

    /// @inheritdoc IInferenceEscrow
    function redeem(ModelId modelId, uint32 term, Voucher[] calldata vouchers) external returns (uint256 amount) {
        Model memory model = MODEL_REGISTRY.model(modelId);
        require(term != 0 && term <= model.term, InferenceEscrow_UnknownTerm(modelId, term));
        Split memory sum;
        for (uint256 i = 0; i < vouchers.length; ++i) {
            Split memory part = _redeem(modelId, term, vouchers[i], model.revenue);
            sum.total += part.total;
            sum.data += part.data;
            sum.protocol += part.protocol;
            sum.owner += part.owner;
        }
        amount = sum.total;
        require(amount != 0, InferenceEscrow_NothingToRedeem(modelId, term));
        _pools[modelId][term] += sum.data.toUint128();
        _ownerRevenues[modelId] += sum.owner.toUint128();
        protocolFees += sum.protocol;
    }

    /// @inheritdoc IInferenceEscrow
    function collectOwnerRevenue(ModelId modelId) external returns (uint256 amount) {
        address owner = MODEL_REGISTRY.model(modelId).owner;
        amount = _ownerRevenues[modelId];
        _ownerRevenues[modelId] = 0;
        emit OwnerRevenueCollected(modelId, owner, amount);
        TOKEN.safeTransfer(owner, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function collectProtocolFees() external returns (uint256 amount) {
        amount = protocolFees;
        protocolFees = 0;
        emit ProtocolFeesCollected(TREASURY, amount);
        TOKEN.safeTransfer(TREASURY, amount);
    }

    // The ledger

    /// @inheritdoc IInferenceEscrow
    function takePool(ModelId modelId, uint32 term, uint256 amount) external onlyLedger {
        uint256 pool = _pools[modelId][term];
        require(amount <= pool, InferenceEscrow_PoolTooSmall(modelId, term, amount, pool));
        _pools[modelId][term] = (pool - amount).toUint128();
        emit PoolTaken(modelId, term, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function returnPool(ModelId modelId, uint32 term, uint256 amount) external onlyLedger {
        _pools[modelId][term] += amount.toUint128();
        emit PoolReturned(modelId, term, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function payFromBatch(address to, uint256 amount) external onlyLedger {
        TOKEN.safeTransfer(to, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function closeTerm(ModelId modelId, uint32 term) external {
        require(msg.sender == address(MODEL_REGISTRY), InferenceEscrow_NotModelRegistry(msg.sender));
        uint256 amount = _pools[modelId][term];
        _pools[modelId][term] = 0;
        emit TermClosed(modelId, term, amount);
        TOKEN.safeTransfer(DATA_FUND, amount);
    }

    // Views

    /// @inheritdoc IInferenceEscrow
    function depositOf(ModelId modelId, address payer) external view returns (Deposit memory) {
        return _deposits[modelId][payer];
    }

    /// @inheritdoc IInferenceEscrow
    function charged(ModelId modelId, uint32 term, address payer) external view returns (uint128) {
        return _charged[modelId][term][payer];
    }

    /// @inheritdoc IInferenceEscrow
    function poolOf(ModelId modelId, uint32 term) external view returns (uint128) {
        return _pools[modelId][term];
    }

    /// @inheritdoc IInferenceEscrow
    function ownerRevenueOf(ModelId modelId) external view returns (uint128) {
        return _ownerRevenues[modelId];
    }

    /// @inheritdoc IInferenceEscrow
    function voucherDigest(ModelId modelId, uint32 term, address payer, uint128 cumulativeAmount)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(Hashes.voucher(modelId, term, payer, cumulativeAmount));
    }

    /// @inheritdoc IInferenceEscrow
    function receiptDigest(
        ModelId modelId,
        uint32 term,
        uint32 version,
        address payer,
        uint128 from,
        uint128 to,
        bytes32 outputRoot
    ) external view returns (bytes32) {
        return _hashTypedDataV4(Hashes.receipt(modelId, term, version, payer, from, to, outputRoot));
    }

    /// @dev Takes what a voucher promises beyond what was charged, and divides it.
    function _redeem(ModelId modelId, uint32 term, Voucher calldata voucher, RevenueTerms memory revenue)
        internal
        returns (Split memory split)
    {
        uint128 before = _charged[modelId][term][voucher.payer];
        uint128 promised = voucher.cumulativeAmount;
        if (promised <= before) return split;
        _checkSignature(voucherDigest(modelId, term, voucher.payer, promised), voucher);
        _charged[modelId][term][voucher.payer] = promised;
        split.total = promised - before;
        _takeDeposit(modelId, voucher.payer, split.total);

        // Each share is the difference of what is due on the whole total, so that nothing depends on how it was cut.
        (uint256 dataBefore, uint256 protocolBefore) = _dueOn(before, revenue);
        (uint256 dataAfter, uint256 protocolAfter) = _dueOn(promised, revenue);
        split.data = dataAfter - dataBefore;
        split.protocol = protocolAfter - protocolBefore;
        split.owner = split.total - split.data - split.protocol;
        emit VoucherRedeemed(
            modelId, term, voucher.payer, promised, split.total, split.data, split.protocol, split.owner
        );
    }

    function _takeDeposit(ModelId modelId, address payer, uint256 amount) internal {
        Deposit storage deposit = _deposits[modelId][payer];
        uint256 balance = deposit.balance;
        require(amount <= balance, InferenceEscrow_DepositTooSmall(payer, amount, balance));
        deposit.balance = (balance - amount).toUint128();
    }

    function _checkSignature(bytes32 digest, Voucher calldata voucher) internal pure {
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, voucher.signature);
        bool isPayers = failure == ECDSA.RecoverError.NoError && signer == voucher.payer;
        require(isPayers, InferenceEscrow_BadSignature(voucher.payer));
    }

    /// @dev What data and protocol have received once a payer was charged `total`. The protocol's share is taken of what
    /// data leaves, so that all three shares grow with every wei and none ever shrinks.
    function _dueOn(uint256 total, RevenueTerms memory revenue) internal pure returns (uint256 data, uint256 protocol) {
        data = total * revenue.dataBps / WHOLE_BPS;
        uint256 restBps = WHOLE_BPS - revenue.dataBps;
        if (restBps != 0) protocol = (total - data) * revenue.protocolBps / restBps;
    }

    function _checkLedger() internal view {
        require(msg.sender == ATTRIBUTION_LEDGER, InferenceEscrow_NotLedger(msg.sender));
    }
}
