import { bytesToHex, type Hex } from 'viem'
import { dataFeeOf } from '../src/attribution/amounts.ts'
import type { BatchCommitment, BuiltBatch } from '../src/attribution/batch.ts'
import type { Bundle, BundleInference, BundlePayout } from '../src/attribution/bundle.ts'
import { encodeCredit, encodeInference, encodePayout } from '../src/attribution/encoding.ts'
import type { Evidence } from '../src/attribution/evidence.ts'
import { entryLeaf, inferencesOver, payoutsOver } from '../src/attribution/trees.ts'
import { openSumTree, openTree, type SumLeaf } from '../src/trees/index.ts'
import { sceneFacts, scenePayer, scenePrice } from './sceneBatch.ts'
import { accountOf, bytesOf } from './world.ts'

/** A lie about more than the credits of an answer, consistent in all that stands above it. */
export type BundleLie = {
  name: string
  proves: Evidence['kind']
  /** Of kinds with reasons, which. */
  reason?: string
  tell(honest: BuiltBatch): Pick<BuiltBatch, 'commitment' | 'bundle'>
}

type Told = Pick<Bundle, 'inferences' | 'payouts'>
/** Leaves of the outer trees, and of the entries of the first payout, to be made other than they are. */
type Leaves = { inferences: SumLeaf[]; payouts: SumLeaf[] }
type Over = Partial<BatchCommitment>

/** Tells a lie in what the bundle states. */
function inBundle(tell: (told: Told) => Told, over: (commitment: BatchCommitment) => Over = () => ({})) {
  return ({ bundle, commitment }: BuiltBatch) => {
    const told = { ...bundle, ...tell(bundle) }
    const { inferences, payouts } = leavesOf(told)
    const made = commitTo(told, inferences, payouts, commitment)
    return { bundle: told, commitment: { ...made, ...over(made) } }
  }
}

/** Tells a lie in the leaves themselves, which only openings can state. */
function inLeaves(tell: (leaves: Leaves) => Leaves, over: Over = {}) {
  return ({ bundle, commitment }: BuiltBatch) => {
    const { inferences, payouts } = tell(leavesOf(bundle))
    const made = commitTo(bundle, inferences, payouts, commitment)
    const openings = [...openSumTree(inferences).preimages, ...openSumTree(payouts).preimages].map((it) =>
      bytesToHex(it),
    )
    return { bundle: { ...bundle, openings }, commitment: { ...made, ...over } }
  }
}

function leavesOf({ inferences, payouts }: Told): Leaves {
  const creditsRoots = inferences.map(({ credits }) => openTree(credits.map(encodeCredit)).root)
  const entriesRoots = payouts.map(({ entries }) => openSumTree(entries.map(entryLeaf)).root)
  return {
    inferences: inferencesOver(inferences, creditsRoots).map((leaf, i) => ({
      bytes: encodeInference(leaf),
      sum: inferences[i]!.dataFee,
    })),
    payouts: payoutsOver(payouts, entriesRoots).map((leaf, i) => ({
      bytes: encodePayout(leaf),
      sum: payouts[i]!.amount,
    })),
  }
}

function commitTo(told: Told, inferences: SumLeaf[], payouts: SumLeaf[], honest: BatchCommitment): BatchCommitment {
  const total = (leaves: SumLeaf[]) => leaves.reduce((sum, leaf) => sum + leaf.sum, 0n)
  return {
    ...honest,
    inferencesRoot: openSumTree(inferences).root,
    inferenceCount: inferences.length,
    dataFees: total(inferences),
    payoutsRoot: openSumTree(payouts).root,
    payoutCount: payouts.length,
    earned: total(payouts),
    creditCount: BigInt(told.inferences.flatMap(({ credits }) => credits).length),
    entryCount: BigInt(told.payouts.flatMap(({ entries }) => entries).length),
  }
}

/** Another range for an answer, with the fee that follows. */
function moved(inference: BundleInference, from: bigint, to: bigint): BundleInference {
  return { ...inference, from, to, dataFee: dataFeeOf({ from, to, dataBps: sceneFacts.dataBps }) }
}

function alterInference(index: number, by: (inference: BundleInference) => BundleInference) {
  return inBundle((told) => ({ ...told, inferences: told.inferences.map((it, i) => (i === index ? by(it) : it)) }))
}

function alterPayout(index: number, by: (payout: BundlePayout) => BundlePayout) {
  return inBundle((told) => ({ ...told, payouts: told.payouts.map((it, i) => (i === index ? by(it) : it)) }))
}

/** Another entry for the first payout's only one, and the amount that follows. */
function alterEntry(by: (entry: BundlePayout['entries'][number]) => Partial<BundlePayout['entries'][number]>) {
  return alterPayout(0, (payout) => {
    const entries = payout.entries.map((entry) => ({ ...entry, ...by(entry) }))
    return { ...payout, entries, amount: entries.reduce((sum, { amount }) => sum + amount, 0n) }
  })
}

function spoiled({ bytes, sum }: SumLeaf, spoil: (bytes: Uint8Array) => Uint8Array): SumLeaf {
  return { bytes: spoil(Uint8Array.from(bytes)), sum }
}

const withFirst = <Item>([first, ...rest]: readonly Item[], by: (item: Item) => Item): Item[] => [by(first!), ...rest]

const dirty = (bytes: Uint8Array) => bytes.fill(1, 0, 1)
const noOne = accountOf(0xfe)
export const otherRoot: Hex = `0x${'12'.repeat(32)}`

export const bundleLies: readonly BundleLie[] = [
  {
    name: 'an answer for no money',
    proves: 'Unbacked',
    reason: 'EmptyRange',
    tell: alterInference(2, (it) => moved(it, it.from, it.from)),
  },
  {
    name: 'an answer beyond what was charged',
    proves: 'Unbacked',
    reason: 'Uncharged',
    tell: alterInference(2, (it) => moved(it, it.from, it.to + 1n)),
  },
  {
    name: 'an invented payer',
    proves: 'Unbacked',
    reason: 'Uncharged',
    tell: alterInference(2, (it) => ({ ...it, payer: noOne })),
  },
  {
    name: 'a fee of one’s own',
    proves: 'Unbacked',
    reason: 'WrongFee',
    tell: alterInference(0, (it) => ({ ...it, dataFee: it.dataFee + 1n })),
  },
  {
    name: 'money taken twice',
    proves: 'Unbacked',
    reason: 'Overlap',
    tell: alterInference(2, (it) => moved(it, it.from - 1n, it.to)),
  },
  { name: 'a version that is none', proves: 'WrongVersion', tell: alterInference(0, (it) => ({ ...it, version: 9 })) },
  {
    name: 'answers out of order',
    proves: 'Unsorted',
    tell: inBundle((told) => ({
      ...told,
      inferences: [told.inferences[0]!, told.inferences[2]!, told.inferences[1]!],
    })),
  },
  {
    name: 'payouts out of order',
    proves: 'Unsorted',
    tell: inBundle((told) => ({ ...told, payouts: told.payouts.toReversed() })),
  },
  {
    name: 'a payout twice',
    proves: 'Unsorted',
    tell: inBundle((told) => ({ ...told, payouts: [told.payouts[0]!, ...told.payouts] })),
  },
  {
    name: 'an entry twice',
    proves: 'Unsorted',
    tell: alterPayout(0, (it) => ({ ...it, amount: 2n * it.amount, entries: [...it.entries, ...it.entries] })),
  },
  {
    name: 'credits that are not counted',
    proves: 'WrongCount',
    tell: inBundle(
      (told) => told,
      ({ creditCount }) => ({ creditCount: creditCount - 1n }),
    ),
  },
  {
    name: 'entries that are not there',
    proves: 'WrongCount',
    tell: inBundle(
      (told) => told,
      ({ entryCount }) => ({ entryCount: entryCount + 1n }),
    ),
  },
  {
    name: 'more fees than answers give',
    proves: 'WrongSum',
    tell: inBundle(
      (told) => told,
      ({ dataFees }) => ({ dataFees: dataFees + 1n }),
    ),
  },
  {
    name: 'more earned than is paid',
    proves: 'WrongSum',
    tell: inBundle(
      (told) => told,
      ({ earned }) => ({ earned: earned + 1n }),
    ),
  },
  {
    name: 'a payout beyond its entries',
    proves: 'WrongSum',
    tell: alterPayout(0, (it) => ({ ...it, amount: it.amount + 1n })),
  },
  {
    name: 'a payout without entries',
    proves: 'WrongSum',
    tell: alterPayout(0, (it) => ({ ...it, entries: [] })),
  },
  {
    name: 'a leaf beyond the last',
    proves: 'WrongSum',
    tell: inLeaves(
      ({ inferences, payouts }) => ({ inferences: [...inferences, { ...inferences[2]!, sum: 0n }], payouts }),
      { inferenceCount: 3 },
    ),
  },
  {
    name: 'a leaf too few',
    proves: 'MalformedLeaf',
    tell: inLeaves((leaves) => leaves, { inferenceCount: 4 }),
  },
  {
    name: 'a tree too shallow for its leaves',
    proves: 'MalformedLeaf',
    tell: inLeaves((leaves) => leaves, { inferenceCount: 5 }),
  },
  {
    name: 'an answer with dirty bits',
    proves: 'MalformedLeaf',
    tell: inLeaves(({ inferences, payouts }) => ({
      inferences: withFirst(inferences, (it) => spoiled(it, dirty)),
      payouts,
    })),
  },
  {
    name: 'a payout of another length',
    proves: 'MalformedLeaf',
    tell: inLeaves(({ inferences, payouts }) => ({
      inferences,
      payouts: withFirst(payouts, (it) => spoiled(it, (bytes) => bytes.subarray(1))),
    })),
  },
  {
    name: 'capital letters',
    proves: 'NotCanonical',
    reason: 'Character',
    tell: alterInference(2, (it) => ({ ...it, output: bytesOf('Nothing of anybody') })),
  },
  {
    name: 'an entry of an answer that is not there',
    proves: 'WrongEntry',
    tell: alterEntry(() => ({ inference: 3 })),
  },
  {
    name: 'an entry of a credit that is not there',
    proves: 'WrongEntry',
    tell: alterEntry(() => ({ credit: 2 })),
  },
  {
    name: 'an entry of what a revoked source owns',
    proves: 'WrongEntry',
    tell: alterEntry(() => ({ credit: 1 })),
  },
  {
    name: 'an entry of another’s credit',
    proves: 'WrongEntry',
    tell: inBundle((told) => ({
      ...told,
      payouts: told.payouts.map((it, i) => (i === 0 ? { ...it, account: accountOf(1) } : it)),
    })),
  },
  {
    name: 'a wei too much',
    proves: 'WrongEntry',
    tell: alterEntry(({ amount }) => ({ amount: amount + 1n })),
  },
  {
    name: 'a contributor forgotten',
    proves: 'MissingEntry',
    tell: inBundle((told) => ({ ...told, payouts: told.payouts.slice(1) })),
  },
  {
    name: 'a reserve forgotten',
    proves: 'MissingEntry',
    tell: inBundle((told) => ({ ...told, payouts: told.payouts.slice(0, 1) })),
  },
  {
    name: 'everybody forgotten',
    proves: 'MissingEntry',
    tell: inBundle((told) => ({ ...told, payouts: [] })),
  },
  {
    name: 'a contributor with an account and no entries',
    proves: 'MissingEntry',
    tell: alterPayout(0, (it) => ({ ...it, amount: 0n, entries: [] })),
  },
]

/** A receipt that the scene's second answer contradicts. */
export const sceneReceipt = {
  version: 1,
  payer: scenePayer,
  from: scenePrice,
  to: 2n * scenePrice,
  outputRoot: otherRoot,
  signature: `0x${'11'.repeat(65)}`,
} as const
