import { createRandom } from '../engine/words.ts'
import {
  type Attack,
  changedIn,
  concatenated,
  edited,
  exact,
  extended,
  ownSplit,
  phrasesFirst,
  reordered,
  type Size,
  split,
} from './attacks.ts'
import { copierShare, copierShareOf } from './formula.ts'
import { type Play, play, type Rule, windowRule } from './world.ts'

/** What an attacker may take at most: nothing, what the rule implies for edits, or what follows from its texts. */
type Asked = {
  name: string
  attack: Attack
  windowWords?: number
  /** Words of all originals, in thousands, at full size; 20 unless given. */
  thousands?: number
  takesNothing?: true
  /** Share of the words changed. */
  changed?: number
  /** Chance makes windows of copied words here that an original has elsewhere, which the places of words do not show. */
  byChance?: true
  /** With the near-duplicate filter on: the most that may be taken of all money; 1 where it is measured only. */
  mostFiltered?: number
}

/** What was seen of one attack. Shares are of all money unless said. */
export type Row = {
  name: string
  windowWords: number
  texts: number
  words: number
  /** In wei, as decimal digits: of answers that brought one OPEN each. */
  taken: string
  share: number
  /** Of what quoted copies brought. */
  ofCopies: number
  /** Wei by which it differs from what follows from where each word comes from, and at most how many may. */
  offImplied: number
  mostOffImplied: number
  /** Where words were changed: what the rule implies for an endless text, and for one as long as these. */
  formula?: number
  formulaOfLength?: number
  /** With the filter on: of the copies, those that it left out, and what the rest took. */
  filter?: { leftOut: number; share: number }
}

/** By how much the share of edited copies may be off the formula: half a point, or what so few words as in tests allow. */
const TOLERANCE = { full: 0.005, small: 0.06 }

const K = 8
const percent = (share: number) => `${Math.round(100 * share)} %`

const asked: Asked[] = [
  ...[1, 5, 50].map(
    (count): Asked => ({
      name: `exact copies, ${count} of each text`,
      attack: exact(count),
      thousands: count === 50 ? 5 : 20,
      takesNothing: true,
      mostFiltered: 0,
    }),
  ),
  ...(['before', 'after', 'between'] as const).map(
    (where): Asked => ({
      name: `copies with half as much added ${where === 'between' ? 'in three places between' : where}`,
      attack: extended(where, 0.5),
      takesNothing: true,
    }),
  ),
  { name: 'copies split over 10 accounts', attack: split(10, K), takesNothing: true },
  { name: '10 texts in one', attack: concatenated(10), takesNothing: true },
  { name: `pieces of ${2 * K} words in another order`, attack: reordered(2 * K), takesNothing: true },
  ...[0.02, 0.05, 0.1, 0.2].flatMap((changed) =>
    [1, 5].map(
      (count): Asked => ({
        name: `${count === 1 ? 'a copy' : `${count} copies`} with ${percent(changed)} of the words changed`,
        attack: edited(changed, count),
        thousands: count > 1 ? 20 : changed < 0.1 ? 100 : 200,
        changed,
        mostFiltered: changed > 0.1 ? 1 : count === 1 ? 0.01 : 0.03,
      }),
    ),
  ),
  ...[4, 16].map(
    (windowWords): Asked => ({
      name: `a copy with ${percent(0.05)} of the words changed`,
      attack: edited(0.05),
      windowWords,
      thousands: 200,
      changed: 0.05,
    }),
  ),
  {
    name: 'a copy with 10 % of the words changed, and as much of its own added after',
    attack: extended('after', 1, 0.1),
    mostFiltered: 1,
  },
  { name: `pieces of ${K - 1} words in another order`, attack: reordered(K - 1), byChance: true, mostFiltered: 1 },
  { name: '50 of 200 common phrases of 12 words submitted first', attack: phrasesFirst(50) },
]

function sizeOf({ thousands = 20 }: Asked, size: 'small' | 'full'): Size {
  return size === 'full' ? { texts: thousands, words: 1_000 } : { texts: thousands < 20 ? 2 : 10, words: 300 }
}

/** Plays every attack, or those whose names have one of some parts. The same seed gives the same rows. */
export async function suite(
  { seed, size, only = [''] }: { seed: number; size: 'small' | 'full'; only?: readonly string[] },
  rule: Rule = windowRule,
  onRow: (row: Row) => void = () => {},
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [i, ask] of asked.entries()) {
    const { windowWords = K, changed } = ask
    if (!only.some((part) => ask.name.includes(part))) continue
    const random = createRandom(seed * 1_000 + i)
    const filterSeed = Uint8Array.from({ length: 16 }, () => random() & 0xff)
    const sizes = sizeOf(ask, size)
    const world = ask.attack(random, sizes)
    const isFiltered = ask.mostFiltered !== undefined
    const { open, filtered } = await play(world, windowWords, rule, isFiltered ? filterSeed : undefined)
    const row = rowOf(ask.name, windowWords, sizes, open)
    if (changed !== undefined) {
      row.formula = copierShare(1 - changed, windowWords)
      row.formulaOfLength = copierShareOf(changedIn(sizes.words, changed), windowWords, sizes.words)
    }
    if (filtered) {
      row.filter = { leftOut: 1 - filtered.quoted / open.quoted, share: shareOf(filtered.taken, filtered.fees) }
    }
    rows.push(row)
    onRow(row)
  }
  if (!only.some((part) => OWN.includes(part))) return rows
  const row = await ownRow(seed, size, rule)
  onRow(row)
  return [...rows, row]
}

/** Splitting one's own texts over many accounts: what that adds to what they earn. */
async function ownRow(seed: number, size: 'small' | 'full', rule: Rule): Promise<Row> {
  const sizes = sizeOf({ name: '', attack: exact(1) }, size)
  const [whole, pieces] = ownSplit(createRandom(seed * 1_000 + 999), sizes, 10, K)
  const { open: before } = await play(whole, K, rule)
  const { open: after } = await play(pieces, K, rule)
  return rowOf(OWN, K, sizes, { ...after, taken: after.taken - before.taken, implied: after.implied - before.implied })
}

const OWN = 'own texts split over 10 accounts: what that adds'

function rowOf(name: string, windowWords: number, sizes: Size, { taken, implied, fees, quoted, credits }: Play): Row {
  return {
    name,
    windowWords,
    ...sizes,
    taken: String(taken),
    share: shareOf(taken, fees),
    ofCopies: quoted === 0 ? 0 : shareOf(taken, BigInt(quoted) * 10n ** 18n),
    offImplied: Number(taken - implied),
    mostOffImplied: credits,
  }
}

/** What a rule or a filter does wrong by these rows; nothing where all is as it must be. */
export function faultsIn(rows: readonly Row[], size: 'small' | 'full'): string[] {
  return rows.flatMap((row) => {
    const ask = asked.find(({ name, windowWords = K }) => name === row.name && windowWords === row.windowWords)
    const wrong: string[] = []
    if (ask?.takesNothing && row.taken !== '0') wrong.push(`take ${row.taken} wei instead of nothing`)
    if (row.name === OWN && BigInt(row.taken) > 0n) wrong.push(`${row.taken} wei more than whole`)
    if (!ask?.byChance && Math.abs(row.offImplied) > row.mostOffImplied)
      wrong.push(`${row.offImplied} wei off what follows from the texts`)
    if (row.formula !== undefined && Math.abs(row.ofCopies - row.formula) > TOLERANCE[size])
      wrong.push(`${row.ofCopies} of what copies bring instead of ${row.formula}`)
    if (row.filter && row.filter.share > ask!.mostFiltered!)
      wrong.push(`${row.filter.share} in spite of the filter, ${ask!.mostFiltered} at most`)
    return wrong.map((what) => `${row.name}: ${what}`)
  })
}

function shareOf(part: bigint, whole: bigint): number {
  return Number((part * 10n ** 12n) / whole) / 1e12
}
