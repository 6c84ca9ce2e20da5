// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Demands} from "./Demands.t.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as Shown, DemandKind, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {EntryProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice An answer that shows no leaf is none, and is refused as such, whatever was demanded.
contract EmptyAnswerTest is Demands {
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
}
