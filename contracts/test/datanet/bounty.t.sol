// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Bounties} from "./Bounties.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {Bounty, IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice `offerBounty`, `offerReserveBounty`, `claimBounty` and `closeBounty`.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract BountyTest is Bounties {
    // Offer

    function testFuzz_OfferBounty(uint128 reward, uint128 total, uint256 time) public {
        total = uint128(bound(total, 1, PURSE));
        reward = uint128(bound(reward, 1, total));
        uint40 endsAt = uint40(block.timestamp + bound(time, 1, 365 days));
        SubmissionId before = _submitLeavesAccepted();
        assertEq(SubmissionId.unwrap(before), 1, "one accepted");
        _giveFor(bob, address(protocol.datanetReserves), total);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.BountyOffered(BountyId.wrap(1), datanetId, bob, reward, total, 1, endsAt);
        vm.prank(bob);
        BountyId bountyId =
            protocol.datanetReserves.offerBounty(IDatanetReserves.NewBounty(datanetId, reward, total, endsAt));
        Bounty memory stored = protocol.datanetReserves.bounty(bountyId);
        assertEq(stored.giver, bob, "giver");
        assertEq(stored.reward, reward, "reward");
        assertEq(stored.remaining, total, "total");
        assertEq(stored.startSequence, 1, "what is accepted later counts");
        assertEq(stored.endsAt, endsAt, "end");
        assertEq(protocol.datanetReserves.bountyCount(), 1, "count");
        assertEq(_balanceOf(bob), 0, "taken");
        assertEq(protocol.datanetReserves.spentOf(datanetId), 0, "not the reserve's");
    }

    function testFuzz_OfferReserveBounty(uint256 total) public {
        total = bound(total, REWARD, RESERVE / 10);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.BountyOffered(
            BountyId.wrap(1), datanetId, address(0), REWARD, total, 0, block.timestamp + 60 days
        );
        vm.prank(curator);
        BountyId bountyId = protocol.datanetReserves.offerReserveBounty(_newBounty(total));
        assertEq(protocol.datanetReserves.bounty(bountyId).giver, address(0), "the reserve's");
        assertEq(protocol.datanetReserves.reserveOf(datanetId), RESERVE - total, "out of the reserve");
        assertEq(protocol.datanetReserves.spentOf(datanetId), total, "spent");
        assertEq(protocol.datanetReserves.spendableOf(datanetId), RESERVE / 10 - total, "of the tenth");
    }

    function testFuzz_OfferReserveBounty_Refuses(address caller, uint256 total) public {
        vm.assume(caller != curator);
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotCurator.selector, datanetId, caller));
        vm.prank(caller);
        protocol.datanetReserves.offerReserveBounty(_newBounty(REWARD));
        total = bound(total, RESERVE / 10 + 1, type(uint128).max);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDatanetReserves.DatanetReserves_SpendingCapped.selector, datanetId, total, RESERVE / 10
            )
        );
        vm.prank(curator);
        protocol.datanetReserves.offerReserveBounty(_newBounty(total));
    }

    function test_OfferBounty_Refuses() public {
        IDatanetReserves.NewBounty memory offered = _newBounty(10e18);
        offered.reward = 0;
        _refusedOffer(offered, abi.encodeWithSelector(IDatanetReserves.DatanetReserves_BadBounty.selector, 0, 10e18));
        offered.reward = 10e18 + 1;
        _refusedOffer(
            offered, abi.encodeWithSelector(IDatanetReserves.DatanetReserves_BadBounty.selector, 10e18 + 1, 10e18)
        );
        offered.reward = 1e18;
        bytes4 badEnd = IDatanetReserves.DatanetReserves_BadEnd.selector;
        (uint256 least, uint256 most) = (block.timestamp + 1, block.timestamp + 365 days);
        offered.endsAt = uint40(least - 1);
        _refusedOffer(offered, abi.encodeWithSelector(badEnd, least - 1, least, most));
        offered.endsAt = uint40(most + 1);
        _refusedOffer(offered, abi.encodeWithSelector(badEnd, most + 1, least, most));
        offered.endsAt = uint40(most);
        offered.datanetId = DatanetId.wrap(9);
        _refusedOffer(offered, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, 9));
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_UnknownBounty.selector, BountyId.wrap(1))
        );
        protocol.datanetReserves.bounty(BountyId.wrap(1));
    }

    // Claim

    function testFuzz_ClaimBounty_ByAnyoneToTheRecipient(uint256 leaf, address caller, bool redirected) public {
        leaf = bound(leaf, 0, 2);
        BountyId bountyId = _offer(10e18);
        SubmissionId submissionId = _submitLeavesAccepted();
        address recipient = _contributorOf(leaf);
        if (redirected) {
            vm.prank(recipient);
            protocol.payoutDirectory.setRecipient(watcher);
            recipient = watcher;
        }
        IDatanetReserves.BountyClaim memory claimed = _claimOf(submissionId, leaf);
        uint256 before = _balanceOf(recipient);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.BountyPaid(
            bountyId, submissionId, uint32(leaf), _contributorOf(leaf), claimed.textRoot, recipient, REWARD
        );
        vm.prank(caller);
        protocol.datanetReserves.claimBounty(bountyId, claimed);
        assertEq(_balanceOf(recipient) - before, REWARD, "paid");
        assertEq(protocol.datanetReserves.bounty(bountyId).remaining, 5e18, "left");
        assertTrue(protocol.datanetReserves.isRewarded(bountyId, claimed.textRoot), "once");
    }

    function test_RevertWhen_TheBountyIsOver() public {
        BountyId bountyId = _offer(10e18);
        SubmissionId submissionId = _submitLeavesAccepted();
        uint256 endsAt = block.timestamp + 60 days;
        vm.warp(endsAt);
        _refusedClaim(
            bountyId,
            _claimOf(submissionId, 0),
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_BountyOver.selector, bountyId, endsAt)
        );
        _refusedClaim(
            BountyId.wrap(9),
            _claimOf(submissionId, 0),
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_UnknownBounty.selector, BountyId.wrap(9))
        );
    }

    function test_RevertWhen_LessThanARewardIsLeft() public {
        BountyId bountyId = _offer(14e18);
        SubmissionId submissionId = _submitLeavesAccepted();
        protocol.datanetReserves.claimBounty(bountyId, _claimOf(submissionId, 0));
        protocol.datanetReserves.claimBounty(bountyId, _claimOf(submissionId, 1));
        _refusedClaim(
            bountyId,
            _claimOf(submissionId, 2),
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_BountyExhausted.selector, bountyId, 4e18, REWARD)
        );
    }

    function test_RevertWhen_TheSubmissionDoesNotCount() public {
        SubmissionId early = _submitLeavesAccepted();
        SubmissionId pending = _submitLeaves();
        BountyId bountyId = _offer(10e18);
        _refusedClaim(
            bountyId,
            _claimOf(early, 0),
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_AcceptedTooEarly.selector, bountyId, early)
        );
        _refusedClaim(
            bountyId,
            _claimOf(pending, 0),
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotAccepted.selector, pending)
        );
        datanetId = _createDatanet();
        SubmissionId elsewhere = _submitLeavesAccepted();
        _refusedClaim(
            bountyId,
            _claimOf(elsewhere, 0),
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_OtherDatanet.selector, bountyId, elsewhere)
        );
        // What was pending at the offer and is accepted after it counts.
        _approve(pending);
        protocol.datanetReserves.claimBounty(bountyId, _claimOf(pending, 0));
    }

    function test_RevertWhen_TheContributionIsRevokedOrUnavailable() public {
        BountyId bountyId = _offer(20e18);
        SubmissionId submissionId = _submitLeavesAccepted();
        IDatanetReserves.BountyClaim memory claimed = _claimOf(submissionId, 1);
        vm.prank(bob);
        protocol.datanetRegistry.revoke(submissionId, 1, bob, claimed.textRoot, claimed.siblings);
        _refusedClaim(bountyId, claimed, _notEligible(submissionId, 1));
        uint32[] memory indexes = new uint32[](1);
        DataDemandId demandId = protocol.dataAvailability.demandLeaves(submissionId, indexes);
        vm.warp(block.timestamp + parameters.dataResponsePeriod);
        protocol.dataAvailability.markUnavailable(demandId, indexes);
        _refusedClaim(bountyId, _claimOf(submissionId, 0), _notEligible(submissionId, 0));
        protocol.datanetReserves.claimBounty(bountyId, _claimOf(submissionId, 2));
    }

    /// @dev A contributor that is a reserve account: no key signs for it, and what it was paid would be lost.
    function test_RevertWhen_TheContributorIsNobody() public {
        BountyId bountyId = _offer(20e18);
        address[] memory nobody = new address[](2);
        nobody[1] = protocol.datanetRegistry.reserveAccount(datanetId);
        for (uint256 i = 0; i < 2; ++i) {
            leaves[0] = abi.encode(nobody[i], _textRootOf(0));
            SubmissionId submissionId = _submitLeavesAccepted();
            IDatanetReserves.BountyClaim memory claimed = _claimOf(submissionId, 0);
            claimed.contributor = nobody[i];
            _refusedClaim(bountyId, claimed, _notEligible(submissionId, 0));
        }
    }

    function testFuzz_RevertWhen_TheContributionIsNotTheLeaf(uint256 place, uint256 bit) public {
        BountyId bountyId = _offer(20e18);
        SubmissionId submissionId = _submitLeavesAccepted();
        IDatanetReserves.BountyClaim memory claimed = _claimOf(submissionId, 0);
        bytes32 flip = bytes32(2 ** bound(bit, 0, 159));
        place = bound(place, 0, 4);
        if (place == 0) claimed.leafIndex = 1;
        else if (place == 1) claimed.contributor = address(uint160(alice) ^ uint160(uint256(flip)));
        else if (place == 2) claimed.textRoot ^= flip;
        else if (place == 3) claimed.siblings[bit % 2] ^= flip;
        else claimed.siblings = new bytes32[](3);
        _refusedClaim(
            bountyId,
            claimed,
            abi.encodeWithSelector(
                IDatanetReserves.DatanetReserves_NotContribution.selector, submissionId, claimed.leafIndex
            )
        );
    }

    function test_RevertWhen_ItWasPaidForThatText() public {
        BountyId bountyId = _offer(40e18);
        SubmissionId submissionId = _submitLeavesAccepted();
        IDatanetReserves.BountyClaim memory claimed = _claimOf(submissionId, 0);
        protocol.datanetReserves.claimBounty(bountyId, claimed);
        bytes memory reason = abi.encodeWithSelector(
            IDatanetReserves.DatanetReserves_AlreadyRewarded.selector, bountyId, claimed.textRoot
        );
        _refusedClaim(bountyId, claimed, reason);
        // The same text under another name, or again in another submission.
        leaves[1] = abi.encode(bob, _textRootOf(0));
        SubmissionId copy = _submitLeavesAccepted();
        _refusedClaim(bountyId, _claimOf(copy, 0), reason);
        claimed = _claimOf(copy, 1);
        claimed.textRoot = _textRootOf(0);
        _refusedClaim(bountyId, claimed, reason);
        // Another bounty is another's money.
        BountyId other = _offer(10e18);
        _refusedClaim(
            other,
            _claimOf(copy, 0),
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_AcceptedTooEarly.selector, other, copy)
        );
        SubmissionId later = _submitLeavesAccepted();
        protocol.datanetReserves.claimBounty(other, _claimOf(later, 0));
    }

    // Close

    function testFuzz_CloseBounty_ReturnsToTheGiver(uint256 total, address caller) public {
        total = bound(total, REWARD, 100e18);
        BountyId bountyId = _offer(total);
        SubmissionId submissionId = _submitLeavesAccepted();
        protocol.datanetReserves.claimBounty(bountyId, _claimOf(submissionId, 0));
        uint256 endsAt = block.timestamp + 60 days;
        vm.warp(endsAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IDatanetReserves.DatanetReserves_BountyOpen.selector, bountyId, endsAt));
        protocol.datanetReserves.closeBounty(bountyId);
        vm.warp(endsAt);
        if (total > REWARD) {
            vm.expectEmit(address(protocol.datanetReserves));
            emit IDatanetReserves.BountyClosed(bountyId, datanetId, stranger, total - REWARD);
            vm.prank(caller);
            assertEq(protocol.datanetReserves.closeBounty(bountyId), total - REWARD, "the rest");
            assertEq(_balanceOf(stranger), total - REWARD, "returned");
        }
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_BountyExhausted.selector, bountyId, 0, REWARD)
        );
        protocol.datanetReserves.closeBounty(bountyId);
    }

    function test_CloseBounty_ReturnsToTheReserve() public {
        vm.prank(curator);
        BountyId bountyId = protocol.datanetReserves.offerReserveBounty(_newBounty(100e18));
        vm.warp(block.timestamp + 60 days);
        protocol.datanetReserves.closeBounty(bountyId);
        assertEq(protocol.datanetReserves.reserveOf(datanetId), RESERVE, "back in the reserve");
        assertEq(_balanceOf(curator), 0, "not the curator's");
    }

    function _notEligible(SubmissionId submissionId, uint256 leaf) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotEligible.selector, submissionId, leaf);
    }

    function _refusedOffer(IDatanetReserves.NewBounty memory offered, bytes memory reason) internal {
        vm.expectRevert(reason);
        protocol.datanetReserves.offerBounty(offered);
    }

    function _refusedClaim(BountyId bountyId, IDatanetReserves.BountyClaim memory claimed, bytes memory reason)
        internal
    {
        vm.expectRevert(reason);
        protocol.datanetReserves.claimBounty(bountyId, claimed);
    }
}
