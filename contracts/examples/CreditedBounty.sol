// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Batch, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {CreditProof, Inference, InferenceProof} from "openledger/interfaces/IFraudProofs.sol";
import {IInferenceConsumer} from "openledger/interfaces/IInferenceConsumer.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IPayoutDirectory} from "openledger/interfaces/IPayoutDirectory.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @title CreditedBounty
/// @notice An example of a contract that builds on OpenLedger: it asks a model on chain, and pays those whose words the
/// answer drew on a bonus of its own, beside what the protocol pays them.
///
/// 1. `ask` pays the model's price and keeps the bonus. The escrow tells the operator by an event.
/// 2. The operator answers; the escrow calls `onInference` with the answer and its receipt's digest, which names model, term,
///    version, payer, charges and output. Remember the digest: it is what ties an attribution to this answer.
/// 3. The operator commits the answer's attribution in a batch, anybody may prove it wrong, and it is finalised.
/// 4. Anyone calls `payBonus` with the answer's leaf and a credit's leaf. `verifyCredit` says whether a finalised batch holds
///    them; the digest, computed again from the leaf, says whether it is this answer.
/// 5. What is left after `endsAt` goes back to the asker by `close`. An answer that never came gives its price back as well.
///
/// A bonus is per byte of credited words. Per credit it could be had by cutting: credits that are cut differently are all
/// true. Proofs come from the SDK or from a batch's public bundle.
contract CreditedBounty is IInferenceConsumer {
    using SafeERC20 for IERC20;

    /// @notice A question.
    /// @param asker Who asked and gets back what is left.
    /// @param endsAt Unix time in seconds from which it can be closed.
    /// @param modelId The model.
    /// @param price Wei of OPEN that the model's answer costs.
    /// @param bonusPerByte Wei of OPEN for each byte of credited words.
    /// @param budget Wei of OPEN left for bonuses.
    /// @param receiptDigest Of the answer; 0 while there is none.
    /// @param batchId The batch that attributes it; 0 before the first bonus.
    struct Question {
        address asker;
        uint40 endsAt;
        ModelId modelId;
        uint128 price;
        uint128 bonusPerByte;
        uint256 budget;
        bytes32 receiptDigest;
        BatchId batchId;
    }

    /// @notice Gas of `onInference`, with room. The escrow calls with exactly this, so the call cannot fail for want of it.
    uint32 public constant CALLBACK_GAS = 100_000;
    /// @notice Seconds that the operator has to answer.
    uint40 public constant ANSWER_TIME = 1 days;

    IInferenceEscrow public immutable ESCROW;
    IAttributionLedger public immutable LEDGER;
    IPayoutDirectory public immutable PAYOUT_DIRECTORY;
    IERC20 public immutable TOKEN;

    mapping(uint256 requestId => Question) public questions;
    mapping(uint256 requestId => mapping(uint32 credit => bool)) public isPaid;

    event Asked(uint256 indexed requestId, address indexed asker, uint256 price, uint256 budget);
    event Answered(uint256 indexed requestId, bytes32 receiptDigest, bytes32 outputRoot);
    event BonusPaid(uint256 indexed requestId, uint32 indexed credit, address indexed contributor, uint256 amount);
    event Closed(uint256 indexed requestId, address indexed asker, uint256 amount);

    error CreditedBounty_NotEscrow(address caller);
    error CreditedBounty_UnknownQuestion(uint256 requestId);
    error CreditedBounty_NotItsAnswer(uint256 requestId);
    error CreditedBounty_NotItsBatch(uint256 requestId, BatchId batchId);
    error CreditedBounty_NotCredited(BatchId batchId);
    error CreditedBounty_AlreadyPaid(uint256 requestId, uint32 credit);
    error CreditedBounty_StillOpen(uint256 requestId, uint256 endsAt);

    constructor(IInferenceEscrow escrow, IAttributionLedger ledger, IPayoutDirectory payoutDirectory, IERC20 token) {
        ESCROW = escrow;
        LEDGER = ledger;
        PAYOUT_DIRECTORY = payoutDirectory;
        TOKEN = token;
    }

    /// @notice Asks a model. The caller approved this contract for `maxPrice` + `budget`; what the model does not charge of
    /// `maxPrice` stays with the caller.
    /// @param bonusTime Seconds from now in which bonuses are paid; longer than a batch's way to its end takes.
    function ask(
        ModelId modelId,
        bytes calldata prompt,
        uint128 maxPrice,
        uint128 bonusPerByte,
        uint256 budget,
        uint40 bonusTime
    ) external returns (uint256 requestId) {
        TOKEN.safeTransferFrom(msg.sender, address(this), maxPrice + budget);
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.forceApprove(address(ESCROW), maxPrice);
        uint40 deadline = uint40(block.timestamp) + ANSWER_TIME;
        requestId = ESCROW.requestInference(modelId, prompt, maxPrice, CALLBACK_GAS, deadline);
        // At most `maxPrice`, which has 128 bits.
        uint128 price = uint128(before - TOKEN.balanceOf(address(this)));
        TOKEN.forceApprove(address(ESCROW), 0);

        Question storage question = questions[requestId];
        (question.asker, question.modelId, question.price) = (msg.sender, modelId, price);
        (question.bonusPerByte, question.budget) = (bonusPerByte, budget);
        question.endsAt = deadline + bonusTime;
        emit Asked(requestId, msg.sender, price, budget);
        TOKEN.safeTransfer(msg.sender, maxPrice - price);
    }

    /// @inheritdoc IInferenceConsumer
    function onInference(uint256 requestId, ModelId, bytes calldata, bytes32 outputRoot, bytes32 receiptDigest)
        external
    {
        require(msg.sender == address(ESCROW), CreditedBounty_NotEscrow(msg.sender));
        require(questions[requestId].asker != address(0), CreditedBounty_UnknownQuestion(requestId));
        questions[requestId].receiptDigest = receiptDigest;
        emit Answered(requestId, receiptDigest, outputRoot);
    }

    /// @notice Pays the contributor of one credit of the answer, once. Anyone.
    function payBonus(
        uint256 requestId,
        BatchId batchId,
        Batch calldata batch,
        InferenceProof calldata inference,
        CreditProof calldata credit
    ) external returns (uint256 amount) {
        Question storage question = questions[requestId];
        // The answer was charged once, and stands in one batch.
        BatchId known = question.batchId;
        require(BatchId.unwrap(known) == 0 || known == batchId, CreditedBounty_NotItsBatch(requestId, batchId));
        require(LEDGER.verifyCredit(batchId, batch, inference, credit), CreditedBounty_NotCredited(batchId));
        bytes32 digest = _digestOf(batch, inference.inference);
        require(digest == question.receiptDigest, CreditedBounty_NotItsAnswer(requestId));
        require(!isPaid[requestId][credit.index], CreditedBounty_AlreadyPaid(requestId, credit.index));
        question.batchId = batchId;
        isPaid[requestId][credit.index] = true;

        address contributor = credit.credit.contributor;
        if (contributor == address(0)) return 0; // Revoked: owned, and paid to nobody.
        amount = uint256(question.bonusPerByte) * credit.credit.length;
        if (amount > question.budget) amount = question.budget;
        question.budget -= amount;
        emit BonusPaid(requestId, credit.index, contributor, amount);
        TOKEN.safeTransfer(PAYOUT_DIRECTORY.recipientOf(contributor), amount);
    }

    /// @notice Gives the asker what is left once the time for bonuses is over, and the price of an answer that never came.
    /// Anyone.
    function close(uint256 requestId) external returns (uint256 amount) {
        Question memory question = questions[requestId];
        require(question.asker != address(0), CreditedBounty_UnknownQuestion(requestId));
        require(block.timestamp >= question.endsAt, CreditedBounty_StillOpen(requestId, question.endsAt));
        delete questions[requestId];
        amount = question.budget;
        if (question.receiptDigest == 0) {
            // Refunds are anybody's to call: it may be done already, for this question or for others.
            if (ESCROW.requestOf(requestId).requester != address(0)) ESCROW.refundRequest(requestId);
            if (ESCROW.refundsOf(address(this)) != 0) ESCROW.collectRefunds(address(this));
            amount += question.price;
        }
        emit Closed(requestId, question.asker, amount);
        TOKEN.safeTransfer(question.asker, amount);
    }

    /// @dev Digest of the receipt of the answer that a leaf is.
    function _digestOf(Batch calldata batch, Inference calldata inference) internal view returns (bytes32) {
        return ESCROW.receiptDigest(
            batch.commitment.modelId,
            batch.commitment.term,
            inference.version,
            inference.payer,
            inference.from,
            inference.to,
            inference.outputRoot
        );
    }
}
