// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IInferenceConsumer} from "../interfaces/IInferenceConsumer.sol";
import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {Model, Term} from "../interfaces/IModelRegistry.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {RevenueSplit, Shares} from "../libraries/RevenueSplit.sol";
import {ModelId} from "../types/ModelId.sol";
import {EscrowRevenue} from "./EscrowRevenue.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title EscrowRequests
/// @notice Questions that are asked and answered on chain: see `IInferenceEscrow`.
abstract contract EscrowRequests is EscrowRevenue {
    using SafeCast for uint256;

    /// @notice Greatest prompt, in bytes.
    uint256 public constant MAX_PROMPT = 8192;
    /// @notice Greatest answer, in bytes.
    uint256 public constant MAX_ANSWER = 32_768;
    /// @notice Most gas of a callback.
    uint256 public constant MAX_CALLBACK_GAS = 2_000_000;
    /// @notice Least and most seconds from a request to its deadline.
    uint256 public constant MIN_REQUEST_TIME = 1 minutes;
    uint256 public constant MAX_REQUEST_TIME = 7 days;
    /// @dev Gas for what stands between the check and the callback, and for what comes after it.
    uint256 internal constant CALLBACK_MARGIN = 10_000;

    /// @inheritdoc IInferenceEscrow
    uint256 public requestCount;

    mapping(uint256 requestId => Request) internal _requests;
    /// @inheritdoc IInferenceEscrow
    mapping(address requester => uint256) public refundsOf;
    /// @inheritdoc IInferenceEscrow
    mapping(bytes32 receiptDigest => bool) public isAnswered;

    /// @inheritdoc IInferenceEscrow
    function requestInference(
        ModelId modelId,
        bytes calldata prompt,
        uint128 maxPrice,
        uint32 callbackGas,
        uint40 deadline
    ) external returns (uint256 requestId) {
        _checkLength("prompt", prompt, 1, MAX_PROMPT);
        require(callbackGas <= MAX_CALLBACK_GAS, InferenceEscrow_CallbackGasTooHigh(callbackGas, MAX_CALLBACK_GAS));
        (uint256 least, uint256 most) = (block.timestamp + MIN_REQUEST_TIME, block.timestamp + MAX_REQUEST_TIME);
        require(deadline >= least && deadline <= most, InferenceEscrow_BadDeadline(deadline, least, most));
        Model memory model = _payableModel(modelId);
        uint256 price = model.price;
        require(price != 0, InferenceEscrow_NoPrice(modelId));
        require(price <= maxPrice, InferenceEscrow_PriceTooHigh(modelId, price, maxPrice));
        _runningTerm(modelId, model.term);

        // The most that `callbackGas` was compared with fits 24 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint24 gasLimit = uint24(callbackGas);
        requestId = _open(Request(modelId, msg.sender, model.term, gasLimit, deadline, price.toUint96()), prompt);
        _pull(address(this), price);
    }

    /// @inheritdoc IInferenceEscrow
    function answerRequest(uint256 requestId, uint32 version, bytes calldata answer, bytes32 outputRoot) external {
        Request memory request = _openRequest(requestId);
        require(block.timestamp < request.deadline, InferenceEscrow_RequestExpired(requestId, request.deadline));
        ModelId modelId = request.modelId;
        address operator = _runningTerm(modelId, request.term).operator;
        require(msg.sender == operator, InferenceEscrow_NotOperator(modelId, request.term, msg.sender));
        require(MODEL_REGISTRY.isActive(modelId, version), InferenceEscrow_VersionNotActive(modelId, version));
        _checkLength("answer", answer, 0, MAX_ANSWER);

        delete _requests[requestId];
        bytes32 digest = _chargeRequest(requestId, request, version, answer, outputRoot);
        // All is settled: whatever the requester does now, the answer stands and is paid.
        if (request.callbackGas != 0 && request.requester.code.length != 0) {
            bytes memory data =
                abi.encodeCall(IInferenceConsumer.onInference, (requestId, modelId, answer, outputRoot, digest));
            bool succeeded = _callWithGas(request.requester, request.callbackGas, data);
            emit ConsumerCalled(requestId, request.requester, succeeded);
        }
    }

    /// @inheritdoc IInferenceEscrow
    function refundRequest(uint256 requestId) external {
        Request memory request = _openRequest(requestId);
        uint256 endsAt = _term(request.modelId, request.term).endsAt;
        uint256 refundableAt = request.deadline < endsAt ? request.deadline : endsAt;
        require(block.timestamp >= refundableAt, InferenceEscrow_RequestPending(requestId, refundableAt));
        delete _requests[requestId];
        refundsOf[request.requester] += request.price;
        emit RequestRefunded(requestId, request.modelId, request.requester, request.price);
    }

    /// @inheritdoc IInferenceEscrow
    function collectRefunds(address requester) external returns (uint256 amount) {
        amount = refundsOf[requester];
        require(amount != 0, InferenceEscrow_NothingToCollect(requester));
        refundsOf[requester] = 0;
        emit RefundsCollected(requester, amount);
        _push(requester, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function requestOf(uint256 requestId) external view returns (Request memory) {
        return _requests[requestId];
    }

    /// @inheritdoc IInferenceEscrow
    function requestAccount(address requester) public view returns (address) {
        return Hashes.requestAccount(address(this), requester);
    }

    /// @dev Apart from `requestInference` for want of stack.
    function _open(Request memory request, bytes calldata prompt) private returns (uint256 requestId) {
        requestId = ++requestCount;
        _requests[requestId] = request;
        emit InferenceRequested(
            requestId,
            request.modelId,
            request.requester,
            request.term,
            request.price,
            request.callbackGas,
            request.deadline,
            prompt
        );
    }

    /// @dev Charges a request's price to the requester's line, and keeps the answer's receipt.
    function _chargeRequest(
        uint256 requestId,
        Request memory request,
        uint32 version,
        bytes calldata answer,
        bytes32 outputRoot
    ) private returns (bytes32 digest) {
        address payer = requestAccount(request.requester);
        uint128 from = _charged[request.modelId][request.term][payer];
        uint128 to = from + request.price;
        digest = receiptDigest(request.modelId, request.term, version, payer, from, to, outputRoot);
        isAnswered[digest] = true;
        emit InferenceAnswered(requestId, request.modelId, payer, request.term, version, from, to, outputRoot, answer);
        _divide(requestId, request, payer, from, to);
    }

    /// @dev Apart from `_chargeRequest` for want of stack.
    function _divide(uint256 requestId, Request memory request, address payer, uint128 from, uint128 to) private {
        Model memory model = _model(request.modelId);
        _charged[request.modelId][request.term][payer] = to;
        Shares memory shares = RevenueSplit.between(from, to, model.revenue);
        _distribute(request.modelId, request.term, _term(request.modelId, request.term), model, shares);
        emit RequestCharged(requestId, request.modelId, payer, shares.data, shares.protocol, shares.base, shares.owner);
    }

    /// @dev Calls with exactly `callGas`, and looks at nothing that is returned, however long.
    function _callWithGas(address target, uint256 callGas, bytes memory data) private returns (bool succeeded) {
        // A call passes on at most 63 parts in 64 of what is left (EIP-150), and silently less than was asked for.
        (uint256 available, uint256 needed) = (gasleft(), callGas * 64 / 63 + CALLBACK_MARGIN);
        require(available >= needed, InferenceEscrow_TooLittleGas(available, needed));
        // Reads the bytes of `data`, and writes no memory: the place for returned data has no length.
        assembly ("memory-safe") {
            succeeded := call(callGas, target, 0, add(data, 0x20), mload(data), 0, 0)
        }
    }

    function _openRequest(uint256 requestId) private view returns (Request memory request) {
        request = _requests[requestId];
        require(request.requester != address(0), InferenceEscrow_NoOpenRequest(requestId));
    }

    function _checkLength(string memory field, bytes calldata text, uint256 least, uint256 most) private pure {
        require(text.length >= least && text.length <= most, InferenceEscrow_BadLength(field, text.length, least, most));
    }
}
