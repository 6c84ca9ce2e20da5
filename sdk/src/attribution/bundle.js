"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.stateCredit = stateCredit;
/** A credit as JSON states it, over HTTP. */
function stateCredit(credit) {
    return {
        start: String(credit.start),
        length: String(credit.length),
        matchStart: String(credit.matchStart),
        matchLength: String(credit.matchLength),
        submissionId: String(credit.submissionId),
        leafIndex: credit.leafIndex,
        offset: String(credit.offset),
        contributor: credit.contributor.toLowerCase(),
    };
}
