import { levelLength } from '../../trees/index.ts'
import { HASH_BYTES, type Keccak, SUM_WORDS, type SumLevel } from '../hashing/index.ts'
import { type Grouped, joinSubtrees, SUBTREE_ENTRIES, SUBTREE_HEIGHT } from './entries.ts'
import type { Pool } from './pool.ts'
import { words } from './shared.ts'
import type { Task } from './tasks.ts'

/** The root and the sum of each account's entries, by the accounts' numbers: work is cut so that all threads have some. */
export async function rootEntries(
  keccak: Keccak,
  pool: Pool,
  grouped: Grouped,
  onProgress: (done: number, total: number) => void,
): Promise<SumLevel> {
  const accounts = grouped.starts.length - 1
  const out = sharedLevel(accounts)
  const large: { account: number; entries: number; subtrees: SumLevel }[] = []
  const sizes: number[] = []
  const tasks = function* (): Generator<Task> {
    let [from, gathered] = [0, 0]
    const gather = function* (to: number): Generator<Task> {
      sizes.push(gathered)
      if (to > from) yield { kind: 'roots', grouped, out, accounts: { from, to } }
      else sizes.pop()
      ;[from, gathered] = [to, 0]
    }
    for (let account = 0; account < accounts; account++) {
      const [first, end] = [grouped.starts[account]!, grouped.starts[account + 1]!]
      if (end - first > SUBTREE_ENTRIES) {
        yield* gather(account)
        from = account + 1
        const subtrees = sharedLevel(levelLength(end - first, SUBTREE_HEIGHT))
        large.push({ account, entries: end - first, subtrees })
        for (let at = first, place = 0; at < end; at += SUBTREE_ENTRIES, place++) {
          const range = { from: at, to: Math.min(at + SUBTREE_ENTRIES, end) }
          sizes.push(range.to - range.from)
          yield { kind: 'subtree', grouped, out: subtrees, range, place, height: SUBTREE_HEIGHT }
        }
      } else {
        gathered += end - first
        if (gathered >= SUBTREE_ENTRIES) yield* gather(account + 1)
      }
    }
    yield* gather(accounts)
  }
  let done = 0
  await pool.each(tasks(), (_, index) => {
    done += sizes[index]!
    onProgress(done, grouped.slots.length)
  })
  for (const { account, entries, subtrees } of large) joinSubtrees(keccak, subtrees, entries, out, account)
  return out
}

function sharedLevel(nodes: number): SumLevel {
  return { hashes: new Uint8Array(new SharedArrayBuffer(HASH_BYTES * nodes)), sums: words(SUM_WORDS * nodes) }
}
