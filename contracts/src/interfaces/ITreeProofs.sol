// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Batch} from "./IAttributionLedger.sol";
import {EntryProof, InferenceProof, PayoutProof} from "./IFraudProofs.sol";

/// @notice The trees of a batch: of its inferences, of an inference's credits, of its payouts, of a payout's entries.
enum BatchTree {
    Inferences,
    Credits,
    Payouts,
    Entries
}

/// @notice A node of a tree with the way up to the root as the operator made it, right or wrong: sums are those declared.
/// @param tree Which tree.
/// @param inference For `Credits` the answer they are of; else left empty.
/// @param payout For `Entries` the payout they are of; else left empty.
/// @param level Levels between the node and the leaves: 0 for a leaf.
/// @param index Index of the node in its level.
/// @param node Its hash.
/// @param sums Declared sums of the node and of every node above it but the root, bottom-up; the root's is the total that
/// the commitment or the payout declares. Empty for `Credits`.
/// @param siblings Siblings of the node and of those above it, bottom-up, those of empty subtrees included.
/// @param siblingSums Their declared sums. Empty for `Credits`.
struct TreePath {
    BatchTree tree;
    InferenceProof inference;
    PayoutProof payout;
    uint8 level;
    uint32 index;
    bytes32 node;
    uint256[] sums;
    bytes32[] siblings;
    uint256[] siblingSums;
}

/// @notice Evidence that a node over at least one of the tree's leaves is no node or leaf of that tree: its hash is 0; or
/// what hashes to it is, for a leaf, not 0x00 with a leaf of exact length whose fields fit their types (and in a SumTree a
/// sum), or, for an inner node, not 0x01 with exactly two children (and in a SumTree two sums).
/// @param path The node.
/// @param preimage What hashes to it, its first byte included; left empty where the hash is 0.
struct MalformedLeaf {
    TreePath path;
    bytes preimage;
}

/// @notice Evidence that declared sums do not add up, or that something stands where nothing can: a tree of no leaves has a
/// root or a total other than 0; on the way up from a node over at least one leaf a declared sum is not the sum of its two
/// children, or not below 2^128; a subtree beyond the last leaf is not empty or has a sum; or a leaf's own sum is not the
/// one declared above it.
/// @param path The node. For a tree of no leaves only `tree`, `inference` and `payout` are looked at. Trees of credits have
/// no sums.
/// @param preimage For a leaf's own sum the bytes that hash to it; else left empty.
struct WrongSum {
    TreePath path;
    bytes preimage;
}

/// @notice Evidence that the numbers of credits or entries do not add up to the batch's declared ones: the first leaf does
/// not begin at 0, a leaf does not begin where the one before it ends, or the last one does not end at the total.
/// @param tree `Inferences` for the credits' number, `Payouts` for the entries'.
/// @param inferences The leaf, and the next one unless it is the last. None for `Payouts`.
/// @param payouts Likewise. None for `Inferences`; also none where there are no payouts and the declared number is not 0.
struct WrongCount {
    BatchTree tree;
    InferenceProof[] inferences;
    PayoutProof[] payouts;
}

/// @notice Evidence that leaves are not strictly ascending: inferences by (payer, from), payouts by account, entries by
/// (inference, credit).
/// @param tree Which tree; not `Credits`.
/// @param inferences Two leaves, the one of the smaller index first. None for the other trees.
/// @param payouts Likewise; for `Entries` the payout they are of.
/// @param entries Likewise.
struct Unsorted {
    BatchTree tree;
    InferenceProof[] inferences;
    PayoutProof[] payouts;
    EntryProof[] entries;
}

/// @title ITreeProofs
/// @notice Verifies evidence about the form of a batch's trees. When none of it can be shown, every leaf below its count has
/// one proof by `Tree` or `SumTree`, all leaves of a tree sum to its total, and keys are unique.
interface ITreeProofs {
    error TreeProofs_BadPath();
    error TreeProofs_BadPreimage();
    error TreeProofs_WellFormed();
    error TreeProofs_SumsAgree();
    error TreeProofs_CountsAgree();
    error TreeProofs_Ascending();
    error TreeProofs_WrongTree(BatchTree tree);

    /// @notice Verifies that a node or leaf is malformed or missing.
    function verifyMalformedLeaf(Batch calldata batch, MalformedLeaf calldata evidence) external view;

    /// @notice Verifies that declared sums are wrong.
    function verifyWrongSum(Batch calldata batch, WrongSum calldata evidence) external view;

    /// @notice Verifies that declared numbers of items are wrong.
    function verifyWrongCount(Batch calldata batch, WrongCount calldata evidence) external view;

    /// @notice Verifies that leaves do not ascend.
    function verifyUnsorted(Batch calldata batch, Unsorted calldata evidence) external view;
}
