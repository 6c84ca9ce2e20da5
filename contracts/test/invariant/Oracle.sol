// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, PayoutDraft} from "../utils/BatchDraft.sol";
import {MoneyInvariants} from "./MoneyInvariants.sol";
import {SystemHandler} from "./SystemHandler.sol";
import {Lie, Place, Record, Sent, Text} from "./World.sol";
import {Batch, BatchStatus} from "openledger/interfaces/IAttributionLedger.sol";
import {Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {PrepaidFees} from "openledger/interfaces/IDatanetReserves.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice The sentences of README.md, each under its number. It reads the contracts' views and the handler's books, and uses
/// none of the libraries that it judges.
contract Oracle is MoneyInvariants {
    constructor(SystemHandler handler_) MoneyInvariants(handler_) {}

    /// @notice All that holds after every call; 20 ends a run.
    function check() external view {
        invariant_01_NoOpenIsMadeOrLost();
        invariant_02_TheEscrowHoldsWhatItOwes();
        invariant_03_TheVaultHoldsAllStake();
        invariant_04_TheReservesHoldReservesBountiesAndFees();
        invariant_05_TheLedgerHoldsEscalationBonds();
        invariant_06_WhatNobodyEarnedIsInTheDataFund();
        invariant_07_TheTreasuryHasTheProtocolFees();
        invariant_08_DataAvailabilityHoldsBondsAndDeposits();
        invariant_09_TheDemandRegistryHoldsDeposits();
        invariant_10_NoOtherContractHoldsMoney();
        invariant_11_NobodyPaysMoreThanItSignedOrDeposited();
        invariant_12_DataReceivesItsShareOfEachTotal();
        invariant_13_SharesAreTheManuals();
        invariant_14_PoolsAgeByTheirTermsPeriods();
        invariant_15_ClaimsStayWithinTheirBatches();
        invariant_16_BondsAreLockedWhileTheirBatchesAreOpen();
        invariant_17_AVoidBatchMovesOnlyBondsAndDeposits();
        invariant_18_ParametersOfTheCommitDecideABatch();
        invariant_19_OneBatchOfAModelIsOpen();
        invariant_21_CopiesExtensionsAndCutsEarnNothing();
        invariant_22_HonestBatchesStandAndLiesCanBeProven();
        invariant_23_OpenDemandsHoldWhatTheyShould();
        invariant_24_AReserveLosesOnlyRefundsAndBounties();
        invariant_25_AReserveSpendsATenthIn30Days();
        invariant_26_RefundsAreOfVotesOnAcceptedSubmissions();
        invariant_27_BondsSetAsideWhatTheyMayRepay();
        invariant_28_ALeafCountsWhenNothingOfItIsUnavailable();
        invariant_29_ThePastOfASnapshotNeverChanges();
        invariant_30_EarningsReachTheirRecipients();
    }

    // Batches

    function invariant_15_ClaimsStayWithinTheirBatches() public view {
        uint256[] memory watched = handler.watched();
        for (uint256 i = 0; i < watched.length; ++i) {
            (BatchId batchId, Batch memory batch, BatchStatus status) = handler.batchOf(watched[i]);
            uint256 claimed = handler.claimedOf(watched[i]);
            if (status != BatchStatus.Finalised) assertEq(claimed, 0, "15: nothing of what is not finalised");
            assertLe(claimed, batch.commitment.earned, "15: at most what the batch allocated");
            assertLe(batch.commitment.earned, batch.commitment.dataFees, "15: of the money that it took");
            uint256 bits = handler.takenOf(watched[i]);
            for (uint32 leaf = 0; leaf < batch.commitment.payoutCount; ++leaf) {
                bool isClaimed = protocol.attributionLedger.isClaimed(batchId, leaf);
                assertEq(isClaimed, bits >> leaf & 1 == 1, "15: each leaf once");
            }
        }
        for (uint256 m = 0; m < 3; ++m) {
            assertLe(handler.claimedFrom(m), handler.allocated(m), "15: of a model, what its batches allocated");
        }
    }

    function invariant_16_BondsAreLockedWhileTheirBatchesAreOpen() public view {
        uint256[2] memory locked;
        for (uint256 m = 0; m < 3; ++m) {
            uint256 number = handler.openRecord(handler.models(m));
            if (number == 0) continue;
            (, Batch memory batch,) = handler.batchOf(number);
            locked[batch.operator == handler.operators(0) ? 0 : 1] += batch.bond;
        }
        for (uint256 i = 0; i < 2; ++i) {
            IStakeVault.Stake memory stake = protocol.stakeVault.stakeOf(handler.operators(i));
            assertEq(stake.locked, locked[i], "16: the bonds of all open batches");
            assertGe(stake.active, stake.locked, "16: are there");
        }
    }

    function invariant_17_AVoidBatchMovesOnlyBondsAndDeposits() public view {
        for (uint256 i = 0; i < handler.damageCount(); ++i) {
            assertTrue(handler.damages(i) != "void", "17: another balance moved");
        }
    }

    /// @dev The record on chain is of the periods, the bond and the version's time that followed from the parameters of the
    /// commit, whatever they are now.
    function invariant_18_ParametersOfTheCommitDecideABatch() public view {
        uint256[] memory watched = handler.watched();
        for (uint256 i = 0; i < watched.length; ++i) {
            (BatchId batchId, Batch memory batch, BatchStatus status) = handler.batchOf(watched[i]);
            assertTrue(protocol.attributionLedger.isRecorded(batchId, batch, status), "18: the batch as committed");
        }
    }

    function invariant_19_OneBatchOfAModelIsOpen() public view {
        for (uint256 m = 0; m < 3; ++m) {
            uint256 number = handler.openRecord(handler.models(m));
            BatchId batchId = BatchId.wrap(0);
            if (number != 0) (batchId,,) = handler.batchOf(number);
            assertTrue(
                protocol.attributionLedger.openBatchOf(handler.models(m)) == batchId, "19: the open one is named"
            );
        }
        uint256[] memory watched = handler.watched();
        for (uint256 i = 0; i < watched.length; ++i) {
            (BatchId batchId, Batch memory batch, BatchStatus status) = handler.batchOf(watched[i]);
            assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(status), "19: status");
            bool open = handler.openRecord(batch.commitment.modelId) == watched[i];
            assertEq(status == BatchStatus.Committed, open, "19: no other is open");
        }
        assertEq(protocol.attributionLedger.batchCount(), handler.recordCount() - 1, "19: batches");
    }

    /// @dev Ends the run: afterwards everybody has left.
    function invariant_20_EveryFinalisedBatchStaysClaimableFromItsOwnMoney() public {
        handler.leave();
        uint256 unclaimable = 0;
        for (uint256 i = 1; i < handler.recordCount(); ++i) {
            Record memory r = handler.record(i);
            if (r.status != BatchStatus.Finalised) continue;
            // A batch whose total lies pays nobody, and nobody else's money: it was not challenged.
            if (r.lie == Lie.Sum) unclaimable += r.batch.commitment.earned;
            else assertEq(r.claimed, r.batch.commitment.earned, "20: all of it was claimed");
        }
        address escrow = address(protocol.inferenceEscrow);
        assertEq(_balanceOf(escrow), unclaimable + handler.strays(escrow), "20: nothing is left over or missing");
        address vault = address(protocol.stakeVault);
        uint256 stakes = handler.held(Place.Active);
        assertEq(_balanceOf(vault), stakes + handler.strays(vault), "20: the validators' stake alone");
    }

    /// @dev Of the last batches, since what a batch says never changes.
    function invariant_21_CopiesExtensionsAndCutsEarnNothing() public view {
        uint256 count = handler.recordCount();
        for (uint256 i = count < 4 ? 1 : count - 3; i < count; ++i) {
            Record memory r = handler.record(i);
            if (r.lie != Lie.None || r.batch.commitment.modelId == handler.models(2)) continue;
            (,, PayoutDraft[] memory payouts) = abi.decode(r.draft, (uint256[], Answer[], PayoutDraft[]));
            uint256 cuts = handler.cuts(i);
            uint256 due = 0;
            for (uint256 j = 0; j < payouts.length; ++j) {
                uint256 most = handler.due(i, payouts[j].account);
                // Rounded down, what a reserve keeps of two cuts is a wei less, which the contributor has.
                assertLe(payouts[j].earned, most + cuts, "21: first authors are paid what they are due");
                assertLe(most, payouts[j].earned + 2 * cuts, "21: but for a wei a cut");
                due += most;
            }
            assertLe(r.batch.commitment.earned, due, "21: cuts raise nothing");
        }
    }

    function invariant_22_HonestBatchesStandAndLiesCanBeProven() public view {
        for (uint256 m = 0; m < 3; ++m) {
            uint256 number = handler.openRecord(handler.models(m));
            if (number == 0) continue;
            Record memory r = handler.record(number);
            if (r.lie != Lie.None) protocol.fraudProofs.verify(r.batch, r.kind, r.evidence);
        }
        uint256 last = handler.recordCount() - 1;
        for (uint256 i = last < 3 ? 1 : last - 2; i <= last; ++i) {
            Record memory r = handler.record(i);
            if (r.lie != Lie.None || r.status != BatchStatus.Voided) continue;
            assertTrue(r.silenced, "22: void by silence or the arbiter alone");
        }
    }

    function invariant_23_OpenDemandsHoldWhatTheyShould() public view {
        for (uint256 m = 0; m < 3; ++m) {
            uint256 number = handler.openRecord(handler.models(m));
            if (number == 0) continue;
            (BatchId batchId,,) = handler.batchOf(number);
            uint256 open = protocol.demandRegistry.openDemands(batchId);
            assertEq(open, handler.openDemandsOf(number), "23: open demands of a batch");
        }
        for (uint256 i = 0; i < 2; ++i) {
            address by = handler.operators(i);
            assertEq(protocol.demandRegistry.isBlocked(by), handler.blockedByBooks(by), "23: who withholds a payout");
        }
    }

    // Datanets

    function invariant_24_AReserveLosesOnlyRefundsAndBounties() public view {
        for (uint256 i = 0; i < 2; ++i) {
            DatanetId datanetId = handler.datanets(i);
            (uint256 spent,) = handler.spentBy(datanetId);
            uint256 reserve = protocol.datanetReserves.reserveOf(datanetId);
            assertEq(reserve + spent, handler.reserveIn(datanetId), "24: what came in");
        }
    }

    function invariant_25_AReserveSpendsATenthIn30Days() public view {
        for (uint256 i = 0; i < 2; ++i) {
            DatanetId datanetId = handler.datanets(i);
            (, uint256 recent) = handler.spentBy(datanetId);
            assertEq(protocol.datanetReserves.spentOf(datanetId), recent, "25: spent in 30 days");
            // What it holds and spent in them is what it held at their beginning and what came in since.
            uint256 reserve = protocol.datanetReserves.reserveOf(datanetId);
            assertLe(10 * recent, reserve + recent, "25: a tenth");
        }
    }

    function invariant_26_RefundsAreOfVotesOnAcceptedSubmissions() public view {
        (uint256 from, uint256 number) = _span(handler.sentCount(), 8);
        for (uint256 j = 0; j < number; ++j) {
            uint256 i = (from + j) % handler.sentCount();
            PrepaidFees memory prepaid = protocol.datanetReserves.prepaidFees(SubmissionId.wrap(i + 1));
            if (prepaid.fee == 0) continue;
            Sent memory sent = handler.sent(i);
            uint256 votes = 0;
            for (uint256 bits = sent.approvals | sent.rejections; bits != 0; bits >>= 1) {
                votes += bits & 1;
            }
            assertEq(prepaid.refunded, sent.refunded, "26: refunded");
            assertLe(prepaid.refunded, sent.acceptedAt == 0 ? 0 : votes * sent.fee, "26: what votes earned");
        }
    }

    function invariant_27_BondsSetAsideWhatTheyMayRepay() public view {
        uint256 aside = 0;
        for (uint256 i = 1; i <= protocol.datanetRegistry.submissionCount(); ++i) {
            aside += protocol.dataAvailability.bondOf(SubmissionId.wrap(i)).earmarked;
        }
        uint256 may = 0;
        for (uint256 i = 0; i < handler.dataDemandCount(); ++i) {
            if (_waits(i)) may += protocol.dataAvailability.demand(DataDemandId.wrap(i + 1)).repayment;
        }
        assertEq(aside, may, "27: for items that wait");
    }

    function invariant_28_ALeafCountsWhenNothingOfItIsUnavailable() public view {
        uint64 snapshot = protocol.datanetRegistry.sequence();
        (uint256 from, uint256 number) = _span(handler.textCount(), 8);
        for (uint256 j = 0; j < number; ++j) {
            uint256 i = (from + j) % handler.textCount();
            (SubmissionId submissionId, uint32 leaf) = handler.placeOf(i);
            (Standing standing,,,) = protocol.datanetRegistry.standingOf(submissionId, leaf, snapshot);
            assertEq(uint256(standing), uint256(handler.standingByBooks(i, snapshot)), "28: standing");
            uint256 gone = protocol.dataAvailability.unavailableItems(submissionId, leaf);
            assertEq(gone, handler.gone(i), "28: unavailable items");
            if (gone != 0) assertTrue(standing == Standing.None, "28: does not count");
        }
    }

    function invariant_29_ThePastOfASnapshotNeverChanges() public view {
        assertEq(protocol.datanetRegistry.sequence(), handler.sequence(), "29: the sequence");
        (uint256 from, uint256 number) = _span(handler.seenCount(), 8);
        for (uint256 j = 0; j < number; ++j) {
            (SubmissionId submissionId, uint32 leaf, uint64 snapshot, Standing seen) =
                handler.seen((from + j) % handler.seenCount());
            (Standing standing,,,) = protocol.datanetRegistry.standingOf(submissionId, leaf, snapshot);
            assertEq(uint256(standing), uint256(seen), "29: what a version stands on");
        }
    }

    function invariant_30_EarningsReachTheirRecipients() public view {
        for (uint256 i = 0; i < 5; ++i) {
            address author = handler.authors(i);
            assertEq(_balanceOf(author), handler.received(author), "30: the account's own");
            address purse = makeAddrOf(string.concat("purse ", vm.toString(i)));
            assertEq(_balanceOf(purse), handler.received(purse), "30: the recipient's");
        }
    }
}
