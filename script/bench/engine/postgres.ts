// The window index in PostgreSQL, on a server of its own on this machine: how fast workers index what is queued, how many
// bytes a window takes there, and how long an output takes to attribute, beside the index in memory over the same texts.
// Seconds by the clock: most of the work is the server's.
import pg from 'pg'
import { startDatabase } from '../../../indexer/test/database.ts'
import { attribute, attributeSync, buildSegment, createHashKey, inMemory } from '../../../sdk/src/engine/index.ts'
import { createIndexTable, workInProcesses } from '../../../sdk/src/engine/postgres/index.ts'
import { corpusOf, halfQuoting } from './corpus.ts'
import type { Ask, Figure } from './figure.ts'
import { median } from './windows.ts'
import { createRandom, createWords } from './words.ts'

const sizes = {
  small: { words: 20_000, outputs: 3 },
  full: { words: 2_000_000, outputs: 50 },
}
const WINDOW_WORDS = 8
const OUTPUT_WORDS = 1_000
const view = { standingOf: () => 'Eligible' as const }

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const { words: count, outputs } = sizes[size]
  const random = createRandom(seed)
  const words = createWords(random)
  const corpus = corpusOf(random, words, count)
  const asked = Array.from({ length: outputs }, () =>
    halfQuoting(random, words, corpus, { count: OUTPUT_WORDS, windowWords: WINDOW_WORDS }),
  )
  const options = { windowWords: WINDOW_WORDS, key: createHashKey() }
  const found: Figure[] = []

  let memory = inMemory([await buildSegment(corpus.slice(0, 1), options)])
  const plainBuild = await secondsOf(async () => {
    memory = inMemory([await buildSegment(corpus, options)])
  })
  const database = await startDatabase()
  const pool = new pg.Pool({ connectionString: database.url })
  try {
    const index = await createIndexTable(pool, { schema: 'one', ...options })
    const stored = await secondsOf(() => index.append(corpus))
    found.push({ name: 'contributions stored and queued', value: count / stored, unit: 'words/s', better: 'higher' })
    const indexed = (name: string, seconds: number) =>
      found.push(
        { name, value: count / seconds, unit: 'words/s', better: 'higher' },
        {
          name: `${name}: times the index in memory, by one thread`,
          value: plainBuild / seconds,
          unit: '×',
          better: 'higher',
        },
      )
    indexed('queue indexed by one connection', await secondsOf(() => index.work()))
    const second = await createIndexTable(pool, { schema: 'two', ...options })
    const workers = { url: database.url, processes: 2 }
    const started = await secondsOf(() => workInProcesses(second, workers))
    found.push({ name: 'two processes that find nothing to do', value: started, unit: 's', better: 'lower' })
    await second.append(corpus)
    indexed('queue indexed by two processes, with their start', await secondsOf(() => workInProcesses(second, workers)))
    const { schema } = index
    const { rows } = await pool.query<{ bytes: number; windows: number }>(
      `SELECT (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1::regclass))::float8 AS bytes,
         (SELECT count(*) FROM "${schema}".windows)::float8 AS windows`,
      [`"${schema}".windows`],
    )
    const perWindow = rows[0]!.bytes / rows[0]!.windows
    found.push({ name: 'table and its index', value: perWindow, unit: 'bytes/window', better: 'lower' })

    const [tableTimes, memoryTimes, present] = [[] as number[], [] as number[], [] as number[]]
    for (const output of asked) {
      tableTimes.push(await secondsOf(() => attribute(index, output, view)))
      memoryTimes.push(await secondsOf(async () => attributeSync(memory, output, view)))
      const { contribution } = memory.earliestSync(output, view)
      present.push(contribution.filter((each) => each >= 0).length / (OUTPUT_WORDS - WINDOW_WORDS + 1))
    }
    const name = `attribute ${OUTPUT_WORDS} words, half of the windows present, ${count.toLocaleString('en')} words in PostgreSQL`
    found.push({ name, value: 1e3 * median(tableTimes), unit: 'ms', better: 'lower' })
    found.push({
      name: `${name}: times the index in memory`,
      value: median(tableTimes) / median(memoryTimes),
      unit: '×',
      better: 'lower',
    })
    found.push({ name: `${name}: windows present`, value: 100 * median(present), unit: '%', better: 'higher' })
    return found
  } finally {
    await pool.end()
    await database.stop()
  }
}

async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await run()
  return (performance.now() - before) / 1e3
}
