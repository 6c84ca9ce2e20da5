// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Scene} from "./Scene.t.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer, DemandKind, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {Credit, CreditProof, Inference, InferenceProof, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice What it costs to answer many demands in one transaction: those for neighbouring leaves, each a demand of its own.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
/// forge-config: default.isolate = true
contract ManyAnswersGasTest is Scene {
    uint256 internal constant DEMANDS = 2;

    BatchId internal batchId;
    Batch internal batch;

    function _open(DemandKind kind, uint32 outer) internal returns (Item[] memory items, Answer[] memory answers) {
        (items, answers) = (new Item[](DEMANDS), new Answer[](DEMANDS));
        vm.deal(watcher, 10 ether);
        for (uint32 i = 0; i < DEMANDS; ++i) {
            (items[i].kind, items[i].outer, items[i].first, items[i].count) = (kind, outer, PLACE + i, 1);
            vm.prank(watcher);
            protocol.demandRegistry.demand{value: 1 ether}(batchId, batch, items[i]);
        }
    }

    /// @dev What the last of them adds to the others.
    function _answer(string memory name, Item[] memory items, Answer[] memory answers) internal {
        bytes memory call = abi.encodeCall(IDemandRegistry.answer, (batchId, batch, items, answers));
        (Item[] memory one, Answer[] memory first) = (new Item[](1), new Answer[](1));
        (one[0], first[0]) = (items[0], answers[0]);
        uint256 state = vm.snapshotState();
        bytes memory single = abi.encodeCall(IDemandRegistry.answer, (batchId, batch, one, first));
        Cost memory smaller = _cost(operator, address(protocol.demandRegistry), single, 0);
        vm.revertToState(state);
        Cost memory larger = _cost(operator, address(protocol.demandRegistry), call, 0);
        _keepDifference(name, DEMANDS - 1, larger, smaller);
    }

    function test_Gas_AnswersOfInferences() public {
        Inference memory next = inference;
        (next.from, next.to, next.firstCredit) = (next.to, next.to + PRICE, next.firstCredit + COUNT);
        InferenceProof[] memory proofs = _inferences(next);
        (batchId, batch) = _commitAs(draft, since);
        (Item[] memory items, Answer[] memory answers) = _open(DemandKind.Inferences, 0);
        for (uint256 i = 0; i < DEMANDS; ++i) {
            answers[i].inferences = new InferenceProof[](1);
            answers[i].inferences[0] = proofs[i];
        }
        _answer("answerInference", items, answers);
    }

    function test_Gas_AnswersOfPayouts() public {
        payout.entriesRoot = keccak256("entries of one");
        PayoutProof[] memory proofs = _payoutsWith(_like());
        (batchId, batch) = _commitAs(draft, since);
        (Item[] memory items, Answer[] memory answers) = _open(DemandKind.Payouts, 0);
        for (uint256 i = 0; i < DEMANDS; ++i) {
            answers[i].payouts = new PayoutProof[](1);
            answers[i].payouts[0] = proofs[i];
        }
        _answer("answerPayout", items, answers);
    }

    /// @dev Of credits: each answer shows their inference as well.
    function test_Gas_AnswersOfCredits() public {
        Credit memory next = _creditOf(later);
        next.start += 65;
        CreditProof[] memory proofs = _credits(_creditOf(later), next);
        InferenceProof memory outer = _inference();
        (batchId, batch) = _commitAs(draft, since);
        (Item[] memory items, Answer[] memory answers) = _open(DemandKind.Credits, PLACE);
        for (uint256 i = 0; i < DEMANDS; ++i) {
            answers[i].inferences = new InferenceProof[](1);
            answers[i].inferences[0] = outer;
            answers[i].credits = new CreditProof[](1);
            answers[i].credits[0] = proofs[i];
        }
        _answer("answerCredit", items, answers);
    }
}
