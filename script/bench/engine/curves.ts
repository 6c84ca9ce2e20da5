// How time and memory grow with the words indexed, and latency with an output's length: what the plots of
// docs/performance.md are drawn from.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { attributeOutput } from '../../../sdk/src/attribution/attribute.ts'
import { addContribution, createWindowIndex } from '../../../sdk/src/attribution/windowIndex.ts'
import {
  attribute,
  attributeSync,
  createHashKey,
  createIndexFolder,
  inMemory,
  type Segment,
  type View,
} from '../../../sdk/src/engine/index.ts'
import { buildInPool } from '../../../sdk/src/engine/windows/build.ts'
import { createPool } from '../../../sdk/src/engine/windows/pool.ts'
import { corpusOf, halfQuoting } from './corpus.ts'
import { type Ask, type Figure, over, type Plot, secondsOf } from './figure.ts'
import { forget, median, milliseconds } from './windows.ts'
import { createRandom, createWords, type Words } from './words.ts'

/** `output`: words of all outputs of one length. */
const sizes = {
  small: { words: [20_000, 50_000], plain: [10_000, 20_000], lengths: [30, 100], output: 400 },
  full: {
    words: [1e6, 3e6, 1e7, 3e7, 1e8],
    plain: [1e5, 3e5, 1e6],
    lengths: [30, 100, 300, 1_000, 3_000, 10_000],
    output: 60_000,
  },
}
const WINDOW_WORDS = 8
/** Outputs of each length that are looked up in files of which nothing is cached. */
const COLD = 5
const view: View = { standingOf: () => 'Eligible' }

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const { words: counts, plain, lengths, output } = sizes[size]
  const random = createRandom(seed)
  const words = createWords(random)
  const found: Figure[] = []
  const point = (plot: Plot, line: string, x: number, value: number) => {
    const [of, unit] = plots[plot]
    found.push({ name: `${of} ${shown(x)} words, ${line}`, value, unit, better: 'lower', curve: { plot, line, x } })
  }

  for (const count of plain) {
    const { seconds, bytes, index } = plainly(corpusOf(random, words, count))
    point('time', 'plain library', count, seconds)
    point('memory', 'plain library', count, bytes / 1e6)
    if (count !== plain.at(-1)) continue
    const corpus = corpusOf(createRandom(seed), words, count)
    for (const each of corpus) addContribution(index, { ...each, submissionId: each.submissionId + 1_000_000n })
    for (const length of lengths) {
      const some = outputsOf(random, words, corpus, { length, outputs: Math.ceil(output / 6 / length) })
      const seconds = secondsOf(
        over(some, (output) => attributeOutput(index, output, view.standingOf)),
        3,
      )
      point('latency', `plain library, ${shown(2 * count)} words`, length, (1e3 * seconds) / some.length)
    }
  }

  const options = { windowWords: WINDOW_WORDS, key: createHashKey() }
  for (const count of counts) {
    const corpus = corpusOf(random, words, count)
    const before = process.cpuUsage()
    const segment = await buildInPool(corpus, options, createPool(0))
    const { user, system } = process.cpuUsage(before)
    point('time', 'engine', count, (user + system) / 1e6)
    point('memory', 'engine', count, bytesOf(segment) / 1e6)
    if (count !== counts.at(-1) && count !== counts.at(-3)) continue
    const source = inMemory([segment])
    for (const length of lengths) {
      const some = outputsOf(random, words, corpus, { length, outputs: Math.ceil(output / length) })
      const seconds = secondsOf(over(some, (output) => attributeSync(source, output, view)))
      point('latency', `in memory, ${shown(count)} words`, length, (1e3 * seconds) / some.length)
    }
    if (count === counts.at(-1)) await inFiles(corpus)
  }
  return found

  async function inFiles(corpus: ReturnType<typeof corpusOf>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'openledger-bench-'))
    const index = createIndexFolder(folder, options)
    try {
      await index.append(corpus)
      const { file } = index.segments()[0]!
      for (const length of lengths) {
        const some = outputsOf(random, words, corpus, { length, outputs: COLD + 1 })
        // The directory is read once.
        await attribute(index, some.pop()!, view)
        const times: number[] = []
        for (const output of some) {
          forget(file)
          times.push(await milliseconds(() => attribute(index, output, view)))
        }
        point('latency', `in files of which nothing is cached, ${shown(counts.at(-1)!)} words`, length, median(times))
      }
    } finally {
      await index.close()
      rmSync(folder, { recursive: true })
    }
  }
}

/** What a plot's points are, and in what. */
const plots: Record<Plot, [of: string, unit: string]> = {
  time: ['index', 's'],
  memory: ['index of', 'MB'],
  latency: ['attribute', 'ms'],
}

function outputsOf(
  random: () => number,
  words: Words,
  corpus: ReturnType<typeof corpusOf>,
  { length, outputs }: { length: number; outputs: number },
): Uint8Array[] {
  return Array.from({ length: outputs }, () =>
    halfQuoting(random, words, corpus, { count: length, windowWords: WINDOW_WORDS }),
  )
}

setFlagsFromString('--expose-gc')
/** Leaves in the heap what is in use. */
const collect: () => void = runInNewContext('gc')

/** The index of the plain library: what it takes of one core, and of the heap. */
function plainly(corpus: ReturnType<typeof corpusOf>) {
  collect()
  const heap = process.memoryUsage()
  const index = createWindowIndex(WINDOW_WORDS)
  const before = process.cpuUsage()
  for (const each of corpus) addContribution(index, each)
  const { user, system } = process.cpuUsage(before)
  collect()
  const after = process.memoryUsage()
  const bytes = after.heapUsed + after.arrayBuffers - heap.heapUsed - heap.arrayBuffers
  return { seconds: (user + system) / 1e6, bytes, index }
}

function bytesOf(segment: Segment): number {
  return Object.values(segment).reduce<number>((sum, each) => sum + (ArrayBuffer.isView(each) ? each.byteLength : 0), 0)
}

function shown(count: number): string {
  return count.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 })
}
