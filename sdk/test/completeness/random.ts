/** Random choices that a seed determines: what a run found, a run with the same seed finds again. */
export type Random = {
  /** A whole number in [least, most]. */
  int(least: number, most: number): number
  big(least: bigint, most: bigint): bigint
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
}

/** The generator sfc32 over a seed of 32 bits. */
export function randomOf(seed: number): Random {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 15; i++) next()
  const int = (least: number, most: number) => least + Math.floor((next() / 2 ** 32) * (most - least + 1))
  return {
    int,
    big(least, most) {
      let value = 0n
      for (let i = 0; i < 9; i++) value = (value << 32n) | BigInt(next())
      return least + (value % (most - least + 1n))
    },
    chance: (probability) => next() / 2 ** 32 < probability,
    pick: (from) => from[int(0, from.length - 1)]!,
  }
}
