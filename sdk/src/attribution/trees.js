"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.rebuildBatch = rebuildBatch;
exports.leavesIn = leavesIn;
exports.outputRootOf = outputRootOf;
exports.inferencesOver = inferencesOver;
exports.payoutsOver = payoutsOver;
exports.entryLeaf = entryLeaf;
var textRoot_ts_1 = require("../text/textRoot.ts");
var index_ts_1 = require("../trees/index.ts");
var encoding_ts_1 = require("./encoding.ts");
/**
 * Rebuilds a batch's trees from its bundle: orders, sums and entries are those it states, right or wrong, so that the
 * roots can be compared with the committed ones.
 * @throws SumOutOfRangeError when stated sums are more than a tree holds
 */
function rebuildBatch(_a) {
    var inferences = _a.inferences, payouts = _a.payouts;
    var creditTrees = inferences.map(function (_a) {
        var credits = _a.credits;
        return (0, index_ts_1.buildTree)(credits.map(encoding_ts_1.encodeCredit));
    });
    var entryTrees = payouts.map(function (_a) {
        var entries = _a.entries;
        return (0, index_ts_1.buildSumTree)(entries.map(entryLeaf));
    });
    var inferenceLeaves = inferencesOver(inferences, creditTrees.map(index_ts_1.treeRoot));
    var payoutLeaves = payoutsOver(payouts, entryTrees.map(index_ts_1.sumTreeRoot));
    return {
        inferences: inferenceLeaves,
        inferenceTree: (0, index_ts_1.buildSumTree)(inferenceLeaves.map(function (leaf, i) { return ({ bytes: (0, encoding_ts_1.encodeInference)(leaf), sum: inferences[i].dataFee }); })),
        creditTrees: creditTrees,
        payouts: payoutLeaves,
        payoutTree: (0, index_ts_1.buildSumTree)(payoutLeaves.map(function (leaf, i) { return ({ bytes: (0, encoding_ts_1.encodePayout)(leaf), sum: payouts[i].amount }); })),
        entryTrees: entryTrees,
    };
}
/** Leaves of several trees together. */
function leavesIn(trees) {
    return trees.reduce(function (leaves, _a) {
        var count = _a.count;
        return leaves + BigInt(count);
    }, 0n);
}
/** Text root of a canonical output; 0 for an empty one. */
function outputRootOf(output) {
    return output.length === 0 ? index_ts_1.ZERO_HASH : (0, textRoot_ts_1.textRoot)(output);
}
/** The leaves of a bundle's answers, over the roots of their credits. */
function inferencesOver(inferences, creditsRoots) {
    var firstCredit = 0n;
    return inferences.map(function (_a, i) {
        var version = _a.version, payer = _a.payer, from = _a.from, to = _a.to, output = _a.output, credits = _a.credits;
        var outputRoot = outputRootOf(output);
        var creditCount = credits.length;
        var leaf = { version: version, payer: payer, from: from, to: to, outputRoot: outputRoot, creditsRoot: creditsRoots[i], creditCount: creditCount, firstCredit: firstCredit };
        firstCredit += BigInt(creditCount);
        return leaf;
    });
}
/** The leaves of a bundle's payouts, over the roots of their entries. */
function payoutsOver(payouts, entriesRoots) {
    var firstEntry = 0n;
    return payouts.map(function (_a, i) {
        var account = _a.account, entries = _a.entries;
        var leaf = { account: account, entriesRoot: entriesRoots[i], entryCount: entries.length, firstEntry: firstEntry };
        firstEntry += BigInt(entries.length);
        return leaf;
    });
}
/** An entry as a leaf of its SumTree. */
function entryLeaf(entry) {
    return { bytes: (0, encoding_ts_1.encodeEntry)(entry), sum: entry.amount };
}
