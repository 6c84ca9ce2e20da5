// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Batch, BatchCommitment, BatchStatus, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract CommitTest is Loop {
    BatchId internal constant ONE = BatchId.wrap(1);

    function test_Commit() public {
        BatchCommitment memory commitment = _commitment(_honest());
        Batch memory batch = _batch(commitment);
        uint256 pool = protocol.inferenceEscrow.poolOf(modelId, 1);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.BatchCommitted(ONE, modelId, operator, batch, "uri");
        vm.expectEmit(address(protocol.inferenceEscrow));
        emit IInferenceEscrow.PoolTaken(modelId, 1, commitment.dataFees);
        vm.prank(operator);
        BatchId batchId = protocol.attributionLedger.commit(commitment, "uri");

        assertTrue(batchId == ONE, "first of the counter");
        assertEq(protocol.attributionLedger.batchCount(), 1, "count");
        assertEq(uint256(protocol.attributionLedger.statusOf(ONE)), uint256(BatchStatus.Committed), "status");
        bytes32 hash = keccak256(abi.encode(batch));
        assertEq(
            protocol.attributionLedger.batchRecord(ONE), bytes32(uint256(hash) / 256 * 256 + 1), "record as documented"
        );
        assertTrue(protocol.attributionLedger.openBatchOf(modelId) == ONE, "open batch");
        assertEq(protocol.stakeVault.stakeOf(operator).locked, batch.bond, "bond locked");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), pool - commitment.dataFees, "money of the pool");
        assertEq(commitment.dataFees, pool, "the three answers are all that was paid");
    }

    function testFuzz_Commit_BondIsTheGreatestOfThree(uint128 dataFees, uint64 itemCount) public view {
        // Money up to a tenth of what all deposits can be; items as many as there can be.
        dataFees = uint128(bound(dataFees, 0, 100_000_000e18));
        uint256 byMoney = uint256(dataFees) * parameters.bondBps / 10_000;
        uint256 byItems = uint256(itemCount) * parameters.bondPerItem;
        uint256 bond = protocol.attributionLedger.bondFor(dataFees, itemCount);
        assertGe(bond, parameters.minimumBond, "the minimum");
        assertGe(bond, byMoney, "by money");
        assertGe(bond, byItems, "by items");
        assertTrue(bond == parameters.minimumBond || bond == byMoney || bond == byItems, "and no more");
    }

    function test_Commit_KeepsTheParametersOfItsTime() public {
        (BatchId batchId, Batch memory batch) = _commit(_honest());
        Parameters memory chosen = parameters;
        chosen.demandPeriod = 7 days;
        chosen.minimumBond = 5000e18;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        _finalise(batchId, batch);
        assertEq(protocol.stakeVault.stakeOf(operator).locked, 0, "its own bond released at its own time");
    }

    function test_RevertWhen_TheDeclarationCannotBe() public {
        BatchCommitment memory c = _commitment(_honest());
        c.inferenceCount = 0;
        _refused(c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NoInferences.selector));

        c = _commitment(_honest());
        c.inferencesRoot = 0;
        _refused(c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_ZeroRoot.selector, "inferencesRoot"));
        c = _commitment(_honest());
        c.payoutsRoot = 0;
        _refused(c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_ZeroRoot.selector, "payoutsRoot"));
        c = _commitment(_honest());
        c.bundleHash = 0;
        _refused(c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_ZeroRoot.selector, "bundleHash"));

        c = _commitment(_honest());
        c.earned = c.dataFees + 1;
        _refused(
            c,
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_EarnedExceedsFees.selector, c.earned, c.dataFees
            )
        );
        c = _commitment(_honest());
        c.payoutCount = 0;
        _refused(
            c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_EarnedWithoutPayouts.selector, c.earned)
        );
        c.earned = 0;
        _refused(
            c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_RootWithoutPayouts.selector, c.payoutsRoot)
        );

        c = _commitment(_honest());
        c.payoutCount = 0;
        c.earned = 0;
        c.payoutsRoot = 0;
        _refused(
            c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_EntriesWithoutPayouts.selector, c.entryCount)
        );

        c = _commitment(_honest());
        c.bundleSize = 0;
        _refused(
            c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_BadBundleSize.selector, 0, 2_147_483_648)
        );
        c.bundleSize = 2_147_483_649;
        _refused(
            c,
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_BadBundleSize.selector, c.bundleSize, 2_147_483_648
            )
        );
    }

    function testFuzz_RevertWhen_TheCallerIsNotTheOperator(address caller) public {
        vm.assume(caller != operator);
        BatchCommitment memory c = _commitment(_honest());
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotOperator.selector, modelId, 1, caller)
        );
        vm.prank(caller);
        protocol.attributionLedger.commit(c, "uri");
    }

    function testFuzz_RevertWhen_TheTermOrModelIsUnknown(uint32 term, uint256 model) public {
        BatchCommitment memory c = _commitment(_honest());
        c.term = uint32(bound(term, 2, type(uint32).max));
        _refused(
            c,
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotOperator.selector, modelId, c.term, operator)
        );
        c.term = 1;
        c.modelId = ModelId.wrap(bound(model, 2, type(uint256).max));
        _refused(
            c, abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotOperator.selector, c.modelId, 1, operator)
        );
    }

    function test_RevertWhen_ABatchIsOpen() public {
        _commit(_honest());
        _refused(
            _commitment(_honest()),
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_BatchOpen.selector, modelId, ONE)
        );
    }

    function test_RevertWhen_TheFreeStakeIsTooSmall() public {
        BatchCommitment memory c = _commitment(_honest());
        uint256 bond = protocol.attributionLedger.bondFor(c.dataFees, _itemsOf(c));
        vm.prank(operator);
        protocol.stakeVault.requestUnbonding(10_000e18 - bond + 1);
        _refused(
            c, abi.encodeWithSelector(IStakeVault.StakeVault_InsufficientFreeStake.selector, operator, bond, bond - 1)
        );
    }

    function test_RevertWhen_ThePoolIsTooSmall() public {
        BatchCommitment memory c = _commitment(_honest());
        uint256 pool = c.dataFees;
        c.dataFees += 1;
        _refused(
            c,
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_PoolTooSmall.selector, modelId, 1, pool + 1, pool)
        );
    }

    function test_Commit_OneModelsBatchStopsNoOther() public {
        _commit(_honest());
        ModelId other = _registerModel(datanetId);
        _pay(other, 3 * PRICE);
        BatchCommitment memory c = _commitment(_honest());
        c.modelId = other;
        vm.prank(operator);
        assertEq(BatchId.unwrap(protocol.attributionLedger.commit(c, "uri")), 2, "committed");
    }

    function _refused(BatchCommitment memory commitment, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(operator);
        protocol.attributionLedger.commit(commitment, "uri");
    }
}
