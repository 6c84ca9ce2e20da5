"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.emptyPreimages = void 0;
exports.emptySubtree = emptySubtree;
exports.openTree = openTree;
exports.openSumTree = openSumTree;
var sha3_1 = require("@noble/hashes/sha3");
var viem_1 = require("viem");
var shape_ts_1 = require("./shape.ts");
var tree_ts_1 = require("./tree.ts");
var leafTag = Uint8Array.of(0x00);
var nodeTag = Uint8Array.of(0x01);
var mostHeight = 32;
var plain = { join: function (left, right) { return (0, viem_1.concatBytes)([nodeTag, left.hash, right.hash]); } };
var summed = {
    join: function (left, right) { return (0, viem_1.concatBytes)([nodeTag, left.hash, word(left.sum), right.hash, word(right.sum)]); },
};
var missing = { hash: new Uint8Array(32), sum: 0n };
var empty = { plain: emptiesOf(plain), summed: emptiesOf(summed) };
/** The preimages of empty subtrees, of either kind of tree, by their hashes: everybody knows them. */
exports.emptyPreimages = new Map([plain, summed].flatMap(function (form) {
    return (form === plain ? empty.plain : empty.summed).slice(0, -1).map(function (node) {
        var preimage = form.join(node, node);
        return [(0, viem_1.bytesToHex)((0, sha3_1.keccak_256)(preimage)), preimage];
    });
}));
/** Hash of the empty subtree of a height. */
function emptySubtree(height, kind) {
    return (0, viem_1.bytesToHex)(empty[kind][height].hash);
}
/** A `Tree` over leaves in their places, with what hashes to each of its nodes. */
function openTree(leaves) {
    return open(leaves.map(function (bytes) { return ({ preimage: (0, viem_1.concatBytes)([leafTag, bytes]), sum: 0n }); }), plain, empty.plain);
}
/**
 * A `SumTree` over leaves in their places, with what hashes to each of its nodes. Sums may go beyond what a SumTree holds:
 * what a liar commits is opened too.
 */
function openSumTree(leaves) {
    return open(leaves.map(function (_a) {
        var bytes = _a.bytes, sum = _a.sum;
        return ({ preimage: (0, viem_1.concatBytes)([leafTag, bytes, word(sum)]), sum: sum });
    }), summed, empty.summed);
}
function open(leaves, form, empties) {
    var preimages = leaves.map(function (_a) {
        var preimage = _a.preimage;
        return preimage;
    });
    var level = leaves.map(function (_a) {
        var preimage = _a.preimage, sum = _a.sum;
        return ({ hash: (0, sha3_1.keccak_256)(preimage), sum: sum });
    });
    var _loop_1 = function (height) {
        level = Array.from({ length: (0, shape_ts_1.levelLength)(leaves.length, height + 1) }, function (_, i) {
            var _a;
            var _b = [level[2 * i], (_a = level[2 * i + 1]) !== null && _a !== void 0 ? _a : empties[height]], left = _b[0], right = _b[1];
            var preimage = form.join(left, right);
            preimages.push(preimage);
            return { hash: (0, sha3_1.keccak_256)(preimage), sum: left.sum + right.sum };
        });
    };
    for (var height = 0; height < (0, shape_ts_1.treeDepth)(leaves.length); height++) {
        _loop_1(height);
    }
    return { root: level[0] ? (0, viem_1.bytesToHex)(level[0].hash) : tree_ts_1.ZERO_HASH, preimages: preimages };
}
function emptiesOf(form) {
    var nodes = [missing];
    while (nodes.length <= mostHeight) {
        var below = nodes.at(-1);
        nodes.push({ hash: (0, sha3_1.keccak_256)(form.join(below, below)), sum: 0n });
    }
    return nodes;
}
function word(sum) {
    return (0, viem_1.numberToBytes)(sum, { size: 32 });
}
