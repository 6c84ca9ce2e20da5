// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Demands} from "./Demands.t.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as Shown, DemandKind, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @dev What tests of answers share: two batches of one term.
abstract contract Answering is Demands {
    BatchId internal earlierId;
    Batch internal earlier;
    BatchId internal batchId;
    Batch internal batch;

    /// @dev Two batches of one term: the first finalised, the second committed.
    function setUp() public override {
        super.setUp();
        (earlierId, earlier) = _commit(_honest());
        _finalise(earlierId, earlier);
        _pay(modelId, 9 * PRICE);
        batch = _batch(_commitment(_wide()));
        batch.versionsSince = earlier.committedAt - parameters.versionGrace;
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(batch.commitment, "uri");
    }

    function _honestTo(Item memory item) internal view returns (Shown memory shown) {
        if (item.kind != DemandKind.EarlierInferenceAt) return _answerTo(item, _wide());
        shown = _answerTo(item, _honest());
        shown.earlierBatch = earlier;
    }
}
