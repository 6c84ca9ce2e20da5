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
exports.ContentKeyError = exports.ContentNotFoundError = exports.contentKinds = void 0;
exports.contentStore = contentStore;
exports.checkedKey = checkedKey;
var base_ts_1 = require("../errors/base.ts");
var verify_ts_1 = require("./verify.ts");
/** What a content store holds: see `docs/formats.md` for the bytes and the check of each kind. */
exports.contentKinds = ['texts', 'originals', 'leaves', 'blobs'];
/** The store has nothing under the key. */
var ContentNotFoundError = /** @class */ (function (_super) {
    __extends(ContentNotFoundError, _super);
    function ContentNotFoundError(kind, key, options) {
        return _super.call(this, "The content store has no ".concat(kind, "/").concat(key, ": ask whoever published it, or name another store."), options) || this;
    }
    return ContentNotFoundError;
}(base_ts_1.OpenLedgerError));
exports.ContentNotFoundError = ContentNotFoundError;
/** A key that names no content. */
var ContentKeyError = /** @class */ (function (_super) {
    __extends(ContentKeyError, _super);
    function ContentKeyError(key) {
        return _super.call(this, "".concat(JSON.stringify(key), " is no content key: give 0x and 64 lower-case hexadecimal digits.")) || this;
    }
    return ContentKeyError;
}(base_ts_1.OpenLedgerError));
exports.ContentKeyError = ContentKeyError;
/** A content store over a backend: every key and every byte is checked, both ways. */
function contentStore(backend) {
    return {
        read: function (kind_1, key_1) {
            return __awaiter(this, arguments, void 0, function (kind, key, options) {
                var bytes;
                var _a;
                if (options === void 0) { options = {}; }
                return __generator(this, function (_b) {
                    switch (_b.label) {
                        case 0:
                            (_a = options.signal) === null || _a === void 0 ? void 0 : _a.throwIfAborted();
                            return [4 /*yield*/, backend.load(kind, checkedKey(key), options)];
                        case 1:
                            bytes = _b.sent();
                            if (bytes === undefined)
                                throw new ContentNotFoundError(kind, key);
                            (0, verify_ts_1.verifyContent)(kind, key, bytes);
                            return [2 /*return*/, bytes];
                    }
                });
            });
        },
        write: function (kind_1, key_1, bytes_1) {
            return __awaiter(this, arguments, void 0, function (kind, key, bytes, options) {
                var _a;
                if (options === void 0) { options = {}; }
                return __generator(this, function (_b) {
                    switch (_b.label) {
                        case 0:
                            (_a = options.signal) === null || _a === void 0 ? void 0 : _a.throwIfAborted();
                            (0, verify_ts_1.verifyContent)(kind, checkedKey(key), bytes);
                            return [4 /*yield*/, backend.save(kind, key, bytes, options)];
                        case 1:
                            _b.sent();
                            return [2 /*return*/];
                    }
                });
            });
        },
    };
}
/** @throws ContentKeyError: a key becomes a file's name or part of an address, so nothing else may pass */
function checkedKey(key) {
    if (!/^0x[0-9a-f]{64}$/.test(key))
        throw new ContentKeyError(key);
    return key;
}
