// What threads share of a segment. Threads load this file: it imports nothing.

/** Arrays for one thread or, `shared`, for several. */
export type Allocate = { bytes(length: number): Uint8Array; numbers(length: number): Uint32Array }

export const own: Allocate = {
  bytes: (length) => new Uint8Array(length),
  numbers: (length) => new Uint32Array(length),
}

export const shared: Allocate = {
  bytes: (length) => new Uint8Array(new SharedArrayBuffer(length)),
  numbers: (length) => new Uint32Array(new SharedArrayBuffer(4 * length)),
}

/** Where texts stand that follow one another. */
export type Located = {
  /** Where each text begins in the segment's, and where all end. A space stands after each. */
  starts: Uint32Array
  /** The ordinal of the text in which each `1 << locatorShift`th byte stands. */
  locator: Uint32Array
  locatorShift: number
}

export function locatorOf(starts: Uint32Array, count: number, allocate: Allocate) {
  const size = starts[count]!
  // About as many marks as contributions; at most 512 texts begin between two of them.
  const locatorShift = Math.min(10, Math.max(0, Math.floor(Math.log2(Math.max(1, size / Math.max(1, count))))))
  const locator = allocate.numbers((size >>> locatorShift) + 1)
  let ordinal = 0
  for (let mark = 0; mark < locator.length; mark++) {
    const position = mark << locatorShift
    while (ordinal + 1 < count && starts[ordinal + 1]! <= position) ordinal++
    locator[mark] = ordinal
  }
  return { locator, locatorShift }
}

/** The ordinal of the contribution in whose text a position lies. */
export function ordinalAt({ locator, locatorShift, starts }: Located, position: number): number {
  let ordinal = locator[position >>> locatorShift]!
  while (starts[ordinal + 1]! <= position) ordinal++
  return ordinal
}
