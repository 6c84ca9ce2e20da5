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
var node_crypto_1 = require("node:crypto");
var viem_1 = require("viem");
var vitest_1 = require("vitest");
var contentServers_ts_1 = require("../../test/contentServers.ts");
var contentSuite_ts_1 = require("../../test/contentSuite.ts");
var ipfs_ts_1 = require("./ipfs.ts");
var publish_ts_1 = require("./publish.ts");
var serverErrors_ts_1 = require("./serverErrors.ts");
var store_ts_1 = require("./store.ts");
var verify_ts_1 = require("./verify.ts");
var blob = (0, viem_1.stringToBytes)('what the key names');
var key = (0, viem_1.keccak256)(blob);
var absent = "0x".concat('ab'.repeat(32));
var cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';
/** A real node to test against, instead of what stands for one: `http://127.0.0.1:5001`. It keeps what is written. */
var realNode = process.env.OPENLEDGER_TEST_KUBO;
var node = { files: new Map(), blocks: new Map() };
var server;
(0, vitest_1.beforeAll)(function () { return __awaiter(void 0, void 0, void 0, function () {
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, contentServers_ts_1.startKuboDouble)(node)];
            case 1:
                server = _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.afterAll)(function () { return server.stop(); });
var open = function (options) { return (0, ipfs_ts_1.ipfsStore)(server.url, __assign({ timeout: 1000 }, options)); };
(0, vitest_1.describe)('a node', function () {
    var folder = "/openledger-".concat((0, node_crypto_1.randomUUID)());
    (0, contentSuite_ts_1.testContentStore)(function () { return (realNode ? (0, ipfs_ts_1.ipfsStore)(realNode, { folder: folder, timeout: 5000 }) : open({ folder: folder, timeout: 300 })); });
});
(0, vitest_1.test)('a blob has its hash for a CID, and any node finds it', function () { return __awaiter(void 0, void 0, void 0, function () {
    var _a;
    return __generator(this, function (_b) {
        switch (_b.label) {
            case 0:
                // The multihash of keccak-256 in base 32: 0x01 raw 0x55, 0x1b, 32 bytes.
                (0, vitest_1.expect)((0, ipfs_ts_1.blobCid)((0, viem_1.keccak256)((0, viem_1.stringToBytes)('hello')))).toBe('bafkrwia4rl7zkbufylwuxqyxj42hekd3k3mvc644ssasomm2bgt2g3pkza');
                return [4 /*yield*/, (0, publish_ts_1.publishBlob)(open(), blob)];
            case 1:
                _b.sent();
                (0, vitest_1.expect)(__spreadArray([], node.blocks.keys(), true)).toContain((0, ipfs_ts_1.blobCid)(key));
                _a = vitest_1.expect;
                return [4 /*yield*/, open({ folder: "/ipfs/".concat(cid) }).read('blobs', key)];
            case 2:
                _a.apply(void 0, [_b.sent()]).toEqual(blob);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('what another publishes is read, and never written', function () { return __awaiter(void 0, void 0, void 0, function () {
    var _a, textRoot, canonical, _i, _b, folder, _c;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0: return [4 /*yield*/, (0, publish_ts_1.publishContribution)(open(), 'The quick brown fox.')];
            case 1:
                _a = _d.sent(), textRoot = _a.textRoot, canonical = _a.canonical;
                _i = 0, _b = ["/ipfs/".concat(cid), '/ipns/example.org/corpus'];
                _d.label = 2;
            case 2:
                if (!(_i < _b.length)) return [3 /*break*/, 7];
                folder = _b[_i];
                node.files.set("".concat(folder, "/texts/").concat(textRoot), canonical);
                _c = vitest_1.expect;
                return [4 /*yield*/, open({ folder: folder }).read('texts', textRoot)];
            case 3:
                _c.apply(void 0, [_d.sent()]).toEqual(canonical);
                return [4 /*yield*/, (0, vitest_1.expect)(open({ folder: folder }).read('texts', absent)).rejects.toThrow(store_ts_1.ContentNotFoundError)];
            case 4:
                _d.sent();
                return [4 /*yield*/, (0, vitest_1.expect)(open({ folder: folder }).write('texts', textRoot, canonical)).rejects.toThrow(serverErrors_ts_1.ContentReadOnlyError)];
            case 5:
                _d.sent();
                _d.label = 6;
            case 6:
                _i++;
                return [3 /*break*/, 2];
            case 7: return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: a block that nobody has is looked for no longer than the timeout', function () { return __awaiter(void 0, void 0, void 0, function () {
    var started;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                started = performance.now();
                return [4 /*yield*/, (0, vitest_1.expect)(open({ timeout: 200 }).read('blobs', absent)).rejects.toThrow(store_ts_1.ContentNotFoundError)];
            case 1:
                _a.sent();
                (0, vitest_1.expect)(performance.now() - started).toBeLessThan(10000);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: aborted while a block is looked for', function () { return __awaiter(void 0, void 0, void 0, function () {
    var reading;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                reading = open({ timeout: 60000 }).read('blobs', absent, { signal: AbortSignal.timeout(100) });
                return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(vitest_1.expect.objectContaining({ name: 'TimeoutError' }))];
            case 1:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: other bytes in the folder', function () { return __awaiter(void 0, void 0, void 0, function () {
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                node.files.set("/openledger/texts/".concat(absent), (0, viem_1.stringToBytes)('other'));
                return [4 /*yield*/, (0, vitest_1.expect)(open().read('texts', absent)).rejects.toThrow(verify_ts_1.ContentMismatchError)];
            case 1:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
vitest_1.test.each([
    ['context canceled', 500],
    ['could not resolve name', 500],
    ['file does not exist', 400],
])('error: %j by %i is not taken for missing content', function (Message, status) { return __awaiter(void 0, void 0, void 0, function () {
    var failing;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.writeHead(status).end(JSON.stringify({ Message: Message })); })];
            case 1:
                failing = _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)((0, ipfs_ts_1.ipfsStore)(failing.url).read('texts', absent)).rejects.toThrow(serverErrors_ts_1.ContentServerError)];
            case 2:
                _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)((0, ipfs_ts_1.ipfsStore)(failing.url).read('texts', absent)).rejects.toThrow(JSON.stringify(Message))];
            case 3:
                _a.sent();
                return [4 /*yield*/, failing.stop()];
            case 4:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
vitest_1.test.each(['{"Key":"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"}', '{}', '<html>', '{"Key":"x"}'])('error: a block kept under another CID: %s', function (said) { return __awaiter(void 0, void 0, void 0, function () {
    var lying;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.end(said); })];
            case 1:
                lying = _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)((0, publish_ts_1.publishBlob)((0, ipfs_ts_1.ipfsStore)(lying.url), blob)).rejects.toThrow(serverErrors_ts_1.ContentServerError)];
            case 2:
                _a.sent();
                return [4 /*yield*/, lying.stop()];
            case 3:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: what is no RPC of a node', function () { return __awaiter(void 0, void 0, void 0, function () {
    var other;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.writeHead(404).end('404 page not found'); })];
            case 1:
                other = _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)((0, ipfs_ts_1.ipfsStore)(other.url).read('texts', absent)).rejects.toThrow(serverErrors_ts_1.ContentServerError)];
            case 2:
                _a.sent();
                return [4 /*yield*/, other.stop()];
            case 3:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
vitest_1.test.each(['', 'openledger', '/', '/a/', '/a/../b', '/a b', '/ipfs', '/ipfs/', '/ipfs/no-cid', '/ipns', '/a?b'])('error: the folder %j', function (folder) {
    (0, vitest_1.expect)(function () { return open({ folder: folder }); }).toThrow(serverErrors_ts_1.ContentServerAddressError);
});
