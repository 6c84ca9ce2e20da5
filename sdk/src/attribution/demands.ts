import { type Address, encodeAbiParameters, getAbiItem, type Hex, keccak256, zeroAddress } from 'viem'
import { DemandKind, demandRegistryAbi } from '../abis.ts'
import type { TextProof } from '../text/textRoot.ts'
import type { Batch } from './batch.ts'
import type { ContributionProof, CreditProof, EntryProof, InferenceProof, PayoutProof } from './proofs.ts'

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

/** The answer to a demand: `Answer` of `IDemandRegistry`. Fields that a kind does not use are empty. */
export type Answer = {
  inferences: readonly InferenceProof[]
  payouts: readonly PayoutProof[]
  credits: readonly CreditProof[]
  entries: readonly EntryProof[]
  source: ContributionProof
  text: TextProof
  earlierBatch: Batch
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

/** An item as the chain's functions take it. */
export function encodeItem(item: Item): Omit<Item, 'kind'> & { kind: DemandKind } {
  return { ...item, kind: DemandKind[item.kind] }
}

/** The id of a demand: the hash of batch and item. */
export function demandIdOf(batchId: bigint, item: Item): Hex {
  return keccak256(encodeAbiParameters(demandIdParameters, [batchId, encodeItem(item)]))
}

const demandIdParameters = getAbiItem({ abi: demandRegistryAbi, name: 'demandIdOf' }).inputs
