"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.unicode = void 0;
exports.has = has;
exports.lowerCaseOf = lowerCaseOf;
var unicode15_ts_1 = require("./generated/unicode15.ts");
/** Properties of code points in Unicode 15.0.0, the same on every runtime. */
exports.unicode = {
    /** Unassigned, or a surrogate. */
    unassigned: 1,
    /** A letter, a mark or a number. */
    word: 2,
    /** Of a script whose code points are words by themselves. */
    lonely: 4,
    cased: 8,
    caseIgnorable: 16,
};
var properties = new Uint8Array(0x110000);
for (var _i = 0, _a = [
    [unicode15_ts_1.unassigned, exports.unicode.unassigned],
    [unicode15_ts_1.wordCharacters, exports.unicode.word],
    [unicode15_ts_1.lonelyScripts, exports.unicode.lonely],
    [unicode15_ts_1.cased, exports.unicode.cased],
    [unicode15_ts_1.caseIgnorable, exports.unicode.caseIgnorable],
]; _i < _a.length; _i++) {
    var _b = _a[_i], runs = _b[0], property = _b[1];
    var numbers = decode(runs);
    for (var i = 0, end = 0; i < numbers.length; i += 2) {
        var start = end + numbers[i];
        end = start + numbers[i + 1];
        for (var point = start; point < end; point++)
            properties[point] |= property;
    }
}
var lowerCases = new Map();
for (var i = 0, numbers = decode(unicode15_ts_1.lowerCase); i < numbers.length; i += 4) {
    var _c = numbers.slice(i, i + 4), first = _c[0], count = _c[1], step = _c[2], added = _c[3];
    for (var n = 0; n < count; n++)
        lowerCases.set(first + n * step, String.fromCodePoint(first + n * step + added));
}
for (var _d = 0, specialLowerCase_1 = unicode15_ts_1.specialLowerCase; _d < specialLowerCase_1.length; _d++) {
    var _e = specialLowerCase_1[_d], point = _e[0], lower = _e[1];
    lowerCases.set(point, String.fromCodePoint.apply(String, lower));
}
/** Whether a code point has a property of `unicode`. */
function has(point, property) {
    return (properties[point] & property) !== 0;
}
/** Lower case of a code point where it stands alone; `undefined` when it is its own. */
function lowerCaseOf(point) {
    return lowerCases.get(point);
}
function decode(encoded) {
    return encoded.split(' ').map(function (number) { return Number.parseInt(number, 36); });
}
