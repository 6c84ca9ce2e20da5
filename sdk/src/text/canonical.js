"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.MOST_WORD_BYTES = void 0;
exports.canonicalise = canonicalise;
exports.normalise = normalise;
exports.splitWords = splitWords;
exports.bytesOf = bytesOf;
exports.unitsOf = unitsOf;
var unicode_ts_1 = require("./unicode.ts");
/** Most bytes of a word in UTF-8. */
exports.MOST_WORD_BYTES = 64;
var capitalSigma = 0x03a3;
var finalSigma = 'ς';
/**
 * Canonical text, `canon/v1` of the protocol, as a string: words with one space between them; empty when the text has
 * no words. The same on every runtime, and its own canonical text.
 */
function canonicalise(text) {
    var normal = normalise(text);
    return splitWords(normal)
        .map(function (_a) {
        var start = _a.start, end = _a.end;
        return normal.slice(start, end);
    })
        .join(' ');
}
/** Steps 1 and 2: unassigned code points away, NFKC, lower case, NFKC. */
function normalise(text) {
    return lower(withoutUnassigned(text).normalize('NFKC')).normalize('NFKC');
}
/** Steps 3 to 5: where the words stand in a normalised string. */
function splitWords(text) {
    var words = [];
    var start = 0;
    var bytes = 0;
    var endWord = function (end) {
        if (bytes > 0)
            words.push({ start: start, end: end });
        bytes = 0;
    };
    for (var at = 0, next = 0; at < text.length; at = next) {
        var point = text.codePointAt(at);
        next = at + unitsOf(point);
        var size = bytesOf(point);
        var joins = (0, unicode_ts_1.has)(point, unicode_ts_1.unicode.word) && !(0, unicode_ts_1.has)(point, unicode_ts_1.unicode.lonely);
        if (!joins || bytes + size > exports.MOST_WORD_BYTES)
            endWord(at);
        if (!(0, unicode_ts_1.has)(point, unicode_ts_1.unicode.word))
            continue;
        if (bytes === 0)
            start = at;
        bytes += size;
        if (!joins)
            endWord(next);
    }
    endWord(text.length);
    return words;
}
/** Unassigned code points as spaces: what a newer runtime knows of them must not matter. */
function withoutUnassigned(text) {
    return replacePoints(text, function (point) { return ((0, unicode_ts_1.has)(point, unicode_ts_1.unicode.unassigned) ? ' ' : undefined); });
}
/** Unicode's default lower case, without locale. */
function lower(text) {
    return replacePoints(text, function (point, at) {
        return point === capitalSigma && isFinal(text, at) ? finalSigma : (0, unicode_ts_1.lowerCaseOf)(point);
    });
}
/**
 * Unicode's condition `Final_Sigma`, read as every runtime does: past what is case-ignorable, there is a cased letter
 * before and none after.
 */
function isFinal(text, at) {
    return isCasedFrom(text, at, -1) && !isCasedFrom(text, at, 1);
}
function isCasedFrom(text, at, step) {
    for (var i = at + step; i >= 0 && i < text.length; i += step) {
        // Backwards a pair is met at its second half: what it is shows at its first.
        if (step < 0 && i > 0 && isPair(text, i - 1))
            i--;
        var point = text.codePointAt(i);
        if (!(0, unicode_ts_1.has)(point, unicode_ts_1.unicode.caseIgnorable))
            return (0, unicode_ts_1.has)(point, unicode_ts_1.unicode.cased);
        if (step > 0)
            i += unitsOf(point) - 1;
    }
    return false;
}
/** `text` with each code point for which `replacement` is not `undefined` replaced. */
function replacePoints(text, replacement) {
    var parts = [];
    var kept = 0;
    for (var at = 0, next = 0; at < text.length; at = next) {
        var point = text.codePointAt(at);
        next = at + unitsOf(point);
        var replaced = replacement(point, at);
        if (replaced === undefined)
            continue;
        parts.push(text.slice(kept, at), replaced);
        kept = next;
    }
    parts.push(text.slice(kept));
    return parts.join('');
}
/** Bytes of a code point in UTF-8. */
function bytesOf(point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
/** Code units of a code point in UTF-16. */
function unitsOf(point) {
    return point > 0xffff ? 2 : 1;
}
function isPair(text, at) {
    return text.codePointAt(at) > 0xffff;
}
