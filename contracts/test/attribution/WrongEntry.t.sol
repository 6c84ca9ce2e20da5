// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {Credit, Entry, IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {IMoneyProofs, WrongEntry} from "openledger/interfaces/IMoneyProofs.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Entries that name no credit, or whose account or amount does not follow from their credit.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract WrongEntryTest is Money {
    // The honest batch

    function testFuzz_Honest_EveryEntryIsRight(uint256 place, uint256 entry, uint256 bit) public {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        place = bound(place, 0, payouts.length - 1);
        entry = bound(entry, 0, payouts[place].entries.length - 1);
        WrongEntry memory evidence = _evidence(answers, payouts, place, entry);
        _stands(answers, payouts, evidence);
        _refusesTurned(_batchOf(answers), EvidenceKind.WrongEntry, abi.encode(evidence), bit);
    }

    // Amounts

    function testFuzz_Amount_AnyOtherFalls(uint256 place, uint256 entry, uint128 amount) public view {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        place = bound(place, 0, payouts.length - 1);
        entry = bound(entry, 0, payouts[place].entries.length - 1);
        amount = uint128(bound(amount, 0, type(uint128).max - 10e18));
        vm.assume(amount != payouts[place].amounts[entry]);
        _setAmount(payouts[place], entry, amount);
        _falls(answers, payouts, _evidence(answers, payouts, place, entry));
    }

    function test_Amount_OneWeiMoreOrLess() public view {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        for (uint256 i = 0; i < payouts.length; ++i) {
            uint128 right = payouts[i].amounts[0];
            _setAmount(payouts[i], 0, right + 1);
            _falls(answers, payouts, _evidence(answers, payouts, i, 0));
            _setAmount(payouts[i], 0, right - 1);
            _falls(answers, payouts, _evidence(answers, payouts, i, 0));
            _setAmount(payouts[i], 0, right);
        }
    }

    /// @dev Whatever numbers the leaves hold, the verifier says right or wrong and never anything else.
    function testFuzz_Attack_ArithmeticThatRevertsTheVerifier(uint128 fee, uint64 length, uint128 amount) public {
        Answer[] memory answers = _honest();
        answers[0].dataFee = fee = uint128(bound(fee, 0, type(uint128).max / 2));
        answers[1].dataFee = 0;
        answers[0].credits[0].length = length;
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        payouts[0] = _draft(alice, 0, amount);
        uint256 gross = Math.mulDiv(fee, uint256(length) + 1, answers[0].output.length + 1);
        uint256 due = gross - gross * 1000 / 10_000;
        _judged(answers, payouts, _evidence(answers, payouts, 0, 0), due == amount);
        if (due > type(uint128).max) return;
        payouts[0] = _draft(alice, 0, uint128(due));
        _judged(answers, payouts, _evidence(answers, payouts, 0, 0), true);
    }

    function test_Attack_GreatestNumbers() public {
        testFuzz_Attack_ArithmeticThatRevertsTheVerifier(type(uint128).max, type(uint64).max, type(uint128).max);
        testFuzz_Attack_ArithmeticThatRevertsTheVerifier(0, type(uint64).max, 0);
        testFuzz_Attack_ArithmeticThatRevertsTheVerifier(type(uint128).max, 0, 0);
    }

    function test_Amount_OfAnEmptyOutputNeedsNoChunk() public {
        Answer[] memory answers = _honest();
        answers[1].credits = new Credit[](1);
        answers[1].credits[0] = answers[0].credits[0];
        answers[1].credits[0].length = 0;
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        payouts[0] = _draftOf(alice, 1, 0, answers[1].dataFee * 9 / 10);
        WrongEntry memory evidence = _evidence(answers, payouts, 0, 0);
        delete evidence.outputText;
        _stands(answers, payouts, evidence);
        payouts[0] = _draftOf(alice, 1, 0, answers[1].dataFee);
        evidence = _evidence(answers, payouts, 0, 0);
        delete evidence.outputText;
        _falls(answers, payouts, evidence);
    }

    function test_Amount_NeedsTheOutputsLength() public {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        _setAmount(payouts[0], 0, 1);
        WrongEntry memory evidence = _evidence(answers, payouts, 0, 0);
        // Any chunk of it will do, and no other text.
        evidence.outputText = TreeBuilder.textProof(answers[0].output, 256, 300);
        _falls(answers, payouts, evidence);
        evidence.outputText = TreeBuilder.textProof(FOX, 0, 1);
        bytes memory reason = abi.encodeWithSelector(
            IFraudProofs.FraudProofs_BadTextProof.selector, TreeBuilder.textRoot(answers[0].output)
        );
        _refuses(_batchOf(answers, payouts), EvidenceKind.WrongEntry, abi.encode(evidence), reason);
        delete evidence.outputText;
        _refuses(_batchOf(answers, payouts), EvidenceKind.WrongEntry, abi.encode(evidence), reason);
    }

    // Credits that are not there

    function testFuzz_Named_NoSuchInference(uint32 inference, uint32 credit) public view {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        inference = uint32(bound(inference, 3, type(uint32).max));
        payouts[0].entries[0] = abi.encode(inference, credit);
        WrongEntry memory evidence;
        (evidence.payout, evidence.entry) = (BatchDraft.payoutProof(payouts, 0), BatchDraft.entryProof(payouts[0], 0));
        _falls(answers, payouts, evidence);
    }

    function testFuzz_Named_NoSuchCredit(uint256 inference, uint32 credit) public view {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        inference = bound(inference, 0, 2);
        credit = uint32(bound(credit, inference == 0 ? 2 : 0, type(uint32).max));
        payouts[0].entries[0] = abi.encode(inference, credit);
        WrongEntry memory evidence;
        (evidence.payout, evidence.entry) = (BatchDraft.payoutProof(payouts, 0), BatchDraft.entryProof(payouts[0], 0));
        evidence.inference = BatchDraft.inferenceProof(answers, inference);
        _falls(answers, payouts, evidence);
    }

    function test_Named_AnotherThanIsShown() public {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        // Shown with the other credit or answer, every right entry would be wrong.
        uint256 alices = _placeOf(payouts, alice);
        WrongEntry memory evidence = _evidence(answers, payouts, alices, 0);
        evidence.credit = BatchDraft.creditProof(answers[0], 1);
        bytes4 reason = IMoneyProofs.MoneyProofs_NotNamed.selector;
        _refuses(_batchOf(answers), EvidenceKind.WrongEntry, abi.encode(evidence), reason);
        evidence = _evidence(answers, payouts, alices, 0);
        evidence.inference = BatchDraft.inferenceProof(answers, 1);
        _refuses(_batchOf(answers), EvidenceKind.WrongEntry, abi.encode(evidence), reason);
    }

    // Accounts

    function testFuzz_Account_OfNeitherFalls(address account, uint128 amount) public view {
        vm.assume(account != alice && account != _reserve());
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        payouts[0] = _draft(account, 0, amount);
        WrongEntry memory evidence = _evidence(answers, payouts, 0, 0);
        delete evidence.outputText;
        _falls(answers, payouts, evidence);
    }

    /// @dev The contributor's part under the reserve account, and the other way round.
    function test_Account_EachHasItsOwnPart() public view {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory right = _payouts(answers);
        uint128 part = right[_placeOf(right, alice)].amounts[0];
        uint128 kept = right[_placeOf(right, _reserve())].amounts[0];
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        payouts[0] = _draft(alice, 0, kept);
        _falls(answers, payouts, _evidence(answers, payouts, 0, 0));
        payouts[0] = _draft(alice, 0, part + kept);
        _falls(answers, payouts, _evidence(answers, payouts, 0, 0));
        payouts[0] = _draft(_reserve(), 0, part);
        _falls(answers, payouts, _evidence(answers, payouts, 0, 0));
    }

    function test_Attack_CreditWithoutContributorPaysNobody() public {
        Answer[] memory answers = _revokedFirst();
        address[4] memory accounts = [alice, _reserve(), address(0), stranger];
        for (uint256 i = 0; i < 4; ++i) {
            PayoutDraft[] memory payouts = new PayoutDraft[](1);
            payouts[0] = _draft(accounts[i], 0, i == 3 ? 0 : 5);
            WrongEntry memory evidence = _evidence(answers, payouts, 0, 0);
            delete evidence.outputText;
            _falls(answers, payouts, evidence);
        }
    }

    function test_Account_NoReserveWithoutAShare() public {
        (Answer[] memory answers, address reserve) = _fromWithoutReserve();
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        payouts[0] = _draft(reserve, 0, 0);
        WrongEntry memory evidence = _evidence(answers, payouts, 0, 0);
        _falls(answers, payouts, evidence);
        // The contributor has it all.
        uint128 gross = answers[0].dataFee * uint128(FOX.length + 1) / uint128(answers[0].output.length + 1);
        payouts[0] = _draft(alice, 0, gross);
        _stands(answers, payouts, _evidence(answers, payouts, 0, 0));
        payouts[0] = _draft(alice, 0, gross - 1);
        _falls(answers, payouts, _evidence(answers, payouts, 0, 0));
    }

    /// @dev Where the contributor is the reserve account there is one entry, of the whole.
    function test_Attack_AContributorThatIsAReserveAccount() public {
        Answer[] memory answers = _honest();
        answers[0].credits[0].contributor = _reserve();
        uint128 gross = answers[0].dataFee * uint128(FOX.length + 1) / uint128(answers[0].output.length + 1);
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        payouts[0] = _draft(_reserve(), 0, gross);
        _stands(answers, payouts, _evidence(answers, payouts, 0, 0));
        uint128[3] memory wrong = [gross * 1000 / 10_000, gross - gross * 1000 / 10_000, 0];
        for (uint256 i = 0; i < 3; ++i) {
            payouts[0] = _draft(_reserve(), 0, wrong[i]);
            _falls(answers, payouts, _evidence(answers, payouts, 0, 0));
        }
        // Two entries, for either part, are unsorted; and each is wrong.
        payouts[0] = _draft(_reserve(), 0, wrong[0]);
        payouts[0].entries = new bytes[](2);
        payouts[0].amounts = new uint128[](2);
        for (uint256 i = 0; i < 2; ++i) {
            payouts[0].entries[i] = abi.encode(Entry(0, 0));
            payouts[0].amounts[i] = wrong[i];
        }
        payouts[0].earned = gross;
        _falls(answers, payouts, _evidence(answers, payouts, 0, 0));
        _falls(answers, payouts, _evidence(answers, payouts, 0, 1));
        // Of another datanet it is a contributor like any.
        answers[0].credits[0].contributor = protocol.datanetRegistry.reserveAccount(elsewhere);
        payouts[0] = _draft(answers[0].credits[0].contributor, 0, gross - wrong[0]);
        _stands(answers, payouts, _evidence(answers, payouts, 0, 0));
    }

    /// @dev A submission that does not exist has no reserve; the credit is false besides.
    function test_Account_OfAnUnknownSubmission() public view {
        Answer[] memory answers = _honest();
        answers[0].credits[0].submissionId = SubmissionId.wrap(type(uint256).max);
        PayoutDraft[] memory payouts = new PayoutDraft[](1);
        address[2] memory accounts = [_reserve(), address(0)];
        for (uint256 i = 0; i < 2; ++i) {
            payouts[0] = _draft(accounts[i], 0, 0);
            _falls(answers, payouts, _evidence(answers, payouts, 0, 0));
        }
    }

    // Influence

    function testFuzz_Influence_AmountsFollowTheWeights(uint64 weight, uint128 amount) public {
        _useInfluence();
        Answer[] memory answers = _honestWeights();
        PayoutDraft[] memory payouts = _weighedPayouts(answers);
        for (uint256 i = 0; i < payouts.length; ++i) {
            for (uint256 j = 0; j < payouts[i].entries.length; ++j) {
                WrongEntry memory evidence = _evidence(answers, payouts, i, j);
                delete evidence.outputText; // Its length does not matter.
                _stands(answers, payouts, evidence);
            }
        }
        answers[0].credits[0].length = weight;
        payouts = new PayoutDraft[](1);
        payouts[0] = _draft(alice, 0, amount);
        uint256 gross = Math.mulDiv(answers[0].dataFee, weight, 2 ** 32);
        _judged(answers, payouts, _evidence(answers, payouts, 0, 0), amount == gross - gross / 10);
        payouts[0] = _draft(alice, 0, uint128(gross - gross / 10));
        _judged(answers, payouts, _evidence(answers, payouts, 0, 0), true);
        payouts[0] = _draft(alice, 0, uint128(gross - gross / 10 + 1));
        _judged(answers, payouts, _evidence(answers, payouts, 0, 0), false);
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        _setAmount(payouts[0], 0, 1);
        Batch memory batch = _batchOf(answers, payouts);
        WrongEntry memory evidence = _evidence(answers, payouts, 0, 0);
        _falls(answers, payouts, evidence);
        evidence.payout.payout.account = stranger;
        _refusesProof(batch, evidence, IFraudProofs.FraudProofs_BadPayoutProof.selector);
        evidence = _evidence(answers, payouts, 0, 0);
        evidence.entry.amount += 1;
        _refusesProof(batch, evidence, IFraudProofs.FraudProofs_BadEntryProof.selector);
        evidence = _evidence(answers, payouts, 0, 0);
        evidence.inference.dataFee += 1;
        _refusesProof(batch, evidence, IFraudProofs.FraudProofs_BadInferenceProof.selector);
        evidence = _evidence(answers, payouts, 0, 0);
        evidence.credit.credit.length += 1;
        bytes memory reason =
            abi.encodeWithSelector(IFraudProofs.FraudProofs_BadCreditProof.selector, evidence.credit.index);
        _refuses(batch, EvidenceKind.WrongEntry, abi.encode(evidence), reason);
    }

    // Helpers

    function _reserve() internal view returns (address) {
        return protocol.datanetRegistry.reserveAccount(datanetId);
    }

    /// @dev A payout of one entry for a credit of the first answer.
    function _draft(address account, uint256 credit, uint128 amount) internal pure returns (PayoutDraft memory) {
        return _draftOf(account, 0, credit, amount);
    }

    function _draftOf(address account, uint256 inference, uint256 credit, uint128 amount)
        internal
        pure
        returns (PayoutDraft memory payout)
    {
        payout.account = account;
        payout.entries = new bytes[](1);
        payout.amounts = new uint128[](1);
        payout.entries[0] = abi.encode(inference, credit);
        payout.amounts[0] = payout.earned = amount;
    }

    /// @dev alice's fox from a datanet that keeps nothing for its reserve.
    function _fromWithoutReserve() internal returns (Answer[] memory answers, address reserve) {
        IDatanetRegistry.NewDatanet memory newDatanet = _newDatanet();
        newDatanet.reserveBps = 0;
        DatanetId keepsNothing = _createDatanet(newDatanet);
        reserve = protocol.datanetRegistry.reserveAccount(keepsNothing);
        bytes[] memory leaves = new bytes[](1);
        leaves[0] = _contributionLeaf(alice, FOX);
        SubmissionId source = _submitAccepted(keepsNothing, TreeBuilder.root(leaves), 1);
        answers = _honest();
        answers[0].credits[0].submissionId = source;
    }

    function _evidence(Answer[] memory answers, PayoutDraft[] memory payouts, uint256 place, uint256 entry)
        internal
        pure
        returns (WrongEntry memory evidence)
    {
        evidence.payout = BatchDraft.payoutProof(payouts, place);
        evidence.entry = BatchDraft.entryProof(payouts[place], entry);
        Entry memory named = evidence.entry.entry;
        evidence.inference = BatchDraft.inferenceProof(answers, named.inference);
        evidence.credit = BatchDraft.creditProof(answers[named.inference], named.credit);
        if (answers[named.inference].output.length == 0) return evidence;
        evidence.outputText = TreeBuilder.textProof(answers[named.inference].output, 0, 1);
    }

    function _judged(Answer[] memory answers, PayoutDraft[] memory payouts, WrongEntry memory evidence, bool right)
        internal
    {
        if (right) _stands(answers, payouts, evidence);
        else _falls(answers, payouts, evidence);
    }

    function _falls(Answer[] memory answers, PayoutDraft[] memory payouts, WrongEntry memory evidence) internal view {
        _proves(_batchOf(answers, payouts), EvidenceKind.WrongEntry, abi.encode(evidence));
    }

    function _stands(Answer[] memory answers, PayoutDraft[] memory payouts, WrongEntry memory evidence) internal {
        bytes4 reason = IMoneyProofs.MoneyProofs_EntryRight.selector;
        _refuses(_batchOf(answers, payouts), EvidenceKind.WrongEntry, abi.encode(evidence), reason);
    }

    function _refusesProof(Batch memory batch, WrongEntry memory evidence, bytes4 reason) internal {
        _refuses(batch, EvidenceKind.WrongEntry, abi.encode(evidence), abi.encodeWithSelector(reason, 0));
    }
}
