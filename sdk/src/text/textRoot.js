"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.CHUNK_BYTES = void 0;
exports.textRoot = textRoot;
exports.proveText = proveText;
exports.verifyText = verifyText;
var sha3_1 = require("@noble/hashes/sha3");
var viem_1 = require("viem");
var text_ts_1 = require("../errors/text.ts");
var index_ts_1 = require("../trees/index.ts");
/** Bytes of a chunk; a text's last one may be shorter. */
exports.CHUNK_BYTES = 256;
var textTag = Uint8Array.of(0x02);
/**
 * The hash that addresses a text.
 * @param bytes canonical bytes
 * @throws EmptyTextError when there are none
 */
function textRoot(bytes) {
    return rootOf(bytes.length, (0, index_ts_1.treeRoot)(chunkTree(bytes)));
}
/**
 * Opens the chunks that hold the bytes [from, to) of a text.
 * @throws TextRangeError when the range is empty or not within the text
 */
function proveText(bytes, from, to) {
    if (!(from >= 0 && from < to && to <= bytes.length))
        throw new text_ts_1.TextRangeError(from, to, bytes.length);
    var tree = chunkTree(bytes);
    var firstChunk = Math.floor(from / exports.CHUNK_BYTES);
    var endChunk = Math.ceil(to / exports.CHUNK_BYTES);
    return {
        length: BigInt(bytes.length),
        firstChunk: firstChunk,
        data: (0, viem_1.bytesToHex)(bytes.subarray(firstChunk * exports.CHUNK_BYTES, endChunk * exports.CHUNK_BYTES)),
        siblings: Array.from({ length: endChunk - firstChunk }, function (_, i) { return (0, index_ts_1.treeProof)(tree, firstChunk + i); }),
    };
}
/** Whether the chunks stand where the proof says in the text with this root. */
function verifyText(root, _a) {
    var length = _a.length, firstChunk = _a.firstChunk, data = _a.data, siblings = _a.siblings;
    var chunks = chunksOf((0, viem_1.hexToBytes)(data));
    var count = Math.ceil(Number(length) / exports.CHUNK_BYTES);
    if (chunks.length === 0 || chunks.length !== siblings.length)
        return false;
    return chunks.every(function (leaf, i) {
        var index = firstChunk + i;
        // Chunks are whole but for the text's last one, whose size follows from the length.
        var size = Math.min(exports.CHUNK_BYTES, Number(length) - index * exports.CHUNK_BYTES);
        var proven = leaf.length === size ? (0, index_ts_1.treeRootOfProof)({ count: count, index: index, leaf: leaf, siblings: siblings[i] }) : undefined;
        return proven !== undefined && rootOf(Number(length), proven) === root.toLowerCase();
    });
}
function chunkTree(bytes) {
    if (bytes.length === 0)
        throw new text_ts_1.EmptyTextError();
    return (0, index_ts_1.buildTree)(chunksOf(bytes));
}
function chunksOf(bytes) {
    return Array.from({ length: Math.ceil(bytes.length / exports.CHUNK_BYTES) }, function (_, i) {
        return bytes.subarray(i * exports.CHUNK_BYTES, (i + 1) * exports.CHUNK_BYTES);
    });
}
/** `keccak256(0x02 ‖ uint64(length) ‖ root of the chunks' tree)`. */
function rootOf(length, chunksRoot) {
    return (0, viem_1.bytesToHex)((0, sha3_1.keccak_256)((0, viem_1.concatBytes)([textTag, (0, viem_1.numberToBytes)(length, { size: 8 }), (0, viem_1.hexToBytes)(chunksRoot)])));
}
