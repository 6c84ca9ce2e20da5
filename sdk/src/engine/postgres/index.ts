// The window index in PostgreSQL: tables that any number of processes read, and that several build at once. It needs the
// packages pg and pg-boss, which `@openledger/sdk/engine` does without.
import type { Pool } from 'pg'
import { createHashKey, createWindowHash, type HashKey } from '../windows/hash.ts'
import type { LongOptions } from '../windows/progress.ts'
import type { IndexedContribution } from '../windows/segment.ts'
import type { WindowSource } from '../windows/source.ts'
import { type AppendOptions, append } from './append.ts'
import { earliestInTable, textInTable } from './lookup.ts'
import { createQueue, openQueue } from './queue.ts'
import { createTables, openTables, tablesOf } from './tables.ts'
import { countWaiting, work } from './work.ts'

export * from './errors.ts'
export { type ProcessesOptions, workInProcesses } from './processes.ts'

/**
 * An index in the tables of a schema. Where a connection is lost the same is done on another; where the pool gives none,
 * each of these functions throws DatabaseUnreachableError, and can be called again.
 */
export type IndexTable = WindowSource & {
  readonly schema: string
  readonly key: HashKey
  /**
   * Stores contributions and queues them: `work` indexes them. What is stored already is left as it is; so after an error
   * or a kill the same contributions can be given again.
   * @throws PlaceTakenError when another contribution has a place; batches before it are stored
   * @throws SubmissionIdRangeError, LeafIndexRangeError, ContributorError, SegmentTooLargeError, TextTooLongError, and
   * nothing is stored
   */
  append(contributions: readonly IndexedContribution[], options?: AppendOptions): Promise<void>
  /**
   * Indexes what is queued until nothing waits any more, beside all other processes that do so. A process may be killed at
   * any moment: others, or whoever works next, do what it left, and nothing stands in the table twice.
   * @returns how many contributions this process indexed
   */
  work(options?: LongOptions): Promise<number>
  /** How many contributions are not indexed yet. `earliest` refuses while one of them counts. */
  waiting(): Promise<number>
}

const PARTITIONS = 16

/**
 * Creates an index in a new schema, and its queue in one beside it, named the same with `_queue` behind it.
 * @throws SchemaNameError, WindowWordsError, PartitionsError, SchemaTakenError
 */
export async function createIndexTable(
  pool: Pool,
  options: { schema: string; windowWords: number; key?: HashKey; partitions?: number },
): Promise<IndexTable> {
  const { schema, windowWords, key = createHashKey(), partitions = PARTITIONS } = options
  tablesOf(schema)
  await createQueue(pool, schema)
  await createTables(pool, { schema, windowWords, key, partitions })
  return openIndexTable(pool, { schema })
}

/**
 * Opens an index. The pool stays the caller's, and its `error` event: each call takes one connection of it at a time.
 * @throws SchemaNameError, NoTableIndexError, TableFormatError
 */
export async function openIndexTable(pool: Pool, { schema }: { schema: string }): Promise<IndexTable> {
  const opened = await openTables(pool, schema)
  const { windowWords, key } = opened
  const hash = createWindowHash(windowWords, key)
  return {
    schema,
    windowWords,
    key,
    earliest: (output, view, options = {}) => earliestInTable(opened, hash, output, view, options),
    textOf: (place) => textInTable(opened, place),
    append: async (contributions, options = {}) =>
      append(opened, await openQueue(pool, schema), contributions, options),
    work: async (options = {}) => work(opened, await openQueue(pool, schema), options),
    waiting: () => countWaiting(opened),
  }
}
