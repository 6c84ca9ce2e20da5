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
exports.ContentNotKeptError = exports.ContentUnavailableError = exports.ContentReadOnlyError = exports.ContentServerError = exports.ContentServerRedirectError = exports.ContentTooLargeError = exports.ContentServerTimeoutError = exports.ContentServerUnreachableError = exports.ContentServerAddressError = void 0;
var base_ts_1 = require("../errors/base.ts");
/** What names a store's server is no address of one. */
var ContentServerAddressError = /** @class */ (function (_super) {
    __extends(ContentServerAddressError, _super);
    function ContentServerAddressError(what, given, form) {
        return _super.call(this, "".concat(JSON.stringify(given), " is no ").concat(what, ": give ").concat(form, ".")) || this;
    }
    return ContentServerAddressError;
}(base_ts_1.OpenLedgerError));
exports.ContentServerAddressError = ContentServerAddressError;
/** Nothing answers there, or the answer broke off. */
var ContentServerUnreachableError = /** @class */ (function (_super) {
    __extends(ContentServerUnreachableError, _super);
    function ContentServerUnreachableError(server, options) {
        return _super.call(this, "The content server ".concat(server, " gave no whole answer: see that it runs and can be reached, and try again."), options) || this;
    }
    return ContentServerUnreachableError;
}(base_ts_1.OpenLedgerError));
exports.ContentServerUnreachableError = ContentServerUnreachableError;
/** The server took longer than it was given. */
var ContentServerTimeoutError = /** @class */ (function (_super) {
    __extends(ContentServerTimeoutError, _super);
    function ContentServerTimeoutError(server, milliseconds, options) {
        return _super.call(this, "The content server ".concat(server, " was not done in ").concat(milliseconds, " ms: give it a longer timeout, or name another store."), options) || this;
    }
    return ContentServerTimeoutError;
}(base_ts_1.OpenLedgerError));
exports.ContentServerTimeoutError = ContentServerTimeoutError;
/** The server sends more than is taken from it. */
var ContentTooLargeError = /** @class */ (function (_super) {
    __extends(ContentTooLargeError, _super);
    function ContentTooLargeError(server, most) {
        return _super.call(this, "The content server ".concat(server, " sends more than ").concat(most, " bytes: raise `most` if the content is really so large.")) || this;
    }
    return ContentTooLargeError;
}(base_ts_1.OpenLedgerError));
exports.ContentTooLargeError = ContentTooLargeError;
/** The server sends elsewhere. It is not followed: it could name a server that only this machine can reach. */
var ContentServerRedirectError = /** @class */ (function (_super) {
    __extends(ContentServerRedirectError, _super);
    function ContentServerRedirectError(server, location) {
        return _super.call(this, "The content server ".concat(server, " redirects").concat(location === null ? '' : " to ".concat(JSON.stringify(location.slice(0, 200))), ": give the address that it redirects to, if you trust it.")) || this;
    }
    return ContentServerRedirectError;
}(base_ts_1.OpenLedgerError));
exports.ContentServerRedirectError = ContentServerRedirectError;
/** The server answered, and with no content. */
var ContentServerError = /** @class */ (function (_super) {
    __extends(ContentServerError, _super);
    /** @param said What the server said for itself. */
    function ContentServerError(server, status, said) {
        var _this = _super.call(this, "The content server ".concat(server, " answered ").concat(status).concat(said ? " (".concat(JSON.stringify(said.slice(0, 200)), ")") : '', ": ").concat(adviceOn(status), ".")) || this;
        _this.status = status;
        return _this;
    }
    return ContentServerError;
}(base_ts_1.OpenLedgerError));
exports.ContentServerError = ContentServerError;
/** The store can be read and not written. */
var ContentReadOnlyError = /** @class */ (function (_super) {
    __extends(ContentReadOnlyError, _super);
    function ContentReadOnlyError(store) {
        return _super.call(this, "".concat(store, " can only be read: name a store of your own to write to.")) || this;
    }
    return ContentReadOnlyError;
}(base_ts_1.OpenLedgerError));
exports.ContentReadOnlyError = ContentReadOnlyError;
/** None of several stores gave the content, and not all of them because they do not have it. */
var ContentUnavailableError = /** @class */ (function (_super) {
    __extends(ContentUnavailableError, _super);
    function ContentUnavailableError(kind, key, errors) {
        var _this = _super.call(this, "None of ".concat(errors.length, " content stores gave ").concat(kind, "/").concat(key, ": ").concat(told(errors)), {
            cause: new AggregateError(errors),
        }) || this;
        _this.errors = errors;
        return _this;
    }
    return ContentUnavailableError;
}(base_ts_1.OpenLedgerError));
exports.ContentUnavailableError = ContentUnavailableError;
/** Some of several stores did not keep the content; the others did. */
var ContentNotKeptError = /** @class */ (function (_super) {
    __extends(ContentNotKeptError, _super);
    function ContentNotKeptError(kind, key, stores, errors) {
        var _this = _super.call(this, "".concat(stores - errors.length, " of ").concat(stores, " content stores kept ").concat(kind, "/").concat(key, ", write it again: ").concat(told(errors)), { cause: new AggregateError(errors) }) || this;
        _this.errors = errors;
        return _this;
    }
    return ContentNotKeptError;
}(base_ts_1.OpenLedgerError));
exports.ContentNotKeptError = ContentNotKeptError;
function told(errors) {
    return errors.map(function (error) { return (error instanceof Error ? error.message : String(error)); }).join(' ');
}
function adviceOn(status) {
    if (status === 401 || status === 403)
        return 'give it credentials that may do this';
    if (status === 404 || status === 410)
        return 'see that what the store stands in exists there';
    if (status === 405 || status === 501)
        return 'name a server that takes this';
    if (status === 413)
        return 'it takes nothing so large';
    if (status === 429 || status >= 500)
        return 'try again later';
    return 'see that it is a server of this kind';
}
