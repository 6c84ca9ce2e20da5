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
exports.firstOf = firstOf;
var serverErrors_ts_1 = require("./serverErrors.ts");
var store_ts_1 = require("./store.ts");
var verify_ts_1 = require("./verify.ts");
/**
 * One content store of several: reads from the first that gives what the key names, in their order, so put the nearest
 * first; writes to all.
 * @param stores Where content is read.
 * @param options.writeTo Where it is written, if not to each of `stores`.
 */
function firstOf(stores, _a) {
    var _b = _a === void 0 ? {} : _a, _c = _b.writeTo, writeTo = _c === void 0 ? stores : _c;
    return {
        read: function (kind, key, options) {
            return __awaiter(this, void 0, void 0, function () {
                var errors, _i, stores_1, store, error_1;
                var _a;
                return __generator(this, function (_b) {
                    switch (_b.label) {
                        case 0:
                            errors = [];
                            _i = 0, stores_1 = stores;
                            _b.label = 1;
                        case 1:
                            if (!(_i < stores_1.length)) return [3 /*break*/, 6];
                            store = stores_1[_i];
                            _b.label = 2;
                        case 2:
                            _b.trys.push([2, 4, , 5]);
                            return [4 /*yield*/, store.read(kind, key, options)];
                        case 3: return [2 /*return*/, _b.sent()];
                        case 4:
                            error_1 = _b.sent();
                            (_a = options === null || options === void 0 ? void 0 : options.signal) === null || _a === void 0 ? void 0 : _a.throwIfAborted();
                            if (error_1 instanceof store_ts_1.ContentKeyError)
                                throw error_1;
                            errors.push(error_1);
                            return [3 /*break*/, 5];
                        case 5:
                            _i++;
                            return [3 /*break*/, 1];
                        case 6:
                            // That none has it is said only when each has answered: with nothing, or with something else.
                            if (errors.every(function (error) { return error instanceof store_ts_1.ContentNotFoundError || error instanceof verify_ts_1.ContentMismatchError; })) {
                                throw new store_ts_1.ContentNotFoundError(kind, key, { cause: new AggregateError(errors) });
                            }
                            throw new serverErrors_ts_1.ContentUnavailableError(kind, key, errors);
                    }
                });
            });
        },
        write: function (kind, key, bytes, options) {
            return __awaiter(this, void 0, void 0, function () {
                var written, errors;
                var _a;
                return __generator(this, function (_b) {
                    switch (_b.label) {
                        case 0: return [4 /*yield*/, Promise.allSettled(writeTo.map(function (store) { return store.write(kind, key, bytes, options); }))];
                        case 1:
                            written = _b.sent();
                            (_a = options === null || options === void 0 ? void 0 : options.signal) === null || _a === void 0 ? void 0 : _a.throwIfAborted();
                            errors = written.flatMap(function (result) { return (result.status === 'rejected' ? [result.reason] : []); });
                            if (errors.length > 0)
                                throw new serverErrors_ts_1.ContentNotKeptError(kind, key, writeTo.length, errors);
                            return [2 /*return*/];
                    }
                });
            });
        },
    };
}
