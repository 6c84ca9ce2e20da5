"use strict";
var __spreadArray = (this && this.__spreadArray) || function (to, from, pack) {
    if (pack || arguments.length === 2) for (var i = 0, l = from.length, ar; i < l; i++) {
        if (ar || !(i in from)) {
            if (!ar) ar = Array.prototype.slice.call(from, 0, i);
            ar[i] = from[i];
        }
    }
    return to.concat(ar || Array.prototype.slice.call(from));
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.settle = settle;
var viem_1 = require("viem");
var amounts_ts_1 = require("./amounts.ts");
var encoding_ts_1 = require("./encoding.ts");
/**
 * What each account earned: for every credit an entry under its contributor, also of 0 wei, and one under the reserve
 * account of its datanet unless that takes no share or is the contributor itself. A credit without contributor, whose
 * source is revoked, has neither: what it might have earned goes to the data fund.
 */
function settle(inferences, reserveOf, rule) {
    var payouts = new Map();
    var enter = function (holder, inference, credit, amount) {
        var _a;
        var account = (0, viem_1.getAddress)(holder);
        var payout = (_a = payouts.get(account)) !== null && _a !== void 0 ? _a : { account: account, amount: 0n, entries: [] };
        payout.amount += amount;
        payout.entries.push({ inference: inference, credit: credit, amount: amount });
        payouts.set(account, payout);
    };
    // Walking in order leaves each account's entries in order.
    inferences.forEach(function (_a, i) {
        var dataFee = _a.dataFee, output = _a.output, credits = _a.credits;
        credits.forEach(function (credit, j) {
            if (BigInt(credit.contributor) === 0n)
                return;
            var gross = (0, amounts_ts_1.grossOf)({ rule: rule, dataFee: dataFee, length: credit.length, outputLength: output.length });
            var reserve = reserveOf(credit);
            var parts = (0, amounts_ts_1.divideGross)(gross, credit.contributor, reserve);
            enter(credit.contributor, i, j, parts.contributor);
            if (parts.reserve !== undefined)
                enter(reserve.reserveAccount, i, j, parts.reserve);
        });
    });
    return __spreadArray([], payouts.values(), true).sort(encoding_ts_1.comparePayouts);
}
