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
exports.SumOutOfRangeError = exports.TooManyLeavesError = exports.LeafIndexError = void 0;
var base_ts_1 = require("./base.ts");
/** An index at or beyond the number of leaves. */
var LeafIndexError = /** @class */ (function (_super) {
    __extends(LeafIndexError, _super);
    function LeafIndexError(index, count) {
        return _super.call(this, "The tree has no leaf ".concat(index, ": give a whole number from 0 and below its ").concat(count, " leaves.")) || this;
    }
    return LeafIndexError;
}(base_ts_1.OpenLedgerError));
exports.LeafIndexError = LeafIndexError;
/** More leaves than an index of the protocol can tell apart. */
var TooManyLeavesError = /** @class */ (function (_super) {
    __extends(TooManyLeavesError, _super);
    function TooManyLeavesError(count, most) {
        return _super.call(this, "A tree of ".concat(count, " leaves is too large: split it into trees of at most ").concat(most, ".")) || this;
    }
    return TooManyLeavesError;
}(base_ts_1.OpenLedgerError));
exports.TooManyLeavesError = TooManyLeavesError;
/** A sum that the protocol's 128 bits cannot hold. */
var SumOutOfRangeError = /** @class */ (function (_super) {
    __extends(SumOutOfRangeError, _super);
    function SumOutOfRangeError(sum) {
        return _super.call(this, "The sum ".concat(sum, " cannot stand in a tree: give amounts from 0 that sum to less than 2^128.")) || this;
    }
    return SumOutOfRangeError;
}(base_ts_1.OpenLedgerError));
exports.SumOutOfRangeError = SumOutOfRangeError;
