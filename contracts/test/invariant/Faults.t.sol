// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Contracts} from "../../../script/Deployment.sol";
import {Oracle} from "./Oracle.sol";
import {SystemHandler} from "./SystemHandler.sol";
import {Test} from "forge-std/Test.sol";
import {IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {Bond, IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {IDatanetRegistry, Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {IDatanetReserves, PrepaidFees} from "openledger/interfaces/IDatanetReserves.sol";
import {IDemandRegistry} from "openledger/interfaces/IDemandRegistry.sol";
import {IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Each sentence of README.md is seen to fail: a fault is planted under its number, as if a contract had it.
contract FaultsTest is Test {
    SystemHandler internal handler;
    Oracle internal oracle;
    Contracts internal protocol;
    address internal thief = makeAddr("thief");
    ModelId internal modelId;

    function setUp() public {
        handler = new SystemHandler();
        oracle = new Oracle(handler);
        protocol = handler.contracts();
        modelId = handler.models(0);
        handler.setFee(0, 5e18);
        handler.contribute(0, 0, 0, true);
        handler.giveReserve(0, 500e18);
        handler.offerBounty(0, 0, 5e18, 30 days);
        handler.give(0, 0, 7e18, false);
        handler.finalise(0, 0, false);
        handler.wait(5 days);
        handler.commitHonest(0, 1);
        handler.demand(0, 0, 0);
        handler.commitLie(1, 0, 0);
        handler.escalate(0);
        handler.serve(0, 0, 50e18, 1, 0, 1);
        handler.demandData(0, 0, 1 gwei, 5);
        oracle.check();
    }

    // Money

    function test_Fault_01_OpenIsMade() public {
        deal(address(protocol.openToken), thief, 1, true);
        _fails(oracle.invariant_01_NoOpenIsMadeOrLost.selector, "01");
    }

    function test_Fault_02_TheEscrowPaysAThief() public {
        vm.prank(address(protocol.attributionLedger));
        protocol.inferenceEscrow.payFromBatch(thief, 1);
        _fails(oracle.invariant_02_TheEscrowHoldsWhatItOwes.selector, "02");
    }

    function test_Fault_03_TheVaultSlashesAnHonestOperator() public {
        address operator = handler.operators(0);
        vm.prank(address(protocol.attributionLedger));
        protocol.stakeVault.slash(operator, 1, thief, 1);
        _fails(oracle.invariant_03_TheVaultHoldsAllStake.selector, "03");
    }

    function test_Fault_04_TheReservesLoseAWei() public {
        _steal(address(protocol.datanetReserves));
        _fails(oracle.invariant_04_TheReservesHoldReservesBountiesAndFees.selector, "04");
    }

    function test_Fault_05_AnEscalationBondGoesAstray() public {
        _steal(address(protocol.attributionLedger));
        _fails(oracle.invariant_05_TheLedgerHoldsEscalationBonds.selector, "05");
    }

    function test_Fault_06_WhatNobodyEarnedGoesToTheOperator() public {
        _steal(address(protocol.dataFund));
        _fails(oracle.invariant_06_WhatNobodyEarnedIsInTheDataFund.selector, "06");
    }

    function test_Fault_07_TheTreasuryLosesAWei() public {
        _steal(address(protocol.timelockController));
        _fails(oracle.invariant_07_TheTreasuryHasTheProtocolFees.selector, "07");
    }

    function test_Fault_08_DataAvailabilityPaysAWeiTooMuch() public {
        vm.deal(address(protocol.dataAvailability), address(protocol.dataAvailability).balance - 1);
        _fails(oracle.invariant_08_DataAvailabilityHoldsBondsAndDeposits.selector, "08");
    }

    function test_Fault_09_TheDemandRegistryPaysAWeiTooMuch() public {
        vm.deal(address(protocol.demandRegistry), address(protocol.demandRegistry).balance - 1);
        _fails(oracle.invariant_09_TheDemandRegistryHoldsDeposits.selector, "09");
    }

    function test_Fault_10_AVerifierTakesMoney() public {
        vm.deal(address(protocol.fraudProofs), 1);
        _fails(oracle.invariant_10_NoOtherContractHoldsMoney.selector, "10");
    }

    function test_Fault_11_APayerIsChargedAWeiMore() public {
        address payer = handler.payers(0);
        uint128 charged = protocol.inferenceEscrow.charged(modelId, 1, payer);
        vm.mockCall(
            address(protocol.inferenceEscrow),
            abi.encodeCall(IInferenceEscrow.charged, (modelId, 1, payer)),
            abi.encode(charged + 1)
        );
        _fails(oracle.invariant_11_NobodyPaysMoreThanItSignedOrDeposited.selector, "11");
    }

    function test_Fault_12_APoolLosesAWei() public {
        vm.prank(address(protocol.attributionLedger));
        protocol.inferenceEscrow.takePool(modelId, 1, 1);
        _fails(oracle.invariant_12_DataReceivesItsShareOfEachTotal.selector, "12");
    }

    function test_Fault_13_TheOwnerIsGivenAWeiMore() public {
        uint128 revenue = protocol.inferenceEscrow.ownerRevenueOf(modelId);
        vm.mockCall(
            address(protocol.inferenceEscrow),
            abi.encodeCall(IInferenceEscrow.ownerRevenueOf, (modelId)),
            abi.encode(revenue + 1)
        );
        _fails(oracle.invariant_13_SharesAreTheManuals.selector, "13");
    }

    /// @dev An operator renews old money by taking and returning it.
    function test_Fault_14_OldMoneyBecomesNew() public {
        skip(protocol.modelRegistry.term(modelId, 1).poolTimeout);
        vm.startPrank(address(protocol.attributionLedger));
        protocol.inferenceEscrow.takePool(modelId, 1, 1e18);
        protocol.inferenceEscrow.returnPool(modelId, 1, 1e18);
        vm.stopPrank();
        _fails(oracle.invariant_14_PoolsAgeByTheirTermsPeriods.selector, "14");
    }

    // Batches

    function test_Fault_15_ALeafIsClaimedThatIsNot() public {
        vm.mockCall(
            address(protocol.attributionLedger),
            abi.encodeWithSelector(IAttributionLedger.isClaimed.selector),
            abi.encode(true)
        );
        _fails(oracle.invariant_15_ClaimsStayWithinTheirBatches.selector, "15");
    }

    function test_Fault_16_ABondIsReleasedTooEarly() public {
        address operator = handler.operators(0);
        vm.prank(address(protocol.attributionLedger));
        protocol.stakeVault.release(operator, 1);
        _fails(oracle.invariant_16_BondsAreLockedWhileTheirBatchesAreOpen.selector, "16");
    }

    /// @dev The escrow forgets the money of a void batch.
    function test_Fault_17_AVoidBatchLosesItsMoney() public {
        vm.mockCall(address(protocol.inferenceEscrow), abi.encodeWithSelector(IInferenceEscrow.returnPool.selector), "");
        handler.challenge(1, 0, 0, true);
        _fails(oracle.invariant_17_AVoidBatchMovesOnlyBondsAndDeposits.selector, "17");
    }

    /// @dev Parameters of which the operator does not know decide its batch.
    function test_Fault_18_OtherParametersDecide() public {
        Parameters memory changed = protocol.protocolConfig.parameters();
        --changed.minimumBond;
        ++changed.challengeTail;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(changed);
        handler.challenge(1, 0, 0, false);
        handler.commitHonest(1, 0);
        _fails(oracle.invariant_18_ParametersOfTheCommitDecideABatch.selector, "18");
    }

    function test_Fault_19_AnOpenBatchIsForgotten() public {
        vm.mockCall(
            address(protocol.attributionLedger),
            abi.encodeCall(IAttributionLedger.openBatchOf, (modelId)),
            abi.encode(0)
        );
        _fails(oracle.invariant_19_OneBatchOfAModelIsOpen.selector, "19");
    }

    function test_Fault_20_OneBatchIsPaidByAnother() public {
        vm.prank(address(protocol.attributionLedger));
        protocol.inferenceEscrow.payFromBatch(thief, 1);
        (bool holds,) = address(oracle)
            .call(abi.encodePacked(oracle.invariant_20_EveryFinalisedBatchStaysClaimableFromItsOwnMoney.selector));
        assertFalse(holds, "20: somebody is not paid");
    }

    /// @dev The registry forgets the first author's place, so that an operator which asks it credits a copy.
    function test_Fault_21_ACopyEarns() public {
        handler.contribute(0, 1, 0, true);
        handler.publish(0);
        (SubmissionId first, uint32 leaf) = handler.placeOf(0);
        for (uint64 snapshot = 0; snapshot < 9; ++snapshot) {
            vm.mockCall(
                address(protocol.datanetRegistry),
                abi.encodeCall(IDatanetRegistry.standingOf, (first, leaf, snapshot)),
                abi.encode(Standing.None, handler.datanets(0), bytes32(0), uint40(1))
            );
        }
        handler.commitHonest(0, 0);
        _fails(oracle.invariant_21_CopiesExtensionsAndCutsEarnNothing.selector, "21");
    }

    function test_Fault_22_ALieCannotBeProven() public {
        vm.mockCallRevert(
            address(protocol.fraudProofs), abi.encodeWithSelector(IFraudProofs.verify.selector), "22: refused"
        );
        _fails(oracle.invariant_22_HonestBatchesStandAndLiesCanBeProven.selector, "22");
    }

    function test_Fault_23_ADemandIsForgotten() public {
        vm.mockCall(
            address(protocol.demandRegistry),
            abi.encodeWithSelector(IDemandRegistry.openDemands.selector),
            abi.encode(0)
        );
        _fails(oracle.invariant_23_OpenDemandsHoldWhatTheyShould.selector, "23");
    }

    // Datanets

    /// @dev The curator spends of the reserve by the back door.
    function test_Fault_24_AReserveLosesMore() public {
        uint256 reserve = protocol.datanetReserves.reserveOf(handler.datanets(0));
        vm.mockCall(
            address(protocol.datanetReserves),
            abi.encodeCall(IDatanetReserves.reserveOf, (handler.datanets(0))),
            abi.encode(reserve - 1)
        );
        _fails(oracle.invariant_24_AReserveLosesOnlyRefundsAndBounties.selector, "24");
    }

    function test_Fault_25_SpendingIsForgotten() public {
        vm.mockCall(
            address(protocol.datanetReserves),
            abi.encodeCall(IDatanetReserves.spentOf, (handler.datanets(0))),
            abi.encode(0)
        );
        _fails(oracle.invariant_25_AReserveSpendsATenthIn30Days.selector, "25");
    }

    function test_Fault_26_MoreIsRefundedThanVotesEarned() public {
        PrepaidFees memory prepaid = protocol.datanetReserves.prepaidFees(SubmissionId.wrap(1));
        prepaid.refunded += 1;
        vm.mockCall(
            address(protocol.datanetReserves),
            abi.encodeCall(IDatanetReserves.prepaidFees, (SubmissionId.wrap(1))),
            abi.encode(prepaid)
        );
        _fails(oracle.invariant_26_RefundsAreOfVotesOnAcceptedSubmissions.selector, "26");
    }

    function test_Fault_27_ABondForgetsWhatItSetAside() public {
        Bond memory bond = protocol.dataAvailability.bondOf(SubmissionId.wrap(1));
        assertGt(bond.earmarked, 0, "something is set aside");
        (bond.free, bond.earmarked) = (bond.free + bond.earmarked, 0);
        vm.mockCall(
            address(protocol.dataAvailability),
            abi.encodeCall(IDataAvailability.bondOf, (SubmissionId.wrap(1))),
            abi.encode(bond)
        );
        _fails(oracle.invariant_27_BondsSetAsideWhatTheyMayRepay.selector, "27");
    }

    function test_Fault_28_AnUnavailableLeafCounts() public {
        handler.markUnavailable(0, true);
        oracle.check();
        (SubmissionId submissionId, uint32 leaf) = handler.placeOf(0);
        vm.mockCall(
            address(protocol.datanetRegistry),
            abi.encodeCall(IDatanetRegistry.standingOf, (submissionId, leaf, protocol.datanetRegistry.sequence())),
            abi.encode(Standing.Eligible, handler.datanets(0), bytes32(0), uint40(1))
        );
        _fails(oracle.invariant_28_ALeafCountsWhenNothingOfItIsUnavailable.selector, "28");
    }

    function test_Fault_29_ThePastChanges() public {
        vm.mockCall(
            address(protocol.datanetRegistry),
            abi.encodeWithSelector(IDatanetRegistry.standingOf.selector),
            abi.encode(Standing.Revoked, handler.datanets(0), bytes32(0), uint40(1))
        );
        _fails(oracle.invariant_29_ThePastOfASnapshotNeverChanges.selector, "29");
    }

    function test_Fault_30_EarningsGoElsewhere() public {
        address author = handler.authors(0);
        vm.prank(address(protocol.attributionLedger));
        protocol.inferenceEscrow.payFromBatch(author, 1);
        _fails(oracle.invariant_30_EarningsReachTheirRecipients.selector, "30");
    }

    /// @dev The sentence fails by its number, for whatever else does.
    function _fails(bytes4 sentence, string memory number) private {
        (bool holds, bytes memory why) = address(oracle).staticcall(abi.encodePacked(sentence));
        assertFalse(holds, string.concat(number, ": fails"));
        assertTrue(vm.contains(string(why), string.concat(number, ":")), string.concat(number, ": ", string(why)));
    }

    function _steal(address from) private {
        vm.prank(from);
        protocol.openToken.transfer(thief, 1);
    }
}
