import {
  cased,
  caseIgnorable,
  lonelyScripts,
  lowerCase,
  specialLowerCase,
  unassigned,
  wordCharacters,
} from './generated/unicode15.ts'

/** Properties of code points in Unicode 15.0.0, the same on every runtime. */
export const unicode = {
  /** Unassigned, or a surrogate. */
  unassigned: 1,
  /** A letter, a mark or a number. */
  word: 2,
  /** Of a script whose code points are words by themselves. */
  lonely: 4,
  cased: 8,
  caseIgnorable: 16,
} as const

const properties = new Uint8Array(0x110000)
for (const [runs, property] of [
  [unassigned, unicode.unassigned],
  [wordCharacters, unicode.word],
  [lonelyScripts, unicode.lonely],
  [cased, unicode.cased],
  [caseIgnorable, unicode.caseIgnorable],
] as const) {
  const numbers = decode(runs)
  for (let i = 0, end = 0; i < numbers.length; i += 2) {
    const start = end + numbers[i]!
    end = start + numbers[i + 1]!
    for (let point = start; point < end; point++) properties[point]! |= property
  }
}

const lowerCases = new Map<number, string>()
for (let i = 0, numbers = decode(lowerCase); i < numbers.length; i += 4) {
  const [first, count, step, added] = numbers.slice(i, i + 4) as [number, number, number, number]
  for (let n = 0; n < count; n++) lowerCases.set(first + n * step, String.fromCodePoint(first + n * step + added))
}
for (const [point, lower] of specialLowerCase) lowerCases.set(point, String.fromCodePoint(...lower))

/** Whether a code point has a property of `unicode`. */
export function has(point: number, property: number): boolean {
  return (properties[point]! & property) !== 0
}

/** Lower case of a code point where it stands alone; `undefined` when it is its own. */
export function lowerCaseOf(point: number): string | undefined {
  return lowerCases.get(point)
}

function decode(encoded: string): number[] {
  return encoded.split(' ').map((number) => Number.parseInt(number, 36))
}
