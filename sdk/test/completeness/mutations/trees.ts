import type { BatchDraft, LeafDraft, TreeLie } from '../draft.ts'
import type { Random } from '../random.ts'
import { anyInference, anyPayout, type Mutation, types } from './lie.ts'

/** Lies in the trees themselves, and leaves that are no encodings. */
export const trees: Mutation[] = (['inferences', 'credits', 'payouts', 'entries'] as const).flatMap(
  (name): Mutation[] => {
    const treeOf = (draft: BatchDraft, random: Random): { lie: TreeLie; leaves: LeafDraft[] } | undefined => {
      if (name === 'inferences') return { lie: draft.inferenceTree, leaves: draft.inferences }
      if (name === 'payouts') return { lie: draft.payoutTree, leaves: draft.payouts }
      if (name === 'credits') {
        const inference = anyInference(draft, random, true)
        return inference && { lie: inference.creditTree, leaves: inference.credits }
      }
      const payout = anyPayout(draft, random)
      return payout && { lie: payout.entryTree, leaves: payout.entries }
    }
    const bytes: Record<string, number> = { inferences: 256, credits: 256, payouts: 128, entries: 64 }
    const structural: Mutation[] = [
      {
        field: `${name}.junk`,
        lie(draft, { random }) {
          const tree = treeOf(draft, random)
          const room = tree && (tree.leaves.length & (tree.leaves.length - 1)) !== 0
          if (!room) return false
          const hasSum = random.chance(0.5)
          tree.lie.junk = { bytes: new Uint8Array(bytes[name]!).fill(0), sum: hasSum ? random.big(1n, 10n ** 13n) : 0n }
          return true
        },
      },
      {
        field: `${name}.missingLeaf`,
        lie(draft, { random }) {
          const tree = treeOf(draft, random)
          if (!tree || tree.leaves.length === 0) return false
          tree.lie.missing = random.int(0, tree.leaves.length - 1)
          return true
        },
      },
      {
        field: `${name}.length`,
        lie(draft, { random }) {
          const tree = treeOf(draft, random)
          if (!tree || tree.leaves.length === 0) return false
          random.pick(tree.leaves).longer = random.pick([-32, -1, 1, 32, -bytes[name]!])
          return true
        },
      },
      {
        field: `${name}.dirtyBits`,
        lie(draft, { random }) {
          const tree = treeOf(draft, random)
          if (!tree || tree.leaves.length === 0) return false
          const leaf = random.pick(tree.leaves)
          const singular = { inferences: 'inference', credits: 'credit', payouts: 'payout', entries: 'entry' }[name]
          const typed = Object.keys(types).filter((field) => field.startsWith(`${singular}.`))
          const field = random.pick(typed)
          const word = field.slice(singular.length + 1)
          const natural = (leaf as unknown as Record<string, bigint | undefined>)[word] ?? BigInt(random.int(0, 3))
          leaf.over[word] = natural + (1n << (types[field]! + random.big(0n, 255n - types[field]!)))
          return true
        },
      },
    ]
    const sums: Mutation = {
      field: `${name}.sum`,
      lie(draft, { random }) {
        const tree = treeOf(draft, random)
        if (!tree || tree.leaves.length === 0) return false
        const depth = Math.ceil(Math.log2(tree.leaves.length))
        const level = random.int(0, depth)
        const index = random.int(0, Math.max(0, Math.ceil(tree.leaves.length / 2 ** level) - 1))
        const by = random.pick([
          1n,
          -1n,
          1n << 128n,
          (1n << 255n) + 5n,
          random.big(1n, 10n ** 13n),
          -random.big(1n, 10n ** 13n),
        ])
        tree.lie.sum = { level, index, by }
        return true
      },
    }
    return name === 'credits' ? structural : [...structural, sums]
  },
)
