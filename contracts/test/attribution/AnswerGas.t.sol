// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Fold} from "../utils/Fold.sol";
import {Demands} from "./Demands.t.sol";
import {Batch, BatchCommitment} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as Shown, DemandKind, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {Credit, CreditProof, EntryProof, InferenceProof, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice Measures the gas of answers, calldata included, and holds it against what deposits are priced by: a price below
/// it would let a flood of demands cost the operator, one far above it would let an operator earn by withholding.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnswerGasTest is Demands {
    uint256 internal constant LEAVES = 64;

    BatchId internal earlierId;
    Batch internal earlier;
    BatchId internal batchId;
    Batch internal batch;
    bool internal withText;
    bool internal withEntries;

    /// @dev A batch of 64 inferences, of which the first has 64 credits of 64 contributors, one of them with 64 entries, and
    /// an output of 64 chunks.
    function _large() internal view returns (Answer[] memory answers) {
        answers = new Answer[](LEAVES);
        for (uint32 i = 0; i < LEAVES; ++i) {
            (uint128 from, uint128 to) = (i * PRICE, (i + 1) * PRICE);
            answers[i] = Answer(1, payer, from, to, to * 7000 / 10_000 - from * 7000 / 10_000, "", new Credit[](0));
        }
        // Filled only where chunks are measured: making it takes long.
        bytes memory text = new bytes(256 * LEAVES);
        for (uint256 i = 0; withText && i < text.length; ++i) {
            text[i] = i % 7 == 6 ? bytes1(" ") : bytes1("a");
        }
        answers[0].output = text;
        answers[0].credits = new Credit[](LEAVES);
        for (uint32 i = 0; i < LEAVES; ++i) {
            address contributor = address(uint160(uint256(keccak256(abi.encode("contributor", i))) | 1 << 159));
            answers[0].credits[i] = Credit(i * 256, 250, i * 256, 250, first, 0, 0, contributor);
        }
    }

    /// @dev The accounts of `_large`, of which the first has an entry for each credit.
    function _payoutsOf(Answer[] memory answers) internal view returns (PayoutDraft[] memory payouts) {
        payouts = _payouts(answers);
        if (!withEntries) return payouts;
        payouts[0].entries = new bytes[](LEAVES);
        payouts[0].amounts = new uint128[](LEAVES);
        payouts[0].earned = 0;
        for (uint32 i = 0; i < LEAVES; ++i) {
            payouts[0].entries[i] = abi.encode(uint32(0), i);
            payouts[0].amounts[i] = 1e15;
            payouts[0].earned += 1e15;
        }
    }

    function _prepare() internal returns (Answer[] memory answers, PayoutDraft[] memory payouts) {
        (earlierId, earlier) = _commit(_honest());
        _finalise(earlierId, earlier);
        _pay(modelId, uint128(LEAVES) * PRICE);
        answers = _large();
        payouts = _payoutsOf(answers);
        BatchCommitment memory commitment;
        commitment.modelId = modelId;
        commitment.term = 1;
        commitment.bundleHash = keccak256("bundle");
        commitment.bundleSize = 1 << 17;
        BatchDraft.fill(commitment, answers, payouts);
        batch = _batch(commitment);
        batch.versionsSince = earlier.committedAt - parameters.versionGrace;
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(commitment, "uri");
    }

    /// @dev Gas of the transaction that answers a demand, before refunds, and what it was priced at.
    function _measure(string memory name, Item memory item, Shown memory shown) internal {
        _measure(name, item, shown, 50);
    }

    /// @dev `least`: per cent of the price that the measured gas must reach.
    function _measure(string memory name, Item memory item, Shown memory shown, uint256 least) internal {
        uint256 priced = protocol.demandRegistry.answerGas(batch, item);
        assertEq(
            protocol.demandRegistry.depositFor(batch, item), priced * BASE_FEE * parameters.demandDepositFactor, name
        );
        _demand(batchId, batch, item);
        (Item[] memory items, Shown[] memory all) = (new Item[](1), new Shown[](1));
        (items[0], all[0]) = (item, shown);
        bytes memory data = abi.encodeCall(IDemandRegistry.answer, (batchId, batch, items, all));
        (uint256 measured, uint256 floor) = (21_000, 21_000);
        for (uint256 i = 0; i < data.length; ++i) {
            measured += data[i] == 0 ? 4 : 16;
            floor += data[i] == 0 ? 10 : 40;
        }
        vm.cool(address(protocol.demandRegistry));
        vm.cool(address(protocol.attributionLedger));
        vm.cool(address(protocol.datanetRegistry));
        vm.prank(operator, operator);
        (bool done,) = address(protocol.demandRegistry).call(data);
        measured += vm.lastCallGas().gasTotalUsed;
        assertTrue(done, name);
        // What its calldata costs at least (EIP-7623), however little is left to do with it.
        if (measured < floor) measured = floor;
        emit log_named_uint(name, measured * 100 / priced); // Per cent.
        assertLe(measured, priced, string.concat("dearer than priced: ", name));
        assertGe(measured * 100, priced * least, string.concat("far cheaper than priced: ", name));
    }

    /// @dev One leaf of a range, made in a call of its own: its memory is free again afterwards.
    function oneOf(Item memory item) external view returns (Shown memory) {
        Answer[] memory answers = _large();
        bool ofPayouts = item.kind == DemandKind.Payouts || item.kind == DemandKind.Entries;
        return _answerTo(item, answers, ofPayouts ? _payoutsOf(answers) : new PayoutDraft[](0));
    }

    function creditOf(uint32 index) external view returns (CreditProof memory) {
        return BatchDraft.creditProof(_large()[0], index);
    }

    /// @dev All leaves of one kind, one, and where it depends on an outer leaf that one.
    function _measureRange(string memory name, DemandKind kind) internal {
        Item memory item = _leaves(kind, 0, 0, 1);
        Shown memory shown = this.oneOf(item);
        _measure(string.concat("one of ", name), item, shown);
        if (kind == DemandKind.Inferences) shown.inferences = new InferenceProof[](LEAVES);
        if (kind == DemandKind.Payouts) shown.payouts = new PayoutProof[](LEAVES);
        if (kind == DemandKind.Credits) shown.credits = new CreditProof[](LEAVES);
        if (kind == DemandKind.Entries) shown.entries = new EntryProof[](LEAVES);
        for (uint32 i = 0; i < LEAVES; ++i) {
            if (kind == DemandKind.Credits) {
                shown.credits[i] = this.creditOf(i);
                continue;
            }
            Shown memory one = this.oneOf(_leaves(kind, 0, i, 1));
            if (kind == DemandKind.Inferences) shown.inferences[i] = one.inferences[0];
            if (kind == DemandKind.Payouts) shown.payouts[i] = one.payouts[0];
            if (kind == DemandKind.Entries) shown.entries[i] = one.entries[0];
        }
        _measure(string.concat("64 of ", name), _leaves(kind, 0, 0, uint32(LEAVES)), shown);
    }

    function test_AnswerGas_OfInferences() public {
        _prepare();
        _measureRange("the inferences", DemandKind.Inferences);
    }

    function test_AnswerGas_OfPayouts() public {
        _prepare();
        _measureRange("the payouts", DemandKind.Payouts);
    }

    function test_AnswerGas_OfCredits() public {
        _prepare();
        _measureRange("the credits", DemandKind.Credits);
    }

    function test_AnswerGas_OfEntries() public {
        withEntries = true;
        _prepare();
        _measureRange("the entries", DemandKind.Entries);
    }

    function test_AnswerGas_OfOutputs() public {
        withText = true;
        _prepare();
        Item memory item = _leaves(DemandKind.OutputChunks, 0, 0, 1);
        _measure("a chunk of an output", item, this.oneOf(item));
        item.count = uint32(LEAVES);
        _measure("64 chunks of an output", item, this.oneOf(item));
    }

    function test_AnswerGas_OfSources() public {
        _prepare();
        Item memory item = _sourceChunks(0, 0, 0, 1);
        _measure("a chunk of a source", item, this.oneOf(item));
    }

    function test_AnswerGas_OfKeys() public {
        withEntries = true;
        (Answer[] memory answers, PayoutDraft[] memory payouts) = _prepare();
        Item memory item = _payoutOf(address(uint160(payouts[9].account) + 1));
        _measure("an absent payout", item, _answerTo(item, answers, payouts));
        item = _entryOf(address(uint160(payouts[9].account) + 1), 0, 0);
        _measure("an entry of an absent account", item, _answerTo(item, answers, payouts));
        item = _inferenceAt(payer, PRICE);
        _measure("an inference by total", item, _answerTo(item, answers, payouts));
        item = _earlierInferenceAt(earlierId, payer, PRICE);
        Shown memory shown = _answerTo(item, _honest());
        shown.earlierBatch = earlier;
        // The price does not know how small that batch is.
        _measure("an inference of an earlier batch", item, shown, 33);
    }

    /// @dev A leaf of a tree far too large to build: what a level costs.
    function test_AnswerGas_OfDeepTrees() public {
        _prepare();
        Answer[] memory answers = _honest();
        InferenceProof memory proof = BatchDraft.inferenceProof(answers, 0);
        proof.index = 0xabcde;
        proof.siblings = new bytes32[](20);
        proof.siblingSums = new uint128[](20);
        for (uint256 i = 0; i < 20; ++i) {
            (proof.siblings[i], proof.siblingSums[i]) =
            (keccak256(abi.encode(i)), uint128((i + 1) * 1e22 + 12_345_678_901));
        }
        bytes32 leaf = keccak256(abi.encodePacked(hex"00", abi.encode(proof.inference), uint256(proof.dataFee)));
        BatchCommitment memory c = batch.commitment;
        c.inferenceCount = 1 << 20;
        (c.inferencesRoot,) =
            Fold.sumRoot(1 << 20, proof.index, 0, leaf, proof.dataFee, proof.siblings, proof.siblingSums);
        c.dataFees = 0;
        c.earned = 0;
        c.modelId = _registerModel(datanetId);
        batch = _batch(c);
        batch.versionsSince = uint40(vm.getBlockTimestamp()) - parameters.versionGrace;
        _stake(operator, 20_000e18);
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(c, "uri");
        Shown memory shown;
        shown.inferences = new InferenceProof[](1);
        shown.inferences[0] = proof;
        _measure("one of a million inferences", _leaves(DemandKind.Inferences, 0, proof.index, 1), shown);
    }
}
