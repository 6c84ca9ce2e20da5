// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {EarlierSource, FalseCredit, FalseCreditReason} from "openledger/interfaces/ICreditProofs.sol";
import {
    Credit,
    Entry,
    EntryProof,
    InferenceProof,
    PayoutProof,
    TextProof
} from "openledger/interfaces/IFraudProofs.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {MissingEntry} from "openledger/interfaces/IMoneyProofs.sol";
import {NotCanonical, NotCanonicalReason} from "openledger/interfaces/ITextProofs.sol";
import {BatchTree, MalformedLeaf, TreePath, WrongSum} from "openledger/interfaces/ITreeProofs.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice What the dearest evidence costs, calldata and transaction included: the bond must pay for it
/// many times over.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract EvidenceGasTest is Money {
    /// @dev Most that a piece of evidence may cost, in gas.
    uint256 internal constant MOST = 3_000_000;
    uint32 internal constant COUNT = type(uint32).max;
    /// @dev An even place in the middle of a tree of that many leaves, whose siblings all hold leaves.
    uint32 internal constant PLACE = 0x2aaaaaaa;

    /// @dev Trees of 2^32 leaves: an entry that is missing between two others of an account's.
    function test_Gas_MissingEntryInTheLargestTrees() public {
        Answer[] memory answers = _honest();
        MissingEntry memory evidence;
        Batch memory batch = _batchOf(answers);
        evidence.credit.credit = answers[0].credits[0];
        evidence.credit.index = PLACE + 5;
        bytes32 leaf = keccak256(bytes.concat(hex"00", BatchDraft.creditLeaves(answers[0])[0]));
        evidence.credit.siblings = _siblings();
        for (uint256 level = 0; level < 32; ++level) {
            bool left = (uint256(PLACE + 5) >> level) & 1 == 0;
            bytes32 sibling = evidence.credit.siblings[level];
            leaf = keccak256(left ? bytes.concat(hex"01", leaf, sibling) : bytes.concat(hex"01", sibling, leaf));
        }
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.inference.inference.creditsRoot = leaf;
        evidence.inference.inference.creditCount = COUNT;
        _hangInference(batch, evidence.inference);

        evidence.entries = new EntryProof[](2);
        for (uint32 i = 0; i < 2; ++i) {
            evidence.entries[i].entry = Entry(PLACE, PLACE + 4 + 2 * i);
            evidence.entries[i].amount = 7 + i;
            evidence.entries[i].index = PLACE + i;
            (evidence.entries[i].siblings, evidence.entries[i].siblingSums) = (_siblings(), _sums());
        }
        bytes32[2] memory leaves =
            [_leaf(abi.encode(evidence.entries[0].entry), 7), _leaf(abi.encode(evidence.entries[1].entry), 8)];
        for (uint256 i = 0; i < 2; ++i) {
            evidence.entries[i].siblings[0] = leaves[1 - i];
            evidence.entries[i].siblingSums[0] = uint128(8 - i);
        }
        bytes32 pair = keccak256(bytes.concat(hex"01", leaves[0], bytes32(uint256(7)), leaves[1], bytes32(uint256(8))));
        evidence.payouts = new PayoutProof[](1);
        evidence.payouts[0].payout.account = alice;
        evidence.payouts[0].payout.entryCount = COUNT;
        evidence.payouts[0].payout.entriesRoot = _climb(pair, 15, PLACE, 1);
        evidence.payouts[0].amount = 99;
        evidence.payouts[0].index = PLACE;
        (evidence.payouts[0].siblings, evidence.payouts[0].siblingSums) = (_siblings(), _sums());
        batch.commitment.payoutCount = COUNT;
        batch.commitment.payoutsRoot = _climb(_leaf(abi.encode(evidence.payouts[0].payout), 99), 99, PLACE, 0);
        _measure("MissingEntry, trees of 2^32 leaves", batch, EvidenceKind.MissingEntry, abi.encode(evidence));
    }

    /// @dev The longest support with fewer words than K, all of it shown. (Its words are longer than canonical text has them:
    /// this is the dearer way to prove such a batch wrong.)
    function test_Gas_TooFewWordsInTheLongestSupport() public {
        bytes memory output = new bytes(8193);
        for (uint256 i = 0; i < output.length; ++i) {
            output[i] = i % 300 == 299 ? bytes1(" ") : bytes1("a");
        }
        Answer[] memory answers = _honest();
        answers[0].version = _publishOf(32);
        answers[0].output = output;
        answers[0].credits = new Credit[](1);
        answers[0].credits[0] = Credit(1, 298, 1, 8192, first, 0, 0, alice);
        FalseCredit memory evidence;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], 0);
        evidence.reason = FalseCreditReason.TooFewWords;
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 1, 8193);
        _measure("FalseCredit, 33 chunks", _batchOf(answers), EvidenceKind.FalseCredit, abi.encode(evidence));
    }

    /// @dev Windows of 32 words of 64 bytes, in output and source.
    function test_Gas_EarlierSourceOfTheLongestWindow() public {
        bytes memory passage;
        for (uint256 i = 0; i < 63; ++i) {
            bytes memory word = bytes(vm.toString(bytes32(keccak256(abi.encode(i)))));
            passage = bytes.concat(passage, i == 0 ? bytes("") : bytes(" "), TreeBuilder.cut(word, 2, 66));
        }
        bytes[] memory leaves = new bytes[](1);
        leaves[0] = _contributionLeaf(alice, passage);
        Answer[] memory answers = _honest();
        EarlierSource memory evidence;
        evidence.submissionId = _submitAccepted(datanetId, TreeBuilder.root(leaves), 1);
        answers[0].version = _publishOf(32);
        answers[0].output = passage;
        answers[0].credits = new Credit[](0);
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.windowStart = evidence.wordStart = evidence.offset = 65 * 31;
        evidence.windowLength = 65 * 32 - 1;
        evidence.source.contributor = alice;
        evidence.source.textRoot = TreeBuilder.textRoot(passage);
        evidence.outputText = evidence.sourceText = TreeBuilder.textProof(passage, 65 * 31 - 1, passage.length);
        _measure("EarlierSource, 32 words", _batchOf(answers), EvidenceKind.EarlierSource, abi.encode(evidence));
    }

    /// @dev A leaf of the entries that is none: a path of 32 levels below a payout's proof of 32.
    function test_Gas_MalformedLeafInAPayoutsEntries() public {
        MalformedLeaf memory evidence;
        // The highest byte of a field of 4 bytes, which no leaf has.
        evidence.preimage = abi.encodePacked(hex"00", type(uint256).max, uint256(PLACE), uint256(7));
        evidence.path.tree = BatchTree.Entries;
        Batch memory batch = _batchOf(_honest());
        _hangEntries(batch, evidence.path, evidence.preimage, 7, 0);
        _measure("MalformedLeaf, 32 + 32 levels", batch, EvidenceKind.MalformedLeaf, abi.encode(evidence));
    }

    /// @dev A total of the entries that is one wei more than they sum to.
    function test_Gas_WrongSumInAPayoutsEntries() public {
        WrongSum memory evidence;
        bytes memory leaf = abi.encodePacked(hex"00", uint256(PLACE), uint256(PLACE), uint256(7));
        evidence.path.tree = BatchTree.Entries;
        Batch memory batch = _batchOf(_honest());
        _hangEntries(batch, evidence.path, leaf, 7, 1);
        _measure("WrongSum, 32 + 32 levels", batch, EvidenceKind.WrongSum, abi.encode(evidence));
    }

    /// @dev 65 bytes without a space over two chunks of the longest text, in a tree of 2^32 answers.
    function test_Gas_LongWordInTheLongestText() public {
        NotCanonical memory evidence;
        TextProof memory text = evidence.text;
        bytes memory chunk = new bytes(256);
        for (uint256 i = 0; i < 256; ++i) {
            chunk[i] = "a";
        }
        (text.length, text.firstChunk, text.data) = (2 ** 40, PLACE, bytes.concat(chunk, chunk));
        text.siblings = new bytes32[][](2);
        text.siblings[0] = new bytes32[](32);
        bytes32 node = keccak256(bytes.concat(hex"00", chunk));
        for (uint256 level = 0; level < 32; ++level) {
            text.siblings[0][level] = node;
            node = keccak256(bytes.concat(hex"01", node, node));
        }
        text.siblings[1] = text.siblings[0];
        evidence.reason = NotCanonicalReason.LongWord;
        evidence.position = 256 * uint64(PLACE) + 200;

        Answer[] memory answers = _honest();
        Batch memory batch = _batchOf(answers);
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.inference.inference.outputRoot = keccak256(bytes.concat(hex"02", bytes8(text.length), node));
        _hangInference(batch, evidence.inference);
        _measure("NotCanonical, a long word", batch, EvidenceKind.NotCanonical, abi.encode(evidence));
    }

    // Helpers

    /// @dev Puts an answer into a tree of 2^32.
    function _hangInference(Batch memory batch, InferenceProof memory proof) internal pure {
        proof.index = PLACE;
        (proof.siblings, proof.siblingSums) = (_siblings(), _sums());
        batch.commitment.inferenceCount = COUNT;
        bytes32 leaf = _leaf(abi.encode(proof.inference), proof.dataFee);
        batch.commitment.inferencesRoot = _climb(leaf, proof.dataFee, PLACE, 0);
    }

    /// @dev Puts a leaf into a tree of 2^32 entries of a payout in a tree of 2^32, whose declared total is `excess` too much.
    function _hangEntries(Batch memory batch, TreePath memory path, bytes memory leaf, uint256 sum, uint128 excess)
        internal
        pure
    {
        (path.index, path.node, path.siblings) = (PLACE, keccak256(leaf), _siblings());
        (path.sums, path.siblingSums) = (new uint256[](32), new uint256[](32));
        uint128[] memory sums = _sums();
        for (uint256 level = 0; level < 32; ++level) {
            (path.sums[level], path.siblingSums[level]) = (sum, sums[level]);
            sum += sums[level];
        }
        PayoutProof memory proof = path.payout;
        proof.payout.account = address(0xa11ce);
        proof.payout.entryCount = COUNT;
        proof.payout.entriesRoot = _climb(path.node, path.sums[0], PLACE, 0);
        proof.amount = uint128(sum) + excess;
        proof.index = PLACE;
        (proof.siblings, proof.siblingSums) = (_siblings(), _sums());
        batch.commitment.payoutCount = COUNT;
        batch.commitment.payoutsRoot = _climb(_leaf(abi.encode(proof.payout), proof.amount), proof.amount, PLACE, 0);
    }

    function _measure(string memory name, Batch memory batch, EvidenceKind kind, bytes memory evidence) internal {
        bytes memory data = abi.encodeCall(protocol.fraudProofs.verify, (batch, kind, evidence));
        uint256 gas = 21_000;
        for (uint256 i = 0; i < data.length; ++i) {
            gas += data[i] == 0 ? 4 : 16;
        }
        uint256 before = gasleft();
        (bool proven,) = address(protocol.fraudProofs).staticcall(data);
        gas += before - gasleft();
        assertTrue(proven, "proven");
        emit log_named_uint(name, gas);
        assertLt(gas, MOST, "within what a bond must pay for");
    }

    function _publishOf(uint8 windowWords) internal returns (uint32) {
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        newVersion.windowWords = windowWords;
        vm.prank(modelOwner);
        return protocol.modelRegistry.publishVersion(modelId, newVersion);
    }

    /// @dev Any hashes: what stands beside the way up does not matter.
    function _siblings() internal pure returns (bytes32[] memory siblings) {
        siblings = new bytes32[](32);
        for (uint256 i = 0; i < 32; ++i) {
            siblings[i] = keccak256(abi.encode("sibling", i));
        }
    }

    function _sums() internal pure returns (uint128[] memory sums) {
        sums = new uint128[](32);
        for (uint256 i = 0; i < 32; ++i) {
            sums[i] = uint128(uint256(keccak256(abi.encode("sum", i)))) >> 8;
        }
    }

    function _leaf(bytes memory leaf, uint256 sum) internal pure returns (bytes32) {
        return keccak256(bytes.concat(hex"00", leaf, bytes32(sum)));
    }

    /// @dev The root over a node at `level` on the way up from the leaf at `place`.
    function _climb(bytes32 node, uint256 sum, uint256 place, uint256 level) internal pure returns (bytes32) {
        (bytes32[] memory siblings, uint128[] memory sums) = (_siblings(), _sums());
        for (; level < 32; ++level) {
            bytes memory pair = (place >> level) & 1 == 0
                ? bytes.concat(node, bytes32(sum), siblings[level], bytes32(uint256(sums[level])))
                : bytes.concat(siblings[level], bytes32(uint256(sums[level])), node, bytes32(sum));
            node = keccak256(bytes.concat(hex"01", pair));
            sum += sums[level];
        }
        return node;
    }
}
