// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pool} from "../libraries/DataPool.sol";
import {ModelId} from "../types/ModelId.sol";

/// @title IInferenceEscrow
/// @notice Payers' deposits, the vouchers, gifts and requests that spend money on models, and the split of it. Every wei that
/// comes in by a function of this contract stands in one place: a deposit, a request that is not answered, a refund, a
/// term's data pool, a batch, the revenue of a model (collected by its owner, or a royalty not yet passed on), or the
/// protocol's fees. OPEN that is sent here by a plain transfer belongs to nobody and stays.
///
/// A voucher is an EIP-712 `Voucher(address payer,uint256 modelId,uint32 term,uint128 cumulativeAmount)` signed by plain
/// ECDSA: a running total in place of nonce and deadline, so that one signature redeems any number of answers. The payer's
/// own key signs it, or a session key that the payer named for the model; a payer that is a contract needs one.
///
/// Shares: of x wei that a payer was charged in a term, data has received d = ⌊x × dataBps / 10,000⌋; the protocol, of what
/// data leaves, p = ⌊(x − d) × protocolBps / (10,000 − dataBps)⌋; the base model, of what both leave,
/// b = ⌊(x − d − p) × baseBps / (10,000 − dataBps − protocolBps)⌋; the owner x − d − p − b. Each charge adds the differences:
/// nothing depends on how charges were cut, and no share ever shrinks.
///
/// Royalties: of all base shares r that a base model ever received, it passes on ⌊r × its own baseBps / 10,000⌋ to its own
/// base, and keeps the rest for its owner.
///
/// A receipt is an EIP-712 `Receipt(uint256 modelId,uint32 term,uint32 version,address payer,uint128 from,uint128 to,
/// bytes32 outputRoot)` under the same domain, signed by the term's receipt key: the answer occupies [from, to) of the
/// payer's running total. The answer to an on-chain request is a receipt without a signature (`isAnswered`), on a line of
/// charges of its own: that of `requestAccount(requester)`, for which no key signs, so that it never overlaps a voucher's.
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

    /// @notice An ERC-3009 `ReceiveWithAuthorization` to this contract, whose nonce is `authorizationNonce(modelId, payer,
    /// salt)`: whoever carries it can fund nothing else with it.
    /// @param from Whose OPEN it is, and who signed.
    /// @param amount Wei of OPEN.
    /// @param validAfter Unix time in seconds after which it is valid.
    /// @param validBefore Unix time in seconds before which it is valid.
    /// @param salt Chosen by the signer; one that was not used with this model and payer.
    struct Authorization {
        address from;
        uint256 amount;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 salt;
        uint8 v;
        bytes32 r;
        bytes32 s;
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

    /// @notice The key beside its own that signs a payer's vouchers for one model.
    /// @param key In force until `nextFrom`; zero for none.
    /// @param nextFrom Unix time in seconds from which `next` is in force instead; 0 when no change was asked for.
    /// @param next Zero to have none.
    struct SessionKey {
        address key;
        uint40 nextFrom;
        address next;
    }

    /// @notice A question to a model that is neither answered nor refunded.
    /// @param modelId The model asked.
    /// @param requester Who asked and paid. Zero when there is no such open request.
    /// @param term The term whose operator may answer.
    /// @param callbackGas Gas of the requester's callback; 0 for none.
    /// @param deadline Unix time in seconds from which it can be refunded and no longer answered.
    /// @param price Wei of OPEN held for the answer.
    struct Request {
        ModelId modelId;
        address requester;
        uint32 term;
        uint24 callbackGas;
        uint40 deadline;
        uint96 price;
    }

    /// @notice `from` deposited for `payer`.
    event Funded(ModelId indexed modelId, address indexed payer, address indexed from, uint256 amount);
    event WithdrawalRequested(ModelId indexed modelId, address indexed payer, uint256 amount, uint256 availableAt);
    event Withdrawn(ModelId indexed modelId, address indexed payer, uint256 amount);
    /// @notice `key` signs the payer's vouchers from `effectiveFrom` on, and the former key until then.
    event SessionKeySet(ModelId indexed modelId, address indexed payer, address indexed key, uint256 effectiveFrom);
    /// @notice `charged` is the payer's new total; `amount` was taken now and divided as the other fields say.
    event VoucherRedeemed(
        ModelId indexed modelId,
        uint32 indexed term,
        address indexed payer,
        uint256 charged,
        uint256 amount,
        uint256 dataAmount,
        uint256 protocolAmount,
        uint256 baseAmount,
        uint256 ownerAmount
    );
    /// @notice A gift: `dataAmount` went to the data fund.
    event Paid(
        ModelId indexed modelId,
        address indexed payer,
        uint256 amount,
        uint256 dataAmount,
        uint256 protocolAmount,
        uint256 baseAmount,
        uint256 ownerAmount
    );
    event InferenceRequested(
        uint256 indexed requestId,
        ModelId indexed modelId,
        address indexed requester,
        uint32 term,
        uint256 price,
        uint256 callbackGas,
        uint256 deadline,
        bytes prompt
    );
    /// @notice `payer` is the requester's `requestAccount`, and [from, to) what the answer occupies of its charges.
    event InferenceAnswered(
        uint256 indexed requestId,
        ModelId indexed modelId,
        address indexed payer,
        uint32 term,
        uint32 version,
        uint256 from,
        uint256 to,
        bytes32 outputRoot,
        bytes answer
    );
    /// @notice How the price of an answered request was divided.
    event RequestCharged(
        uint256 indexed requestId,
        ModelId indexed modelId,
        address indexed payer,
        uint256 dataAmount,
        uint256 protocolAmount,
        uint256 baseAmount,
        uint256 ownerAmount
    );
    /// @notice The requester's callback ran; a failure changes nothing.
    event ConsumerCalled(uint256 indexed requestId, address indexed requester, bool succeeded);
    event RequestRefunded(
        uint256 indexed requestId, ModelId indexed modelId, address indexed requester, uint256 amount
    );
    event RefundsCollected(address indexed requester, uint256 amount);
    /// @notice Of base shares that a model received, `amount` went on to its base and `kept` to its owner's revenue.
    event RoyaltiesPassedOn(ModelId indexed modelId, ModelId indexed baseModelId, uint256 amount, uint256 kept);
    event OwnerRevenueCollected(ModelId indexed modelId, address indexed owner, uint256 amount);
    event ProtocolFeesCollected(address indexed treasury, uint256 amount);
    event PoolTaken(ModelId indexed modelId, uint32 indexed term, uint256 amount);
    event PoolReturned(ModelId indexed modelId, uint32 indexed term, uint256 amount);
    /// @notice Data money that no batch distributed in time went to the data fund.
    event PoolReleased(ModelId indexed modelId, uint32 indexed term, uint256 amount);
    /// @notice What an ended term's data pool had left went to the data fund.
    event TermClosed(ModelId indexed modelId, uint32 indexed term, uint256 amount);

    error InferenceEscrow_ZeroAmount();
    error InferenceEscrow_ZeroPayer();
    /// @notice The model is not for commercial use: nobody pays for it.
    error InferenceEscrow_NotCommercial(ModelId modelId);
    /// @notice The model's owner retired it: it takes no new money.
    error InferenceEscrow_ModelRetired(ModelId modelId);
    /// @notice The term is not the one in force.
    error InferenceEscrow_UnknownTerm(ModelId modelId, uint256 term);
    /// @notice The term ended at `endsAt`.
    error InferenceEscrow_TermEnded(ModelId modelId, uint256 term, uint256 endsAt);
    /// @notice Neither the payer's own key nor its session key signed this.
    error InferenceEscrow_BadSignature(address payer);
    error InferenceEscrow_NothingToRedeem(ModelId modelId, uint256 term);
    error InferenceEscrow_DepositTooSmall(address payer, uint256 needed, uint256 balance);
    error InferenceEscrow_NothingAvailable(address payer, uint256 availableAt);
    error InferenceEscrow_NotLedger(address caller);
    error InferenceEscrow_NotModelRegistry(address caller);
    error InferenceEscrow_PoolTooSmall(ModelId modelId, uint256 term, uint256 needed, uint256 pool);
    error InferenceEscrow_NothingToRelease(ModelId modelId, uint256 term);
    error InferenceEscrow_NoPrice(ModelId modelId);
    error InferenceEscrow_PriceTooHigh(ModelId modelId, uint256 price, uint256 maxPrice);
    error InferenceEscrow_BadLength(string field, uint256 length, uint256 least, uint256 most);
    error InferenceEscrow_CallbackGasTooHigh(uint256 callbackGas, uint256 most);
    error InferenceEscrow_BadDeadline(uint256 deadline, uint256 least, uint256 most);
    /// @notice There is no such request, or it was answered or refunded.
    error InferenceEscrow_NoOpenRequest(uint256 requestId);
    error InferenceEscrow_RequestExpired(uint256 requestId, uint256 deadline);
    error InferenceEscrow_RequestPending(uint256 requestId, uint256 deadline);
    error InferenceEscrow_NotOperator(ModelId modelId, uint256 term, address caller);
    error InferenceEscrow_VersionNotActive(ModelId modelId, uint256 version);
    /// @notice The transaction left `available` gas where the requester's callback needs `needed`.
    error InferenceEscrow_TooLittleGas(uint256 available, uint256 needed);
    error InferenceEscrow_NothingToCollect(address account);

    // Payers

    /// @notice Deposits `amount` of the caller's OPEN for `payer`'s use of a model; the caller must have approved this
    /// contract. A deposit is per payer and model, so that one deposit is not promised twice.
    function fund(ModelId modelId, address payer, uint256 amount) external;

    /// @notice The same with the caller's ERC-2612 permit for this contract of `amount`. A permit that was used already, by
    /// whoever saw it, has given the allowance, and is no failure.
    function fundWithPermit(
        ModelId modelId,
        address payer,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice The same with the money of whoever signed an ERC-3009 authorization. Anyone may carry it.
    function fundWithAuthorization(ModelId modelId, address payer, Authorization calldata authorization) external;

    /// @notice Names the key beside the caller's own that signs the caller's vouchers for a model; zero for none. At once
    /// where none is in force or asked for; else after the withdrawal delay, and the former signs until then, since the
    /// operator served on it. Asking again replaces what was asked.
    function setSessionKey(ModelId modelId, address key) external;

    /// @notice Starts the withdrawal of `amount` of the caller's deposit; vouchers can take it until it is paid. A new
    /// request replaces the former.
    function requestWithdrawal(ModelId modelId, uint256 amount) external;

    /// @notice Pays what was requested, or what vouchers have left of it, once its time has come.
    function withdraw(ModelId modelId) external returns (uint256 amount);

    /// @notice Gives `amount` of the caller's OPEN, which it approved, to a model without a receipt: data's share goes to the data
    /// fund, since nobody holds a receipt for it; the rest is divided like a charge, by the caller's total of gifts.
    function pay(ModelId modelId, uint256 amount) external;

    // Redemption

    /// @notice Redeems vouchers of one model and term: takes what each promises beyond what was charged, and divides it.
    /// Anyone may call; the signatures are the authority. Only in the term in force and before its end: what is not
    /// redeemed then is void. A voucher that promises nothing beyond what was charged is skipped, so that nobody blocks the
    /// others by redeeming one of them first; if all are, the call reverts.
    /// @return amount Wei taken in all.
    function redeem(ModelId modelId, uint32 term, Voucher[] calldata vouchers) external returns (uint256 amount);

    // Requests

    /// @notice Asks a model on chain. Takes its present price from the caller, which approved it, and holds it until the
    /// operator answers or the request is refunded. (Not from the caller's deposit: vouchers may have promised that, and a
    /// refund would withdraw it without the delay.) The end of the term makes a request refundable like its deadline.
    /// @param prompt 1 to `MAX_PROMPT` bytes. Public.
    /// @param maxPrice Greatest price to pay, in wei of OPEN: the owner may change it meanwhile.
    /// @param callbackGas Gas for `IInferenceConsumer.onInference` if the caller is a contract, at most
    /// `MAX_CALLBACK_GAS`; 0 for no callback. The operator pays for it, and may find a question with much of it not worth
    /// its price.
    /// @param deadline Unix time in seconds, `MIN_REQUEST_TIME` to `MAX_REQUEST_TIME` from now.
    function requestInference(
        ModelId modelId,
        bytes calldata prompt,
        uint128 maxPrice,
        uint32 callbackGas,
        uint40 deadline
    ) external returns (uint256 requestId);

    /// @notice Answers a request, charges its price and calls the requester back. Only the operator of the request's term,
    /// before deadline and the term's end, with a version that is active. The answer counts as a receipt of the term.
    /// @dev Reverts with `InferenceEscrow_TooLittleGas` where the callback could not have all the gas that was asked for.
    /// @param answer At most `MAX_ANSWER` bytes.
    /// @param outputRoot Text root of the answer's canonical text; 0 where it has no words.
    function answerRequest(uint256 requestId, uint32 version, bytes calldata answer, bytes32 outputRoot) external;

    /// @notice Credits the price of a request that was not answered in time to its requester. Anyone may call.
    function refundRequest(uint256 requestId) external;

    /// @notice Pays an account's refunds to it. Anyone may call.
    function collectRefunds(address requester) external returns (uint256 amount);

    // Revenue

    /// @notice Divides the base shares that a model received between its owner and its base, then those of its base, and so
    /// on, at most `MAX_LEVELS` models. Anyone may call.
    function passOn(ModelId modelId) external;

    /// @notice Pays a model's revenue to its owner, royalties included that reached the model. Anyone may call.
    function collectOwnerRevenue(ModelId modelId) external returns (uint256 amount);

    /// @notice Pays the protocol fees to the treasury. Anyone may call.
    function collectProtocolFees() external returns (uint256 amount);

    /// @notice Sends a term's data money that no batch distributed for two whole periods of the term's `poolTimeout`, the
    /// one it came in not counted, to the data fund. Anyone may call.
    function releasePool(ModelId modelId, uint32 term) external returns (uint256 amount);

    // Other contracts of the protocol

    /// @notice Moves `amount` from a term's data pool into a batch, oldest money first. Only `AttributionLedger`.
    function takePool(ModelId modelId, uint32 term, uint256 amount) external;

    /// @notice Moves a voided batch's `amount` back into the data pool, as money of the present period, so that an honest batch
    /// can still be made of it. Only `AttributionLedger`.
    function returnPool(ModelId modelId, uint32 term, uint256 amount) external;

    /// @notice Pays `amount` of a batch's money to `to`. Only `AttributionLedger`.
    function payFromBatch(address to, uint256 amount) external;

    /// @notice Sends all that an ended term's data pool has left to the data fund. Only `ModelRegistry`.
    function closeTerm(ModelId modelId, uint32 term) external;

    // Views

    function depositOf(ModelId modelId, address payer) external view returns (Deposit memory);

    /// @notice The session key in force, and the change that was asked for.
    function sessionKeyOf(ModelId modelId, address payer) external view returns (SessionKey memory);

    /// @notice What vouchers, or the requests of a request account, have taken from a payer for a model in a term, in wei.
    function charged(ModelId modelId, uint32 term, address payer) external view returns (uint128);

    /// @notice What a payer gave a model by `pay` in all, in wei.
    function givenTo(ModelId modelId, address payer) external view returns (uint128);

    /// @notice Data money of a term that is in no batch, in wei.
    function poolOf(ModelId modelId, uint32 term) external view returns (uint128);

    /// @notice The same by age, as of now.
    function poolPeriodsOf(ModelId modelId, uint32 term) external view returns (Pool memory);

    /// @notice Owner's revenue that was not collected, in wei; without royalties not yet passed on.
    function ownerRevenueOf(ModelId modelId) external view returns (uint128);

    /// @notice Base shares that a model ever received, and how much of them `passOn` has divided, in wei.
    function royaltiesOf(ModelId modelId) external view returns (uint128 received, uint128 passed);

    /// @notice Protocol fees that were not collected, in wei.
    function protocolFees() external view returns (uint256);

    function requestCount() external view returns (uint256);

    /// @notice An open request; zero when there is none of that number, or it was answered or refunded.
    function requestOf(uint256 requestId) external view returns (Request memory);

    /// @notice Refunds that an account has not collected, in wei.
    function refundsOf(address requester) external view returns (uint256);

    /// @notice The account under which a requester's on-chain requests are charged. No key signs for it.
    function requestAccount(address requester) external view returns (address);

    /// @notice Whether an on-chain request was answered with the receipt of this digest.
    function isAnswered(bytes32 receiptDigest) external view returns (bool);

    /// @notice The nonce of an ERC-3009 authorization that funds this payer's use of this model.
    function authorizationNonce(ModelId modelId, address payer, bytes32 salt) external pure returns (bytes32);

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
