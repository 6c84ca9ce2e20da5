import type { Address } from 'viem'
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
