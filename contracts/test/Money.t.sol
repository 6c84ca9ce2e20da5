// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "./Loop.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "./utils/BatchDraft.sol";
import {Batch, BatchCommitment, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {Credit} from "openledger/interfaces/IFraudProofs.sol";
import {AttributionRule, IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";

/// @notice What tests of evidence share: batches of any answers and payouts, and evidence judged as the ledger has it
/// judged.
abstract contract Money is Loop {
    uint256 internal receiptKeySecret;

    function setUp() public virtual override {
        super.setUp();
        (address key, uint256 secret) = makeAddrAndKey("receipt key");
        assertEq(key, receiptKey, "the key of the term");
        receiptKeySecret = secret;
    }

    function _batchOf(Answer[] memory answers) internal view returns (Batch memory) {
        return _batchOf(answers, _payouts(answers));
    }

    /// @dev A batch whose trees, sums and counts are consistent, whatever its answers and payouts say.
    function _batchOf(Answer[] memory answers, PayoutDraft[] memory payouts) internal view returns (Batch memory) {
        BatchCommitment memory commitment;
        commitment.modelId = modelId;
        commitment.term = 1;
        commitment.bundleHash = keccak256("bundle");
        commitment.bundleSize = 6;
        BatchDraft.fill(commitment, answers, payouts);
        return _batch(commitment);
    }

    function _proves(Batch memory batch, EvidenceKind kind, bytes memory evidence) internal view {
        protocol.fraudProofs.verify(batch, kind, evidence);
    }

    function _refuses(Batch memory batch, EvidenceKind kind, bytes memory evidence, bytes memory reason) internal {
        vm.expectRevert(reason);
        protocol.fraudProofs.verify(batch, kind, evidence);
    }

    function _refuses(Batch memory batch, EvidenceKind kind, bytes memory evidence, bytes4 reason) internal {
        _refuses(batch, kind, evidence, abi.encodeWithSelector(reason));
    }

    /// @dev Against an honest batch nothing is evidence: not with any bit of it turned either.
    function _refusesTurned(Batch memory batch, EvidenceKind kind, bytes memory evidence, uint256 bit) internal view {
        bit = bound(bit, 0, evidence.length * 8 - 1);
        evidence[bit / 8] ^= bytes1(uint8(2 ** (bit % 8)));
        try protocol.fraudProofs.verify(batch, kind, evidence) {
            revert(string.concat("proven by turning bit ", vm.toString(bit)));
        } catch {}
    }

    /// @dev The first credit is of a source that is revoked, so that it pays nobody.
    function _revokedFirst() internal returns (Answer[] memory answers) {
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(first);
        answers = _honest();
        answers[0].version = _publishVersion(modelId, datanetId);
        answers[0].credits[0].contributor = address(0);
        answers[0].credits[1].contributor = address(0);
    }

    /// @dev From here on the model is one under `influence/v1`, paid for like the other.
    function _useInfluence() internal {
        IModelRegistry.NewModel memory newModel = _newModel(datanetId);
        newModel.rule = AttributionRule.InfluenceV1;
        vm.prank(modelOwner);
        modelId = protocol.modelRegistry.register(newModel);
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        newVersion.windowWords = 0;
        vm.prank(modelOwner);
        protocol.modelRegistry.publishVersion(modelId, newVersion);
        _pay(modelId, 3 * PRICE);
    }

    /// @dev An answer of which alice made a half, bob a quarter, and nobody the rest.
    function _honestWeights() internal view returns (Answer[] memory answers) {
        answers = _honest();
        answers[0].credits[0] = Credit(0, 2 ** 31, 0, 0, first, 0, 0, alice);
        answers[0].credits[1] = Credit(2 ** 31, 2 ** 30, 0, 0, first, 1, 0, bob);
    }

    /// @dev What each account earns by weights.
    function _weighedPayouts(Answer[] memory answers) internal view returns (PayoutDraft[] memory payouts) {
        address reserve = protocol.datanetRegistry.reserveAccount(datanetId);
        for (uint32 j = 0; j < answers[0].credits.length; ++j) {
            Credit memory credit = answers[0].credits[j];
            uint128 gross = uint128(uint256(answers[0].dataFee) * credit.length / 2 ** 32);
            uint128 kept = gross * 1000 / 10_000;
            payouts = BatchDraft.enter(payouts, credit.contributor, abi.encode(0, j), gross - kept);
            payouts = BatchDraft.enter(payouts, reserve, abi.encode(0, j), kept);
        }
    }

    /// @dev Where an account's payout stands.
    function _placeOf(PayoutDraft[] memory payouts, address account) internal pure returns (uint256 place) {
        while (payouts[place].account != account) ++place;
    }

    /// @dev Changes an entry's amount and every sum above it.
    function _setAmount(PayoutDraft memory payout, uint256 place, uint128 amount) internal pure {
        payout.earned = payout.earned - payout.amounts[place] + amount;
        payout.amounts[place] = amount;
    }

    /// @dev Takes an entry out of a payout, and its amount out of the sums.
    function _removeEntry(PayoutDraft memory payout, uint256 place) internal pure {
        bytes[] memory entries = new bytes[](payout.entries.length - 1);
        uint128[] memory amounts = new uint128[](entries.length);
        for (uint256 i = 0; i < entries.length; ++i) {
            uint256 from = i < place ? i : i + 1;
            (entries[i], amounts[i]) = (payout.entries[from], payout.amounts[from]);
        }
        payout.earned -= payout.amounts[place];
        (payout.entries, payout.amounts) = (entries, amounts);
    }

    /// @dev The payouts without the one at `place`.
    function _removePayout(PayoutDraft[] memory payouts, uint256 place)
        internal
        pure
        returns (PayoutDraft[] memory fewer)
    {
        fewer = new PayoutDraft[](payouts.length - 1);
        for (uint256 i = 0; i < fewer.length; ++i) {
            fewer[i] = payouts[i < place ? i : i + 1];
        }
    }
}
