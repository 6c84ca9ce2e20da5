// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";

/// @notice `refundRequest` and `collectRefunds`.
contract RefundRequestTest is Payment {
    uint128 internal constant PRICE = 1e18;

    function testFuzz_Refund_AfterTheDeadlineByAnyone(address caller, uint256 early, uint256 late) public {
        uint256 requestId = _ask(alice);
        uint256 deadline = escrow.requestOf(requestId).deadline;
        vm.startPrank(caller);
        vm.warp(bound(early, block.timestamp, deadline - 1));
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_RequestPending.selector, requestId, deadline)
        );
        escrow.refundRequest(requestId);
        vm.warp(deadline - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_RequestPending.selector, requestId, deadline)
        );
        escrow.refundRequest(requestId);
        vm.warp(bound(late, deadline, deadline + 365 days));
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.RequestRefunded(requestId, modelId, alice, PRICE);
        escrow.refundRequest(requestId);
        assertEq(escrow.refundsOf(alice), PRICE, "credited");
        assertEq(escrow.requestOf(requestId).requester, address(0), "no longer open");
        assertEq(_balanceOf(alice), 0, "by pull");
        // Not twice.
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NoOpenRequest.selector, requestId));
        escrow.refundRequest(requestId);
        vm.stopPrank();
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NoOpenRequest.selector, requestId));
        escrow.answerRequest(requestId, 1, "late", 0);
    }

    function test_Refund_WhenTheTermEndsBefore() public {
        uint256 endsAt = _announceTerm(modelId);
        vm.warp(endsAt - 10 minutes);
        uint256 requestId = _ask(alice);
        vm.warp(endsAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_RequestPending.selector, requestId, endsAt)
        );
        escrow.refundRequest(requestId);
        vm.warp(endsAt);
        protocol.modelRegistry.startTerm(modelId);
        escrow.refundRequest(requestId);
        assertEq(escrow.refundsOf(alice), PRICE, "credited");
    }

    function test_RevertWhen_ItWasAnswered() public {
        uint256 requestId = _ask(alice);
        vm.prank(operator);
        escrow.answerRequest(requestId, 1, "in time", 0);
        vm.warp(block.timestamp + 30 days);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NoOpenRequest.selector, requestId));
        escrow.refundRequest(requestId);
    }

    function testFuzz_CollectRefunds_OfManyAtOnce(uint8 count, address caller) public {
        count = uint8(bound(count, 1, 5));
        for (uint256 i = 0; i < count; ++i) {
            _ask(alice);
        }
        _ask(bob);
        vm.warp(block.timestamp + 1 hours);
        for (uint256 i = 1; i <= escrow.requestCount(); ++i) {
            escrow.refundRequest(i);
        }
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.RefundsCollected(alice, count * PRICE);
        vm.prank(caller);
        assertEq(escrow.collectRefunds(alice), count * PRICE, "all of hers");
        assertEq(_balanceOf(alice), count * PRICE, "paid to her");
        assertEq(escrow.refundsOf(alice), 0, "none left");
        assertEq(escrow.refundsOf(bob), PRICE, "his are his");
        assertEq(_balanceOf(address(escrow)), PRICE, "and are there");
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingToCollect.selector, alice));
        escrow.collectRefunds(alice);
    }

    function _ask(address requester) internal returns (uint256) {
        _giveFor(requester, address(escrow), PRICE);
        vm.prank(requester);
        return escrow.requestInference(modelId, "why?", PRICE, 0, uint40(vm.getBlockTimestamp() + 1 hours));
    }
}
