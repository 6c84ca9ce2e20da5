// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {
    EarlierSource,
    FalseCredit,
    FalseCreditReason,
    ICreditProofs,
    MalformedList,
    MalformedListReason
} from "openledger/interfaces/ICreditProofs.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {Credit, CreditProof, TextProof} from "openledger/interfaces/IFraudProofs.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Ways around the evidence about words: lies that would hide behind a list, a number or a standing, and honest
/// batches that would fall by one.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract CreditAttacksTest is Money {
    bytes internal constant WINDOW = "the quick brown fox";

    // Lists

    /// @dev The right credit stands first and one of a friend over the same words: the list is malformed, and the friend's is
    /// shown to be later as well.
    function test_Attack_OverlapShieldsNothing() public view {
        Answer[] memory answers = _honest();
        answers[0].credits[1] = _credit(FOX, second, 0);
        _fallsMalformed(answers, MalformedListReason.Order, 0, 1);
        _fallsEarlier(answers, _earlier(answers, first, 0), 1);
        // One that holds the other.
        answers[0].credits[1].length = 3;
        _fallsMalformed(answers, MalformedListReason.Order, 0, 1);
        _fallsEarlier(answers, _earlier(answers, first, 0), 1);
    }

    /// @dev Out of order, neighbours say nothing about the word between them; the order falls.
    function test_Attack_DisorderShieldsNothing() public {
        Answer[] memory answers = _honest();
        (answers[0].credits[0], answers[0].credits[1]) = (answers[0].credits[1], answers[0].credits[0]);
        _fallsMalformed(answers, MalformedListReason.Order, 0, 1);
        // The true credit's word is not shown as nobody's by the credit before or after it alone.
        EarlierSource memory evidence = _earlier(answers, first, 0);
        evidence.credits = new CreditProof[](1);
        evidence.credits[0] = BatchDraft.creditProof(answers[0], 1);
        _refusesEarlier(answers, evidence, ICreditProofs.CreditProofs_CreditNotLater.selector);
    }

    function test_Attack_ZeroLengthAndSubWordCredits() public view {
        Answer[] memory answers = _honest();
        answers[0].credits[0].length = 0;
        _fallsMalformed(answers, MalformedListReason.Empty, 0, 0);
        _fallsFalse(answers, FalseCreditReason.BadShape, 0);
        answers = _honest();
        answers[0].credits[0].length = 2; // "th"
        _fallsFalse(answers, FalseCreditReason.OutputBoundary, answers[0].credits[0].start + 2);
        answers[0].credits[0].length = 4; // "the "
        _fallsFalse(answers, FalseCreditReason.OutputBoundary, answers[0].credits[0].start + 4);
        ++answers[0].credits[0].start; // "he"
        answers[0].credits[0].length = 2;
        _fallsFalse(answers, FalseCreditReason.OutputBoundary, answers[0].credits[0].start);
    }

    // Numbers

    /// @dev A text of the greatest length, whose tree anybody computes in no time, with a window for its last words: passing
    /// it over is shown, so crediting it must not be false.
    function test_Attack_AWindowAtTheEndOfTheGreatestText() public {
        TextProof memory text;
        bytes memory filler = new bytes(256);
        for (uint256 i = 0; i < 256; ++i) {
            filler[i] = i % 64 == 63 ? bytes1(" ") : bytes1("x");
        }
        text.length = 2 ** 40;
        text.firstChunk = type(uint32).max;
        text.data = bytes.concat(TreeBuilder.cut(filler, 0, 255 - WINDOW.length), " ", WINDOW);
        text.siblings = new bytes32[][](1);
        text.siblings[0] = new bytes32[](32);
        bytes32 sibling = keccak256(bytes.concat(hex"00", filler));
        bytes32 node = keccak256(bytes.concat(hex"00", text.data));
        for (uint256 level = 0; level < 32; ++level) {
            text.siblings[0][level] = sibling;
            node = keccak256(bytes.concat(hex"01", sibling, node));
            sibling = keccak256(bytes.concat(hex"01", sibling, sibling));
        }
        bytes32 textRoot = keccak256(bytes.concat(hex"02", bytes8(text.length), node));
        bytes[] memory leaves = new bytes[](1);
        leaves[0] = abi.encode(alice, textRoot);

        Answer[] memory answers = _honest();
        EarlierSource memory passed = _earlier(answers, first, 0);
        passed.submissionId = _submitAccepted(datanetId, TreeBuilder.root(leaves), 1);
        answers[0].version = _publishVersion(modelId, datanetId);
        answers[0].output = WINDOW;
        answers[0].credits = new Credit[](0);
        passed.inference = BatchDraft.inferenceProof(answers, 0);
        passed.windowStart = passed.wordStart = 0;
        passed.outputText = TreeBuilder.textProof(WINDOW, 0, WINDOW.length);
        (passed.leafIndex, passed.source.contributor, passed.source.textRoot) = (0, alice, textRoot);
        (passed.source.siblings, passed.sourceText) = (new bytes32[](0), text);
        passed.offset = uint64(text.length - WINDOW.length);
        _proves(_batchOf(answers), EvidenceKind.EarlierSource, abi.encode(passed));

        FalseCredit memory evidence;
        uint64 length = uint64(WINDOW.length);
        answers[0].credits = new Credit[](1);
        answers[0].credits[0] = Credit(0, length, 0, length, passed.submissionId, 0, passed.offset, alice);
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], 0);
        (evidence.source, evidence.sourceText, evidence.outputText) = (passed.source, text, passed.outputText);
        bytes4 nothingFalse = ICreditProofs.CreditProofs_NothingFalse.selector;
        for (uint256 reason = 0; reason <= uint256(type(FalseCreditReason).max); ++reason) {
            evidence.reason = FalseCreditReason(reason);
            evidence.position = evidence.reason == FalseCreditReason.SourceBoundary ? uint64(text.length) : 0;
            bytes memory refused = abi.encodeWithSelector(nothingFalse, evidence.reason);
            _refuses(_batchOf(answers), EvidenceKind.FalseCredit, abi.encode(evidence), refused);
        }
    }

    /// @dev No text proof shows bytes from 2^40 on: a credit there is false by its numbers alone.
    function testFuzz_Attack_PositionsThatNoProofCanShow(uint64 position, bool ofSource) public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        position = uint64(bound(position, 2 ** 40 - credit.matchLength + 1, type(uint64).max));
        if (ofSource) credit.offset = position;
        else (credit.start, credit.matchStart) = (position, position);
        _fallsFalse(answers, FalseCreditReason.BadShape, 0);
        // One that ends a byte after it, and one exactly there.
        position = uint64(2 ** 40 - credit.matchLength + 1);
        if (ofSource) credit.offset = position;
        else (credit.start, credit.matchStart) = (position, position);
        _fallsFalse(answers, FalseCreditReason.BadShape, 0);
        position -= 1;
        if (ofSource) credit.offset = position;
        else (credit.start, credit.matchStart) = (position, position);
        _refusesFalse(answers, FalseCreditReason.BadShape, 0);
        // It is past the end of what there is.
        _fallsFalse(answers, ofSource ? FalseCreditReason.PastSource : FalseCreditReason.PastOutput, 0);
    }

    // Standing

    /// @dev The owner's revocation pays no copy: neither credited, nor passed over.
    function test_Attack_RevokingToPayACopy() public {
        Answer[] memory answers = _revokedFirst();
        // Honest: the owner is named and nobody paid. The copy proves nothing.
        EarlierSource memory evidence = _earlier(answers, second, 0);
        evidence.credits = _shown(answers, 0);
        _refusesEarlier(answers, evidence, ICreditProofs.CreditProofs_CreditNotLater.selector);
        // The copy credited: the revoked owner stands before it.
        answers[0].credits[0] = _credit(FOX, second, 0);
        _fallsEarlier(answers, _earlier(answers, first, 0), 0);
        // The revoked owner paid.
        answers[0].credits[0] = _credit(FOX, first, 0);
        _fallsFalse(answers, FalseCreditReason.Ineligible, 0);
    }

    /// @dev To name nobody for words that somebody owns is no way to pay nobody.
    function test_Attack_EligibleWordsUnderTheZeroAddress() public view {
        Answer[] memory answers = _honest();
        answers[0].credits[0].contributor = address(0);
        _fallsFalse(answers, FalseCreditReason.WrongContributor, 0);
    }

    /// @dev What nobody shows has no place in prior art under the snapshots from its marking on: it can neither be credited,
    /// nor shown as earlier. Whoever shows it again has the place again.
    function test_Attack_HiddenDataIsNeitherPaidNorEarlier() public {
        uint32[] memory indexes = new uint32[](1);
        uint256 deposit = protocol.dataAvailability.leafDeposit(2, 1);
        DataDemandId demandId = protocol.dataAvailability.demandLeaves{value: deposit}(first, indexes);
        vm.warp(vm.getBlockTimestamp() + parameters.dataResponsePeriod);
        protocol.dataAvailability.markUnavailable(demandId, indexes);
        Answer[] memory answers = _honest();
        // Under the old snapshot it still owns.
        _refusesFalse(answers, FalseCreditReason.Ineligible, 0);
        answers[0].version = _publishVersion(modelId, datanetId);
        _fallsFalse(answers, FalseCreditReason.Ineligible, 0);
        answers[0].credits[0].contributor = address(0); // It is not revoked either.
        _fallsFalse(answers, FalseCreditReason.Ineligible, 0);
        answers[0].credits[0] = _credit(FOX, second, 0);
        _refusesFalse(answers, FalseCreditReason.Ineligible, 0);
        EarlierSource memory evidence = _earlier(answers, first, 0);
        evidence.credits = _shown(answers, 0);
        bytes memory reason = abi.encodeWithSelector(ICreditProofs.CreditProofs_NotEligible.selector, first, 0);
        _refuses(_batchOf(answers), EvidenceKind.EarlierSource, abi.encode(evidence), reason);

        IDataAvailability.LeafProof[] memory leaves = new IDataAvailability.LeafProof[](1);
        leaves[0].contributor = alice;
        leaves[0].textRoot = evidence.source.textRoot;
        leaves[0].siblings = evidence.source.siblings;
        protocol.dataAvailability.answerLeaves(first, leaves);
        _refuses(_batchOf(answers), EvidenceKind.EarlierSource, abi.encode(evidence), reason);
        answers[0].version = _publishVersion(modelId, datanetId);
        _fallsEarlier(answers, _earlier(answers, first, 0), 0);
    }

    // Long windows

    /// @dev The longest window there is, 32 words of 64 bytes, at any place of the chunks.
    function testFuzz_LongestWindow(uint256 words, bool copied) public {
        words = bound(words, 0, 7);
        bytes memory passage = _longWords(40);
        SubmissionId original = _accepted(alice, bytes.concat("of ", passage));
        SubmissionId copy = _accepted(copier, passage);
        Answer[] memory answers = _honest();
        answers[0].version = _publishOf(32);
        answers[0].output = bytes.concat("as written ", passage);
        answers[0].credits = new Credit[](1);
        uint64 length = uint64(passage.length);
        Credit memory credit = Credit(11, length, 11, length, original, 0, 3, alice);
        if (copied) (credit.submissionId, credit.offset, credit.contributor) = (copy, 0, copier);
        answers[0].credits[0] = credit;

        EarlierSource memory evidence = _earlierOf(answers, original, alice, bytes.concat("of ", passage), 65 * words);
        evidence.credits = _shown(answers, 0);
        if (copied) _proves(_batchOf(answers), EvidenceKind.EarlierSource, abi.encode(evidence));
        else _refusesEarlier(answers, evidence, ICreditProofs.CreditProofs_CreditNotLater.selector);
        // A support of 31 words is too short for this version.
        credit.length = credit.matchLength = 65 * 31 - 1;
        _fallsFalse(answers, FalseCreditReason.TooFewWords, 0);
        credit.length = credit.matchLength = 65 * 32 - 1;
        _refusesFalse(answers, FalseCreditReason.TooFewWords, 0);
    }

    // Influence

    function test_Influence_OnlyWhatIsNotOfWordsCanBeProven() public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        for (uint256 reason = uint256(FalseCreditReason.PastOutput); reason < 9; ++reason) {
            bytes memory evidence = abi.encode(_false(answers, FalseCreditReason(reason), 0));
            bytes4 expected = ICreditProofs.CreditProofs_OtherRule.selector;
            _refuses(_batchOf(answers), EvidenceKind.FalseCredit, evidence, expected);
        }
        for (uint256 reason = 0; reason < uint256(FalseCreditReason.PastOutput); ++reason) {
            _refusesFalse(answers, FalseCreditReason(reason), 0);
        }
        EarlierSource memory earlier = _earlier(answers, first, 0);
        _refusesEarlier(answers, earlier, ICreditProofs.CreditProofs_OtherRule.selector);
    }

    function testFuzz_Influence_FalseCredits(uint64 number, address contributor, uint32 leaf) public {
        vm.assume(number != 0 && contributor != alice);
        leaf = uint32(bound(leaf, 2, type(uint32).max));
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        Credit memory credit = answers[0].credits[0];
        credit.matchStart = number;
        _fallsFalse(answers, FalseCreditReason.BadShape, 0);
        (credit.matchStart, credit.matchLength) = (0, number);
        _fallsFalse(answers, FalseCreditReason.BadShape, 0);
        (credit.matchLength, credit.offset) = (0, number);
        _fallsFalse(answers, FalseCreditReason.BadShape, 0);
        (credit.offset, credit.length) = (0, 0);
        _fallsFalse(answers, FalseCreditReason.BadShape, 0);
        (credit.length, credit.contributor) = (1, contributor);
        _fallsFalse(answers, FalseCreditReason.WrongContributor, 0);
        (credit.contributor, credit.submissionId) = (alice, foreign);
        _fallsFalse(answers, FalseCreditReason.Ineligible, 0);
        FalseCredit memory evidence = _false(answers, FalseCreditReason.BadShape, 0);
        (credit.submissionId, credit.leafIndex) = (first, leaf);
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], 0);
        _proves(_batchOf(answers), EvidenceKind.FalseCredit, abi.encode(evidence));
    }

    // Helpers

    /// @dev `count` words of 64 bytes.
    function _longWords(uint256 count) internal pure returns (bytes memory text) {
        for (uint256 i = 0; i < count; ++i) {
            bytes memory word = bytes(vm.toString(bytes32(keccak256(abi.encode(i)))));
            text = bytes.concat(text, i == 0 ? bytes("") : bytes(" "), TreeBuilder.cut(word, 2, 66));
        }
    }

    function _accepted(address contributor, bytes memory text) internal returns (SubmissionId) {
        bytes[] memory leaves = new bytes[](1);
        leaves[0] = _contributionLeaf(contributor, text);
        return _submitAccepted(datanetId, TreeBuilder.root(leaves), 1);
    }

    function _publishOf(uint8 windowWords) internal returns (uint32) {
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        newVersion.windowWords = windowWords;
        vm.prank(modelOwner);
        return protocol.modelRegistry.publishVersion(modelId, newVersion);
    }

    function _shown(Answer[] memory answers, uint256 place) internal pure returns (CreditProof[] memory credits) {
        credits = new CreditProof[](1);
        credits[0] = BatchDraft.creditProof(answers[0], place);
    }

    /// @dev That the window stands in a source, with no credits yet.
    function _earlier(Answer[] memory answers, SubmissionId source, uint32 leaf)
        internal
        view
        returns (EarlierSource memory evidence)
    {
        bytes memory text = _textOf(source, leaf);
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.windowStart = evidence.wordStart = _find(answers[0].output, WINDOW);
        evidence.windowLength = uint64(WINDOW.length);
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 0, answers[0].output.length);
        (evidence.submissionId, evidence.leafIndex) = (source, leaf);
        evidence.source = _contributionProof(source, leaf);
        evidence.offset = _find(text, WINDOW);
        evidence.sourceText = TreeBuilder.textProof(text, 0, text.length);
    }

    /// @dev The same for the window of 32 words that begins `from` bytes after the credit.
    function _earlierOf(
        Answer[] memory answers,
        SubmissionId source,
        address contributor,
        bytes memory text,
        uint256 from
    ) internal pure returns (EarlierSource memory evidence) {
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.windowStart = evidence.wordStart = uint64(11 + from);
        evidence.windowLength = 65 * 32 - 1;
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 10 + from, 11 + from + 65 * 32);
        evidence.submissionId = source;
        evidence.source.contributor = contributor;
        evidence.source.textRoot = TreeBuilder.textRoot(text);
        evidence.offset = uint64(3 + from);
        evidence.sourceText = TreeBuilder.textProof(text, 2 + from, 3 + from + 65 * 32);
    }

    function _false(Answer[] memory answers, FalseCreditReason reason, uint64 position)
        internal
        view
        returns (FalseCredit memory evidence)
    {
        Credit memory credit = answers[0].credits[0];
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], 0);
        (evidence.reason, evidence.position) = (reason, position);
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 0, answers[0].output.length);
        // Of the texts of all tests; what others hold needs no source here.
        if (SubmissionId.unwrap(credit.submissionId) > 4 || credit.leafIndex > 2) return evidence;
        evidence.source = _contributionProof(credit.submissionId, credit.leafIndex);
        bytes memory text = _textOf(credit.submissionId, credit.leafIndex);
        evidence.sourceText = TreeBuilder.textProof(text, 0, text.length);
    }

    function _fallsFalse(Answer[] memory answers, FalseCreditReason reason, uint64 position) internal view {
        _proves(_batchOf(answers), EvidenceKind.FalseCredit, abi.encode(_false(answers, reason, position)));
    }

    function _refusesFalse(Answer[] memory answers, FalseCreditReason reason, uint64 position) internal {
        bytes memory expected = abi.encodeWithSelector(ICreditProofs.CreditProofs_NothingFalse.selector, reason);
        bytes memory evidence = abi.encode(_false(answers, reason, position));
        _refuses(_batchOf(answers), EvidenceKind.FalseCredit, evidence, expected);
    }

    function _fallsEarlier(Answer[] memory answers, EarlierSource memory evidence, uint256 place) internal view {
        evidence.credits = _shown(answers, place);
        _proves(_batchOf(answers), EvidenceKind.EarlierSource, abi.encode(evidence));
    }

    function _refusesEarlier(Answer[] memory answers, EarlierSource memory evidence, bytes4 reason) internal {
        _refuses(_batchOf(answers), EvidenceKind.EarlierSource, abi.encode(evidence), reason);
    }

    function _fallsMalformed(Answer[] memory answers, MalformedListReason reason, uint256 place, uint256 other)
        internal
        view
    {
        MalformedList memory evidence;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.reason = reason;
        evidence.first = BatchDraft.creditProof(answers[0], place);
        evidence.second = BatchDraft.creditProof(answers[0], other);
        _proves(_batchOf(answers), EvidenceKind.MalformedList, abi.encode(evidence));
    }
}
