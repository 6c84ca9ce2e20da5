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
exports.ContentMismatchError = void 0;
exports.verifyContent = verifyContent;
var viem_1 = require("viem");
var base_ts_1 = require("../errors/base.ts");
var text_ts_1 = require("../errors/text.ts");
var canonical_ts_1 = require("../text/canonical.ts");
var textRoot_ts_1 = require("../text/textRoot.ts");
var index_ts_1 = require("../trees/index.ts");
var leaves_ts_1 = require("./leaves.ts");
/** Bytes that are not what their key names: damaged, or forged. */
var ContentMismatchError = /** @class */ (function (_super) {
    __extends(ContentMismatchError, _super);
    function ContentMismatchError(kind, key, reason, options) {
        return _super.call(this, "The content ".concat(kind, "/").concat(key, " is not what its key names (").concat(reason, "): delete it and fetch it again."), options) || this;
    }
    return ContentMismatchError;
}(base_ts_1.OpenLedgerError));
exports.ContentMismatchError = ContentMismatchError;
/**
 * Checks content against its key, as docs/formats.md says for its kind.
 * @throws ContentMismatchError
 */
function verifyContent(kind, key, bytes) {
    var name = nameOrMismatch(kind, key, bytes);
    if (name !== key)
        throw new ContentMismatchError(kind, key, "its bytes are those of ".concat(name));
}
function nameOrMismatch(kind, key, bytes) {
    try {
        return nameOf(kind, bytes);
    }
    catch (cause) {
        // What has no name of the kind at all: empty, not UTF-8, half a leaf.
        if (cause instanceof base_ts_1.OpenLedgerError)
            throw new ContentMismatchError(kind, key, 'it is malformed', { cause: cause });
        throw cause;
    }
}
function nameOf(kind, bytes) {
    switch (kind) {
        case 'texts':
            return (0, textRoot_ts_1.textRoot)(bytes);
        case 'originals':
            return (0, textRoot_ts_1.textRoot)(new TextEncoder().encode((0, canonical_ts_1.canonicalise)(decodeUtf8(bytes))));
        case 'leaves':
            return (0, index_ts_1.treeRoot)((0, leaves_ts_1.leavesTree)(bytes));
        case 'blobs':
            return (0, viem_1.keccak256)(bytes);
    }
}
function decodeUtf8(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch (cause) {
        throw new text_ts_1.BinaryTextError('The original', { cause: cause });
    }
}
