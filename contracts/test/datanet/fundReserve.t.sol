// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";

contract FundReserveTest is Base {
    DatanetId internal datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
    }

    function testFuzz_FundReserve(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _giveFor(alice, address(protocol.datanetReserves), amount);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.ReserveFunded(datanetId, alice, amount);
        vm.prank(alice);
        protocol.datanetReserves.fundReserve(datanetId, amount);
        assertEq(protocol.datanetReserves.reserveOf(datanetId), amount, "reserve");
        assertEq(_balanceOf(address(protocol.datanetReserves)), amount, "money");
    }

    function test_FundReserve_RefusesZeroAndUnknown() public {
        vm.expectRevert(IDatanetReserves.DatanetReserves_ZeroAmount.selector);
        protocol.datanetReserves.fundReserve(datanetId, 0);
        DatanetId unknown = DatanetId.wrap(99);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, unknown));
        protocol.datanetReserves.fundReserve(unknown, 1);
    }
}
