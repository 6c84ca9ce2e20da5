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
var viem_1 = require("viem");
var vitest_1 = require("vitest");
var firstOf_ts_1 = require("./firstOf.ts");
var publish_ts_1 = require("./publish.ts");
var serverErrors_ts_1 = require("./serverErrors.ts");
var store_ts_1 = require("./store.ts");
var blob = (0, viem_1.stringToBytes)('what the key names');
var key = (0, viem_1.keccak256)(blob);
/** A store of a test, with what it was asked. */
function mapStore(held) {
    var _this = this;
    if (held === void 0) { held = {}; }
    var map = new Map(Object.entries(held));
    var asked = [];
    var store = (0, store_ts_1.contentStore)({
        load: function (_, name) { return __awaiter(_this, void 0, void 0, function () {
            return __generator(this, function (_a) {
                asked.push(name);
                return [2 /*return*/, map.get(name)];
            });
        }); },
        save: function (_, name, bytes) { return __awaiter(_this, void 0, void 0, function () { return __generator(this, function (_a) {
            return [2 /*return*/, void map.set(name, bytes)];
        }); }); },
    });
    return __assign(__assign({}, store), { held: map, asked: asked });
}
var failing = (0, store_ts_1.contentStore)({
    load: function () { return Promise.reject(new Error('The disk is gone.')); },
    save: function () { return Promise.reject(new Error('The disk is full.')); },
});
(0, vitest_1.test)('the first that has it is asked, and no other after it', function () { return __awaiter(void 0, void 0, void 0, function () {
    var _a, first, second, third, _b;
    var _c, _d;
    return __generator(this, function (_e) {
        switch (_e.label) {
            case 0:
                _a = [mapStore(), mapStore((_c = {}, _c[key] = blob, _c)), mapStore((_d = {}, _d[key] = blob, _d))], first = _a[0], second = _a[1], third = _a[2];
                _b = vitest_1.expect;
                return [4 /*yield*/, (0, firstOf_ts_1.firstOf)([first, second, third]).read('blobs', key)];
            case 1:
                _b.apply(void 0, [_e.sent()]).toEqual(blob);
                (0, vitest_1.expect)([first.asked, second.asked, third.asked]).toEqual([[key], [key], []]);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('behavior: a store that lies or fails is passed over', function () { return __awaiter(void 0, void 0, void 0, function () {
    var lying, _a;
    var _b, _c;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0:
                lying = mapStore((_b = {}, _b[key] = (0, viem_1.stringToBytes)('other'), _b));
                _a = vitest_1.expect;
                return [4 /*yield*/, (0, firstOf_ts_1.firstOf)([failing, lying, mapStore((_c = {}, _c[key] = blob, _c))]).read('blobs', key)];
            case 1:
                _a.apply(void 0, [_d.sent()]).toEqual(blob);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: none has it', function () { return __awaiter(void 0, void 0, void 0, function () {
    var lying;
    var _a;
    return __generator(this, function (_b) {
        switch (_b.label) {
            case 0:
                lying = mapStore((_a = {}, _a[key] = (0, viem_1.stringToBytes)('other'), _a));
                return [4 /*yield*/, (0, vitest_1.expect)((0, firstOf_ts_1.firstOf)([mapStore(), lying]).read('blobs', key)).rejects.toThrow(store_ts_1.ContentNotFoundError)];
            case 1:
                _b.sent();
                return [4 /*yield*/, (0, vitest_1.expect)((0, firstOf_ts_1.firstOf)([]).read('blobs', key)).rejects.toThrow(store_ts_1.ContentNotFoundError)];
            case 2:
                _b.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: one could not be asked, so that nobody knows whether it is missing', function () { return __awaiter(void 0, void 0, void 0, function () {
    var reading;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                reading = (0, firstOf_ts_1.firstOf)([mapStore(), failing]).read('blobs', key);
                return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow(serverErrors_ts_1.ContentUnavailableError)];
            case 1:
                _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)(reading).rejects.toThrow('The disk is gone.')];
            case 2:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: a key that names nothing', function () { return __awaiter(void 0, void 0, void 0, function () {
    var store;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                store = mapStore();
                return [4 /*yield*/, (0, vitest_1.expect)((0, firstOf_ts_1.firstOf)([store, store]).read('blobs', '0x12')).rejects.toThrow(store_ts_1.ContentKeyError)];
            case 1:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('all are written to', function () { return __awaiter(void 0, void 0, void 0, function () {
    var stores;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                stores = [mapStore(), mapStore()];
                return [4 /*yield*/, (0, publish_ts_1.publishBlob)((0, firstOf_ts_1.firstOf)(stores), blob)];
            case 1:
                _a.sent();
                (0, vitest_1.expect)(stores.map(function (_a) {
                    var held = _a.held;
                    return held.get(key);
                })).toEqual([blob, blob]);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('behavior: those that are named are written to', function () { return __awaiter(void 0, void 0, void 0, function () {
    var _a, mirror, own;
    return __generator(this, function (_b) {
        switch (_b.label) {
            case 0:
                _a = [mapStore(), mapStore()], mirror = _a[0], own = _a[1];
                return [4 /*yield*/, (0, publish_ts_1.publishBlob)((0, firstOf_ts_1.firstOf)([mirror, own], { writeTo: [own] }), blob)];
            case 1:
                _b.sent();
                (0, vitest_1.expect)([mirror.held.size, own.held.size]).toEqual([0, 1]);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: one did not keep it, the others did', function () { return __awaiter(void 0, void 0, void 0, function () {
    var store, writing;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                store = mapStore();
                writing = (0, publish_ts_1.publishBlob)((0, firstOf_ts_1.firstOf)([failing, store]), blob);
                return [4 /*yield*/, (0, vitest_1.expect)(writing).rejects.toThrow(serverErrors_ts_1.ContentNotKeptError)];
            case 1:
                _a.sent();
                return [4 /*yield*/, (0, vitest_1.expect)(writing).rejects.toThrow("1 of 2 content stores kept blobs/".concat(key, ", write it again: The disk is full."))];
            case 2:
                _a.sent();
                (0, vitest_1.expect)(store.held.get(key)).toEqual(blob);
                return [2 /*return*/];
        }
    });
}); });
(0, vitest_1.test)('error: aborted, and no other store is asked', function () { return __awaiter(void 0, void 0, void 0, function () {
    var controller, slow, next;
    var _a;
    return __generator(this, function (_b) {
        switch (_b.label) {
            case 0:
                controller = new AbortController();
                slow = (0, store_ts_1.contentStore)({
                    load: function () { return __awaiter(void 0, void 0, void 0, function () {
                        return __generator(this, function (_a) {
                            controller.abort(new Error('enough'));
                            throw new Error('broken off');
                        });
                    }); },
                    save: function () { return __awaiter(void 0, void 0, void 0, function () { return __generator(this, function (_a) {
                        return [2 /*return*/, undefined];
                    }); }); },
                });
                next = mapStore((_a = {}, _a[key] = blob, _a));
                return [4 /*yield*/, (0, vitest_1.expect)((0, firstOf_ts_1.firstOf)([slow, next]).read('blobs', key, { signal: controller.signal })).rejects.toThrow('enough')];
            case 1:
                _b.sent();
                (0, vitest_1.expect)(next.asked).toEqual([]);
                return [2 /*return*/];
        }
    });
}); });
