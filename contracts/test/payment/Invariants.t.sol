// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EscrowHandler} from "./EscrowHandler.sol";
import {Payment} from "./Payment.t.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Whatever is done with the escrow, in any order.
///
/// 1. Every wei stands in one place: deposits, open requests, refunds, pools, batches, revenue, royalties not passed on,
///    and protocol fees sum to the escrow's balance.
/// 2. What data received, in pools, batches and data fund, is f of each payer's total, to the wei.
/// 3. All shares of all that was charged and given sum to it.
contract InvariantsTest is Payment {
    EscrowHandler internal handler;

    function setUp() public override {
        super.setUp();
        ModelId[] memory models = new ModelId[](3);
        models[0] = modelId;
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        newVersion.baseVersion = 1;
        for (uint256 i = 1; i < models.length; ++i) {
            models[i] = i == 1 ? _modelWith(7000, 1111, models[0]) : _modelWith(3333, 3333, models[1]);
            vm.prank(modelOwner);
            protocol.modelRegistry.publishVersion(models[i], newVersion);
        }
        handler = new EscrowHandler(protocol, models, operator, modelOwner);
        _give(address(handler), 300_000_000e18);
        bytes4[] memory actions = new bytes4[](14);
        actions[0] = EscrowHandler.fund.selector;
        actions[1] = EscrowHandler.redeem.selector;
        actions[2] = EscrowHandler.pay.selector;
        actions[3] = EscrowHandler.withdraw.selector;
        actions[4] = EscrowHandler.ask.selector;
        actions[5] = EscrowHandler.settle.selector;
        actions[6] = EscrowHandler.collectRefunds.selector;
        actions[7] = EscrowHandler.passOn.selector;
        actions[8] = EscrowHandler.collect.selector;
        actions[9] = EscrowHandler.takePool.selector;
        actions[10] = EscrowHandler.settleBatch.selector;
        actions[11] = EscrowHandler.releasePool.selector;
        actions[12] = EscrowHandler.changeTerm.selector;
        actions[13] = EscrowHandler.wait.selector;
        targetSelector(FuzzSelector(address(handler), actions));
        targetContract(address(handler));
    }

    /// forge-config: default.invariant.runs = 12
    /// forge-config: default.invariant.depth = 120
    /// forge-config: default.invariant.fail-on-revert = true
    /// forge-config: long.invariant.runs = 400
    /// forge-config: long.invariant.depth = 400
    /// forge-config: long.invariant.fail-on-revert = true
    function invariant_EveryWeiStandsInOnePlaceAndNoneIsLost() public view {
        assertEq(_balanceOf(address(escrow)), handler.booked(), "sum of all places");
        assertEq(handler.dataReceived(), handler.dataDue(), "data: f of the totals");
        assertEq(handler.sharesReceived(), handler.paidIn(), "shares of all that was paid");
    }

    /// @dev The handler does something by each of its actions: an invariant of nothing would hold.
    function test_Handler_DoesAllItCan() public {
        for (uint256 i = 0; i < 3; ++i) {
            handler.fund(i, i, 1e20);
            handler.redeem(i, i, 1e19, false);
            handler.pay(i, i, 1e19, false);
            handler.ask(i, i, 1 days);
            handler.ask(i, i, 1 minutes);
        }
        handler.settle(1);
        handler.wait(1 hours);
        handler.settle(2);
        handler.collectRefunds(0);
        handler.withdraw(0, 0, 1e18);
        handler.wait(2 days);
        handler.withdraw(0, 0, 1e18);
        handler.takePool(0, 5e18);
        handler.settleBatch(0, 2e18, true);
        handler.settleBatch(0, 1e18, false);
        handler.collect(0, false);
        for (uint256 i = 0; i < 10; ++i) {
            handler.wait(10 days);
        }
        handler.releasePool(1);
        handler.changeTerm(0);
        invariant_EveryWeiStandsInOnePlaceAndNoneIsLost();
        string[13] memory actions = [
            "fund",
            "redeem",
            "pay",
            "withdraw",
            "ask",
            "answer",
            "refund",
            "collectRefunds",
            "collect",
            "takePool",
            "settleBatch",
            "releasePool",
            "changeTerm"
        ];
        for (uint256 i = 0; i < actions.length; ++i) {
            assertGt(handler.done(bytes32(bytes(actions[i]))), 0, actions[i]);
        }
    }
}
