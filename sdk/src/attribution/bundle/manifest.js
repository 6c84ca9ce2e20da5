"use strict";
var __assign = (this && this.__assign) || function () {
    __assign = Object.assign || function(t) {
        for (var s, i = 1, n = arguments.length; i < n; i++) {
            s = arguments[i];
            for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p))
                t[p] = s[p];
        }
        return t;
    };
    return __assign.apply(this, arguments);
};
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
exports.MOST_MANIFEST_BYTES = exports.MOST_PART_BYTES = void 0;
exports.encodeManifest = encodeManifest;
exports.decodeManifest = decodeManifest;
exports.bundleSizeOf = bundleSizeOf;
var viem_1 = require("viem");
var zod_1 = require("zod");
var errors_ts_1 = require("./errors.ts");
/** Most bytes that a part unpacks to: what a reader has to hold at once. */
exports.MOST_PART_BYTES = Math.pow(2, 28);
/** Most bytes of a manifest. */
exports.MOST_MANIFEST_BYTES = Math.pow(2, 22);
/** Most bytes of a bundle, unpacked: the chain takes no batch with more. */
var MOST_BUNDLE_BYTES = Math.pow(2, 31);
var format = 'openledger-bundle/3';
/** What an inference and a credit take at least: a receipt and 7 numbers, and 8 numbers. */
var LEAST_INFERENCE_BYTES = 72;
var LEAST_CREDIT_BYTES = 8;
/** The bytes whose keccak256 a batch commits to. */
function encodeManifest(manifest) {
    var chainId = manifest.chainId, ledger = manifest.ledger, modelId = manifest.modelId, term = manifest.term, rule = manifest.rule, inferences = manifest.inferences, payouts = manifest.payouts, openings = manifest.openings;
    var stated = {
        format: format,
        chainId: chainId,
        ledger: lower(ledger),
        modelId: String(modelId),
        term: term,
        rule: rule,
        inferences: inferences.map(function (part) { return (__assign(__assign({}, statePart(part)), { credits: part.credits })); }),
        payouts: payouts.map(function (part) { return (__assign(__assign({}, statePart(part)), { account: lower(part.account) })); }),
        openings: openings.map(statePart),
    };
    return new TextEncoder().encode(JSON.stringify(stated));
}
function statePart(_a) {
    var hash = _a.hash, stored = _a.stored, size = _a.size, count = _a.count;
    return { hash: lower(hash), stored: stored, size: size, count: count };
}
/** @throws MalformedBundleError when the bytes have another form than docs/formats.md describes */
function decodeManifest(bytes) {
    if (bytes.length > exports.MOST_MANIFEST_BYTES) {
        throw new errors_ts_1.MalformedBundleError("its manifest has ".concat(bytes.length, " bytes, more than ").concat(exports.MOST_MANIFEST_BYTES));
    }
    var result = manifestSchema.safeParse(parseJson(bytes));
    if (result.success)
        return result.data;
    var issue = result.error.issues[0];
    throw new errors_ts_1.MalformedBundleError("at ".concat((issue === null || issue === void 0 ? void 0 : issue.path.join('.')) || 'its top', ": ").concat(issue === null || issue === void 0 ? void 0 : issue.message), { cause: result.error });
}
/** Bytes of a bundle, unpacked: what the batch commits to as its size. */
function bundleSizeOf(manifestBytes, _a) {
    var inferences = _a.inferences, payouts = _a.payouts, openings = _a.openings;
    return __spreadArray(__spreadArray(__spreadArray([], inferences, true), payouts, true), openings, true).reduce(function (total, _a) {
        var size = _a.size;
        return total + BigInt(size);
    }, BigInt(manifestBytes.length));
}
function parseJson(bytes) {
    try {
        return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    }
    catch (cause) {
        throw new errors_ts_1.MalformedBundleError('its manifest is not JSON in UTF-8', { cause: cause });
    }
}
function lower(hex) {
    return hex.toLowerCase();
}
var uint32 = zod_1.z.int().min(0).max(4294967295);
var hex = zod_1.z.string().regex(/^0x(?:[0-9a-f]{2})*$/, 'not lower-case hexadecimal bytes');
var address = hex.length(42).transform(function (value) { return (0, viem_1.getAddress)(value); });
var decimal = zod_1.z
    .string()
    .max(78)
    .regex(/^(?:0|[1-9][0-9]*)$/, 'not a decimal number')
    .transform(BigInt)
    .refine(function (value) { return value < 1n << 256n; }, 'larger than 256 bits');
var part = zod_1.z.strictObject({
    hash: hex.length(66).transform(function (value) { return value; }),
    stored: zod_1.z
        .int()
        .min(1)
        .max(2 * exports.MOST_PART_BYTES),
    size: zod_1.z.int().min(1).max(exports.MOST_PART_BYTES),
    count: zod_1.z.int().min(1).max(4294967295),
});
/** Whoever makes room for leaves before they are read makes it for no more than there can be. */
var inferencePart = part
    .extend({ credits: zod_1.z.int().min(0).max(4294967295) })
    .refine(function (_a) {
    var size = _a.size, count = _a.count, credits = _a.credits;
    return LEAST_INFERENCE_BYTES * count + LEAST_CREDIT_BYTES * credits <= size;
}, {
    message: 'more inferences or credits than its bytes can hold',
});
var manifestSchema = zod_1.z
    .strictObject({
    format: zod_1.z.literal(format),
    chainId: zod_1.z.int().min(1),
    ledger: address,
    modelId: decimal,
    term: uint32,
    rule: zod_1.z.enum(['WindowV1', 'InfluenceV1']),
    inferences: zod_1.z.array(inferencePart),
    payouts: zod_1.z.array(part.extend({ account: address })),
    openings: zod_1.z.array(part),
})
    .refine(function (_a) {
    var inferences = _a.inferences, payouts = _a.payouts, openings = _a.openings;
    return __spreadArray(__spreadArray(__spreadArray([], inferences, true), payouts, true), openings, true).reduce(function (sum, _a) {
        var size = _a.size;
        return sum + size;
    }, 0) <= MOST_BUNDLE_BYTES;
}, { message: 'more bytes than a batch can have' })
    .transform(function (_a) {
    var _ = _a.format, manifest = __rest(_a, ["format"]);
    return manifest;
});
