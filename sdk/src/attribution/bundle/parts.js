"use strict";
var __generator = (this && this.__generator) || function (thisArg, body) {
    var _ = { label: 0, sent: function() { if (t[0] & 1) throw t[1]; return t[1]; }, trys: [], ops: [] }, f, y, t, g = Object.create((typeof Iterator === "function" ? Iterator : Object).prototype);
    return g.next = verb(0), g["throw"] = verb(1), g["return"] = verb(2), typeof Symbol === "function" && (g[Symbol.iterator] = function() { return this; }), g;
    function verb(n) { return function (v) { return step([n, v]); }; }
    function step(op) {
        if (f) throw new TypeError("Generator is already executing.");
        while (g && (g = 0, op[0] && (_ = 0)), _) try {
            if (f = 1, y && (t = op[0] & 2 ? y["return"] : op[0] ? y["throw"] || ((t = y["return"]) && t.call(y), 0) : y.next) && !(t = t.call(y, op[1])).done) return t;
            if (y = 0, t) op = [op[0] & 2, t.value];
            switch (op[0]) {
                case 0: case 1: t = op; break;
                case 4: _.label++; return { value: op[1], done: false };
                case 5: _.label++; y = op[1]; op = [0]; continue;
                case 7: op = _.ops.pop(); _.trys.pop(); continue;
                default:
                    if (!(t = _.trys, t = t.length > 0 && t[t.length - 1]) && (op[0] === 6 || op[0] === 2)) { _ = 0; continue; }
                    if (op[0] === 3 && (!t || (op[1] > t[0] && op[1] < t[3]))) { _.label = op[1]; break; }
                    if (op[0] === 6 && _.label < t[1]) { _.label = t[1]; t = op; break; }
                    if (t && _.label < t[2]) { _.label = t[2]; _.ops.push(op); break; }
                    if (t[2]) _.ops.pop();
                    _.trys.pop(); continue;
            }
            op = body.call(thisArg, _);
        } catch (e) { op = [6, e]; y = 0; } finally { f = t = 0; }
        if (op[0] & 5) throw op[1]; return { value: op[0] ? op[1] : void 0, done: true };
    }
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.PART_BYTES = void 0;
exports.partWeightOf = partWeightOf;
exports.inferenceParts = inferenceParts;
exports.readInferences = readInferences;
exports.stateReserve = stateReserve;
exports.payoutParts = payoutParts;
exports.readPayouts = readPayouts;
exports.openingParts = openingParts;
exports.readOpenings = readOpenings;
var viem_1 = require("viem");
var bytes_ts_1 = require("./bytes.ts");
var errors_ts_1 = require("./errors.ts");
/** Weight of leaves after which a writer begins another part: as many bytes, about. */
exports.PART_BYTES = Math.pow(2, 22);
/** What an inference weighs: known before it is written, so that parts can be made apart from each other. */
function partWeightOf(outputLength, creditCount) {
    return 128 + outputLength + 32 * creditCount;
}
var RECEIPT_BYTES = 65;
var WHOLE_BPS = 10000;
/** Cuts inferences into parts, each with the accounts and submissions that it names. */
function inferenceParts(inferences, reserves, partBytes) {
    var _a, accounts, submissions, _b, head, body, _c, count, credits, weight, take, accountOf, submissionOf, _i, inferences_1, inference;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0:
                _a = [new Map(), new Map()], accounts = _a[0], submissions = _a[1];
                _b = [(0, bytes_ts_1.createWriter)(), (0, bytes_ts_1.createWriter)()], head = _b[0], body = _b[1];
                _c = [0, 0, 0], count = _c[0], credits = _c[1], weight = _c[2];
                take = function () {
                    var _a, _b;
                    var _c;
                    head.number(accounts.size);
                    for (var _i = 0, _d = accounts.keys(); _i < _d.length; _i++) {
                        var account = _d[_i];
                        head.address(account);
                    }
                    head.number(submissions.size);
                    for (var _e = 0, _f = submissions.keys(); _e < _f.length; _e++) {
                        var submissionId = _f[_e];
                        var _g = (_c = reserves.get(submissionId)) !== null && _c !== void 0 ? _c : { reserveBps: 0, reserveAccount: undefined }, reserveBps = _g.reserveBps, reserveAccount = _g.reserveAccount;
                        head.bigint(submissionId);
                        head.number(reserveBps);
                        if (reserveAccount)
                            head.number(accounts.get(reserveAccount.toLowerCase()));
                    }
                    head.bytes(body.take());
                    var part = { bytes: head.take(), count: count, credits: credits };
                    _a = [new Map(), new Map()], accounts = _a[0], submissions = _a[1];
                    _b = [0, 0, 0], count = _b[0], credits = _b[1], weight = _b[2];
                    return part;
                };
                accountOf = function (account) { return numbered(accounts, account.toLowerCase()); };
                submissionOf = function (submissionId) {
                    var known = submissions.get(submissionId);
                    if (known !== undefined)
                        return known;
                    var reserve = reserves.get(submissionId);
                    if (reserve)
                        accountOf(reserve.reserveAccount);
                    return numbered(submissions, submissionId);
                };
                _i = 0, inferences_1 = inferences;
                _d.label = 1;
            case 1:
                if (!(_i < inferences_1.length)) return [3 /*break*/, 4];
                inference = inferences_1[_i];
                writeInference(body, inference, accountOf, submissionOf);
                count++;
                credits += inference.credits.length;
                weight += partWeightOf(inference.output.length, inference.credits.length);
                if (!(weight >= partBytes)) return [3 /*break*/, 3];
                return [4 /*yield*/, take()];
            case 2:
                _d.sent();
                _d.label = 3;
            case 3:
                _i++;
                return [3 /*break*/, 1];
            case 4:
                if (!(count > 0)) return [3 /*break*/, 6];
                return [4 /*yield*/, take()];
            case 5:
                _d.sent();
                _d.label = 6;
            case 6: return [2 /*return*/];
        }
    });
}
function numbered(table, key) {
    var _a;
    var number = (_a = table.get(key)) !== null && _a !== void 0 ? _a : table.size;
    table.set(key, number);
    return number;
}
function writeInference(body, _a, accountOf, submissionOf) {
    var version = _a.version, payer = _a.payer, from = _a.from, to = _a.to, dataFee = _a.dataFee, output = _a.output, receipt = _a.receipt, credits = _a.credits;
    body.number(version);
    body.number(accountOf(payer));
    for (var _i = 0, _b = [from, to, dataFee]; _i < _b.length; _i++) {
        var amount = _b[_i];
        body.bigint(amount);
    }
    body.bytes((0, viem_1.hexToBytes)(receipt));
    body.number(output.length);
    body.bytes(output);
    body.number(credits.length);
    for (var _c = 0, credits_1 = credits; _c < credits_1.length; _c++) {
        var _d = credits_1[_c], start = _d.start, length_1 = _d.length, matchStart = _d.matchStart, matchLength = _d.matchLength, submissionId = _d.submissionId, leafIndex = _d.leafIndex, offset = _d.offset, contributor = _d.contributor;
        for (var _e = 0, _f = [start, length_1, matchStart, matchLength]; _e < _f.length; _e++) {
            var position = _f[_e];
            body.bigint(position);
        }
        body.number(submissionOf(submissionId));
        body.number(leafIndex);
        body.bigint(offset);
        body.number(accountOf(contributor));
    }
}
/** @throws MalformedBundleError */
function readInferences(_a, part) {
    var bytes = _a.bytes, count = _a.count, credits = _a.credits;
    var reader = (0, bytes_ts_1.createReader)(bytes, part);
    var accounts = listOf(reader.uint32('the number of accounts'), function () { return reader.address('an account'); });
    var account = function (field) { return at(accounts, reader.uint32(field), field, part); };
    var reserves = new Map();
    var submissions = listOf(reader.uint32('the number of submissions'), function () {
        var submissionId = reader.uint('a submission', 256);
        var reserveBps = reader.uint32('a reserve');
        if (reserveBps > WHOLE_BPS)
            throw new errors_ts_1.MalformedBundleError("a reserve of ".concat(part, " takes more than the whole"));
        if (reserveBps > 0)
            stateReserve(reserves, submissionId, { reserveAccount: account('a reserve'), reserveBps: reserveBps }, part);
        return submissionId;
    });
    var inferences = listOf(count, function () {
        var version = reader.uint32('a version');
        var payer = account('a payer');
        var _a = [reader.uint('from', 128), reader.uint('to', 128), reader.uint('a data fee', 128)], from = _a[0], to = _a[1], dataFee = _a[2];
        var receipt = reader.hex('a receipt', RECEIPT_BYTES);
        var output = reader.bytes('an output', reader.uint32("an output's length"));
        var credits = listOf(reader.uint32('the number of credits'), function () { return ({
            start: reader.uint('start', 64),
            length: reader.uint('length', 64),
            matchStart: reader.uint('matchStart', 64),
            matchLength: reader.uint('matchLength', 64),
            submissionId: at(submissions, reader.uint32('a submission'), 'a submission', part),
            leafIndex: reader.uint32('leafIndex'),
            offset: reader.uint('offset', 64),
            contributor: account('a contributor'),
        }); });
        return { version: version, payer: payer, from: from, to: to, dataFee: dataFee, output: output, receipt: receipt, credits: credits };
    });
    checkEnd(reader, part);
    var held = inferences.reduce(function (sum, inference) { return sum + inference.credits.length; }, 0);
    if (held !== credits)
        throw new errors_ts_1.MalformedBundleError("".concat(part, " holds ").concat(held, " credits instead of ").concat(credits));
    return { inferences: inferences, reserves: reserves };
}
/** @throws MalformedBundleError where the submission's reserve was stated otherwise before */
function stateReserve(reserves, submissionId, reserve, part) {
    var known = reserves.get(submissionId);
    var isOther = known && (known.reserveBps !== reserve.reserveBps || !(0, viem_1.isAddressEqual)(known.reserveAccount, reserve.reserveAccount));
    if (isOther)
        throw new errors_ts_1.MalformedBundleError("".concat(part, " states the reserve of submission ").concat(submissionId, " once more"));
    reserves.set(submissionId, reserve);
}
var FOLLOWS = 0;
var STATED = 1;
/** Cuts payouts into parts, each with the account that it begins with. */
function payoutParts(payouts, partBytes) {
    var body, _a, count, account, _i, payouts_1, payout;
    return __generator(this, function (_b) {
        switch (_b.label) {
            case 0:
                body = (0, bytes_ts_1.createWriter)();
                _a = [0, '0x'], count = _a[0], account = _a[1];
                _i = 0, payouts_1 = payouts;
                _b.label = 1;
            case 1:
                if (!(_i < payouts_1.length)) return [3 /*break*/, 4];
                payout = payouts_1[_i];
                if (count === 0)
                    account = payout.account;
                writePayout(body, payout);
                count++;
                if (body.length < partBytes)
                    return [3 /*break*/, 3];
                return [4 /*yield*/, { bytes: body.take(), count: count, account: account }];
            case 2:
                _b.sent();
                count = 0;
                _b.label = 3;
            case 3:
                _i++;
                return [3 /*break*/, 1];
            case 4:
                if (!(count > 0)) return [3 /*break*/, 6];
                return [4 /*yield*/, { bytes: body.take(), count: count, account: account }];
            case 5:
                _b.sent();
                _b.label = 6;
            case 6: return [2 /*return*/];
        }
    });
}
function writePayout(body, payout) {
    body.address(payout.account);
    body.bigint(payout.amount);
    if ('follows' in payout) {
        body.number(FOLLOWS);
        body.number(payout.follows.count);
        body.bytes((0, viem_1.hexToBytes)(payout.follows.root));
        return;
    }
    body.number(STATED);
    body.number(payout.entries.length);
    for (var _i = 0, _a = payout.entries; _i < _a.length; _i++) {
        var _b = _a[_i], inference = _b.inference, credit = _b.credit, amount = _b.amount;
        body.number(inference);
        body.number(credit);
        body.bigint(amount);
    }
}
/** @throws MalformedBundleError */
function readPayouts(_a, part) {
    var bytes = _a.bytes, count = _a.count;
    var reader = (0, bytes_ts_1.createReader)(bytes, part);
    var payouts = listOf(count, function () {
        var account = reader.address('an account');
        var amount = reader.uint('an amount', 128);
        var form = reader.uint32('a form of entries');
        var entryCount = reader.uint32('the number of entries');
        if (form === FOLLOWS)
            return { account: account, amount: amount, follows: { count: entryCount, root: reader.hex('a root', 32) } };
        if (form !== STATED)
            throw new errors_ts_1.MalformedBundleError("".concat(part, " states entries in the unknown form ").concat(form));
        var entries = listOf(entryCount, function () { return ({
            inference: reader.uint32('the inference of an entry'),
            credit: reader.uint32('the credit of an entry'),
            amount: reader.uint('the amount of an entry', 128),
        }); });
        return { account: account, amount: amount, entries: entries };
    });
    checkEnd(reader, part);
    return payouts;
}
/** Cuts openings into parts. */
function openingParts(openings, partBytes) {
    var body, count, _i, openings_1, opening, bytes;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                body = (0, bytes_ts_1.createWriter)();
                count = 0;
                _i = 0, openings_1 = openings;
                _a.label = 1;
            case 1:
                if (!(_i < openings_1.length)) return [3 /*break*/, 4];
                opening = openings_1[_i];
                bytes = (0, viem_1.hexToBytes)(opening);
                body.number(bytes.length);
                body.bytes(bytes);
                count++;
                if (body.length < partBytes)
                    return [3 /*break*/, 3];
                return [4 /*yield*/, { bytes: body.take(), count: count }];
            case 2:
                _a.sent();
                count = 0;
                _a.label = 3;
            case 3:
                _i++;
                return [3 /*break*/, 1];
            case 4:
                if (!(count > 0)) return [3 /*break*/, 6];
                return [4 /*yield*/, { bytes: body.take(), count: count }];
            case 5:
                _a.sent();
                _a.label = 6;
            case 6: return [2 /*return*/];
        }
    });
}
/** @throws MalformedBundleError */
function readOpenings(_a, part) {
    var bytes = _a.bytes, count = _a.count;
    var reader = (0, bytes_ts_1.createReader)(bytes, part);
    var openings = listOf(count, function () { return reader.hex('an opening', reader.uint32("an opening's length")); });
    checkEnd(reader, part);
    return openings;
}
/** So many items, one after the other. However many are said to follow, none is made room for before it is read. */
function listOf(count, read) {
    var items = [];
    for (var i = 0; i < count; i++)
        items.push(read());
    return items;
}
function at(table, index, field, part) {
    var item = table[index];
    if (item === undefined)
        throw new errors_ts_1.MalformedBundleError("".concat(field, " of ").concat(part, " is number ").concat(index, " of ").concat(table.length));
    return item;
}
function checkEnd(reader, part) {
    if (!reader.isAtEnd())
        throw new errors_ts_1.MalformedBundleError("".concat(part, " goes on after its last leaf"));
}
