import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copierShare, copierShareOf } from '../script/bench/copying/formula.ts'
import { lineAuthors } from '../script/bench/copying/lines.ts'
import { page, type Report } from '../script/bench/copying/page.ts'
import { squattingIn } from '../script/bench/copying/squatting.ts'
import { faultsIn, suite } from '../script/bench/copying/suite.ts'
import { author, type Rule, windowRule } from '../script/bench/copying/world.ts'
import { createRandom } from '../script/bench/engine/words.ts'
import type { Credit } from '../sdk/src/attribution/index.ts'
import type { IndexedContribution } from '../sdk/src/engine/index.ts'

const root = join(import.meta.dirname, '..')
const ask = { seed: 1, size: 'small' } as const

/** Rules that are wrong, and rows that must show it. */
const faults: [string, Rule, string[]][] = [
  [
    'the latest source owns',
    (contributions, windowWords) => {
      const turned = contributions.map((one) => ({ ...one, submissionId: 1_000_000n - one.submissionId }))
      return windowRule(turned, windowWords)
    },
    ['exact copies, 1', 'split over 10', '10 texts in one', 'submitted first'],
  ],
  [
    'the longest match owns',
    async (contributions, windowWords) => {
      const places = placesOf(contributions, windowWords)
      return (output) => longestMatches(wordsOf(output), contributions, places, windowWords)
    },
    ['added before', 'added in three places'],
  ],
  ['windows have 12 words', (contributions) => windowRule(contributions, 12), ['a copy with 10 %', 'split over 10']],
  ['nobody owns', async () => () => [], ['a copy with 10 %', 'submitted first']],
]

describe('what copying earns', () => {
  test('default: nothing, or what the rule implies', async () => {
    const rows = await suite(ask)
    expect(faultsIn(rows, ask.size)).toEqual([])
    expect(rows.filter(({ taken }) => taken === '0').length).toBeGreaterThan(8)
    expect(
      rows.some(({ filter }) => filter && filter.leftOut < 1),
      'a row that shows what the filter misses',
    ).toBe(true)
  })

  test.each(faults)('behavior: it is seen when %s', async (_, rule, only) => {
    const found = faultsIn(await suite({ ...ask, only }, rule), ask.size)
    for (const name of only) expect(found.join('\n')).toContain(name)
  })

  test('behavior: the formula is what runs of words left alone make up', () => {
    const random = createRandom(7)
    for (const [changed, windowWords, count, texts] of [
      [20_000, 8, 200_000, 3],
      [40_000, 4, 200_000, 3],
      [3, 8, 30, 20_000],
      [2, 16, 40, 20_000],
      [1, 4, 4, 1_000],
      [1, 4, 5, 20_000],
    ] as const) {
      let left = 0
      for (let text = 0; text < texts; text++) {
        const isChanged = new Uint8Array(count + 1)
        for (let more = changed as number; more > 0; ) {
          const i = random() % count
          if (isChanged[i]) continue
          isChanged[i] = 1
          more--
        }
        isChanged[count] = 1
        for (let i = 0, run = 0; i <= count; i++, run++) {
          if (!isChanged[i]) continue
          if (run >= windowWords) left += run
          run = -1
        }
      }
      const share = 1 - left / (texts * count)
      const what = `${changed} of ${count} words, K ${windowWords}`
      expect(Math.abs(share - copierShareOf(changed, windowWords, count)), what).toBeLessThan(0.005)
      if (count > 1_000)
        expect(Math.abs(share - copierShare(1 - changed / count, windowWords)), what).toBeLessThan(0.005)
    }
    expect(copierShareOf(0, 8, 7)).toBe(1)
    expect(copierShareOf(0, 8, 8)).toBe(0)
    expect(copierShareOf(8, 8, 8)).toBe(1)
  })
})

describe('common phrases, submitted first', () => {
  test('behavior: who submits them has their words, and nothing around them', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text)
    const phrase = Array.from({ length: 8 }, (_, i) => `p${i}`).join(' ')
    const around = (name: string) => Array.from({ length: 12 }, (_, i) => `${name}x${i}`).join(' ')
    const texts = Array.from({ length: 40 }, (_, i) => ({
      group: `group ${i}`,
      text: bytes(`${around(`a${i}`)} ${phrase} ${around(`b${i}`)}`),
    }))
    const { known, quoted, bySize, byRule } = await squattingIn(texts, { counts: [10], sizes: [8, 16], rulesAt: 10 })
    expect(known + quoted).toBe(40)
    expect(Math.min(known, quoted)).toBeGreaterThan(5)
    expect(bySize.map(({ phrases, earned }) => [phrases, earned])).toEqual([
      [1, { squatter: 8 / 32, others: 24 / 32 }],
      [0, { squatter: 0, others: 1 }],
    ])
    const earned = new Map(byRule.map(({ name, best }) => [name, best.earned]))
    expect(earned.get('window/v1 as it is')).toEqual({ squatter: 8 / 32, others: 24 / 32 })
    // The words around are in credits of 12 each: of 24 in the answer, with supports that are as long as they are.
    expect(earned.get('a support of 16 words at least')).toEqual({ squatter: 0, others: 24 / 32 })
    expect(earned.get('16 words credited in a row at least')!.squatter).toBe(0)
    expect(earned.get('24 words of one contribution in an answer at least')).toEqual({ squatter: 0, others: 24 / 32 })
    // Without squatter the phrase is the first author's: too little for the rule that wants more of it in an answer.
    expect(byRule[0]!.without).toBe(1)
    expect(byRule.at(-1)!.without).toBeLessThan(0.8)
  })
})

describe('lineAuthors', () => {
  test('behavior: a line is by who brought it, as long as it is kept', () => {
    const [a, b] = [author(1), author(2)]
    const revisions = [
      { contributor: a, raw: '# one\n\ntwo words\nthree' },
      { contributor: b, raw: '# one\n\nother words, and more\nthree\n' },
      { contributor: a, raw: 'three\n# one\nother words, and more' },
    ]
    expect(lineAuthors(revisions.slice(0, 1))).toEqual([{ account: a, words: 4 }])
    expect(lineAuthors(revisions.slice(0, 2))).toEqual([
      { account: b, words: 4 },
      { account: a, words: 2 },
    ])
    expect(lineAuthors(revisions)).toEqual([
      { account: b, words: 4 },
      { account: a, words: 2 },
    ])
  })
})

test('docs/copying.md is made from docs/proof/copying.json, in which no rule fails', () => {
  const report = JSON.parse(readFileSync(join(root, 'docs/proof/copying.json'), 'utf8')) as Report
  expect(readFileSync(join(root, 'docs/copying.md'), 'utf8'), 'run npm run bench:copying -- --update').toBe(
    page(report),
  )
  expect(report.attacks?.length).toBeGreaterThan(20)
  expect(faultsIn(report.attacks ?? [], 'full')).toEqual([])
})

const wordsOf = (text: Uint8Array) => new TextDecoder().decode(text).split(' ')

/** For each window the contributions that have it, and where. */
function placesOf(contributions: readonly IndexedContribution[], windowWords: number) {
  const places = new Map<string, { of: number; at: number }[]>()
  contributions.forEach(({ text }, of) => {
    const words = wordsOf(text)
    for (let at = 0; at + windowWords <= words.length; at++) {
      const window = words.slice(at, at + windowWords).join(' ')
      places.set(window, [...(places.get(window) ?? []), { of, at }])
    }
  })
  return places
}

/** From the first word on, whoever has most of what follows in one piece. */
function longestMatches(
  words: readonly string[],
  contributions: readonly IndexedContribution[],
  places: ReadonlyMap<string, { of: number; at: number }[]>,
  windowWords: number,
): Credit[] {
  const credits: Credit[] = []
  for (let first = 0, start = 0; first < words.length; ) {
    const window = words.slice(first, first + windowWords).join(' ')
    const matches = (places.get(window) ?? []).map(({ of, at }) => {
      const others = wordsOf(contributions[of]!.text)
      let count = windowWords
      while (first + count < words.length && words[first + count] === others[at + count]) count++
      return { of, count }
    })
    const longest = matches.reduce((a, b) => (b.count > a.count ? b : a), { of: -1, count: 0 })
    const count = Math.max(1, longest.count)
    const length = words.slice(first, first + count).join(' ').length
    if (longest.count > 0) {
      const { submissionId, leafIndex, contributor } = contributions[longest.of]!
      const support = { matchStart: BigInt(start), matchLength: BigInt(length), offset: 0n }
      credits.push({ start: BigInt(start), length: BigInt(length), ...support, submissionId, leafIndex, contributor })
    }
    first += count
    start += length + 1
  }
  return credits
}
