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
exports.s3Store = s3Store;
var aws4fetch_1 = require("aws4fetch");
var serverErrors_ts_1 = require("./serverErrors.ts");
var store_ts_1 = require("./store.ts");
var transfer_ts_1 = require("./transfer.ts");
/**
 * A content store in a bucket of S3, or of a service that speaks as it does, addressed by path: the object
 * `<folder>/<kind>/<key>`.
 * @throws ContentServerAddressError
 */
function s3Store(_a) {
    var _this = this;
    var endpoint = _a.endpoint, bucket = _a.bucket, folder = _a.folder, region = _a.region, credentials = _a.credentials, options = __rest(_a, ["endpoint", "bucket", "folder", "region", "credentials"]);
    var server = (0, transfer_ts_1.parseServer)(endpoint);
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
        throw new serverErrors_ts_1.ContentServerAddressError('name of a bucket', bucket, '3 to 63 lower-case letters, digits, dots and hyphens');
    }
    if (folder !== undefined && !folder.split('/').every(function (part) { return /^[\w-][\w.-]*$/.test(part); })) {
        throw new serverErrors_ts_1.ContentServerAddressError('folder of a bucket', folder, 'letters, digits, hyphens and dots between slashes');
    }
    var base = new URL(folder === undefined ? "".concat(bucket, "/") : "".concat(bucket, "/").concat(folder, "/"), server);
    var signed = function (name, body) { return __awaiter(_this, void 0, void 0, function () {
        var keys, _a, method, headers, _b, signer, request;
        var _c;
        return __generator(this, function (_d) {
            switch (_d.label) {
                case 0:
                    if (!(typeof credentials === 'function')) return [3 /*break*/, 2];
                    return [4 /*yield*/, credentials()];
                case 1:
                    _a = _d.sent();
                    return [3 /*break*/, 3];
                case 2:
                    _a = credentials;
                    _d.label = 3;
                case 3:
                    keys = _a;
                    method = body ? 'PUT' : 'GET';
                    _c = {};
                    _b = 'x-amz-content-sha256';
                    return [4 /*yield*/, sha256(body !== null && body !== void 0 ? body : new Uint8Array())];
                case 4:
                    headers = (_c[_b] = _d.sent(), _c);
                    if (body)
                        headers['content-type'] = 'application/octet-stream';
                    signer = new aws4fetch_1.AwsV4Signer(__assign(__assign({}, keys), { url: new URL(name, base).href, method: method, headers: headers, service: 's3', region: region !== null && region !== void 0 ? region : 'us-east-1' }));
                    return [4 /*yield*/, signer.sign()];
                case 5:
                    request = _d.sent();
                    return [2 /*return*/, { url: request.url, method: method, headers: request.headers, body: body }];
            }
        });
    }); };
    return (0, store_ts_1.contentStore)({
        load: function (kind_1, key_1, _a) {
            return __awaiter(this, arguments, void 0, function (kind, key, _b) {
                var answer;
                var signal = _b.signal;
                return __generator(this, function (_c) {
                    switch (_c.label) {
                        case 0: return [4 /*yield*/, (0, transfer_ts_1.transfer)(function () { return signed("".concat(kind, "/").concat(key)); }, __assign(__assign({}, options), { signal: signal }))
                            // The same status for no object and for no bucket: only the first is an answer.
                        ];
                        case 1:
                            answer = _c.sent();
                            // The same status for no object and for no bucket: only the first is an answer.
                            if (answer.status === 404 && codeOf(answer) !== 'NoSuchBucket')
                                return [2 /*return*/, undefined];
                            (0, transfer_ts_1.assertDone)(base, answer, answer.ok ? undefined : codeOf(answer));
                            return [2 /*return*/, answer.bytes];
                    }
                });
            });
        },
        save: function (kind_1, key_1, bytes_1, _a) {
            return __awaiter(this, arguments, void 0, function (kind, key, bytes, _b) {
                var answer;
                var signal = _b.signal;
                return __generator(this, function (_c) {
                    switch (_c.label) {
                        case 0: return [4 /*yield*/, (0, transfer_ts_1.transfer)(function () { return signed("".concat(kind, "/").concat(key), bytes); }, __assign(__assign({}, options), { signal: signal }))];
                        case 1:
                            answer = _c.sent();
                            (0, transfer_ts_1.assertDone)(base, answer, answer.ok ? undefined : codeOf(answer));
                            return [2 /*return*/];
                    }
                });
            });
        },
    });
}
/** The code of an S3 error: `AccessDenied`, `NoSuchKey`. */
function codeOf(answer) {
    var _a;
    return (_a = /<Code>(\w+)<\/Code>/.exec((0, transfer_ts_1.textOf)(answer))) === null || _a === void 0 ? void 0 : _a[1];
}
function sha256(bytes) {
    return __awaiter(this, void 0, void 0, function () {
        var hash;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, crypto.subtle.digest('SHA-256', bytes)];
                case 1:
                    hash = _a.sent();
                    return [2 /*return*/, Array.from(new Uint8Array(hash), function (byte) { return byte.toString(16).padStart(2, '0'); }).join('')];
            }
        });
    });
}
