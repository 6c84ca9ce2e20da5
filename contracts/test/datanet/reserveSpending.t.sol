// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Bounties} from "./Bounties.t.sol";
import {IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice What a reserve may spend: in any 30 days, a tenth of what it held at their beginning and of what came in since.
contract ReserveSpendingTest is Bounties {
    struct Movement {
        uint256 time;
        uint256 spent;
        uint256 cameIn;
        uint256 heldBefore;
    }

    Movement[] internal movements;

    function _offerOfReserve(uint256 total) internal returns (BountyId) {
        IDatanetReserves.NewBounty memory offered = _newBounty(total);
        offered.reward = 1;
        vm.prank(curator);
        return protocol.datanetReserves.offerReserveBounty(offered);
    }

    /// @dev Attack: a curator draining its reserve, by bounties and refunds at whatever times, with gifts between them.
    function testFuzz_Attack_ACuratorCannotDrainItsReserve(uint256 random) public {
        for (uint256 i = 0; i < 24; ++i) {
            random = uint256(keccak256(abi.encode(random)));
            vm.warp(block.timestamp + random % 9 days);
            uint256 held = protocol.datanetReserves.reserveOf(datanetId);
            uint256 part = (random >> 32) % 4;
            if (part == 0) {
                uint256 gift = bound(random >> 64, 1, 2000e18);
                _fundReserve(gift);
                movements.push(Movement(block.timestamp, 0, gift, held));
            } else {
                uint256 spendable = protocol.datanetReserves.spendableOf(datanetId);
                if (spendable == 0) continue;
                // Often all of it.
                uint256 total = part == 1 ? bound(random >> 64, 1, spendable) : spendable;
                _offerOfReserve(total);
                movements.push(Movement(block.timestamp, total, 0, held));
            }
        }
        _assertNoWindowExceedsTheTenth();
    }

    /// @dev Of every window that begins with a movement, which the fullest ones do.
    function _assertNoWindowExceedsTheTenth() internal view {
        for (uint256 i = 0; i < movements.length; ++i) {
            (uint256 spent, uint256 base) = (0, movements[i].heldBefore);
            for (uint256 j = i; j < movements.length && movements[j].time < movements[i].time + 30 days; ++j) {
                spent += movements[j].spent;
                base += movements[j].cameIn;
                assertLe(spent, base / 10, "a tenth in 30 days");
            }
        }
    }

    function test_Spendable_IsFreeAgainAfterThirtyDays() public {
        _offerOfReserve(60e18);
        vm.warp(block.timestamp + 10 days);
        _offerOfReserve(40e18);
        assertEq(protocol.datanetReserves.spendableOf(datanetId), 0, "the tenth");
        vm.warp(block.timestamp + 20 days - 1);
        assertEq(protocol.datanetReserves.spendableOf(datanetId), 0, "to the last second");
        vm.warp(block.timestamp + 1);
        // A tenth of 900 and of the 40 spent since, less these.
        assertEq(protocol.datanetReserves.spendableOf(datanetId), 54e18, "the first is over");
        assertEq(protocol.datanetReserves.spentOf(datanetId), 40e18, "the second is not");
    }

    /// @dev Attack: funding in order to drain. What a gift frees is a tenth of it.
    function testFuzz_Attack_FundingToDrainCostsTenTimes(uint256 gift) public {
        gift = bound(gift, 10, PURSE);
        _offerOfReserve(RESERVE / 10);
        _fundReserve(gift);
        assertEq(protocol.datanetReserves.spendableOf(datanetId), (RESERVE + gift) / 10 - RESERVE / 10, "a tenth of it");
    }

    /// @dev Attack: a bounty of the reserve that nobody claims, offered again and again, frees no more than its tenth.
    function test_Attack_ReturnedBountiesFreeNoMoreThanATenth() public {
        IDatanetReserves.NewBounty memory offered = _newBounty(100e18);
        offered.endsAt = uint40(block.timestamp + 1);
        vm.prank(curator);
        BountyId bountyId = protocol.datanetReserves.offerReserveBounty(offered);
        vm.warp(block.timestamp + 1);
        protocol.datanetReserves.closeBounty(bountyId);
        assertEq(protocol.datanetReserves.reserveOf(datanetId), RESERVE, "all is back");
        assertEq(protocol.datanetReserves.spendableOf(datanetId), 10e18, "a tenth of what came back");
    }

    /// @dev Refunds and bounties share the tenth.
    function test_Spendable_IsSharedByRefundsAndBounties() public {
        _offerOfReserve(95e18);
        SubmissionId submissionId = _submitPaying(10e18);
        _approve(submissionId);
        assertEq(protocol.datanetReserves.refundFees(submissionId), 5e18, "what the bounty left");
        assertEq(protocol.datanetReserves.spendableOf(datanetId), 0, "nothing more");
    }

    /// @dev Attack: curator, submitter and validators in one take fees from themselves and refunds from the reserve. The
    /// tenth is all there is to take.
    function test_Attack_SelfDealtFeesTakeATenthAtMost() public {
        uint256 refunded = 0;
        for (uint256 i = 0; i < 5; ++i) {
            SubmissionId submissionId = _submitPaying(100e18);
            _approve(submissionId);
            if (protocol.datanetReserves.spendableOf(datanetId) == 0) continue;
            refunded += protocol.datanetReserves.refundFees(submissionId);
        }
        assertEq(refunded, RESERVE / 10, "the tenth");
    }

    /// @dev One datanet's reserve is no other's.
    function test_Reserve_OfOneDatanetPaysForNoOther() public {
        datanetId = _createDatanet();
        assertEq(protocol.datanetReserves.spendableOf(datanetId), 0, "an empty reserve");
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_SpendingCapped.selector, datanetId, REWARD, 0)
        );
        _offerOfReserve(REWARD);
    }
}
