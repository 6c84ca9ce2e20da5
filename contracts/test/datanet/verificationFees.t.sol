// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Bounties} from "./Bounties.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice `setVerificationFee`, `prepayFees`, `payFee`, `returnUnusedFees` and `refundFees`.
contract VerificationFeesTest is Bounties {
    // Setting

    function testFuzz_SetVerificationFee(uint256 fee) public {
        fee = bound(fee, 0, 100e18);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.VerificationFeeSet(datanetId, fee);
        vm.prank(curator);
        protocol.datanetReserves.setVerificationFee(datanetId, fee);
        assertEq(protocol.datanetReserves.verificationFeeOf(datanetId), fee, "fee");
    }

    function testFuzz_SetVerificationFee_Refuses(uint256 fee, address caller) public {
        vm.assume(caller != curator);
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotCurator.selector, datanetId, caller));
        vm.prank(caller);
        protocol.datanetReserves.setVerificationFee(datanetId, 1);
        fee = bound(fee, 100e18 + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_FeeTooLarge.selector, fee, 100e18));
        vm.prank(curator);
        protocol.datanetReserves.setVerificationFee(datanetId, fee);
        DatanetId unknown = DatanetId.wrap(9);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, unknown));
        protocol.datanetReserves.setVerificationFee(unknown, 1);
    }

    function testFuzz_PrepayFees_OnlyTheRegistry(address caller) public {
        vm.assume(caller != address(protocol.datanetRegistry));
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotDatanetRegistry.selector, caller));
        vm.prank(caller);
        protocol.datanetReserves.prepayFees(SubmissionId.wrap(1), datanetId, submitter, 3, 1);
    }

    // Votes

    function testFuzz_PayFee_WhateverTheVote(uint256 fee, bool approves) public {
        fee = bound(fee, 1, 100e18);
        SubmissionId submissionId = _submitPaying(fee);
        // A later fee is not this submission's.
        _setFee(50e18);
        _vote(0, submissionId, approves);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.FeePaid(submissionId, validators[0], fee);
        vm.prank(stranger);
        protocol.datanetReserves.payFee(submissionId, validators[0]);
        assertEq(_balanceOf(validators[0]), fee, "paid at anyone's call");
        vm.expectRevert(
            abi.encodeWithSelector(
                IDatanetReserves.DatanetReserves_FeeAlreadyPaid.selector, submissionId, validators[0]
            )
        );
        protocol.datanetReserves.payFee(submissionId, validators[0]);
    }

    function testFuzz_PayFee_RefusesWhoDidNotVote(address account) public {
        vm.assume(account != validators[0]);
        SubmissionId submissionId = _submitPaying(1e18);
        _vote(0, submissionId, true);
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotVoted.selector, submissionId, account)
        );
        protocol.datanetReserves.payFee(submissionId, account);
    }

    function test_PayFee_RefusesWhereNothingWasPrepaid() public {
        SubmissionId submissionId = _submitLeavesAccepted();
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NothingDue.selector, submissionId));
        protocol.datanetReserves.payFee(submissionId, validators[0]);
    }

    // What no vote earned

    function testFuzz_ReturnUnusedFees_WhenDecided(uint256 fee, bool approves) public {
        fee = bound(fee, 1, 100e18);
        SubmissionId submissionId = _submitPaying(fee);
        _vote(2, submissionId, approves);
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotDecided.selector, submissionId));
        protocol.datanetReserves.returnUnusedFees(submissionId);
        _vote(1, submissionId, approves);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.UnusedFeesReturned(submissionId, submitter, fee);
        assertEq(protocol.datanetReserves.returnUnusedFees(submissionId), fee, "one of three did not vote");
        assertEq(_balanceOf(submitter), fee, "returned");
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NothingDue.selector, submissionId));
        protocol.datanetReserves.returnUnusedFees(submissionId);
        // Validators take theirs after it.
        protocol.datanetReserves.payFee(submissionId, validators[1]);
        protocol.datanetReserves.payFee(submissionId, validators[2]);
        assertEq(protocol.datanetReserves.reserveOf(datanetId), RESERVE, "the reserve is untouched");
        assertEq(_balanceOf(address(protocol.datanetReserves)), RESERVE, "nothing is left over");
    }

    /// @dev Without a fee no seats are kept, however many voted.
    function test_RevertWhen_NoFeeWasPrepaid() public {
        SubmissionId submissionId = _submitPaying(0);
        _vote(0, submissionId, true);
        _vote(1, submissionId, true);
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NothingDue.selector, submissionId));
        protocol.datanetReserves.returnUnusedFees(submissionId);
    }

    function testFuzz_ReturnUnusedFees_WhenLapsed(uint256 votes) public {
        votes = bound(votes, 0, 2);
        SubmissionId submissionId = _submitPaying(1e18);
        if (votes > 0) _vote(0, submissionId, true);
        if (votes > 1) _vote(1, submissionId, false);
        vm.warp(block.timestamp + parameters.submissionLife);
        assertEq(protocol.datanetReserves.returnUnusedFees(submissionId), (3 - votes) * 1e18, "the rest");
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotAccepted.selector, submissionId));
        protocol.datanetReserves.refundFees(submissionId);
    }

    // Refunds

    function testFuzz_RefundFees_OfAnAcceptedSubmission(uint256 fee) public {
        fee = bound(fee, 1, 40e18);
        SubmissionId submissionId = _submitPaying(fee);
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotAccepted.selector, submissionId));
        protocol.datanetReserves.refundFees(submissionId);
        _vote(0, submissionId, false);
        _vote(1, submissionId, true);
        _vote(2, submissionId, true);
        // Every seat voted: nothing was prepaid in vain.
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NothingDue.selector, submissionId));
        protocol.datanetReserves.returnUnusedFees(submissionId);
        uint256 due = 3 * fee;
        uint256 refunded = due < RESERVE / 10 ? due : RESERVE / 10;
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.FeesRefunded(submissionId, datanetId, submitter, refunded);
        assertEq(protocol.datanetReserves.refundFees(submissionId), refunded, "as far as the tenth goes");
        assertEq(_balanceOf(submitter), refunded, "to the submitter");
        assertEq(protocol.datanetReserves.reserveOf(datanetId), RESERVE - refunded, "from the reserve");
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NothingDue.selector, submissionId));
        protocol.datanetReserves.refundFees(submissionId);
        if (due == refunded) return;
        // The rest, when the tenth has room again.
        vm.warp(block.timestamp + 30 days);
        assertEq(protocol.datanetReserves.refundFees(submissionId), due - refunded, "the rest");
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NothingDue.selector, submissionId));
        protocol.datanetReserves.refundFees(submissionId);
    }
}
