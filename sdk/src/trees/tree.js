"use strict";
var __rest = (this && this.__rest) || function (s, e) {
    var t = {};
    for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p) && e.indexOf(p) < 0)
        t[p] = s[p];
    if (s != null && typeof Object.getOwnPropertySymbols === "function")
        for (var i = 0, p = Object.getOwnPropertySymbols(s); i < p.length; i++) {
            if (e.indexOf(p[i]) < 0 && Object.prototype.propertyIsEnumerable.call(s, p[i]))
                t[p[i]] = s[p[i]];
        }
    return t;
};
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
exports.ZERO_HASH = void 0;
exports.hashLeaf = hashLeaf;
exports.buildTree = buildTree;
exports.treeRoot = treeRoot;
exports.treeProof = treeProof;
exports.verifyTreeProof = verifyTreeProof;
exports.treeRootOfProof = treeRootOfProof;
exports.siblingOf = siblingOf;
var sha3_1 = require("@noble/hashes/sha3");
var viem_1 = require("viem");
var shape_ts_1 = require("./shape.ts");
/** The root of a tree without leaves, and the hash of a missing leaf. */
exports.ZERO_HASH = "0x".concat('00'.repeat(32));
var leafTag = Uint8Array.of(0x00);
var nodeTag = Uint8Array.of(0x01);
/** Hashes of empty subtrees by height, up to the deepest tree there can be. */
var emptySubtrees = Array.from({ length: 32 }).reduce(function (table) { return __spreadArray(__spreadArray([], table, true), [hashNode(table.at(-1), table.at(-1))], false); }, [new Uint8Array(32)]);
/** `keccak256(0x00 ‖ leaf)`. */
function hashLeaf(leaf) {
    return (0, sha3_1.keccak_256)((0, viem_1.concatBytes)([leafTag, leaf]));
}
/** Builds the tree over leaves in their places. */
function buildTree(leaves) {
    var count = leaves.length;
    var levels = [leaves.map(hashLeaf)];
    var _loop_1 = function (height) {
        var below = levels[height];
        levels.push(Array.from({ length: (0, shape_ts_1.levelLength)(count, height + 1) }, function (_, i) { var _a; return hashNode(below[2 * i], (_a = below[2 * i + 1]) !== null && _a !== void 0 ? _a : emptySubtrees[height]); }));
    };
    for (var height = 0; height < (0, shape_ts_1.treeDepth)(count); height++) {
        _loop_1(height);
    }
    return { count: count, levels: levels };
}
/** Root of a tree; 0 when it has no leaves. */
function treeRoot(tree) {
    var root = tree.levels.at(-1)[0];
    return root ? (0, viem_1.bytesToHex)(root) : exports.ZERO_HASH;
}
/**
 * The siblings of a leaf, bottom-up, as many as the tree is deep. Those of empty subtrees are 0: verifiers know them.
 * @throws LeafIndexError when the tree has no such leaf
 */
function treeProof(tree, index) {
    (0, shape_ts_1.checkIndex)(index, tree.count);
    return tree.levels.slice(0, -1).map(function (level, height) {
        var sibling = level[siblingOf(index, height)];
        return sibling ? (0, viem_1.bytesToHex)(sibling) : exports.ZERO_HASH;
    });
}
/** Whether `leaf` stands at `index` of the tree with this root and number of leaves. */
function verifyTreeProof(_a) {
    var root = _a.root, proof = __rest(_a, ["root"]);
    return treeRootOfProof(proof) === root.toLowerCase();
}
/**
 * The root that a proof leads to; `undefined` when no tree with so many leaves has such a proof. Siblings of empty
 * subtrees must be 0, so that a leaf has one proof.
 */
function treeRootOfProof(_a) {
    var count = _a.count, index = _a.index, leaf = _a.leaf, siblings = _a.siblings;
    if (!(0, shape_ts_1.hasLeaf)(index, count) || siblings.length !== (0, shape_ts_1.treeDepth)(count))
        return undefined;
    var hash = hashLeaf(leaf);
    for (var _i = 0, _b = siblings.entries(); _i < _b.length; _i++) {
        var _c = _b[_i], height = _c[0], given = _c[1];
        var place = siblingOf(index, height);
        var isEmpty = place >= (0, shape_ts_1.levelLength)(count, height);
        if (isEmpty && given !== exports.ZERO_HASH)
            return undefined;
        var sibling = isEmpty ? emptySubtrees[height] : (0, viem_1.hexToBytes)(given);
        hash = place % 2 === 1 ? hashNode(hash, sibling) : hashNode(sibling, hash);
    }
    return (0, viem_1.bytesToHex)(hash);
}
/** Place, among the nodes at `height`, of the sibling of the node over leaf `index`. */
function siblingOf(index, height) {
    var place = Math.floor(index / Math.pow(2, height));
    return place % 2 === 0 ? place + 1 : place - 1;
}
function hashNode(left, right) {
    return (0, sha3_1.keccak_256)((0, viem_1.concatBytes)([nodeTag, left, right]));
}
