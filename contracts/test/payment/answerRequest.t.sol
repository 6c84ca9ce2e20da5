// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Burner, Consumer, Reenterer, Returner, Spinner} from "../utils/Consumers.sol";
import {Payment} from "./Payment.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnswerRequestTest is Payment {
    bytes internal constant ANSWER = "because";
    bytes32 internal constant ROOT = keccak256("root");
    uint128 internal constant PRICE = 1e18;

    function testFuzz_Answer_ChargesTheRequestersOwnLine(uint256 dataBps, uint256 baseBps, bytes32 outputRoot) public {
        ModelId base = modelId;
        modelId = _modelWith(dataBps, baseBps);
        _publish(1);
        address account = escrow.requestAccount(payer);
        // The same payer's vouchers stand on another line.
        _pay(modelId, 5e18);
        for (uint128 i = 1; i <= 3; ++i) {
            uint256 requestId = _ask(payer);
            bytes32 digest = escrow.receiptDigest(modelId, 1, 1, account, (i - 1) * PRICE, i * PRICE, outputRoot);
            assertFalse(escrow.isAnswered(digest), "not yet");
            vm.expectEmit(address(escrow));
            emit IInferenceEscrow.InferenceAnswered(
                requestId, modelId, account, 1, 1, (i - 1) * PRICE, i * PRICE, outputRoot, ANSWER
            );
            vm.prank(operator);
            escrow.answerRequest(requestId, 1, ANSWER, outputRoot);
            assertTrue(escrow.isAnswered(digest), "its receipt");
            assertEq(escrow.charged(modelId, 1, account), i * PRICE, "charged");
            assertEq(escrow.requestOf(requestId).requester, address(0), "no longer open");
        }
        assertEq(escrow.charged(modelId, 1, payer), 5e18, "vouchers' line");
        (uint256 data, uint256 fee, uint256 royalty, uint256 owner) = _shares(modelId, 3 * PRICE);
        (uint256 data2, uint256 fee2, uint256 royalty2, uint256 owner2) = _shares(modelId, 5e18);
        assertEq(escrow.poolOf(modelId, 1), data + data2, "data");
        assertEq(escrow.protocolFees(), fee + fee2, "protocol");
        (uint128 received,) = escrow.royaltiesOf(base);
        assertEq(received, royalty + royalty2, "base");
        assertEq(escrow.ownerRevenueOf(modelId), owner + owner2, "owner");
        assertEq(_balanceOf(address(escrow)), 8 * PRICE, "all is there");
    }

    function test_Answer_EmitsTheShares() public {
        uint256 requestId = _ask(payer);
        (uint256 data, uint256 fee,, uint256 owner) = _shares(modelId, PRICE);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.RequestCharged(requestId, modelId, escrow.requestAccount(payer), data, fee, 0, owner);
        _answer(requestId);
    }

    /// @dev What was agreed is paid, whatever happened to price and model since.
    function test_Answer_AtThePriceOfTheRequest() public {
        uint256 requestId = _ask(payer);
        vm.startPrank(modelOwner);
        protocol.modelRegistry.setPrice(modelId, 77e18);
        protocol.modelRegistry.retireModel(modelId);
        vm.stopPrank();
        _answer(requestId);
        assertEq(escrow.charged(modelId, 1, escrow.requestAccount(payer)), PRICE, "as held");
    }

    /// @dev No key signs for a request account: its line is moved by answers alone.
    function test_Answer_NoVoucherMovesTheLine() public {
        address account = escrow.requestAccount(payer);
        _fund(modelId, payer, 10e18);
        _giveFor(alice, address(escrow), 10e18);
        vm.prank(alice);
        escrow.fund(modelId, account, 10e18);
        bytes32 digest = escrow.voucherDigest(modelId, 1, account, 1e18);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, account));
        escrow.redeem(modelId, 1, _one(_voucherBy(payerKey, digest, account, 1e18)));
    }

    // Callbacks

    function testFuzz_Callback_WithExactlyTheGasAskedFor(uint256 callbackGas, bytes calldata answer) public {
        vm.assume(answer.length <= 2048);
        callbackGas = bound(callbackGas, 150_000, 2_000_000);
        Consumer consumer = new Consumer(escrow, protocol.openToken);
        uint256 requestId = _askBy(consumer, uint32(callbackGas));
        bytes32 digest = escrow.receiptDigest(modelId, 1, 1, escrow.requestAccount(address(consumer)), 0, PRICE, ROOT);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.ConsumerCalled(requestId, address(consumer), true);
        vm.prank(operator);
        escrow.answerRequest(requestId, 1, answer, ROOT);
        assertEq(consumer.calls(), 1, "called");
        assertLe(consumer.gasAtEntry(), callbackGas, "no more gas");
        assertGe(consumer.gasAtEntry(), callbackGas - 1500, "no less, but for its own first steps");
        assertEq(
            consumer.received(), keccak256(abi.encode(requestId, modelId, answer, ROOT, digest)), "what it is told"
        );
    }

    /// @dev Either the callback has all its gas, or the operator's transaction fails: it cannot starve a callback.
    function testFuzz_Callback_IsNeverStarved(uint256 gasOfCall) public {
        gasOfCall = bound(gasOfCall, 2_000_000, 2_500_000); // Where it is nearly enough.
        Consumer consumer = new Consumer(escrow, protocol.openToken);
        uint256 requestId = _askBy(consumer, 2_000_000);
        vm.prank(operator);
        try escrow.answerRequest{gas: gasOfCall}(requestId, 1, ANSWER, ROOT) {
            assertGe(consumer.gasAtEntry(), 1_998_500, "all of it");
        } catch {
            assertEq(consumer.calls(), 0, "not called");
            assertEq(escrow.requestOf(requestId).requester, address(consumer), "still open");
        }
    }

    function test_RevertWhen_TooLittleGasForTheCallback() public {
        Consumer consumer = new Consumer(escrow, protocol.openToken);
        uint256 requestId = _askBy(consumer, 2_000_000);
        vm.prank(operator);
        vm.expectPartialRevert(IInferenceEscrow.InferenceEscrow_TooLittleGas.selector);
        escrow.answerRequest{gas: 2_000_000}(requestId, 1, ANSWER, ROOT);
    }

    function test_Callback_NotWhereNoGasWasAskedFor() public {
        Consumer consumer = new Consumer(escrow, protocol.openToken);
        _answer(_askBy(consumer, 0));
        assertEq(consumer.calls(), 0, "not called");
        assertEq(escrow.poolOf(modelId, 1), 0.7e18, "paid");
    }

    function test_Callback_NotOfAnAccountWithoutCode() public {
        uint256 requestId = _ask(payer, 100_000);
        vm.recordLogs();
        _answer(requestId);
        assertEq(vm.getRecordedLogs().length, 2, "answered and charged, nobody called");
    }

    // Callbacks that burn, return megabytes or re-enter.

    function test_Callback_ThatBurnsAllGas() public {
        _paidInSpiteOf(new Burner(escrow, protocol.openToken), 2_000_000, 2_600_000);
    }

    function test_Callback_ThatRunsForEver() public {
        _paidInSpiteOf(new Spinner(escrow, protocol.openToken), 2_000_000, 2_600_000);
    }

    function test_Callback_ThatRevertsWithMegabytes() public {
        _paidInSpiteOf(new Returner(escrow, protocol.openToken, true), 2_000_000, 2_600_000);
    }

    function test_Callback_ThatReturnsMegabytes() public {
        Returner consumer = new Returner(escrow, protocol.openToken, false);
        uint256 requestId = _askBy(consumer, 2_000_000);
        uint256 before = gasleft();
        _answer(requestId);
        // To copy them would cost the escrow as much again as it cost the consumer.
        assertLt(before - gasleft(), 2_300_000, "nothing is copied");
        assertEq(escrow.poolOf(modelId, 1), 0.7e18, "paid");
    }

    function test_Callback_OfAContractThatHasNone() public {
        address silent = address(protocol.openToken);
        deal(address(protocol.openToken), silent, PRICE);
        vm.prank(silent);
        protocol.openToken.approve(address(escrow), PRICE);
        vm.prank(silent);
        uint256 requestId = escrow.requestInference(modelId, "why?", PRICE, 100_000, uint40(block.timestamp + 1 hours));
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.ConsumerCalled(requestId, silent, false);
        _answer(requestId);
        assertEq(escrow.poolOf(modelId, 1), 0.7e18, "paid");
    }

    function test_Callback_ThatCallsAgain() public {
        Reenterer consumer = new Reenterer(escrow, protocol.openToken);
        uint256 other = _askBy(consumer, 0);
        uint256 requestId = _askBy(consumer, 2_000_000);
        // Its own answer again, its money back, another's answer in the operator's name: none of it.
        consumer.plan(abi.encodeCall(escrow.answerRequest, (requestId, 1, "again", ROOT)));
        consumer.plan(abi.encodeCall(escrow.refundRequest, (requestId)));
        consumer.plan(abi.encodeCall(escrow.collectRefunds, (address(consumer))));
        consumer.plan(abi.encodeCall(escrow.answerRequest, (other, 1, "mine", ROOT)));
        consumer.plan(abi.encodeCall(escrow.refundRequest, (other)));
        consumer.plan(abi.encodeCall(escrow.withdraw, (modelId)));
        consumer.plan(abi.encodeCall(escrow.releasePool, (modelId, 1)));
        consumer.plan(abi.encodeCall(escrow.takePool, (modelId, 1, 1)));
        // What anyone may do, it may.
        consumer.plan(abi.encodeCall(escrow.collectOwnerRevenue, (modelId)));
        _answer(requestId);
        bool[] memory results = consumer.results();
        assertEq(consumer.calls(), 1, "called once");
        for (uint256 i = 0; i < 8; ++i) {
            assertFalse(results[i], "refused");
        }
        assertTrue(results[8], "revenue is collected for its owner");
        assertEq(_balanceOf(modelOwner), 0.25e18, "the owner's");
        assertEq(escrow.requestOf(other).price, PRICE, "the other is open");
        assertEq(_balanceOf(address(escrow)), 2 * PRICE - 0.25e18, "no wei too much or too little");
        assertEq(_balanceOf(address(consumer)), 0, "nothing gained");
    }

    /// @dev Its operator answers one inside the callback of the other.
    function test_Callback_ThatAnswersAnother() public {
        Reenterer consumer = new Reenterer(escrow, protocol.openToken);
        operator = address(consumer);
        modelId = _registerModel(datanetId);
        _publish(0);
        uint256 inner = _askBy(consumer, 0);
        uint256 outer = _askBy(consumer, 1_500_000);
        consumer.plan(abi.encodeCall(escrow.answerRequest, (inner, 1, "inner", ROOT)));
        _answer(outer);
        address account = escrow.requestAccount(address(consumer));
        assertTrue(consumer.results()[0], "answered");
        assertEq(escrow.charged(modelId, 1, account), 2 * PRICE, "both charged");
        assertTrue(escrow.isAnswered(escrow.receiptDigest(modelId, 1, 1, account, 0, PRICE, ROOT)), "the outer first");
        assertTrue(
            escrow.isAnswered(escrow.receiptDigest(modelId, 1, 1, account, PRICE, 2 * PRICE, ROOT)), "then the inner"
        );
        assertEq(escrow.poolOf(modelId, 1), 1.4e18, "data of both");
    }

    // Refusals

    function testFuzz_RevertWhen_ThereIsNoOpenRequest(uint256 requestId) public {
        vm.assume(requestId != 1);
        _ask(payer);
        vm.startPrank(operator);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NoOpenRequest.selector, requestId));
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
        escrow.answerRequest(1, 1, ANSWER, ROOT);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NoOpenRequest.selector, 1));
        escrow.answerRequest(1, 1, ANSWER, ROOT);
    }

    function testFuzz_RevertWhen_TheDeadlineHasPassed(uint256 late) public {
        uint256 requestId = _ask(payer);
        uint256 deadline = escrow.requestOf(requestId).deadline;
        bytes memory reason =
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_RequestExpired.selector, requestId, deadline);
        vm.warp(deadline);
        vm.prank(operator);
        vm.expectRevert(reason);
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
        vm.warp(bound(late, deadline, deadline + 30 days));
        vm.prank(operator);
        vm.expectRevert(reason);
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
    }

    function test_RevertWhen_TheTermHasEnded() public {
        uint256 endsAt = _announceTerm(modelId);
        vm.warp(endsAt - 30 minutes);
        uint256 requestId = _ask(payer);
        vm.warp(endsAt);
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_TermEnded.selector, modelId, 1, endsAt));
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
        // The next operator was not asked.
        protocol.modelRegistry.startTerm(modelId);
        vm.prank(makeAddr("next operator"));
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_TermEnded.selector, modelId, 1, endsAt));
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
    }

    function testFuzz_RevertWhen_NotTheOperator(address caller) public {
        vm.assume(caller != operator);
        uint256 requestId = _ask(payer);
        vm.prank(caller);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NotOperator.selector, modelId, 1, caller)
        );
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
    }

    function testFuzz_RevertWhen_TheVersionIsNotActive(uint32 version) public {
        vm.assume(version != 1);
        uint256 requestId = _ask(payer);
        vm.prank(operator);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_VersionNotActive.selector, modelId, version)
        );
        escrow.answerRequest(requestId, version, ANSWER, ROOT);
        // Nor one that was retired since the question.
        vm.prank(modelOwner);
        protocol.modelRegistry.retireVersion(modelId, 1);
        vm.warp(block.timestamp + 1);
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_VersionNotActive.selector, modelId, 1));
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
    }

    function test_RevertWhen_TheAnswerIsTooLong() public {
        uint256 requestId = _ask(payer);
        vm.startPrank(operator);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadLength.selector, "answer", 32_769, 0, 32_768)
        );
        escrow.answerRequest(requestId, 1, new bytes(32_769), ROOT);
        escrow.answerRequest(requestId, 1, new bytes(32_768), ROOT);
    }

    function _publish(uint32 baseVersion) internal {
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        newVersion.baseVersion = baseVersion;
        vm.prank(modelOwner);
        protocol.modelRegistry.publishVersion(modelId, newVersion);
    }

    function _ask(address requester) internal returns (uint256) {
        return _ask(requester, 0);
    }

    function _ask(address requester, uint32 callbackGas) internal returns (uint256) {
        _giveFor(requester, address(escrow), PRICE);
        vm.prank(requester);
        return escrow.requestInference(modelId, "why?", PRICE, callbackGas, uint40(vm.getBlockTimestamp() + 1 hours));
    }

    function _askBy(Consumer consumer, uint32 callbackGas) internal returns (uint256) {
        _give(address(consumer), PRICE);
        return consumer.ask(modelId, callbackGas);
    }

    function _answer(uint256 requestId) internal {
        vm.prank(operator);
        escrow.answerRequest(requestId, 1, ANSWER, ROOT);
    }

    /// @dev With little more gas than the callback may have.
    function _paidInSpiteOf(Consumer consumer, uint32 callbackGas, uint256 gasOfCall) internal {
        uint256 requestId = _askBy(consumer, callbackGas);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.ConsumerCalled(requestId, address(consumer), false);
        vm.prank(operator);
        escrow.answerRequest{gas: gasOfCall}(requestId, 1, ANSWER, ROOT);
        assertEq(consumer.calls(), 0, "it failed");
        assertEq(escrow.poolOf(modelId, 1), 0.7e18, "data");
        assertEq(escrow.ownerRevenueOf(modelId), 0.25e18, "owner");
        assertEq(escrow.protocolFees(), 0.05e18, "protocol");
        assertEq(escrow.requestOf(requestId).requester, address(0), "done");
    }
}
