import { textRootOf } from './draft.ts'
import type { Random } from './random.ts'

// A corpus as it grows on a chain, kept by the test's own book: what counts under a snapshot is decided here, from the
// protocol's text, and nowhere asked of the contracts or the library.

/** A contribution in its place. Numbers of the sequence are those of the registry. */
export type Leaf = {
  submissionId: bigint
  leafIndex: number
  datanet: bigint
  contributor: bigint
  text: Uint8Array
  textRoot: `0x${string}`
  acceptedAt?: bigint
  revokedAt?: bigint
  /** From when on it was unavailable, and until when. */
  unavailable: { from: bigint; to?: bigint }[]
}

export type Standing = 'Eligible' | 'Revoked' | 'Nobody'

/** A published version, as the test published it. */
export type Version = { number: bigint; snapshot: bigint; datanets: readonly bigint[]; windowWords: number }

/** How a leaf counts for a version; `undefined` where it does not at all. */
export function standingOf(leaf: Leaf, { snapshot, datanets }: Version): Standing | undefined {
  const by = (number: bigint | undefined) => number !== undefined && number <= snapshot
  if (!datanets.includes(leaf.datanet) || !by(leaf.acceptedAt)) return undefined
  if (leaf.unavailable.some(({ from, to }) => by(from) && !by(to))) return undefined
  if (leaf.contributor === 0n) return 'Nobody'
  return by(leaf.revokedAt) ? 'Revoked' : 'Eligible'
}

export function leafOf(placed: Omit<Leaf, 'textRoot' | 'unavailable'>): Leaf {
  return { ...placed, textRoot: textRootOf(placed.text), unavailable: [] }
}

const vowels = ['a', 'e', 'i', 'o', 'u', 'ä', 'é']
const consonants = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'r', 's', 't', 'v']
const lonely = ['日', '本', 'か', 'ナ', 'ก', 'ກ', 'ក', 'က']

/** Words in which texts of a world are written, some of them of the scripts whose code points stand alone. */
function wordOf(random: Random): string {
  if (random.chance(0.06)) return random.pick(lonely)
  if (random.chance(0.03)) return random.pick(consonants).repeat(random.int(40, 64))
  if (random.chance(0.05)) return String(random.int(0, 9999))
  const syllable = () => random.pick(consonants) + random.pick(vowels)
  return Array.from({ length: random.int(1, 3) }, syllable).join('')
}

/** Writes the texts of one world: passages of their own, and passages of texts before. */
export type Writer = {
  contribution(): Uint8Array
  output(): Uint8Array
}

export function writerOf(random: Random): Writer {
  const passages: string[][] = []
  const words = Array.from({ length: 40 }, () => wordOf(random))
  const fresh = (length: number) => Array.from({ length }, () => random.pick(words))
  const quoted = () => {
    const passage = random.pick(passages)
    const first = random.int(0, Math.max(0, passage.length - 4))
    const part = passage.slice(first, first + random.int(5, 60))
    // Who edits a word of what he copies.
    if (random.chance(0.2)) part[random.int(0, part.length - 1)] = random.pick(words)
    return part
  }
  const write = (parts: number, ownShare: number): string[] => {
    const text = Array.from({ length: parts }, () =>
      passages.length === 0 || random.chance(ownShare) ? fresh(random.int(1, 24)) : quoted(),
    ).flat()
    return text
  }
  const bytes = (text: string[]) => new TextEncoder().encode(text.join(' '))
  return {
    contribution() {
      const whole = passages.length > 0 && random.chance(0.15)
      const text = whole ? [...random.pick(passages)] : write(random.int(1, 4), 0.55)
      passages.push(text)
      return bytes(text)
    },
    output() {
      if (random.chance(0.12)) return new Uint8Array(0)
      if (random.chance(0.08)) return bytes(fresh(random.int(1, 30)))
      return bytes(write(random.int(1, 6), 0.25))
    },
  }
}
