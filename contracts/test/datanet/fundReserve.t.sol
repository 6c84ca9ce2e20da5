// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IDataFund} from "openledger/interfaces/IDataFund.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";

contract FundReserveTest is Base {
    DatanetId internal datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
    }

    function testFuzz_FundReserve(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _giveFor(alice, address(protocol.datanetRegistry), amount);
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ReserveFunded(datanetId, alice, amount);
        vm.prank(alice);
        protocol.datanetRegistry.fundReserve(datanetId, amount);
        assertEq(protocol.datanetRegistry.datanet(datanetId).reserve, amount, "reserve");
        assertEq(_balanceOf(address(protocol.datanetRegistry)), amount, "money");
    }

    function test_FundReserve_RefusesZeroAndUnknown() public {
        vm.expectRevert(IDatanetRegistry.DatanetRegistry_ZeroAmount.selector);
        protocol.datanetRegistry.fundReserve(datanetId, 0);
        DatanetId unknown = DatanetId.wrap(99);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, unknown));
        protocol.datanetRegistry.fundReserve(unknown, 1);
    }

    function testFuzz_Grant(uint256 amount) public {
        amount = bound(amount, 1, PURSE);
        _give(address(protocol.dataFund), PURSE);
        vm.expectEmit(address(protocol.dataFund));
        emit IDataFund.Granted(datanetId, amount);
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ReserveFunded(datanetId, address(protocol.dataFund), amount);
        vm.prank(address(protocol.timelockController));
        protocol.dataFund.grant(datanetId, amount);
        assertEq(protocol.datanetRegistry.datanet(datanetId).reserve, amount, "reserve");
        assertEq(_balanceOf(address(protocol.dataFund)), PURSE - amount, "fund");
    }

    function testFuzz_Grant_OnlyTheTimelock(address caller) public {
        vm.assume(caller != address(protocol.timelockController));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        protocol.dataFund.grant(datanetId, 1);
    }
}
