// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Lies, LyingTree} from "../utils/LyingTree.sol";
import {Neighbours} from "../utils/Neighbours.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Draft, Drafts} from "./Drafts.sol";
import {Lie, Record, Served, Text} from "./World.sol";
import {EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {
    EarlierSource,
    FalseCredit,
    FalseCreditReason,
    ICreditProofs,
    MalformedList
} from "openledger/interfaces/ICreditProofs.sol";
import {ContributionProof, Credit, CreditProof, InferenceProof} from "openledger/interfaces/IFraudProofs.sol";
import {
    BrokenReceipt,
    IMoneyProofs,
    MissingEntry,
    Unbacked,
    UnbackedReason,
    WrongEntry,
    WrongVersion
} from "openledger/interfaces/IMoneyProofs.sol";
import {ITextProofs, NotCanonical} from "openledger/interfaces/ITextProofs.sol";
import {
    BatchTree,
    ITreeProofs,
    MalformedLeaf,
    Unsorted,
    WrongCount,
    WrongSum
} from "openledger/interfaces/ITreeProofs.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Each lie about a batch, and the evidence against it.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Lying is Drafts {
    using Lies for LyingTree;

    // Lies

    /// @dev Lies about an answer, before payouts follow from it.
    function _lieInAnswers(Draft memory d) internal view {
        Answer memory answer = d.answers[d.target];
        if (d.lie == Lie.Contributor) answer.credits[0].contributor = stranger;
        if (d.lie == Lie.Copy) _creditCopy(d, answer);
        if (d.lie == Lie.Uncredited) answer.credits = new Credit[](0);
        if (d.lie == Lie.Empty) answer.credits[0].length = 0;
        if (d.lie == Lie.Version) answer.version += 77;
        if (d.lie == Lie.Receipt) answer.output = bytes.concat(answer.output, " lie");
        if (d.lie == Lie.Fee) answer.dataFee -= 1;
        if (d.lie == Lie.NoRange) (answer.to, answer.dataFee) = (answer.from, 0);
        if (d.lie == Lie.Letter) answer.output[0] = "X";
    }

    /// @dev The thief's credit: to a later text with the same words.
    function _creditCopy(Draft memory d, Answer memory answer) private view {
        Text memory copied = _texts[d.copy];
        for (uint256 i = 0; i < answer.credits.length; ++i) {
            Credit memory credit = answer.credits[i];
            (credit.submissionId, credit.leafIndex) = (copied.submissionId, copied.leaf);
            (credit.offset, credit.contributor) = (_find(copied.content, _phrase(d.phrase)), copied.contributor);
        }
    }

    function _lieInPayouts(Draft memory d) internal pure {
        if (d.lie == Lie.Order) (d.payouts[0], d.payouts[1]) = (d.payouts[1], d.payouts[0]);
        if (d.lie != Lie.Amount && d.lie != Lie.NoEntry && d.lie != Lie.Leaf) return;
        (uint256 place, uint256 entry) = _entryOfTarget(d);
        PayoutDraft memory payout = d.payouts[place];
        if (d.lie == Lie.Amount) {
            ++payout.amounts[entry];
            ++payout.earned;
        } else if (d.lie == Lie.Leaf) {
            payout.entries[entry] = bytes.concat(payout.entries[entry], hex"00");
        } else if (payout.entries.length == 1) {
            d.payouts = _without(d.payouts, place);
        } else {
            _drop(payout, entry);
        }
    }

    function _drop(PayoutDraft memory payout, uint256 entry) private pure {
        payout.earned -= payout.amounts[entry];
        for (uint256 i = entry; i + 1 < payout.entries.length; ++i) {
            (payout.entries[i], payout.amounts[i]) = (payout.entries[i + 1], payout.amounts[i + 1]);
        }
        (bytes[] memory entries, uint128[] memory amounts) = (payout.entries, payout.amounts);
        // Both become shorter by one; what was their last stays unused in memory.
        assembly ("memory-safe") {
            mstore(entries, sub(mload(entries), 1))
            mstore(amounts, sub(mload(amounts), 1))
        }
    }

    function _without(PayoutDraft[] memory payouts, uint256 place) private pure returns (PayoutDraft[] memory fewer) {
        fewer = new PayoutDraft[](payouts.length - 1);
        for (uint256 i = 0; i < fewer.length; ++i) {
            fewer[i] = payouts[i < place ? i : i + 1];
        }
    }

    /// @dev Where the contributor's entry for the target's first credit stands.
    function _entryOfTarget(Draft memory d) private pure returns (uint256 place, uint256 entry) {
        address account = d.answers[d.target].credits[0].contributor;
        while (d.payouts[place].account != account) ++place;
        bytes32 sought = keccak256(abi.encode(uint32(d.target), uint32(0)));
        while (keccak256(d.payouts[place].entries[entry]) != sought) ++entry;
    }

    // Evidence

    /// @dev The evidence against a lie; against an honest batch, what should prove nothing, and why not.
    function _evidence(Draft memory d, Lie lie) internal view returns (EvidenceKind, bytes memory, bytes4) {
        InferenceProof memory inference = BatchDraft.inferenceProof(d.answers, d.target);
        if (lie == Lie.Version) {
            bytes4 active = IMoneyProofs.MoneyProofs_VersionActive.selector;
            return (EvidenceKind.WrongVersion, abi.encode(WrongVersion(inference)), active);
        }
        if (lie == Lie.Receipt) return _brokenReceipt(d, inference);
        if (lie == Lie.Fee || lie == Lie.NoRange || lie == Lie.Twice) return _unbacked(d, lie, inference);
        if (lie == Lie.Count) {
            WrongCount memory counted;
            counted.inferences = new InferenceProof[](1);
            counted.inferences[0] = BatchDraft.inferenceProof(d.answers, d.answers.length - 1);
            return (EvidenceKind.WrongCount, abi.encode(counted), ITreeProofs.TreeProofs_CountsAgree.selector);
        }
        if (lie == Lie.Order) {
            Unsorted memory unsorted;
            unsorted.tree = BatchTree.Payouts;
            unsorted.payouts = Neighbours.payoutProofs(d.payouts, 0, 2);
            return (EvidenceKind.Unsorted, abi.encode(unsorted), ITreeProofs.TreeProofs_Ascending.selector);
        }
        if (lie == Lie.Sum) return _wrongSum(d);
        if (lie == Lie.Leaf) return _malformedLeaf(d);
        if (lie == Lie.Letter) {
            NotCanonical memory letter;
            letter.inference = inference;
            letter.text = TreeBuilder.textProof(d.answers[d.target].output, 0, 1);
            return (EvidenceKind.NotCanonical, abi.encode(letter), ITextProofs.TextProofs_Canonical.selector);
        }
        return _aboutCredits(d, lie, inference);
    }

    function _aboutCredits(Draft memory d, Lie lie, InferenceProof memory inference)
        private
        view
        returns (EvidenceKind, bytes memory, bytes4)
    {
        if (lie == Lie.Copy || lie == Lie.Uncredited) return _earlierSource(d, inference);
        CreditProof memory credit = BatchDraft.creditProof(d.answers[d.target], 0);
        if (lie == Lie.Contributor) {
            FalseCredit memory falsehood;
            (falsehood.inference, falsehood.credit) = (inference, credit);
            (falsehood.reason, falsehood.source) = (FalseCreditReason.WrongContributor, _sourceProof(d.source));
            return (EvidenceKind.FalseCredit, abi.encode(falsehood), ICreditProofs.CreditProofs_NothingFalse.selector);
        }
        if (lie == Lie.Empty) {
            MalformedList memory list;
            (list.inference, list.first) = (inference, credit);
            return (EvidenceKind.MalformedList, abi.encode(list), ICreditProofs.CreditProofs_NothingMalformed.selector);
        }
        if (lie == Lie.Amount) {
            WrongEntry memory amount;
            (uint256 place, uint256 entry) = _entryOfTarget(d);
            (amount.inference, amount.credit) = (inference, credit);
            amount.payout = BatchDraft.payoutProof(d.payouts, place);
            amount.entry = BatchDraft.entryProof(d.payouts[place], entry);
            if (d.modelId != models[2]) amount.outputText = TreeBuilder.textProof(d.answers[d.target].output, 0, 1);
            return (EvidenceKind.WrongEntry, abi.encode(amount), IMoneyProofs.MoneyProofs_EntryRight.selector);
        }
        MissingEntry memory missing;
        (missing.inference, missing.credit) = (inference, credit);
        address account = credit.credit.contributor;
        missing.payouts = Neighbours.payoutsAround(d.payouts, account);
        if (missing.payouts.length == 1 && missing.payouts[0].payout.account == account) {
            bytes memory sought = abi.encode(uint32(d.target), uint32(0));
            missing.entries = Neighbours.entriesAround(d.payouts[missing.payouts[0].index], sought);
        }
        return (EvidenceKind.MissingEntry, abi.encode(missing), IMoneyProofs.MoneyProofs_EntryPresent.selector);
    }

    /// @dev The true source, shown by the phrase's first window, against whatever is credited there.
    function _earlierSource(Draft memory d, InferenceProof memory inference)
        private
        view
        returns (EvidenceKind, bytes memory, bytes4)
    {
        Answer memory answer = d.answers[d.target];
        Text memory source = _texts[d.source];
        bytes memory words = _phrase(d.phrase);
        EarlierSource memory shown;
        shown.inference = inference;
        shown.windowStart = _find(answer.output, words);
        shown.windowLength = _find(words, " pe");
        shown.outputText = TreeBuilder.textProof(answer.output, 0, answer.output.length);
        (shown.submissionId, shown.leafIndex) = (source.submissionId, source.leaf);
        shown.source = _sourceProof(d.source);
        shown.offset = _find(source.content, words);
        shown.sourceText = TreeBuilder.textProof(source.content, 0, source.content.length);
        shown.wordStart = shown.windowStart;
        if (answer.credits.length != 0) {
            shown.credits = new CreditProof[](1);
            shown.credits[0] = BatchDraft.creditProof(answer, 0);
        }
        return (EvidenceKind.EarlierSource, abi.encode(shown), ICreditProofs.CreditProofs_CreditNotLater.selector);
    }

    function _sourceProof(uint256 number) internal view returns (ContributionProof memory) {
        Text memory source = _texts[number];
        bytes[] memory leaves = _sent[SubmissionId.unwrap(source.submissionId) - 1].leaves;
        return ContributionProof({
            contributor: source.contributor,
            textRoot: TreeBuilder.textRoot(source.content),
            siblings: TreeBuilder.proof(leaves, source.leaf)
        });
    }

    /// @dev The receipt that the payer has, of what was really answered.
    function _brokenReceipt(Draft memory d, InferenceProof memory inference)
        private
        view
        returns (EvidenceKind, bytes memory, bytes4)
    {
        Served memory s = _served[d.served[d.target]];
        BrokenReceipt memory broken;
        broken.inference = inference;
        (broken.version, broken.from, broken.to) = (s.version, s.from, s.to);
        broken.outputRoot = TreeBuilder.textRoot(_output(d.served[d.target]));
        broken.signature = _receiptOf(s, broken.outputRoot);
        return (EvidenceKind.BrokenReceipt, abi.encode(broken), IMoneyProofs.MoneyProofs_ReceiptAgrees.selector);
    }

    function _receiptOf(Served memory s, bytes32 outputRoot) private view returns (bytes memory) {
        bytes32 digest =
            protocol.inferenceEscrow.receiptDigest(s.modelId, s.term, s.version, s.payer, s.from, s.to, outputRoot);
        (uint8 v, bytes32 r, bytes32 t) = vm.sign(_receiptSecret, digest);
        return abi.encodePacked(r, t, v);
    }

    function _unbacked(Draft memory d, Lie lie, InferenceProof memory inference)
        private
        view
        returns (EvidenceKind, bytes memory, bytes4)
    {
        Unbacked memory unbacked;
        unbacked.inference = inference;
        unbacked.reason = lie == Lie.Fee
            ? UnbackedReason.WrongFee
            : lie == Lie.NoRange ? UnbackedReason.EmptyRange : UnbackedReason.EarlierOverlap;
        if (lie == Lie.Twice) {
            Record storage earlier = _records[d.twiceIn];
            (uint256[] memory served, Answer[] memory answers,) =
                abi.decode(earlier.draft, (uint256[], Answer[], PayoutDraft[]));
            uint256 place = 0;
            while (served[place] != d.served[d.target]) ++place;
            unbacked.other = BatchDraft.inferenceProof(answers, place);
            (unbacked.otherBatchId, unbacked.otherBatch) = (earlier.batchId, earlier.batch);
        }
        return (EvidenceKind.Unbacked, abi.encode(unbacked), IMoneyProofs.MoneyProofs_Backed.selector);
    }

    function _wrongSum(Draft memory d) private pure returns (EvidenceKind, bytes memory, bytes4) {
        (bytes[] memory leaves, uint128[] memory sums) = BatchDraft.payoutLeaves(d.payouts);
        WrongSum memory wrong;
        wrong.path = Lies.build(BatchTree.Payouts, leaves, _wide(sums)).pathOf(0, 0);
        return (EvidenceKind.WrongSum, abi.encode(wrong), ITreeProofs.TreeProofs_SumsAgree.selector);
    }

    function _malformedLeaf(Draft memory d) private pure returns (EvidenceKind, bytes memory, bytes4) {
        uint256 place = 0;
        while (d.payouts[place].account != d.answers[d.target].credits[0].contributor) ++place;
        PayoutDraft memory payout = d.payouts[place];
        uint256 entry = 0;
        while (entry + 1 < payout.entries.length && payout.entries[entry].length == 64) ++entry;
        LyingTree memory tree = Lies.build(BatchTree.Entries, payout.entries, _wide(payout.amounts));
        MalformedLeaf memory malformed;
        malformed.path = tree.pathOf(0, entry);
        malformed.path.payout = BatchDraft.payoutProof(d.payouts, place);
        malformed.preimage = tree.preimages[0][entry];
        return (EvidenceKind.MalformedLeaf, abi.encode(malformed), ITreeProofs.TreeProofs_WellFormed.selector);
    }

    function _wide(uint128[] memory sums) private pure returns (uint256[] memory wide) {
        wide = new uint256[](sums.length);
        for (uint256 i = 0; i < sums.length; ++i) {
            wide[i] = sums[i];
        }
    }
}
