"use strict";
var __extends = (this && this.__extends) || (function () {
    var extendStatics = function (d, b) {
        extendStatics = Object.setPrototypeOf ||
            ({ __proto__: [] } instanceof Array && function (d, b) { d.__proto__ = b; }) ||
            function (d, b) { for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p]; };
        return extendStatics(d, b);
    };
    return function (d, b) {
        if (typeof b !== "function" && b !== null)
            throw new TypeError("Class extends value " + String(b) + " is not a constructor or null");
        extendStatics(d, b);
        function __() { this.constructor = d; }
        d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
    };
})();
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
exports.transfer = transfer;
exports.textOf = textOf;
exports.assertDone = assertDone;
exports.parseServer = parseServer;
var viem_1 = require("viem");
var base_ts_1 = require("../errors/base.ts");
var serverErrors_ts_1 = require("./serverErrors.ts");
var MOST_BYTES = Math.pow(2, 28);
var TIMEOUT = 60000;
var RETRIES = 2;
/** What is kept of an answer that is no content: enough for what it says. */
var MOST_SAID_BYTES = 4096;
var FIRST_BYTES = Math.pow(2, 16);
/** Statuses of a server that may soon do better. */
var PASSING = [408, 429, 500, 502, 503, 504];
/**
 * Sends a request, again when it fails for a reason that may pass. Never holds more of an answer than it may.
 * @param prepare Makes the request, anew each time: a signature has its hour.
 * @param passing Statuses for which the request is sent again.
 * @throws ContentServerUnreachableError @throws ContentServerTimeoutError @throws ContentTooLargeError
 * @throws ContentServerRedirectError
 */
function transfer(prepare, options) {
    return __awaiter(this, void 0, void 0, function () {
        var _a, retries, _b, passing, signal, last, attempt, error_1;
        var _this = this;
        return __generator(this, function (_c) {
            switch (_c.label) {
                case 0:
                    _a = options.retries, retries = _a === void 0 ? RETRIES : _a, _b = options.passing, passing = _b === void 0 ? PASSING : _b, signal = options.signal;
                    attempt = function () { return __awaiter(_this, void 0, void 0, function () {
                        var answer, _a;
                        return __generator(this, function (_b) {
                            switch (_b.label) {
                                case 0:
                                    last = undefined;
                                    _a = send;
                                    return [4 /*yield*/, prepare()];
                                case 1: return [4 /*yield*/, _a.apply(void 0, [_b.sent(), options])];
                                case 2:
                                    answer = _b.sent();
                                    if (!passing.includes(answer.status))
                                        return [2 /*return*/, answer];
                                    last = answer;
                                    throw new PassingStatus();
                            }
                        });
                    }); };
                    _c.label = 1;
                case 1:
                    _c.trys.push([1, 3, , 4]);
                    return [4 /*yield*/, (0, viem_1.withRetry)(attempt, {
                            retryCount: retries,
                            delay: function (_a) {
                                var count = _a.count;
                                return 200 * Math.pow(2, count);
                            },
                            shouldRetry: function (_a) {
                                var error = _a.error;
                                return error instanceof PassingStatus || error instanceof serverErrors_ts_1.ContentServerUnreachableError;
                            },
                            signal: signal,
                        })];
                case 2: return [2 /*return*/, _c.sent()];
                case 3:
                    error_1 = _c.sent();
                    if (last && error_1 instanceof PassingStatus)
                        return [2 /*return*/, last];
                    throw error_1;
                case 4: return [2 /*return*/];
            }
        });
    });
}
/** Has the request sent again; never leaves this file. */
var PassingStatus = /** @class */ (function (_super) {
    __extends(PassingStatus, _super);
    function PassingStatus() {
        return _super.call(this, 'The server answered that it cannot now: try again.') || this;
    }
    return PassingStatus;
}(base_ts_1.OpenLedgerError));
/** What a server says for itself in an answer that is no content. */
function textOf(_a) {
    var bytes = _a.bytes;
    return new TextDecoder().decode(bytes).trim();
}
/** @throws ContentServerError unless the server did what it was asked */
function assertDone(server, answer, said) {
    if (!answer.ok)
        throw new serverErrors_ts_1.ContentServerError(server.origin, answer.status, said);
}
/**
 * The address of a server, and of a folder there, for paths to be added to.
 * @throws ContentServerAddressError unless it is one of http or https, without a user, a query or a fragment: these would
 * be left out of requests, or show up in errors
 */
function parseServer(address) {
    var url = URL.canParse(address) ? new URL(address) : undefined;
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
        var shown = url ? "".concat(url.protocol, "//").concat(url.host).concat(url.pathname) : address;
        throw new serverErrors_ts_1.ContentServerAddressError('address of a content server', shown, 'an http or https URL, and any key apart');
    }
    if (!url.pathname.endsWith('/'))
        url.pathname += '/';
    return url;
}
function send(_a, _b) {
    return __awaiter(this, void 0, void 0, function () {
        var call, controller, isLate, stop, timer, response, ok, status_1, type, headers, _c, bytes, isWhole, cause_1;
        var _d;
        var url = _a.url, init = __rest(_a, ["url"]);
        var _e = _b.most, most = _e === void 0 ? MOST_BYTES : _e, _f = _b.timeout, timeout = _f === void 0 ? TIMEOUT : _f, signal = _b.signal, options = __rest(_b, ["most", "timeout", "signal"]);
        return __generator(this, function (_g) {
            switch (_g.label) {
                case 0:
                    signal === null || signal === void 0 ? void 0 : signal.throwIfAborted();
                    call = (_d = options.fetch) !== null && _d !== void 0 ? _d : fetch;
                    controller = new AbortController();
                    isLate = false;
                    stop = function () { return controller.abort(signal === null || signal === void 0 ? void 0 : signal.reason); };
                    timer = setTimeout(function () {
                        isLate = true;
                        controller.abort();
                    }, timeout);
                    signal === null || signal === void 0 ? void 0 : signal.addEventListener('abort', stop);
                    _g.label = 1;
                case 1:
                    _g.trys.push([1, 4, 5, 6]);
                    return [4 /*yield*/, call(url, __assign(__assign({}, init), { redirect: 'manual', signal: controller.signal }))];
                case 2:
                    response = _g.sent();
                    ok = response.ok, status_1 = response.status, type = response.type, headers = response.headers;
                    if (type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status_1)) {
                        throw new serverErrors_ts_1.ContentServerRedirectError(url.origin, headers.get('location'));
                    }
                    return [4 /*yield*/, readBody(response, ok ? most : MOST_SAID_BYTES)];
                case 3:
                    _c = _g.sent(), bytes = _c.bytes, isWhole = _c.isWhole;
                    if (ok && !isWhole)
                        throw new serverErrors_ts_1.ContentTooLargeError(url.origin, most);
                    return [2 /*return*/, { ok: ok, status: status_1, bytes: bytes }];
                case 4:
                    cause_1 = _g.sent();
                    signal === null || signal === void 0 ? void 0 : signal.throwIfAborted();
                    if (isLate)
                        throw new serverErrors_ts_1.ContentServerTimeoutError(url.origin, timeout, { cause: cause_1 });
                    if (cause_1 instanceof base_ts_1.OpenLedgerError)
                        throw cause_1;
                    throw new serverErrors_ts_1.ContentServerUnreachableError(url.origin, { cause: cause_1 });
                case 5:
                    clearTimeout(timer);
                    signal === null || signal === void 0 ? void 0 : signal.removeEventListener('abort', stop);
                    // What has not been read of the answer never will be: lets go of the connection.
                    controller.abort();
                    return [7 /*endfinally*/];
                case 6: return [2 /*return*/];
            }
        });
    });
}
/** Reads so much of a body into one buffer, so that a body in a million pieces holds no more than its bytes. */
function readBody(response, most) {
    return __awaiter(this, void 0, void 0, function () {
        var reader, buffer, length, _a, done, value, taken, larger;
        var _b;
        return __generator(this, function (_c) {
            switch (_c.label) {
                case 0:
                    reader = (_b = response.body) === null || _b === void 0 ? void 0 : _b.getReader();
                    if (!reader)
                        return [2 /*return*/, { bytes: new Uint8Array(), isWhole: true }];
                    buffer = new Uint8Array(Math.min(FIRST_BYTES, most));
                    length = 0;
                    _c.label = 1;
                case 1: return [4 /*yield*/, reader.read()];
                case 2:
                    _a = _c.sent(), done = _a.done, value = _a.value;
                    if (done)
                        return [2 /*return*/, { bytes: length === buffer.length ? buffer : buffer.slice(0, length), isWhole: true }];
                    taken = value.subarray(0, most - length);
                    if (taken.length > buffer.length - length) {
                        larger = new Uint8Array(Math.min(most, Math.max(2 * buffer.length, length + taken.length)));
                        larger.set(buffer.subarray(0, length));
                        buffer = larger;
                    }
                    buffer.set(taken, length);
                    length += taken.length;
                    if (taken.length < value.length)
                        return [2 /*return*/, { bytes: buffer.subarray(0, length), isWhole: false }];
                    _c.label = 3;
                case 3: return [3 /*break*/, 1];
                case 4: return [2 /*return*/];
            }
        });
    });
}
