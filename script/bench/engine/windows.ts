// The window index: how fast it is built, how large it is, and how fast it attributes, in memory and from files.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { attributeOutput } from '../../../sdk/src/attribution/attribute.ts'
import { addContribution, createWindowIndex } from '../../../sdk/src/attribution/windowIndex.ts'
import {
  attribute,
  createHashKey,
  createIndexFolder,
  type IndexedContribution,
  type View,
} from '../../../sdk/src/engine/index.ts'
import { buildInPool } from '../../../sdk/src/engine/windows/build.ts'
import { createPool } from '../../../sdk/src/engine/windows/pool.ts'
import { corpusOf, halfQuoting, quoting } from './corpus.ts'
import { type Ask, besidePlain, type Figure, over, secondsOf, secondsOfOne } from './figure.ts'
import type { Looked } from './lookups.ts'
import { createRandom, createWords } from './words.ts'

const sizes = {
  small: { built: 20_000, held: [20_000, 40_000], outputs: 10, runs: 2, plain: 10_000, appended: 20 },
  full: {
    built: 10_000_000,
    held: [10_000_000, 100_000_000],
    outputs: 200,
    runs: 5,
    plain: 200_000,
    appended: 1_000,
  },
} as const
/** Outputs that are looked up in files whose pages the system has forgotten. */
const COLD = 7
const WINDOW_WORDS = 8
/** Has the C library of Linux ask for pages of 2 MiB where an array is as large. */
const LARGE_PAGES = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' }
const OUTPUT_WORDS = 1_000
const view: View = { standingOf: () => 'Eligible' }

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const { built, held, outputs, runs, plain, appended } = sizes[size]
  const random = createRandom(seed)
  const words = createWords(random)
  const options = { windowWords: WINDOW_WORDS, key: createHashKey() }
  const found: Figure[] = []

  // The plain library, by which everything else is measured.
  const plainCorpus = corpusOf(random, words, plain)
  const plainIndex = createWindowIndex(WINDOW_WORDS)
  const plainBuilt = plain / secondsOfOne(over(plainCorpus, (each) => addContribution(plainIndex, each)))
  const outputsOf = (corpus: readonly IndexedContribution[], count: number) => {
    const asked = { count: OUTPUT_WORDS, windowWords: WINDOW_WORDS }
    return {
      half: Array.from({ length: count }, () => halfQuoting(random, words, corpus, asked)),
      all: Array.from({ length: count }, () => quoting(random, corpus)),
    }
  }
  const plainOutputs = outputsOf(plainCorpus, 5)
  const plainSeconds = (kind: 'half' | 'all') =>
    secondsOf(
      over(plainOutputs[kind], (output) => attributeOutput(plainIndex, output, view.standingOf)),
      3,
    ) / 5
  const plainTimes = { half: plainSeconds('half'), all: plainSeconds('all') }

  found.push(...(await building(corpusOf(random, words, built), { ...options, runs, plainBuilt })))

  for (const count of held) {
    const folder = mkdtempSync(join(tmpdir(), 'openledger-bench-'))
    const index = createIndexFolder(folder, options)
    try {
      const of = `${count.toLocaleString('en')} words`
      let corpus = corpusOf(random, words, count)
      const some = outputsOf(corpus, outputs)
      const cold = outputsOf(corpus, COLD)
      const next = BigInt(corpus.length)
      await index.append(corpus)
      corpus = []
      const { file, windows } = index.segments()[0]!

      const outputsFile = join(folder, 'outputs.bin')
      writeFileSync(outputsFile, serialize(some))
      for (const [pages, tunables] of [
        ['', {}],
        [', large pages', LARGE_PAGES],
      ] as const) {
        const looked = inProcess<Looked>('lookups.ts', [file, outputsFile, String(runs)], tunables)
        for (const kind of ['half', 'all'] as const) {
          const name = `attribute ${OUTPUT_WORDS} words, ${kind} of the windows present, ${of} in memory${pages}`
          const goal = pages ? undefined : count === held[0] ? 0.3 : 0.5
          found.push(...lowerBesidePlain({ name, value: looked.ms[kind], unit: 'ms', goal }, 1e3 * plainTimes[kind]))
          if (pages) continue
          found.push({ name: `${name}: windows present`, value: looked.present[kind], unit: '%', better: 'higher' })
        }
        if (pages) continue
        const value = looked.bytes / windows
        found.push({ name: `index of ${of}: memory`, value, unit: 'bytes/window', goal: 28, better: 'lower' })
      }
      const { size: bytes } = statSync(file)
      found.push({
        name: `index of ${of}: file`,
        value: bytes / windows,
        unit: 'bytes/window',
        goal: 20,
        better: 'lower',
      })

      const opened = inProcess<{ ms: number; megabytes: number; loadMs: number }>('opened.ts', [file])
      const openName = `open the file of ${of}`
      found.push(...lowerBesidePlain({ name: openName, value: opened.ms, unit: 'ms', goal: 1_000 }, opened.loadMs))
      found.push({ name: `${openName}: resident`, value: opened.megabytes, unit: 'MB', goal: 200, better: 'lower' })

      // The directory is read once.
      await attribute(index, some.half[0]!, view)
      const times: number[] = []
      const plainReads: number[] = []
      for (const output of cold.half) {
        forget(file)
        times.push(await milliseconds(() => attribute(index, output, view)))
        forget(file)
        plainReads.push(await milliseconds(async () => readOneByOne(file, OUTPUT_WORDS, random)))
      }
      const coldName = `attribute ${OUTPUT_WORDS} words, half of the windows present, ${of} in files, none of it cached`
      found.push(
        ...lowerBesidePlain({ name: coldName, value: median(times), unit: 'ms', goal: 80 }, median(plainReads)),
      )

      const more = (first: bigint) =>
        corpusOf(random, words, 100 * appended).map((each) => ({ ...each, submissionId: each.submissionId + first }))
      await index.append(more(next))
      const appends: number[] = []
      for (let i = 1; i <= 5; i++) {
        const batch = more(next * BigInt(i + 1))
        appends.push(await milliseconds(() => index.append(batch)))
      }
      const name = `append ${appended} contributions to ${of} in files`
      const plainAppend = (1e3 * 100 * appended) / plainBuilt
      found.push(...lowerBesidePlain({ name, value: median(appends), unit: 'ms', goal: 100 }, plainAppend))
    } finally {
      await index.close()
      rmSync(folder, { recursive: true })
    }
  }
  return found
}

/** What a program beside this one measures, in a process in which nothing else has run. */
function inProcess<Result>(program: string, args: readonly string[], env: Record<string, string> = {}): Result {
  const whole = [join(import.meta.dirname, program), ...args]
  return JSON.parse(execFileSync(process.execPath, whole, { encoding: 'utf8', env: { ...process.env, ...env } }))
}

/** From canonical text to an index, by one core, and by the clock with two threads beside one. */
async function building(
  corpus: readonly IndexedContribution[],
  { runs, plainBuilt, ...options }: Parameters<typeof buildInPool>[1] & { runs: number; plainBuilt: number },
): Promise<Figure[]> {
  const count = corpus.reduce((sum, { text }) => sum + text.reduce((n, byte) => n + (byte === 0x20 ? 1 : 0), 1), 0)
  const [alone, pair] = [createPool(0), createPool(2)]
  try {
    const clock: Record<'alone' | 'pair', number[]> = { alone: [], pair: [] }
    const core: number[] = []
    // The first run of each only warms up.
    for (let i = 0; i <= runs; i++) {
      const before = process.cpuUsage()
      const time = await milliseconds(() => buildInPool(corpus, options, alone))
      const { user, system } = process.cpuUsage(before)
      if (i > 0) clock.alone.push(time)
      if (i > 0) core.push((user + system) / 1e6)
    }
    for (let i = 0; i <= runs; i++) {
      const time = await milliseconds(() => buildInPool(corpus, options, pair))
      if (i > 0) clock.pair.push(time)
    }
    const rate = { name: 'canonical text to index, one core', value: count / median(core), unit: 'words/s', goal: 5e6 }
    return [
      ...besidePlain({ ...rate, better: 'higher' }, plainBuilt),
      {
        name: 'canonical text to index, two workers: times one thread',
        // The least of each: what else the machine does makes both longer.
        value: Math.min(...clock.alone) / Math.min(...clock.pair),
        unit: '×',
        goal: 1.7,
        better: 'higher',
      },
    ]
  } finally {
    await pair.close()
  }
}

function lowerBesidePlain(figure: Omit<Figure, 'better'>, plain: number): Figure[] {
  return [
    { ...figure, better: 'lower' },
    {
      name: `${figure.name}: times as fast as the plain reference`,
      value: plain / figure.value,
      unit: '×',
      better: 'higher',
    },
  ]
}

/** Tells the system to forget what it has of a file; dd does so by itself, without writing anything. */
export function forget(file: string): void {
  execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' })
}

/** As many blocks as there are windows, one after the other: what a lookup that does not read together would take at least. */
function readOneByOne(file: string, count: number, random: () => number): void {
  const blocks = Math.floor(statSync(file).size / 4096)
  const handle = openSync(file, 'r')
  const block = new Uint8Array(4096)
  try {
    for (let i = 0; i < count; i++) readSync(handle, block, 0, 4096, (random() % blocks) * 4096)
  } finally {
    closeSync(handle)
  }
}

export async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await run()
  return performance.now() - begin
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
