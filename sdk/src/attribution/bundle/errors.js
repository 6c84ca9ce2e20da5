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
exports.BundleTooLargeError = exports.MalformedBundleError = void 0;
var base_ts_1 = require("../../errors/base.ts");
/** Bytes that are no bundle. */
var MalformedBundleError = /** @class */ (function (_super) {
    __extends(MalformedBundleError, _super);
    function MalformedBundleError(reason, options) {
        return _super.call(this, "The bundle cannot be read (".concat(reason, "): ask the batch's operator for one as docs/formats.md describes."), options) || this;
    }
    return MalformedBundleError;
}(base_ts_1.OpenLedgerError));
exports.MalformedBundleError = MalformedBundleError;
/** A bundle that is more than the reader would hold at once. */
var BundleTooLargeError = /** @class */ (function (_super) {
    __extends(BundleTooLargeError, _super);
    function BundleTooLargeError(size, most) {
        return _super.call(this, "The bundle has ".concat(size, " bytes, and ").concat(most, " are held at once: read it part by part, as the engine does.")) || this;
    }
    return BundleTooLargeError;
}(base_ts_1.OpenLedgerError));
exports.BundleTooLargeError = BundleTooLargeError;
