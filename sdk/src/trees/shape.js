"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.treeDepth = treeDepth;
exports.levelLength = levelLength;
exports.checkIndex = checkIndex;
exports.hasLeaf = hasLeaf;
var trees_ts_1 = require("../errors/trees.ts");
/** Indices are of 32 bits everywhere in the protocol. */
var MOST_LEAVES = Math.pow(2, 32);
/** Depth of a tree over `count` leaves: ⌈log2 count⌉, 0 for one leaf or none. */
function treeDepth(count) {
    if (count > MOST_LEAVES)
        throw new trees_ts_1.TooManyLeavesError(count, MOST_LEAVES);
    var depth = 0;
    while (Math.pow(2, depth) < count)
        depth++;
    return depth;
}
/** Nodes at `height` that hold a leaf at all. Whatever stands at or beyond them is an empty subtree. */
function levelLength(count, height) {
    return Math.ceil(count / Math.pow(2, height));
}
/** @throws LeafIndexError unless a tree over `count` leaves has the index */
function checkIndex(index, count) {
    if (!hasLeaf(index, count))
        throw new trees_ts_1.LeafIndexError(index, count);
}
/** Whether there is a tree over `count` leaves and it has the index. */
function hasLeaf(index, count) {
    return Number.isInteger(index) && index >= 0 && index < count && count <= MOST_LEAVES;
}
