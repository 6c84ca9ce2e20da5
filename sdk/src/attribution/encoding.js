"use strict";
var __extends = (this && this.__extends) || (function () {
    var extendStatics = function (d, b) {
        extendStatics = Object.setPrototypeOf ||
            ({ __proto__: [] } instanceof Array && function (d, b) { d.__proto__ = b; }) ||
            function (d, b) { for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p]; };
        return extendStatics(d, b);
    };
    return function (d, b) {
        if (typeof b !== "function" && b !== null)
            throw new TypeError("Class extends value " + String(b) + " is not a constructor or null");
        extendStatics(d, b);
        function __() { this.constructor = d; }
        d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.MalformedLeafError = exports.FieldOutOfRangeError = exports.CONTRIBUTION_BYTES = void 0;
exports.encodeContribution = encodeContribution;
exports.decodeContribution = decodeContribution;
exports.encodeInference = encodeInference;
exports.decodeInference = decodeInference;
exports.encodeCredit = encodeCredit;
exports.decodeCredit = decodeCredit;
exports.encodeEntry = encodeEntry;
exports.decodeEntry = decodeEntry;
exports.encodePayout = encodePayout;
exports.decodePayout = decodePayout;
exports.compareInferences = compareInferences;
exports.compareEntries = compareEntries;
exports.comparePayouts = comparePayouts;
exports.comparePlaces = comparePlaces;
var viem_1 = require("viem");
var base_ts_1 = require("../errors/base.ts");
/** Length of a contribution leaf. */
exports.CONTRIBUTION_BYTES = 64;
var WORD_BYTES = 32;
/** A field of a leaf that does not fit its type on chain. */
var FieldOutOfRangeError = /** @class */ (function (_super) {
    __extends(FieldOutOfRangeError, _super);
    function FieldOutOfRangeError(field, value, type) {
        return _super.call(this, "The field ".concat(field, " must fit ").concat(type, ", but it is ").concat(String(value), ": correct it before encoding the leaf.")) || this;
    }
    return FieldOutOfRangeError;
}(base_ts_1.OpenLedgerError));
exports.FieldOutOfRangeError = FieldOutOfRangeError;
/** Leaf bytes that are no encoding of what they should be. */
var MalformedLeafError = /** @class */ (function (_super) {
    __extends(MalformedLeafError, _super);
    function MalformedLeafError(leaf, reason) {
        return _super.call(this, "These bytes are no ".concat(leaf, " leaf (").concat(reason, "): fetch the content again from another source.")) || this;
    }
    return MalformedLeafError;
}(base_ts_1.OpenLedgerError));
exports.MalformedLeafError = MalformedLeafError;
/** 64 bytes: `abi.encode(address contributor, bytes32 textRoot)`. */
function encodeContribution(contribution) {
    return leaf([address('contributor', contribution.contributor), bytes32('textRoot', contribution.textRoot)]);
}
/** @throws MalformedLeafError unless `bytes` are exactly the encoding of a contribution */
function decodeContribution(bytes) {
    var _a = wordsOf('contribution', bytes, [160, 256]), contributor = _a[0], textRoot = _a[1];
    return { contributor: addressIn(contributor), textRoot: hashIn(textRoot) };
}
/** 256 bytes: `abi.encode` of `Inference` in `IFraudProofs`. */
function encodeInference(inference) {
    return leaf([
        uint('version', inference.version, 32),
        address('payer', inference.payer),
        uint('from', inference.from, 128),
        uint('to', inference.to, 128),
        bytes32('outputRoot', inference.outputRoot),
        bytes32('creditsRoot', inference.creditsRoot),
        uint('creditCount', inference.creditCount, 32),
        uint('firstCredit', inference.firstCredit, 64),
    ]);
}
/** @throws MalformedLeafError unless `bytes` are exactly the encoding of an inference */
function decodeInference(bytes) {
    var words = wordsOf('inference', bytes, [32, 160, 128, 128, 256, 256, 32, 64]);
    var version = words[0], payer = words[1], from = words[2], to = words[3], outputRoot = words[4], creditsRoot = words[5], creditCount = words[6], firstCredit = words[7];
    return {
        version: Number(version),
        payer: addressIn(payer),
        from: from,
        to: to,
        outputRoot: hashIn(outputRoot),
        creditsRoot: hashIn(creditsRoot),
        creditCount: Number(creditCount),
        firstCredit: firstCredit,
    };
}
/** 256 bytes: `abi.encode` of `Credit` in `IFraudProofs`. */
function encodeCredit(credit) {
    return leaf([
        uint('start', credit.start, 64),
        uint('length', credit.length, 64),
        uint('matchStart', credit.matchStart, 64),
        uint('matchLength', credit.matchLength, 64),
        uint('submissionId', credit.submissionId, 256),
        uint('leafIndex', credit.leafIndex, 32),
        uint('offset', credit.offset, 64),
        address('contributor', credit.contributor),
    ]);
}
/** @throws MalformedLeafError unless `bytes` are exactly the encoding of a credit */
function decodeCredit(bytes) {
    var words = wordsOf('credit', bytes, [64, 64, 64, 64, 256, 32, 64, 160]);
    var start = words[0], length = words[1], matchStart = words[2], matchLength = words[3], submissionId = words[4], leafIndex = words[5], offset = words[6], contributor = words[7];
    return {
        start: start,
        length: length,
        matchStart: matchStart,
        matchLength: matchLength,
        submissionId: submissionId,
        leafIndex: Number(leafIndex),
        offset: offset,
        contributor: addressIn(contributor),
    };
}
/** 64 bytes: `abi.encode(uint32 inference, uint32 credit)`. */
function encodeEntry(entry) {
    return leaf([uint('inference', entry.inference, 32), uint('credit', entry.credit, 32)]);
}
/** @throws MalformedLeafError unless `bytes` are exactly the encoding of an entry */
function decodeEntry(bytes) {
    var _a = wordsOf('entry', bytes, [32, 32]), inference = _a[0], credit = _a[1];
    return { inference: Number(inference), credit: Number(credit) };
}
/** 128 bytes: `abi.encode` of `Payout` in `IFraudProofs`. */
function encodePayout(payout) {
    return leaf([
        address('account', payout.account),
        bytes32('entriesRoot', payout.entriesRoot),
        uint('entryCount', payout.entryCount, 32),
        uint('firstEntry', payout.firstEntry, 64),
    ]);
}
/** @throws MalformedLeafError unless `bytes` are exactly the encoding of a payout */
function decodePayout(bytes) {
    var _a = wordsOf('payout', bytes, [160, 256, 32, 64]), account = _a[0], entriesRoot = _a[1], entryCount = _a[2], firstEntry = _a[3];
    return {
        account: addressIn(account),
        entriesRoot: hashIn(entriesRoot),
        entryCount: Number(entryCount),
        firstEntry: firstEntry,
    };
}
/**
 * Order of inferences in a batch: (payer, from).
 * @returns below 0 when `a` comes first, above 0 when `b` does, 0 when they tie
 */
function compareInferences(a, b) {
    return compareAddresses(a.payer, b.payer) || compareNumbers(a.from, b.from);
}
/** Order of entries in an account's tree: (inference, credit). */
function compareEntries(a, b) {
    return a.inference - b.inference || a.credit - b.credit;
}
/** Order of payouts in a batch: by account, as a number. */
function comparePayouts(a, b) {
    return compareAddresses(a.account, b.account);
}
/** Prior art: (submission, leaf). The place that comes first owns what both hold. */
function comparePlaces(a, b) {
    return compareNumbers(a.submissionId, b.submissionId) || a.leafIndex - b.leafIndex;
}
function compareAddresses(a, b) {
    return compareNumbers(BigInt(a), BigInt(b));
}
function compareNumbers(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function uint(field, value, bits) {
    var fits = typeof value === 'bigint' || Number.isSafeInteger(value);
    var number = fits ? BigInt(value) : -1n;
    if (number < 0n || number >> BigInt(bits) > 0n)
        throw new FieldOutOfRangeError(field, value, "uint".concat(bits));
    return number.toString(16);
}
function address(field, value) {
    // A checksum, where there is one, was checked when the address came in: here its 20 bytes count.
    if (!(0, viem_1.isAddress)(value, { strict: false }))
        throw new FieldOutOfRangeError(field, value, 'address');
    return value.slice(2);
}
function bytes32(field, value) {
    if (!(0, viem_1.isHex)(value) || value.length !== 66)
        throw new FieldOutOfRangeError(field, value, 'bytes32');
    return value.slice(2);
}
function leaf(fields) {
    return (0, viem_1.hexToBytes)("0x".concat(fields.map(function (field) { return field.padStart(64, '0'); }).join('')));
}
/** The words of a leaf as numbers, each of which has so many bits at most. */
function wordsOf(leaf, bytes, bits) {
    var length = bits.length * WORD_BYTES;
    if (bytes.length !== length)
        throw new MalformedLeafError(leaf, "".concat(bytes.length, " bytes instead of ").concat(length));
    return bits.map(function (most, i) {
        var word = (0, viem_1.bytesToBigInt)(bytes.subarray(i * WORD_BYTES, (i + 1) * WORD_BYTES));
        if (word >> BigInt(most) > 0n)
            throw new MalformedLeafError(leaf, "its word ".concat(i, " is longer than ").concat(most, " bits"));
        return word;
    });
}
function addressIn(word) {
    return (0, viem_1.getAddress)((0, viem_1.numberToHex)(word, { size: 20 }));
}
function hashIn(word) {
    return (0, viem_1.numberToHex)(word, { size: WORD_BYTES });
}
