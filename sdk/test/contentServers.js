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
var __asyncValues = (this && this.__asyncValues) || function (o) {
    if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
    var m = o[Symbol.asyncIterator], i;
    return m ? m.call(o) : (o = typeof __values === "function" ? __values(o) : o[Symbol.iterator](), i = {}, verb("next"), verb("throw"), verb("return"), i[Symbol.asyncIterator] = function () { return this; }, i);
    function verb(n) { i[n] = o[n] && function (v) { return new Promise(function (resolve, reject) { v = o[n](v), settle(resolve, reject, v.done, v.value); }); }; }
    function settle(resolve, reject, d, v) { Promise.resolve(v).then(function(v) { resolve({ value: v, done: d }); }, reject); }
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
exports.s3Credentials = void 0;
exports.startServer = startServer;
exports.startFileServer = startFileServer;
exports.startS3Server = startS3Server;
exports.signatureOf = signatureOf;
exports.startKuboDouble = startKuboDouble;
var node_crypto_1 = require("node:crypto");
var node_events_1 = require("node:events");
var node_http_1 = require("node:http");
var s3rver_1 = require("s3rver");
var viem_1 = require("viem");
function startServer(listener) {
    return __awaiter(this, void 0, void 0, function () {
        var requests, server, port;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    requests = [];
                    server = (0, node_http_1.createServer)(function (request, response) {
                        requests.push("".concat(request.method, " ").concat(request.url));
                        listener(request, response);
                    });
                    server.listen(0, '127.0.0.1');
                    return [4 /*yield*/, (0, node_events_1.once)(server, 'listening')];
                case 1:
                    _a.sent();
                    port = server.address().port;
                    return [2 /*return*/, {
                            url: "http://127.0.0.1:".concat(port),
                            requests: requests,
                            stop: function () {
                                return __awaiter(this, void 0, void 0, function () {
                                    return __generator(this, function (_a) {
                                        switch (_a.label) {
                                            case 0:
                                                server.closeAllConnections();
                                                server.close();
                                                return [4 /*yield*/, (0, node_events_1.once)(server, 'close')];
                                            case 1:
                                                _a.sent();
                                                return [2 /*return*/];
                                        }
                                    });
                                });
                            },
                        }];
            }
        });
    });
}
/** A server of files by GET and PUT. */
function startFileServer(files) {
    var _this = this;
    if (files === void 0) { files = new Map(); }
    return startServer(function (request, response) { return __awaiter(_this, void 0, void 0, function () {
        var path, _a, _b, _c, file;
        return __generator(this, function (_d) {
            switch (_d.label) {
                case 0:
                    path = request.url;
                    if (!(request.method === 'PUT')) return [3 /*break*/, 2];
                    _b = (_a = files).set;
                    _c = [path];
                    return [4 /*yield*/, bodyOf(request)];
                case 1:
                    _b.apply(_a, _c.concat([_d.sent()]));
                    response.writeHead(201).end();
                    return [2 /*return*/];
                case 2:
                    file = files.get(path);
                    response.writeHead(file ? 200 : 404).end(file !== null && file !== void 0 ? file : 'Nothing here.');
                    return [2 /*return*/];
            }
        });
    }); });
}
/** The keys that the server of S3 takes. */
exports.s3Credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
/** s3rver over a folder, behind a check of signatures of version 4, which it leaves undone. */
function startS3Server(directory, bucket) {
    return __awaiter(this, void 0, void 0, function () {
        var s3, answer;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    s3 = new s3rver_1.default({ directory: directory, silent: true, configureBuckets: [{ name: bucket }] });
                    return [4 /*yield*/, s3.configureBuckets()];
                case 1:
                    _a.sent();
                    answer = s3.callback();
                    return [2 /*return*/, startServer(function (request, response) {
                            if (signatureOf(request, exports.s3Credentials.secretAccessKey) === providedSignature(request))
                                answer(request, response);
                            else
                                response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
                        })];
            }
        });
    });
}
/** The signature of version 4 that a request to S3 should bear, by the words of AWS's documentation. */
function signatureOf(_a, secret) {
    var _b, _c;
    var method = _a.method, url = _a.url, headers = _a.headers;
    var _d = (_c = /Credential=[^/]+\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+),/.exec((_b = headers.authorization) !== null && _b !== void 0 ? _b : '')) !== null && _c !== void 0 ? _c : [], date = _d[1], region = _d[2], names = _d[3];
    if (!date || !region || !names)
        return undefined;
    var _e = url.split('?'), path = _e[0], _f = _e[1], query = _f === void 0 ? '' : _f;
    var lines = names.split(';').map(function (name) { return "".concat(name, ":").concat(String(headers[name]).trim(), "\n"); });
    var canonical = [method, path, query, lines.join(''), names, headers['x-amz-content-sha256']].join('\n');
    var scope = "".concat(date, "/").concat(region, "/s3/aws4_request");
    var hash = (0, node_crypto_1.createHash)('sha256').update(canonical).digest('hex');
    var hmac = function (key, text) { return (0, node_crypto_1.createHmac)('sha256', key).update(text).digest(); };
    var key = [region, 's3', 'aws4_request'].reduce(hmac, hmac("AWS4".concat(secret), date));
    return hmac(key, ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash].join('\n')).toString('hex');
}
function providedSignature(_a) {
    var _b, _c, _d;
    var headers = _a.headers;
    return (_d = (_c = /Signature=(\w+)$/.exec((_b = headers.authorization) !== null && _b !== void 0 ? _b : '')) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : 'none';
}
/**
 * What a Kubo node's RPC does with files and blocks, written after its documentation: only POST, bodies as forms, 500 with a
 * message for all that fails, and a search without end for blocks that nobody has.
 */
function startKuboDouble(_a) {
    var _this = this;
    var files = _a.files, blocks = _a.blocks;
    return startServer(function (request, response) { return __awaiter(_this, void 0, void 0, function () {
        var _a, pathname, searchParams, argument, _b, _c, _d, _e, bytes, cid;
        var _f;
        return __generator(this, function (_g) {
            switch (_g.label) {
                case 0:
                    _a = new URL(request.url, 'http://node'), pathname = _a.pathname, searchParams = _a.searchParams;
                    argument = (_f = searchParams.get('arg')) !== null && _f !== void 0 ? _f : '';
                    if (request.method !== 'POST')
                        return [2 /*return*/, void response.writeHead(405).end()];
                    _b = pathname.replace('/api/v0/', '');
                    switch (_b) {
                        case 'files/write': return [3 /*break*/, 1];
                        case 'files/read': return [3 /*break*/, 3];
                        case 'cat': return [3 /*break*/, 4];
                        case 'block/put': return [3 /*break*/, 5];
                        case 'block/get': return [3 /*break*/, 7];
                    }
                    return [3 /*break*/, 8];
                case 1:
                    if (searchParams.get('create') !== 'true' || searchParams.get('parents') !== 'true') {
                        return [2 /*return*/, refuse(response, 'file does not exist')];
                    }
                    _d = (_c = files).set;
                    _e = [argument];
                    return [4 /*yield*/, fileOf(request)];
                case 2:
                    _d.apply(_c, _e.concat([_g.sent()]));
                    return [2 /*return*/, void response.writeHead(200).end()];
                case 3: return [2 /*return*/, give(response, files.get(argument), "".concat(argument, ": file does not exist"))];
                case 4: return [2 /*return*/, give(response, files.get(argument), "no link named \"".concat(argument.split('/').at(-1), "\" under bafy"))];
                case 5: return [4 /*yield*/, fileOf(request)];
                case 6:
                    bytes = _g.sent();
                    if (bytes.length > Math.pow(2, 20))
                        return [2 /*return*/, refuse(response, 'produced block is over 1MiB')];
                    if (searchParams.get('mhtype') !== 'keccak-256' || searchParams.get('cid-codec') !== 'raw') {
                        return [2 /*return*/, refuse(response, 'another hash')];
                    }
                    cid = rawCid((0, viem_1.hexToBytes)((0, viem_1.keccak256)(bytes)));
                    blocks.set(cid, bytes);
                    return [2 /*return*/, void response.end(JSON.stringify({ Key: cid, Size: bytes.length }))];
                case 7:
                    // Nobody has it: the node goes on asking.
                    if (!blocks.has(argument))
                        return [2 /*return*/];
                    return [2 /*return*/, give(response, blocks.get(argument), '')];
                case 8: return [2 /*return*/, void response.writeHead(404).end('404 page not found')];
            }
        });
    }); });
}
function give(response, bytes, missing) {
    if (bytes)
        response.writeHead(200, { 'content-type': 'text/plain' }).end(bytes);
    else
        refuse(response, missing);
}
function refuse(response, Message) {
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ Message: Message, Code: 0, Type: 'error' }));
}
/** CID of version 1, codec raw, hash keccak-256, in base 32: spelt out, as nothing here is to lean on what is tested. */
function rawCid(hash) {
    var bits = __spreadArray([0x01, 0x55, 0x1b, 0x20], hash, true).map(function (byte) { return byte.toString(2).padStart(8, '0'); }).join('');
    var groups = bits.match(/.{1,5}/g).map(function (group) { return Number.parseInt(group.padEnd(5, '0'), 2); });
    return "b".concat(groups.map(function (group) { return 'abcdefghijklmnopqrstuvwxyz234567'[group]; }).join(''));
}
function bodyOf(request) {
    return __awaiter(this, void 0, void 0, function () {
        var chunks, chunk, e_1_1;
        var _a, request_1, request_1_1;
        var _b, e_1, _c, _d;
        return __generator(this, function (_e) {
            switch (_e.label) {
                case 0:
                    chunks = [];
                    _e.label = 1;
                case 1:
                    _e.trys.push([1, 6, 7, 12]);
                    _a = true, request_1 = __asyncValues(request);
                    _e.label = 2;
                case 2: return [4 /*yield*/, request_1.next()];
                case 3:
                    if (!(request_1_1 = _e.sent(), _b = request_1_1.done, !_b)) return [3 /*break*/, 5];
                    _d = request_1_1.value;
                    _a = false;
                    chunk = _d;
                    chunks.push(chunk);
                    _e.label = 4;
                case 4:
                    _a = true;
                    return [3 /*break*/, 2];
                case 5: return [3 /*break*/, 12];
                case 6:
                    e_1_1 = _e.sent();
                    e_1 = { error: e_1_1 };
                    return [3 /*break*/, 12];
                case 7:
                    _e.trys.push([7, , 10, 11]);
                    if (!(!_a && !_b && (_c = request_1.return))) return [3 /*break*/, 9];
                    return [4 /*yield*/, _c.call(request_1)];
                case 8:
                    _e.sent();
                    _e.label = 9;
                case 9: return [3 /*break*/, 11];
                case 10:
                    if (e_1) throw e_1.error;
                    return [7 /*endfinally*/];
                case 11: return [7 /*endfinally*/];
                case 12: return [2 /*return*/, new Uint8Array(Buffer.concat(chunks))];
            }
        });
    });
}
function fileOf(request) {
    return __awaiter(this, void 0, void 0, function () {
        var headers, form, _a, file, _b;
        var _c;
        return __generator(this, function (_d) {
            switch (_d.label) {
                case 0:
                    headers = { 'content-type': (_c = request.headers['content-type']) !== null && _c !== void 0 ? _c : '' };
                    _a = Response.bind;
                    return [4 /*yield*/, bodyOf(request)];
                case 1: return [4 /*yield*/, new (_a.apply(Response, [void 0, (_d.sent()), { headers: headers }]))().formData()];
                case 2:
                    form = _d.sent();
                    file = form.get('data');
                    if (!(file instanceof Blob))
                        throw new TypeError('The form has no file.');
                    _b = Uint8Array.bind;
                    return [4 /*yield*/, file.arrayBuffer()];
                case 3: return [2 /*return*/, new (_b.apply(Uint8Array, [void 0, _d.sent()]))()];
            }
        });
    });
}
