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
var promises_1 = require("node:fs/promises");
var node_os_1 = require("node:os");
var node_path_1 = require("node:path");
var viem_1 = require("viem");
var vitest_1 = require("vitest");
var encoding_ts_1 = require("../attribution/encoding.ts");
var text_ts_1 = require("../errors/text.ts");
var textRoot_ts_1 = require("../text/textRoot.ts");
var index_ts_1 = require("../trees/index.ts");
var folder_ts_1 = require("./folder.ts");
var leaves_ts_1 = require("./leaves.ts");
var publish_ts_1 = require("./publish.ts");
var store_ts_1 = require("./store.ts");
var uri_ts_1 = require("./uri.ts");
var verify_ts_1 = require("./verify.ts");
var bytesOf = function (text) { return new TextEncoder().encode(text); };
var key = "0x".concat('ab'.repeat(32));
var contributions = [1, 2, 3].map(function (i) { return ({
    contributor: "0x000000000000000000000000000000000000000".concat(i),
    textRoot: "0x".concat("".concat(i).repeat(64)),
}); });
var folder;
var store;
(0, vitest_1.beforeEach)(function () { return __awaiter(void 0, void 0, void 0, function () {
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, promises_1.mkdtemp)((0, node_path_1.join)((0, node_os_1.tmpdir)(), 'openledger-content-'))];
            case 1:
                folder = _a.sent();
                store = (0, folder_ts_1.folderStore)(folder);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.afterEach)(function () { return (0, promises_1.rm)(folder, { recursive: true }); });
(0, vitest_1.describe)('a folder', function () {
    (0, vitest_1.test)('gives back what was published', function () { return __awaiter(void 0, void 0, void 0, function () {
        var _a, root, canonical, _b, _c, leaves, _d, _e, blob, _f, _g, _h;
        return __generator(this, function (_j) {
            switch (_j.label) {
                case 0: return [4 /*yield*/, (0, publish_ts_1.publishContribution)(store, 'The   Quick-brown FOX.')];
                case 1:
                    _a = _j.sent(), root = _a.textRoot, canonical = _a.canonical;
                    (0, vitest_1.expect)(root).toBe((0, textRoot_ts_1.textRoot)(bytesOf('the quick brown fox')));
                    (0, vitest_1.expect)(canonical).toEqual(bytesOf('the quick brown fox'));
                    _b = vitest_1.expect;
                    return [4 /*yield*/, store.read('texts', root)];
                case 2:
                    _b.apply(void 0, [_j.sent()]).toEqual(canonical);
                    _c = vitest_1.expect;
                    return [4 /*yield*/, store.read('originals', root)];
                case 3:
                    _c.apply(void 0, [_j.sent()]).toEqual(bytesOf('The   Quick-brown FOX.'));
                    return [4 /*yield*/, (0, publish_ts_1.publishLeaves)(store, contributions)];
                case 4:
                    leaves = _j.sent();
                    (0, vitest_1.expect)(leaves).toMatchObject({ count: 3, uri: "openledger:leaves/".concat(leaves.root) });
                    _d = vitest_1.expect;
                    _e = leaves_ts_1.decodeLeaves;
                    return [4 /*yield*/, store.read('leaves', leaves.root)];
                case 5:
                    _d.apply(void 0, [_e.apply(void 0, [_j.sent()])]).toEqual(contributions);
                    return [4 /*yield*/, (0, publish_ts_1.publishBlob)(store, Uint8Array.of(1, 2, 3))];
                case 6:
                    blob = _j.sent();
                    (0, vitest_1.expect)(blob.key).toBe((0, viem_1.keccak256)(Uint8Array.of(1, 2, 3)));
                    _f = vitest_1.expect;
                    return [4 /*yield*/, (0, promises_1.readdir)(folder)];
                case 7:
                    _f.apply(void 0, [_j.sent()]).toEqual(['blobs', 'leaves', 'originals', 'texts']);
                    _g = vitest_1.expect;
                    _h = Uint8Array.bind;
                    return [4 /*yield*/, (0, promises_1.readFile)((0, node_path_1.join)(folder, 'blobs', blob.key))];
                case 8:
                    _g.apply(void 0, [new (_h.apply(Uint8Array, [void 0, _j.sent()]))()]).toEqual(Uint8Array.of(1, 2, 3));
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('behavior: many writers of the same key leave one whole file', function () { return __awaiter(void 0, void 0, void 0, function () {
        var bytes, name, _a, _b;
        return __generator(this, function (_c) {
            switch (_c.label) {
                case 0:
                    bytes = bytesOf('x'.repeat(100000));
                    name = (0, viem_1.keccak256)(bytes);
                    return [4 /*yield*/, Promise.all(Array.from({ length: 20 }, function () { return (0, folder_ts_1.folderStore)(folder).write('blobs', name, bytes); }))];
                case 1:
                    _c.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, (0, promises_1.readdir)((0, node_path_1.join)(folder, 'blobs'))];
                case 2:
                    _a.apply(void 0, [_c.sent()]).toEqual([name]);
                    _b = vitest_1.expect;
                    return [4 /*yield*/, store.read('blobs', name)];
                case 3:
                    _b.apply(void 0, [_c.sent()]).toEqual(bytes);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('behavior: writing again mends a damaged file', function () { return __awaiter(void 0, void 0, void 0, function () {
        var name, _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0: return [4 /*yield*/, (0, publish_ts_1.publishBlob)(store, bytesOf('blob'))];
                case 1:
                    name = (_b.sent()).key;
                    return [4 /*yield*/, (0, promises_1.writeFile)((0, node_path_1.join)(folder, 'blobs', name), 'damaged')];
                case 2:
                    _b.sent();
                    return [4 /*yield*/, (0, publish_ts_1.publishBlob)(store, bytesOf('blob'))];
                case 3:
                    _b.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, store.read('blobs', name)];
                case 4:
                    _a.apply(void 0, [_b.sent()]).toEqual(bytesOf('blob'));
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: nothing under the key', function () { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, vitest_1.expect)(store.read('texts', key)).rejects.toThrow(store_ts_1.ContentNotFoundError)];
                case 1:
                    _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(store.read('texts', key)).rejects.toThrow("texts/".concat(key))];
                case 2:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each(['texts', 'originals', 'leaves', 'blobs'])('error: damaged %s', function (kind) { return __awaiter(void 0, void 0, void 0, function () {
        var _i, _a, damaged;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0: return [4 /*yield*/, (0, promises_1.mkdir)((0, node_path_1.join)(folder, kind))];
                case 1:
                    _b.sent();
                    _i = 0, _a = [new Uint8Array(), bytesOf('other'), new Uint8Array(64), Uint8Array.of(0xff)];
                    _b.label = 2;
                case 2:
                    if (!(_i < _a.length)) return [3 /*break*/, 7];
                    damaged = _a[_i];
                    return [4 /*yield*/, (0, promises_1.writeFile)((0, node_path_1.join)(folder, kind, key), damaged)];
                case 3:
                    _b.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(store.read(kind, key)).rejects.toThrow(verify_ts_1.ContentMismatchError)];
                case 4:
                    _b.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(store.write(kind, key, damaged)).rejects.toThrow("".concat(kind, "/").concat(key))];
                case 5:
                    _b.sent();
                    _b.label = 6;
                case 6:
                    _i++;
                    return [3 /*break*/, 2];
                case 7: return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each(['../blobs', '0x12', key.toUpperCase(), "".concat(key, "/.."), ''])('error: the key %j', function (bad) { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, vitest_1.expect)(store.read('blobs', bad)).rejects.toThrow(store_ts_1.ContentKeyError)];
                case 1:
                    _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(store.write('blobs', bad, new Uint8Array())).rejects.toThrow(store_ts_1.ContentKeyError)];
                case 2:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: what cannot be written stays away, and so does its temporary file', function () { return __awaiter(void 0, void 0, void 0, function () {
        var _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0: return [4 /*yield*/, (0, promises_1.mkdir)((0, node_path_1.join)(folder, 'blobs', (0, viem_1.keccak256)(bytesOf('blob'))), { recursive: true })];
                case 1:
                    _b.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)((0, publish_ts_1.publishBlob)(store, bytesOf('blob'))).rejects.toThrow()];
                case 2:
                    _b.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, (0, promises_1.readdir)((0, node_path_1.join)(folder, 'blobs'))];
                case 3:
                    _a.apply(void 0, [_b.sent()]).toHaveLength(1);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: a contribution without words', function () { return __awaiter(void 0, void 0, void 0, function () {
        var _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0: return [4 /*yield*/, (0, vitest_1.expect)((0, publish_ts_1.publishContribution)(store, ' -- \n')).rejects.toThrow(text_ts_1.NoWordsError)];
                case 1:
                    _b.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, (0, promises_1.readdir)(folder)];
                case 2:
                    _a.apply(void 0, [_b.sent()]).toEqual([]);
                    return [2 /*return*/];
            }
        });
    }); });
});
(0, vitest_1.describe)('leaves', function () {
    (0, vitest_1.test)('are those of the Tree', function () {
        var bytes = (0, leaves_ts_1.encodeLeaves)(contributions);
        (0, vitest_1.expect)((0, index_ts_1.treeRoot)((0, leaves_ts_1.leavesTree)(bytes))).toBe((0, index_ts_1.treeRoot)((0, index_ts_1.buildTree)([0, 1, 2].map(function (i) { return bytes.subarray(64 * i, 64 * i + 64); }))));
    });
    (0, vitest_1.test)('behavior: one that is no contribution spoils none of the others', function () {
        var bytes = (0, leaves_ts_1.encodeLeaves)(contributions);
        bytes[64] = 1;
        (0, vitest_1.expect)((0, leaves_ts_1.decodeLeaves)(bytes)).toEqual([contributions[0], undefined, contributions[2]]);
    });
});
(0, vitest_1.describe)('URIs', function () {
    (0, vitest_1.test)('default', function () {
        var name = { kind: 'leaves', key: key };
        (0, vitest_1.expect)((0, uri_ts_1.parseContentUri)((0, uri_ts_1.formatContentUri)(name))).toEqual(name);
        (0, vitest_1.expect)((0, uri_ts_1.formatContentUri)(name)).toBe("openledger:leaves/".concat((0, viem_1.bytesToHex)(new Uint8Array(32).fill(0xab))));
    });
    vitest_1.test.each([
        "ipfs:texts/".concat(key),
        "openledger:pages/".concat(key),
        'openledger:texts/0x12',
        "openledger:texts/".concat(key, "/x"),
        "openledger:texts/".concat(key.toUpperCase()),
        "openledger:texts/".concat(key, "\n"),
        '',
    ])('error: %j', function (uri) {
        (0, vitest_1.expect)(function () { return (0, uri_ts_1.parseContentUri)(uri); }).toThrow(uri_ts_1.ContentUriError);
    });
});
(0, vitest_1.describe)('leaves of a submission that states another count', function () {
    var leaves = Array.from({ length: 5 }, function (_, i) {
        return (0, encoding_ts_1.encodeContribution)({ contributor: key.slice(0, 42), textRoot: (0, textRoot_ts_1.textRoot)(bytesOf("text ".concat(i))) });
    });
    var tree = (0, leaves_ts_1.leavesTree)((0, viem_1.concatBytes)(leaves));
    var provable = function (count) {
        return leaves.flatMap(function (leaf, index) {
            var siblings = (0, leaves_ts_1.leafSiblings)(tree, index, count);
            return siblings && (0, index_ts_1.verifyTreeProof)({ root: (0, index_ts_1.treeRoot)(tree), count: count, index: index, leaf: leaf, siblings: siblings }) ? [index] : [];
        });
    };
    vitest_1.test.each([
        [5, [0, 1, 2, 3, 4]],
        [6, [0, 1, 2, 3, 4]],
        [8, [0, 1, 2, 3, 4]],
        [4, []],
        [9, []],
    ])('behavior: of 5 leaves under a count of %i', function (count, expected) {
        (0, vitest_1.expect)(provable(count)).toEqual(expected);
        // Whatever is given is a proof.
        (0, vitest_1.expect)(leaves.flatMap(function (_, i) { return ((0, leaves_ts_1.leafSiblings)(tree, i, count) ? [i] : []); })).toEqual(expected);
    });
    (0, vitest_1.test)('behavior: a count that cuts leaves off leaves those below them without a proof', function () {
        var three = (0, leaves_ts_1.leavesTree)((0, viem_1.concatBytes)(leaves.slice(0, 4)));
        (0, vitest_1.expect)([0, 1, 2].map(function (index) { return (0, leaves_ts_1.leafSiblings)(three, index, 3) !== undefined; })).toEqual([true, true, false]);
    });
});
