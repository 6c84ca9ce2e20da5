// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {EarlierSource, ICreditProofs} from "openledger/interfaces/ICreditProofs.sol";
import {Credit, CreditProof, IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Words that belong to an earlier source than the one credited, or to one though nobody is: proven against
/// batches that are consistent but for it, and refused against honest ones.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract EarlierSourceTest is Money {
    bytes internal constant WINDOW = "the quick brown fox"; // Across the end of a chunk of the output.

    // Credited to a later source

    function test_Later_CreditToACopyFalls() public view {
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit(FOX, second, 0);
        _falls(answers, _evidence(answers, WINDOW, first, 0, "quick", 0));
    }

    function test_Later_CreditWithinTheSameSubmissionFalls() public view {
        // bob's text in the second submission, leaf 2, is later than the one of the first.
        Answer[] memory answers = _honest();
        answers[0].credits[1] = _credit(STITCH, second, 2);
        _falls(answers, _evidence(answers, "a stitch in time", first, 1, "time", 1));
    }

    function test_Later_LeafOrderDecidesWithinASubmission() public {
        // Two leaves of one submission hold the words: the lower index is the earlier.
        bytes[] memory leaves = new bytes[](2);
        leaves[0] = _contributionLeaf(alice, bytes("one two three four"));
        leaves[1] = _contributionLeaf(bob, bytes("one two three four"));
        SubmissionId both = _submitAccepted(datanetId, TreeBuilder.root(leaves), 2);
        Answer[] memory answers = _honest();
        answers[0].version = _publishVersion(modelId, datanetId);
        answers[0].output = "one two three four";
        answers[0].credits = new Credit[](1);
        EarlierSource memory evidence;
        for (uint32 leaf = 0; leaf < 2; ++leaf) {
            answers[0].credits[0] = Credit(0, 18, 0, 18, both, leaf, 0, leaf == 0 ? alice : bob);
            evidence = _evidenceOfText(answers, answers[0].output, both, answers[0].output, answers[0].output);
            evidence.leafIndex = 0;
            evidence.source.contributor = alice;
            evidence.source.siblings = TreeBuilder.proof(leaves, 0);
            evidence.credits = _creditsAt(answers, 0);
            if (leaf == 1) {
                _falls(answers, evidence);
            } else {
                _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_CreditNotLater.selector));
            }
        }
    }

    function testFuzz_Later_AnyWindowAndWordOfIt(uint256 windowPlace, uint256 wordPlace) public view {
        // The fox has nine words, so six windows of four.
        windowPlace = bound(windowPlace, 0, 5);
        wordPlace = bound(wordPlace, windowPlace, windowPlace + 3);
        (uint256 start,) = _wordOfFox(windowPlace);
        (, uint256 end) = _wordOfFox(windowPlace + 3);
        (uint256 wordStart, uint256 wordEnd) = _wordOfFox(wordPlace);
        bytes memory window = TreeBuilder.cut(FOX, start, end);
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit(FOX, second, 0);
        EarlierSource memory evidence = _evidence(answers, window, first, 0, FOX, 0);
        evidence.wordStart = uint64(_find(answers[0].output, FOX) + wordStart);
        assertLt(wordStart, wordEnd, "a word");
        _falls(answers, evidence);
    }

    function test_Later_EvenWhereTheEarlierOneIsRevoked() public {
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(first);
        Answer[] memory answers = _honest();
        answers[0].version = _publishVersion(modelId, datanetId);
        // Revoking alice's data hands it to nobody: the copier is credited wrongly.
        answers[0].credits[0] = _credit(FOX, second, 0);
        _falls(answers, _evidence(answers, WINDOW, first, 0, "quick", 0));
    }

    // Credited to nobody

    function test_Nobody_BetweenTwoCredits() public view {
        Answer[] memory answers = _honest();
        // The credit to alice ends before "over the lazy dog".
        Credit memory credit = answers[0].credits[0];
        credit.length = uint64(bytes("the quick brown fox jumps").length);
        EarlierSource memory evidence = _evidence(answers, "over the lazy dog", first, 0, "lazy", 0);
        evidence.credits = _creditsAt(answers, 0, 1);
        _falls(answers, evidence);
    }

    function test_Nobody_BeforeTheFirstOrAfterTheLastCredit() public view {
        Answer[] memory answers = _honest();
        Credit[] memory both = answers[0].credits;
        answers[0].credits = new Credit[](1);
        answers[0].credits[0] = both[1];
        _falls(answers, _evidence(answers, WINDOW, first, 0, "quick", 0));
        answers[0].credits[0] = both[0];
        _falls(answers, _evidence(answers, "a stitch in time", first, 1, "stitch", 0));
    }

    function test_Nobody_WithoutAnyCredit() public view {
        Answer[] memory answers = _honest();
        answers[0].credits = new Credit[](0);
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "quick");
        _falls(answers, evidence);
    }

    function test_Nobody_RevokedWordsMayStayUncredited() public {
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(first);
        Answer[] memory answers = _honest();
        answers[0].version = _publishVersion(modelId, datanetId);
        answers[0].credits = new Credit[](0);
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "quick");
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_SourceRevoked.selector));
    }

    /// @dev The owner is revoked, and a later copy is eligible. A credit that names the owner and pays nobody leaves no
    /// evidence; without it the copy could be shown as passed over, and an honest batch would fall.
    function test_Nobody_ACopyOfRevokedWordsProvesNothing() public {
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(first);
        Answer[] memory answers = _honest();
        answers[0].version = _publishVersion(modelId, datanetId);
        answers[0].credits[0].contributor = address(0);
        answers[0].credits[1].contributor = address(0);
        EarlierSource memory evidence = _evidence(answers, WINDOW, second, 0, "quick", 0);
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_CreditNotLater.selector));
        evidence.credits = _creditsAt(answers, 0, 1);
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
    }

    // The honest batch

    function test_Honest_TheOwnerIsNotLaterThanItself() public {
        Answer[] memory answers = _honest();
        bytes memory reason = abi.encodeWithSelector(ICreditProofs.CreditProofs_CreditNotLater.selector);
        _stands(answers, _evidence(answers, WINDOW, first, 0, "quick", 0), reason);
        _stands(answers, _evidence(answers, WINDOW, second, 0, "quick", 0), reason);
    }

    function testFuzz_Honest_NoBitMakesItEvidence(uint256 bit, bool copied) public view {
        Answer[] memory answers = _honest();
        EarlierSource memory evidence = _evidence(answers, WINDOW, copied ? second : first, 0, "quick", 0);
        _refusesTurned(_batch(_commitment(answers)), EvidenceKind.EarlierSource, abi.encode(evidence), bit);
    }

    /// @dev The word is the middle credit's: those beside it surround the word, and are no neighbours.
    function test_Honest_CreditsAroundAnotherShowNothing() public {
        Answer[] memory answers = _honest();
        Credit memory whole = answers[0].credits[0];
        Credit[] memory parts = new Credit[](3);
        uint64 start = whole.start;
        for (uint256 i = 0; i < 3; ++i) {
            parts[i] = _credit(FOX, first, 0);
            (parts[i].start, parts[i].length) = (start, i == 0 ? 3 : 5); // the quick brown
            start += parts[i].length + 1;
        }
        answers[0].credits = parts;
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "quick");
        assertEq(evidence.wordStart, parts[1].start, "the middle one's");
        evidence.credits = _creditsAt(answers, 0, 2);
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
        // Nor does either alone, which stands at an end of the list, but at the other side of the word.
        evidence.credits = _creditsAt(answers, 0);
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
        evidence.credits = _creditsAt(answers, 2);
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
        // Nor two neighbours that both stand before it, or both after it.
        evidence.wordStart = parts[2].start;
        evidence.credits = _creditsAt(answers, 0, 1);
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
        evidence.wordStart = parts[0].start;
        evidence.credits = _creditsAt(answers, 1, 2);
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
        evidence.wordStart = parts[1].start;
        // Without the middle one the same two show the word as nobody's.
        answers[0].credits = new Credit[](2);
        (answers[0].credits[0], answers[0].credits[1]) = (parts[0], parts[2]);
        evidence.credits = _creditsAt(answers, 0, 1);
        _falls(answers, evidence);
        // And nothing is shown besides.
        evidence.credits = new CreditProof[](3);
        for (uint256 i = 0; i < 3; ++i) {
            evidence.credits[i] = BatchDraft.creditProof(answers[0], i % 2);
        }
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
    }

    function test_Honest_NoCreditsShowAWordUncredited() public {
        Answer[] memory answers = _honest();
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "quick");
        for (uint256 shape = 0; shape < 5; ++shape) {
            if (shape == 1) evidence.credits = _creditsAt(answers, 1);
            if (shape == 2) evidence.credits = _creditsAt(answers, 0, 1);
            if (shape == 3) evidence.credits = _creditsAt(answers, 1, 0);
            if (shape == 4) evidence.credits = _creditsAt(answers, 1, 1);
            _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_NotNeighbours.selector));
        }
    }

    function test_Honest_SourcesThatDoNotCount() public {
        Answer[] memory answers = _honest();
        answers[0].credits = new Credit[](0);
        _notEligible(answers, _evidence(answers, WINDOW, pending, 0, "quick"), pending, 0);
        _notEligible(answers, _evidence(answers, WINDOW, foreign, 0, "quick"), foreign, 0);
        // Of the zero address.
        _notEligible(answers, _evidence(answers, "a stitch in time", second, 1, "time"), second, 1);
        // Under a version that was not published nothing counts.
        answers[0].version = 5;
        _notEligible(answers, _evidence(answers, WINDOW, first, 0, "quick"), first, 0);
    }

    function test_Honest_SourceAcceptedAfterTheSnapshot() public {
        _approve(pending);
        Answer[] memory answers = _honest();
        answers[0].credits = new Credit[](0);
        _notEligible(answers, _evidence(answers, WINDOW, pending, 0, "quick"), pending, 0);
        answers[0].version = _publishVersion(modelId, datanetId);
        _falls(answers, _evidence(answers, WINDOW, pending, 0, "quick"));
    }

    // Windows

    function test_Window_HasExactlyTheVersionsWords() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit(FOX, second, 0);
        bytes memory reason = abi.encodeWithSelector(ICreditProofs.CreditProofs_NotWindow.selector);
        _stands(answers, _evidence(answers, "the quick brown", first, 0, "quick", 0), reason);
        _stands(answers, _evidence(answers, "the quick brown fox jumps", first, 0, "quick", 0), reason);
        _stands(answers, _evidence(answers, "the quick brown fox ", first, 0, "quick", 0), reason);
        _stands(answers, _evidence(answers, " the quick brown", first, 0, "quick", 0), reason);
        _stands(answers, _evidence(answers, "he quick brown fox", first, 0, "quick", 0), reason);
        _stands(answers, _evidence(answers, "the quick brown fo", first, 0, "quick", 0), reason);
    }

    function test_Window_StandsBetweenWordsOfTheSourceToo() public {
        _windowWithin("breathe quick brown fox jumps");
        _windowWithin("to the quick brown foxes");
    }

    /// @dev The window's bytes stand in the text, but begin or end there within a word.
    function _windowWithin(bytes memory longer) internal {
        bytes[] memory leaves = new bytes[](1);
        leaves[0] = _contributionLeaf(alice, longer);
        SubmissionId source = _submitAccepted(datanetId, TreeBuilder.root(leaves), 1);
        Answer[] memory answers = _honest();
        answers[0].version = _publishVersion(modelId, datanetId);
        answers[0].output = "the quick brown fox";
        answers[0].credits = new Credit[](0);
        bytes memory reason = abi.encodeWithSelector(ICreditProofs.CreditProofs_WindowDiffers.selector);
        EarlierSource memory evidence =
            _evidenceOfText(answers, answers[0].output, source, longer, "the quick brown fox");
        evidence.source.siblings = new bytes32[](0);
        _stands(answers, evidence, reason);
    }

    function test_Window_MustBeTheSameBytes() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit(FOX, second, 0);
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "quick", 0);
        evidence.offset += 4;
        _stands(answers, evidence, abi.encodeWithSelector(ICreditProofs.CreditProofs_WindowDiffers.selector));
    }

    function test_Window_HoldsTheWord() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit(FOX, second, 0);
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "jumps", 0);
        _outside(answers, evidence);
        evidence = _evidence(answers, WINDOW, first, 0, "quick", 0);
        evidence.wordStart += 1; // No word's beginning.
        _outside(answers, evidence);
        evidence.wordStart = evidence.windowStart - 1;
        _outside(answers, evidence);
    }

    function test_Window_WholeTexts() public {
        // At the beginning and at the end of both texts there is no space to be shown.
        bytes memory text = "one two three four";
        bytes[] memory leaves = new bytes[](1);
        leaves[0] = _contributionLeaf(alice, text);
        SubmissionId source = _submitAccepted(datanetId, TreeBuilder.root(leaves), 1);
        Answer[] memory answers = _honest();
        answers[0].version = _publishVersion(modelId, datanetId);
        answers[0].output = text;
        answers[0].credits = new Credit[](0);
        EarlierSource memory evidence = _evidenceOfText(answers, text, source, text, text);
        _falls(answers, evidence);
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit(FOX, second, 0);
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "quick", 0);
        evidence.source.contributor = copier;
        _stands(
            answers, evidence, abi.encodeWithSelector(IFraudProofs.FraudProofs_BadContributionProof.selector, first, 0)
        );
        evidence = _evidence(answers, WINDOW, first, 0, "quick", 0);
        evidence.sourceText.data[5] ^= 0x01;
        _stands(
            answers,
            evidence,
            abi.encodeWithSelector(IFraudProofs.FraudProofs_BadTextProof.selector, evidence.source.textRoot)
        );
        evidence = _evidence(answers, WINDOW, first, 0, "quick", 0);
        evidence.credits[0].index = 1;
        _stands(answers, evidence, abi.encodeWithSelector(IFraudProofs.FraudProofs_BadCreditProof.selector, 1));
        evidence = _evidence(answers, WINDOW, first, 0, "quick", 0);
        evidence.inference.index = 2;
        _stands(answers, evidence, abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, 2));
    }

    function test_Verify_NeedsTheBytesBesideTheWindow() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit("fox jumps over the lazy dog", second, 0);
        // The window ends in the second chunk; only the first is shown.
        EarlierSource memory evidence = _evidence(answers, WINDOW, first, 0, "fox", 0);
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 0, 256);
        _stands(
            answers,
            evidence,
            abi.encodeWithSelector(IFraudProofs.FraudProofs_TextNotShown.selector, evidence.windowStart)
        );
    }

    // Helpers

    function _wordOfFox(uint256 place) internal pure returns (uint256 start, uint256 end) {
        while (true) {
            end = start;
            while (end < FOX.length && FOX[end] != 0x20) ++end;
            if (place == 0) return (start, end);
            --place;
            start = end + 1;
        }
    }

    function _evidence(
        Answer[] memory answers,
        bytes memory window,
        SubmissionId submissionId,
        uint32 leaf,
        bytes memory word,
        uint256 creditIndex
    ) internal view returns (EarlierSource memory evidence) {
        evidence = _evidence(answers, window, submissionId, leaf, word);
        evidence.credits = _creditsAt(answers, creditIndex);
    }

    /// @dev Evidence that shows only the chunks it needs, and no credits.
    function _evidence(
        Answer[] memory answers,
        bytes memory window,
        SubmissionId submissionId,
        uint32 leaf,
        bytes memory word
    ) internal view returns (EarlierSource memory evidence) {
        evidence = _evidenceOfText(answers, window, submissionId, _textOf(submissionId, leaf), word);
        evidence.leafIndex = leaf;
        evidence.source = _contributionProof(submissionId, leaf);
    }

    function _evidenceOfText(
        Answer[] memory answers,
        bytes memory window,
        SubmissionId submissionId,
        bytes memory text,
        bytes memory word
    ) internal view returns (EarlierSource memory evidence) {
        bytes memory output = answers[0].output;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.windowStart = _find(output, window);
        evidence.windowLength = uint64(window.length);
        evidence.submissionId = submissionId;
        evidence.source.contributor = alice;
        evidence.source.textRoot = TreeBuilder.textRoot(text);
        evidence.offset = _find(text, window);
        evidence.wordStart = _find(output, word);
        evidence.outputText = TreeBuilder.textProof(
            output, evidence.windowStart == 0 ? 0 : evidence.windowStart - 1, evidence.windowStart + window.length + 1
        );
        evidence.sourceText = TreeBuilder.textProof(
            text, evidence.offset == 0 ? 0 : evidence.offset - 1, evidence.offset + window.length + 1
        );
    }

    function _creditsAt(Answer[] memory answers, uint256 i) internal pure returns (CreditProof[] memory credits) {
        credits = new CreditProof[](1);
        credits[0] = BatchDraft.creditProof(answers[0], i);
    }

    function _creditsAt(Answer[] memory answers, uint256 i, uint256 j)
        internal
        pure
        returns (CreditProof[] memory credits)
    {
        credits = new CreditProof[](2);
        credits[0] = BatchDraft.creditProof(answers[0], i);
        credits[1] = BatchDraft.creditProof(answers[0], j);
    }

    function _falls(Answer[] memory answers, EarlierSource memory evidence) internal view {
        Batch memory batch = _batch(_commitment(answers));
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        protocol.creditProofs.verifyEarlierSource(batch, evidence);
        protocol.fraudProofs.verify(batch, EvidenceKind.EarlierSource, abi.encode(evidence));
    }

    function _stands(Answer[] memory answers, EarlierSource memory evidence, bytes memory reason) internal {
        Batch memory batch = _batch(_commitment(answers));
        vm.expectRevert(reason);
        protocol.creditProofs.verifyEarlierSource(batch, evidence);
    }

    function _notEligible(
        Answer[] memory answers,
        EarlierSource memory evidence,
        SubmissionId submissionId,
        uint32 leaf
    ) internal {
        _stands(
            answers,
            evidence,
            abi.encodeWithSelector(ICreditProofs.CreditProofs_NotEligible.selector, submissionId, leaf)
        );
    }

    function _outside(Answer[] memory answers, EarlierSource memory evidence) internal {
        _stands(
            answers,
            evidence,
            abi.encodeWithSelector(ICreditProofs.CreditProofs_WordOutsideWindow.selector, evidence.wordStart)
        );
    }
}
