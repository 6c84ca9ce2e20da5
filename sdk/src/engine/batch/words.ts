import { bytesToHex, type Hex } from 'viem'
import type { ReadBlob } from '../../attribution/bundle/pack.ts'
import type { Credit } from '../../attribution/encoding.ts'
import type { ChainFacts } from '../../attribution/finder.ts'
import { OpenLedgerError } from '../../errors/base.ts'
import { createTextRooter, HASH_BYTES } from '../hashing/index.ts'
import type { Columns } from './columns.ts'
import { columnsOfPart } from './opened.ts'
import type { OpenedLargeBatch, OpenOptions } from './openedBatch.ts'
import { MOST_SUSPECTS, type PayoutPlaces, type Suspects, suspectPayout } from './suspects.ts'
import { unpackPart } from './tasks.ts'

type Given = Pick<OpenOptions, 'signal' | 'onProgress'> & {
  read: ReadBlob
  chain: ChainFacts
  places: PayoutPlaces
  attribute(version: number, output: Uint8Array): readonly Credit[] | Promise<readonly Credit[]>
}

/**
 * Answers whose credits are others than the rule gives, whose outputs are not canonical or not what a receipt names, or
 * that pay by another reserve than the chain has.
 */
export async function suspectWords(opened: OpenedLargeBatch, given: Given, suspects: Suspects): Promise<void> {
  const { manifest, keccak } = opened
  const rootOf = createTextRooter(keccak)
  const root = new Uint8Array(HASH_BYTES)
  const reserves = otherReserves(opened, given.chain)
  let [first, firstCredit] = [0, 0]
  for (const stated of manifest.inferences) {
    given.signal?.throwIfAborted()
    const columns = columnsOfPart(unpackPart(keccak, await given.read(stated.hash), stated), stated)
    const standing = standingFor(columns)
    for (let i = 0; i < columns.count; i++) {
      const output = columns.outputs[i]!
      const named = suspects.receiptRoots.get(first + i)
      if (named) {
        rootOf(output, root, 0)
        const own = bytesToHex(root)
        if (named.some((it: Hex) => it.toLowerCase() !== own)) suspects.inferences.add(first + i)
      }
      if (suspects.inferences.has(first + i)) continue
      const isKnown = given.chain.corpusOf(columns.version[i]!) !== undefined
      if (!isKnown || !isSame(standing, i, await attributed(given, columns, i))) suspects.inferences.add(first + i)
    }
    if (reserves.size > 0)
      suspectReserves(opened, { columns, first, firstCredit, reserves, places: given.places }, suspects)
    first += stated.count
    firstCredit += stated.credits
    given.onProgress?.({ phase: 'words', done: first, total: opened.version.length })
  }
}

/** The credits that are due; `undefined` where the output is none that has any. */
async function attributed({ attribute }: Given, { version, outputs }: Columns, i: number) {
  try {
    return await attribute(version[i]!, outputs[i]!)
  } catch (error) {
    if (error instanceof OpenLedgerError && error.name === 'NotCanonicalError') return undefined
    throw error
  }
}

/** Credits as they are stated, with what they share made once. */
function standingFor(columns: Columns) {
  return { columns, accounts: columns.accounts.map((account) => `0x${Buffer.from(account).toString('hex')}`) }
}

function isSame({ columns, accounts }: ReturnType<typeof standingFor>, i: number, due: readonly Credit[] | undefined) {
  const { creditsFrom, credits, submissions } = columns
  const from = creditsFrom[i]!
  if (!due || due.length !== creditsFrom[i + 1]! - from) return false
  return due.every((credit, c) => {
    const at = from + c
    return (
      credits.start[at] === Number(credit.start) &&
      credits.length[at] === Number(credit.length) &&
      credits.matchStart[at] === Number(credit.matchStart) &&
      credits.matchLength[at] === Number(credit.matchLength) &&
      credits.offset[at] === Number(credit.offset) &&
      credits.leafIndex[at] === credit.leafIndex &&
      submissions[credits.submission[at]!] === credit.submissionId &&
      accounts[credits.contributor[at]!] === credit.contributor.toLowerCase()
    )
  })
}

/** Submissions whose reserve is another one than the bundle says, with the one that the chain has. */
function otherReserves({ submissions, reserves }: OpenedLargeBatch, chain: ChainFacts): Map<bigint, Hex | undefined> {
  const others = new Map<bigint, Hex | undefined>()
  for (const submission of submissions) {
    const { reserveAccount, reserveBps } = chain.reserveOf(submission)
    const stated = reserves.get(submission)
    const isSame =
      (stated?.reserveBps ?? 0) === reserveBps &&
      (reserveBps === 0 || stated?.reserveAccount.toLowerCase() === reserveAccount.toLowerCase())
    if (!isSame) others.set(submission, reserveBps > 0 ? reserveAccount : undefined)
  }
  return others
}

type Reserved = {
  columns: Columns
  first: number
  firstCredit: number
  reserves: ReadonlyMap<bigint, Hex | undefined>
  places: PayoutPlaces
}

/** Answers with credits that were divided with the wrong reserve, and the payouts of all who got or should have got of them. */
function suspectReserves(
  opened: OpenedLargeBatch,
  { columns, first, firstCredit, reserves, places }: Reserved,
  suspects: Suspects,
) {
  const { creditsFrom, credits, submissions } = columns
  const suspectEntry = (address: Uint8Array, slots: readonly number[]) => {
    for (const payout of places.around(address)) {
      const entries = opened.entriesOf[payout]!
      const places = typeof entries === 'number' ? slotsAround(opened, entries, slots) : entries.keys()
      suspectPayout(suspects, payout, places)
    }
  }
  for (let i = 0; i < columns.count; i++) {
    for (let c = creditsFrom[i]!; c < creditsFrom[i + 1]!; c++) {
      const submission = submissions[credits.submission[c]!]!
      if (!reserves.has(submission)) continue
      if (suspects.inferences.size >= MOST_SUSPECTS) return
      suspects.inferences.add(first + i)
      const slot = 2 * (firstCredit + c)
      const due = reserves.get(submission)
      suspectEntry(columns.accounts[credits.contributor[c]!]!, [slot, slot + 1])
      const stated = opened.reserves.get(submission)
      for (const account of [due, stated?.reserveAccount]) {
        if (account) suspectEntry(Buffer.from(account.slice(2), 'hex'), [slot, slot + 1])
      }
    }
  }
}

/** Places of an account's entries that stand at slots, or around them. */
function slotsAround({ grouped }: OpenedLargeBatch, account: number, slots: readonly number[]): number[] {
  const own = grouped.slots.subarray(grouped.starts[account]!, grouped.starts[account + 1]!)
  return slots.flatMap((slot) => {
    let [low, high] = [0, own.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (own[middle]! < slot) low = middle + 1
      else high = middle
    }
    return [low - 1, low].filter((i) => i >= 0 && i < own.length)
  })
}
