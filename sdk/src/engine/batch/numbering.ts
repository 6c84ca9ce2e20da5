import { randomBytes } from 'node:crypto'

/** Numbers byte strings of one length in the order in which they are met. */
export type Numbering = {
  /** By number. */
  readonly items: readonly Uint8Array[]
  /** The number of the bytes at `at`, which are copied where they are met first. */
  of(bytes: Uint8Array, at: number): number
}

/** A prime below 2^32. */
const PRIME = 4_294_967_291

// Whoever makes a bundle chooses its accounts, as many as fit it: by a hash that they know they would choose those that meet
// in one place, and whoever reads them would compare each with all. Any two of them meet by these factors, which nobody
// knows, as seldom as chance has it.
const secret = new Uint32Array(Uint8Array.from(randomBytes(128)).buffer)
const factors = Float64Array.from(secret, (factor) => factor % PRIME)

/** @param length an even number, up to 64 */
export function numbering(length: number): Numbering {
  const items: Uint8Array[] = []
  // Open addressing over the bytes themselves, one after the other: a string of each takes longer than all the rest.
  let slots = new Uint32Array(1024)
  let held = new Uint8Array(512 * length)
  const slotOf = (bytes: Uint8Array, at: number, table: Uint32Array): number => {
    let sum = 0
    // At most 32 products below 2^48: exact.
    for (let i = 0; i < length; i += 2) sum += factors[i >>> 1]! * (bytes[at + i]! | (bytes[at + i + 1]! << 8))
    const mask = table.length - 1
    // The remainder by the prime, or one prime beside it where the quotient was rounded: quicker than `%`.
    let slot = (sum - Math.floor(sum / PRIME) * PRIME) & mask
    for (; table[slot] !== 0; slot = (slot + 1) & mask) {
      const place = length * (table[slot]! - 1)
      let i = 0
      while (i < length && held[place + i] === bytes[at + i]) i++
      if (i === length) break
    }
    return slot
  }
  return {
    items,
    of(bytes, at) {
      const slot = slotOf(bytes, at, slots)
      const known = slots[slot]!
      if (known !== 0) return known - 1
      // A copy, which `slice` of a Buffer is not: what is read next comes to the same memory.
      const item = Uint8Array.from(bytes.subarray(at, at + length))
      held.set(item, length * items.length)
      items.push(item)
      slots[slot] = items.length
      if (2 * items.length === slots.length) {
        const larger = new Uint32Array(2 * slots.length)
        const longer = new Uint8Array(2 * held.length)
        longer.set(held)
        for (let n = 0; n < items.length; n++) larger[slotOf(held, length * n, larger)] = n + 1
        slots = larger
        held = longer
      }
      return items.length - 1
    },
  }
}
