// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {
    ContributionProof,
    CreditProof,
    EntryProof,
    IFraudProofs,
    Inference,
    InferenceProof,
    Payout,
    PayoutProof
} from "openledger/interfaces/IFraudProofs.sol";
import {Evidence} from "openledger/libraries/Evidence.sol";
import {Hashes} from "openledger/libraries/Hashes.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Leaves that stand alone in their trees: whatever a proof says, it leads to the root, and only its form tells a
/// place that there is from one that there is not.
contract EvidenceTest is Test {
    SubmissionId internal constant ID = SubmissionId.wrap(7);

    Batch internal batch;
    Inference internal answer;
    Payout internal payout;

    function checkInference(Batch calldata tree, InferenceProof calldata proof) external pure {
        Evidence.checkInference(tree, proof);
    }

    function checkCredit(Inference calldata tree, CreditProof calldata proof) external pure {
        Evidence.checkCredit(tree, proof);
    }

    function checkPayout(Batch calldata tree, PayoutProof calldata proof) external pure {
        Evidence.checkPayout(tree, proof);
    }

    function checkEntry(Payout calldata tree, EntryProof calldata proof) external pure {
        Evidence.checkEntry(tree, proof);
    }

    function checkContribution(bytes32 root, uint256 count, uint32 index, ContributionProof calldata proof)
        external
        pure
    {
        Evidence.checkContribution(root, count, ID, index, proof);
    }

    function inferenceRoot(InferenceProof calldata proof) external pure returns (bytes32) {
        return Hashes.inferenceLeaf(proof.inference, proof.dataFee).hash;
    }

    function payoutRoot(PayoutProof calldata proof) external pure returns (bytes32) {
        return Hashes.payoutLeaf(proof.payout, proof.amount).hash;
    }

    function entryRoot(EntryProof calldata proof) external pure returns (bytes32) {
        return Hashes.entryLeaf(proof.entry, proof.amount).hash;
    }

    function testFuzz_CheckInference(InferenceProof memory proof, uint32 index) public {
        (proof.index, proof.siblings, proof.siblingSums) = (0, new bytes32[](0), new uint128[](0));
        batch.commitment.inferenceCount = 1;
        batch.commitment.inferencesRoot = this.inferenceRoot(proof);
        this.checkInference(batch, proof);
        proof.index = _beyond(index);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, proof.index));
        this.checkInference(batch, proof);
        (proof.index, proof.siblings) = (0, new bytes32[](1));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, 0));
        this.checkInference(batch, proof);
        (proof.siblings, proof.siblingSums) = (new bytes32[](0), new uint128[](1));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, 0));
        this.checkInference(batch, proof);
    }

    function testFuzz_CheckPayout(PayoutProof memory proof, uint32 index) public {
        (proof.index, proof.siblings, proof.siblingSums) = (0, new bytes32[](0), new uint128[](0));
        batch.commitment.payoutCount = 1;
        batch.commitment.payoutsRoot = this.payoutRoot(proof);
        this.checkPayout(batch, proof);
        proof.index = _beyond(index);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadPayoutProof.selector, proof.index));
        this.checkPayout(batch, proof);
        (proof.index, proof.siblings) = (0, new bytes32[](1));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadPayoutProof.selector, 0));
        this.checkPayout(batch, proof);
        (proof.siblings, proof.siblingSums) = (new bytes32[](0), new uint128[](1));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadPayoutProof.selector, 0));
        this.checkPayout(batch, proof);
    }

    function testFuzz_CheckEntry(EntryProof memory proof, uint32 index) public {
        (proof.index, proof.siblings, proof.siblingSums) = (0, new bytes32[](0), new uint128[](0));
        payout.entryCount = 1;
        payout.entriesRoot = this.entryRoot(proof);
        this.checkEntry(payout, proof);
        proof.index = _beyond(index);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadEntryProof.selector, proof.index));
        this.checkEntry(payout, proof);
        (proof.index, proof.siblings) = (0, new bytes32[](1));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadEntryProof.selector, 0));
        this.checkEntry(payout, proof);
        (proof.siblings, proof.siblingSums) = (new bytes32[](0), new uint128[](1));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadEntryProof.selector, 0));
        this.checkEntry(payout, proof);
    }

    function testFuzz_CheckCredit(CreditProof memory proof, uint32 index) public {
        (proof.index, proof.siblings) = (0, new bytes32[](0));
        answer.creditCount = 1;
        answer.creditsRoot = Hashes.creditLeaf(proof.credit);
        this.checkCredit(answer, proof);
        proof.index = _beyond(index);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadCreditProof.selector, proof.index));
        this.checkCredit(answer, proof);
        (proof.index, proof.siblings) = (0, new bytes32[](1));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadCreditProof.selector, 0));
        this.checkCredit(answer, proof);
    }

    function testFuzz_CheckContribution(ContributionProof memory proof, uint32 index) public {
        proof.siblings = new bytes32[](0);
        bytes32 root = Hashes.contributionLeaf(proof.contributor, proof.textRoot);
        this.checkContribution(root, 1, 0, proof);
        index = _beyond(index);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadContributionProof.selector, ID, index));
        this.checkContribution(root, 1, index, proof);
        proof.siblings = new bytes32[](1);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadContributionProof.selector, ID, 0));
        this.checkContribution(root, 1, 0, proof);
    }

    /// @dev Any place but the first.
    function _beyond(uint32 index) private pure returns (uint32) {
        return index == 0 ? 1 : index;
    }
}
