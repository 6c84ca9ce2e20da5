import { getAddress } from 'viem'
import { EmptyBatchError, EmptyRangeError, OverlappingInferencesError } from '../../attribution/batch.ts'
import { partWeightOf } from '../../attribution/bundle/parts.ts'
import type { ScannedAnswers } from './answers.ts'
import { uint128At } from './columns.ts'

/**
 * Answers in the order of a batch: by payer and by where they begin.
 * @throws EmptyBatchError, EmptyRangeError, OverlappingInferencesError
 */
export function orderOf({ count, payers, from, to, payerTable }: ScannedAnswers): Uint32Array {
  if (count === 0) throw new EmptyBatchError()
  const compare = (a: number, b: number) => payers[a]! - payers[b]! || compareTotals(from, a, b)
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const isSorted = order.every((i) => i === 0 || compare(i - 1, i) <= 0)
  if (!isSorted) order.sort(compare)
  for (let i = 0; i < count; i++) {
    const [own, next] = [order[i]!, order[i + 1]]
    const payer = payerTable[payers[own]!]!
    if (uint128At(from, own) >= uint128At(to, own)) {
      throw new EmptyRangeError(getAddress(payer), uint128At(from, own), uint128At(to, own))
    }
    if (next !== undefined && payers[next] === payers[own] && uint128At(from, next) < uint128At(to, own)) {
      throw new OverlappingInferencesError(getAddress(payer), uint128At(from, next))
    }
  }
  return order
}

function compareTotals(totals: BigUint64Array, a: number, b: number): number {
  for (const half of [1, 0]) {
    const [x, y] = [totals[2 * a + half]!, totals[2 * b + half]!]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

/** Inferences of a part, by their places in the batch, and how many credits are before them. */
export type Cut = { from: number; to: number; firstCredit: number; endCredit: number }

/** Cuts the inferences of a batch into parts, as `packBundle` of `sdk/src/attribution` does. */
export function* cutParts(scanned: ScannedAnswers, order: Uint32Array, partBytes: number): Generator<Cut> {
  const { outputLengths, creditCounts } = scanned
  let [from, weight, firstCredit, endCredit] = [0, 0, 0, 0]
  for (let i = 0; i < order.length; i++) {
    const answer = order[i]!
    weight += partWeightOf(outputLengths[answer]!, creditCounts[answer]!)
    endCredit += creditCounts[answer]!
    if (weight < partBytes && i + 1 < order.length) continue
    yield { from, to: i + 1, firstCredit, endCredit }
    ;[from, weight, firstCredit] = [i + 1, 0, endCredit]
  }
}
