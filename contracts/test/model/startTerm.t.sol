// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry, Term} from "openledger/interfaces/IModelRegistry.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract StartTermTest is Loop {
    IModelRegistry internal registry;
    uint256 internal endsAt;

    function setUp() public override {
        super.setUp();
        registry = protocol.modelRegistry;
        endsAt = vm.getBlockTimestamp() + parameters.poolTimeout;
    }

    function testFuzz_StartTerm(address caller, address nextOperator, address nextReceiptKey, uint256 late) public {
        vm.assume(nextOperator != address(0) && nextReceiptKey != address(0));
        _announce(nextOperator, nextReceiptKey);
        vm.warp(endsAt + bound(late, 0, 1000 days));
        uint256 pool = protocol.inferenceEscrow.poolOf(modelId, 1);
        assertEq(pool, 3 * PRICE * 7000 / 10_000, "data money of the first term");
        uint40 startedAt = uint40(vm.getBlockTimestamp());
        vm.expectEmit(address(registry));
        emit IModelRegistry.TermStarted(modelId, 2, nextOperator, nextReceiptKey, startedAt, parameters.poolTimeout);
        vm.prank(caller);
        registry.startTerm(modelId);

        assertEq(registry.model(modelId).term, 2, "term");
        Term memory term = registry.term(modelId, 2);
        assertEq(term.operator, nextOperator, "operator");
        assertEq(term.receiptKey, nextReceiptKey, "receipt key");
        assertEq(term.startedAt, startedAt, "start");
        assertEq(term.endsAt, type(uint40).max, "no end");
        assertEq(term.poolTimeout, parameters.poolTimeout, "what is in force");
        assertEq(registry.term(modelId, 1).endsAt, endsAt, "the first term is as it was");
        assertEq(registry.term(modelId, 1).operator, operator, "its operator too");
        (address announced,) = registry.announcedTerm(modelId);
        assertEq(announced, address(0), "nothing is announced");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), 0, "the first term's pool is empty");
        assertEq(_balanceOf(address(protocol.dataFund)), pool, "what nobody batched is the data fund's");
    }

    /// @dev Handing the model to oneself: the owner, who is also the operator, gains nothing by a new term. It cannot have
    /// what it did not batch, nor take a payer's money again.
    function test_Attack_HandingTheModelToOneself() public {
        uint256 before = _balanceOf(operator) + _balanceOf(modelOwner);
        _announce(operator, receiptKey);
        vm.warp(endsAt);
        registry.startTerm(modelId);
        assertEq(_balanceOf(operator) + _balanceOf(modelOwner), before, "nothing comes back");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 2), 0, "nothing passes to the new term");
        assertEq(protocol.inferenceEscrow.charged(modelId, 2, payer), 0, "no charge passes to it");
        assertEq(protocol.inferenceEscrow.charged(modelId, 1, payer), 3 * PRICE, "the old charges stay");
    }

    /// @dev Terms changed in mid-period: a batch that is judged holds the change up, and its money follows the old term.
    function test_RevertWhen_ABatchIsOpen() public {
        _announce(stranger, stranger);
        vm.warp(endsAt - 1);
        (BatchId batchId, Batch memory batch) = _commit(_honest());
        vm.warp(endsAt);
        bytes memory reason = abi.encodeWithSelector(IModelRegistry.ModelRegistry_BatchOpen.selector, modelId, batchId);
        vm.expectRevert(reason);
        registry.startTerm(modelId);
        vm.warp(batch.challengesUntil);
        vm.expectRevert(reason);
        registry.startTerm(modelId);
        _finalise(batchId, batch);
        uint256 fund = _balanceOf(address(protocol.dataFund));
        vm.expectCall(
            address(protocol.inferenceEscrow), abi.encodeCall(IInferenceEscrow.closeTerm, (modelId, uint32(1)))
        );
        registry.startTerm(modelId);
        assertEq(registry.model(modelId).term, 2, "settled, so the next begins");
        assertEq(_balanceOf(address(protocol.dataFund)), fund, "everything was batched");
    }

    function testFuzz_RevertWhen_TheTermHasNotEnded(uint256 time) public {
        _announce(stranger, stranger);
        vm.warp(bound(time, endsAt - parameters.poolTimeout, endsAt - 1));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_TermNotEnded.selector, modelId, 1, endsAt));
        registry.startTerm(modelId);
    }

    function test_RevertWhen_NothingIsAnnounced() public {
        bytes memory reason = abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoTermAnnounced.selector, modelId);
        vm.expectRevert(reason);
        registry.startTerm(modelId);
        _announce(stranger, stranger);
        vm.warp(endsAt);
        registry.startTerm(modelId);
        vm.expectRevert(reason);
        registry.startTerm(modelId);
    }

    function test_RevertWhen_ThereIsNoSuchModel() public {
        ModelId unknown = ModelId.wrap(9);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown));
        registry.startTerm(unknown);
    }

    function _announce(address nextOperator, address nextReceiptKey) internal {
        vm.prank(modelOwner);
        registry.announceTerm(modelId, nextOperator, nextReceiptKey);
    }
}
