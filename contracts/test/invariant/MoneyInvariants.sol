// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Contracts} from "../../../script/Deployment.sol";
import {SystemHandler} from "./SystemHandler.sol";
import {Due, Place, Sent} from "./World.sol";
import {Test} from "forge-std/Test.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Bond, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {Submission} from "openledger/interfaces/IDatanetRegistry.sol";
import {PrepaidFees} from "openledger/interfaces/IDatanetReserves.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {Pool} from "openledger/libraries/DataPool.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Sentences 1 to 14 of README.md: each contract's money three times, as its balance, by its views, and by the books
/// of the handler.
abstract contract MoneyInvariants is Test {
    uint256 internal constant SUPPLY = 1_000_000_000e18;

    SystemHandler internal handler;
    Contracts internal protocol;
    address internal demander = makeAddr("demander");
    uint256 internal immutable TREASURY_AT_START;

    constructor(SystemHandler handler_) {
        handler = handler_;
        protocol = handler_.contracts();
        TREASURY_AT_START = _balanceOf(address(protocol.timelockController));
    }

    function invariant_01_NoOpenIsMadeOrLost() public view {
        assertEq(protocol.openToken.totalSupply(), SUPPLY, "01: the supply");
        uint256 inside = _balanceOf(address(protocol.inferenceEscrow)) + _balanceOf(address(protocol.stakeVault))
            + _balanceOf(address(protocol.datanetReserves)) + _balanceOf(address(protocol.attributionLedger))
            + _balanceOf(address(protocol.dataFund)) + _balanceOf(address(protocol.timelockController))
            + _balanceOf(address(protocol.datanetRegistry)) + _balanceOf(address(protocol.demandRegistry));
        assertEq(SUPPLY - inside, handler.held(Place.Accounts), "01: what accounts have");
    }

    function invariant_02_TheEscrowHoldsWhatItOwes() public view {
        IInferenceEscrow escrow = protocol.inferenceEscrow;
        uint256 sum = _same(_deposits(), Place.Deposits, "02: deposits");
        sum += _same(_requests(), Place.Requests, "02: requests");
        sum += _same(_refunds(), Place.Refunds, "02: refunds");
        sum += _same(_pools(), Place.Pools, "02: pools");
        sum += _same(_openBatches(), Place.Batches, "02: open batches");
        sum += _same(_earned(), Place.Earned, "02: earned and not claimed");
        (uint256 owners, uint256 royalties) = _revenues();
        sum += _same(owners, Place.Owners, "02: owners");
        sum += _same(royalties, Place.Royalties, "02: royalties");
        sum += _same(escrow.protocolFees(), Place.Fees, "02: protocol fees");
        assertEq(_balanceOf(address(escrow)), sum + handler.strays(address(escrow)), "02: all places");
    }

    function invariant_03_TheVaultHoldsAllStake() public view {
        uint256 active = 0;
        uint256 unbonding = 0;
        for (uint256 i = 0; i < 5; ++i) {
            address account = i < 2 ? handler.operators(i) : makeAddrOf(string.concat("validator ", vm.toString(i - 2)));
            active += protocol.stakeVault.stakeOf(account).active;
            unbonding += protocol.stakeVault.unbondingOf(account).amount;
        }
        uint256 sum = _same(active, Place.Active, "03: active");
        sum += _same(unbonding, Place.Unbonding, "03: unbonding");
        address vault = address(protocol.stakeVault);
        assertEq(_balanceOf(vault), sum + handler.strays(vault), "03: all stake");
    }

    function invariant_04_TheReservesHoldReservesBountiesAndFees() public view {
        uint256 sum = protocol.datanetReserves.reserveOf(handler.datanets(0))
            + protocol.datanetReserves.reserveOf(handler.datanets(1));
        _same(sum, Place.Reserves, "04: reserves");
        uint256 bounties = 0;
        for (uint256 i = 1; i <= protocol.datanetReserves.bountyCount(); ++i) {
            uint256 remaining = protocol.datanetReserves.bounty(BountyId.wrap(i)).remaining;
            assertEq(remaining, handler.bountyLeft(i), "04: a bounty");
            bounties += remaining;
        }
        sum += _same(bounties, Place.Bounties, "04: bounties");
        sum += _same(_fees(), Place.Votes, "04: fees of votes");
        address reserves = address(protocol.datanetReserves);
        assertEq(_balanceOf(reserves), sum + handler.strays(reserves), "04: all places");
    }

    function invariant_05_TheLedgerHoldsEscalationBonds() public view {
        uint256 sum = 0;
        for (uint256 m = 0; m < 3; ++m) {
            sum += protocol.attributionLedger
            .escalationOf(protocol.attributionLedger.openBatchOf(handler.models(m)))
            .bond;
        }
        _same(sum, Place.Escalations, "05: escalations");
        address ledger = address(protocol.attributionLedger);
        assertEq(_balanceOf(ledger), sum + handler.strays(ledger), "05: the ledger");
    }

    function invariant_06_WhatNobodyEarnedIsInTheDataFund() public view {
        assertEq(_balanceOf(address(protocol.dataFund)), handler.held(Place.Fund), "06: the data fund");
    }

    function invariant_07_TheTreasuryHasTheProtocolFees() public view {
        uint256 treasury = _balanceOf(address(protocol.timelockController));
        _same(treasury, Place.Treasury, "07: the treasury");
        if (!handler.ended()) return;
        uint256 fees = 0;
        for (uint256 m = 0; m < 3; ++m) {
            fees += _feesOf(handler.models(m));
        }
        fees -= protocol.inferenceEscrow.protocolFees();
        assertEq(treasury - TREASURY_AT_START, fees, "07: its share of each total");
    }

    function invariant_08_DataAvailabilityHoldsBondsAndDeposits() public view {
        uint256 sum = protocol.dataAvailability.balanceOf(demander)
            + protocol.dataAvailability.balanceOf(makeAddrOf("stranger"))
            + protocol.dataAvailability.balanceOf(makeAddrOf("submitter"));
        for (uint256 i = 1; i <= protocol.datanetRegistry.submissionCount(); ++i) {
            Bond memory bond = protocol.dataAvailability.bondOf(SubmissionId.wrap(i));
            sum += uint256(bond.free) + bond.earmarked;
        }
        for (uint256 i = 0; i < handler.dataDemandCount(); ++i) {
            if (!_waits(i)) continue;
            sum += protocol.dataAvailability.demand(DataDemandId.wrap(i + 1)).deposit;
        }
        assertEq(sum, handler.dataMoney(), "08: what came in and did not go out");
        assertEq(address(protocol.dataAvailability).balance, sum, "08: its balance");
    }

    function invariant_09_TheDemandRegistryHoldsDeposits() public view {
        uint256 sum = protocol.demandRegistry.withdrawable(demander)
            + protocol.demandRegistry.withdrawable(handler.operators(0)) + handler.openDeposits();
        assertEq(sum, handler.demandMoney(), "09: what came in and did not go out");
        assertEq(address(protocol.demandRegistry).balance, sum, "09: its balance");
    }

    function invariant_10_NoOtherContractHoldsMoney() public view {
        address[9] memory others = [
            address(protocol.openToken),
            address(protocol.openGovernor),
            address(protocol.protocolConfig),
            address(protocol.datanetRegistry),
            address(protocol.modelRegistry),
            address(protocol.fraudProofs),
            address(protocol.demandRegistry),
            address(protocol.payoutDirectory),
            address(protocol.dataAvailability)
        ];
        for (uint256 i = 0; i < 9; ++i) {
            assertEq(_balanceOf(others[i]), handler.strays(others[i]), "10: OPEN");
            if (i != 6 && i != 8) assertEq(others[i].balance, 0, "10: native currency");
        }
        assertEq(address(protocol.inferenceEscrow).balance + address(protocol.stakeVault).balance, 0, "10: native");
        assertEq(address(protocol.attributionLedger).balance + address(protocol.dataFund).balance, 0, "10: native");
    }

    function invariant_11_NobodyPaysMoreThanItSignedOrDeposited() public view {
        for (uint256 m = 0; m < 3; ++m) {
            ModelId modelId = handler.models(m);
            uint32 term = protocol.modelRegistry.model(modelId).term;
            for (uint256 i = 0; i < 8; ++i) {
                for (uint32 t = handler.ended() ? 1 : term; t <= term; ++t) {
                    _checkCharged(modelId, t, handler.lines(i));
                }
                if (i < 4) _checkDeposit(modelId, handler.lines(i));
            }
        }
    }

    function _checkCharged(ModelId modelId, uint32 term, address line) private view {
        uint256 charged = protocol.inferenceEscrow.charged(modelId, term, line);
        assertEq(charged, handler.charges(modelId, term, line), "11: charged");
        assertLe(charged, handler.signed(modelId, term, line), "11: signed");
    }

    function _checkDeposit(ModelId modelId, address payer) private view {
        uint256 balance = protocol.inferenceEscrow.depositOf(modelId, payer).balance;
        uint256 putIn = handler.putIn(modelId, payer);
        assertEq(balance + handler.spent(modelId, payer), putIn, "11: deposited, less what it took back");
        assertEq(protocol.inferenceEscrow.givenTo(modelId, payer), handler.gifts(modelId, payer), "11: its gifts");
    }

    function invariant_12_DataReceivesItsShareOfEachTotal() public view {
        uint256 received = handler.leftOver() + handler.batched() + _pools();
        assertEq(received, handler.dataIn(), "12: in pools, in batches, or left over");
        if (!handler.ended()) return;
        uint256 due = 0;
        for (uint256 m = 0; m < 3; ++m) {
            due += _dataDue(handler.models(m));
        }
        assertEq(received, due, "12: f of each total");
    }

    function invariant_13_SharesAreTheManuals() public view {
        for (uint256 m = 0; m < 3; ++m) {
            ModelId modelId = handler.models(m);
            assertEq(protocol.inferenceEscrow.ownerRevenueOf(modelId), handler.revenues(modelId), "13: the owner's");
            (uint128 received, uint128 passed) = protocol.inferenceEscrow.royaltiesOf(modelId);
            assertEq(received, handler.royaltiesIn(modelId), "13: royalties received");
            assertEq(passed, handler.royaltiesOut(modelId), "13: royalties divided");
        }
    }

    function invariant_14_PoolsAgeByTheirTermsPeriods() public view {
        for (uint256 m = 0; m < 3; ++m) {
            ModelId modelId = handler.models(m);
            uint32 term = protocol.modelRegistry.model(modelId).term;
            Pool memory pool = protocol.inferenceEscrow.poolPeriodsOf(modelId, term);
            uint256 period = handler.period(modelId, term);
            assertEq(pool.current, handler.pooled(modelId, term, period, period), "14: of the present period");
            assertEq(pool.previous, _pooledBefore(modelId, term, period, 1), "14: of the period before");
            assertEq(pool.earlier, _pooledBefore(modelId, term, period, 2), "14: of the one before that");
            uint256 oldest = period < 3 ? 0 : handler.pooled(modelId, term, 0, period - 3);
            assertEq(pool.oldest, oldest, "14: older");
        }
    }

    // Sums by views

    function _same(uint256 byViews, Place place, string memory message) internal view returns (uint256) {
        assertEq(byViews, handler.held(place), message);
        return byViews;
    }

    function _balanceOf(address account) internal view returns (uint256) {
        return protocol.openToken.balanceOf(account);
    }

    /// @dev Of `count` things that rest, those to look at: all in the end; before that `most` of them, others each time.
    function _span(uint256 count, uint256 most) internal view returns (uint256 from, uint256 number) {
        return handler.ended() || count <= most ? (0, count) : (handler.turn() % count, most);
    }

    function makeAddrOf(string memory name) internal pure returns (address) {
        return vm.addr(uint256(keccak256(abi.encodePacked(name))));
    }

    function _deposits() private view returns (uint256 sum) {
        for (uint256 m = 0; m < 3; ++m) {
            for (uint256 p = 0; p < handler.payerCount(); ++p) {
                uint256 balance = protocol.inferenceEscrow.depositOf(handler.models(m), handler.payers(p)).balance;
                assertEq(balance, handler.deposits(handler.models(m), handler.payers(p)), "02: a deposit");
                sum += balance;
            }
        }
    }

    function _requests() private view returns (uint256 sum) {
        (uint256 from, uint256 count) =
            handler.ended() ? (0, handler.askedCount()) : (handler.firstAsked(), handler.askedCount());
        for (uint256 i = from; i < count; ++i) {
            sum += protocol.inferenceEscrow.requestOf(i + 1).price;
        }
    }

    function _refunds() private view returns (uint256 sum) {
        for (uint256 p = 0; p < handler.payerCount(); ++p) {
            sum += protocol.inferenceEscrow.refundsOf(handler.payers(p));
        }
    }

    function _pools() private view returns (uint256 sum) {
        for (uint256 m = 0; m < 3; ++m) {
            ModelId modelId = handler.models(m);
            uint32 last = protocol.modelRegistry.model(modelId).term;
            // What a closed term had left is gone.
            for (uint32 term = handler.ended() ? 1 : last; term <= last; ++term) {
                sum += protocol.inferenceEscrow.poolOf(modelId, term);
            }
        }
    }

    function _openBatches() private view returns (uint256 sum) {
        for (uint256 m = 0; m < 3; ++m) {
            uint256 number = handler.openRecord(handler.models(m));
            if (number == 0) continue;
            (, Batch memory batch,) = handler.batchOf(number);
            sum += batch.commitment.dataFees;
        }
    }

    function _earned() private view returns (uint256 sum) {
        for (uint256 m = 0; m < 3; ++m) {
            sum += handler.allocated(m) - handler.claimedFrom(m);
        }
    }

    function _revenues() private view returns (uint256 owners, uint256 royalties) {
        for (uint256 m = 0; m < 3; ++m) {
            owners += protocol.inferenceEscrow.ownerRevenueOf(handler.models(m));
            (uint128 received, uint128 passed) = protocol.inferenceEscrow.royaltiesOf(handler.models(m));
            royalties += received - passed;
        }
    }

    /// @dev What validators that voted, or may, and submitters have not taken.
    function _fees() private view returns (uint256 sum) {
        for (uint256 i = 1; i <= protocol.datanetRegistry.submissionCount(); ++i) {
            PrepaidFees memory prepaid = protocol.datanetReserves.prepaidFees(SubmissionId.wrap(i));
            if (prepaid.fee == 0) continue;
            Submission memory submission = protocol.datanetRegistry.submission(SubmissionId.wrap(i));
            uint256 seats = prepaid.seats;
            if (prepaid.unusedReturned) seats = uint256(submission.approvals) + submission.rejections;
            for (uint256 bits = prepaid.paidVotes; bits != 0; bits >>= 1) {
                seats -= bits & 1;
            }
            sum += seats * prepaid.fee;
        }
    }

    function _waits(uint256 number) internal view returns (bool) {
        return uint256(handler.dataDemanded(number).state) == 1;
    }

    function _dataDue(ModelId modelId) private view returns (uint256 sum) {
        uint32 terms = protocol.modelRegistry.model(modelId).term;
        for (uint256 i = 0; i < 8; ++i) {
            for (uint32 term = 1; term <= terms; ++term) {
                sum += _dueOn(modelId, term, handler.lines(i)).data;
            }
        }
    }

    function _feesOf(ModelId modelId) private view returns (uint256 sum) {
        uint32 terms = protocol.modelRegistry.model(modelId).term;
        for (uint256 i = 0; i < 8; ++i) {
            sum += handler.shares(modelId, protocol.inferenceEscrow.givenTo(modelId, handler.lines(i))).fee;
            for (uint32 term = 1; term <= terms; ++term) {
                sum += _dueOn(modelId, term, handler.lines(i)).fee;
            }
        }
    }

    function _dueOn(ModelId modelId, uint32 term, address line) private view returns (Due memory due) {
        uint256 charged = protocol.inferenceEscrow.charged(modelId, term, line);
        if (charged != 0) due = handler.shares(modelId, charged);
    }

    function _pooledBefore(ModelId modelId, uint32 term, uint256 period, uint256 back) private view returns (uint256) {
        return period < back ? 0 : handler.pooled(modelId, term, period - back, period - back);
    }
}
