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
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
var __generator = (this && this.__generator) || function (thisArg, body) {
    var _ = { label: 0, sent: function() { if (t[0] & 1) throw t[1]; return t[1]; }, trys: [], ops: [] }, f, y, t, g = Object.create((typeof Iterator === "function" ? Iterator : Object).prototype);
    return g.next = verb(0), g["throw"] = verb(1), g["return"] = verb(2), typeof Symbol === "function" && (g[Symbol.iterator] = function() { return this; }), g;
    function verb(n) { return function (v) { return step([n, v]); }; }
    function step(op) {
        if (f) throw new TypeError("Generator is already executing.");
        while (g && (g = 0, op[0] && (_ = 0)), _) try {
            if (f = 1, y && (t = op[0] & 2 ? y["return"] : op[0] ? y["throw"] || ((t = y["return"]) && t.call(y), 0) : y.next) && !(t = t.call(y, op[1])).done) return t;
            if (y = 0, t) op = [op[0] & 2, t.value];
            switch (op[0]) {
                case 0: case 1: t = op; break;
                case 4: _.label++; return { value: op[1], done: false };
                case 5: _.label++; y = op[1]; op = [0]; continue;
                case 7: op = _.ops.pop(); _.trys.pop(); continue;
                default:
                    if (!(t = _.trys, t = t.length > 0 && t[t.length - 1]) && (op[0] === 6 || op[0] === 2)) { _ = 0; continue; }
                    if (op[0] === 3 && (!t || (op[1] > t[0] && op[1] < t[3]))) { _.label = op[1]; break; }
                    if (op[0] === 6 && _.label < t[1]) { _.label = t[1]; t = op; break; }
                    if (t && _.label < t[2]) { _.label = t[2]; _.ops.push(op); break; }
                    if (t[2]) _.ops.pop();
                    _.trys.pop(); continue;
            }
            op = body.call(thisArg, _);
        } catch (e) { op = [6, e]; y = 0; } finally { f = t = 0; }
        if (op[0] & 5) throw op[1]; return { value: op[0] ? op[1] : void 0, done: true };
    }
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
exports.MOST_HELD_BYTES = void 0;
exports.packBundle = packBundle;
exports.openBundle = openBundle;
exports.unpackBundle = unpackBundle;
var viem_1 = require("viem");
var index_ts_1 = require("../../trees/index.ts");
var settle_ts_1 = require("../settle.ts");
var trees_ts_1 = require("../trees.ts");
var errors_ts_1 = require("./errors.ts");
var gzip_ts_1 = require("./gzip.ts");
var manifest_ts_1 = require("./manifest.ts");
var parts_ts_1 = require("./parts.ts");
/** Most bytes of a bundle that is read at once. As objects they take many times as much. */
exports.MOST_HELD_BYTES = Math.pow(2, 26);
/** A bundle as blobs: the same for the same bundle and packing, wherever they are made. */
function packBundle(bundle, _a) {
    var _b = _a === void 0 ? {} : _a, _c = _b.gzip, gzip = _c === void 0 ? gzip_ts_1.storedGzip : _c, _d = _b.partBytes, partBytes = _d === void 0 ? parts_ts_1.PART_BYTES : _d;
    var chainId = bundle.chainId, ledger = bundle.ledger, modelId = bundle.modelId, term = bundle.term, rule = bundle.rule, inferences = bundle.inferences, payouts = bundle.payouts, reserves = bundle.reserves, _e = bundle.openings, openings = _e === void 0 ? [] : _e;
    var parts = new Map();
    var keep = function (_a) {
        var bytes = _a.bytes, count = _a.count;
        var packed = gzip(bytes);
        var hash = (0, viem_1.keccak256)(packed);
        parts.set(hash, packed);
        return { hash: hash, stored: packed.length, size: bytes.length, count: count };
    };
    var manifest = __assign({ chainId: chainId, ledger: ledger, modelId: modelId, term: term, rule: rule }, { inferences: __spreadArray([], (0, parts_ts_1.inferenceParts)(inferences, reserves, partBytes), true).map(function (_a) {
            var credits = _a.credits, part = __rest(_a, ["credits"]);
            return (__assign(__assign({}, keep(part)), { credits: credits }));
        }), payouts: __spreadArray([], (0, parts_ts_1.payoutParts)(statedPayouts(bundle, payouts), partBytes), true).map(function (_a) {
            var account = _a.account, part = __rest(_a, ["account"]);
            return (__assign(__assign({}, keep(part)), { account: account }));
        }), openings: __spreadArray([], (0, parts_ts_1.openingParts)(openings, partBytes), true).map(keep) });
    var bytes = (0, manifest_ts_1.encodeManifest)(manifest);
    return { hash: (0, viem_1.keccak256)(bytes), size: (0, manifest_ts_1.bundleSizeOf)(bytes, manifest), manifest: bytes, parts: parts };
}
/** @throws MalformedBundleError and whatever `read` throws */
function openBundle(read, hash) {
    return __awaiter(this, void 0, void 0, function () {
        var bytes, manifest;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, read(hash)];
                case 1:
                    bytes = _a.sent();
                    if ((0, viem_1.keccak256)(bytes) !== hash)
                        throw new errors_ts_1.MalformedBundleError('its manifest has another hash');
                    manifest = (0, manifest_ts_1.decodeManifest)(bytes);
                    return [2 /*return*/, {
                            manifest: manifest,
                            size: (0, manifest_ts_1.bundleSizeOf)(bytes, manifest),
                            part: function (_a) {
                                return __awaiter(this, arguments, void 0, function (_b) {
                                    var packed, name;
                                    var hash = _b.hash, stored = _b.stored, size = _b.size;
                                    return __generator(this, function (_c) {
                                        switch (_c.label) {
                                            case 0: return [4 /*yield*/, read(hash)];
                                            case 1:
                                                packed = _c.sent();
                                                name = "part ".concat(hash);
                                                if (packed.length !== stored)
                                                    throw new errors_ts_1.MalformedBundleError("".concat(name, " is stored in ").concat(packed.length, " bytes"));
                                                if ((0, viem_1.keccak256)(packed) !== hash)
                                                    throw new errors_ts_1.MalformedBundleError("".concat(name, " has another hash"));
                                                return [4 /*yield*/, (0, gzip_ts_1.gunzip)(packed, size, name)];
                                            case 2: return [2 /*return*/, _c.sent()];
                                        }
                                    });
                                });
                            },
                        }];
            }
        });
    });
}
/**
 * Reads a whole bundle.
 * @throws BundleTooLargeError when it has more than `most` bytes
 * @throws MalformedBundleError and whatever `read` throws
 */
function unpackBundle(read_1, hash_1) {
    return __awaiter(this, arguments, void 0, function (read, hash, _a) {
        var open, manifest, size, chainId, ledger, modelId, term, rule, readAll, reserves, inferences, stated, openings, payouts, bundle;
        var _this = this;
        var _b = _a === void 0 ? {} : _a, _c = _b.most, most = _c === void 0 ? exports.MOST_HELD_BYTES : _c;
        return __generator(this, function (_d) {
            switch (_d.label) {
                case 0: return [4 /*yield*/, openBundle(read, hash)];
                case 1:
                    open = _d.sent();
                    manifest = open.manifest, size = open.size;
                    if (size > BigInt(most))
                        throw new errors_ts_1.BundleTooLargeError(size, most);
                    chainId = manifest.chainId, ledger = manifest.ledger, modelId = manifest.modelId, term = manifest.term, rule = manifest.rule;
                    readAll = function (parts, content) { return __awaiter(_this, void 0, void 0, function () {
                        var all, _i, parts_1, part, _a, _b, _c, item;
                        var _d;
                        return __generator(this, function (_e) {
                            switch (_e.label) {
                                case 0:
                                    all = [];
                                    _i = 0, parts_1 = parts;
                                    _e.label = 1;
                                case 1:
                                    if (!(_i < parts_1.length)) return [3 /*break*/, 6];
                                    part = parts_1[_i];
                                    _a = 0;
                                    _c = content;
                                    _d = {};
                                    return [4 /*yield*/, open.part(part)];
                                case 2:
                                    _b = _c.apply(void 0, [(_d.bytes = _e.sent(), _d.count = part.count, _d), "part ".concat(part.hash), part]);
                                    _e.label = 3;
                                case 3:
                                    if (!(_a < _b.length)) return [3 /*break*/, 5];
                                    item = _b[_a];
                                    all.push(item);
                                    _e.label = 4;
                                case 4:
                                    _a++;
                                    return [3 /*break*/, 3];
                                case 5:
                                    _i++;
                                    return [3 /*break*/, 1];
                                case 6: return [2 /*return*/, all];
                            }
                        });
                    }); };
                    reserves = new Map();
                    return [4 /*yield*/, readAll(manifest.inferences, function (part, name, _a) {
                            var credits = _a.credits;
                            var held = (0, parts_ts_1.readInferences)(__assign(__assign({}, part), { credits: credits }), name);
                            for (var _i = 0, _b = held.reserves; _i < _b.length; _i++) {
                                var _c = _b[_i], submissionId = _c[0], reserve = _c[1];
                                (0, parts_ts_1.stateReserve)(reserves, submissionId, reserve, name);
                            }
                            return held.inferences;
                        })];
                case 2:
                    inferences = _d.sent();
                    return [4 /*yield*/, readAll(manifest.payouts, function (part, name, _a) {
                            var _b;
                            var account = _a.account;
                            var held = (0, parts_ts_1.readPayouts)(part, name);
                            if (((_b = held[0]) === null || _b === void 0 ? void 0 : _b.account) !== account)
                                throw new errors_ts_1.MalformedBundleError("".concat(name, " does not begin with ").concat(account));
                            return held;
                        })];
                case 3:
                    stated = _d.sent();
                    return [4 /*yield*/, readAll(manifest.openings, parts_ts_1.readOpenings)];
                case 4:
                    openings = _d.sent();
                    payouts = payoutsOf(stated, { inferences: inferences, reserves: reserves, rule: rule });
                    bundle = { chainId: chainId, ledger: ledger, modelId: modelId, term: term, rule: rule, inferences: inferences, payouts: payouts, reserves: reserves };
                    return [2 /*return*/, { bundle: openings.length > 0 ? __assign(__assign({}, bundle), { openings: openings }) : bundle, size: size }];
            }
        });
    });
}
/** The entries that follow from the credits, by account in lower case. */
function followingEntries(_a) {
    var inferences = _a.inferences, reserves = _a.reserves, rule = _a.rule;
    var none = { reserveAccount: '0x', reserveBps: 0 };
    var payouts = (0, settle_ts_1.settle)(inferences, function (_a) {
        var _b;
        var submissionId = _a.submissionId;
        return (_b = reserves.get(submissionId)) !== null && _b !== void 0 ? _b : none;
    }, rule);
    return new Map(payouts.map(function (_a) {
        var account = _a.account, entries = _a.entries;
        return [account.toLowerCase(), entries];
    }));
}
/** Payouts whose entries follow from the credits without them: each account's once, so that a bundle is not longer than it says. */
function statedPayouts(credited, payouts) {
    var following = followingEntries(credited);
    return payouts.map(function (_a) {
        var account = _a.account, amount = _a.amount, entries = _a.entries;
        var key = account.toLowerCase();
        var due = following.get(key);
        var isDue = (due === null || due === void 0 ? void 0 : due.length) === entries.length &&
            entries.every(function (_a, i) {
                var inference = _a.inference, credit = _a.credit, paid = _a.amount;
                var entry = due[i];
                return entry.inference === inference && entry.credit === credit && entry.amount === paid;
            });
        if (!isDue)
            return { account: account, amount: amount, entries: entries };
        following.delete(key);
        return { account: account, amount: amount, follows: { count: entries.length, root: rootOf(entries) } };
    });
}
/** Payouts with their entries. @throws MalformedBundleError where they do not follow as is said */
function payoutsOf(stated, credited) {
    var following = followingEntries(credited);
    return stated.map(function (payout) {
        if ('entries' in payout)
            return payout;
        var account = payout.account, amount = payout.amount, follows = payout.follows;
        var entries = following.get(account.toLowerCase());
        following.delete(account.toLowerCase());
        if ((entries === null || entries === void 0 ? void 0 : entries.length) !== follows.count || rootOf(entries) !== follows.root) {
            throw new errors_ts_1.MalformedBundleError("the entries of ".concat(account, " do not follow from the credits, and are not stated"));
        }
        return { account: account, amount: amount, entries: entries };
    });
}
function rootOf(entries) {
    return (0, index_ts_1.openSumTree)(entries.map(trees_ts_1.entryLeaf)).root;
}
