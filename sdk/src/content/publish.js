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
exports.publishContribution = publishContribution;
exports.publishLeaves = publishLeaves;
exports.publishBlob = publishBlob;
var viem_1 = require("viem");
var text_ts_1 = require("../errors/text.ts");
var canonical_ts_1 = require("../text/canonical.ts");
var textRoot_ts_1 = require("../text/textRoot.ts");
var index_ts_1 = require("../trees/index.ts");
var leaves_ts_1 = require("./leaves.ts");
var uri_ts_1 = require("./uri.ts");
/**
 * Keeps a contribution: its canonical text and the original it was made from.
 * @throws NoWordsError when nothing of the text is a word: an empty contribution is refused
 */
function publishContribution(store, original) {
    return __awaiter(this, void 0, void 0, function () {
        var canonical, root;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    canonical = new TextEncoder().encode((0, canonical_ts_1.canonicalise)(original));
                    if (canonical.length === 0)
                        throw new text_ts_1.NoWordsError('The contribution');
                    root = (0, textRoot_ts_1.textRoot)(canonical);
                    return [4 /*yield*/, store.write('texts', root, canonical)];
                case 1:
                    _a.sent();
                    return [4 /*yield*/, store.write('originals', root, new TextEncoder().encode(original))];
                case 2:
                    _a.sent();
                    return [2 /*return*/, { textRoot: root, canonical: canonical }];
            }
        });
    });
}
/**
 * Keeps the leaves of a submission.
 * @returns what `DatanetRegistry.submit` takes: the root, the number of leaves, and the URI of the leaves
 */
function publishLeaves(store, contributions) {
    return __awaiter(this, void 0, void 0, function () {
        var bytes, root;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    bytes = (0, leaves_ts_1.encodeLeaves)(contributions);
                    root = (0, index_ts_1.treeRoot)((0, leaves_ts_1.leavesTree)(bytes));
                    return [4 /*yield*/, store.write('leaves', root, bytes)];
                case 1:
                    _a.sent();
                    return [2 /*return*/, { root: root, count: contributions.length, uri: (0, uri_ts_1.formatContentUri)({ kind: 'leaves', key: root }) }];
            }
        });
    });
}
/** Keeps a bundle, an artifact or whatever else is known by the keccak256 of its bytes. */
function publishBlob(store, bytes) {
    return __awaiter(this, void 0, void 0, function () {
        var name;
        return __generator(this, function (_a) {
            switch (_a.label) {
                case 0:
                    name = { kind: 'blobs', key: (0, viem_1.keccak256)(bytes) };
                    return [4 /*yield*/, store.write(name.kind, name.key, bytes)];
                case 1:
                    _a.sent();
                    return [2 /*return*/, name];
            }
        });
    });
}
