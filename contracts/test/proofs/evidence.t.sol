// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Corruption, Proof} from "../utils/Corruption.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {
    EarlierSource,
    FalseCredit,
    FalseCreditReason,
    MalformedList,
    MalformedListReason
} from "openledger/interfaces/ICreditProofs.sol";
import {
    CreditProof,
    EntryProof,
    IFraudProofs,
    InferenceProof,
    PayoutProof,
    TextProof
} from "openledger/interfaces/IFraudProofs.sol";
import {
    BrokenReceipt,
    MissingEntry,
    Unbacked,
    UnbackedReason,
    WrongEntry,
    WrongVersion
} from "openledger/interfaces/IMoneyProofs.sol";
import {NotCanonical, NotCanonicalReason} from "openledger/interfaces/ITextProofs.sol";
import {BatchTree, MalformedLeaf, Unsorted, WrongCount, WrongSum} from "openledger/interfaces/ITreeProofs.sol";

/// @notice No kind of evidence takes a part whose proof has a fault, whichever part it is. Each part is refused with its own
/// reason, so that nothing else stopped the evidence.
contract EvidenceProofsTest is Money {
    Batch internal batch;
    /// @dev What evidence is made of, encoded: made once, since making it takes long.
    bytes[3] internal inferences;
    bytes[2] internal credits;
    bytes[3] internal paid;
    bytes internal earlierSource;

    function setUp() public override {
        super.setUp();
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        batch = _batchOf(answers, payouts);
        for (uint256 i = 0; i < 3; ++i) {
            inferences[i] = abi.encode(BatchDraft.inferenceProof(answers, i));
            paid[i] = abi.encode(BatchDraft.payoutProof(payouts, i));
            if (i < 2) credits[i] = abi.encode(BatchDraft.creditProof(answers[0], i));
        }
        earlierSource = abi.encode(_newEarlierSource());
    }

    function testFuzz_Inferences(uint256 place, uint256 kind, uint256 seed) public {
        InferenceProof memory bad = abi.decode(inferences[bound(place, 0, 2)], (InferenceProof));
        Proof memory proof = _corrupt(Proof(bad.siblings, bad.siblingSums, bad.index), kind, seed);
        (bad.siblings, bad.siblingSums, bad.index) = (proof.siblings, proof.sums, proof.index);
        bytes memory reason = _reason(IFraudProofs.FraudProofs_BadInferenceProof.selector, bad.index);
        _refusesOfMoney(bad, reason);
        _refusesOfText(bad, reason);
        _refusesOfTrees(bad, reason);
    }

    function testFuzz_Credits(uint256 place, uint256 kind, uint256 seed) public {
        CreditProof memory bad = _creditProof(bound(place, 0, 1));
        Proof memory proof = _corrupt(Proof(bad.siblings, new uint128[](0), bad.index), kind, seed);
        (bad.siblings, bad.index) = (proof.siblings, proof.index);
        bytes memory reason = _reason(IFraudProofs.FraudProofs_BadCreditProof.selector, bad.index);
        FalseCredit memory falseCredit;
        (falseCredit.inference, falseCredit.credit) = (_inference(), bad);
        _refuses(batch, EvidenceKind.FalseCredit, abi.encode(falseCredit), reason);
        MalformedList memory list;
        (list.inference, list.first, list.second) = (_inference(), bad, bad);
        _refuses(batch, EvidenceKind.MalformedList, abi.encode(list), reason);
        (list.first, list.reason) = (_creditProof(0), MalformedListReason.Order);
        _refuses(batch, EvidenceKind.MalformedList, abi.encode(list), reason);
        MissingEntry memory missing;
        (missing.inference, missing.credit) = (_inference(), bad);
        _refuses(batch, EvidenceKind.MissingEntry, abi.encode(missing), reason);
        EarlierSource memory earlier = _earlierSource();
        earlier.credits = new CreditProof[](2);
        (earlier.credits[0], earlier.credits[1]) = (_creditProof(0), bad);
        _refuses(batch, EvidenceKind.EarlierSource, abi.encode(earlier), reason);
    }

    function testFuzz_Payouts(uint256 place, uint256 kind, uint256 seed) public {
        PayoutProof memory bad = _payoutProof(bound(place, 0, 2));
        Proof memory proof = _corrupt(Proof(bad.siblings, bad.siblingSums, bad.index), kind, seed);
        (bad.siblings, bad.siblingSums, bad.index) = (proof.siblings, proof.sums, proof.index);
        bytes memory reason = _reason(IFraudProofs.FraudProofs_BadPayoutProof.selector, bad.index);

        WrongEntry memory entry;
        entry.payout = bad;
        _refuses(batch, EvidenceKind.WrongEntry, abi.encode(entry), reason);
        MissingEntry memory missing;
        missing.inference = _inference();
        missing.credit = _creditProof(0);
        missing.payouts = new PayoutProof[](2);
        (missing.payouts[0], missing.payouts[1]) = (_payoutProof(0), bad);
        _refuses(batch, EvidenceKind.MissingEntry, abi.encode(missing), reason);
        WrongCount memory count;
        count.tree = BatchTree.Payouts;
        count.payouts = new PayoutProof[](1);
        count.payouts[0] = bad;
        _refuses(batch, EvidenceKind.WrongCount, abi.encode(count), reason);
        MalformedLeaf memory malformed;
        (malformed.path.tree, malformed.path.payout) = (BatchTree.Entries, bad);
        _refuses(batch, EvidenceKind.MalformedLeaf, abi.encode(malformed), reason);
        WrongSum memory wrongSum;
        (wrongSum.path.tree, wrongSum.path.payout) = (BatchTree.Entries, bad);
        _refuses(batch, EvidenceKind.WrongSum, abi.encode(wrongSum), reason);
        if (bad.index == 0) return;
        Unsorted memory unsorted;
        unsorted.tree = BatchTree.Payouts;
        unsorted.payouts = missing.payouts;
        _refuses(batch, EvidenceKind.Unsorted, abi.encode(unsorted), reason);
    }

    function testFuzz_Entries(uint256 kind, uint256 seed) public {
        // Of the reserve, which has one for each of the two credits.
        PayoutDraft[] memory all = _payouts(_honest());
        uint256 place = _placeOf(all, protocol.datanetRegistry.reserveAccount(datanetId));
        EntryProof memory bad = BatchDraft.entryProof(all[place], seed % 2);
        Proof memory proof = _corrupt(Proof(bad.siblings, bad.siblingSums, bad.index), kind, seed);
        (bad.siblings, bad.siblingSums, bad.index) = (proof.siblings, proof.sums, proof.index);
        bytes memory reason = _reason(IFraudProofs.FraudProofs_BadEntryProof.selector, bad.index);

        WrongEntry memory wrong;
        (wrong.payout, wrong.entry) = (_payoutProof(place), bad);
        _refuses(batch, EvidenceKind.WrongEntry, abi.encode(wrong), reason);
        MissingEntry memory missing;
        missing.inference = _inference();
        missing.credit = _creditProof(0);
        missing.reserve = true;
        missing.payouts = new PayoutProof[](1);
        missing.payouts[0] = wrong.payout;
        missing.entries = new EntryProof[](1);
        missing.entries[0] = bad;
        _refuses(batch, EvidenceKind.MissingEntry, abi.encode(missing), reason);
        if (bad.index == 0) return;
        Unsorted memory unsorted;
        unsorted.tree = BatchTree.Entries;
        unsorted.payouts = missing.payouts;
        unsorted.entries = new EntryProof[](2);
        (unsorted.entries[0], unsorted.entries[1]) = (BatchDraft.entryProof(all[place], 0), bad);
        _refuses(batch, EvidenceKind.Unsorted, abi.encode(unsorted), reason);
    }

    /// @dev Where a contribution stands the evidence does not say beside the proof: no fault is of the place alone.
    function testFuzz_Contributions(uint256 kind, uint256 seed) public {
        kind = bound(kind, 0, Corruption.KINDS - 1);
        FalseCredit memory evidence;
        evidence.inference = _inference();
        evidence.credit = _creditProof(0);
        evidence.reason = FalseCreditReason.WrongContributor;
        evidence.source = _contributionProof(first, 0);
        Proof memory proof =
            Corruption.corrupt(Proof(evidence.source.siblings, new uint128[](0), 0), kind == 2 ? 0 : kind, seed);
        evidence.source.siblings = proof.siblings;
        bytes memory reason = abi.encodeWithSelector(IFraudProofs.FraudProofs_BadContributionProof.selector, first, 0);
        _refuses(batch, EvidenceKind.FalseCredit, abi.encode(evidence), reason);
        evidence.reason = FalseCreditReason.PastSource;
        _refuses(batch, EvidenceKind.FalseCredit, abi.encode(evidence), reason);
        EarlierSource memory earlier = _earlierSource();
        earlier.source.siblings = proof.siblings;
        _refuses(batch, EvidenceKind.EarlierSource, abi.encode(earlier), reason);
    }

    function testFuzz_Texts(uint256 chunk, uint256 kind, uint256 seed) public {
        chunk = bound(chunk, 0, 1);
        TextProof memory bad = TreeBuilder.textProof(_output(), 256 * chunk, 256 * chunk + 1);
        Proof memory proof = _corrupt(Proof(bad.siblings[0], new uint128[](0), bad.firstChunk), kind, seed);
        (bad.siblings[0], bad.firstChunk) = (proof.siblings, proof.index);
        bytes memory reason =
            abi.encodeWithSelector(IFraudProofs.FraudProofs_BadTextProof.selector, _inference().inference.outputRoot);
        _refusesText(bad, reason);
        FalseCredit memory evidence;
        (evidence.inference, evidence.credit, evidence.outputText) = (_inference(), _creditProof(0), bad);
        evidence.reason = FalseCreditReason.PastOutput;
        _refuses(batch, EvidenceKind.FalseCredit, abi.encode(evidence), reason);
        evidence.reason = FalseCreditReason.OutputBoundary;
        _refuses(batch, EvidenceKind.FalseCredit, abi.encode(evidence), reason);
        evidence.reason = FalseCreditReason.TooFewWords;
        _refuses(batch, EvidenceKind.FalseCredit, abi.encode(evidence), reason);
    }

    function _refusesText(TextProof memory bad, bytes memory reason) internal {
        NotCanonical memory uncanonical;
        (uncanonical.inference, uncanonical.text) = (_inference(), bad);
        _refuses(batch, EvidenceKind.NotCanonical, abi.encode(uncanonical), reason);
        MalformedList memory list;
        (list.inference, list.first, list.outputText) = (_inference(), _creditProof(0), bad);
        list.reason = MalformedListReason.PastEnd;
        _refuses(batch, EvidenceKind.MalformedList, abi.encode(list), reason);
        EarlierSource memory earlier = _earlierSource();
        earlier.outputText = bad;
        _refuses(batch, EvidenceKind.EarlierSource, abi.encode(earlier), reason);
    }

    function _refusesOfMoney(InferenceProof memory bad, bytes memory reason) internal {
        _refuses(batch, EvidenceKind.WrongVersion, abi.encode(WrongVersion(bad)), reason);
        BrokenReceipt memory receipt;
        receipt.inference = bad;
        _refuses(batch, EvidenceKind.BrokenReceipt, abi.encode(receipt), reason);
        Unbacked memory unbacked;
        unbacked.inference = bad;
        _refuses(batch, EvidenceKind.Unbacked, abi.encode(unbacked), reason);
        unbacked.inference = _inference();
        (unbacked.reason, unbacked.other) = (UnbackedReason.Overlap, bad);
        _refuses(batch, EvidenceKind.Unbacked, abi.encode(unbacked), reason);
        MissingEntry memory missing;
        missing.inference = bad;
        _refuses(batch, EvidenceKind.MissingEntry, abi.encode(missing), reason);
    }

    function _refusesOfText(InferenceProof memory bad, bytes memory reason) internal {
        FalseCredit memory falseCredit;
        falseCredit.inference = bad;
        _refuses(batch, EvidenceKind.FalseCredit, abi.encode(falseCredit), reason);
        EarlierSource memory earlier = _earlierSource();
        earlier.inference = bad;
        _refuses(batch, EvidenceKind.EarlierSource, abi.encode(earlier), reason);
        MalformedList memory list;
        list.inference = bad;
        _refuses(batch, EvidenceKind.MalformedList, abi.encode(list), reason);
        NotCanonical memory uncanonical;
        uncanonical.inference = bad;
        uncanonical.reason = NotCanonicalReason.Spacing;
        _refuses(batch, EvidenceKind.NotCanonical, abi.encode(uncanonical), reason);
    }

    function _refusesOfTrees(InferenceProof memory bad, bytes memory reason) internal {
        WrongCount memory count;
        count.inferences = new InferenceProof[](1);
        count.inferences[0] = bad;
        _refuses(batch, EvidenceKind.WrongCount, abi.encode(count), reason);
        MalformedLeaf memory malformed;
        (malformed.path.tree, malformed.path.inference) = (BatchTree.Credits, bad);
        _refuses(batch, EvidenceKind.MalformedLeaf, abi.encode(malformed), reason);
        WrongSum memory wrongSum;
        (wrongSum.path.tree, wrongSum.path.inference) = (BatchTree.Credits, bad);
        _refuses(batch, EvidenceKind.WrongSum, abi.encode(wrongSum), reason);
        if (bad.index == 0) return;
        Unsorted memory unsorted;
        unsorted.inferences = new InferenceProof[](2);
        (unsorted.inferences[0], unsorted.inferences[1]) = (_inference(), bad);
        _refuses(batch, EvidenceKind.Unsorted, abi.encode(unsorted), reason);
    }

    function _inference() internal view returns (InferenceProof memory) {
        return abi.decode(inferences[0], (InferenceProof));
    }

    function _creditProof(uint256 place) internal view returns (CreditProof memory) {
        return abi.decode(credits[place], (CreditProof));
    }

    function _payoutProof(uint256 place) internal view returns (PayoutProof memory) {
        return abi.decode(paid[place], (PayoutProof));
    }

    function _earlierSource() internal view returns (EarlierSource memory) {
        return abi.decode(earlierSource, (EarlierSource));
    }

    /// @dev Of the honest batch: its window stands in its source, and its owner is credited.
    function _newEarlierSource() internal view returns (EarlierSource memory evidence) {
        bytes memory text = _output();
        bytes memory source = _textOf(first, 0);
        bytes memory window = "quick brown fox jumps";
        evidence.inference = _inference();
        (evidence.windowStart, evidence.windowLength) = (_find(text, window), 21);
        evidence.outputText = TreeBuilder.textProof(text, 0, text.length);
        evidence.submissionId = first;
        evidence.source = _contributionProof(first, 0);
        evidence.offset = _find(source, window);
        evidence.sourceText = TreeBuilder.textProof(source, 0, source.length);
        evidence.wordStart = evidence.windowStart;
    }

    function _corrupt(Proof memory proof, uint256 kind, uint256 seed) internal pure returns (Proof memory) {
        return Corruption.corrupt(proof, bound(kind, 0, Corruption.KINDS - 1), seed);
    }

    function _reason(bytes4 selector, uint32 index) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, uint256(index));
    }
}

