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
Object.defineProperty(exports, "__esModule", { value: true });
exports.TextRangeError = exports.NotCanonicalError = exports.NoWordsError = exports.BinaryTextError = exports.EmptyTextError = void 0;
var base_ts_1 = require("./base.ts");
/** A file or text of no bytes. */
var EmptyTextError = /** @class */ (function (_super) {
    __extends(EmptyTextError, _super);
    function EmptyTextError(name) {
        if (name === void 0) { name = 'The text'; }
        return _super.call(this, "".concat(name, " is empty: give a text with at least one word.")) || this;
    }
    return EmptyTextError;
}(base_ts_1.OpenLedgerError));
exports.EmptyTextError = EmptyTextError;
/** Bytes that are no text: not UTF-8, or with NUL bytes. */
var BinaryTextError = /** @class */ (function (_super) {
    __extends(BinaryTextError, _super);
    function BinaryTextError(name, options) {
        if (name === void 0) { name = 'The text'; }
        return _super.call(this, "".concat(name, " is binary data: give plain text in UTF-8."), options) || this;
    }
    return BinaryTextError;
}(base_ts_1.OpenLedgerError));
exports.BinaryTextError = BinaryTextError;
/** A text in which nothing is a letter, a mark or a number. */
var NoWordsError = /** @class */ (function (_super) {
    __extends(NoWordsError, _super);
    function NoWordsError(name) {
        if (name === void 0) { name = 'The text'; }
        return _super.call(this, "".concat(name, " has no words: give a text with letters or numbers.")) || this;
    }
    return NoWordsError;
}(base_ts_1.OpenLedgerError));
exports.NoWordsError = NoWordsError;
/** Bytes where canonical text is due. */
var NotCanonicalError = /** @class */ (function (_super) {
    __extends(NotCanonicalError, _super);
    function NotCanonicalError() {
        return _super.call(this, 'These bytes are not canonical text: canonicalise the text first.') || this;
    }
    return NotCanonicalError;
}(base_ts_1.OpenLedgerError));
exports.NotCanonicalError = NotCanonicalError;
/** A range of bytes that a text does not have. */
var TextRangeError = /** @class */ (function (_super) {
    __extends(TextRangeError, _super);
    function TextRangeError(from, to, length) {
        return _super.call(this, "The text has no bytes [".concat(from, ", ").concat(to, "): give a range of at least one byte within its ").concat(length, ".")) || this;
    }
    return TextRangeError;
}(base_ts_1.OpenLedgerError));
exports.TextRangeError = TextRangeError;
