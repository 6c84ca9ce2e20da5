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
Object.defineProperty(exports, "__esModule", { value: true });
var node_zlib_1 = require("node:zlib");
var viem_1 = require("viem");
var vitest_1 = require("vitest");
var contentServers_ts_1 = require("../../test/contentServers.ts");
var contentSuite_ts_1 = require("../../test/contentSuite.ts");
var http_ts_1 = require("./http.ts");
var publish_ts_1 = require("./publish.ts");
var serverErrors_ts_1 = require("./serverErrors.ts");
var verify_ts_1 = require("./verify.ts");
var blob = (0, viem_1.stringToBytes)('what the key names');
var key = (0, viem_1.keccak256)(blob);
/** Another server to test against: `http://127.0.0.1:8080/content`. It must take PUT, and keeps what is written. */
var realServer = process.env.OPENLEDGER_TEST_HTTP;
var server;
(0, vitest_1.afterEach)(function () { return server.stop(); });
(0, vitest_1.describe)('a server of files', function () {
    (0, vitest_1.beforeEach)(function () { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startFileServer)()];
                case 1:
                    server = _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    (0, contentSuite_ts_1.testContentStore)(function () { return (0, http_ts_1.httpStore)(realServer !== null && realServer !== void 0 ? realServer : server.url); });
    (0, vitest_1.test)('behavior: content stands below the path of the address, with or without a slash', function () { return __awaiter(void 0, void 0, void 0, function () {
        var _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0: return [4 /*yield*/, (0, publish_ts_1.publishBlob)((0, http_ts_1.httpStore)("".concat(server.url, "/a/b")), blob)];
                case 1:
                    _b.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, (0, http_ts_1.httpStore)("".concat(server.url, "/a/b/")).read('blobs', key)];
                case 2:
                    _a.apply(void 0, [_b.sent()]).toEqual(blob);
                    (0, vitest_1.expect)(server.requests).toEqual(["PUT /a/b/blobs/".concat(key), "GET /a/b/blobs/".concat(key)]);
                    return [2 /*return*/];
            }
        });
    }); });
});
(0, vitest_1.describe)('a server that means harm', function () {
    var read = function (listener, options) { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(listener)];
                case 1:
                    server = _a.sent();
                    return [2 /*return*/, (0, http_ts_1.httpStore)(server.url, __assign({ retries: 0 }, options)).read('blobs', key)];
            }
        });
    }); };
    /** Writes for as long as it is listened to. */
    var pour = function (response, piece, count) {
        var sent = 0;
        var go = function () {
            while (sent < count && !response.destroyed) {
                sent += piece.length;
                if (!response.write(piece))
                    return void response.once('drain', go);
            }
            if (sent >= count)
                response.end();
        };
        go();
        return function () { return sent; };
    };
    (0, vitest_1.test)('error: other bytes', function () { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, vitest_1.expect)(read(function (_, response) { return response.end('other'); })).rejects.toThrow(verify_ts_1.ContentMismatchError)];
                case 1:
                    _a.sent();
                    (0, vitest_1.expect)(server.requests).toHaveLength(1);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: a body without end is left at the limit', function () { return __awaiter(void 0, void 0, void 0, function () {
        var sent, reading;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    sent = function () { return 0; };
                    reading = read(function (_, response) {
                        sent = pour(response, new Uint8Array(Math.pow(2, 16)), Number.POSITIVE_INFINITY);
                    }, { most: Math.pow(2, 20) });
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(serverErrors_ts_1.ContentTooLargeError)
                        // What lies in the buffers of the connection is on top.
                    ];
                case 1:
                    _a.sent();
                    // What lies in the buffers of the connection is on top.
                    (0, vitest_1.expect)(sent()).toBeLessThan(Math.pow(2, 25));
                    (0, vitest_1.expect)(server.requests).toHaveLength(1);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: 64 MiB packed into 64 kB are left at the limit', function () { return __awaiter(void 0, void 0, void 0, function () {
        var bomb, reading;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    bomb = (0, node_zlib_1.gzipSync)(new Uint8Array(Math.pow(2, 26)));
                    reading = read(function (_, response) { return response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb); }, {
                        most: Math.pow(2, 20),
                    });
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(serverErrors_ts_1.ContentTooLargeError)];
                case 1:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('behavior: a body in pieces of one byte holds no more than its bytes', function () { return __awaiter(void 0, void 0, void 0, function () {
        var bytes, _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0:
                    bytes = new Uint8Array(50000).fill(7);
                    return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return pour(response, Uint8Array.of(7), bytes.length); })];
                case 1:
                    server = _b.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, (0, http_ts_1.httpStore)(server.url).read('blobs', (0, viem_1.keccak256)(bytes))];
                case 2:
                    _a.apply(void 0, [_b.sent()]).toEqual(bytes);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('behavior: as many bytes as are taken are taken', function () { return __awaiter(void 0, void 0, void 0, function () {
        var _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0:
                    _a = vitest_1.expect;
                    return [4 /*yield*/, read(function (_, response) { return response.end(blob); }, { most: blob.length })];
                case 1:
                    _a.apply(void 0, [_b.sent()]).toEqual(blob);
                    return [4 /*yield*/, (0, vitest_1.expect)((0, http_ts_1.httpStore)(server.url, { most: blob.length - 1 }).read('blobs', key)).rejects.toThrow(serverErrors_ts_1.ContentTooLargeError)];
                case 2:
                    _b.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: a body that breaks off', function () { return __awaiter(void 0, void 0, void 0, function () {
        var reading;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    reading = read(function (_, response) {
                        response.writeHead(200, { 'content-length': blob.length });
                        response.write(blob.subarray(0, 5), function () { return response.destroy(); });
                    }, { retries: 1 });
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(serverErrors_ts_1.ContentServerUnreachableError)];
                case 1:
                    _a.sent();
                    (0, vitest_1.expect)(server.requests).toHaveLength(2);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: a body cut short that says it is whole', function () { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, vitest_1.expect)(read(function (_, response) { return response.end(blob.subarray(0, 5)); })).rejects.toThrow(verify_ts_1.ContentMismatchError)];
                case 1:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each([301, 302, 303, 307, 308])('error: a redirect by %i is not followed', function (status) { return __awaiter(void 0, void 0, void 0, function () {
        var elsewhere, reading;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.end(blob); })];
                case 1:
                    elsewhere = _a.sent();
                    reading = read(function (_, response) { return response.writeHead(status, { location: elsewhere.url }).end(); });
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(serverErrors_ts_1.ContentServerRedirectError)];
                case 2:
                    _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(elsewhere.url)];
                case 3:
                    _a.sent();
                    (0, vitest_1.expect)(elsewhere.requests).toEqual([]);
                    return [4 /*yield*/, elsewhere.stop()];
                case 4:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each([
        ['does not answer', 0],
        ['answers byte by byte', 1],
    ])('error: a server that %s is left in time', function (_, isDripping) { return __awaiter(void 0, void 0, void 0, function () {
        var started, reading;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    started = performance.now();
                    reading = read(function (_, response) {
                        if (!isDripping)
                            return;
                        var timer = setInterval(function () { return response.write('x'); }, 20);
                        response.once('close', function () { return clearInterval(timer); });
                    }, { timeout: 300, retries: 5 });
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(serverErrors_ts_1.ContentServerTimeoutError)
                        // Once, and not five times more.
                    ];
                case 1:
                    _a.sent();
                    // Once, and not five times more.
                    (0, vitest_1.expect)(performance.now() - started).toBeLessThan(5000);
                    (0, vitest_1.expect)(server.requests).toHaveLength(1);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: aborted while it sends', function () { return __awaiter(void 0, void 0, void 0, function () {
        var controller, sent, reading, after;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    controller = new AbortController();
                    sent = function () { return 0; };
                    return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) {
                            sent = pour(response, new Uint8Array(1024), Number.POSITIVE_INFINITY);
                            setTimeout(function () { return controller.abort(new Error('enough')); }, 50);
                        })];
                case 1:
                    server = _a.sent();
                    reading = (0, http_ts_1.httpStore)(server.url).read('blobs', key, { signal: controller.signal });
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow('enough')];
                case 2:
                    _a.sent();
                    after = sent();
                    return [4 /*yield*/, new Promise(function (resolve) { return setTimeout(resolve, 200); })];
                case 3:
                    _a.sent();
                    (0, vitest_1.expect)(sent() - after).toBeLessThan(Math.pow(2, 20));
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('behavior: what a server says of itself is quoted, and cut', function () { return __awaiter(void 0, void 0, void 0, function () {
        var said, reading, error;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    said = "\u001B[2J".concat('no '.repeat(10000));
                    reading = read(function (_, response) { return response.writeHead(403).end(said); });
                    return [4 /*yield*/, reading.catch(function (error) { return error; })];
                case 1:
                    error = _a.sent();
                    (0, vitest_1.expect)(error).toBeInstanceOf(serverErrors_ts_1.ContentServerError);
                    (0, vitest_1.expect)(error.message).not.toContain('\u001b');
                    (0, vitest_1.expect)(error.message.length).toBeLessThan(500);
                    return [2 /*return*/];
            }
        });
    }); });
});
(0, vitest_1.describe)('a server with troubles', function () {
    (0, vitest_1.test)('behavior: one that fails for a while is asked again', function () { return __awaiter(void 0, void 0, void 0, function () {
        var count, _a;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0:
                    count = 0;
                    return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) {
                            if (++count < 3)
                                response.writeHead(503).end();
                            else
                                response.end(blob);
                        })];
                case 1:
                    server = _b.sent();
                    _a = vitest_1.expect;
                    return [4 /*yield*/, (0, http_ts_1.httpStore)(server.url).read('blobs', key)];
                case 2:
                    _a.apply(void 0, [_b.sent()]).toEqual(blob);
                    (0, vitest_1.expect)(server.requests).toHaveLength(3);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: one that goes on failing', function () { return __awaiter(void 0, void 0, void 0, function () {
        var reading;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.writeHead(503).end('overloaded'); })];
                case 1:
                    server = _a.sent();
                    reading = (0, http_ts_1.httpStore)(server.url, { retries: 1 }).read('blobs', key);
                    return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow("".concat(server.url, " answered 503 (\"overloaded\"): try again later."))];
                case 2:
                    _a.sent();
                    (0, vitest_1.expect)(server.requests).toHaveLength(2);
                    return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each([403, 405])('error: one that takes nothing, by %i', function (status) { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.writeHead(status).end(); })];
                case 1:
                    server = _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)((0, publish_ts_1.publishBlob)((0, http_ts_1.httpStore)(server.url), blob)).rejects.toThrow(serverErrors_ts_1.ContentServerError)];
                case 2:
                    _a.sent();
                    (0, vitest_1.expect)(server.requests).toHaveLength(1);
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('error: none', function () { return __awaiter(void 0, void 0, void 0, function () {
        var url;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startFileServer)()];
                case 1:
                    server = _a.sent();
                    return [4 /*yield*/, server.stop()];
                case 2:
                    _a.sent();
                    url = server.url;
                    return [4 /*yield*/, (0, contentServers_ts_1.startFileServer)()];
                case 3:
                    server = _a.sent();
                    return [4 /*yield*/, (0, vitest_1.expect)((0, http_ts_1.httpStore)(url, { retries: 0 }).read('blobs', key)).rejects.toThrow(serverErrors_ts_1.ContentServerUnreachableError)];
                case 4:
                    _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
});
(0, vitest_1.describe)('an address', function () {
    (0, vitest_1.beforeEach)(function () { return __awaiter(void 0, void 0, void 0, function () {
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startFileServer)()];
                case 1:
                    server = _a.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    vitest_1.test.each([
        '',
        'content.example',
        'file:///etc',
        'ftp://content.example',
        'https://user:secret@content.example',
        'https://content.example/?key=secret',
        'https://content.example/#a',
    ])('error: %j', function (address) {
        (0, vitest_1.expect)(function () { return (0, http_ts_1.httpStore)(address); }).toThrow(serverErrors_ts_1.ContentServerAddressError);
        (0, vitest_1.expect)(function () { return (0, http_ts_1.httpStore)(address); }).not.toThrow('secret');
    });
});
