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
exports.folderStore = folderStore;
var node_crypto_1 = require("node:crypto");
var promises_1 = require("node:fs/promises");
var node_path_1 = require("node:path");
var store_ts_1 = require("./store.ts");
/**
 * A content store in a folder, at `<kind>/<key>`. Any number of processes may share it: a file appears whole, under its
 * name, once its bytes are on the disk.
 */
function folderStore(root) {
    return (0, store_ts_1.contentStore)({
        load: function (kind_1, key_1, _a) {
            return __awaiter(this, arguments, void 0, function (kind, key, _b) {
                var _c, cause_1;
                var signal = _b.signal;
                return __generator(this, function (_d) {
                    switch (_d.label) {
                        case 0:
                            _d.trys.push([0, 2, , 3]);
                            _c = Uint8Array.bind;
                            return [4 /*yield*/, (0, promises_1.readFile)((0, node_path_1.join)(root, kind, key), { signal: signal })];
                        case 1: return [2 /*return*/, new (_c.apply(Uint8Array, [void 0, _d.sent()]))()];
                        case 2:
                            cause_1 = _d.sent();
                            signal === null || signal === void 0 ? void 0 : signal.throwIfAborted();
                            if (isMissing(cause_1))
                                return [2 /*return*/, undefined];
                            throw cause_1;
                        case 3: return [2 /*return*/];
                    }
                });
            });
        },
        save: function (kind, key, bytes) {
            return __awaiter(this, void 0, void 0, function () {
                var folder, temporary, cause_2;
                return __generator(this, function (_a) {
                    switch (_a.label) {
                        case 0:
                            folder = (0, node_path_1.join)(root, kind);
                            return [4 /*yield*/, (0, promises_1.mkdir)(folder, { recursive: true })];
                        case 1:
                            _a.sent();
                            temporary = (0, node_path_1.join)(folder, ".".concat(key, ".").concat((0, node_crypto_1.randomUUID)()));
                            _a.label = 2;
                        case 2:
                            _a.trys.push([2, 5, , 7]);
                            return [4 /*yield*/, writeThrough(temporary, bytes)];
                        case 3:
                            _a.sent();
                            return [4 /*yield*/, (0, promises_1.rename)(temporary, (0, node_path_1.join)(folder, key))];
                        case 4:
                            _a.sent();
                            return [3 /*break*/, 7];
                        case 5:
                            cause_2 = _a.sent();
                            return [4 /*yield*/, (0, promises_1.rm)(temporary, { force: true })];
                        case 6:
                            _a.sent();
                            throw cause_2;
                        case 7: return [4 /*yield*/, sync(folder)];
                        case 8:
                            _a.sent();
                            return [2 /*return*/];
                    }
                });
            });
        },
    });
}
function writeThrough(path, bytes) {
    return __awaiter(this, void 0, void 0, function () {
        var file;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, promises_1.open)(path, 'wx')];
                case 1:
                    file = _a.sent();
                    _a.label = 2;
                case 2:
                    _a.trys.push([2, , 5, 7]);
                    return [4 /*yield*/, file.writeFile(bytes)];
                case 3:
                    _a.sent();
                    return [4 /*yield*/, file.sync()];
                case 4:
                    _a.sent();
                    return [3 /*break*/, 7];
                case 5: return [4 /*yield*/, file.close()];
                case 6:
                    _a.sent();
                    return [7 /*endfinally*/];
                case 7: return [2 /*return*/];
            }
        });
    });
}
/** Brings a folder's new names to the disk. */
function sync(path) {
    return __awaiter(this, void 0, void 0, function () {
        var folder;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0: return [4 /*yield*/, (0, promises_1.open)(path, 'r')];
                case 1:
                    folder = _a.sent();
                    _a.label = 2;
                case 2:
                    _a.trys.push([2, , 4, 6]);
                    return [4 /*yield*/, folder.sync()];
                case 3:
                    _a.sent();
                    return [3 /*break*/, 6];
                case 4: return [4 /*yield*/, folder.close()];
                case 5:
                    _a.sent();
                    return [7 /*endfinally*/];
                case 6: return [2 /*return*/];
            }
        });
    });
}
function isMissing(cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
