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
exports.OpenLedgerError = void 0;
/**
 * What this library throws, and nothing else. Each failure is a class of its own; the message is one sentence that says
 * what is wrong and what to do, and `cause` keeps what led to it.
 */
var OpenLedgerError = /** @class */ (function (_super) {
    __extends(OpenLedgerError, _super);
    function OpenLedgerError(message, options) {
        var _newTarget = this.constructor;
        var _this = _super.call(this, message, options) || this;
        _this.name = _newTarget.name;
        return _this;
    }
    return OpenLedgerError;
}(Error));
exports.OpenLedgerError = OpenLedgerError;
