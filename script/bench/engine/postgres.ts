// The window index in PostgreSQL, on a server of its own on this machine: how fast workers index what is queued, how many
// bytes a window takes there, and how long an output takes to attribute, beside the index in memory over the same texts.
// Seconds by the clock: most of the work is the server's.
import pg from 'pg'
import { startDatabase } from '../../../indexer/test/database.ts'
import { attribute, attributeSync, buildSegment, createHashKey, inMemory } from '../../../sdk/src/engine/index.ts'
import { createIndexTable, type IndexTable, workInProcesses } from '../../../sdk/src/engine/postgres/index.ts'
import type { IndexedContribution } from '../../../sdk/src/engine/windows/index.ts'
import type { Ask, Figure } from './figure.ts'
import { createRandom, createWords, type Random, type Words } from './words.ts'

const sizes = {
  small: { words: 20_000, outputs: 3 },
  full: { words: 2_000_000, outputs: 50 },
}
const WINDOW_WORDS = 8
const CONTRIBUTION_WORDS = 100
const OUTPUT_WORDS = 1_000
/** An output has stretches of so many words of the corpus, and between them so many others: half its windows are found. */
const [QUOTED, BETWEEN] = [30, 16]
const view = { standingOf: () => 'Eligible' as const }

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const { words: count, outputs } = sizes[size]
  const random = createRandom(seed)
  const words = createWords(random)
  const corpus = corpusOf(random, words, count / CONTRIBUTION_WORDS)
  const asked = Array.from({ length: outputs }, () => outputOf(random, words, corpus))
  const options = { windowWords: WINDOW_WORDS, key: createHashKey() }
  const found: Figure[] = []

  let memory = inMemory([await buildSegment(corpus.slice(0, 1), options)])
  const plainBuild = await secondsOf(async () => {
    memory = inMemory([await buildSegment(corpus, options)])
  })
  const database = await startDatabase()
  const pool = new pg.Pool({ connectionString: database.url })
  try {
    let index: IndexTable | undefined
    for (const processes of [1, 2]) {
      const own = await createIndexTable(pool, { schema: `workers_${processes}`, ...options })
      const stored = await secondsOf(() => own.append(corpus))
      const indexed = await secondsOf(() => workInProcesses(own, { url: database.url, processes }))
      if (processes === 1)
        found.push({
          name: 'contributions stored and queued',
          value: count / stored,
          unit: 'words/s',
          better: 'higher',
        })
      const name = `queue indexed by ${processes} ${processes === 1 ? 'process' : 'processes'}`
      found.push({ name, value: count / indexed, unit: 'words/s', better: 'higher' })
      found.push({
        name: `${name}: times the index in memory, by one thread`,
        value: plainBuild / indexed,
        unit: '×',
        better: 'higher',
      })
      index = own
    }
    const { schema } = index!
    const { rows } = await pool.query<{ bytes: number; windows: number }>(
      `SELECT (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1::regclass))::float8 AS bytes,
         (SELECT count(*) FROM "${schema}".windows)::float8 AS windows`,
      [`"${schema}".windows`],
    )
    const perWindow = rows[0]!.bytes / rows[0]!.windows
    found.push({ name: 'table and its index', value: perWindow, unit: 'bytes/window', better: 'lower' })

    const [tableTimes, memoryTimes, present] = [[] as number[], [] as number[], [] as number[]]
    for (const output of asked) {
      tableTimes.push(await secondsOf(() => attribute(index!, output, view)))
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

function corpusOf(random: Random, words: Words, count: number): IndexedContribution[] {
  return Array.from({ length: count }, (_, i) => ({
    submissionId: BigInt(i >> 8),
    leafIndex: i & 0xff,
    contributor: `0x${(random() % 10_000).toString(16).padStart(40, '0')}` as const,
    text: new TextEncoder().encode(Array.from({ length: CONTRIBUTION_WORDS }, words).join(' ')),
  }))
}

function outputOf(random: Random, words: Words, corpus: readonly IndexedContribution[]): Uint8Array {
  const parts: string[] = []
  while (parts.length < OUTPUT_WORDS) {
    const quoted = new TextDecoder().decode(corpus[random() % corpus.length]!.text).split(' ')
    const from = random() % (CONTRIBUTION_WORDS - QUOTED)
    parts.push(...quoted.slice(from, from + QUOTED), ...Array.from({ length: BETWEEN }, words))
  }
  return new TextEncoder().encode(parts.slice(0, OUTPUT_WORDS).join(' '))
}

async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await run()
  return (performance.now() - before) / 1e3
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!
}
