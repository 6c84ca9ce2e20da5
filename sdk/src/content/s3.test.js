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
var promises_1 = require("node:fs/promises");
var node_os_1 = require("node:os");
var node_path_1 = require("node:path");
var viem_1 = require("viem");
var vitest_1 = require("vitest");
var contentServers_ts_1 = require("../../test/contentServers.ts");
var contentSuite_ts_1 = require("../../test/contentSuite.ts");
var publish_ts_1 = require("./publish.ts");
var s3_ts_1 = require("./s3.ts");
var serverErrors_ts_1 = require("./serverErrors.ts");
var blob = (0, viem_1.stringToBytes)('what the key names');
var key = (0, viem_1.keccak256)(blob);
var directory;
var server;
(0, vitest_1.beforeAll)(function () { return __awaiter(void 0, void 0, void 0, function () {
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, promises_1.mkdtemp)((0, node_path_1.join)((0, node_os_1.tmpdir)(), 'openledger-s3-'))];
            case 1:
                directory = _a.sent();
                return [4 /*yield*/, (0, contentServers_ts_1.startS3Server)(directory, 'openledger')];
            case 2:
                server = _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.afterAll)(function () { return __awaiter(void 0, void 0, void 0, function () {
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, server.stop()];
            case 1:
                _a.sent();
                return [4 /*yield*/, (0, promises_1.rm)(directory, { recursive: true })];
            case 2:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
var open = function (options) {
    return (0, s3_ts_1.s3Store)(__assign({ endpoint: server.url, bucket: 'openledger', credentials: contentServers_ts_1.s3Credentials }, options));
};
(0, contentSuite_ts_1.testContentStore)(function () { return open(); });
(0, vitest_1.test)('behavior: a folder of the bucket, and keys that are asked for each time', function () { return __awaiter(void 0, void 0, void 0, function () {
    var asked, credentials, store, _a;
    return __generator(this, function (_b) {
        switch (_b.label) {
            case 0:
                asked = 0;
                credentials = function () { return __awaiter(void 0, void 0, void 0, function () {
                    return __generator(this, function (_a) {
                        asked++;
                        return [2 /*return*/, contentServers_ts_1.s3Credentials];
                    });
                }); };
                store = open({ folder: 'corpus/v1.0', credentials: credentials });
                return [4 /*yield*/, (0, publish_ts_1.publishBlob)(store, blob)];
            case 1:
                _b.sent();
                _a = vitest_1.expect;
                return [4 /*yield*/, store.read('blobs', key)];
            case 2:
                _a.apply(void 0, [_b.sent()]).toEqual(blob);
                (0, vitest_1.expect)(asked).toBe(2);
                (0, vitest_1.expect)(server.requests.slice(-2)).toEqual([
                    "PUT /openledger/corpus/v1.0/blobs/".concat(key),
                    "GET /openledger/corpus/v1.0/blobs/".concat(key),
                ]);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: keys that the service does not know', function () { return __awaiter(void 0, void 0, void 0, function () {
    var credentials, reading;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                credentials = __assign(__assign({}, contentServers_ts_1.s3Credentials), { secretAccessKey: 'another' });
                reading = open({ credentials: credentials }).read('blobs', key);
                return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow('answered 403 ("SignatureDoesNotMatch"): give it credentials that may do this.')];
            case 1:
                _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.not.toThrow('another')];
            case 2:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: no such bucket, which is not to be taken for missing content', function () { return __awaiter(void 0, void 0, void 0, function () {
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, vitest_1.expect)(open({ bucket: 'elsewhere' }).read('blobs', key)).rejects.toThrow(serverErrors_ts_1.ContentServerError)];
            case 1:
                _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)((0, publish_ts_1.publishBlob)(open({ bucket: 'elsewhere' }), blob)).rejects.toThrow('NoSuchBucket')];
            case 2:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: a service that sends to another region is not followed with a signature', function () { return __awaiter(void 0, void 0, void 0, function () {
    var elsewhere, redirecting;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.end(blob); })];
            case 1:
                elsewhere = _a.sent();
                return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (_, response) { return response.writeHead(307, { location: elsewhere.url }).end(); })];
            case 2:
                redirecting = _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)(open({ endpoint: redirecting.url }).read('blobs', key)).rejects.toThrow(serverErrors_ts_1.ContentServerRedirectError)];
            case 3:
                _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)((0, publish_ts_1.publishBlob)(open({ endpoint: redirecting.url }), blob)).rejects.toThrow(serverErrors_ts_1.ContentServerRedirectError)];
            case 4:
                _a.sent();
                (0, vitest_1.expect)(elsewhere.requests).toEqual([]);
                return [4 /*yield*/, Promise.all([elsewhere.stop(), redirecting.stop()])];
            case 5:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.describe)('signatures', function () {
    (0, vitest_1.test)('cover the content', function () { return __awaiter(void 0, void 0, void 0, function () {
        var signed, listening, _a, _b;
        return __generator(this, function (_c) {
            switch (_c.label) {
                case 0: return [4 /*yield*/, (0, contentServers_ts_1.startServer)(function (request, response) {
                        signed = request.headers['x-amz-content-sha256'];
                        response.end();
                    })];
                case 1:
                    listening = _c.sent();
                    return [4 /*yield*/, (0, publish_ts_1.publishBlob)(open({ endpoint: listening.url }), blob)];
                case 2:
                    _c.sent();
                    _b = (_a = (0, vitest_1.expect)(signed)).toBe;
                    return [4 /*yield*/, sha256(blob)];
                case 3:
                    _b.apply(_a, [_c.sent()]);
                    return [4 /*yield*/, listening.stop()];
                case 4:
                    _c.sent();
                    return [2 /*return*/];
            }
        });
    }); });
    (0, vitest_1.test)('are checked here as AWS computes them in its documentation', function () {
        var headers = {
            host: 'examplebucket.s3.amazonaws.com',
            range: 'bytes=0-9',
            'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            'x-amz-date': '20130524T000000Z',
            authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=',
        };
        (0, vitest_1.expect)((0, contentServers_ts_1.signatureOf)({ method: 'GET', url: '/test.txt', headers: headers }, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
    });
});
vitest_1.test.each([
    { bucket: 'Open' },
    { bucket: 'a/b' },
    { bucket: 'a..b' },
    { bucket: '' },
    { folder: '' },
    { folder: '/a' },
    { folder: 'a/../b' },
    { folder: 'a b' },
    { endpoint: 'ftp://127.0.0.1' },
])('error: %j', function (options) {
    (0, vitest_1.expect)(function () { return open(options); }).toThrow(serverErrors_ts_1.ContentServerAddressError);
});
function sha256(bytes) {
    return __awaiter(this, void 0, void 0, function () {
        var _a, _b;
        return __generator(this, function (_c) {
            switch (_c.label) {
                case 0:
                    _b = (_a = Buffer).from;
                    return [4 /*yield*/, crypto.subtle.digest('SHA-256', bytes)];
                case 1: return [2 /*return*/, _b.apply(_a, [_c.sent()]).toString('hex')];
            }
        });
    });
}
