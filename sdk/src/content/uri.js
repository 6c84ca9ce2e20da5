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
exports.ContentUriError = void 0;
exports.formatContentUri = formatContentUri;
exports.parseContentUri = parseContentUri;
var base_ts_1 = require("../errors/base.ts");
var store_ts_1 = require("./store.ts");
/** A URI that names no content. */
var ContentUriError = /** @class */ (function (_super) {
    __extends(ContentUriError, _super);
    function ContentUriError(uri) {
        return _super.call(this, "".concat(JSON.stringify(uri), " names no content: give openledger:<kind>/<key> with a kind of ").concat(store_ts_1.contentKinds.join(', '), ".")) || this;
    }
    return ContentUriError;
}(base_ts_1.OpenLedgerError));
exports.ContentUriError = ContentUriError;
/** The URI that stands on chain, `openledger:<kind>/<key>`. */
function formatContentUri(_a) {
    var kind = _a.kind, key = _a.key;
    return "openledger:".concat(kind, "/").concat((0, store_ts_1.checkedKey)(key));
}
/** @throws ContentUriError when the URI has another form */
function parseContentUri(uri) {
    var _a;
    var _b = (_a = /^openledger:([a-z]+)\/(0x[0-9a-f]{64})$/.exec(uri)) !== null && _a !== void 0 ? _a : [], name = _b[1], key = _b[2];
    var kind = store_ts_1.contentKinds.find(function (known) { return known === name; });
    if (kind === undefined || key === undefined)
        throw new ContentUriError(uri);
    return { kind: kind, key: (0, store_ts_1.checkedKey)(key) };
}
