import { bytesToHex, getAddress, type Hex } from 'viem'
import { dataFeeOf } from '../../attribution/amounts.ts'
import type { Batch } from '../../attribution/batch.ts'
import type { BundlePayout } from '../../attribution/bundle.ts'
import { inferencesOf } from '../../attribution/finder/opened.ts'
import { groupBy, type Line, lineOf, overlapping } from '../../attribution/finder/ranges.ts'
import type { ChainFacts, KnownReceipt } from '../../attribution/finder.ts'
import type { InferenceProof } from '../../attribution/proofs.ts'
import { sumAt } from '../hashing/index.ts'
import { ADDRESS_BYTES } from './answers.ts'
import { uint128At } from './columns.ts'
import { followingEntries, type OpenedLargeBatch } from './openedBatch.ts'

/** Suspected answers, or payouts, that are looked at together: one piece of evidence voids a batch. */
export const MOST_SUSPECTS = 4_096

/** What differs from what it should be, or stands beside something that does: all that evidence could be made of. */
export type Suspects = {
  inferences: Set<number>
  /** By payout the places of entries. */
  payouts: Map<number, Set<number>>
  /** Roots that receipts name for the outputs of inferences that agree with them in all else. */
  receiptRoots: Map<number, Hex[]>
}

/** Payouts by account, and their neighbours where an account has none. */
export type PayoutPlaces = {
  /** By number of an account its payout. */
  of(account: number): number | undefined
  /** The payouts between which an absent account would stand. */
  around(address: Uint8Array): number[]
}

export function payoutPlaces({ payouts, accounts }: OpenedLargeBatch): PayoutPlaces {
  const lower = (address: Uint8Array) => {
    let [low, high] = [0, payouts.count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (Buffer.compare(accountAt(payouts.accounts, middle), address) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    of(account) {
      const place = lower(accounts[account]!)
      const isThere =
        place < payouts.count && Buffer.compare(accountAt(payouts.accounts, place), accounts[account]!) === 0
      return isThere ? place : undefined
    },
    around(address) {
      const place = lower(address)
      return [place - 1, place].filter((i) => i >= 0 && i < payouts.count)
    },
  }
}

function accountAt(accounts: Uint8Array, index: number): Uint8Array {
  return accounts.subarray(ADDRESS_BYTES * index, ADDRESS_BYTES * (index + 1))
}

export function suspectPayout(suspects: Suspects, payout: number, entries: Iterable<number> = []): void {
  const known = suspects.payouts.get(payout) ?? new Set()
  for (const entry of entries) known.add(entry)
  suspects.payouts.set(payout, known)
}

/** Whether payers and where answers begin ascend, and accounts of payouts do: the rest looks for things by their order. */
export function isInOrder({ payer, from, accounts, payouts }: OpenedLargeBatch): boolean {
  for (let i = 1; i < payer.length; i++) {
    const order = payer[i] === payer[i - 1] ? 0 : Buffer.compare(accounts[payer[i - 1]!]!, accounts[payer[i]!]!)
    if (order > 0 || (order === 0 && uint128At(from, i - 1) >= uint128At(from, i))) return false
  }
  for (let i = 1; i < payouts.count; i++) {
    if (Buffer.compare(accountAt(payouts.accounts, i - 1), accountAt(payouts.accounts, i)) >= 0) return false
  }
  return true
}

/** Answers whose money, version or receipt is not as the chain has it. Of a batch that is in order. */
export function suspectMoney(
  opened: OpenedLargeBatch,
  { batch, chain, receipts }: { batch: Batch; chain: ChainFacts; receipts: readonly KnownReceipt[] },
  suspects: Suspects,
): void {
  const { payer, from, to, dataFee, version, accounts } = opened
  const counts = new Map<number, boolean>()
  const isCounting = (number: number) => {
    const known = counts.get(number)
    if (known !== undefined) return known
    const corpus = chain.corpusOf(number)
    const does = corpus !== undefined && chain.wasActive(number, batch.versionsSince, batch.committedAt)
    counts.set(number, does)
    return does
  }
  const earlier = chain.earlier.map((it) => linesOf(inferencesOf(it.batch.commitment, it.preimages).inferences))
  const firstOf = new Map<string, number>()
  let [charged, furthest] = [0n, -1]
  let address: Hex = '0x'
  for (let i = 0; i < payer.length; i++) {
    if (i === 0 || payer[i] !== payer[i - 1]) {
      address = getAddress(bytesToHex(accounts[payer[i]!]!))
      charged = chain.charged(address)
      furthest = -1
      firstOf.set(address.toLowerCase(), i)
    }
    const range = { from: uint128At(from, i), to: uint128At(to, i) }
    const fee = dataFeeOf({ ...range, dataBps: chain.dataBps })
    const isBacked = range.from < range.to && range.to <= charged && uint128At(dataFee, i) === fee
    if (!isBacked || !isCounting(version[i]!)) suspects.inferences.add(i)
    if (range.from < range.to) {
      if (furthest >= 0 && range.from < uint128At(to, furthest)) suspects.inferences.add(i).add(furthest)
      if (furthest < 0 || range.to > uint128At(to, furthest)) furthest = i
    }
    for (const lines of earlier) {
      for (const _ of overlapping(lines(address), range)) suspects.inferences.add(i)
    }
  }
  for (const receipt of receipts) {
    // Whoever looked on would compare each receipt with answers that all overlap: those are wrong already.
    if (suspects.inferences.size >= MOST_SUSPECTS) break
    const first = firstOf.get(receipt.payer.toLowerCase())
    if (first === undefined || receipt.from >= receipt.to) continue
    let [low, high] = [first, first]
    while (high < payer.length && payer[high] === payer[first]) high++
    const end = high
    // Ranges may overlap where a batch lies, so that one before reaches further: then it is suspected already.
    while (low < high) {
      const middle = (low + high) >>> 1
      if (uint128At(to, middle) <= receipt.from) low = middle + 1
      else high = middle
    }
    for (let i = low; i < end && uint128At(from, i) < receipt.to; i++) {
      const [start, stop] = [uint128At(from, i), uint128At(to, i)]
      if (start >= stop || stop <= receipt.from) continue
      const agrees = version[i] === receipt.version && start === receipt.from && stop === receipt.to
      if (!agrees) suspects.inferences.add(i)
      else suspects.receiptRoots.set(i, [...(suspects.receiptRoots.get(i) ?? []), receipt.outputRoot])
    }
  }
}

function linesOf(proofs: readonly InferenceProof[]): (payer: string) => Line<InferenceProof> {
  const lines = new Map<string, Line<InferenceProof>>()
  for (const [payer, own] of groupBy(proofs, ({ inference }) => inference.payer.toLowerCase())) {
    lines.set(
      payer,
      lineOf(own, ({ inference }) => inference),
    )
  }
  return (payer) => lines.get(payer.toLowerCase()) ?? { items: [], reach: [] }
}

/** Entries and payouts that do not follow from the credits, by the reserves as stated. */
export function suspectEntries(opened: OpenedLargeBatch, places: PayoutPlaces, suspects: Suspects): void {
  const { payouts, entriesOf, grouped, accounts, roots } = opened
  const numberAt = new Map<number, number>()
  for (let account = 0; account + 1 < grouped.starts.length; account++) {
    if (grouped.starts[account + 1] === grouped.starts[account]) continue
    const place = places.of(account)
    if (place !== undefined) {
      numberAt.set(place, account)
      continue
    }
    for (const entry of followingEntries(opened, account)) suspects.inferences.add(entry.inference)
    for (const neighbour of places.around(accounts[account]!)) suspectPayout(suspects, neighbour)
  }
  for (let i = 0; i < payouts.count; i++) {
    const entries = entriesOf[i]!
    const amount = sumAt(payouts.tree.levels[0]!.sums, i)
    if (typeof entries === 'number') {
      // The walk shows it at the root: one way down opens that.
      if (amount !== sumAt(roots.sums, entries)) suspectPayout(suspects, i, [0])
      continue
    }
    const sum = entries.reduce((total, entry) => total + entry.amount, 0n)
    if (amount !== sum) suspectPayout(suspects, i, entries.length > 0 ? [0] : [])
    const account = numberAt.get(i)
    compareEntries(entries, account === undefined ? [] : followingEntries(opened, account), i, suspects)
  }
}

type Entries = BundlePayout['entries']

/** Stated entries of a payout beside those that are due, which ascend: one way through both, however many a liar states. */
function compareEntries(stated: Entries, due: Entries, payout: number, suspects: Suspects): void {
  const isAscending = stated.every((entry, i) => i === 0 || compare(stated[i - 1]!, entry) < 0)
  if (!isAscending) suspectPayout(suspects, payout, stated.keys())
  const order = Array.from(stated.keys())
  if (!isAscending) order.sort((a, b) => compare(stated[a]!, stated[b]!))
  const suspect = (place: number) => {
    suspectPayout(suspects, payout, [place])
    suspects.inferences.add(stated[place]!.inference)
  }
  let next = 0
  for (const entry of due) {
    while (next < order.length && compare(stated[order[next]!]!, entry) < 0) suspect(order[next++]!)
    let isThere = false
    for (; next < order.length && compare(stated[order[next]!]!, entry) === 0; next++) {
      isThere = true
      if (stated[order[next]!]!.amount !== entry.amount) suspect(order[next]!)
    }
    if (isThere) continue
    suspects.inferences.add(entry.inference)
    // Those between which it would stand; where they are in no order, all are suspected.
    const neighbours = [next - 1, next].filter((i) => i >= 0 && i < stated.length)
    suspectPayout(suspects, payout, isAscending ? neighbours : [])
  }
  while (next < order.length) suspect(order[next++]!)
}

/** By inference and credit. */
function compare(a: Entries[number], b: Entries[number]): number {
  return a.inference - b.inference || a.credit - b.credit
}
