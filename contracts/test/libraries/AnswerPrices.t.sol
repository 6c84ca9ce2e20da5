// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {BatchCommitment} from "openledger/interfaces/IAttributionLedger.sol";
import {DemandKind, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {AnswerGas} from "openledger/libraries/AnswerGas.sol";

/// @notice What each demand is priced at, worked out by hand: a leaf of a sum tree is 12,000 gas and 2,000 for each level, of
/// another tree 8,000 and 1,200, a chunk 10,000 and 1,200, a read 20,000, and the rest of the transaction 100,000.
/// `attribution/AnswerGas.t.sol` holds these prices against what answers cost.
contract AnswerPricesTest is Test {
    BatchCommitment internal commitment;

    function setUp() public {
        commitment.inferenceCount = 9; // 4 levels: 20,000.
        commitment.payoutCount = 1; // 12,000.
        commitment.creditCount = 1000; // 10 levels: 20,000.
        commitment.entryCount = 1 << 33; // 32 levels, not 33: 76,000.
        commitment.bundleSize = (1 << 16) - 1; // At most 256 chunks of an output: 8 levels.
    }

    function priceOf(BatchCommitment calldata declared, Item calldata item) external pure returns (uint256) {
        return AnswerGas.gasOf(declared, item);
    }

    function _check(DemandKind kind, uint32 count, uint256 price, string memory what) internal view {
        Item memory item;
        (item.kind, item.count) = (kind, count);
        assertEq(this.priceOf(commitment, item), price, what);
    }

    function test_Prices_OfLeaves() public view {
        _check(DemandKind.Inferences, 3, 160_000, "3 inferences");
        _check(DemandKind.Payouts, 2, 124_000, "2 payouts");
        _check(DemandKind.Credits, 2, 160_000, "2 credits, with their inference");
        _check(DemandKind.Entries, 2, 264_000, "2 entries, with their payout");
    }

    function test_Prices_OfChunks() public {
        _check(DemandKind.OutputChunks, 2, 159_200, "2 chunks of an output");
        commitment.bundleSize += 1;
        _check(DemandKind.OutputChunks, 2, 161_600, "2 of at most 257");
        _check(DemandKind.SourceChunks, 2, 245_600, "2 chunks of a source, with inference, credit and contribution");
    }

    function test_Prices_OfKeys() public {
        _check(DemandKind.PayoutOf, 0, 124_000, "two payouts around an account");
        _check(DemandKind.EntryOf, 0, 264_000, "a payout and two entries");
        _check(DemandKind.InferenceAt, 0, 140_000, "two inferences");
        _check(DemandKind.EarlierInferenceAt, 0, 208_000, "two inferences below 16 levels of another batch");
        (commitment.payoutCount, commitment.entryCount) = (1 << 20, 1);
        _check(DemandKind.EntryOf, 0, 204_000, "two payouts, where these are dearer than the entries");
    }
}
