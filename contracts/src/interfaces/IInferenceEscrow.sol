// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelId} from "../types/ModelId.sol";

/// @title IInferenceEscrow
/// @notice Payers' deposits, the vouchers that spend them, and the split of what they spend. Every wei here is a
/// deposit, a model's revenue (owner's share, data pool), protocol fees, or the money of a batch.
///
/// A voucher is an EIP-712 `Voucher(address payer,uint256 modelId,uint32 term,uint128 cumulativeAmount)` signed by plain
/// ECDSA: a running total in place of nonce and deadline, so that one signature redeems any number of answers.
/// With f(x) = ⌊x × dataBps / 10,000⌋ the data pool has received f(charged) of a payer, whatever the cuts.
/// The protocol has received ⌊(charged − f(charged)) × protocolBps / (10,000 − dataBps)⌋ likewise, and the owner the rest.
///
/// A receipt is an EIP-712 `Receipt(uint256 modelId,uint32 term,uint32 version,address payer,uint128 from,uint128 to,
/// bytes32 outputRoot)` under the same domain, signed by the term's receipt key: the answer occupies [from, to) of the
/// payer's running total.
interface IInferenceEscrow {
    /// @notice One payer's voucher.
    /// @param payer Who pays.
    /// @param cumulativeAmount Wei of OPEN that the payer has promised the model's term in all.
    /// @param signature 65 bytes: r, s, v.
    struct Voucher {
        address payer;
        uint128 cumulativeAmount;
        bytes signature;
    }

    /// @notice A payer's money for one model.
    /// @param balance Wei that vouchers can still take.
    /// @param withdrawing The part of `balance` whose withdrawal was requested; vouchers can take it until it is paid.
    /// @param availableAt Unix time in seconds from which it can be withdrawn.
    struct Deposit {
        uint128 balance;
        uint128 withdrawing;
        uint40 availableAt;
    }

    event Funded(ModelId indexed modelId, address indexed payer, address indexed from, uint256 amount);
    event WithdrawalRequested(ModelId indexed modelId, address indexed payer, uint256 amount, uint256 availableAt);
    event Withdrawn(ModelId indexed modelId, address indexed payer, uint256 amount);
    /// @notice `charged` is the payer's new total; `amount` was taken now and divided as the other fields say.
    event VoucherRedeemed(
        ModelId indexed modelId,
        uint32 indexed term,
        address indexed payer,
        uint256 charged,
        uint256 amount,
        uint256 dataAmount,
        uint256 protocolAmount,
        uint256 ownerAmount
    );
    event OwnerRevenueCollected(ModelId indexed modelId, address indexed owner, uint256 amount);
    event ProtocolFeesCollected(address indexed treasury, uint256 amount);
    event PoolTaken(ModelId indexed modelId, uint32 indexed term, uint256 amount);
    event PoolReturned(ModelId indexed modelId, uint32 indexed term, uint256 amount);
    event TermClosed(ModelId indexed modelId, uint32 indexed term, uint256 amount);

    error InferenceEscrow_ZeroAmount();
    error InferenceEscrow_ZeroPayer();
    error InferenceEscrow_UnknownTerm(ModelId modelId, uint256 term);
    error InferenceEscrow_BadSignature(address payer);
    error InferenceEscrow_NothingToRedeem(ModelId modelId, uint256 term);
    error InferenceEscrow_DepositTooSmall(address payer, uint256 needed, uint256 balance);
    error InferenceEscrow_NothingAvailable(address payer, uint256 availableAt);
    error InferenceEscrow_NotLedger(address caller);
    error InferenceEscrow_NotModelRegistry(address caller);
    error InferenceEscrow_PoolTooSmall(ModelId modelId, uint256 term, uint256 needed, uint256 pool);

    /// @notice Deposits `amount` of the caller's OPEN for `payer`'s use of a model; the caller must have approved this
    /// contract. A deposit is per payer and model, so that one deposit is not promised twice.
    function fund(ModelId modelId, address payer, uint256 amount) external;

    /// @notice Starts the withdrawal of `amount` of the caller's deposit; vouchers can take it until it is paid. A new
    /// request replaces the former.
    function requestWithdrawal(ModelId modelId, uint256 amount) external;

    /// @notice Pays what was requested, or what vouchers have left of it, once its time has come.
    function withdraw(ModelId modelId) external returns (uint256 amount);

    /// @notice Redeems vouchers of one model and term: takes what each promises beyond what was charged, and divides it.
    /// Anyone may call; the signatures are the authority. A voucher that promises nothing beyond what was charged is
    /// skipped, so that nobody blocks the others by redeeming one of them first; if all are, the call reverts.
    /// @return amount Wei taken in all.
    function redeem(ModelId modelId, uint32 term, Voucher[] calldata vouchers) external returns (uint256 amount);

    /// @notice Pays a model's owner share to its owner. Anyone may call.
    function collectOwnerRevenue(ModelId modelId) external returns (uint256 amount);

    /// @notice Pays the protocol fees to the treasury. Anyone may call.
    function collectProtocolFees() external returns (uint256 amount);

    /// @notice Moves `amount` from a term's data pool into a batch. Only `AttributionLedger`.
    function takePool(ModelId modelId, uint32 term, uint256 amount) external;

    /// @notice Moves a voided batch's `amount` back into the data pool. Only `AttributionLedger`.
    function returnPool(ModelId modelId, uint32 term, uint256 amount) external;

    /// @notice Pays `amount` of a batch's money to `to`. Only `AttributionLedger`.
    function payFromBatch(address to, uint256 amount) external;

    /// @notice Moves what is left in the data pool of a term that was followed by another to the data fund. Only
    /// `ModelRegistry`.
    function closeTerm(ModelId modelId, uint32 term) external;

    function depositOf(ModelId modelId, address payer) external view returns (Deposit memory);

    /// @notice What vouchers have taken from a payer for a model in a term, in wei.
    function charged(ModelId modelId, uint32 term, address payer) external view returns (uint128);

    /// @notice Data money of a term that is in no batch, in wei.
    function poolOf(ModelId modelId, uint32 term) external view returns (uint128);

    /// @notice Owner's share that was not collected, in wei.
    function ownerRevenueOf(ModelId modelId) external view returns (uint128);

    /// @notice Protocol fees that were not collected, in wei.
    function protocolFees() external view returns (uint256);

    /// @notice The EIP-712 digest that a payer signs.
    function voucherDigest(ModelId modelId, uint32 term, address payer, uint128 cumulativeAmount)
        external
        view
        returns (bytes32);

    /// @notice The EIP-712 digest that a term's receipt key signs.
    function receiptDigest(
        ModelId modelId,
        uint32 term,
        uint32 version,
        address payer,
        uint128 from,
        uint128 to,
        bytes32 outputRoot
    ) external view returns (bytes32);
}
