// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "./Base.t.sol";
import {Lies, LyingTree} from "./utils/LyingTree.sol";
import {TreeBuilder} from "./utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {Credit, Entry, Inference, InferenceProof, Payout, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchTree, MalformedLeaf, TreePath, WrongSum} from "openledger/interfaces/ITreeProofs.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Batches around one tree of any kind, honest or lying, and evidence about its nodes. A batch here is nothing but
/// trees: its evidence looks at no other contract.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Trees is Base {
    using Lies for LyingTree;

    uint256 internal constant KINDS = 4;

    /// @dev A batch that has the tree, and the outer leaf where it stands in one.
    struct Planted {
        Batch batch;
        InferenceProof inference;
        PayoutProof payout;
    }

    // Honest trees

    /// @dev Numbers of any size that fit `bits`, the greatest among them.
    function _random(uint256 seed, string memory what, uint256 bits) internal pure returns (uint256 value) {
        value = uint256(keccak256(abi.encode(seed, what)));
        if (value % 8 == 0) return 2 ** (bits - 1) - 1 + 2 ** (bits - 1);
        return bits == 256 ? value : value % 2 ** bits;
    }

    function _leaf(BatchTree kind, uint256 seed) internal pure returns (bytes memory) {
        if (kind == BatchTree.Inferences) {
            return abi.encode(
                Inference({
                    version: uint32(_random(seed, "version", 32)),
                    payer: address(uint160(_random(seed, "payer", 160))),
                    from: uint128(_random(seed, "from", 128)),
                    to: uint128(_random(seed, "to", 128)),
                    outputRoot: bytes32(_random(seed, "outputRoot", 256)),
                    creditsRoot: bytes32(_random(seed, "creditsRoot", 256)),
                    creditCount: uint32(_random(seed, "creditCount", 32)),
                    firstCredit: uint64(_random(seed, "firstCredit", 64))
                })
            );
        }
        if (kind == BatchTree.Credits) {
            return abi.encode(
                Credit({
                    start: uint64(_random(seed, "start", 64)),
                    length: uint64(_random(seed, "length", 64)),
                    matchStart: uint64(_random(seed, "matchStart", 64)),
                    matchLength: uint64(_random(seed, "matchLength", 64)),
                    submissionId: SubmissionId.wrap(_random(seed, "submissionId", 256)),
                    leafIndex: uint32(_random(seed, "leafIndex", 32)),
                    offset: uint64(_random(seed, "offset", 64)),
                    contributor: address(uint160(_random(seed, "contributor", 160)))
                })
            );
        }
        if (kind == BatchTree.Payouts) {
            return abi.encode(
                Payout({
                    account: address(uint160(_random(seed, "account", 160))),
                    entriesRoot: bytes32(_random(seed, "entriesRoot", 256)),
                    entryCount: uint32(_random(seed, "entryCount", 32)),
                    firstEntry: uint64(_random(seed, "firstEntry", 64))
                })
            );
        }
        return abi.encode(Entry(uint32(_random(seed, "inference", 32)), uint32(_random(seed, "credit", 32))));
    }

    /// @dev Bytes of each field of a leaf, written down once more.
    function _widths(BatchTree kind) internal pure returns (uint8[] memory widths) {
        uint8[8] memory all = kind == BatchTree.Inferences
            ? [4, 20, 16, 16, 32, 32, 4, 8]
            : kind == BatchTree.Credits
                ? [8, 8, 8, 8, 32, 4, 8, 20]
                : kind == BatchTree.Payouts ? [20, 32, 4, 8, 0, 0, 0, 0] : [4, 4, 0, 0, 0, 0, 0, 0];
        uint256 count = kind == BatchTree.Payouts ? 4 : kind == BatchTree.Entries ? 2 : 8;
        widths = new uint8[](count);
        for (uint256 i = 0; i < count; ++i) {
            widths[i] = all[i];
        }
    }

    function _honest(BatchTree kind, uint256 count, uint256 seed) internal pure returns (LyingTree memory) {
        bytes[] memory leaves = new bytes[](count);
        uint256[] memory sums = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 leafSeed = uint256(keccak256(abi.encode(seed, i)));
            leaves[i] = _leaf(kind, leafSeed);
            // Together below 2^128; some are 0.
            if (kind != BatchTree.Credits) sums[i] = leafSeed % 5 == 0 ? 0 : (leafSeed >> 8) % 2 ** 120;
        }
        return Lies.build(kind, leaves, sums);
    }

    // Batches

    function _plant(LyingTree memory tree) internal pure returns (Planted memory planted) {
        return _plant(tree.kind, tree.root(), uint32(tree.count), tree.total());
    }

    /// @dev The batch in which this is the root, number of leaves and total of the tree of a kind. The outer leaf of credits
    /// and entries is the second of three.
    function _plant(BatchTree kind, bytes32 root, uint32 count, uint128 total)
        internal
        pure
        returns (Planted memory planted)
    {
        if (kind == BatchTree.Inferences) {
            planted.batch.commitment.inferencesRoot = root;
            planted.batch.commitment.inferenceCount = count;
            planted.batch.commitment.dataFees = total;
        } else if (kind == BatchTree.Payouts) {
            planted.batch.commitment.payoutsRoot = root;
            planted.batch.commitment.payoutCount = count;
            planted.batch.commitment.earned = total;
        } else if (kind == BatchTree.Credits) {
            Inference memory inference = Inference(1, address(7), 0, 10, keccak256("output"), root, count, 3);
            _setInference(planted, inference, 7);
        } else {
            _setPayout(planted, Payout(address(7), root, count, 3), total);
        }
    }

    function _setInference(Planted memory planted, Inference memory inference, uint128 dataFee) internal pure {
        bytes[] memory leaves = new bytes[](3);
        uint128[] memory sums = new uint128[](3);
        (leaves[0], leaves[1], leaves[2]) =
        (_leaf(BatchTree.Inferences, 0), abi.encode(inference), _leaf(BatchTree.Inferences, 2));
        (sums[0], sums[1], sums[2]) = (5, dataFee, 0);
        InferenceProof memory proof = planted.inference;
        (proof.inference, proof.dataFee, proof.index) = (inference, dataFee, 1);
        (proof.siblings, proof.siblingSums) = TreeBuilder.sumProof(leaves, sums, 1);
        (planted.batch.commitment.inferencesRoot,) = TreeBuilder.sumRoot(leaves, sums);
        planted.batch.commitment.inferenceCount = 3;
        planted.batch.commitment.dataFees = 5 + dataFee;
    }

    function _setPayout(Planted memory planted, Payout memory payout, uint128 amount) internal pure {
        bytes[] memory leaves = new bytes[](3);
        uint128[] memory sums = new uint128[](3);
        (leaves[0], leaves[1], leaves[2]) =
        (_leaf(BatchTree.Payouts, 0), abi.encode(payout), _leaf(BatchTree.Payouts, 2));
        sums[1] = amount;
        PayoutProof memory proof = planted.payout;
        (proof.payout, proof.amount, proof.index) = (payout, amount, 1);
        (proof.siblings, proof.siblingSums) = TreeBuilder.sumProof(leaves, sums, 1);
        (planted.batch.commitment.payoutsRoot,) = TreeBuilder.sumRoot(leaves, sums);
        planted.batch.commitment.payoutCount = 3;
        planted.batch.commitment.earned = amount;
    }

    // Evidence

    function _pathOf(Planted memory planted, LyingTree memory tree, uint256 level, uint256 place)
        internal
        pure
        returns (TreePath memory path)
    {
        path = tree.pathOf(level, place);
        (path.inference, path.payout) = (planted.inference, planted.payout);
    }

    function _isMalformed(Planted memory planted, TreePath memory path, bytes memory preimage)
        internal
        view
        returns (bool proven, bytes memory reason)
    {
        return _verify(planted.batch, EvidenceKind.MalformedLeaf, abi.encode(MalformedLeaf(path, preimage)));
    }

    function _isWrongSum(Planted memory planted, TreePath memory path, bytes memory preimage)
        internal
        view
        returns (bool proven, bytes memory reason)
    {
        return _verify(planted.batch, EvidenceKind.WrongSum, abi.encode(WrongSum(path, preimage)));
    }

    function _verify(Batch memory batch, EvidenceKind kind, bytes memory evidence)
        internal
        view
        returns (bool proven, bytes memory reason)
    {
        try protocol.fraudProofs.verify(batch, kind, evidence) {
            return (true, "");
        } catch (bytes memory why) {
            return (false, why);
        }
    }

    /// @dev Whether any evidence about any node of the tree, all preimages known, proves the batch wrong.
    function _isProvable(Planted memory planted, LyingTree memory tree) internal view returns (bool) {
        for (uint256 level = 0; level <= tree.depth(); ++level) {
            for (uint256 place = 0; place << level < tree.count; ++place) {
                TreePath memory path = _pathOf(planted, tree, level, place);
                bytes memory preimage = tree.preimages[level][place];
                (bool proven,) = _isMalformed(planted, path, path.node == 0 ? bytes("") : preimage);
                if (proven) return true;
                (proven,) = _isWrongSum(planted, path, "");
                if (proven) return true;
                if (level != 0) continue;
                (proven,) = _isWrongSum(planted, path, preimage);
                if (proven) return true;
            }
        }
        return false;
    }

    function _assertReason(bytes memory reason, bytes4 selector, string memory message) internal pure {
        assertEq(bytes4(reason), selector, message);
    }
}
