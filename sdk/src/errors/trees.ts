import { OpenLedgerError } from './base.ts'

/** An index at or beyond the number of leaves. */
export class LeafIndexError extends OpenLedgerError {
  constructor(index: number, count: number) {
    super(`The tree has no leaf ${index}: give a whole number from 0 and below its ${count} leaves.`)
  }
}

/** More leaves than an index of the protocol can tell apart. */
export class TooManyLeavesError extends OpenLedgerError {
  constructor(count: number, most: number) {
    super(`A tree of ${count} leaves is too large: split it into trees of at most ${most}.`)
  }
}

/** A sum that the protocol's 128 bits cannot hold. */
export class SumOutOfRangeError extends OpenLedgerError {
  constructor(sum: bigint) {
    super(`The sum ${sum} cannot stand in a tree: give amounts from 0 that sum to less than 2^128.`)
  }
}
