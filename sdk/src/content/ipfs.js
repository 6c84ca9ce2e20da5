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
Object.defineProperty(exports, "__esModule", { value: true });
exports.blobCid = blobCid;
exports.ipfsStore = ipfsStore;
var cid_1 = require("multiformats/cid");
var digest_1 = require("multiformats/hashes/digest");
var viem_1 = require("viem");
var serverErrors_ts_1 = require("./serverErrors.ts");
var store_ts_1 = require("./store.ts");
var transfer_ts_1 = require("./transfer.ts");
/** Codes of multiformats: bytes as they are, and the hash that blobs are named by. */
var RAW = 0x55;
var KECCAK_256 = 0x1b;
/** Nodes pass on blocks of up to 1 MiB, and servers before them take requests of as much: the block with its form. */
var MOST_BLOCK_BYTES = 1000000;
/** A node answers 500 for all that it cannot do: only these say that it may soon. */
var PASSING = [429, 502, 503, 504];
/** The CID under which any node of IPFS finds a blob of at most a million bytes. */
function blobCid(hash) {
    return cid_1.CID.createV1(RAW, (0, digest_1.create)(KECCAK_256, (0, viem_1.hexToBytes)((0, store_ts_1.checkedKey)(hash)))).toString();
}
/**
 * A content store in IPFS, by the RPC of a Kubo node: that of a machine of yours, as whoever reaches it rules the node.
 * Content lies in a folder of the node's files at `<folder>/<kind>/<key>`, from where nothing is collected as garbage. A
 * blob of at most a million bytes is a pinned block instead, with its hash for a CID, so that every node finds it by what
 * the chain says.
 * @param url Address of the RPC, without `/api`: `http://127.0.0.1:5001`.
 * @throws ContentServerAddressError
 */
function ipfsStore(url, options) {
    if (options === void 0) { options = {}; }
    var _a = options.folder, folder = _a === void 0 ? '/openledger' : _a, headers = options.headers, transferOptions = __rest(options, ["folder", "headers"]);
    var base = new URL('api/v0/', (0, transfer_ts_1.parseServer)(url));
    var isPublished = assertFolder(folder);
    var call = function (command, parameters, _a) {
        var signal = _a.signal, body = _a.body;
        var address = new URL(command, base);
        address.search = new URLSearchParams(parameters).toString();
        var prepare = function () { return ({ url: address, method: 'POST', headers: headers, body: body && formOf(body) }); };
        return (0, transfer_ts_1.transfer)(prepare, __assign(__assign({}, transferOptions), { signal: signal, passing: PASSING }));
    };
    var pathOf = function (kind, key) { return "".concat(folder, "/").concat(kind, "/").concat(key); };
    /** What a command of reading gave; `undefined` when there is no such thing. */
    var taken = function (answer) {
        if (answer.ok)
            return answer.bytes;
        var said = messageOf(answer);
        if (answer.status === 500 && isMissing(said))
            return undefined;
        throw new serverErrors_ts_1.ContentServerError(base.origin, answer.status, said);
    };
    return (0, store_ts_1.contentStore)({
        load: function (kind_1, key_1, _a) {
            return __awaiter(this, arguments, void 0, function (kind, key, _b) {
                var path, file, _c, _d, error_1;
                var signal = _b.signal;
                return __generator(this, function (_e) {
                    switch (_e.label) {
                        case 0:
                            path = pathOf(kind, key);
                            _c = taken;
                            return [4 /*yield*/, call(isPublished ? 'cat' : 'files/read', { arg: path }, { signal: signal })];
                        case 1:
                            file = _c.apply(void 0, [_e.sent()]);
                            if (file || kind !== 'blobs')
                                return [2 /*return*/, file];
                            _e.label = 2;
                        case 2:
                            _e.trys.push([2, 4, , 5]);
                            _d = taken;
                            return [4 /*yield*/, call('block/get', { arg: blobCid(key) }, { signal: signal })];
                        case 3: return [2 /*return*/, _d.apply(void 0, [_e.sent()])];
                        case 4:
                            error_1 = _e.sent();
                            // Nobody can say that nobody has a block: a node that does not find one goes on looking.
                            if (error_1 instanceof serverErrors_ts_1.ContentServerTimeoutError)
                                return [2 /*return*/, undefined];
                            throw error_1;
                        case 5: return [2 /*return*/];
                    }
                });
            });
        },
        save: function (kind_1, key_1, bytes_1, _a) {
            return __awaiter(this, arguments, void 0, function (kind, key, bytes, _b) {
                var parameters_1, answer_1, parameters, answer;
                var signal = _b.signal;
                return __generator(this, function (_c) {
                    switch (_c.label) {
                        case 0:
                            if (isPublished)
                                throw new serverErrors_ts_1.ContentReadOnlyError("The folder ".concat(folder));
                            if (!(kind === 'blobs' && bytes.length <= MOST_BLOCK_BYTES)) return [3 /*break*/, 2];
                            parameters_1 = { 'cid-codec': 'raw', mhtype: 'keccak-256', pin: 'true' };
                            return [4 /*yield*/, call('block/put', parameters_1, { signal: signal, body: bytes })];
                        case 1:
                            answer_1 = _c.sent();
                            (0, transfer_ts_1.assertDone)(base, answer_1, answer_1.ok ? undefined : messageOf(answer_1));
                            assertKept(base, answer_1, blobCid(key));
                            return [2 /*return*/];
                        case 2:
                            parameters = {
                                arg: pathOf(kind, key),
                                create: 'true',
                                parents: 'true',
                                truncate: 'true',
                                'raw-leaves': 'true',
                            };
                            return [4 /*yield*/, call('files/write', parameters, { signal: signal, body: bytes })];
                        case 3:
                            answer = _c.sent();
                            (0, transfer_ts_1.assertDone)(base, answer, answer.ok ? undefined : messageOf(answer));
                            return [2 /*return*/];
                    }
                });
            });
        },
    });
}
/** @throws ContentServerError unless the node kept the block under the CID that others look for */
function assertKept(server, answer, cid) {
    var Key = parseObject((0, transfer_ts_1.textOf)(answer)).Key;
    if (typeof Key !== 'string' || !isSameCid(Key, cid)) {
        throw new serverErrors_ts_1.ContentServerError(server.origin, answer.status, "kept as ".concat(String(Key), ", not as ").concat(cid));
    }
}
function isSameCid(one, other) {
    try {
        return cid_1.CID.parse(one).equals(cid_1.CID.parse(other));
    }
    catch (error) {
        if (error instanceof Error)
            return false;
        throw error;
    }
}
/** @returns whether the folder is one that is only read @throws ContentServerAddressError */
function assertFolder(folder) {
    var _a = folder.split('/'), root = _a[1], name = _a[2], rest = _a.slice(3);
    var isPath = folder.startsWith('/') &&
        folder
            .split('/')
            .slice(1)
            .every(function (part) { return /^[\w-][\w.-]*$/.test(part); });
    var isPublished = root === 'ipfs' || root === 'ipns';
    if (!isPath || (isPublished && name === undefined) || (root === 'ipfs' && !isCid(name)) || rest.length > 20) {
        throw new serverErrors_ts_1.ContentServerAddressError('folder of IPFS', folder, 'a path of the node as /openledger, /ipfs/<cid> or /ipns/<name>');
    }
    return isPublished;
}
function isCid(text) {
    return isSameCid(text, text);
}
function formOf(bytes) {
    var form = new FormData();
    form.set('data', new Blob([bytes]));
    return form;
}
/** What a Kubo node says went wrong: `{ "Message": "…", "Code": 0, "Type": "error" }`. */
function messageOf(answer) {
    var text = (0, transfer_ts_1.textOf)(answer);
    var Message = parseObject(text).Message;
    return typeof Message === 'string' ? Message : text;
}
function parseObject(text) {
    try {
        var value = JSON.parse(text);
        return typeof value === 'object' && value !== null ? __assign({}, value) : {};
    }
    catch (error) {
        if (error instanceof SyntaxError)
            return {};
        throw error;
    }
}
/** How a node says that there is no such file, link or block. */
function isMissing(said) {
    return /file does not exist|no link named|could not find|merkledag: not found|block was not found/i.test(said);
}
