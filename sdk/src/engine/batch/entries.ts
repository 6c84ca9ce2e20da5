import { SumOutOfRangeError } from '../../errors/trees.ts'
import { levelLength, treeDepth } from '../../trees/index.ts'
import { HASH_BYTES, type Keccak, SUM_WORDS, type SumLevel, sumAt } from '../hashing/index.ts'
import { createJoiner, writeSum } from '../hashing/levels.ts'
import { type Shared, words } from './shared.ts'

const LEAF_BYTES = 64
/** Entries of the subtrees that trees of more are made of, so that workers share an account that has most of them. */
export const SUBTREE_HEIGHT = 12
export const SUBTREE_ENTRIES = 2 ** SUBTREE_HEIGHT

/** Slots with entries, account by account, and where each account's begin: those of account a end where a + 1 begins. */
export type Grouped = { slots: Uint32Array<SharedArrayBuffer>; starts: Uint32Array<SharedArrayBuffer> }

/** Sorts entries by account, and those of each by their place in the batch, which is their slots' order. */
export function groupEntries(slotAccount: Uint32Array, accounts: number): Grouped {
  const starts = words(accounts + 2)
  for (let slot = 0; slot < slotAccount.length; slot++) starts[slotAccount[slot]! + 1]!++
  const none = starts[1]!
  starts[1] = 0
  for (let a = 1; a <= accounts + 1; a++) starts[a] = starts[a]! + starts[a - 1]!
  const slots = words(slotAccount.length - none)
  const next = starts.slice()
  for (let slot = 0; slot < slotAccount.length; slot++) {
    const account = slotAccount[slot]!
    if (account !== 0) slots[next[account]!++] = slot
  }
  // Accounts were counted from 1.
  return { slots, starts: starts.subarray(1) as Uint32Array<SharedArrayBuffer> }
}

/** Roots of entries' trees. */
export type EntryRooter = {
  /**
   * Writes the root over the slots [from, to) as node `place` of `out`.
   * @param height of the node; that of the tree over so many leaves unless given
   * @throws SumOutOfRangeError
   */
  root(grouped: Grouped, range: { from: number; to: number }, out: SumLevel, place: number, height?: number): void
}

export function createEntryRooter(keccak: Keccak, shared: Shared): EntryRooter {
  const { summed } = createJoiner(keccak)
  const preimage = new Uint8Array(1 + LEAF_BYTES + HASH_BYTES)
  const view = new DataView(preimage.buffer)
  const level: SumLevel = {
    hashes: new Uint8Array(HASH_BYTES * SUBTREE_ENTRIES),
    sums: new Uint32Array(SUM_WORDS * SUBTREE_ENTRIES),
  }
  return {
    root({ slots }, { from, to }, out, place, height = treeDepth(to - from)) {
      const count = to - from
      for (let i = 0; i < count; i++) {
        const slot = slots[from + i]!
        const credit = slot >>> 1
        view.setUint32(1 + 28, shared.creditInference[credit]!)
        view.setUint32(1 + 60, shared.creditPlace[credit]!)
        writeSum(shared.slotAmount, slot, view, 1 + LEAF_BYTES)
        keccak.into(preimage, level.hashes, HASH_BYTES * i)
        for (let w = 0; w < SUM_WORDS; w++) level.sums[SUM_WORDS * i + w] = shared.slotAmount[SUM_WORDS * slot + w]!
      }
      for (let h = 0; h < height; h++) {
        if (!summed(level, levelLength(count, h), h, level)) throw new SumOutOfRangeError(1n << 128n)
      }
      copyNode(level, 0, out, place)
    },
  }
}

/** Joins the roots of subtrees of `SUBTREE_HEIGHT` to that of a tree over so many entries. */
export function joinSubtrees(keccak: Keccak, subtrees: SumLevel, entries: number, out: SumLevel, place: number): void {
  const { summed } = createJoiner(keccak)
  let count = levelLength(entries, SUBTREE_HEIGHT)
  for (let height = SUBTREE_HEIGHT; height < treeDepth(entries); height++) {
    if (!summed(subtrees, count, height, subtrees)) throw new SumOutOfRangeError(1n << 128n)
    count = Math.ceil(count / 2)
  }
  copyNode(subtrees, 0, out, place)
}

function copyNode(from: SumLevel, place: number, to: SumLevel, toPlace: number): void {
  to.hashes.set(from.hashes.subarray(HASH_BYTES * place, HASH_BYTES * (place + 1)), HASH_BYTES * toPlace)
  to.sums.set(from.sums.subarray(SUM_WORDS * place, SUM_WORDS * (place + 1)), SUM_WORDS * toPlace)
}

/** The amounts of the entries of an account, in wei. */
export function amountsIn({ slots }: Grouped, { from, to }: { from: number; to: number }, shared: Shared): bigint[] {
  return Array.from(slots.subarray(from, to), (slot) => sumAt(shared.slotAmount, slot))
}
