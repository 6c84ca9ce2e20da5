// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, PayoutDraft} from "../utils/BatchDraft.sol";
import {
    Batch,
    BatchCommitment,
    BatchStatus,
    Claim,
    IAttributionLedger
} from "openledger/interfaces/IAttributionLedger.sol";
import {IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {BatchId} from "openledger/types/BatchId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract ClaimTest is Loop {
    BatchId internal batchId;
    Batch internal batch;
    address internal reserve;

    function setUp() public override {
        super.setUp();
        reserve = protocol.datanetRegistry.reserveAccount(datanetId);
        (batchId, batch) = _commit(_honest());
    }

    function _claimsOf(address account) internal view returns (Claim[] memory claims) {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        for (uint256 i = 0; i < payouts.length; ++i) {
            if (payouts[i].account != account) continue;
            claims = new Claim[](1);
            claims[0] = _claimOf(batchId, batch, answers, i);
        }
    }

    function _claim(address account) internal returns (uint256 amount) {
        Claim[] memory claims = _claimsOf(account);
        vm.prank(account);
        amount = protocol.attributionLedger.claimMany(claims);
    }

    // Claim

    function test_Claim_EveryAccountOnceAndConservedToTheWei() public {
        uint256 escrowed = _balanceOf(address(protocol.inferenceEscrow));
        _finalise(batchId, batch);
        uint256 paid = _claim(alice);
        assertEq(_balanceOf(alice), paid, "alice");
        assertGt(paid, 0, "alice earned");
        paid += _claim(bob);
        uint256 collected = protocol.datanetReserves.collectReserve(datanetId, _claimsOf(reserve));
        assertEq(protocol.datanetReserves.reserveOf(datanetId), collected, "reserve");
        paid += collected;
        assertEq(paid, batch.commitment.earned, "all that was earned");
        paid += _balanceOf(address(protocol.dataFund));
        assertEq(paid, batch.commitment.dataFees, "all that was taken");
        assertEq(escrowed - _balanceOf(address(protocol.inferenceEscrow)), paid, "out of the escrow");
    }

    function test_Claim_EmitsAndMarks() public {
        _finalise(batchId, batch);
        Claim[] memory claims = _claimsOf(alice);
        assertFalse(protocol.attributionLedger.isClaimed(batchId, claims[0].payout.index), "not yet");
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.Claimed(batchId, alice, alice, claims[0].payout.amount);
        vm.prank(alice);
        protocol.attributionLedger.claimMany(claims);
        assertTrue(protocol.attributionLedger.isClaimed(batchId, claims[0].payout.index), "marked");
    }

    function test_Claim_OnlyOnce() public {
        _finalise(batchId, batch);
        _claim(alice);
        Claim[] memory claims = _claimsOf(alice);
        bytes memory reason = abi.encodeWithSelector(
            IAttributionLedger.AttributionLedger_AlreadyClaimed.selector, batchId, claims[0].payout.index
        );
        _refused(alice, claims, reason);
    }

    function test_Claim_NotTwiceInOneCall() public {
        _finalise(batchId, batch);
        Claim[] memory claims = new Claim[](2);
        claims[0] = _claimsOf(alice)[0];
        claims[1] = claims[0];
        _refused(
            alice,
            claims,
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_AlreadyClaimed.selector, batchId, claims[0].payout.index
            )
        );
    }

    function testFuzz_Claim_OnlyTheAccount(address caller) public {
        vm.assume(caller != alice && caller != address(protocol.datanetReserves));
        _finalise(batchId, batch);
        _refused(
            caller,
            _claimsOf(alice),
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotClaimant.selector, alice, caller)
        );
    }

    function test_Claim_OnlyOfFinalisedBatches() public {
        _refused(
            alice,
            _claimsOf(alice),
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_NotFinalised.selector, batchId, BatchStatus.Committed
            )
        );
    }

    function test_Claim_OnlyOfTheBatchAsItWas() public {
        _finalise(batchId, batch);
        Claim[] memory claims = _claimsOf(alice);
        claims[0].batch.commitment.earned += 1;
        _refused(
            alice, claims, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_WrongBatch.selector, batchId)
        );
    }

    function testFuzz_Claim_RefusesOtherNumbers(uint256 field, uint128 other) public {
        _finalise(batchId, batch);
        Claim[] memory claims = _claimsOf(alice);
        Claim memory claimed = claims[0];
        field = bound(field, 0, 4);
        if (field == 0) claimed.payout.amount = _unlike(claimed.payout.amount, other);
        if (field == 1) claimed.payout.index = uint32(_unlike(claimed.payout.index, uint32(other)));
        if (field == 2) {
            claimed.payout.payout.entryCount = uint32(_unlike(claimed.payout.payout.entryCount, uint32(other)));
        }
        if (field == 3) claimed.payout.siblingSums[0] = _unlike(claimed.payout.siblingSums[0], other);
        if (field == 4) claimed.payout.payout.entriesRoot ^= bytes32(uint256(_unlike(0, other)));
        _refused(
            alice,
            claims,
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_BadPayoutProof.selector, batchId, claimed.payout.index
            )
        );
    }

    /// @dev An operator declares less than its payout tree holds. Nobody challenged it: still nothing is paid beyond
    /// its own money, since the tree does not lead to the declared sum.
    function test_Claim_TreeThatHoldsMoreThanDeclaredPaysNothing() public {
        _finalise(batchId, batch);
        _pay(modelId, 3 * PRICE);
        Answer[] memory answers = _honest();
        BatchCommitment memory commitment = _commitment(answers);
        commitment.earned -= 1;
        Batch memory second = _batch(commitment);
        second.versionsSince = batch.committedAt - parameters.versionGrace;
        vm.prank(operator);
        BatchId secondId = protocol.attributionLedger.commit(commitment, "uri");
        _finalise(secondId, second);
        Claim[] memory claims = new Claim[](1);
        claims[0] = _claimOf(secondId, second, answers, 0);
        _refused(
            claims[0].payout.payout.account,
            claims,
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_BadPayoutProof.selector, secondId, 0)
        );
    }

    function test_Claim_SeveralBatchesAtOnceAndForEver() public {
        _finalise(batchId, batch);
        Claim[] memory claims = new Claim[](2);
        claims[0] = _claimsOf(alice)[0];
        _pay(modelId, 3 * PRICE);
        (BatchId secondId,) = _commit(_honest());
        Batch memory second = _batch(_commitment(_honest()));
        second.versionsSince = batch.committedAt - parameters.versionGrace;
        _finalise(secondId, second);
        (batchId, batch) = (secondId, second);
        claims[1] = _claimsOf(alice)[0];
        vm.warp(block.timestamp + 10 * 365 days);
        vm.prank(alice);
        uint256 amount = protocol.attributionLedger.claimMany(claims);
        assertEq(amount, uint256(claims[0].payout.amount) + claims[1].payout.amount, "both");
        assertEq(_balanceOf(alice), amount, "paid");
    }

    // Reserves

    function test_CollectReserve_OnlyTheDatanetsOwnAccount() public {
        _finalise(batchId, batch);
        Claim[] memory claims = _claimsOf(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotReserveClaim.selector, datanetId, alice)
        );
        protocol.datanetReserves.collectReserve(datanetId, claims);
        claims = _claimsOf(reserve);
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotReserveClaim.selector, elsewhere, reserve)
        );
        protocol.datanetReserves.collectReserve(elsewhere, claims);
    }

    function test_CollectReserve_ByAnyone() public {
        _finalise(batchId, batch);
        Claim[] memory claims = _claimsOf(reserve);
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.ReserveFunded(datanetId, address(protocol.attributionLedger), claims[0].payout.amount);
        vm.prank(stranger);
        protocol.datanetReserves.collectReserve(datanetId, claims);
        assertEq(_balanceOf(address(protocol.datanetReserves)), claims[0].payout.amount, "in the reserves");
    }

    function _unlike(uint128 value, uint128 other) internal pure returns (uint128) {
        return other == value ? other ^ 1 : other;
    }

    function _refused(address caller, Claim[] memory claims, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(caller);
        protocol.attributionLedger.claimMany(claims);
    }
}
