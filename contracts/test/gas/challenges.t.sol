// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Scene} from "./Scene.t.sol";
import {EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {
    EarlierSource,
    FalseCredit,
    FalseCreditReason,
    MalformedList,
    MalformedListReason
} from "openledger/interfaces/ICreditProofs.sol";
import {Credit, CreditProof, Entry, EntryProof, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {
    BrokenReceipt,
    MissingEntry,
    Unbacked,
    UnbackedReason,
    WrongEntry,
    WrongVersion
} from "openledger/interfaces/IMoneyProofs.sol";
import {NotCanonical, NotCanonicalReason} from "openledger/interfaces/ITextProofs.sol";
import {
    BatchTree,
    MalformedLeaf,
    TreePath,
    Unsorted,
    WrongCount,
    WrongSum
} from "openledger/interfaces/ITreeProofs.sol";

/// @notice What it costs to prove a batch wrong: the whole transaction that voids it and slashes its bond.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
/// forge-config: default.isolate = true
contract ChallengesGasTest is Scene {
    // Words

    function test_Gas_FalseCredit() public {
        FalseCredit memory evidence;
        (Credit memory credit, Credit memory next) = (_creditOf(earlier), _creditOf(earlier));
        (credit.offset, next.start) = (credit.offset + 1, next.start + 65);
        evidence.credit = _credits(credit, next)[0];
        evidence.inference = _inference();
        evidence.reason = FalseCreditReason.DifferentByte;
        evidence.source = _source();
        evidence.outputText = _show(_chunks("output"), 0, 1);
        evidence.sourceText = _show(_chunks("source"), 0, 1);
        _challenge("falseCredit", EvidenceKind.FalseCredit, abi.encode(evidence));
    }

    /// @dev The credit begins with the source's second chunk, in the middle of a word.
    function test_Gas_FalseCreditAcrossChunks() public {
        _place(224);
        FalseCredit memory evidence;
        (Credit memory credit, Credit memory next) = (_creditOf(earlier), _creditOf(earlier));
        (credit.offset, next.start) = (credit.offset + 32, next.start + 65);
        evidence.credit = _credits(credit, next)[0];
        evidence.inference = _inference();
        evidence.reason = FalseCreditReason.SourceBoundary;
        evidence.position = credit.offset;
        evidence.source = _source();
        evidence.sourceText = _show(_chunks("source"), 0, 2);
        _challenge("falseCreditAcross", EvidenceKind.FalseCredit, abi.encode(evidence));
    }

    function test_Gas_EarlierSource() public {
        _earlierSource("earlierSource", 1);
    }

    function test_Gas_EarlierSourceAcrossChunks() public {
        _place(224);
        _earlierSource("earlierSourceAcross", 2);
    }

    /// @dev The window is credited to a later source.
    function _earlierSource(string memory name, uint256 chunks) internal {
        EarlierSource memory evidence;
        Credit memory next = _creditOf(later);
        next.start += 65;
        evidence.credits = new CreditProof[](1);
        evidence.credits[0] = _credits(_creditOf(later), next)[0];
        evidence.inference = _inference();
        (evidence.windowStart, evidence.windowLength, evidence.wordStart) = (_start(), 64, _start());
        (evidence.submissionId, evidence.leafIndex, evidence.offset) = (earlier, PLACE, _start());
        evidence.source = _source();
        evidence.outputText = _show(_chunks("output"), 0, chunks);
        evidence.sourceText = _show(_chunks("source"), 0, chunks);
        _challenge(name, EvidenceKind.EarlierSource, abi.encode(evidence));
    }

    function test_Gas_MalformedList() public {
        MalformedList memory evidence;
        CreditProof[] memory credits = _credits(_creditOf(earlier), _creditOf(earlier));
        (evidence.first, evidence.second) = (credits[0], credits[1]);
        evidence.inference = _inference();
        evidence.reason = MalformedListReason.Order;
        _challenge("malformedList", EvidenceKind.MalformedList, abi.encode(evidence));
    }

    /// @dev A word of 66 bytes where the two chunks meet.
    function test_Gas_NotCanonical() public {
        NotCanonical memory evidence;
        bytes memory text = _chunks("output");
        for (uint256 i = 0; i < 66; ++i) {
            text[223 + i] = "a";
        }
        inference.outputRoot = _textRoot(text);
        evidence.inference = _inference();
        evidence.reason = NotCanonicalReason.LongWord;
        evidence.text = _show(text, 0, 2);
        evidence.position = 256 * uint64(CHUNK) + 223;
        _challenge("notCanonical", EvidenceKind.NotCanonical, abi.encode(evidence));
    }

    // Trees

    function test_Gas_MalformedLeaf() public {
        MalformedLeaf memory evidence;
        evidence.preimage = abi.encodePacked(hex"00", type(uint256).max, uint256(PLACE), uint256(1e15));
        evidence.path = _path(keccak256(evidence.preimage));
        _challenge("malformedLeaf", EvidenceKind.MalformedLeaf, abi.encode(evidence));
    }

    /// @dev The entries' total is not the payout's.
    function test_Gas_WrongSum() public {
        WrongSum memory evidence;
        evidence.path = _path(keccak256("leaf"));
        _challenge("wrongSum", EvidenceKind.WrongSum, abi.encode(evidence));
    }

    /// @dev A path of 20 levels in the entries of a payout.
    function _path(bytes32 node) internal returns (TreePath memory path) {
        EntryProof memory like = _entries(Entry(1, 1), Entry(1, 2))[0];
        (path.tree, path.index, path.node) = (BatchTree.Entries, PLACE, node);
        (path.siblings, path.sums, path.siblingSums) = (like.siblings, new uint256[](DEPTH), new uint256[](DEPTH));
        uint256 sum = 1e15;
        for (uint256 level = 0; level < DEPTH; ++level) {
            (path.sums[level], path.siblingSums[level]) = (sum, like.siblingSums[level]);
            node = (PLACE >> level) & 1 == 0
                ? keccak256(abi.encodePacked(hex"01", node, sum, path.siblings[level], path.siblingSums[level]))
                : keccak256(abi.encodePacked(hex"01", path.siblings[level], path.siblingSums[level], node, sum));
            sum += path.siblingSums[level];
        }
        payout.entriesRoot = node;
        path.payout = _payout();
    }

    function test_Gas_WrongCount() public {
        WrongCount memory evidence;
        evidence.tree = BatchTree.Inferences;
        evidence.inferences = _inferences(inference);
        _challenge("wrongCount", EvidenceKind.WrongCount, abi.encode(evidence));
    }

    function test_Gas_UnsortedInferences() public {
        Unsorted memory evidence;
        evidence.tree = BatchTree.Inferences;
        evidence.inferences = _inferences(inference);
        _challenge("unsortedInferences", EvidenceKind.Unsorted, abi.encode(evidence));
    }

    function test_Gas_UnsortedEntries() public {
        Unsorted memory evidence;
        evidence.tree = BatchTree.Entries;
        evidence.entries = _entries(Entry(PLACE, 7), Entry(PLACE, 7));
        evidence.payouts = new PayoutProof[](1);
        evidence.payouts[0] = _payout();
        _challenge("unsortedEntries", EvidenceKind.Unsorted, abi.encode(evidence));
    }

    // Money

    function test_Gas_WrongVersion() public {
        inference.version = 77;
        _challenge("wrongVersion", EvidenceKind.WrongVersion, abi.encode(WrongVersion(_inference())));
    }

    function test_Gas_BrokenReceipt() public {
        BrokenReceipt memory evidence;
        evidence.inference = _inference();
        (evidence.version, evidence.from, evidence.to) = (inference.version, inference.from, inference.to);
        evidence.outputRoot = keccak256("another output");
        bytes32 digest = protocol.inferenceEscrow
            .receiptDigest(modelId, 1, evidence.version, payer, evidence.from, evidence.to, evidence.outputRoot);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(receiptKeySecret, digest);
        evidence.signature = abi.encodePacked(r, s, v);
        _challenge("brokenReceipt", EvidenceKind.BrokenReceipt, abi.encode(evidence));
    }

    /// @dev The same answer in a finalised batch.
    function test_Gas_Unbacked() public {
        _payForMillions(1);
        Unbacked memory evidence;
        evidence.reason = UnbackedReason.EarlierOverlap;
        evidence.other = evidence.inference = _inference();
        (evidence.otherBatchId, evidence.otherBatch) = _commitAs(draft, 1_800_000_000);
        _finalise(evidence.otherBatchId, evidence.otherBatch);
        since = evidence.otherBatch.committedAt;
        _challenge("unbacked", EvidenceKind.Unbacked, abi.encode(evidence));
    }

    function test_Gas_WrongEntry() public {
        WrongEntry memory evidence;
        evidence.entry = _entries(Entry(PLACE, PLACE), Entry(PLACE, PLACE + 9))[0];
        evidence.payout = _payout();
        evidence.credit = _credits(_creditOf(earlier), _creditOf(later))[0];
        evidence.inference = _inference();
        evidence.outputText = _show(_chunks("output"), 0, 1);
        _challenge("wrongEntry", EvidenceKind.WrongEntry, abi.encode(evidence));
    }

    function test_Gas_MissingEntry() public {
        MissingEntry memory evidence;
        evidence.entries = _entries(Entry(PLACE, PLACE - 1), Entry(PLACE, PLACE + 9));
        evidence.payouts = new PayoutProof[](1);
        evidence.payouts[0] = _payout();
        evidence.credit = _credits(_creditOf(earlier), _creditOf(later))[0];
        evidence.inference = _inference();
        _challenge("missingEntry", EvidenceKind.MissingEntry, abi.encode(evidence));
    }
}
