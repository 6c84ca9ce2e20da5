// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PayoutDraft} from "../utils/BatchDraft.sol";
import {Neighbours} from "../utils/Neighbours.sol";
import {Demands} from "./Demands.t.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as Shown, DemandKind, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {EntryProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice What shows no leaf, or not those demanded, is no answer and is refused as such.
contract NoAnswerTest is Demands {
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commitWide(_wide());
    }

    function _refused(Item memory item, Shown memory given) internal {
        (Item[] memory items, Shown[] memory shown) = (new Item[](1), new Shown[](1));
        (items[0], shown[0]) = (item, given);
        vm.expectRevert(IDemandRegistry.DemandRegistry_NoAnswer.selector);
        vm.prank(operator, operator);
        protocol.demandRegistry.answer(batchId, batch, items, shown);
    }

    function test_RevertWhen_NoLeafIsShown() public {
        Shown memory empty;
        for (uint256 kind = 0; kind <= uint256(DemandKind.SourceChunks); ++kind) {
            Item memory leaf = _leaves(DemandKind(kind), 0, 0, 1);
            _demand(batchId, batch, leaf);
            _refused(leaf, empty);
        }
        Item[3] memory keys = [_inferenceAt(payer, 0), _payoutOf(alice), _entryOf(alice, 0, 0)];
        for (uint256 i = 0; i < keys.length; ++i) {
            _demand(batchId, batch, keys[i]);
            _refused(keys[i], empty);
        }
    }

    function test_RevertWhen_AnAccountIsShownWithoutItsEntries() public {
        address account = address(1000 + 7); // The first credit of the second answer is its.
        Item memory item = _entryOf(account, 1, 0);
        Shown memory shown = _answerTo(item, _wide());
        assertGt(shown.entries.length, 0, "it has entries");
        shown.entries = new EntryProof[](0);
        _demand(batchId, batch, item);
        _refused(item, shown);
    }

    /// @dev An account beside its neighbour is no account between two: an entry of it could not be hidden so.
    function test_RevertWhen_TheAccountIsOneOfTheNeighbours() public {
        PayoutDraft[] memory payouts = _payouts(_wide());
        Item[2] memory items = [_entryOf(payouts[1].account, 8, 0), _payoutOf(payouts[1].account)];
        for (uint256 i = 0; i < 2; ++i) {
            _demand(batchId, batch, items[i]);
            for (uint256 from = 0; from < 2; ++from) {
                Shown memory shown;
                shown.payouts = Neighbours.payoutProofs(payouts, from, 2);
                _refused(items[i], shown);
            }
        }
    }
}
