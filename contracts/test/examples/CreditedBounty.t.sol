// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CreditedBounty} from "../../examples/CreditedBounty.sol";
import {Loop} from "../Loop.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {CreditProof, InferenceProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice The example's whole way: fund, ask, answer, commit, finalise, bonus.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract CreditedBountyTest is Loop {
    uint128 internal constant PER_BYTE = 1e15;
    uint256 internal constant BUDGET = 1e18;

    CreditedBounty internal bounty;
    address internal asker = makeAddr("asker");
    uint256 internal requestId;
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        bounty = new CreditedBounty(
            protocol.inferenceEscrow,
            protocol.attributionLedger,
            protocol.payoutDirectory,
            IERC20(address(protocol.openToken))
        );
        _giveFor(asker, address(bounty), 2 * PRICE + BUDGET);
        vm.prank(asker);
        requestId = bounty.ask(modelId, "what does the fox do", 2 * PRICE, PER_BYTE, BUDGET, 30 days);
    }

    /// @dev The one answer, as the operator attributes it.
    function _answers() internal view returns (Answer[] memory answers) {
        answers = new Answer[](1);
        answers[0] = _honest()[0];
        answers[0].payer = protocol.inferenceEscrow.requestAccount(address(bounty));
        answers[0].from = 0;
        answers[0].to = PRICE;
    }

    function _answer() internal {
        vm.prank(operator);
        protocol.inferenceEscrow.answerRequest(requestId, 1, _output(), TreeBuilder.textRoot(_output()));
    }

    function _attribute() internal {
        (batchId, batch) = _commit(_answers());
        _finalise(batchId, batch);
    }

    function _proofs(uint256 index) internal view returns (InferenceProof memory, CreditProof memory) {
        Answer[] memory answers = _answers();
        return (BatchDraft.inferenceProof(answers, 0), BatchDraft.creditProof(answers[0], index));
    }

    function _payBonus(uint256 index) internal returns (uint256) {
        (InferenceProof memory inference, CreditProof memory credit) = _proofs(index);
        return bounty.payBonus(requestId, batchId, batch, inference, credit);
    }

    function _expectRefused(bytes memory reason) internal {
        (InferenceProof memory inference, CreditProof memory credit) = _proofs(0);
        vm.expectRevert(reason);
        bounty.payBonus(requestId, batchId, batch, inference, credit);
    }

    function test_WholeWay() public {
        assertEq(_balanceOf(asker), PRICE, "what the model does not charge");
        _answer();
        (,,,,,, bytes32 receiptDigest,) = bounty.questions(requestId);
        assertTrue(protocol.inferenceEscrow.isAnswered(receiptDigest), "the receipt of the answer");
        _attribute();

        address recipient = makeAddr("alice's cold wallet");
        vm.prank(alice);
        protocol.payoutDirectory.setRecipient(recipient);
        vm.expectEmit(address(bounty));
        emit CreditedBounty.BonusPaid(requestId, 0, alice, FOX.length * PER_BYTE);
        vm.prank(stranger);
        uint256 paid = _payBonus(0);
        assertEq(_balanceOf(recipient), FOX.length * PER_BYTE, "alice's words, at her recipient");
        paid += _payBonus(1);
        assertEq(_balanceOf(bob), STITCH.length * PER_BYTE, "bob's words");

        vm.warp(vm.getBlockTimestamp() + 32 days);
        bounty.close(requestId);
        assertEq(_balanceOf(asker), PRICE + BUDGET - paid, "the rest");
        assertEq(_balanceOf(address(bounty)), 0, "nothing is left");
    }

    function test_RevertWhen_TheAttributionIsNotFinal() public {
        _answer();
        (batchId, batch) = _commit(_answers());
        _expectRefused(abi.encodeWithSelector(CreditedBounty.CreditedBounty_NotCredited.selector, batchId));
    }

    function test_RevertWhen_ACreditIsPaidTwice() public {
        _answer();
        _attribute();
        _payBonus(0);
        _expectRefused(abi.encodeWithSelector(CreditedBounty.CreditedBounty_AlreadyPaid.selector, requestId, 0));
    }

    /// @dev A finalised credit of somebody else's answer earns nothing here.
    function test_RevertWhen_TheLeafIsOfAnotherAnswer() public {
        _answer();
        (batchId, batch) = _commit(_honest());
        _finalise(batchId, batch);
        Answer[] memory answers = _honest();
        InferenceProof memory inference = BatchDraft.inferenceProof(answers, 0);
        CreditProof memory credit = BatchDraft.creditProof(answers[0], 0);
        vm.expectRevert(abi.encodeWithSelector(CreditedBounty.CreditedBounty_NotItsAnswer.selector, requestId));
        bounty.payBonus(requestId, batchId, batch, inference, credit);
    }

    function testFuzz_RevertWhen_AnotherThanTheEscrowAnswers(address caller, bytes32 digest) public {
        vm.assume(caller != address(protocol.inferenceEscrow));
        vm.expectRevert(abi.encodeWithSelector(CreditedBounty.CreditedBounty_NotEscrow.selector, caller));
        vm.prank(caller);
        bounty.onInference(requestId, modelId, "", 0, digest);
    }

    /// @dev An answer that never came costs nothing, whoever asked the escrow for the refund first.
    function testFuzz_Close_GivesThePriceBack(bool refunded, bool collected) public {
        vm.warp(vm.getBlockTimestamp() + 30 days);
        vm.expectPartialRevert(CreditedBounty.CreditedBounty_StillOpen.selector);
        bounty.close(requestId);
        if (refunded || collected) protocol.inferenceEscrow.refundRequest(requestId);
        if (collected) protocol.inferenceEscrow.collectRefunds(address(bounty));
        vm.warp(vm.getBlockTimestamp() + 1 days);
        assertEq(bounty.close(requestId), PRICE + BUDGET, "price and bonus");
        assertEq(_balanceOf(asker), 2 * PRICE + BUDGET, "all of it");
        vm.expectRevert(abi.encodeWithSelector(CreditedBounty.CreditedBounty_UnknownQuestion.selector, requestId));
        bounty.close(requestId);
    }

    /// @dev However long the answer is, the gas that the example asks for is enough.
    function test_OnInference_ItsGasIsEnough() public {
        bytes memory longest = new bytes(protocol.inferenceEscrow.MAX_ANSWER());
        vm.prank(operator);
        protocol.inferenceEscrow.answerRequest(requestId, 1, longest, keccak256("root"));
        (,,,,,, bytes32 receiptDigest,) = bounty.questions(requestId);
        assertTrue(receiptDigest != 0, "called");
    }
}
