// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {Pool} from "openledger/libraries/DataPool.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice `takePool`, `returnPool`, `payFromBatch`, `releasePool`, `closeTerm`: data money by its age. A charge of 10 brings 7.
contract PoolsTest is Payment {
    uint256 internal start;
    uint256 internal period;

    function setUp() public override {
        super.setUp();
        start = protocol.modelRegistry.term(modelId, 1).startedAt;
        period = protocol.modelRegistry.term(modelId, 1).poolTimeout;
        assertEq(period, parameters.poolTimeout, "the one in force at its start");
    }

    function testFuzz_RevertWhen_NotTheLedger(address caller) public {
        vm.assume(caller != address(protocol.attributionLedger));
        _pay(modelId, 10e18);
        bytes memory reason = abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NotLedger.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(reason);
        escrow.takePool(modelId, 1, 1);
        vm.expectRevert(reason);
        escrow.returnPool(modelId, 1, 1);
        vm.expectRevert(reason);
        escrow.payFromBatch(caller, 1);
    }

    function testFuzz_RevertWhen_NotTheModelRegistry(address caller) public {
        vm.assume(caller != address(protocol.modelRegistry));
        _pay(modelId, 10e18);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NotModelRegistry.selector, caller));
        escrow.closeTerm(modelId, 1);
    }

    function testFuzz_Take_OldestFirst(uint256 amount) public {
        _pay(modelId, 10e18);
        _at(1);
        _pay(modelId, 20e18);
        _at(2);
        _pay(modelId, 30e18);
        _at(3);
        _pay(modelId, 40e18);
        _assertPool(28e18, 21e18, 14e18, 7e18);
        amount = bound(amount, 0, 70e18);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.PoolTaken(modelId, 1, amount);
        _take(amount);
        uint256[4] memory left = [uint256(28e18), 21e18, 14e18, 7e18];
        for (uint256 i = 4; i > 0; --i) {
            uint256 part = amount < left[i - 1] ? amount : left[i - 1];
            left[i - 1] -= part;
            amount -= part;
        }
        _assertPool(left[0], left[1], left[2], left[3]);
    }

    function testFuzz_RevertWhen_MoreIsTakenThanThereIs(uint256 amount) public {
        _pay(modelId, 10e18);
        amount = bound(amount, 7e18 + 1, type(uint256).max);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_PoolTooSmall.selector, modelId, 1, amount, 7e18)
        );
        _take(amount);
    }

    /// @dev Not while two whole periods have not passed since the one it came in; then by anyone.
    function testFuzz_Release_WhatIsOlderThanTwoPeriods(uint256 paidAt, uint256 early, uint256 late, address caller)
        public
    {
        paidAt = bound(paidAt, 0, 10 * period);
        vm.warp(start + paidAt);
        _pay(modelId, 10e18);
        uint256 releasable = start + (paidAt / period + 3) * period;
        bytes memory reason =
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingToRelease.selector, modelId, 1);
        vm.warp(bound(early, vm.getBlockTimestamp(), releasable - 1));
        vm.startPrank(caller);
        vm.expectRevert(reason);
        escrow.releasePool(modelId, 1);
        assertGt(releasable - (start + paidAt), 2 * period, "older than two periods");
        assertLe(releasable - (start + paidAt), 3 * period, "no later than after three");
        vm.warp(bound(late, releasable, releasable + 100 * period));
        uint256 fund = _dataFund();
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.PoolReleased(modelId, 1, 7e18);
        assertEq(escrow.releasePool(modelId, 1), 7e18, "all of it");
        assertEq(_dataFund() - fund, 7e18, "to the data fund");
        assertEq(escrow.poolOf(modelId, 1), 0, "none left");
        vm.expectRevert(reason);
        escrow.releasePool(modelId, 1);
    }

    /// @dev Small batches that keep old money alive: each takes of the oldest, and nothing makes the rest younger.
    function testFuzz_Release_IsNotDodgedBySmallBatches(uint96[6] memory parts) public {
        _pay(modelId, 1000e18);
        uint256 left = 700e18;
        for (uint256 i = 0; i < parts.length; ++i) {
            vm.warp(start + i * period / 2);
            uint256 part = bound(parts[i], 1, 1e18);
            _take(part);
            left -= part;
            // New money comes in every period and does not take the old one's place.
            if (i == 2 || i == 4) _pay(modelId, 1e18);
        }
        _at(3);
        assertEq(escrow.releasePool(modelId, 1), left, "what no batch distributed");
        assertEq(escrow.poolOf(modelId, 1), 1.4e18, "the younger stays");
    }

    /// @dev A voided batch's money is of the present again; nobody else's is. To renew its money so costs an operator the
    /// bond, half of which is lost even to a challenger of its own.
    function testFuzz_Return_RenewsNoOtherMoney(uint256 taken, uint256 when) public {
        _pay(modelId, 100e18);
        taken = bound(taken, 1, 70e18);
        _at(2);
        _take(taken);
        vm.warp(start + bound(when, 2 * period, 3 * period - 1));
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.PoolReturned(modelId, 1, taken);
        vm.prank(address(protocol.attributionLedger));
        escrow.returnPool(modelId, 1, taken);
        _assertPool(taken, 0, 70e18 - taken, 0);
        _at(3);
        if (taken < 70e18) assertEq(escrow.releasePool(modelId, 1), 70e18 - taken, "what was in no batch");
        _at(5);
        assertEq(escrow.releasePool(modelId, 1), taken, "and the returned in its turn");
    }

    /// @dev Many voids of a small batch: what is renewed each time is what was taken, no more; in the period of its coming nothing is.
    function test_Return_InACycle() public {
        _pay(modelId, 100e18);
        for (uint256 i = 1; i <= 8; ++i) {
            vm.warp(start + i * period / 4);
            _take(1e18);
            vm.prank(address(protocol.attributionLedger));
            escrow.returnPool(modelId, 1, 1e18);
        }
        _at(3);
        assertEq(escrow.poolPeriodsOf(modelId, 1).oldest, 70e18 - 5e18, "all but those of later periods");
    }

    /// @dev The term keeps the period that was in force at its start.
    function test_Periods_AreNotChangedByParameters() public {
        _pay(modelId, 10e18);
        Parameters memory chosen = parameters;
        chosen.poolTimeout = 7 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(start + 3 * 7 days);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingToRelease.selector, modelId, 1));
        escrow.releasePool(modelId, 1);
        _at(3);
        assertEq(escrow.releasePool(modelId, 1), 7e18, "by its own");
    }

    function test_CloseTerm_SendsAllToTheDataFund() public {
        _pay(modelId, 10e18);
        uint256 endsAt = _announceTerm(modelId);
        _pay(modelId, 20e18);
        vm.warp(endsAt);
        uint256 fund = _dataFund();
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.TermClosed(modelId, 1, 21e18);
        protocol.modelRegistry.startTerm(modelId);
        assertEq(_dataFund() - fund, 21e18, "old and new");
        assertEq(escrow.poolOf(modelId, 1), 0, "none left");
        assertEq(escrow.poolOf(modelId, 2), 0, "none for the next");
    }

    function test_CloseTerm_OfAnEmptyPool() public {
        uint256 fund = _dataFund();
        _changeTerm(modelId);
        assertEq(_dataFund(), fund, "nothing");
    }

    function test_RevertWhen_TheTermIsUnknown() public {
        bytes memory reason = abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_UnknownTerm.selector, modelId, 2);
        vm.expectRevert(reason);
        escrow.releasePool(modelId, 2);
        vm.expectRevert(reason);
        escrow.poolPeriodsOf(modelId, 2);
        assertEq(escrow.poolOf(ModelId.wrap(99), 1), 0, "nothing");
    }

    /// @dev Two slots for what is in the pool, whatever its ages.
    function test_Pool_StandsInTwoSlotsOptimised() public {
        Pool memory pool;
        assertEq(abi.encode(pool).length, 5 * 32, "five fields");
        _pay(modelId, 10e18);
        vm.record();
        _at(1);
        _take(1e18);
        (, bytes32[] memory writes) = vm.accesses(address(escrow));
        assertEq(writes.length, 2, "two slots are written");
    }

    function _at(uint256 number) internal {
        vm.warp(start + number * period);
    }

    function _take(uint256 amount) internal {
        vm.prank(address(protocol.attributionLedger));
        escrow.takePool(modelId, 1, amount);
    }

    function _assertPool(uint256 current, uint256 previous, uint256 earlier, uint256 oldest) internal view {
        Pool memory pool = escrow.poolPeriodsOf(modelId, 1);
        assertEq(pool.current, current, "of this period");
        assertEq(pool.previous, previous, "of the one before");
        assertEq(pool.earlier, earlier, "of the one before that");
        assertEq(pool.oldest, oldest, "older");
        assertEq(escrow.poolOf(modelId, 1), current + previous + earlier + oldest, "all");
    }
}
