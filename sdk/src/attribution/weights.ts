import { OpenLedgerError } from '../errors/base.ts'
import { WHOLE_WEIGHT } from './amounts.ts'
import { type Credit, comparePlaces } from './encoding.ts'

/** A source of an answer under `influence/v1` and what it weighs, in parts of 2^32. */
export type WeightedSource = Pick<Credit, 'submissionId' | 'leafIndex' | 'contributor'> & { weight: bigint }

/** Weights that no answer can have. */
export class WeightsError extends OpenLedgerError {
  constructor(reason: string) {
    super(`The weights of an answer are ${reason}: give parts of 2^32 that sum to 2^32 at most.`)
  }
}

/**
 * The credits of an answer under `influence/v1`: its sources in prior-art order, each beginning where the one before it
 * ends. Sources that weigh nothing have none. A revoked source is given with the zero address as contributor.
 * @throws WeightsError
 */
export function weightCredits(sources: readonly WeightedSource[]): Credit[] {
  let start = 0n
  const credits = sources
    .filter(({ weight }) => weight !== 0n)
    .toSorted(comparePlaces)
    .map(({ submissionId, leafIndex, contributor, weight }): Credit => {
      if (weight < 0n) throw new WeightsError('below 0')
      const place = { submissionId, leafIndex, contributor, matchStart: 0n, matchLength: 0n, offset: 0n }
      const credit = { ...place, start, length: weight }
      start += weight
      return credit
    })
  if (start > WHOLE_WEIGHT) throw new WeightsError('more than a whole')
  return credits
}
