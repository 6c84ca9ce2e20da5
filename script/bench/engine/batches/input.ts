// What batches are measured with: a corpus by many authors, and answers of which half the words are quoted from it.
import { type Address, bytesToHex, type Hex, zeroAddress } from 'viem'
import { type AttributedInference, reserveAccountOf } from '../../../../sdk/src/attribution/index.ts'
import {
  attributeSync,
  buildSegment,
  createHashKey,
  inMemory,
  type MemorySource,
  type View,
} from '../../../../sdk/src/engine/index.ts'
import { createWords, type Random } from '../words.ts'

export const WINDOW_WORDS = 8
export const DATA_BPS = 7_000
const WORDS = 100
const PASSAGES = 5
const QUOTED = 10

export const chain = { chainId: 31337, ledger: `0x${'1e'.repeat(20)}` as Address, modelId: 1n, term: 1 }
export const reserveOf = (submissionId: bigint) => ({
  reserveAccount: reserveAccountOf({ chainId: 31337, registry: zeroAddress, datanetId: 1n + (submissionId % 4n) }),
  reserveBps: 500,
})

/** One text of 100 words by each account, a thousand of them to a submission. */
export async function makeCorpus(
  random: Random,
  accounts: number,
): Promise<{ source: MemorySource; texts: string[][] }> {
  const words = createWords(random)
  const encoder = new TextEncoder()
  const texts = Array.from({ length: accounts }, () => Array.from({ length: WORDS }, words))
  const contributions = texts.map((text, i) => ({
    submissionId: BigInt(1 + Math.floor(i / 1_000)),
    leafIndex: i % 1_000,
    contributor: accountOf(random),
    text: encoder.encode(text.join(' ')),
  }))
  const segment = await buildSegment(contributions, { windowWords: WINDOW_WORDS, key: createHashKey(), workers: 1 })
  return { source: inMemory([segment]), texts }
}

const view: View = { standingOf: () => 'Eligible' }

export function creditsOf(source: MemorySource, output: Uint8Array) {
  return attributeSync(source, output, view)
}

/** Answers of 100 words: 5 passages of 10 words from anywhere in the corpus, with 10 other words before each. */
export function* makeAnswers(
  random: Random,
  { source, texts }: Awaited<ReturnType<typeof makeCorpus>>,
  count: number,
): Generator<AttributedInference> {
  const words = createWords(random)
  const encoder = new TextEncoder()
  const payers = Array.from({ length: Math.max(1, count / 1_000) }, () => accountOf(random))
  const totals = payers.map(() => 0n)
  for (let i = 0; i < count; i++) {
    const parts: string[] = []
    for (let passage = 0; passage < PASSAGES; passage++) {
      const text = texts[random() % texts.length]!
      const at = random() % (WORDS - QUOTED)
      for (let w = 0; w < WORDS / PASSAGES - QUOTED; w++) parts.push(words())
      parts.push(...text.slice(at, at + QUOTED))
    }
    const output = encoder.encode(parts.join(' '))
    const payer = random() % payers.length
    const from = totals[payer]!
    totals[payer] = from + 10n ** 15n + BigInt(random())
    const receipt = bytesToHex(Uint8Array.from({ length: 65 }, random))
    const credits = creditsOf(source, output)
    yield { version: 1, payer: payers[payer]!, from, to: totals[payer]!, output, receipt, credits }
  }
}

export function accountOf(random: Random): Hex {
  return bytesToHex(Uint8Array.from({ length: 20 }, random))
}
