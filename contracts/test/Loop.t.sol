// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "./Base.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "./utils/BatchDraft.sol";
import {TreeBuilder} from "./utils/TreeBuilder.sol";
import {Batch, BatchCommitment, Claim} from "openledger/interfaces/IAttributionLedger.sol";
import {ContributionProof, Credit} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice A datanet with texts, a model with a version, three paid answers, and the honest batch over them.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Loop is Base {
    bytes internal constant FOX = "the quick brown fox jumps over the lazy dog";
    bytes internal constant STITCH = "a stitch in time saves nine";
    uint128 internal constant PRICE = 1e18;

    /// @dev One who submits alice's words again, later and extended.
    address internal copier = makeAddr("copier");

    DatanetId internal datanetId;
    DatanetId internal elsewhere;
    ModelId internal modelId;
    /// @dev Accepted: alice's and bob's texts.
    SubmissionId internal first = SubmissionId.wrap(1);
    /// @dev Accepted: the copier's text, one of the zero address, one of bob's.
    SubmissionId internal second = SubmissionId.wrap(2);
    /// @dev Pending.
    SubmissionId internal pending = SubmissionId.wrap(3);
    /// @dev Accepted, in a datanet that the model does not use.
    SubmissionId internal foreign = SubmissionId.wrap(4);

    function setUp() public virtual override {
        super.setUp();
        datanetId = _createDatanet();
        elsewhere = _createDatanet();
        _submitAccepted(datanetId, TreeBuilder.root(_leavesOf(first)), 2);
        _submitAccepted(datanetId, TreeBuilder.root(_leavesOf(second)), 3);
        _submit(datanetId, TreeBuilder.root(_leavesOf(pending)), 1);
        _submitAccepted(elsewhere, TreeBuilder.root(_leavesOf(foreign)), 1);
        modelId = _registerModel(datanetId);
        _publishVersion(modelId, datanetId);
        _pay(modelId, 3 * PRICE);
        _stake(operator, 10_000e18);
    }

    // Texts

    /// @dev Filler that no other text holds. The output's puts the fox across the end of a chunk.
    function _filler(string memory word, uint256 count) internal pure returns (bytes memory text) {
        for (uint256 i = 0; i < count; ++i) {
            text = abi.encodePacked(text, word, vm.toString(i), " ");
        }
    }

    function _output() internal pure returns (bytes memory) {
        return bytes.concat(_filler("gamma", 31), FOX, " and so ", STITCH, " indeed");
    }

    function _textOf(SubmissionId submissionId, uint256 leaf) internal view returns (bytes memory) {
        if (submissionId == first) {
            return leaf == 0
                ? bytes.concat(_filler("alpha", 40), FOX, " for ever")
                : bytes.concat(STITCH, " every day of the week");
        }
        if (submissionId == second) {
            if (leaf == 0) return bytes.concat(FOX, " again and again");
            return leaf == 1 ? bytes.concat("nobody said ", STITCH) : bytes.concat(_filler("delta", 5), STITCH);
        }
        return FOX;
    }

    function _contributorOf(SubmissionId submissionId, uint256 leaf) internal view returns (address) {
        if (submissionId == first) return leaf == 0 ? alice : bob;
        if (submissionId == second && leaf != 0) return leaf == 1 ? address(0) : bob;
        return copier;
    }

    function _leavesOf(SubmissionId submissionId) internal view returns (bytes[] memory leaves) {
        leaves = new bytes[](submissionId == first ? 2 : submissionId == second ? 3 : 1);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = _contributionLeaf(_contributorOf(submissionId, i), _textOf(submissionId, i));
        }
    }

    function _contributionProof(SubmissionId submissionId, uint256 leaf)
        internal
        view
        returns (ContributionProof memory)
    {
        return ContributionProof({
            contributor: _contributorOf(submissionId, leaf),
            textRoot: TreeBuilder.textRoot(_textOf(submissionId, leaf)),
            siblings: TreeBuilder.proof(_leavesOf(submissionId), leaf)
        });
    }

    /// @dev First byte of the first occurrence.
    function _find(bytes memory text, bytes memory part) internal pure returns (uint64) {
        for (uint256 i = 0; i + part.length <= text.length; ++i) {
            uint256 same = 0;
            while (same < part.length && text[i + same] == part[same]) ++same;
            if (same == part.length) return uint64(i);
        }
        revert("no such part");
    }

    // The honest batch

    /// @dev A credit whose support is the credited words alone.
    function _credit(bytes memory words, SubmissionId submissionId, uint32 leaf) internal view returns (Credit memory) {
        uint64 start = _find(_output(), words);
        uint64 length = uint64(words.length);
        uint64 offset = _find(_textOf(submissionId, leaf), words);
        address contributor = _contributorOf(submissionId, leaf);
        return Credit(start, length, start, length, submissionId, leaf, offset, contributor);
    }

    /// @dev One answer of alice's and bob's words, one empty, one of words that nobody contributed.
    function _honest() internal view returns (Answer[] memory answers) {
        answers = new Answer[](3);
        for (uint128 i = 0; i < 3; ++i) {
            (uint128 from, uint128 to) = (i * PRICE, (i + 1) * PRICE);
            uint128 dataFee = to * 7000 / 10_000 - from * 7000 / 10_000;
            answers[i] = Answer(1, payer, from, to, dataFee, "", new Credit[](0));
        }
        answers[0].output = _output();
        answers[0].credits = new Credit[](2);
        answers[0].credits[0] = _credit(FOX, first, 0);
        answers[0].credits[1] = _credit(STITCH, first, 1);
        answers[2].output = "nothing here belongs to anybody at all";
    }

    /// @dev What each account earns by the credits, in the order of accounts.
    function _payouts(Answer[] memory answers) internal view returns (PayoutDraft[] memory payouts) {
        address reserve = protocol.datanetRegistry.reserveAccount(datanetId);
        for (uint32 i = 0; i < answers.length; ++i) {
            Answer memory answer = answers[i];
            for (uint32 j = 0; j < answer.credits.length; ++j) {
                Credit memory credit = answer.credits[j];
                if (credit.contributor == address(0)) continue;
                uint128 gross = answer.dataFee * (uint128(credit.length) + 1) / uint128(answer.output.length + 1);
                uint128 kept = gross * 1000 / 10_000;
                payouts = BatchDraft.enter(payouts, credit.contributor, abi.encode(i, j), gross - kept);
                payouts = BatchDraft.enter(payouts, reserve, abi.encode(i, j), kept);
            }
        }
    }

    function _commitment(Answer[] memory answers) internal view returns (BatchCommitment memory commitment) {
        commitment.modelId = modelId;
        commitment.term = 1;
        commitment.bundleHash = keccak256("bundle");
        commitment.bundleSize = 6;
        BatchDraft.fill(commitment, answers, _payouts(answers));
    }

    /// @dev The batch that a commit of now would make.
    function _batch(BatchCommitment memory commitment) internal view returns (Batch memory) {
        uint40 demandsUntil = uint40(vm.getBlockTimestamp() + parameters.demandPeriod);
        return Batch({
            commitment: commitment,
            operator: operator,
            bond: protocol.attributionLedger.bondFor(commitment.dataFees, _itemsOf(commitment)),
            committedAt: uint40(vm.getBlockTimestamp()),
            demandsUntil: demandsUntil,
            responsePeriod: parameters.responsePeriod,
            challengesUntil: demandsUntil + parameters.responsePeriod + parameters.challengeTail,
            versionsSince: 1_800_000_000 - parameters.versionGrace
        });
    }

    function _commit(Answer[] memory answers) internal returns (BatchId batchId, Batch memory batch) {
        BatchCommitment memory commitment = _commitment(answers);
        batch = _batch(commitment);
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(commitment, "openledger:blobs");
    }

    function _finalise(BatchId batchId, Batch memory batch) internal {
        vm.warp(batch.challengesUntil);
        protocol.attributionLedger.finalise(batchId, batch);
    }

    function _claimOf(BatchId batchId, Batch memory batch, Answer[] memory answers, uint256 index)
        internal
        view
        returns (Claim memory claimed)
    {
        PayoutDraft[] memory payouts = _payouts(answers);
        claimed.batchId = batchId;
        claimed.batch = batch;
        claimed.payout = BatchDraft.payoutProof(payouts, index);
    }

    /// @dev Leaves of all trees of a batch, which its bond counts.
    function _itemsOf(BatchCommitment memory c) internal pure returns (uint256) {
        return uint256(c.inferenceCount) + c.creditCount + c.payoutCount + c.entryCount;
    }
}
