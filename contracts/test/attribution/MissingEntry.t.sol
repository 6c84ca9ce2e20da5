// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {Credit, EntryProof, IFraudProofs, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {IMoneyProofs, MissingEntry} from "openledger/interfaces/IMoneyProofs.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Credits that lack their contributor's entry, or their reserve's.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract MissingEntryTest is Money {
    /// @dev How many credits of one word the long answer has.
    uint256 internal constant MANY = 5;

    // The honest batch

    /// @dev Whatever neighbours are shown of an honest batch, nothing is missing.
    function testFuzz_Honest_NothingIsMissing(uint256 shape, uint256 credit, bool reserve, uint256 bit) public view {
        Answer[] memory answers = _many();
        PayoutDraft[] memory payouts = _payouts(answers);
        credit = bound(credit, 0, MANY - 1);
        MissingEntry memory evidence = _bare(answers, credit, reserve);
        // Up to two payouts and up to two entries, any of them.
        uint256 count = shape % 3;
        evidence.payouts = new PayoutProof[](count);
        for (uint256 i = 0; i < count; ++i) {
            shape /= 3;
            evidence.payouts[i] = BatchDraft.payoutProof(payouts, shape % payouts.length);
        }
        shape /= 3;
        uint256 place = count == 0 ? 0 : evidence.payouts[0].index;
        evidence.entries = new EntryProof[](shape % 3);
        for (uint256 i = 0; i < evidence.entries.length; ++i) {
            shape /= 3;
            evidence.entries[i] = BatchDraft.entryProof(payouts[place], shape % payouts[place].entries.length);
        }
        Batch memory batch = _batchOf(answers);
        _provesNothing(batch, evidence);
        _refusesTurned(batch, EvidenceKind.MissingEntry, abi.encode(evidence), bit);
    }

    function test_Honest_TheEntryItselfIsPresent() public {
        Answer[] memory answers = _many();
        PayoutDraft[] memory payouts = _payouts(answers);
        for (uint256 credit = 0; credit < MANY; ++credit) {
            for (uint256 i = 0; i < 2; ++i) {
                MissingEntry memory evidence = _bare(answers, credit, i == 1);
                uint256 place = _placeOf(payouts, i == 1 ? _reserve() : alice);
                evidence.payouts = _shown(payouts, place);
                evidence.entries = _entries(payouts[place], credit);
                _refuses(
                    _batchOf(answers),
                    EvidenceKind.MissingEntry,
                    abi.encode(evidence),
                    IMoneyProofs.MoneyProofs_EntryPresent.selector
                );
            }
        }
    }

    /// @dev Any two entries and any two payouts, in either order: none but the two around a key leave no room for it.
    function test_Honest_NoTwoLeavesShowAnAbsence() public view {
        Answer[] memory answers = _many();
        PayoutDraft[] memory payouts = _payouts(answers);
        Batch memory batch = _batchOf(answers);
        MissingEntry memory evidence = _bare(answers, 2, false);
        uint256 place = _placeOf(payouts, alice);
        evidence.payouts = _shown(payouts, place);
        for (uint256 i = 0; i < MANY * MANY; ++i) {
            evidence.entries = _entries(payouts[place], i / MANY, i % MANY);
            _provesNothing(batch, evidence);
            if (i < MANY) evidence.entries = _entries(payouts[place], i);
            _provesNothing(batch, evidence);
        }
        evidence.entries = new EntryProof[](0);
        for (uint256 i = 0; i < payouts.length * payouts.length; ++i) {
            evidence.payouts = _shown(payouts, i / payouts.length, i % payouts.length);
            _provesNothing(batch, evidence);
            if (i < payouts.length) evidence.payouts = _shown(payouts, i);
            _provesNothing(batch, evidence);
        }
    }

    // Entries missing from a payout

    function testFuzz_Entry_AnyMissingOneFalls(uint256 credit, bool reserve) public {
        Answer[] memory answers = _many();
        PayoutDraft[] memory payouts = _payouts(answers);
        credit = bound(credit, 0, MANY - 1);
        uint256 place = _placeOf(payouts, reserve ? _reserve() : alice);
        _removeEntry(payouts[place], credit);
        MissingEntry memory evidence = _bare(answers, credit, reserve);
        evidence.payouts = _shown(payouts, place);
        if (credit == 0) evidence.entries = _entries(payouts[place], 0);
        else if (credit == MANY - 1) evidence.entries = _entries(payouts[place], MANY - 2);
        else evidence.entries = _entries(payouts[place], credit - 1, credit);
        _falls(answers, payouts, evidence);
        // Its neighbours, and no others.
        evidence.entries = _entries(payouts[place], 0, MANY - 2);
        _notNeighbours(answers, payouts, evidence);
        evidence.entries = _entries(payouts[place], 1);
        _notNeighbours(answers, payouts, evidence);
        evidence.entries = new EntryProof[](0);
        _notNeighbours(answers, payouts, evidence);
    }

    /// @dev An account named in the payout tree, with a sum and nothing below it.
    function test_Attack_PayoutsWithoutEntries() public view {
        Answer[] memory answers = _many();
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = _placeOf(payouts, alice);
        payouts[place].entries = new bytes[](0);
        payouts[place].amounts = new uint128[](0);
        MissingEntry memory evidence = _bare(answers, 2, false);
        evidence.payouts = _shown(payouts, place);
        _falls(answers, payouts, evidence);
    }

    function test_Entry_NeighboursInOtherAnswers() public {
        // The missing one is the only one of its answer, between two others.
        Answer[] memory answers = _honest();
        for (uint256 i = 1; i < 3; ++i) {
            answers[i].output = answers[0].output;
            answers[i].credits = new Credit[](1);
            answers[i].credits[0] = answers[0].credits[0];
        }
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = _placeOf(payouts, alice);
        _removeEntry(payouts[place], 1);
        MissingEntry memory evidence = _bare(answers, 0, false);
        evidence.inference = BatchDraft.inferenceProof(answers, 1);
        evidence.credit = BatchDraft.creditProof(answers[1], 0);
        evidence.payouts = _shown(payouts, place);
        evidence.entries = _entries(payouts[place], 0, 1);
        _falls(answers, payouts, evidence);
        evidence.entries = _entries(payouts[place], 1, 0);
        _notNeighbours(answers, payouts, evidence);
    }

    // Payouts missing

    function testFuzz_Payout_AnyMissingOneFalls(address contributor) public {
        vm.assume(contributor != address(0) && contributor != bob && contributor != _reserve());
        Answer[] memory answers = _honest();
        answers[0].credits[0].contributor = contributor;
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = _placeOf(payouts, contributor);
        payouts = _removePayout(payouts, place);
        MissingEntry memory evidence = _bare(answers, 0, false);
        if (place == 0) evidence.payouts = _shown(payouts, 0);
        else if (place == payouts.length) evidence.payouts = _shown(payouts, place - 1);
        else evidence.payouts = _shown(payouts, place - 1, place);
        _falls(answers, payouts, evidence);
        if (place == 1) {
            evidence.payouts = _shown(payouts, 1, 0);
            _notNeighbours(answers, payouts, evidence);
            evidence.payouts = _shown(payouts, 0);
            _notNeighbours(answers, payouts, evidence);
        }
        evidence.payouts = new PayoutProof[](0);
        _notNeighbours(answers, payouts, evidence);
    }

    function test_Payout_NoneAtAll() public {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = new PayoutDraft[](0);
        _falls(answers, payouts, _bare(answers, 0, false));
        _falls(answers, payouts, _bare(answers, 1, true));
        // That proves nothing where there are some.
        _notNeighbours(answers, _payouts(answers), _bare(answers, 0, false));
    }

    function test_Payout_TheReservesFalls() public view {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = _placeOf(payouts, _reserve());
        payouts = _removePayout(payouts, place);
        MissingEntry memory evidence = _bare(answers, 1, true);
        if (place == 1) evidence.payouts = _shown(payouts, 0, 1);
        else evidence.payouts = _shown(payouts, place == 0 ? 0 : 1);
        _falls(answers, payouts, evidence);
    }

    function test_Payout_ThreeAreNoNeighbours() public {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        MissingEntry memory evidence = _bare(answers, 0, false);
        answers[0].credits[0].contributor = stranger;
        evidence = _bare(answers, 0, false);
        evidence.payouts = new PayoutProof[](3);
        for (uint256 i = 0; i < 3; ++i) {
            evidence.payouts[i] = BatchDraft.payoutProof(payouts, i);
        }
        _notNeighbours(answers, payouts, evidence);
    }

    /// @dev In a tree out of order an entry that is there can be shown as missing: the batch is a lie in any case, and its
    /// order is proven by `Unsorted`; what matters is that disorder protects no lie.
    function test_Attack_DisorderProtectsNothing() public view {
        Answer[] memory answers = _many();
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = _placeOf(payouts, alice);
        (payouts[place].entries[0], payouts[place].entries[1]) = (payouts[place].entries[1], payouts[place].entries[0]);
        MissingEntry memory evidence = _bare(answers, 0, false);
        evidence.payouts = _shown(payouts, place);
        evidence.entries = _entries(payouts[place], 0);
        _falls(answers, payouts, evidence);
    }

    // Where no entry is due

    function test_NotDue_ForACreditWithoutContributor() public {
        Answer[] memory answers = _revokedFirst();
        _notDue(answers, _bare(answers, 0, false));
        _notDue(answers, _bare(answers, 1, true));
    }

    function test_NotDue_ForTheReserveOfADatanetThatKeepsNothing() public {
        IDatanetRegistry.NewDatanet memory newDatanet = _newDatanet();
        newDatanet.reserveBps = 0;
        bytes[] memory leaves = new bytes[](1);
        leaves[0] = _contributionLeaf(alice, FOX);
        SubmissionId source = _submitAccepted(_createDatanet(newDatanet), TreeBuilder.root(leaves), 1);
        Answer[] memory answers = _honest();
        answers[0].credits[0].submissionId = source;
        _notDue(answers, _bare(answers, 0, true));
        answers[0].credits[0].submissionId = SubmissionId.wrap(99); // Unknown.
        _notDue(answers, _bare(answers, 0, true));
        // The contributor's is.
        _falls(answers, new PayoutDraft[](0), _bare(answers, 0, false));
    }

    function test_Attack_AContributorThatIsAReserveAccount() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0].contributor = _reserve();
        _notDue(answers, _bare(answers, 0, true));
        _falls(answers, new PayoutDraft[](0), _bare(answers, 0, false));
        answers[0].credits[0].contributor = protocol.datanetRegistry.reserveAccount(elsewhere);
        _falls(answers, new PayoutDraft[](0), _bare(answers, 0, true));
    }

    // Influence

    function test_Influence_WeightsHaveEntriesToo() public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        PayoutDraft[] memory payouts = _weighedPayouts(answers);
        _notNeighbours(answers, payouts, _bare(answers, 1, false));
        _falls(answers, new PayoutDraft[](0), _bare(answers, 1, false));
        _falls(answers, new PayoutDraft[](0), _bare(answers, 1, true));
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        Answer[] memory answers = _many();
        PayoutDraft[] memory payouts = _payouts(answers);
        uint256 place = _placeOf(payouts, alice);
        _removeEntry(payouts[place], 0);
        MissingEntry memory evidence = _bare(answers, 0, false);
        evidence.payouts = _shown(payouts, place);
        evidence.entries = _entries(payouts[place], 0);
        _falls(answers, payouts, evidence);
        evidence.payouts[0].payout.entryCount = 0;
        _refusesProof(answers, payouts, evidence, IFraudProofs.FraudProofs_BadPayoutProof.selector, place);
        evidence.payouts = _shown(payouts, place);
        evidence.entries[0].entry.credit = 3;
        _refusesProof(answers, payouts, evidence, IFraudProofs.FraudProofs_BadEntryProof.selector, 0);
        evidence.entries = _entries(payouts[place], 0);
        evidence.credit.siblings[0] ^= bytes32(uint256(1));
        _refusesProof(answers, payouts, evidence, IFraudProofs.FraudProofs_BadCreditProof.selector, 0);
        evidence.inference.index = 1;
        _refusesProof(answers, payouts, evidence, IFraudProofs.FraudProofs_BadInferenceProof.selector, 1);
    }

    // Helpers

    function _reserve() internal view returns (address) {
        return protocol.datanetRegistry.reserveAccount(datanetId);
    }

    /// @dev The first answer's fox in one credit for each of its first words, all alice's.
    function _many() internal view returns (Answer[] memory answers) {
        answers = _honest();
        Credit memory whole = answers[0].credits[0];
        uint8[MANY] memory lengths = [3, 5, 5, 3, 5]; // the quick brown fox jumps
        answers[0].credits = new Credit[](MANY);
        uint64 start = whole.start;
        for (uint256 i = 0; i < MANY; ++i) {
            Credit memory credit = _credit(FOX, first, 0);
            (credit.start, credit.length) = (start, lengths[i]);
            answers[0].credits[i] = credit;
            start += lengths[i] + 1;
        }
    }

    /// @dev A credit of the first answer, nothing shown of the payouts.
    function _bare(Answer[] memory answers, uint256 credit, bool reserve)
        internal
        pure
        returns (MissingEntry memory evidence)
    {
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], credit);
        evidence.reserve = reserve;
    }

    function _shown(PayoutDraft[] memory payouts, uint256 place) internal pure returns (PayoutProof[] memory shown) {
        shown = new PayoutProof[](1);
        shown[0] = BatchDraft.payoutProof(payouts, place);
    }

    function _shown(PayoutDraft[] memory payouts, uint256 place, uint256 next)
        internal
        pure
        returns (PayoutProof[] memory shown)
    {
        shown = new PayoutProof[](2);
        shown[0] = BatchDraft.payoutProof(payouts, place);
        shown[1] = BatchDraft.payoutProof(payouts, next);
    }

    function _entries(PayoutDraft memory payout, uint256 place) internal pure returns (EntryProof[] memory shown) {
        shown = new EntryProof[](1);
        shown[0] = BatchDraft.entryProof(payout, place);
    }

    function _entries(PayoutDraft memory payout, uint256 place, uint256 next)
        internal
        pure
        returns (EntryProof[] memory shown)
    {
        shown = new EntryProof[](2);
        shown[0] = BatchDraft.entryProof(payout, place);
        shown[1] = BatchDraft.entryProof(payout, next);
    }

    function _falls(Answer[] memory answers, PayoutDraft[] memory payouts, MissingEntry memory evidence) internal view {
        _proves(_batchOf(answers, payouts), EvidenceKind.MissingEntry, abi.encode(evidence));
    }

    function _provesNothing(Batch memory batch, MissingEntry memory evidence) internal view {
        try protocol.fraudProofs.verify(batch, EvidenceKind.MissingEntry, abi.encode(evidence)) {
            revert("an entry of an honest batch is missing");
        } catch {}
    }

    function _notNeighbours(Answer[] memory answers, PayoutDraft[] memory payouts, MissingEntry memory evidence)
        internal
    {
        bytes4 reason = IMoneyProofs.MoneyProofs_NotNeighbours.selector;
        _refuses(_batchOf(answers, payouts), EvidenceKind.MissingEntry, abi.encode(evidence), reason);
    }

    function _notDue(Answer[] memory answers, MissingEntry memory evidence) internal {
        bytes4 reason = IMoneyProofs.MoneyProofs_NoEntryDue.selector;
        _refuses(_batchOf(answers, new PayoutDraft[](0)), EvidenceKind.MissingEntry, abi.encode(evidence), reason);
    }

    function _refusesProof(
        Answer[] memory answers,
        PayoutDraft[] memory payouts,
        MissingEntry memory evidence,
        bytes4 reason,
        uint256 index
    ) internal {
        bytes memory encoded = abi.encodeWithSelector(reason, index);
        _refuses(_batchOf(answers, payouts), EvidenceKind.MissingEntry, abi.encode(evidence), encoded);
    }
}
