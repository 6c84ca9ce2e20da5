"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeLeaves = encodeLeaves;
exports.decodeLeaves = decodeLeaves;
exports.leavesTree = leavesTree;
exports.leafSiblings = leafSiblings;
var viem_1 = require("viem");
var encoding_ts_1 = require("../attribution/encoding.ts");
var index_ts_1 = require("../trees/index.ts");
var tree_ts_1 = require("../trees/tree.ts");
/** A submission's contributions as the content store keeps them: their leaves in order, 64 bytes each. */
function encodeLeaves(contributions) {
    var bytes = new Uint8Array(contributions.length * encoding_ts_1.CONTRIBUTION_BYTES);
    contributions.forEach(function (contribution, i) {
        bytes.set((0, encoding_ts_1.encodeContribution)(contribution), i * encoding_ts_1.CONTRIBUTION_BYTES);
    });
    return bytes;
}
/**
 * A submission's contributions, place by place. A root can hold leaves that are no contribution's encoding: nobody can
 * prove or credit such a place, it is `undefined` here, and the others count as ever.
 */
function decodeLeaves(bytes) {
    return sliceLeaves(bytes).map(function (leaf) {
        try {
            return (0, encoding_ts_1.decodeContribution)(leaf);
        }
        catch (cause) {
            if (cause instanceof encoding_ts_1.MalformedLeafError)
                return undefined;
            throw cause;
        }
    });
}
/** The tree over a submission's leaves, for its root and for proofs of its contributions. */
function leavesTree(bytes) {
    return (0, index_ts_1.buildTree)(sliceLeaves(bytes));
}
/**
 * The siblings that prove a leaf on chain, where the submission states `count` leaves: bottom-up. A submitter can state
 * another number than there are: then some leaves, or all, can never be proven, and these are `undefined` here.
 */
function leafSiblings(tree, index, count) {
    var _a;
    var depth = (0, index_ts_1.treeDepth)(count);
    if (index >= tree.count || index >= count || depth !== (0, index_ts_1.treeDepth)(tree.count))
        return undefined;
    var siblings = [];
    for (var height = 0; height < depth; height++) {
        var place = (0, tree_ts_1.siblingOf)(index, height);
        var node = (_a = tree.levels[height]) === null || _a === void 0 ? void 0 : _a[place];
        var isStatedEmpty = place >= (0, index_ts_1.levelLength)(count, height);
        // The chain takes an empty subtree for what lies beyond the stated leaves, and nothing else.
        if (isStatedEmpty && node)
            return undefined;
        siblings.push(isStatedEmpty ? index_ts_1.ZERO_HASH : node ? (0, viem_1.bytesToHex)(node) : (0, index_ts_1.emptySubtree)(height, 'plain'));
    }
    return siblings;
}
/** @throws MalformedLeafError unless there is at least one whole leaf and nothing after the last */
function sliceLeaves(bytes) {
    var count = bytes.length / encoding_ts_1.CONTRIBUTION_BYTES;
    if (count < 1 || !Number.isInteger(count)) {
        throw new encoding_ts_1.MalformedLeafError('contribution', "".concat(bytes.length, " bytes in all, ").concat(encoding_ts_1.CONTRIBUTION_BYTES, " for each"));
    }
    return Array.from({ length: count }, function (_, i) { return bytes.subarray(i * encoding_ts_1.CONTRIBUTION_BYTES, (i + 1) * encoding_ts_1.CONTRIBUTION_BYTES); });
}
