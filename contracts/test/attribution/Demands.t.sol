// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Neighbours} from "../utils/Neighbours.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {
    Answer as Shown,
    DemandKind,
    DemandStatus,
    IDemandRegistry,
    Item
} from "openledger/interfaces/IDemandRegistry.sol";
import {Credit, CreditProof, TextProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Demands, and the honest operator's answers to them: built from the batch as the operator has it.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Demands is Loop {
    uint256 internal constant BASE_FEE = 1 gwei;

    address internal demander = makeAddr("demander");

    function setUp() public virtual override {
        super.setUp();
        vm.fee(BASE_FEE);
        vm.deal(demander, 1000 ether);
    }

    // A batch of a few dozen leaves

    /// @dev Nine answers with up to four credits each, some of several chunks, some empty, of many contributors. What the
    /// credits say is for evidence to judge, not for demands: they all name the fox.
    function _wide() internal view returns (Answer[] memory answers) {
        answers = new Answer[](9);
        bytes memory text = bytes.concat(_filler("wide", 70), FOX);
        for (uint32 i = 0; i < 9; ++i) {
            (uint128 from, uint128 to) = (i * PRICE, (i + 1) * PRICE);
            answers[i] = Answer(1, payer, from, to, to * 7000 / 10_000 - from * 7000 / 10_000, "", new Credit[](0));
            if (i % 4 == 3) continue;
            answers[i].output = text;
            answers[i].credits = new Credit[](i % 5);
            for (uint32 j = 0; j < i % 5; ++j) {
                answers[i].credits[j] = Credit(j, 43, j, 43, first, 0, 0, address(uint160(1000 + (i * 7 + j * 5) % 13)));
            }
        }
    }

    /// @dev Pays for the answers of `_wide` beyond the three of `_honest`, and commits them.
    function _commitWide(Answer[] memory answers) internal returns (BatchId batchId, Batch memory batch) {
        _pay(modelId, 6 * PRICE);
        return _commit(answers);
    }

    // Items

    function _leaves(DemandKind kind, uint32 outer, uint32 from, uint32 count)
        internal
        pure
        returns (Item memory item)
    {
        (item.kind, item.outer, item.first, item.count) = (kind, outer, from, count);
    }

    function _sourceChunks(uint32 inference, uint32 credit, uint32 from, uint32 count)
        internal
        pure
        returns (Item memory item)
    {
        item = _leaves(DemandKind.SourceChunks, inference, from, count);
        item.inner = credit;
    }

    function _payoutOf(address account) internal pure returns (Item memory item) {
        (item.kind, item.account) = (DemandKind.PayoutOf, account);
    }

    function _entryOf(address account, uint32 inference, uint32 credit) internal pure returns (Item memory item) {
        (item.kind, item.account, item.outer, item.inner) = (DemandKind.EntryOf, account, inference, credit);
    }

    function _inferenceAt(address account, uint128 total) internal pure returns (Item memory item) {
        (item.kind, item.account, item.total) = (DemandKind.InferenceAt, account, total);
    }

    function _earlierInferenceAt(BatchId earlier, address account, uint128 total)
        internal
        pure
        returns (Item memory item)
    {
        item = _inferenceAt(account, total);
        (item.kind, item.earlier) = (DemandKind.EarlierInferenceAt, earlier);
    }

    // Calls

    function _demand(BatchId batchId, Batch memory batch, Item memory item) internal returns (bytes32 demandId) {
        uint256 deposit = protocol.demandRegistry.depositFor(batch, item);
        vm.prank(demander);
        return protocol.demandRegistry.demand{value: deposit}(batchId, batch, item);
    }

    function _answer(BatchId batchId, Batch memory batch, Item memory item, Shown memory shown) internal {
        (Item[] memory items, Shown[] memory all) = (new Item[](1), new Shown[](1));
        (items[0], all[0]) = (item, shown);
        vm.prank(operator, operator);
        protocol.demandRegistry.answer(batchId, batch, items, all);
    }

    /// @dev Whether the registry takes `shown` for an answer. Leaves everything as it was.
    function _isAnswer(BatchId batchId, Batch memory batch, Item memory item, Shown memory shown)
        internal
        returns (bool accepted)
    {
        (Item[] memory items, Shown[] memory all) = (new Item[](1), new Shown[](1));
        (items[0], all[0]) = (item, shown);
        uint256 state = vm.snapshotState();
        vm.prank(operator, operator);
        try protocol.demandRegistry.answer(batchId, batch, items, all) {
            accepted = true;
        } catch {}
        vm.revertToState(state);
    }

    function _statusOf(bytes32 demandId) internal view returns (DemandStatus) {
        return protocol.demandRegistry.demandOf(demandId).status;
    }

    // Honest answers

    /// @dev What an operator that has its batch answers.
    function _answerTo(Item memory item, Answer[] memory answers) internal view returns (Shown memory) {
        return _answerTo(item, answers, _payouts(answers));
    }

    function _answerTo(Item memory item, Answer[] memory answers, PayoutDraft[] memory payouts)
        internal
        view
        returns (Shown memory shown)
    {
        if (item.kind == DemandKind.Inferences) {
            shown.inferences = Neighbours.inferenceProofs(answers, item.first, item.count);
        } else if (item.kind == DemandKind.Payouts) {
            shown.payouts = Neighbours.payoutProofs(payouts, item.first, item.count);
        } else if (item.kind == DemandKind.Entries) {
            shown.payouts = Neighbours.payoutProofs(payouts, item.outer, 1);
            PayoutDraft memory payout = payouts[item.outer];
            shown.entries = Neighbours.entryProofs(payout, item.first, _existing(item, payout.entries.length));
        } else if (item.kind == DemandKind.PayoutOf) {
            shown.payouts = Neighbours.payoutsAround(payouts, item.account);
        } else if (item.kind == DemandKind.EntryOf) {
            shown.payouts = Neighbours.payoutsAround(payouts, item.account);
            if (shown.payouts.length == 1 && shown.payouts[0].payout.account == item.account) {
                shown.entries =
                    Neighbours.entriesAround(payouts[shown.payouts[0].index], abi.encode(item.outer, item.inner));
            }
        } else if (item.kind == DemandKind.InferenceAt || item.kind == DemandKind.EarlierInferenceAt) {
            shown.inferences = Neighbours.inferencesAround(answers, item.account, item.total);
        } else {
            shown.inferences = Neighbours.inferenceProofs(answers, item.outer, 1);
            _showOf(shown, item, answers[item.outer]);
        }
    }

    /// @dev Credits or chunks of one answer.
    function _showOf(Shown memory shown, Item memory item, Answer memory answer) private view {
        if (item.kind == DemandKind.Credits) {
            shown.credits = new CreditProof[](_existing(item, answer.credits.length));
            for (uint256 i = 0; i < shown.credits.length; ++i) {
                shown.credits[i] = BatchDraft.creditProof(answer, item.first + i);
            }
        } else if (item.kind == DemandKind.OutputChunks) {
            if (answer.output.length != 0) shown.text = _chunks(item, answer.output);
        } else if (item.inner < answer.credits.length) {
            shown.credits = new CreditProof[](1);
            shown.credits[0] = BatchDraft.creditProof(answer, item.inner);
            Credit memory credit = answer.credits[item.inner];
            shown.source = _contributionProof(credit.submissionId, credit.leafIndex);
            shown.text = _chunks(item, _textOf(credit.submissionId, credit.leafIndex));
        }
    }

    function _chunks(Item memory item, bytes memory text) private pure returns (TextProof memory) {
        uint256 count = (text.length + 255) / 256;
        // Where none of those demanded exists, the first is shown.
        if (item.first >= count) return TreeBuilder.textProof(text, 0, 1);
        return TreeBuilder.textProof(text, uint256(item.first) * 256, (uint256(item.first) + item.count) * 256);
    }

    function _existing(Item memory item, uint256 count) private pure returns (uint256) {
        if (item.first >= count) return 0;
        return count - item.first < item.count ? count - item.first : item.count;
    }
}
