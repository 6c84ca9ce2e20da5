import type { Random } from '../random.ts'
import { anyPayout, anyRoot, type Mutation, otherThan, sortPayouts, types } from './lie.ts'

/** Lies in the fields of entries and payouts. */
export const payoutFields: Mutation[] = [
  ...(['inference', 'credit', 'amount'] as const).map(
    (name): Mutation => ({
      field: `entry.${name}`,
      lie(draft, { random }) {
        const entries = anyPayout(draft, random)?.entries
        if (!entries?.length) return false
        const entry = random.pick(entries)
        entry[name] = otherThan(entry[name], name === 'amount' ? 100n : types[`entry.${name}`]!, random)
        return true
      },
    }),
  ),
  {
    field: 'payout.account',
    lie(draft, { random, accounts }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      const others = [...accounts, 0n, payout.account + 1n].filter((account) => account !== payout.account)
      payout.account = random.pick(others)
      if (random.chance(0.7)) sortPayouts(draft)
      return true
    },
  },
  {
    field: 'payout.amount',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      const sum = payout.entries.reduce((total, { amount }) => total + amount, 0n)
      payout.amount = otherThan(sum, 100n, random)
      return true
    },
  },
  {
    field: 'payout.entriesRoot',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      payout.over.entriesRoot = random.chance(0.5) ? 0n : anyRoot(random)
      return true
    },
  },
  {
    field: 'payout.entryCount',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      const count = BigInt(payout.entries.length)
      const near = [count + 1n, count - 1n, count * 2n, 2n * count + 1n, count + 40n, 0xffffffffn, 0n]
      payout.over.entryCount = random.pick(near.filter((other) => other !== count))
      return true
    },
  },
  {
    field: 'payout.firstEntry',
    lie(draft, { random }) {
      if (draft.payouts.length === 0) return false
      const index = random.int(0, draft.payouts.length - 1)
      const first = draft.payouts.slice(0, index).reduce((sum, { entries }) => sum + BigInt(entries.length), 0n)
      draft.payouts[index]!.over.firstEntry = otherThan(first, 64n, random)
      return true
    },
  },
]

/** Lies in what the commitment declares. */
export const totals: Mutation[] = [
  ...(['dataFees', 'earned', 'creditCount', 'entryCount'] as const).map(
    (name): Mutation => ({
      field: `commitment.${name}`,
      lie(draft, { random }) {
        const sums = {
          dataFees: draft.inferences.reduce((sum, { dataFee }) => sum + dataFee, 0n),
          earned: draft.payouts.flatMap(({ entries }) => entries).reduce((sum, { amount }) => sum + amount, 0n),
          creditCount: BigInt(draft.inferences.flatMap(({ credits }) => credits).length),
          entryCount: BigInt(draft.payouts.flatMap(({ entries }) => entries).length),
        }
        if (draft.payouts.length === 0 && (name === 'earned' || name === 'entryCount')) return false
        draft.over[name] = otherThan(sums[name], name === 'dataFees' || name === 'earned' ? 128n : 64n, random)
        return true
      },
    }),
  ),
  {
    field: 'commitment.inferenceCount',
    lie(draft, { random }) {
      draft.inferenceTree.count = otherCount(draft.inferences.length, random, 1)
      return true
    },
  },
  {
    field: 'commitment.payoutCount',
    lie(draft, { random }) {
      if (draft.payouts.length === 0) return false
      draft.payoutTree.count = otherCount(draft.payouts.length, random, 1)
      return true
    },
  },
]

function otherCount(count: number, random: Random, least: number): number {
  const near = [count + 1, count - 1, count + 2, count * 2, 2 * count + 1, count + 40, 2 ** 32 - 1]
  return random.pick(near.filter((other) => other >= least && other !== count))
}
