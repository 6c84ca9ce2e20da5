// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Batch} from "../../interfaces/IAttributionLedger.sol";
import {Entry, EntryProof, Inference, InferenceProof, Payout, PayoutProof} from "../../interfaces/IFraudProofs.sol";
import {
    BatchTree,
    ITreeProofs,
    MalformedLeaf,
    TreePath,
    Unsorted,
    WrongCount,
    WrongSum
} from "../../interfaces/ITreeProofs.sol";
import {Evidence} from "../../libraries/Evidence.sol";
import {SumTree} from "../../libraries/SumTree.sol";
import {Tree} from "../../libraries/Tree.sol";

/// @title TreeProofs
/// @notice See `ITreeProofs`.
/// @dev The libraries `Tree` and `SumTree` recompute; here paths are followed as the operator declared them, so that what
/// is wrong on them can be seen.
contract TreeProofs is ITreeProofs {
    /// @dev What the batch or an outer leaf commits to of a tree.
    struct Committed {
        bytes32 root;
        uint256 count;
        uint256 total;
        bool hasSums;
    }

    /// @dev Bytes of the fields of each leaf, those of a `SumTree` with the sum's at the end. A field stands in 32 bytes, the
    /// higher ones of which are 0.
    bytes internal constant INFERENCE_WIDTHS = hex"041410102020040810";
    bytes internal constant CREDIT_WIDTHS = hex"0808080820040814";
    bytes internal constant PAYOUT_WIDTHS = hex"1420040810";
    bytes internal constant ENTRY_WIDTHS = hex"040410";

    /// @inheritdoc ITreeProofs
    function verifyMalformedLeaf(Batch calldata batch, MalformedLeaf calldata evidence) external pure {
        TreePath calldata path = evidence.path;
        Committed memory tree = _committed(batch, path.tree, path.inference, path.payout);
        _follow(tree, path);
        if (path.node == 0) return;
        require(keccak256(evidence.preimage) == path.node, TreeProofs_BadPreimage());
        bool isWellFormed = path.level == 0
            ? _isLeaf(path.tree, evidence.preimage)
            : _hasForm(evidence.preimage, 0x01, tree.hasSums ? 4 : 2);
        require(!isWellFormed, TreeProofs_WellFormed());
    }

    /// @inheritdoc ITreeProofs
    function verifyWrongSum(Batch calldata batch, WrongSum calldata evidence) external pure {
        TreePath calldata path = evidence.path;
        Committed memory tree = _committed(batch, path.tree, path.inference, path.payout);
        if (tree.count == 0) {
            require(tree.root != 0 || tree.total != 0, TreeProofs_SumsAgree());
            return;
        }
        if (!_follow(tree, path)) return;
        require(evidence.preimage.length != 0, TreeProofs_SumsAgree());
        // A leaf's own sum is the last of its fields.
        uint256 fields = _widthsOf(path.tree).length;
        require(
            tree.hasSums && path.level == 0 && _hasForm(evidence.preimage, 0x00, fields)
                && keccak256(evidence.preimage) == path.node,
            TreeProofs_BadPreimage()
        );
        require(_field(evidence.preimage, fields - 1) != _declaredSum(tree, path, 0), TreeProofs_SumsAgree());
    }

    /// @inheritdoc ITreeProofs
    function verifyWrongCount(Batch calldata batch, WrongCount calldata evidence) external pure {
        bool isWrong;
        if (evidence.tree == BatchTree.Inferences) {
            isWrong = _isCreditCountWrong(batch, evidence.inferences);
        } else if (evidence.tree == BatchTree.Payouts) {
            isWrong = _isEntryCountWrong(batch, evidence.payouts);
        } else {
            revert TreeProofs_WrongTree(evidence.tree);
        }
        require(isWrong, TreeProofs_CountsAgree());
    }

    /// @inheritdoc ITreeProofs
    function verifyUnsorted(Batch calldata batch, Unsorted calldata evidence) external pure {
        bool ascends;
        if (evidence.tree == BatchTree.Inferences) ascends = _inferencesAscend(batch, evidence.inferences);
        else if (evidence.tree == BatchTree.Payouts) ascends = _payoutsAscend(batch, evidence.payouts);
        else if (evidence.tree == BatchTree.Entries) ascends = _entriesAscend(batch, evidence);
        else revert TreeProofs_WrongTree(evidence.tree);
        require(!ascends, TreeProofs_Ascending());
    }

    // Paths

    /// @dev The tree that evidence is about. Reverts when the outer leaf, where it has one, is not the batch's.
    function _committed(
        Batch calldata batch,
        BatchTree tree,
        InferenceProof calldata inference,
        PayoutProof calldata payout
    ) internal pure returns (Committed memory) {
        if (tree == BatchTree.Inferences) {
            return Committed(
                batch.commitment.inferencesRoot, batch.commitment.inferenceCount, batch.commitment.dataFees, true
            );
        }
        if (tree == BatchTree.Payouts) {
            return Committed(batch.commitment.payoutsRoot, batch.commitment.payoutCount, batch.commitment.earned, true);
        }
        if (tree == BatchTree.Credits) {
            Evidence.checkInference(batch, inference);
            return Committed(inference.inference.creditsRoot, inference.inference.creditCount, 0, false);
        }
        Evidence.checkPayout(batch, payout);
        return Committed(payout.payout.entriesRoot, payout.payout.entryCount, payout.amount, true);
    }

    /// @dev Follows a path up to the root. Reverts when it does not lead there, or its node is not over a leaf of the tree.
    /// @return agrees Whether each sum on the way is that of its children and below 2^128, and what lies beyond the last
    /// leaf is empty.
    function _follow(Committed memory tree, TreePath calldata path) internal pure returns (bool agrees) {
        uint256 depth = Tree.depth(tree.count);
        uint256 level = path.level;
        require(level <= depth && uint256(path.index) << level < tree.count, TreeProofs_BadPath());
        uint256 steps = depth - level;
        require(
            path.siblings.length == steps && path.sums.length == (tree.hasSums ? steps : 0)
                && path.siblingSums.length == path.sums.length,
            TreeProofs_BadPath()
        );

        agrees = true;
        bytes32 node = path.node;
        uint256 sum = _declaredSum(tree, path, 0);
        bytes32 empty; // The empty subtree of height `emptyHeight`, which grows only when one is met.
        uint256 emptyHeight;
        for (uint256 step = 0; step < steps; ++step) {
            bytes32 sibling = path.siblings[step];
            uint256 siblingSum = tree.hasSums ? path.siblingSums[step] : 0;
            if (Tree.isSiblingEmpty(uint256(path.index) << level, tree.count, level + step)) {
                for (; emptyHeight < level + step; ++emptyHeight) {
                    empty = _hashNode(tree.hasSums, empty, 0, empty, 0);
                }
                if (sibling != empty || siblingSum != 0) agrees = false;
            }
            node = (path.index >> step) & 1 == 0
                ? _hashNode(tree.hasSums, node, sum, sibling, siblingSum)
                : _hashNode(tree.hasSums, sibling, siblingSum, node, sum);
            uint256 parentSum = _declaredSum(tree, path, step + 1);
            if (!_addsUp(sum, siblingSum, parentSum)) agrees = false;
            sum = parentSum;
        }
        require(node == tree.root, TreeProofs_BadPath());
    }

    /// @dev The sum declared for the node `step` levels above the path's first; above the last of them stands the root.
    function _declaredSum(Committed memory tree, TreePath calldata path, uint256 step) internal pure returns (uint256) {
        return step < path.sums.length ? path.sums[step] : tree.total;
    }

    function _addsUp(uint256 left, uint256 right, uint256 sum) internal pure returns (bool) {
        if (left > type(uint128).max || right > type(uint128).max || sum > type(uint128).max) return false;
        return left + right == sum; // Both are below 2^128.
    }

    function _hashNode(bool hasSums, bytes32 left, uint256 leftSum, bytes32 right, uint256 rightSum)
        internal
        pure
        returns (bytes32)
    {
        return hasSums ? SumTree.hashNode(left, leftSum, right, rightSum) : Tree.hashNode(left, right);
    }

    // Leaves

    function _widthsOf(BatchTree tree) internal pure returns (bytes memory) {
        if (tree == BatchTree.Inferences) return INFERENCE_WIDTHS;
        if (tree == BatchTree.Credits) return CREDIT_WIDTHS;
        return tree == BatchTree.Payouts ? PAYOUT_WIDTHS : ENTRY_WIDTHS;
    }

    /// @dev Whether bytes are a leaf of a tree: of its length, each field within its type.
    function _isLeaf(BatchTree tree, bytes calldata preimage) internal pure returns (bool) {
        bytes memory widths = _widthsOf(tree);
        if (!_hasForm(preimage, 0x00, widths.length)) return false;
        for (uint256 i = 0; i < widths.length; ++i) {
            // A shift by all 256 bits, of a field of 32 bytes, leaves 0.
            if (_field(preimage, i) >> (8 * uint256(uint8(widths[i]))) != 0) return false;
        }
        return true;
    }

    /// @dev Whether bytes are a tag and that many words.
    function _hasForm(bytes calldata preimage, bytes1 tag, uint256 words) internal pure returns (bool) {
        return preimage.length == 1 + 32 * words && preimage[0] == tag;
    }

    /// @dev A word after the tag. The caller knows that there are so many.
    function _field(bytes calldata preimage, uint256 place) internal pure returns (uint256) {
        return uint256(bytes32(preimage[1 + 32 * place:33 + 32 * place]));
    }

    // Counts

    function _isCreditCountWrong(Batch calldata batch, InferenceProof[] calldata shown) internal pure returns (bool) {
        require(shown.length == 1 || shown.length == 2, TreeProofs_BadPath());
        Evidence.checkInference(batch, shown[0]);
        Inference calldata leaf = shown[0].inference;
        uint256 index = shown[0].index;
        uint256 end = uint256(leaf.firstCredit) + leaf.creditCount;
        if (index == 0 && leaf.firstCredit != 0) return true;
        if (index == uint256(batch.commitment.inferenceCount) - 1) return end != batch.commitment.creditCount;
        require(shown.length == 2 && shown[1].index == index + 1, TreeProofs_BadPath());
        Evidence.checkInference(batch, shown[1]);
        return end != shown[1].inference.firstCredit;
    }

    function _isEntryCountWrong(Batch calldata batch, PayoutProof[] calldata shown) internal pure returns (bool) {
        if (batch.commitment.payoutCount == 0) return batch.commitment.entryCount != 0;
        require(shown.length == 1 || shown.length == 2, TreeProofs_BadPath());
        Evidence.checkPayout(batch, shown[0]);
        Payout calldata leaf = shown[0].payout;
        uint256 index = shown[0].index;
        uint256 end = uint256(leaf.firstEntry) + leaf.entryCount;
        if (index == 0 && leaf.firstEntry != 0) return true;
        if (index == uint256(batch.commitment.payoutCount) - 1) return end != batch.commitment.entryCount;
        require(shown.length == 2 && shown[1].index == index + 1, TreeProofs_BadPath());
        Evidence.checkPayout(batch, shown[1]);
        return end != shown[1].payout.firstEntry;
    }

    // Order

    function _inferencesAscend(Batch calldata batch, InferenceProof[] calldata shown) internal pure returns (bool) {
        require(shown.length == 2 && shown[0].index < shown[1].index, TreeProofs_BadPath());
        Evidence.checkInference(batch, shown[0]);
        Evidence.checkInference(batch, shown[1]);
        Inference calldata left = shown[0].inference;
        Inference calldata right = shown[1].inference;
        return left.payer < right.payer || (left.payer == right.payer && left.from < right.from);
    }

    function _payoutsAscend(Batch calldata batch, PayoutProof[] calldata shown) internal pure returns (bool) {
        require(shown.length == 2 && shown[0].index < shown[1].index, TreeProofs_BadPath());
        Evidence.checkPayout(batch, shown[0]);
        Evidence.checkPayout(batch, shown[1]);
        return shown[0].payout.account < shown[1].payout.account;
    }

    function _entriesAscend(Batch calldata batch, Unsorted calldata evidence) internal pure returns (bool) {
        EntryProof[] calldata shown = evidence.entries;
        require(
            evidence.payouts.length == 1 && shown.length == 2 && shown[0].index < shown[1].index, TreeProofs_BadPath()
        );
        Payout calldata payout = evidence.payouts[0].payout;
        Evidence.checkPayout(batch, evidence.payouts[0]);
        Evidence.checkEntry(payout, shown[0]);
        Evidence.checkEntry(payout, shown[1]);
        Entry calldata left = shown[0].entry;
        Entry calldata right = shown[1].entry;
        return left.inference < right.inference || (left.inference == right.inference && left.credit < right.credit);
    }
}
