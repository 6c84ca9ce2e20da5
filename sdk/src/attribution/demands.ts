import { type Address, zeroAddress } from 'viem'
import type { DemandKind } from '../abis.ts'

/** What can be demanded of a batch: `DemandKind` in `IDemandRegistry`. */
export type DemandKindName = keyof typeof DemandKind

/** What is demanded: `Item` of `IDemandRegistry`. Fields that a kind does not use are 0. */
export type Item = {
  kind: DemandKindName
  outer: number
  inner: number
  first: number
  count: number
  account: Address
  total: bigint
  earlier: bigint
}

/** Most neighbouring leaves or chunks of one demand. */
export const MOST_DEMANDED = 64

/** An item, of which the fields that are not given are 0. */
export function itemOf(kind: DemandKindName, fields: Partial<Omit<Item, 'kind'>>): Item {
  const unused = { outer: 0, inner: 0, first: 0, count: 0, account: zeroAddress, total: 0n, earlier: 0n }
  return { kind, ...unused, ...fields }
}

/** Neighbouring leaves or chunks, as many at a time as a demand can name. */
export function* neighboursAsked(first: number, count: number): Generator<{ first: number; count: number }> {
  for (let at = first; at < first + count; at += MOST_DEMANDED) {
    yield { first: at, count: Math.min(MOST_DEMANDED, first + count - at) }
  }
}
