"use strict";
var __spreadArray = (this && this.__spreadArray) || function (to, from, pack) {
    if (pack || arguments.length === 2) for (var i = 0, l = from.length, ar; i < l; i++) {
        if (ar || !(i in from)) {
            if (!ar) ar = Array.prototype.slice.call(from, 0, i);
            ar[i] = from[i];
        }
    }
    return to.concat(ar || Array.prototype.slice.call(from));
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.hashSumLeaf = hashSumLeaf;
exports.buildSumTree = buildSumTree;
exports.sumTreeRoot = sumTreeRoot;
exports.sumTreeTotal = sumTreeTotal;
exports.sumTreeProof = sumTreeProof;
exports.verifySumTreeProof = verifySumTreeProof;
var sha3_1 = require("@noble/hashes/sha3");
var viem_1 = require("viem");
var trees_ts_1 = require("../errors/trees.ts");
var shape_ts_1 = require("./shape.ts");
var tree_ts_1 = require("./tree.ts");
var leafTag = Uint8Array.of(0x00);
var nodeTag = Uint8Array.of(0x01);
var sumLimit = 1n << 128n;
/** Empty subtrees by height, up to the deepest tree there can be. */
var emptySubtrees = Array.from({ length: 32 }).reduce(function (table) { return __spreadArray(__spreadArray([], table, true), [sumNode(table.at(-1), table.at(-1))], false); }, [{ hash: new Uint8Array(32), sum: 0n }]);
/** `keccak256(0x00 ‖ leaf ‖ uint256 sum)`. */
function hashSumLeaf(_a) {
    var bytes = _a.bytes, sum = _a.sum;
    return (0, sha3_1.keccak_256)((0, viem_1.concatBytes)([leafTag, bytes, word(sum)]));
}
/**
 * Builds the tree over leaves in their places.
 * @throws SumOutOfRangeError when a sum is negative, or the total 2^128 or more
 */
function buildSumTree(leaves) {
    var count = leaves.length;
    var total = leaves.reduce(function (sum, leaf) {
        if (!inRange(leaf.sum))
            throw new trees_ts_1.SumOutOfRangeError(leaf.sum);
        return sum + leaf.sum;
    }, 0n);
    if (!inRange(total))
        throw new trees_ts_1.SumOutOfRangeError(total);
    var levels = [leaves.map(function (leaf) { return ({ hash: hashSumLeaf(leaf), sum: leaf.sum }); })];
    var _loop_1 = function (height) {
        var below = levels[height];
        levels.push(Array.from({ length: (0, shape_ts_1.levelLength)(count, height + 1) }, function (_, i) { var _a; return sumNode(below[2 * i], (_a = below[2 * i + 1]) !== null && _a !== void 0 ? _a : emptySubtrees[height]); }));
    };
    for (var height = 0; height < (0, shape_ts_1.treeDepth)(count); height++) {
        _loop_1(height);
    }
    return { count: count, levels: levels };
}
/** Root of a tree; 0 when it has no leaves. */
function sumTreeRoot(tree) {
    var root = tree.levels.at(-1)[0];
    return root ? (0, viem_1.bytesToHex)(root.hash) : tree_ts_1.ZERO_HASH;
}
/** Sum of all leaves. */
function sumTreeTotal(tree) {
    var _a, _b;
    return (_b = (_a = tree.levels.at(-1)[0]) === null || _a === void 0 ? void 0 : _a.sum) !== null && _b !== void 0 ? _b : 0n;
}
/**
 * The siblings of a leaf and their sums, bottom-up, as many as the tree is deep. Those of empty subtrees are 0:
 * verifiers know them.
 * @throws LeafIndexError when the tree has no such leaf
 */
function sumTreeProof(tree, index) {
    (0, shape_ts_1.checkIndex)(index, tree.count);
    var nodes = tree.levels.slice(0, -1).map(function (level, height) { return level[(0, tree_ts_1.siblingOf)(index, height)]; });
    return {
        siblings: nodes.map(function (node) { return (node ? (0, viem_1.bytesToHex)(node.hash) : tree_ts_1.ZERO_HASH); }),
        siblingSums: nodes.map(function (node) { var _a; return (_a = node === null || node === void 0 ? void 0 : node.sum) !== null && _a !== void 0 ? _a : 0n; }),
    };
}
/**
 * Whether the leaf stands at `index` of the tree with this root, total and number of leaves. Siblings of empty subtrees
 * must be 0, so that a leaf has one proof.
 */
function verifySumTreeProof(proof) {
    var root = proof.root, total = proof.total, count = proof.count, index = proof.index, leaf = proof.leaf, siblings = proof.siblings, siblingSums = proof.siblingSums;
    if (!(0, shape_ts_1.hasLeaf)(index, count))
        return false;
    var depth = (0, shape_ts_1.treeDepth)(count);
    if (siblings.length !== depth || siblingSums.length !== depth)
        return false;
    if (!inRange(leaf.sum) || !siblingSums.every(inRange))
        return false;
    var node = { hash: hashSumLeaf(leaf), sum: leaf.sum };
    for (var height = 0; height < depth; height++) {
        var place = (0, tree_ts_1.siblingOf)(index, height);
        var given = { hash: (0, viem_1.hexToBytes)(siblings[height]), sum: siblingSums[height] };
        var isEmpty = place >= (0, shape_ts_1.levelLength)(count, height);
        if (isEmpty && (siblings[height] !== tree_ts_1.ZERO_HASH || given.sum !== 0n))
            return false;
        var sibling = isEmpty ? emptySubtrees[height] : given;
        node = place % 2 === 1 ? sumNode(node, sibling) : sumNode(sibling, node);
        if (!inRange(node.sum))
            return false;
    }
    return node.sum === total && (0, viem_1.bytesToHex)(node.hash) === root.toLowerCase();
}
/** `keccak256(0x01 ‖ left ‖ uint256 leftSum ‖ right ‖ uint256 rightSum)`. */
function sumNode(left, right) {
    return {
        hash: (0, sha3_1.keccak_256)((0, viem_1.concatBytes)([nodeTag, left.hash, word(left.sum), right.hash, word(right.sum)])),
        sum: left.sum + right.sum,
    };
}
function word(sum) {
    return (0, viem_1.numberToBytes)(sum, { size: 32 });
}
function inRange(sum) {
    return sum >= 0n && sum < sumLimit;
}
