import { OpenLedgerError } from '../../errors/base.ts'
import { createSigner } from './minhash.ts'
import { shinglesOf } from './shingles.ts'

export type DuplicateOptions = {
  /** 16 random bytes: who knows them can make copies that are not found. */
  seed: Uint8Array
  /** Words of a shingle; 3 unless given. */
  shingleWords?: number
  /**
   * A text is compared with those whose signature equals its own in one of so many bands of so many values each. Of a
   * Jaccard index j the share 1 − (1 − j^rows)^bands is found: unless given, of 40 bands of 3 values, 0.57 (a tenth of
   * the words changed) with 99.98 %, 0.4 with 93 %, 0.1 with 4 %.
   */
  bands?: number
  rows?: number
  /** A text is a near-duplicate of another from this share of its own shingles on that the other has; 0.5 unless given. */
  share?: number
}

/** A text that an earlier one makes superfluous. Texts are numbered as they are offered, from 0 on. */
export type Duplicate = {
  of: number
  /** Of its different shingles, those that the other text has too. */
  share: number
}

/**
 * Takes texts one after the other, the earliest in prior art first, and keeps those that are not nearly the same as one
 * that it kept. The share is that of the later text, so that nobody can have a long text left out by registering parts
 * of it; a text with much of its own beside a copy is not left out either.
 */
export type DuplicateFilter = {
  /** @returns the kept text that this one nearly repeats, the most alike of several; `undefined` if it is kept itself */
  offer(text: Uint8Array): Duplicate | undefined
}

/** Options that no filter can have. */
export class DuplicateOptionsError extends OpenLedgerError {
  constructor(reason: string) {
    super(
      `No near-duplicates can be found with ${reason}: give whole numbers from 1 on, and a share above 0 and up to 1.`,
    )
  }
}

/** @throws DuplicateOptionsError */
export function createDuplicateFilter(options: DuplicateOptions): DuplicateFilter {
  const { seed, shingleWords = 3, bands = 40, rows = 3, share: least = 0.5 } = options
  for (const [name, number] of Object.entries({ shingleWords, bands, rows })) {
    if (!Number.isSafeInteger(number) || number < 1) throw new DuplicateOptionsError(`${name} of ${number}`)
  }
  if (!(least > 0 && least <= 1)) throw new DuplicateOptionsError(`a share of ${least}`)
  if (seed.length !== 16) throw new DuplicateOptionsError(`a seed of ${seed.length} bytes instead of 16`)
  const sign = createSigner(seed, bands * rows, shingleWords)
  /** For each band, the kept texts by what their signatures have there. */
  const tables = Array.from({ length: bands }, () => new Map<string, number[]>())
  const kept = new Map<number, Uint8Array>()
  let offered = 0

  return {
    offer: (text) => {
      const number = offered++
      const shingles = shinglesOf(text, shingleWords)
      if (shingles.size === 0) return undefined
      const signature = sign(text)
      const keys = tables.map((_, band) => signature.subarray(band * rows, (band + 1) * rows).join())
      const candidates = new Set(tables.flatMap((table, band) => table.get(keys[band]!) ?? []))
      let best: Duplicate | undefined
      for (const of of [...candidates].sort((a, b) => a - b)) {
        const share = shareIn(shingles, shinglesOf(kept.get(of)!, shingleWords))
        if (share >= least && (!best || share > best.share)) best = { of, share }
      }
      if (best) return best
      kept.set(number, text)
      for (const [band, table] of tables.entries()) {
        const others = table.get(keys[band]!)
        if (others) others.push(number)
        else table.set(keys[band]!, [number])
      }
      return undefined
    },
  }
}

function shareIn(shingles: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let common = 0
  for (const shingle of shingles) if (others.has(shingle)) common++
  return common / shingles.size
}
