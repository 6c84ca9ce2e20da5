import { numberToHex } from 'viem'
import type { IndexedContribution } from '../../src/engine/windows/segment.ts'

export const BATCHES = 4
export const EACH = 30

/** Contributions of a batch; batches lie among one another in prior art, and quote one another. */
export function batch(number: number): IndexedContribution[] {
  return Array.from({ length: EACH }, (_, i) => {
    const words = Array.from({ length: 12 }, (_, k) => `w${(i * 5 + k * (1 + (number % 2))) % 40}`)
    return {
      submissionId: BigInt(1 + i),
      leafIndex: (number * 7) % BATCHES,
      contributor: numberToHex(1 + number, { size: 20 }),
      text: new TextEncoder().encode(words.join(' ')),
    }
  })
}
