import { type Address, bytesToHex, getAddress, type Hex } from 'viem'
import type { Batch } from '../../attribution/batch.ts'
import { type ReadBlob, unpackBundle } from '../../attribution/bundle/pack.ts'
import { namedIn as namedOf } from '../../attribution/finder/named.ts'
import { inferencesOf } from '../../attribution/finder/opened.ts'
import { type ChainFacts, type Finding, findEvidence, type KnownReceipt, type Named } from '../../attribution/finder.ts'
import { outputsOf, preimagesOf } from '../../attribution/preimages.ts'
import { packedSumRoot, packedTotal } from '../hashing/index.ts'
import { openDeclared } from './committed.ts'
import type { AttributeOutput, AttributionIndexes } from './dueCredits.ts'
import type { OpenedLargeBatch, OpenOptions } from './openedBatch.ts'
import { readSuspects } from './restricted.ts'
import {
  isInOrder,
  MOST_SUSPECTS,
  payoutPlaces,
  type Suspects,
  suspectEntries,
  suspectMoney,
  suspectPayout,
} from './suspects.ts'
import { suspectWords } from './words.ts'

export type LargeBatchCheck = OpenOptions & {
  batchId: bigint
  batch: Batch
  /** The blobs of its bundle: each is checked by its hash. */
  read: ReadBlob
  /** What the chain says of all that the batch names. */
  factsOf(named: Named): ChainFacts | Promise<ChainFacts>
  /** Receipts of its model and term, signed by the term's receipt key or an on-chain request's. */
  receipts?: readonly KnownReceipt[]
  /**
   * The credits of an output by the rule, as a version of the model has them, from an index that agrees with the version's
   * corpus. An answer that has just these is right; every other one is looked at word by word. Indexes in memory are given as
   * they are, so that all threads look into them; a function is called in this one, for up to 64 outputs at once.
   * @throws NotCanonicalError for what is no canonical text
   */
  attribute: AttributeOutput | AttributionIndexes
  /** Bytes of a bundle, unpacked, that is read at once where its trees are not those that were committed. */
  most?: number
}

/** What was looked at. */
export type Checked = {
  answers: number
  credits: number
  payouts: number
  entries: number
  /** Bytes of the bundle, unpacked. */
  bytes: bigint
  /** As they were recomputed from the bundle; those of the commitment unless something is wrong. */
  inferencesRoot: Hex
  payoutsRoot: Hex
  dataFees: bigint
  earned: bigint
}

/** Either nothing is wrong with a batch, and this is what was recomputed to say so, or here is what is. */
export type Verdict =
  | { isRight: true; checked: Checked }
  | {
      isRight: false
      /** Undefined where the bundle's trees could not be made, or are others than the committed ones. */
      checked: Checked | undefined
      /** What is wrong, in the finder's order. */
      findings: Generator<Finding>
    }

/**
 * Checks a batch of any size, part by part: recomputes every root, sum, entry and credit of it. What differs from what it
 * should be goes to `findEvidence` of `sdk/src/attribution`, with as much of the batch as evidence about it needs; what
 * that finds is what it would find in the whole. Where the trees are not those that were committed, or not in order, it is
 * given the whole.
 * @throws MalformedBundleError and whatever `read` and `attribute` throw
 * @throws BundleTooLargeError where the whole is larger than `most`
 */
export async function checkLargeBatch(check: LargeBatchCheck): Promise<Verdict> {
  const opened = await openDeclared(check.read, check.batch.commitment, check)
  const checked = opened && checkedOf(opened)
  if (!opened || !checked || !isCommitted(opened, checked, check.batch)) return await readWhole(check, undefined)
  const chain = await check.factsOf(namedIn(opened))
  const areEarlierKnown = chain.earlier.every((it) => inferencesOf(it.batch.commitment, it.preimages).isWhole)
  if (chain.rule !== 'WindowV1' || !areEarlierKnown || !isInOrder(opened)) return await readWhole(check, checked)
  const suspects: Suspects = { inferences: new Set(), payouts: new Map(), receiptRoots: new Map() }
  const places = payoutPlaces(opened)
  suspectMoney(opened, { batch: check.batch, chain, receipts: check.receipts ?? [] }, suspects)
  suspectEntries(opened, places, suspects)
  await suspectWords(opened, { ...check, chain, places }, suspects)
  suspectTotals(checked, check.batch, suspects)
  if (suspects.inferences.size === 0 && suspects.payouts.size === 0 && !isMiscounted(checked, check.batch)) {
    return { isRight: true, checked }
  }
  return await look(check, { opened, chain, checked, suspects })
}

type Looked = { opened: OpenedLargeBatch; chain: ChainFacts; checked: Checked; suspects: Suspects }

/**
 * Has the finder look at suspects, as many at a time as it holds, until it finds something. Who is suspected need not be
 * wrong: what stands beside something wrong is suspected too.
 */
async function look(check: LargeBatchCheck, { opened, chain, checked, suspects }: Looked): Promise<Verdict> {
  const { batchId, batch, receipts = [], read } = check
  const inferences = ascending(suspects.inferences)
  const payouts = ascending(suspects.payouts.keys()).slice(0, MOST_SUSPECTS)
  for (let at = 0; at === 0 || at < inferences.length; at += MOST_SUSPECTS) {
    check.signal?.throwIfAborted()
    const { preimages, texts } = await readSuspects(opened, read, {
      inferences: new Set(inferences.slice(at, at + MOST_SUSPECTS)),
      payouts: new Map(payouts.map((i) => [i, ascending(suspects.payouts.get(i)!).slice(0, MOST_SUSPECTS)])),
    })
    const findings = withoutUnopened(findEvidence({ batchId, batch, preimages, texts, receipts, chain }))
    const first = findings.next()
    if (!first.done) return { isRight: false, checked, findings: continued(first, findings) }
  }
  // Where not all that is suspected was looked at, nothing is right yet.
  const isCut =
    inferences.length >= MOST_SUSPECTS ||
    suspects.payouts.size > payouts.length ||
    payouts.some((i) => suspects.payouts.get(i)!.size > MOST_SUSPECTS)
  return isCut ? await readWhole(check, checked) : { isRight: true, checked }
}

/** The whole batch, for the plain finder: nothing wrong may be found in it all the same. */
async function readWhole(check: LargeBatchCheck, checked: Checked | undefined): Promise<Verdict> {
  const { batchId, batch, read, receipts = [], most } = check
  const { bundle } = await unpackBundle(read, batch.commitment.bundleHash, { most })
  const preimages = preimagesOf(bundle)
  const chain = await check.factsOf(namedOf(batch, preimages))
  const findings = findEvidence({ batchId, batch, preimages, texts: outputsOf(bundle), receipts, chain })
  const first = findings.next()
  if (first.done && checked) return { isRight: true, checked }
  return { isRight: false, checked, findings: continued(first, findings) }
}

function* continued(first: IteratorResult<Finding, unknown>, rest: Generator<Finding>): Generator<Finding> {
  if (first.done) return
  yield first.value
  yield* rest
}

/** Nothing of the trees is withheld whose roots were recomputed: what the finder was not given, it was spared. */
function* withoutUnopened(findings: Generator<Finding>): Generator<Finding> {
  for (const finding of findings) {
    const kind = 'withheld' in finding ? finding.withheld.kind : undefined
    const isOpen = kind === 'Inferences' || kind === 'Payouts' || kind === 'Credits' || kind === 'Entries'
    if (!isOpen) yield finding
  }
}

function checkedOf({ manifest, size, inferenceTree, payouts }: OpenedLargeBatch): Checked {
  const entries = payouts.entryCounts.reduce((sum, count) => sum + count, 0)
  return {
    answers: inferenceTree.count,
    credits: manifest.inferences.reduce((sum, { credits }) => sum + credits, 0),
    payouts: payouts.count,
    entries,
    bytes: size,
    inferencesRoot: packedSumRoot(inferenceTree),
    payoutsRoot: packedSumRoot(payouts.tree),
    dataFees: packedTotal(inferenceTree),
    earned: packedTotal(payouts.tree),
  }
}

/** Whether the trees that the bundle makes are the committed ones, and nothing else was opened. */
function isCommitted({ manifest }: OpenedLargeBatch, checked: Checked, { commitment }: Batch): boolean {
  return (
    manifest.openings.length === 0 &&
    checked.inferencesRoot === commitment.inferencesRoot &&
    checked.answers === commitment.inferenceCount &&
    checked.payoutsRoot === commitment.payoutsRoot &&
    checked.payouts === commitment.payoutCount
  )
}

/** Whether what the commitment declares beside roots is other than what the trees hold. */
function isMiscounted({ dataFees, earned, credits, entries }: Checked, { commitment }: Batch): boolean {
  return (
    dataFees !== commitment.dataFees ||
    earned !== commitment.earned ||
    BigInt(credits) !== commitment.creditCount ||
    BigInt(entries) !== commitment.entryCount
  )
}

/** Totals show at the roots, counts at the last leaves. */
function suspectTotals(checked: Checked, { commitment }: Batch, suspects: Suspects): void {
  if (checked.dataFees !== commitment.dataFees) suspects.inferences.add(0)
  if (BigInt(checked.credits) !== commitment.creditCount) suspects.inferences.add(checked.answers - 1)
  if (checked.payouts === 0) return
  if (checked.earned !== commitment.earned) suspectPayout(suspects, 0)
  if (BigInt(checked.entries) !== commitment.entryCount) suspectPayout(suspects, checked.payouts - 1)
}

function ascending(numbers: Iterable<number>): number[] {
  return Array.from(numbers).sort((a, b) => a - b)
}

function namedIn({ manifest, version, payer, accounts, submissions }: OpenedLargeBatch): Named {
  return {
    versions: new Set(version),
    payers: new Set(Array.from(new Set(payer), (number): Address => getAddress(bytesToHex(accounts[number]!)))),
    submissions: [...submissions],
    answers: version.length,
    credits: manifest.inferences.reduce((sum, part) => sum + part.credits, 0),
  }
}
