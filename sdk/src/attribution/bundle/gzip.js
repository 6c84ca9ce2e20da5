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
exports.storedGzip = storedGzip;
exports.gunzip = gunzip;
var errors_ts_1 = require("./errors.ts");
var MOST_STORED = 0xffff;
/** Bytes as gzip without compression: what every runtime makes alike, and can make at once. */
function storedGzip(bytes) {
    var blocks = Math.max(1, Math.ceil(bytes.length / MOST_STORED));
    var packed = new Uint8Array(10 + 5 * blocks + bytes.length + 8);
    var view = new DataView(packed.buffer);
    // Magic, deflate, no flags, no time, no level, unknown system.
    packed.set([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff]);
    var at = 10;
    for (var block = 0; block < blocks; block++) {
        var part = bytes.subarray(block * MOST_STORED, (block + 1) * MOST_STORED);
        packed[at] = block === blocks - 1 ? 1 : 0;
        view.setUint16(at + 1, part.length, true);
        view.setUint16(at + 3, ~part.length & 0xffff, true);
        packed.set(part, at + 5);
        at += 5 + part.length;
    }
    view.setUint32(at, crc32(bytes), true);
    view.setUint32(at + 4, bytes.length, true);
    return packed;
}
/**
 * Unpacks gzip that was said to hold `size` bytes.
 * @throws MalformedBundleError when it holds another number, found out before more than that is held
 */
function gunzip(packed, size, part) {
    return __awaiter(this, void 0, void 0, function () {
        var unpacked, length, unpacking, reader, _a, done, value, cause_1;
        return __generator(this, function (_b) {
            switch (_b.label) {
                case 0:
                    unpacked = new Uint8Array(size);
                    length = 0;
                    unpacking = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
                    reader = unpacking.getReader();
                    _b.label = 1;
                case 1:
                    _b.trys.push([1, 6, , 8]);
                    _b.label = 2;
                case 2: return [4 /*yield*/, reader.read()];
                case 3:
                    _a = _b.sent(), done = _a.done, value = _a.value;
                    if (done)
                        return [3 /*break*/, 5];
                    if (length + value.length > size)
                        throw new errors_ts_1.MalformedBundleError("".concat(part, " unpacks to more than ").concat(size, " bytes"));
                    unpacked.set(value, length);
                    length += value.length;
                    _b.label = 4;
                case 4: return [3 /*break*/, 2];
                case 5: return [3 /*break*/, 8];
                case 6:
                    cause_1 = _b.sent();
                    return [4 /*yield*/, reader.cancel().catch(function () { return undefined; })];
                case 7:
                    _b.sent();
                    if (cause_1 instanceof errors_ts_1.MalformedBundleError)
                        throw cause_1;
                    throw new errors_ts_1.MalformedBundleError("".concat(part, " is no gzip, or cut short"), { cause: cause_1 });
                case 8:
                    if (length < size)
                        throw new errors_ts_1.MalformedBundleError("".concat(part, " unpacks to ").concat(length, " bytes instead of ").concat(size));
                    return [2 /*return*/, unpacked];
            }
        });
    });
}
var crcTable = Uint32Array.from({ length: 256 }, function (_, byte) {
    var value = byte;
    for (var bit = 0; bit < 8; bit++)
        value = value & 1 ? 3988292384 ^ (value >>> 1) : value >>> 1;
    return value;
});
function crc32(bytes) {
    var crc = 4294967295;
    for (var i = 0; i < bytes.length; i++)
        crc = crcTable[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
    return ~crc >>> 0;
}
