import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Address } from 'viem'
import type { Credit } from '../../../sdk/src/attribution/index.ts'
import {
  attributeSync,
  buildSegment,
  createDuplicateFilter,
  createHashKey,
  type IndexedContribution,
  inMemory,
} from '../../../sdk/src/engine/index.ts'
import { canonicaliseBytes } from '../../../sdk/src/text/index.ts'
import { secondsOfOne } from '../engine/figure.ts'
import { lineAuthors } from './lines.ts'
import { countWords } from './squatting.ts'
import { everything } from './world.ts'

export const REVISIONS_FILE = 'tldr-revisions.jsonl.gz'

/** A page's text as somebody left it. */
export type Revision = { page: string; contributor: Address; raw: string; text: Uint8Array }

/** The revisions in a folder, the oldest first; `undefined` where there are none. */
export function readRevisions(folder: string): Revision[] | undefined {
  const file = join(folder, REVISIONS_FILE)
  if (!existsSync(file)) return undefined
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  return lines.flatMap((line) => {
    const { page, contributor, text: raw } = JSON.parse(line) as { page: string; contributor: Address; text: string }
    const text = canonicaliseBytes(new TextEncoder().encode(raw))
    return text.length === 0 ? [] : [{ page, contributor, raw, text }]
  })
}

/** How the credit for the latest texts of all pages spreads over who revised them. Shares are of words. */
export type Spread = {
  windowWords: number
  /** Of all words: without owner; of somebody else than the page's last reviser; of an earlier revision than the last. */
  nobody: number
  otherThanLast: number
  beforeLast: number
  /** Of all words: of somebody who never revised the page. */
  elsewhere: number
  /** Accounts that are credited, and what of all credit those with most have. */
  accounts: number
  topTen: number
  topHundred: number
  /** Half of the credit is that of so many accounts. */
  half: number
  /** Credited accounts of a page, in the middle. */
  perPage: number
  /** Of pages with several revisers, those where the account with most credit is the one with most words by lines. */
  agreement: number
  /** The same of pages where by lines nobody else has half as many words as the first. */
  clearAgreement: number
}

export type Revisions = {
  revisions: number
  pages: number
  contributors: number
  words: number
  latestWords: number
  /** Pages with several revisers. */
  several: number
  /** Those of them where by lines nobody else has half as many words as the first. */
  clear: number
  whole: Spread[]
  /** Each page against its own revisions only. */
  own: Spread
  /** Of the revisions of every tenth page, those that nearly repeat an earlier text of any. */
  nearDuplicates: { of: number; count: number }
  /** Of one core: to index all revisions, and to attribute the latest texts. */
  seconds: { index: number; attribute: number }
}

type Page = { revisions: number[]; main: Address | undefined; isClear: boolean }

export async function revisionsReport(revisions: readonly Revision[], sizes: readonly number[]): Promise<Revisions> {
  const pages = new Map<string, Page>()
  revisions.forEach(({ page }, i) => {
    const found = pages.get(page)
    if (found) found.revisions.push(i)
    else pages.set(page, { revisions: [i], main: undefined, isClear: false })
  })
  for (const page of pages.values()) {
    const own = page.revisions.map((i) => revisions[i]!)
    if (new Set(own.map(({ contributor }) => contributor)).size === 1) continue
    const [first, second] = lineAuthors(own)
    page.main = first?.account
    page.isClear = first !== undefined && 2 * (second?.words ?? 0) <= first.words
  }
  const contributions = revisions.map(({ contributor, text }, i) => ({
    submissionId: BigInt(i + 1),
    leafIndex: 0,
    contributor,
    text,
  }))

  const seconds = { index: 0, attribute: 0 }
  const whole: Spread[] = []
  for (const windowWords of sizes) {
    const before = process.cpuUsage()
    const attributed = await attributor(contributions, windowWords)
    const { user, system } = process.cpuUsage(before)
    const credits = new Map<Page, Credit[]>()
    const spent = secondsOfOne(() => {
      for (const page of pages.values()) credits.set(page, attributed(revisions[page.revisions.at(-1)!]!.text))
    })
    if (windowWords === 8) Object.assign(seconds, { index: (user + system) / 1e6, attribute: spent })
    whole.push(spreadOf(windowWords, revisions, credits))
  }

  const ownCredits = new Map<Page, Credit[]>()
  for (const page of pages.values()) {
    const own = page.revisions.map((i) => contributions[i]!)
    ownCredits.set(page, (await attributor(own, 8))(own.at(-1)!.text))
  }
  const filter = createDuplicateFilter({ seed: Uint8Array.from({ length: 16 }, (_, i) => i) })
  const tenth = new Set([...pages.keys()].filter((_, i) => i % 10 === 0))
  const offered = revisions.filter(({ page }) => tenth.has(page))
  return {
    revisions: revisions.length,
    pages: pages.size,
    contributors: new Set(revisions.map(({ contributor }) => contributor)).size,
    words: revisions.reduce((sum, { text }) => sum + countWords(text), 0),
    latestWords: [...pages.values()].reduce(
      (sum, page) => sum + countWords(revisions[page.revisions.at(-1)!]!.text),
      0,
    ),
    clear: [...pages.values()].filter(({ isClear }) => isClear).length,
    several: [...pages.values()].filter(({ main }) => main !== undefined).length,
    whole,
    own: spreadOf(8, revisions, ownCredits),
    nearDuplicates: {
      of: offered.length,
      count: offered.filter(({ text }) => filter.offer(text) !== undefined).length,
    },
    seconds,
  }
}

async function attributor(contributions: readonly IndexedContribution[], windowWords: number) {
  const source = inMemory([await buildSegment(contributions, { windowWords, key: createHashKey() })])
  return (output: Uint8Array) => attributeSync(source, output, everything)
}

function spreadOf(windowWords: number, revisions: readonly Revision[], credits: ReadonlyMap<Page, Credit[]>): Spread {
  const byAccount = new Map<Address, number>()
  const perPage: number[] = []
  let [total, credited, otherThanLast, beforeLast, elsewhere] = [0, 0, 0, 0, 0]
  const [several, clear] = [
    { pages: 0, agreeing: 0 },
    { pages: 0, agreeing: 0 },
  ]
  for (const [page, found] of credits) {
    const lastIndex = page.revisions.at(-1)!
    const last = revisions[lastIndex]!
    const revisers = new Set(page.revisions.map((i) => revisions[i]!.contributor))
    const ofPage = new Map<Address, number>()
    total += countWords(last.text)
    for (const { start, length, submissionId } of found) {
      const words = countWords(last.text.subarray(Number(start), Number(start + length)))
      const { contributor } = revisions[Number(submissionId) - 1]!
      credited += words
      ofPage.set(contributor, (ofPage.get(contributor) ?? 0) + words)
      if (contributor !== last.contributor) otherThanLast += words
      if (Number(submissionId) - 1 !== lastIndex) beforeLast += words
      if (!revisers.has(contributor)) elsewhere += words
    }
    for (const [account, words] of ofPage) byAccount.set(account, (byAccount.get(account) ?? 0) + words)
    perPage.push(ofPage.size)
    if (page.main === undefined) continue
    const [first] = [...ofPage].sort(([, a], [, b]) => b - a)
    for (const group of page.isClear ? [several, clear] : [several]) {
      group.pages++
      if (first?.[0] === page.main) group.agreeing++
    }
  }
  const sorted = [...byAccount.values()].sort((a, b) => b - a)
  const top = (count: number) => sorted.slice(0, count).reduce((sum, words) => sum + words, 0) / credited
  let half = 0
  while (top(half) < 0.5) half++
  return {
    windowWords,
    nobody: 1 - credited / total,
    otherThanLast: otherThanLast / total,
    beforeLast: beforeLast / total,
    elsewhere: elsewhere / total,
    accounts: byAccount.size,
    topTen: top(10),
    topHundred: top(100),
    half,
    perPage: perPage.sort((a, b) => a - b)[perPage.length >> 1]!,
    agreement: several.agreeing / several.pages,
    clearAgreement: clear.agreeing / clear.pages,
  }
}
