// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {FalseCredit, FalseCreditReason, ICreditProofs} from "openledger/interfaces/ICreditProofs.sol";
import {Credit, IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Each reason for which a credit is false, proven against a batch that is consistent but for it, and refused
/// against the honest one.
contract FalseCreditTest is Money {
    uint256 internal constant REASONS = uint256(FalseCreditReason.TooFewWords) + 1;

    // The honest batch

    function testFuzz_Honest_NothingIsFalse(uint256 reason, uint64 position, uint256 place, uint256 bit) public {
        Answer[] memory answers = _honest();
        place = bound(place, 0, 1);
        position = uint64(bound(position, 0, answers[0].output.length));
        FalseCreditReason chosen = FalseCreditReason(bound(reason, 0, REASONS - 1));
        Batch memory batch = _batch(_commitment(answers));
        FalseCredit memory evidence = _evidence(answers, place, chosen, position);
        _refusesTurned(batch, EvidenceKind.FalseCredit, abi.encode(evidence), bit);
        vm.expectRevert();
        protocol.creditProofs.verifyFalseCredit(batch, evidence);
    }

    function test_Honest_NoBoundaryIsWrong() public {
        Answer[] memory answers = _honest();
        for (uint256 place = 0; place < 2; ++place) {
            Credit memory credit = answers[0].credits[place];
            _standsAt(answers, place, FalseCreditReason.OutputBoundary, credit.start);
            _standsAt(answers, place, FalseCreditReason.OutputBoundary, credit.start + credit.length);
            _standsAt(answers, place, FalseCreditReason.SourceBoundary, credit.offset);
            _standsAt(answers, place, FalseCreditReason.SourceBoundary, credit.offset + credit.length);
        }
    }

    // Bad shape

    function test_BadShape_EmptyCredit() public view {
        Answer[] memory answers = _honest();
        answers[0].credits[0].length = 0;
        _falls(answers, FalseCreditReason.BadShape, 0);
    }

    function testFuzz_BadShape_CreditOutsideItsSupport(uint64 start, uint64 length) public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        // All numbers up to the greatest: sums of them are of no fewer bits, and nothing overflows.
        bool inside = start >= credit.matchStart
            && uint256(start) + length <= uint256(credit.matchStart) + credit.matchLength && length != 0;
        (credit.start, credit.length) = (start, length);
        if (inside) _stands(answers, FalseCreditReason.BadShape, 0);
        else _falls(answers, FalseCreditReason.BadShape, 0);
    }

    function test_BadShape_SupportTooLong() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0].matchLength = 8193;
        _falls(answers, FalseCreditReason.BadShape, 0);
        answers[0].credits[0].matchLength = 8192;
        _stands(answers, FalseCreditReason.BadShape, 0);
    }

    function testFuzz_BadShape_LeafBeyondTheSubmission(uint32 leafIndex) public view {
        Answer[] memory answers = _honest();
        answers[0].credits[0].leafIndex = uint32(bound(leafIndex, 2, type(uint32).max));
        FalseCredit memory evidence = _evidenceOf(answers, 0, FalseCreditReason.BadShape, 0, first, 0);
        protocol.creditProofs.verifyFalseCredit(_batch(_commitment(answers)), evidence);
    }

    // Eligibility

    function test_Ineligible_PendingForeignOrUnknownSource() public view {
        SubmissionId[3] memory sources = [pending, foreign, SubmissionId.wrap(77)];
        for (uint256 i = 0; i < sources.length; ++i) {
            Answer[] memory answers = _honest();
            answers[0].credits[0].submissionId = sources[i];
            FalseCredit memory evidence = _bare(answers, FalseCreditReason.Ineligible);
            protocol.creditProofs.verifyFalseCredit(_batch(_commitment(answers)), evidence);
        }
    }

    function test_Ineligible_AcceptedAfterTheSnapshot() public {
        _approve(pending);
        Answer[] memory answers = _honest();
        answers[0].credits[0] = _credit(FOX, pending, 0);
        _falls(answers, FalseCreditReason.Ineligible, 0);
        // A later version counts it.
        answers[0].version = _publishVersion(modelId, datanetId);
        _stands(answers, FalseCreditReason.Ineligible, 0);
    }

    function test_Ineligible_EverythingUnderAVersionThatWasNotPublished() public view {
        Answer[] memory answers = _honest();
        answers[0].version = 2;
        _falls(answers, FalseCreditReason.Ineligible, 0);
        answers[0].version = 0;
        _falls(answers, FalseCreditReason.Ineligible, 0);
    }

    function test_Ineligible_ContributionOfTheZeroAddress() public view {
        Answer[] memory answers = _honest();
        answers[0].credits[1] = _credit(STITCH, second, 1);
        assertEq(answers[0].credits[1].contributor, address(0), "contributed by nobody");
        _falls(answers, FalseCreditReason.Ineligible, 1, 0);
        answers[0].credits[1].contributor = copier;
        _falls(answers, FalseCreditReason.Ineligible, 1, 0);
    }

    function test_Ineligible_RevokedSourceThatIsPaid() public {
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(first);
        Answer[] memory answers = _honest();
        _stands(answers, FalseCreditReason.Ineligible, 0);
        answers[0].version = _publishVersion(modelId, datanetId);
        _falls(answers, FalseCreditReason.Ineligible, 0);
        // A credit that names the revoked owner, and nobody to be paid, is right.
        answers[0].credits[0].contributor = address(0);
        for (uint256 reason = 0; reason < REASONS; ++reason) {
            _stands(answers, FalseCreditReason(reason), 0);
        }
    }

    // Contributor

    function testFuzz_WrongContributor(address contributor) public view {
        vm.assume(contributor != alice);
        Answer[] memory answers = _honest();
        answers[0].credits[0].contributor = contributor;
        _falls(answers, FalseCreditReason.WrongContributor, 0);
    }

    // Ends of texts

    function test_PastOutput() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[1];
        credit.matchLength = uint64(answers[0].output.length) - credit.matchStart;
        _stands(answers, FalseCreditReason.PastOutput, 1);
        ++credit.matchLength;
        _falls(answers, FalseCreditReason.PastOutput, 1, 0);
        // Numbers whose sum is beyond 64 bits are past the end, and no overflow.
        credit.matchStart = type(uint64).max;
        credit.matchLength = type(uint64).max;
        _falls(answers, FalseCreditReason.PastOutput, 1, 0);
    }

    function test_PastOutput_EveryCreditOfAnEmptyOutput() public view {
        Answer[] memory answers = _honest();
        FalseCredit memory evidence = _evidence(answers, 0, FalseCreditReason.PastOutput, 0);
        answers[0].output = "";
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        delete evidence.outputText;
        protocol.creditProofs.verifyFalseCredit(_batch(_commitment(answers)), evidence);
    }

    function testFuzz_PastSource(uint64 offset) public {
        Answer[] memory answers = _honest();
        uint256 most = _textOf(first, 1).length - STITCH.length;
        answers[0].credits[1].offset = offset;
        if (offset > most) _falls(answers, FalseCreditReason.PastSource, 1, 0);
        else _stands(answers, FalseCreditReason.PastSource, 1);
    }

    // Bytes

    function testFuzz_DifferentByte(uint64 position) public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        // Another place of the source; wherever the bytes differ it is fraud, elsewhere that byte proves nothing.
        credit.offset -= 7;
        position = uint64(bound(position, 0, credit.matchLength - 1));
        bytes memory text = _textOf(first, 0);
        bool differs = text[credit.offset + position] != answers[0].output[credit.matchStart + position];
        if (differs) _falls(answers, FalseCreditReason.DifferentByte, position);
        else _standsAt(answers, 0, FalseCreditReason.DifferentByte, position);
    }

    function test_DifferentByte_OnlyOfTheSupport() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        // The byte after the support differs: "dog and" here, "dog for" there.
        _standsAt(answers, 0, FalseCreditReason.DifferentByte, credit.matchLength + 1);
    }

    // Boundaries

    function test_OutputBoundary_OfTheCredit() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        // "quick" begins four bytes later; one more byte, and it is no beginning.
        (credit.start, credit.length) = (credit.start + 4, credit.length - 4);
        _standsAt(answers, 0, FalseCreditReason.OutputBoundary, credit.start);
        (credit.start, credit.length) = (credit.start + 1, credit.length - 1);
        _falls(answers, FalseCreditReason.OutputBoundary, credit.start);
        (credit.start, credit.length) = (credit.start - 2, credit.length + 2); // The space.
        _falls(answers, FalseCreditReason.OutputBoundary, credit.start);

        credit = answers[0].credits[1];
        credit.length -= 1; // "nin"
        _falls(answers, FalseCreditReason.OutputBoundary, 1, credit.start + credit.length);
        credit.length -= 3; // "saves "
        _falls(answers, FalseCreditReason.OutputBoundary, 1, credit.start + credit.length);
        credit.length -= 1; // "saves"
        _standsAt(answers, 1, FalseCreditReason.OutputBoundary, credit.start + credit.length);
    }

    function test_OutputBoundary_OfTheSupport() public view {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        (credit.matchStart, credit.matchLength) = (credit.matchStart - 1, credit.matchLength + 1);
        _falls(answers, FalseCreditReason.OutputBoundary, credit.matchStart);
        (credit.matchStart, credit.matchLength) = (credit.matchStart + 1, credit.matchLength);
        _falls(answers, FalseCreditReason.OutputBoundary, credit.matchStart + credit.matchLength);
    }

    function test_OutputBoundary_OnlyWhereAWordShouldBeginOrEnd() public {
        Answer[] memory answers = _honest();
        uint64 inside = answers[0].credits[0].start + 5; // Inside "quick".
        _standsAt(answers, 0, FalseCreditReason.OutputBoundary, inside);
    }

    function test_OutputBoundary_AtTheEndsOfTheText() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        uint64 length = uint64(answers[0].output.length);
        (credit.start, credit.length, credit.matchStart, credit.matchLength) = (0, length, 0, length);
        _standsAt(answers, 0, FalseCreditReason.OutputBoundary, 0);
        _standsAt(answers, 0, FalseCreditReason.OutputBoundary, length);
    }

    /// @dev Where a credit of nothing stands at the text's beginning no word ends: fraud, and no arithmetic that reverts.
    function test_OutputBoundary_OfNothingAtTheBeginning() public view {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        (credit.start, credit.length) = (0, 0);
        _falls(answers, FalseCreditReason.OutputBoundary, 0);
        (credit.matchStart, credit.matchLength) = (0, 0);
        _falls(answers, FalseCreditReason.OutputBoundary, 0);
    }

    /// @dev A credit that begins before its support has no place in the source; the support's ends are judged all the same.
    function test_SourceBoundary_OfACreditBeforeItsSupport() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[1];
        credit.start -= 3; // "so a stitch …"
        _standsAt(answers, 1, FalseCreditReason.SourceBoundary, credit.offset);
        _standsAt(answers, 1, FalseCreditReason.SourceBoundary, credit.offset + credit.matchLength);
        credit.offset = 1; // The space.
        _falls(answers, FalseCreditReason.SourceBoundary, 1, 1);
        _falls(answers, FalseCreditReason.BadShape, 1, 0);
    }

    function test_SourceBoundary() public {
        // bob's second text ends in the same words, which begin there in the middle of none.
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[1];
        credit.offset = 2; // "stitch in …"
        _standsAt(answers, 1, FalseCreditReason.SourceBoundary, 2);
        credit.offset = 1; // The space.
        _falls(answers, FalseCreditReason.SourceBoundary, 1, 1);
        credit.offset = 3; // "titch in …"
        _falls(answers, FalseCreditReason.SourceBoundary, 1, 3);
        _falls(answers, FalseCreditReason.SourceBoundary, 1, 3 + credit.matchLength);
    }

    function test_SourceBoundary_OfTheCreditInTheSource() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[1];
        // The credit is "titch in time saves nine", its support is the whole.
        (credit.start, credit.length) = (credit.start + 3, credit.length - 3);
        _falls(answers, FalseCreditReason.SourceBoundary, 1, credit.offset + 3);
        (credit.start, credit.length) = (credit.start - 1, credit.length); // "stitch in time saves nin"
        _falls(answers, FalseCreditReason.SourceBoundary, 1, credit.offset + 2 + credit.length);
        _standsAt(answers, 1, FalseCreditReason.SourceBoundary, credit.offset + 2);
        // From the support's own start: "a stitch in time saves nin".
        (credit.start, credit.length) = (credit.matchStart, credit.matchLength - 1);
        _falls(answers, FalseCreditReason.SourceBoundary, 1, credit.offset + credit.length);
        // The credit ends with a word, its support does not: "a stitch" in "a stitch in time saves nin".
        (credit.length, credit.matchLength) = (8, credit.matchLength - 1);
        _standsAt(answers, 1, FalseCreditReason.SourceBoundary, credit.offset + credit.length);
        _falls(answers, FalseCreditReason.SourceBoundary, 1, credit.offset + credit.matchLength);
    }

    // Words

    function test_TooFewWords() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[1];
        credit.length = uint64(bytes("a stitch in time").length);
        credit.matchLength = credit.length;
        _stands(answers, FalseCreditReason.TooFewWords, 1); // Four are enough under this version.
        credit.length = uint64(bytes("a stitch in").length);
        credit.matchLength = credit.length;
        _falls(answers, FalseCreditReason.TooFewWords, 1, 0);
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        Answer[] memory answers = _honest();
        Batch memory batch = _batch(_commitment(answers));
        FalseCredit memory evidence = _evidence(answers, 0, FalseCreditReason.WrongContributor, 0);
        evidence.inference.index = 1;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, 1));
        protocol.creditProofs.verifyFalseCredit(batch, evidence);

        evidence = _evidence(answers, 0, FalseCreditReason.WrongContributor, 0);
        evidence.inference.dataFee += 1;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, 0));
        protocol.creditProofs.verifyFalseCredit(batch, evidence);

        evidence = _evidence(answers, 0, FalseCreditReason.WrongContributor, 0);
        evidence.credit.credit.contributor = copier;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadCreditProof.selector, 0));
        protocol.creditProofs.verifyFalseCredit(batch, evidence);

        answers = _honest(); // The line above changed its credit too.
        evidence = _evidence(answers, 0, FalseCreditReason.WrongContributor, 0);
        evidence.source.contributor = copier;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadContributionProof.selector, first, 0));
        protocol.creditProofs.verifyFalseCredit(batch, evidence);

        evidence = _evidence(answers, 0, FalseCreditReason.DifferentByte, 0);
        evidence.outputText.data[0] ^= 0x01;
        bytes32 root = evidence.inference.inference.outputRoot;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadTextProof.selector, root));
        protocol.creditProofs.verifyFalseCredit(batch, evidence);
    }

    function test_Verify_RefusesForgedOutputs() public {
        FalseCreditReason[3] memory reasons =
            [FalseCreditReason.OutputBoundary, FalseCreditReason.DifferentByte, FalseCreditReason.TooFewWords];
        for (uint256 i = 0; i < reasons.length; ++i) {
            Answer[] memory answers = _honest();
            FalseCredit memory evidence = _evidence(answers, 0, reasons[i], 0);
            evidence.outputText.data[0] ^= 0x01;
            _forged(
                answers,
                evidence,
                abi.encodeWithSelector(
                    IFraudProofs.FraudProofs_BadTextProof.selector, evidence.inference.inference.outputRoot
                )
            );
        }
    }

    function test_Verify_RefusesForgedSources() public {
        FalseCreditReason[3] memory reasons =
            [FalseCreditReason.PastSource, FalseCreditReason.SourceBoundary, FalseCreditReason.DifferentByte];
        bytes memory forged = "another text";
        bytes memory notContributed =
            abi.encodeWithSelector(IFraudProofs.FraudProofs_BadContributionProof.selector, first, 0);
        for (uint256 i = 0; i < reasons.length; ++i) {
            Answer[] memory answers = _honest();
            FalseCredit memory evidence = _evidence(answers, 0, reasons[i], 0);
            bytes32 root = evidence.source.textRoot;
            evidence.sourceText = TreeBuilder.textProof(forged, 0, forged.length);
            _forged(answers, evidence, abi.encodeWithSelector(IFraudProofs.FraudProofs_BadTextProof.selector, root));
            // With the root of the forged text it is no contribution.
            evidence.source.textRoot = TreeBuilder.textRoot(forged);
            _forged(answers, evidence, notContributed);
        }
        FalseCredit memory ineligible = _evidence(_honest(), 0, FalseCreditReason.Ineligible, 0);
        ineligible.source.contributor = address(0);
        _forged(_honest(), ineligible, notContributed);
    }

    function test_Verify_RefusesBytesThatAreNotShown() public {
        Answer[] memory answers = _honest();
        Credit memory credit = answers[0].credits[0];
        credit.offset -= 7;
        FalseCredit memory evidence = _evidence(answers, 0, FalseCreditReason.DifferentByte, credit.matchLength - 1);
        Batch memory batch = _batch(_commitment(answers));
        // The last byte of the support lies in the second chunk.
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 0, 256);
        vm.expectRevert(
            abi.encodeWithSelector(
                IFraudProofs.FraudProofs_TextNotShown.selector, credit.matchStart + credit.matchLength - 1
            )
        );
        protocol.creditProofs.verifyFalseCredit(batch, evidence);
    }

    function test_Verify_RefusesUnknownKinds() public {
        Batch memory batch = _batch(_commitment(_honest()));
        vm.expectRevert(IFraudProofs.FraudProofs_UnknownKind.selector);
        protocol.fraudProofs.verify(batch, EvidenceKind.None, "");
    }

    // Helpers

    /// @dev Evidence that shows everything of both texts.
    function _evidence(Answer[] memory answers, uint256 place, FalseCreditReason reason, uint64 position)
        internal
        view
        returns (FalseCredit memory)
    {
        Credit memory credit = answers[0].credits[place];
        return _evidenceOf(answers, place, reason, position, credit.submissionId, credit.leafIndex);
    }

    function _evidenceOf(
        Answer[] memory answers,
        uint256 place,
        FalseCreditReason reason,
        uint64 position,
        SubmissionId submissionId,
        uint32 leaf
    ) internal view returns (FalseCredit memory) {
        bytes memory text = _textOf(submissionId, leaf);
        return FalseCredit({
            inference: BatchDraft.inferenceProof(answers, 0),
            credit: BatchDraft.creditProof(answers[0], place),
            reason: reason,
            position: position,
            source: _contributionProof(submissionId, leaf),
            outputText: TreeBuilder.textProof(answers[0].output, 0, answers[0].output.length),
            sourceText: TreeBuilder.textProof(text, 0, text.length)
        });
    }

    /// @dev Evidence about the first credit without source and texts.
    function _bare(Answer[] memory answers, FalseCreditReason reason)
        internal
        pure
        returns (FalseCredit memory evidence)
    {
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], 0);
        evidence.reason = reason;
    }

    /// @dev The evidence voids the batch, encoded as for the ledger too.
    function _falls(Answer[] memory answers, FalseCreditReason reason, uint256 place, uint64 position) internal view {
        Batch memory batch = _batch(_commitment(answers));
        FalseCredit memory evidence = _evidence(answers, place, reason, position);
        protocol.creditProofs.verifyFalseCredit(batch, evidence);
        protocol.fraudProofs.verify(batch, EvidenceKind.FalseCredit, abi.encode(evidence));
    }

    function _falls(Answer[] memory answers, FalseCreditReason reason, uint64 position) internal view {
        _falls(answers, reason, 0, position);
    }

    function _forged(Answer[] memory answers, FalseCredit memory evidence, bytes memory refusal) internal {
        Batch memory batch = _batch(_commitment(answers));
        vm.expectRevert(refusal);
        protocol.creditProofs.verifyFalseCredit(batch, evidence);
    }

    /// @dev The evidence proves nothing.
    function _stands(Answer[] memory answers, FalseCreditReason reason, uint256 place) internal {
        _standsAt(answers, place, reason, 0);
    }

    function _standsAt(Answer[] memory answers, uint256 place, FalseCreditReason reason, uint64 position) internal {
        Batch memory batch = _batch(_commitment(answers));
        FalseCredit memory evidence = _evidence(answers, place, reason, position);
        vm.expectRevert(abi.encodeWithSelector(ICreditProofs.CreditProofs_NothingFalse.selector, reason));
        protocol.creditProofs.verifyFalseCredit(batch, evidence);
    }
}
