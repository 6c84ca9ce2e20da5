"use strict";
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
Object.defineProperty(exports, "__esModule", { value: true });
exports.testContentStore = testContentStore;
var viem_1 = require("viem");
var vitest_1 = require("vitest");
var leaves_ts_1 = require("../src/content/leaves.ts");
var publish_ts_1 = require("../src/content/publish.ts");
var store_ts_1 = require("../src/content/store.ts");
var verify_ts_1 = require("../src/content/verify.ts");
/** What every content store does, whatever it stands in. */
function testContentStore(open) {
    var _this = this;
    var absent = "0x".concat('ab'.repeat(32));
    (0, vitest_1.test)('gives back what was published', function () { return __awaiter(_this, void 0, void 0, function () {
        var store, _a, textRoot, canonical, _b, _c, contributions, root, _d, _e;
        return __generator(this, function (_f) {
            switch (_f.label) {
                case 0:
                    store = open();
                    return [4 /*yield*/, (0, publish_ts_1.publishContribution)(store, 'The   Quick-brown FOX, größer.')];
                case 1:
                    _a = _f.sent(), textRoot = _a.textRoot, canonical = _a.canonical;
                    _b = vitest_1.expect;
                    return [4 /*yield*/, store.read('texts', textRoot)];
                case 2:
                    _b.apply(void 0, [_f.sent()]).toEqual(canonical);
                    _c = vitest_1.expect;
                    return [4 /*yield*/, store.read('originals', textRoot)];
                case 3:
                    _c.apply(void 0, [_f.sent()]).toEqual((0, viem_1.stringToBytes)('The   Quick-brown FOX, größer.'));
                    contributions = [{ contributor: "0x".concat('0'.repeat(39), "1"), textRoot: textRoot }];
                    return [4 /*yield*/, (0, publish_ts_1.publishLeaves)(store, contributions)];
                case 4:
                    root = (_f.sent()).root;
                    _d = vitest_1.expect;
                    _e = leaves_ts_1.decodeLeaves;
                    return [4 /*yield*/, store.read('leaves', root)];
                case 5:
                    _d.apply(void 0, [_e.apply(void 0, [_f.sent()])]).toEqual(contributions);
                    return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each([1, 1000000, 1000001])('gives back a blob of %i bytes', function (size) { return __awaiter(_this, void 0, void 0, function () {
        var bytes, key, _a, _b;
        return __generator(this, function (_c) {
            switch (_c.label) {
                case 0:
                    bytes = Uint8Array.from({ length: size }, function (_, i) { return (i * 31) % 251; });
                    return [4 /*yield*/, (0, publish_ts_1.publishBlob)(open(), bytes)];
                case 1:
                    key = (_c.sent()).key;
                    _a = vitest_1.expect;
                    _b = viem_1.keccak256;
                    return [4 /*yield*/, open().read('blobs', key)];
                case 2:
                    _a.apply(void 0, [_b.apply(void 0, [_c.sent()])]).toBe(key);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('behavior: the same is kept twice', function () { return __awaiter(_this, void 0, void 0, function () {
        var bytes, key, _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0:
                    bytes = (0, viem_1.stringToBytes)('twice');
                    return [4 /*yield*/, (0, publish_ts_1.publishBlob)(open(), bytes)];
                case 1:
                    key = (_b.sent()).key;
                    return [4 /*yield*/, (0, publish_ts_1.publishBlob)(open(), bytes)];
                case 2:
                    _b.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, open().read('blobs', key)];
                case 3:
                    _a.apply(void 0, [_b.sent()]).toEqual(bytes);
                    return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each(['texts', 'originals', 'leaves', 'blobs'])('error: no such %s', function (kind) { return __awaiter(_this, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, vitest_1.expect)(open().read(kind, absent)).rejects.toThrow(store_ts_1.ContentNotFoundError)];
                case 1:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: bytes that are not what the key names are not sent', function () { return __awaiter(_this, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, vitest_1.expect)(open().write('blobs', absent, (0, viem_1.stringToBytes)('other'))).rejects.toThrow(verify_ts_1.ContentMismatchError)];
                case 1:
                    _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(open().read('blobs', absent)).rejects.toThrow(store_ts_1.ContentNotFoundError)];
                case 2:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: aborted', function () { return __awaiter(_this, void 0, void 0, function () {
        var reason, signal, bytes;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    reason = new Error('enough');
                    signal = AbortSignal.abort(reason);
                    bytes = (0, viem_1.stringToBytes)('aborted');
                    return [4 /*yield*/, (0, vitest_1.expect)(open().read('texts', absent, { signal: signal })).rejects.toBe(reason)];
                case 1:
                    _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(open().write('blobs', (0, viem_1.keccak256)(bytes), bytes, { signal: signal })).rejects.toBe(reason)];
                case 2:
                    _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(open().read('blobs', (0, viem_1.keccak256)(bytes))).rejects.toThrow(store_ts_1.ContentNotFoundError)];
                case 3:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
}
