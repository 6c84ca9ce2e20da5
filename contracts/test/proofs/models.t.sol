// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MoneyModel} from "../../proofs/models/MoneyModel.sol";
import {SumModel} from "../../proofs/models/SumModel.sol";
import {Money} from "../Money.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {IMoneyProofs, Unbacked, UnbackedReason, WrongEntry} from "openledger/interfaces/IMoneyProofs.sol";
import {SumTree} from "openledger/libraries/SumTree.sol";
import {Tree} from "openledger/libraries/Tree.sol";

/// @notice The models that `npm run prove` proves sentences about, against what is deployed.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract ModelsTest is Money {
    uint256 internal constant DATA_BPS = 7000;
    uint256 internal constant RESERVE_BPS = 1000;

    /// @dev The one fee that is not wrong is the difference of the model's two.
    function testFuzz_Model_FeesAreAsDeployed(uint128 from, uint128 to, uint128 other) public {
        (from, to) = from < to ? (from, to) : (to, from);
        Answer[] memory answers = _honest();
        (answers[0].from, answers[0].to) = (from, to);
        uint256 due = MoneyModel.dataDue(to, DATA_BPS) - MoneyModel.dataDue(from, DATA_BPS);
        answers[0].dataFee = uint128(due);
        bytes4 backed = IMoneyProofs.MoneyProofs_Backed.selector;
        Unbacked memory evidence;
        evidence.reason = UnbackedReason.WrongFee;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        _refuses(
            _batchOf(answers, new PayoutDraft[](0)),
            EvidenceKind.Unbacked,
            abi.encode(evidence),
            abi.encodeWithSelector(backed, UnbackedReason.WrongFee)
        );
        if (other == due) return;
        answers[0].dataFee = uint128(bound(other, 0, type(uint128).max / 2));
        if (answers[0].dataFee == due) return;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        _proves(_batchOf(answers, new PayoutDraft[](0)), EvidenceKind.Unbacked, abi.encode(evidence));
    }

    /// @dev The one amount that is not wrong is the model's gross less what the model keeps of it.
    function testFuzz_Model_AmountsAreAsDeployed(uint128 fee, uint64 length, uint128 other) public {
        Answer[] memory answers = _honest();
        // Of a fee of 64 bits any length's amount is one of 128.
        answers[0].dataFee = fee % 2 ** 63;
        answers[1].dataFee = answers[2].dataFee = 0;
        answers[0].credits[0].length = length;
        uint256 gross = MoneyModel.gross(answers[0].dataFee, length, answers[0].output.length);
        _assertOnly(answers, uint128(gross - MoneyModel.kept(gross, RESERVE_BPS)), other);
    }

    /// @dev The same of weights.
    function testFuzz_Model_WeighedAmountsAreAsDeployed(uint128 fee, uint64 weight, uint128 other) public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        answers[0].dataFee = fee % 2 ** 95;
        answers[1].dataFee = answers[2].dataFee = 0;
        answers[0].credits[0].length = weight;
        uint256 gross = MoneyModel.grossByWeight(answers[0].dataFee, weight);
        _assertOnly(answers, uint128(gross - MoneyModel.kept(gross, RESERVE_BPS)), other);
    }

    function _assertOnly(Answer[] memory answers, uint128 right, uint128 other) internal {
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        payouts[0].account = answers[0].credits[0].contributor;
        payouts[0].entries = new bytes[](1);
        payouts[0].amounts = new uint128[](1);
        payouts[0].entries[0] = abi.encode(0, 0);
        payouts[0].amounts[0] = payouts[0].earned = right;
        bytes4 entryRight = IMoneyProofs.MoneyProofs_EntryRight.selector;
        _refuses(_batchOf(answers, payouts), EvidenceKind.WrongEntry, _evidence(answers, payouts), entryRight);
        if (other == right) return;
        payouts[0].amounts[0] = payouts[0].earned = other;
        _proves(_batchOf(answers, payouts), EvidenceKind.WrongEntry, _evidence(answers, payouts));
    }

    function _evidence(Answer[] memory answers, PayoutDraft[] memory payouts) internal pure returns (bytes memory) {
        WrongEntry memory evidence;
        evidence.payout = BatchDraft.payoutProof(payouts, 0);
        evidence.entry = BatchDraft.entryProof(payouts[0], 0);
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], 0);
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 0, 1);
        return abi.encode(evidence);
    }

    /// @dev Any sums along any path: the library goes as far as the model, to the same total.
    function testFuzz_Model_SumsAreTheLibrarys(uint256 seed, uint256 count, uint256 index, uint256 bits) public pure {
        count = bound(count, 1, 2 ** 20);
        index = bound(index, 0, count - 1);
        bits = bound(bits, 100, 128);
        (bytes32[] memory siblings, uint128[] memory sums) = _path(seed, count, index, bits);
        uint128 sum = uint128(uint256(keccak256(abi.encode(seed))) >> (256 - bits));
        (bool bounded, uint256 total, uint256 ofSiblings) = SumModel.along(sum, sums);
        SumTree.Node memory leaf = SumTree.leaf("leaf", sum);
        (bool wellFormed, SumTree.Node memory root) = SumTree.rootOf(count, index, leaf, siblings, sums);
        assertEq(wellFormed, bounded, "a sum below 2^128");
        if (!bounded) return;
        assertEq(root.sum, total, "the sum at the root");
        assertEq(ofSiblings, total - sum, "that of the siblings");
    }

    /// @dev A path of the right form: where there is no right sibling, it is empty.
    function _path(uint256 seed, uint256 count, uint256 index, uint256 bits)
        internal
        pure
        returns (bytes32[] memory siblings, uint128[] memory sums)
    {
        uint256 depth = Tree.depth(count);
        (siblings, sums) = (new bytes32[](depth), new uint128[](depth));
        for (uint256 level = 0; level < depth; ++level) {
            uint256 place = index >> level;
            if (place & 1 == 0 && place == (count - 1) >> level) continue;
            siblings[level] = keccak256(abi.encode(seed, level));
            sums[level] = uint128(uint256(siblings[level]) >> (256 - bits));
        }
    }
}
