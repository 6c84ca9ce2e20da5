// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Fold} from "../utils/Fold.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Gas} from "./Gas.t.sol";
import {Batch, BatchCommitment, EvidenceKind, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {
    ContributionProof,
    Credit,
    CreditProof,
    Entry,
    EntryProof,
    Inference,
    InferenceProof,
    Payout,
    PayoutProof,
    TextProof
} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice A batch and a corpus in which everything is of a million: inferences, credits, payouts, entries and contributions,
/// and bytes of output and source. Two leaves beside each other are real in each tree, two chunks in each text, and across
/// their middle, or within the first, a window of 64 bytes.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Scene is Gas {
    /// @dev Four words in 64 bytes.
    bytes internal constant WINDOW = "understanding internationally incomprehensible counterproductive";
    uint64 internal constant BYTES = 1 << 20;
    uint32 internal constant CHUNK = 0x5a4;
    uint256 internal constant TEXT_DEPTH = 12;

    /// @dev Where the window begins in the first of the two chunks.
    uint256 internal place;
    SubmissionId internal earlier;
    SubmissionId internal later;
    /// @dev Where the time begins in which the batch's versions must have been active, but for the grace.
    uint256 internal since = 1_800_000_000;

    BatchCommitment internal draft;
    Inference internal inference;
    Payout internal payout;

    function setUp() public virtual override {
        super.setUp();
        assertEq(WINDOW.length, 64, "the window");
        _payForMillions(1);
        _give(watcher, 1e18);
        _give(address(protocol.dataFund), 1e18);
        draft = _millions();
        _place(64);
        inference = Inference({
            version: 2,
            payer: payer,
            from: PRICE,
            to: 2 * PRICE,
            outputRoot: _textRoot(_chunks("output")),
            creditsRoot: 0,
            creditCount: COUNT,
            firstCredit: 1_234_567
        });
        payout = Payout({account: alice, entriesRoot: 0, entryCount: COUNT, firstEntry: 1_234_567});
    }

    /// @dev Puts the window at `at`, in the output and in the source of a new earlier contribution.
    function _place(uint256 at) internal {
        place = at;
        inference.outputRoot = _textRoot(_chunks("output"));
        ContributionProof memory source = _source();
        bytes32 leaf = keccak256(abi.encodePacked(hex"00", abi.encode(source.contributor, source.textRoot)));
        bytes32 root = Fold.root(COUNT, PLACE, 0, leaf, source.siblings);
        earlier = _submitAccepted(datanetId, root, COUNT);
        later = _submitAccepted(datanetId, root, COUNT);
        inference.version = _publishVersion(modelId, datanetId);
    }

    // Texts

    /// @dev Two chunks with the window.
    function _chunks(string memory seed) internal view returns (bytes memory text) {
        text = new bytes(512);
        for (uint256 i = 0; i < 512; ++i) {
            text[i] = i % 8 == 7 ? bytes1(" ") : bytes1(uint8(97 + uint256(keccak256(abi.encode(seed, i))) % 26));
        }
        text[place - 1] = " ";
        for (uint256 i = 0; i < 64; ++i) {
            text[place + i] = WINDOW[i];
        }
        text[place + 64] = " ";
    }

    function _siblingsOf(bytes memory text, uint256 chunk) internal pure returns (bytes32[] memory siblings) {
        siblings = new bytes32[](TEXT_DEPTH);
        siblings[0] = _hashOf(text, 1 - chunk);
        for (uint256 level = 1; level < TEXT_DEPTH; ++level) {
            siblings[level] = keccak256(abi.encode("chunk", level));
        }
    }

    function _hashOf(bytes memory text, uint256 chunk) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"00", TreeBuilder.cut(text, 256 * chunk, 256 * chunk + 256)));
    }

    function _textRoot(bytes memory text) internal pure returns (bytes32) {
        bytes32 root = Fold.root(BYTES / 256, CHUNK, 0, _hashOf(text, 0), _siblingsOf(text, 0));
        return keccak256(abi.encodePacked(hex"02", BYTES, root));
    }

    /// @dev One of the chunks, or both.
    function _show(bytes memory text, uint256 first, uint256 count) internal pure returns (TextProof memory shown) {
        shown.length = BYTES;
        shown.firstChunk = uint32(CHUNK + first);
        shown.data = TreeBuilder.cut(text, 256 * first, 256 * (first + count));
        shown.siblings = new bytes32[][](count);
        for (uint256 i = 0; i < count; ++i) {
            shown.siblings[i] = _siblingsOf(text, first + i);
        }
    }

    function _source() internal view returns (ContributionProof memory) {
        return ContributionProof(alice, _textRoot(_chunks("source")), _deepen(new bytes32[](0)));
    }

    /// @dev Where the window begins in either text.
    function _start() internal view returns (uint64) {
        return uint64(256 * uint256(CHUNK) + place);
    }

    // Leaves

    /// @dev A credit of the window.
    function _creditOf(SubmissionId submissionId) internal view returns (Credit memory) {
        return Credit(_start(), 64, _start(), 64, submissionId, PLACE, _start(), alice);
    }

    /// @dev Puts two credits into the answer.
    function _credits(Credit memory left, Credit memory right) internal returns (CreditProof[] memory proofs) {
        bytes[] memory leaves = new bytes[](2);
        (leaves[0], leaves[1]) = (abi.encode(left), abi.encode(right));
        proofs = new CreditProof[](2);
        for (uint32 i = 0; i < 2; ++i) {
            proofs[i] = CreditProof(i == 0 ? left : right, PLACE + i, _deepen(TreeBuilder.proof(leaves, i)));
        }
        inference.creditsRoot =
            Fold.root(COUNT, PLACE, 0, keccak256(abi.encodePacked(hex"00", leaves[0])), proofs[0].siblings);
    }

    /// @dev Puts two answers into the batch, of which the first is `inference`.
    function _inferences(Inference memory next) internal returns (InferenceProof[] memory proofs) {
        (bytes[] memory leaves, uint128[] memory sums) = (new bytes[](2), new uint128[](2));
        (leaves[0], leaves[1], sums[0], sums[1]) = (abi.encode(inference), abi.encode(next), FEE, FEE);
        proofs = new InferenceProof[](2);
        BatchCommitment memory commitment = draft;
        for (uint32 i = 0; i < 2; ++i) {
            (proofs[i].inference, proofs[i].dataFee, proofs[i].index) = (i == 0 ? inference : next, FEE, i);
            (proofs[i].siblings, proofs[i].siblingSums) = TreeBuilder.sumProof(leaves, sums, i);
            _deepen(commitment, proofs[i]);
        }
        draft = commitment;
    }

    /// @dev The answer beside which a like one stands.
    function _inference() internal returns (InferenceProof memory) {
        Inference memory next = inference;
        (next.from, next.to, next.firstCredit) = (next.to, next.to + PRICE, next.firstCredit + COUNT);
        return _inferences(next)[0];
    }

    /// @dev Puts two entries into `payout`.
    function _entries(Entry memory left, Entry memory right) internal returns (EntryProof[] memory proofs) {
        (bytes[] memory leaves, uint128[] memory sums) = (new bytes[](2), new uint128[](2));
        (leaves[0], leaves[1], sums[0], sums[1]) = (abi.encode(left), abi.encode(right), 1e15, 1e15);
        proofs = new EntryProof[](2);
        for (uint32 i = 0; i < 2; ++i) {
            (proofs[i].entry, proofs[i].amount, proofs[i].index) = (i == 0 ? left : right, 1e15, PLACE + i);
            (proofs[i].siblings, proofs[i].siblingSums) = TreeBuilder.sumProof(leaves, sums, i);
            (proofs[i].siblings, proofs[i].siblingSums) = (_deepen(proofs[i].siblings), _deepen(proofs[i].siblingSums));
        }
        bytes32 leaf = keccak256(abi.encodePacked(hex"00", leaves[0], uint256(sums[0])));
        (payout.entriesRoot,) = Fold.sumRoot(COUNT, PLACE, 0, leaf, sums[0], proofs[0].siblings, proofs[0].siblingSums);
    }

    /// @dev Puts two payouts into the batch, of which the first is `payout`.
    function _payoutsWith(Payout memory next) internal returns (PayoutProof[] memory proofs) {
        (bytes[] memory leaves, uint128[] memory sums) = (new bytes[](2), new uint128[](2));
        (leaves[0], leaves[1], sums[0], sums[1]) = (abi.encode(payout), abi.encode(next), FEE / 2, FEE / 2);
        proofs = new PayoutProof[](2);
        BatchCommitment memory commitment = draft;
        for (uint32 i = 0; i < 2; ++i) {
            (proofs[i].payout, proofs[i].amount, proofs[i].index) = (i == 0 ? payout : next, FEE / 2, i);
            (proofs[i].siblings, proofs[i].siblingSums) = TreeBuilder.sumProof(leaves, sums, i);
            _deepen(commitment, proofs[i]);
        }
        commitment.dataFees = commitment.earned > commitment.dataFees ? commitment.earned : commitment.dataFees;
        draft = commitment;
    }

    function _payout() internal returns (PayoutProof memory) {
        return _payoutsWith(_like())[0];
    }

    /// @dev The payout that stands beside the scene's.
    function _like() internal view returns (Payout memory) {
        return Payout(address(uint160(alice) + 1), keccak256("entries"), 7, payout.firstEntry + COUNT);
    }

    // Transactions

    /// @dev Commits the draft and has it challenged, by evidence that was reserved, of somebody who has OPEN already.
    function _challenge(string memory name, EvidenceKind kind, bytes memory evidence) internal {
        // What is locked, and the data fund's balance, are not zero: it is not the first batch of its operator.
        (BatchId batchId, Batch memory batch) = _commitAs(draft, since);
        vm.prank(watcher);
        protocol.attributionLedger.reserveChallenge(keccak256(abi.encode(kind, keccak256(evidence), watcher, batchId)));
        vm.roll(vm.getBlockNumber() + 1);
        bytes memory call = abi.encodeCall(IAttributionLedger.challenge, (batchId, batch, kind, evidence));
        _send(name, 1, watcher, address(protocol.attributionLedger), call);
    }
}
