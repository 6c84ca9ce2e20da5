// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Bounties} from "../datanet/Bounties.t.sol";
import {Test} from "forge-std/Test.sol";
import {Submission, SubmissionStatus} from "openledger/interfaces/IDatanetRegistry.sol";
import {IDatanetReserves, PrepaidFees} from "openledger/interfaces/IDatanetReserves.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @dev Moves the money of a datanet about in whatever order, and counts what should be held.
contract DatanetReservesHandler is Bounties {
    uint256 public given;
    uint256 public leftByRefunds;
    uint256 public leftByBounties;

    constructor() {
        setUp();
        given = RESERVE;
    }

    function giveToReserve(uint256 amount) external {
        amount = bound(amount, 1, 1000e18);
        _fundReserve(amount);
        given += amount;
    }

    function submitMore(uint256 fee) external {
        if (protocol.datanetRegistry.submissionCount() == 6) return;
        _submitPaying(fee % 100e18);
    }

    function voteOnOne(uint256 pick, uint256 validator, bool approves) external {
        SubmissionId submissionId = _pick(pick);
        vm.prank(validators[validator % 3]);
        if (approves) {
            try protocol.datanetRegistry.approve(submissionId) {} catch {}
        } else {
            try protocol.datanetRegistry.reject(submissionId) {} catch {}
        }
    }

    function payOne(uint256 pick, uint256 validator) external {
        try protocol.datanetReserves.payFee(_pick(pick), validators[validator % 3]) {} catch {}
    }

    function returnUnused(uint256 pick, uint256 later) external {
        vm.warp(block.timestamp + later % 10 days);
        try protocol.datanetReserves.returnUnusedFees(_pick(pick)) {} catch {}
    }

    function refund(uint256 pick) external {
        try protocol.datanetReserves.refundFees(_pick(pick)) returns (uint256 amount) {
            leftByRefunds += amount;
        } catch {}
    }

    function offerSome(uint256 total, bool ofReserve) external {
        if (protocol.datanetReserves.bountyCount() == 8) return;
        if (!ofReserve) {
            _offer(bound(total, REWARD, 100e18));
            return;
        }
        uint256 spendable = protocol.datanetReserves.spendableOf(datanetId);
        if (spendable < REWARD) return;
        total = bound(total, REWARD, spendable);
        vm.prank(curator);
        protocol.datanetReserves.offerReserveBounty(_newBounty(total));
        leftByBounties += total;
    }

    function claimOne(uint256 pick, uint256 bountyPick, uint256 leaf) external {
        uint256 count = protocol.datanetReserves.bountyCount();
        if (count == 0) return;
        IDatanetReserves.BountyClaim memory claimed = _claimOf(_pick(pick), leaf % 3);
        try protocol.datanetReserves.claimBounty(BountyId.wrap(1 + bountyPick % count), claimed) {} catch {}
    }

    function closeOne(uint256 pick, uint256 later) external {
        uint256 count = protocol.datanetReserves.bountyCount();
        if (count == 0) return;
        vm.warp(block.timestamp + later % 20 days);
        BountyId bountyId = BountyId.wrap(1 + pick % count);
        try protocol.datanetReserves.closeBounty(bountyId) returns (uint256 amount) {
            if (protocol.datanetReserves.bounty(bountyId).giver == address(0)) leftByBounties -= amount;
        } catch {}
    }

    // What should be held

    function held() external view returns (uint256) {
        return _balanceOf(address(protocol.datanetReserves));
    }

    function reserve() external view returns (uint256) {
        return protocol.datanetReserves.reserveOf(datanetId);
    }

    function bounties() external view returns (uint256 sum) {
        for (uint256 i = 1; i <= protocol.datanetReserves.bountyCount(); ++i) {
            sum += protocol.datanetReserves.bounty(BountyId.wrap(i)).remaining;
        }
    }

    /// @dev What each submission still holds for validators that voted, or may, and for its submitter.
    function fees() external view returns (uint256 sum) {
        for (uint256 i = 1; i <= protocol.datanetRegistry.submissionCount(); ++i) {
            PrepaidFees memory prepaid = protocol.datanetReserves.prepaidFees(SubmissionId.wrap(i));
            Submission memory submission = protocol.datanetRegistry.submission(SubmissionId.wrap(i));
            uint256 votes = uint256(submission.approvals) + submission.rejections;
            uint256 seats = prepaid.unusedReturned ? votes : prepaid.seats;
            for (uint256 bits = prepaid.paidVotes; bits != 0; bits >>= 1) {
                seats -= bits & 1;
            }
            sum += seats * prepaid.fee;
        }
    }

    /// @dev Of an accepted submission no more is refunded than its votes earned, of any other nothing.
    function refundsAreDue() external view returns (bool) {
        for (uint256 i = 1; i <= protocol.datanetRegistry.submissionCount(); ++i) {
            PrepaidFees memory prepaid = protocol.datanetReserves.prepaidFees(SubmissionId.wrap(i));
            Submission memory submission = protocol.datanetRegistry.submission(SubmissionId.wrap(i));
            uint256 votes = uint256(submission.approvals) + submission.rejections;
            uint256 due = submission.status == SubmissionStatus.Accepted ? votes * prepaid.fee : 0;
            if (prepaid.refunded > due) return false;
        }
        return true;
    }

    function _pick(uint256 pick) internal view returns (SubmissionId) {
        uint256 count = protocol.datanetRegistry.submissionCount();
        return SubmissionId.wrap(count == 0 ? 1 : 1 + pick % count);
    }
}

/// @notice See README.md.
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 60
contract DatanetReservesInvariants is Test {
    DatanetReservesHandler internal handler;

    function setUp() public {
        handler = new DatanetReservesHandler();
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = DatanetReservesHandler.giveToReserve.selector;
        selectors[1] = DatanetReservesHandler.submitMore.selector;
        selectors[2] = DatanetReservesHandler.voteOnOne.selector;
        selectors[3] = DatanetReservesHandler.payOne.selector;
        selectors[4] = DatanetReservesHandler.returnUnused.selector;
        selectors[5] = DatanetReservesHandler.refund.selector;
        selectors[6] = DatanetReservesHandler.offerSome.selector;
        selectors[7] = DatanetReservesHandler.claimOne.selector;
        selectors[8] = DatanetReservesHandler.closeOne.selector;
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), selectors));
    }

    function invariant_EveryWeiIsInANamedPlace() public view {
        assertEq(handler.held(), handler.reserve() + handler.bounties() + handler.fees(), "reserve, bounties and fees");
    }

    function invariant_AReserveLosesOnlyRefundsAndBounties() public view {
        assertEq(
            handler.reserve() + handler.leftByRefunds() + handler.leftByBounties(), handler.given(), "what was given"
        );
        assertTrue(handler.refundsAreDue(), "refunds");
    }
}
