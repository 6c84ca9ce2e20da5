// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDataFund} from "openledger/interfaces/IDataFund.sol";
import {Bounty, IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";

contract DataFundTest is Base {
    DatanetId internal datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
    }

    function testFuzz_Grant(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _give(address(protocol.dataFund), PURSE);
        vm.expectEmit(address(protocol.dataFund));
        emit IDataFund.Granted(datanetId, amount);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.ReserveFunded(datanetId, address(protocol.dataFund), amount);
        vm.prank(address(protocol.timelockController));
        protocol.dataFund.grant(datanetId, amount);
        assertEq(protocol.datanetReserves.reserveOf(datanetId), amount, "reserve");
        assertEq(_balanceOf(address(protocol.dataFund)), PURSE - amount, "fund");
    }

    function testFuzz_Grant_OnlyTheTimelock(address caller) public {
        vm.assume(caller != address(protocol.timelockController));
        vm.expectRevert(abi.encodeWithSelector(IDataFund.DataFund_NotTimelock.selector, caller));
        vm.prank(caller);
        protocol.dataFund.grant(datanetId, 1);
    }

    // The numbers that are cast are bounded.
    // forge-lint: disable-next-item(unsafe-typecast)
    function testFuzz_OfferBounty_LeftoversComeBack(uint256 total, uint256 reward) public {
        total = bound(total, 1, PURSE);
        reward = bound(reward, 1, total);
        _give(address(protocol.dataFund), PURSE);
        uint40 endsAt = uint40(block.timestamp + 30 days);
        vm.expectEmit(address(protocol.dataFund));
        emit IDataFund.BountyGranted(BountyId.wrap(1), datanetId, total);
        vm.prank(address(protocol.timelockController));
        BountyId bountyId = protocol.dataFund
        .offerBounty(IDatanetReserves.NewBounty(datanetId, uint128(reward), uint128(total), endsAt));
        Bounty memory stored = protocol.datanetReserves.bounty(bountyId);
        assertEq(stored.giver, address(protocol.dataFund), "the fund gives");
        assertEq(stored.remaining, total, "all of it");
        assertEq(_balanceOf(address(protocol.dataFund)), PURSE - total, "out of the fund");
        vm.warp(endsAt);
        protocol.datanetReserves.closeBounty(bountyId);
        assertEq(_balanceOf(address(protocol.dataFund)), PURSE, "back in the fund");
    }

    function testFuzz_OfferBounty_OnlyTheTimelock(address caller) public {
        vm.assume(caller != address(protocol.timelockController));
        vm.expectRevert(abi.encodeWithSelector(IDataFund.DataFund_NotTimelock.selector, caller));
        vm.prank(caller);
        protocol.dataFund.offerBounty(IDatanetReserves.NewBounty(datanetId, 1, 1, uint40(block.timestamp + 1)));
    }
}
