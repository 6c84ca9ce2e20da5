import { availableParallelism } from 'node:os'
import { type Address, bytesToHex, type Hex, isAddressEqual, zeroAddress } from 'viem'
import { divideGross, grossOf, type Reserve } from '../../attribution/amounts.ts'
import type { ReadBlob } from '../../attribution/bundle/pack.ts'
import { type StatedReserves, submissionKey } from '../../attribution/bundle.ts'
import type { ChainFacts } from '../../attribution/finder.ts'
import { type Columns, uint128At } from './columns.ts'
import { sourcesOf } from './cuts.ts'
import {
  type Asked,
  type AttributeOutput,
  type AttributionIndexes,
  createAnswerChecker,
  differingAnswersLater,
  shareIndexes,
} from './dueCredits.ts'
import { columnsOfPart } from './opened.ts'
import type { OpenedLargeBatch, OpenOptions } from './openedBatch.ts'
import { createPool } from './pool.ts'
import { createShared } from './shared.ts'
import { MOST_SUSPECTS, type PayoutPlaces, type Suspects, suspectPayout } from './suspects.ts'
import { type Differing, type Task, unpackPart } from './tasks.ts'

type Given = Pick<OpenOptions, 'workers' | 'signal' | 'onProgress'> & {
  read: ReadBlob
  chain: ChainFacts
  places: PayoutPlaces
  attribute: AttributeOutput | AttributionIndexes
}

/**
 * Answers whose credits are others than the rule gives, whose outputs are not canonical or not what a receipt names, or
 * that pay by another reserve than the chain has.
 */
export async function suspectWords(opened: OpenedLargeBatch, given: Given, suspects: Suspects): Promise<void> {
  if (typeof given.attribute === 'function') await compareLater(opened, given, given.attribute, suspects)
  else await compareInThreads(opened, given, given.attribute, suspects)
  await compareReserves(opened, given, suspects)
}

/** By an index that is asked for several outputs at once, and may need to wait for its answers. */
async function compareLater(
  opened: OpenedLargeBatch,
  { read, chain, signal, onProgress }: Given,
  attribute: AttributeOutput,
  suspects: Suspects,
): Promise<void> {
  const checker = createAnswerChecker(opened.keccak)
  const sourceAt = sourcesOf(chain)
  const versions = knownVersions(opened, chain)
  for (const { stated, first } of partsOf(opened)) {
    signal?.throwIfAborted()
    const columns = columnsOfPart(unpackPart(opened.keccak, await read(stated.hash), stated), stated)
    const asked = askedOf(first, columns.count, versions, suspects)
    for (const i of await differingAnswersLater(columns, asked, { checker, attribute, sourceAt })) {
      suspects.inferences.add(first + i)
    }
    onProgress?.({ phase: 'words', done: first + columns.count, total: opened.version.length })
  }
}

/** By an index in memory, part by part in several threads. */
async function compareInThreads(
  opened: OpenedLargeBatch,
  { read, chain, workers = availableParallelism(), signal, onProgress }: Given,
  indexes: AttributionIndexes,
  suspects: Suspects,
): Promise<void> {
  const known = knownVersions(opened, chain)
  const shared = shareIndexes(indexes, known)
  const versions = new Set(shared.versions.keys())
  const start = { rule: opened.manifest.rule, shared: createShared(0, 0), indexes: shared }
  const pool = await createPool(workers, start, signal)
  try {
    const parts = [...partsOf(opened)]
    const tasks = async function* (): AsyncGenerator<Task> {
      for (const { stated, first } of parts) {
        const asked = askedOf(first, stated.count, versions, suspects)
        yield { kind: 'words', blob: await read(stated.hash), stated, asked }
      }
    }
    let done = 0
    await pool.each(tasks(), (made, place) => {
      const { stated, first } = parts[place]!
      for (const i of (made as Differing).differing) suspects.inferences.add(first + i)
      done += stated.count
      onProgress?.({ phase: 'words', done, total: opened.version.length })
    })
  } finally {
    await pool.close()
  }
}

function knownVersions({ version }: OpenedLargeBatch, chain: ChainFacts): Set<number> {
  return new Set([...new Set(version)].filter((it) => chain.corpusOf(it) !== undefined))
}

/** Parts of inferences, with the inferences and credits that stand before each. */
function* partsOf({ manifest }: OpenedLargeBatch) {
  let [first, firstCredit] = [0, 0]
  for (const stated of manifest.inferences) {
    yield { stated, first, firstCredit }
    first += stated.count
    firstCredit += stated.credits
  }
}

/** What is asked of the answers of a part: nothing more of those that are suspected, but whether a receipt names them. */
function askedOf(first: number, count: number, versions: ReadonlySet<number>, suspects: Suspects): Asked {
  const named = new Map<number, readonly Hex[]>()
  const known = new Set<number>()
  for (let i = 0; i < count; i++) {
    const roots = suspects.receiptRoots.get(first + i)
    if (roots) named.set(i, roots)
    if (suspects.inferences.has(first + i)) known.add(i)
  }
  return { versions, named, known }
}

/** Where the chain has another reserve than the bundle: who was paid by that, and who was not. */
async function compareReserves(opened: OpenedLargeBatch, given: Given, suspects: Suspects): Promise<void> {
  const reserves = otherReserves(opened, given.chain)
  if (reserves.size === 0) return
  for (const { stated, first, firstCredit } of partsOf(opened)) {
    given.signal?.throwIfAborted()
    const columns = columnsOfPart(unpackPart(opened.keccak, await given.read(stated.hash), stated), stated)
    suspectReserves(opened, { columns, first, firstCredit, reserves, places: given.places }, suspects)
    if (suspects.inferences.size >= MOST_SUSPECTS) return
  }
}

/** Submissions whose reserve is another one than the bundle says, with the one that the chain has. */
function otherReserves({ submissions, reserves }: OpenedLargeBatch, chain: ChainFacts): Map<string, Reserve> {
  const others = new Map<string, Reserve>()
  for (const submission of submissions) {
    const { reserveAccount, reserveBps } = chain.reserveOf(submission)
    const stated = reserves.get(submissionKey(submission))
    const isSame =
      (stated?.reserveBps ?? 0) === reserveBps &&
      (reserveBps === 0 || stated?.reserveAccount.toLowerCase() === reserveAccount.toLowerCase())
    if (!isSame) others.set(submissionKey(submission), { reserveAccount, reserveBps })
  }
  return others
}

type Reserved = {
  columns: Columns
  first: number
  firstCredit: number
  reserves: StatedReserves
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
      const submission = submissionKey(submissions[credits.submission[c]!]!)
      const due = reserves.get(submission)
      if (!due) continue
      const stated = opened.reserves.get(submission) ?? none
      const contributor = columns.accounts[credits.contributor[c]!]!
      const gross = grossOf({
        rule: opened.manifest.rule,
        dataFee: uint128At(columns.dataFee, i),
        length: BigInt(credits.length[c]!),
        outputLength: columns.outputs[i]!.length,
      })
      if (isDividedAlike(gross, bytesToHex(contributor), stated, due)) continue
      if (suspects.inferences.size >= MOST_SUSPECTS) return
      suspects.inferences.add(first + i)
      const slot = 2 * (firstCredit + c)
      suspectEntry(contributor, [slot, slot + 1])
      for (const { reserveAccount, reserveBps } of [due, stated]) {
        if (reserveBps > 0) suspectEntry(Buffer.from(reserveAccount.slice(2), 'hex'), [slot, slot + 1])
      }
    }
  }
}

const none: Reserve = { reserveAccount: zeroAddress, reserveBps: 0 }

/** Whether reserves that differ get the same of a credit all the same: then nothing about it is wrong. */
function isDividedAlike(gross: bigint, contributor: Address, stated: Reserve, due: Reserve): boolean {
  if (BigInt(contributor) === 0n) return true
  const [own, right] = [divideGross(gross, contributor, stated), divideGross(gross, contributor, due)]
  if (own.reserve === undefined || right.reserve === undefined) return own.reserve === right.reserve
  return own.reserve === right.reserve && isAddressEqual(stated.reserveAccount, due.reserveAccount)
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
