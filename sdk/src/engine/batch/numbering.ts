/** Numbers byte strings of one length in the order in which they are met. */
export function numbering(length: number) {
  const items: Uint8Array[] = []
  // Open addressing over the bytes themselves: making a string of each takes longer than all the rest.
  let slots = new Uint32Array(1024)
  const slotOf = (bytes: Uint8Array, at: number, table: Uint32Array): number => {
    let hash = 0
    // Addresses are hashes, or chosen: whoever chooses many alike slows down one part of a batch that pays for it.
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[at + i]!, 0x9e3779b1) ^ (hash >>> 15)
    let slot = (hash >>> 0) % table.length
    for (; table[slot] !== 0; slot = (slot + 1) % table.length) {
      const item = items[table[slot]! - 1]!
      let i = 0
      while (i < length && item[i] === bytes[at + i]) i++
      if (i === length) break
    }
    return slot
  }
  return {
    items,
    of(bytes: Uint8Array, at: number): number {
      const slot = slotOf(bytes, at, slots)
      const known = slots[slot]!
      if (known !== 0) return known - 1
      // A copy, which `slice` of a Buffer is not: what is read next comes to the same memory.
      items.push(Uint8Array.from(bytes.subarray(at, at + length)))
      slots[slot] = items.length
      if (2 * items.length > slots.length) {
        const larger = new Uint32Array(2 * slots.length)
        items.forEach((item, i) => {
          larger[slotOf(item, 0, larger)] = i + 1
        })
        slots = larger
      }
      return items.length - 1
    },
  }
}
