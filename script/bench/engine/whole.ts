// The whole way of a text into the index: raw UTF-8 to canonical bytes, to its text root and to its windows.
import { addContribution, createWindowIndex } from '../../../sdk/src/attribution/windowIndex.ts'
import { createTextRooter } from '../../../sdk/src/engine/hashing/textRoots.ts'
import { createHashKey, createKeccak, type IndexedContribution } from '../../../sdk/src/engine/index.ts'
import { buildInPool } from '../../../sdk/src/engine/windows/build.ts'
import { createPool } from '../../../sdk/src/engine/windows/pool.ts'
import { canonicalise, canonicaliseBytes, textRoot } from '../../../sdk/src/text/index.ts'
import { type Ask, besidePlain, type Figure, secondsOfOne } from './figure.ts'
import { median } from './windows.ts'
import { createRandom, createWords, rawText } from './words.ts'

const sizes = {
  small: { texts: 200, plain: 20, runs: 2 },
  full: { texts: 100_000, plain: 2_000, runs: 5 },
}
const WORDS = 100
const WINDOW_WORDS = 8
const SPACE = 0x20
const contributor = '0x00000000000000000000000000000000000000aa'

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const { texts, plain, runs } = sizes[size]
  const random = createRandom(seed)
  const words = createWords(random)
  const encoder = new TextEncoder()
  const raws = Array.from({ length: texts }, () => encoder.encode(rawText(random, words, WORDS)))
  const count = wordsOf(raws)

  const rooter = createTextRooter(await createKeccak())
  const roots = new Uint8Array(32 * texts)
  const options = { windowWords: WINDOW_WORDS, key: createHashKey() }
  const seconds: number[] = []
  for (let run = 0; run <= runs; run++) {
    const before = process.cpuUsage()
    const contributions = raws.map((raw, i): IndexedContribution => {
      const text = canonicaliseBytes(raw)
      rooter(text, roots, 32 * i)
      return { submissionId: BigInt(i >>> 8), leafIndex: i & 0xff, contributor, text }
    })
    await buildInPool(contributions, options, createPool(0))
    const { user, system } = process.cpuUsage(before)
    // The first only warms up.
    if (run > 0) seconds.push((user + system) / 1e6)
  }

  const few = raws.slice(0, plain)
  const index = createWindowIndex(WINDOW_WORDS)
  const decoder = new TextDecoder()
  const plainSeconds = secondsOfOne(() => {
    for (const [i, raw] of few.entries()) {
      const text = encoder.encode(canonicalise(decoder.decode(raw)))
      textRoot(text)
      addContribution(index, { submissionId: BigInt(i), leafIndex: 0, contributor, text })
    }
  })
  const name = 'raw text to text roots and index, one core'
  return besidePlain(
    { name, value: count / median(seconds), unit: 'words/s', goal: 3e6, better: 'higher' },
    wordsOf(few) / plainSeconds,
  )
}

function wordsOf(raws: readonly Uint8Array[]): number {
  return raws.reduce((sum, raw) => sum + canonicaliseBytes(raw).reduce((n, byte) => n + (byte === SPACE ? 1 : 0), 1), 0)
}
