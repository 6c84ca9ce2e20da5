"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createWriter = createWriter;
exports.createReader = createReader;
var viem_1 = require("viem");
var encoding_ts_1 = require("../encoding.ts");
var errors_ts_1 = require("./errors.ts");
var ADDRESS_BYTES = 20;
/** 256 bits in groups of 7. */
var MOST_NUMBER_BYTES = 37;
function createWriter(capacity) {
    if (capacity === void 0) { capacity = 1024; }
    var buffer = new Uint8Array(capacity);
    var length = 0;
    var reserve = function (more) {
        if (length + more <= buffer.length)
            return;
        var larger = new Uint8Array(Math.max(length + more, 2 * buffer.length));
        larger.set(buffer.subarray(0, length));
        buffer = larger;
    };
    var writer = {
        get length() {
            return length;
        },
        number: function (value) {
            if (!Number.isSafeInteger(value) || value < 0)
                throw new encoding_ts_1.FieldOutOfRangeError('of a bundle', value, 'uint53');
            reserve(8);
            var rest = value;
            // Shifts are of 32 bits: what is above takes divisions.
            while (rest >= 2147483648) {
                buffer[length++] = (rest % 0x80) | 0x80;
                rest = Math.floor(rest / 0x80);
            }
            while (rest >= 0x80) {
                buffer[length++] = (rest & 0x7f) | 0x80;
                rest >>>= 7;
            }
            buffer[length++] = rest;
        },
        bigint: function (value) {
            if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= 0n)
                return writer.number(Number(value));
            if (value < 0n || value >> 256n > 0n)
                throw new encoding_ts_1.FieldOutOfRangeError('of a bundle', value, 'uint256');
            reserve(MOST_NUMBER_BYTES);
            var rest = value;
            // 49 bits at a time: most of the work is then on small numbers.
            while (rest > 0x1ffffffffffffn) {
                var low = Number(BigInt.asUintN(49, rest));
                for (var i = 0; i < 7; i++) {
                    buffer[length++] = (low % 0x80) | 0x80;
                    low = Math.floor(low / 0x80);
                }
                rest >>= 49n;
            }
            return writer.number(Number(rest));
        },
        bytes: function (bytes) {
            reserve(bytes.length);
            buffer.set(bytes, length);
            length += bytes.length;
        },
        address: function (address) {
            writer.bytes((0, viem_1.hexToBytes)(address));
        },
        take: function () {
            var taken = buffer.slice(0, length);
            length = 0;
            return taken;
        },
    };
    return writer;
}
/** @throws MalformedBundleError, as all that it reads with */
function createReader(bytes, part) {
    var at = 0;
    var refuse = function (field, reason) {
        throw new errors_ts_1.MalformedBundleError("".concat(field, " at byte ").concat(at, " of ").concat(part, ": ").concat(reason));
    };
    var reader = {
        uint32: function (field) {
            var start = at;
            var value = 0;
            for (var scale = 1;; scale *= 0x80) {
                var byte = bytes[at++];
                if (byte === undefined)
                    return refuse(field, 'cut short');
                value += (byte & 0x7f) * scale;
                if (value > 4294967295)
                    return refuse(field, 'larger than 32 bits');
                if (byte < 0x80) {
                    if (byte === 0 && at - start > 1)
                        return refuse(field, 'longer than it need be');
                    return value;
                }
                if (at - start > 5)
                    return refuse(field, 'larger than 32 bits');
            }
        },
        uint: function (field, bits) {
            var _a;
            var start = at;
            var end = at;
            while (((_a = bytes[end]) !== null && _a !== void 0 ? _a : 0) >= 0x80 && end - start < MOST_NUMBER_BYTES)
                end++;
            var last = bytes[end];
            if (last === undefined)
                return refuse(field, 'cut short');
            if (last === 0 && end > start)
                return refuse(field, 'longer than it need be');
            at = end + 1;
            var value = 0n;
            // 49 bits at a time, the highest first.
            for (var from = start + 7 * Math.floor((end - start) / 7); from >= start; from -= 7) {
                var low = 0;
                for (var i = Math.min(from + 6, end); i >= from; i--)
                    low = low * 0x80 + (bytes[i] & 0x7f);
                value = (value << 49n) | BigInt(low);
            }
            if (last >= 0x80 || value >> BigInt(bits) > 0n)
                return refuse(field, "larger than ".concat(bits, " bits"));
            return value;
        },
        bytes: function (field, count) {
            if (count > bytes.length - at)
                return refuse(field, 'cut short');
            at += count;
            return bytes.subarray(at - count, at);
        },
        address: function (field) { return (0, viem_1.getAddress)(reader.hex(field, ADDRESS_BYTES)); },
        hex: function (field, count) { return (0, viem_1.bytesToHex)(reader.bytes(field, count)); },
        isAtEnd: function () { return at === bytes.length; },
    };
    return reader;
}
