"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.WHOLE_WEIGHT = void 0;
exports.dataFeeOf = dataFeeOf;
exports.grossOf = grossOf;
exports.divideGross = divideGross;
exports.reserveAccountOf = reserveAccountOf;
var viem_1 = require("viem");
var WHOLE_BPS = 10000n;
/**
 * Data fee of the answer that occupies `[from, to)` of a payer's running total: f(to) − f(from), f being the part of a
 * total that the data pool has received. All in wei; nothing depends on how the total was cut into answers.
 */
function dataFeeOf(_a) {
    var from = _a.from, to = _a.to, dataBps = _a.dataBps;
    return (to * BigInt(dataBps)) / WHOLE_BPS - (from * BigInt(dataBps)) / WHOLE_BPS;
}
/** The whole weight of an answer under `influence/v1`. */
exports.WHOLE_WEIGHT = 1n << 32n;
/**
 * What a credit earns of an answer's data fee, reserve included. Under `window/v1` by the bytes of its words, a whole
 * output weighing exactly 1; under `influence/v1` by the weight that it states as its length.
 */
function grossOf(credit) {
    if (credit.rule === 'InfluenceV1')
        return (credit.dataFee * credit.length) / exports.WHOLE_WEIGHT;
    return (credit.dataFee * (credit.length + 1n)) / (BigInt(credit.outputLength) + 1n);
}
/**
 * Divides a credit's gross between its contributor and the datanet's reserve.
 * @returns `reserve` is undefined where the reserve gets no entry: it takes no share, or is the contributor itself
 */
function divideGross(gross, contributor, _a) {
    var reserveAccount = _a.reserveAccount, reserveBps = _a.reserveBps;
    if (reserveBps === 0 || BigInt(contributor) === BigInt(reserveAccount)) {
        return { contributor: gross, reserve: undefined };
    }
    var reserve = (gross * BigInt(reserveBps)) / WHOLE_BPS;
    return { contributor: gross - reserve, reserve: reserve };
}
/** The account under which a datanet's reserve earns: in the trees like any other, but no key signs for it. */
function reserveAccountOf(datanet) {
    var tag = (0, viem_1.keccak256)((0, viem_1.stringToHex)('openledger.reserve'));
    var hash = (0, viem_1.keccak256)((0, viem_1.encodeAbiParameters)([{ type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }, { type: 'uint256' }], [tag, BigInt(datanet.chainId), datanet.registry, datanet.datanetId]));
    return (0, viem_1.getAddress)((0, viem_1.slice)(hash, 12));
}
