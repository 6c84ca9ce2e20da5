// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Demands} from "./Demands.t.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {DemandKind, DemandStatus, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice A demander that takes its money back again while it is paid, or refuses it.
contract Taker {
    IDemandRegistry internal immutable REGISTRY;
    bool internal immutable TAKES;
    uint256 public calls;

    constructor(IDemandRegistry registry, bool takes) {
        (REGISTRY, TAKES) = (registry, takes);
    }

    function demand(BatchId batchId, Batch calldata batch, Item calldata item) external payable {
        REGISTRY.demand{value: msg.value}(batchId, batch, item);
    }

    function withdraw() external {
        REGISTRY.withdraw();
    }

    receive() external payable {
        require(TAKES, "no money");
        ++calls;
        try REGISTRY.withdraw() {
            calls += 100;
        } catch {}
    }
}

/// @notice Closing demands of void batches, and withdrawing what deposits are whose.
contract CloseTest is Demands {
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commitWide(_wide());
    }

    function _void() internal {
        vm.warp(vm.getBlockTimestamp() + batch.responsePeriod);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
    }

    function _ids(bytes32 demandId) internal pure returns (bytes32[] memory ids) {
        ids = new bytes32[](1);
        ids[0] = demandId;
    }

    function testFuzz_Close_GivesEveryUnansweredDepositBack(uint256 answered) public {
        bytes32[] memory ids = new bytes32[](8);
        uint256 deposits = 0;
        for (uint32 i = 0; i < 9; ++i) {
            Item memory item = _leaves(DemandKind.Inferences, 0, i, 1);
            bytes32 demandId = _demand(batchId, batch, item);
            if (i != 8) ids[i] = demandId;
            if (i == 8 || (answered >> i) % 2 == 1) _answer(batchId, batch, item, _answerTo(item, _wide()));
            else deposits += protocol.demandRegistry.demandOf(demandId).deposit;
        }
        vm.assume(deposits != 0);
        _void();
        uint256 before = demander.balance;
        uint256 held = address(protocol.demandRegistry).balance;
        for (uint256 i = 0; i < 8; ++i) {
            if ((answered >> i) % 2 == 1) {
                vm.expectRevert(
                    abi.encodeWithSelector(
                        IDemandRegistry.DemandRegistry_NotOpen.selector, ids[i], DemandStatus.Answered
                    )
                );
                protocol.demandRegistry.close(_ids(ids[i]));
                continue;
            }
            uint256 deposit = protocol.demandRegistry.demandOf(ids[i]).deposit;
            vm.expectEmit(address(protocol.demandRegistry));
            emit IDemandRegistry.DemandClosed(ids[i], batchId, demander, deposit);
            vm.prank(stranger); // Anyone.
            protocol.demandRegistry.close(_ids(ids[i]));
            assertEq(uint256(_statusOf(ids[i])), uint256(DemandStatus.Closed), "closed");
        }
        assertEq(protocol.demandRegistry.openDemands(batchId), 0, "none open");
        assertEq(protocol.demandRegistry.withdrawable(stranger), 0, "not the caller's");
        vm.expectEmit(address(protocol.demandRegistry));
        emit IDemandRegistry.DepositsWithdrawn(demander, deposits);
        vm.prank(demander);
        assertEq(protocol.demandRegistry.withdraw(), deposits, "returned");
        assertEq(demander.balance - before, deposits, "paid");
        vm.prank(operator);
        uint256 earned = protocol.demandRegistry.withdraw();
        assertEq(earned + deposits, held, "all that was held");
        assertEq(address(protocol.demandRegistry).balance, 0, "nothing is left");
    }

    function test_RevertWhen_TheBatchIsNotVoid() public {
        Item memory item = _payoutOf(alice);
        bytes32 demandId = _demand(batchId, batch, item);
        bytes memory reason = abi.encodeWithSelector(IDemandRegistry.DemandRegistry_NotVoid.selector, batchId);
        vm.expectRevert(reason);
        protocol.demandRegistry.close(_ids(demandId));
        vm.warp(vm.getBlockTimestamp() + batch.responsePeriod);
        vm.expectRevert(reason); // Expired, and not yet void.
        protocol.demandRegistry.close(_ids(demandId));
    }

    function test_RevertWhen_ItIsClosedTwice() public {
        bytes32 demandId = _demand(batchId, batch, _payoutOf(alice));
        _void();
        bytes32[] memory twice = new bytes32[](2);
        (twice[0], twice[1]) = (demandId, demandId);
        vm.expectRevert(
            abi.encodeWithSelector(IDemandRegistry.DemandRegistry_NotOpen.selector, demandId, DemandStatus.Closed)
        );
        protocol.demandRegistry.close(twice);
    }

    function testFuzz_RevertWhen_ThereIsNoSuchDemand(bytes32 demandId) public {
        vm.expectRevert(
            abi.encodeWithSelector(IDemandRegistry.DemandRegistry_NotOpen.selector, demandId, DemandStatus.None)
        );
        protocol.demandRegistry.close(_ids(demandId));
    }

    // Withdraw

    function testFuzz_RevertWhen_NothingIsToWithdraw(address account) public {
        vm.expectRevert(abi.encodeWithSelector(IDemandRegistry.DemandRegistry_NothingToWithdraw.selector, account));
        vm.prank(account);
        protocol.demandRegistry.withdraw();
    }

    function test_Withdraw_CannotBeReentered() public {
        Taker taker = new Taker(protocol.demandRegistry, true);
        _demand(batchId, batch, _payoutOf(bob)); // Money of others.
        Item memory item = _payoutOf(alice);
        uint256 deposit = protocol.demandRegistry.depositFor(batch, item);
        taker.demand{value: deposit + 1 ether}(batchId, batch, item);
        taker.withdraw();
        assertEq(taker.calls(), 1, "once");
        assertEq(address(taker).balance, 1 ether, "its own");
        assertEq(address(protocol.demandRegistry).balance, 2 * deposit, "the rest");
    }

    function test_RevertWhen_TheAccountTakesNoMoney() public {
        Taker taker = new Taker(protocol.demandRegistry, false);
        Item memory item = _payoutOf(alice);
        uint256 deposit = protocol.demandRegistry.depositFor(batch, item);
        taker.demand{value: deposit + 1}(batchId, batch, item);
        vm.expectRevert(abi.encodeWithSelector(IDemandRegistry.DemandRegistry_PaymentFailed.selector, address(taker)));
        taker.withdraw();
        // It stops nobody else: the batch is voided, the bond is slashed to it in OPEN.
        _void();
        assertEq(_balanceOf(address(taker)), batch.bond / 2, "its reward");
    }
}
