// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Fold} from "../utils/Fold.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Demands} from "./Demands.t.sol";
import {Batch, BatchCommitment, BatchStatus} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as Shown, DemandKind, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {CreditProof, EntryProof, InferenceProof, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice An operator commits a batch in which one node is nothing that anybody could show: everything beside it stands.
/// For every node of every tree, one demand for any one leaf below it voids the batch, and a demand for a leaf that is not
/// below it is still answered.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract WithholdingTest is Demands {
    bytes32 internal constant NOTHING = keccak256("what nobody shows");

    uint256 internal withheld;

    function setUp() public override {
        super.setUp();
        _pay(modelId, 6 * PRICE);
    }

    function _commitOf(BatchCommitment memory commitment) internal returns (BatchId batchId, Batch memory batch) {
        batch = _batch(commitment);
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(commitment, "uri");
    }

    /// @dev The batch with a root in place of the honest one is voided by `item`, which the honest proofs do not answer.
    function _assertVoidedBy(BatchCommitment memory commitment, Item memory item, Shown memory honest) internal {
        uint256 state = vm.snapshotState();
        (BatchId batchId, Batch memory batch) = _commitOf(commitment);
        bytes32 demandId = _demand(batchId, batch, item);
        assertFalse(_isAnswer(batchId, batch, item, honest), "the leaf without what is withheld");
        vm.warp(protocol.demandRegistry.demandOf(demandId).answerBy);
        protocol.attributionLedger.voidUnanswered(batchId, batch);
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Voided), "void");
        assertEq(_balanceOf(demander), batch.bond / 2, "the demander's half");
        vm.revertToState(state);
        ++withheld;
    }

    function _assertAnswered(BatchCommitment memory commitment, Item memory item, Shown memory shown) internal {
        uint256 state = vm.snapshotState();
        (BatchId batchId, Batch memory batch) = _commitOf(commitment);
        _demand(batchId, batch, item);
        assertTrue(_isAnswer(batchId, batch, item, shown), "what is not below it can be answered");
        vm.revertToState(state);
    }

    /// @dev The root of the inferences with another leaf in place of one.
    function _inferencesRootOf(InferenceProof memory proof) internal pure returns (bytes32 root) {
        bytes32 leaf = keccak256(abi.encodePacked(hex"00", abi.encode(proof.inference), uint256(proof.dataFee)));
        (root,) = Fold.sumRoot(9, proof.index, 0, leaf, proof.dataFee, proof.siblings, proof.siblingSums);
    }

    /// @dev Sum of the leaves below a node.
    function _sumBelow(uint128[] memory sums, uint256 index, uint256 level) internal pure returns (uint256 sum) {
        uint256 from = index / 2 ** level * 2 ** level;
        for (uint256 i = from; i < from + 2 ** level && i < sums.length; ++i) {
            sum += sums[i];
        }
    }

    function test_Withholding_EveryNodeOfTheInferences() public {
        Answer[] memory answers = _wide();
        BatchCommitment memory honest = _commitment(answers);
        (, uint128[] memory sums) = BatchDraft.inferenceLeaves(answers);
        for (uint32 i = 0; i < 9; ++i) {
            InferenceProof memory proof = BatchDraft.inferenceProof(answers, i);
            for (uint256 level = 0; level <= 4; ++level) {
                BatchCommitment memory c = abi.decode(abi.encode(honest), (BatchCommitment));
                (c.inferencesRoot,) =
                    Fold.sumRoot(9, i, level, NOTHING, _sumBelow(sums, i, level), proof.siblings, proof.siblingSums);
                Item memory item = _leaves(DemandKind.Inferences, 0, i, 1);
                _assertVoidedBy(c, item, _answerTo(item, answers));
                // Whatever else needs the leaf cannot be answered either.
                if (level == 0) {
                    item = _leaves(DemandKind.Credits, i, 0, 1);
                    _assertVoidedBy(c, item, _answerTo(item, answers));
                    item = _inferenceAt(payer, i * PRICE);
                    _assertVoidedBy(c, item, _answerTo(item, answers));
                }
            }
        }
        assertEq(withheld, 9 * 7, "each node for each leaf below it");
    }

    function test_Withholding_EveryNodeOfThePayouts() public {
        Answer[] memory answers = _wide();
        PayoutDraft[] memory payouts = _payouts(answers);
        BatchCommitment memory honest = _commitment(answers);
        (, uint128[] memory sums) = BatchDraft.payoutLeaves(payouts);
        for (uint32 i = 0; i < payouts.length; ++i) {
            PayoutProof memory proof = BatchDraft.payoutProof(payouts, i);
            for (uint256 level = 0; level <= proof.siblings.length; ++level) {
                BatchCommitment memory c = abi.decode(abi.encode(honest), (BatchCommitment));
                (c.payoutsRoot,) = Fold.sumRoot(
                    payouts.length, i, level, NOTHING, _sumBelow(sums, i, level), proof.siblings, proof.siblingSums
                );
                Item memory item = _leaves(DemandKind.Payouts, 0, i, 1);
                _assertVoidedBy(c, item, _answerTo(item, answers));
                item = _payoutOf(payouts[i].account);
                _assertVoidedBy(c, item, _answerTo(item, answers));
            }
        }
        assertEq(withheld, 2 * 5 * payouts.length, "each node for each leaf below it");
    }

    function test_Withholding_EveryNodeOfTheCredits() public {
        Answer[] memory answers = _wide();
        BatchCommitment memory honest = _commitment(answers);
        for (uint32 i = 0; i < 9; ++i) {
            for (uint32 j = 0; j < answers[i].credits.length; ++j) {
                uint256 count = answers[i].credits.length;
                CreditProof memory credit = BatchDraft.creditProof(answers[i], j);
                for (uint256 level = 0; level <= credit.siblings.length; ++level) {
                    InferenceProof memory proof = BatchDraft.inferenceProof(answers, i);
                    proof.inference.creditsRoot = Fold.root(count, j, level, NOTHING, credit.siblings);
                    BatchCommitment memory c = abi.decode(abi.encode(honest), (BatchCommitment));
                    c.inferencesRoot = _inferencesRootOf(proof);
                    Item memory item = _leaves(DemandKind.Credits, i, j, 1);
                    Shown memory shown = _answerTo(item, answers);
                    shown.inferences[0] = proof;
                    _assertVoidedBy(c, item, shown);
                    item = _sourceChunks(i, j, 0, 1);
                    shown = _answerTo(item, answers);
                    shown.inferences[0] = proof;
                    _assertVoidedBy(c, item, shown);
                    item = _leaves(DemandKind.Inferences, 0, i, 1);
                    shown.inferences[0] = proof;
                    _assertAnswered(c, item, shown);
                }
            }
        }
        assertGt(withheld, 2 * 16, "each node for each leaf below it");
    }

    function test_Withholding_EveryNodeOfTheEntries() public {
        Answer[] memory answers = _wide();
        PayoutDraft[] memory payouts = _payouts(answers);
        BatchCommitment memory honest = _commitment(answers);
        for (uint32 i = 0; i < payouts.length; ++i) {
            for (uint32 j = 0; j < payouts[i].entries.length; ++j) {
                EntryProof memory entry = BatchDraft.entryProof(payouts[i], j);
                for (uint256 level = 0; level <= entry.siblings.length; ++level) {
                    PayoutProof memory proof = BatchDraft.payoutProof(payouts, i);
                    uint256 sum = _sumBelow(payouts[i].amounts, j, level);
                    (proof.payout.entriesRoot,) = Fold.sumRoot(
                        payouts[i].entries.length, j, level, NOTHING, sum, entry.siblings, entry.siblingSums
                    );
                    BatchCommitment memory c = abi.decode(abi.encode(honest), (BatchCommitment));
                    bytes32 leaf = keccak256(abi.encodePacked(hex"00", abi.encode(proof.payout), uint256(proof.amount)));
                    (c.payoutsRoot,) =
                        Fold.sumRoot(payouts.length, i, 0, leaf, proof.amount, proof.siblings, proof.siblingSums);
                    Item memory item = _leaves(DemandKind.Entries, i, j, 1);
                    Shown memory shown = _answerTo(item, answers);
                    shown.payouts[0] = proof;
                    _assertVoidedBy(c, item, shown);
                    item = _entryOf(payouts[i].account, entry.entry.inference, entry.entry.credit);
                    shown = _answerTo(item, answers);
                    shown.payouts[0] = proof;
                    _assertVoidedBy(c, item, shown);
                    item = _payoutOf(payouts[i].account);
                    _assertAnswered(c, item, shown);
                }
            }
        }
        assertGt(withheld, 2 * 32, "each node for each leaf below it");
    }

    function test_Withholding_EveryNodeOfTheOutputs() public {
        Answer[] memory answers = _wide();
        BatchCommitment memory honest = _commitment(answers);
        for (uint32 i = 0; i < 9; ++i) {
            bytes memory text = answers[i].output;
            bytes[] memory chunks = TreeBuilder.chunks(text);
            for (uint32 j = 0; j < chunks.length; ++j) {
                bytes32[] memory siblings = TreeBuilder.proof(chunks, j);
                for (uint256 level = 0; level <= siblings.length; ++level) {
                    InferenceProof memory proof = BatchDraft.inferenceProof(answers, i);
                    bytes32 treeRoot = Fold.root(chunks.length, j, level, NOTHING, siblings);
                    proof.inference.outputRoot = keccak256(abi.encodePacked(hex"02", uint64(text.length), treeRoot));
                    _assertChunkVoids(honest, answers, proof, j);
                }
                // And the opening of the root itself.
                InferenceProof memory hidden = BatchDraft.inferenceProof(answers, i);
                hidden.inference.outputRoot = NOTHING;
                _assertChunkVoids(honest, answers, hidden, j);
            }
        }
        assertGt(withheld, 3 * 4 * 7 - 1, "each node for each chunk below it");
    }

    function _assertChunkVoids(
        BatchCommitment memory honest,
        Answer[] memory answers,
        InferenceProof memory proof,
        uint32 chunk
    ) internal {
        BatchCommitment memory c = abi.decode(abi.encode(honest), (BatchCommitment));
        c.inferencesRoot = _inferencesRootOf(proof);
        Item memory item = _leaves(DemandKind.OutputChunks, proof.index, chunk, 1);
        Shown memory shown = _answerTo(item, answers);
        shown.inferences[0] = proof;
        _assertVoidedBy(c, item, shown);
    }
}
