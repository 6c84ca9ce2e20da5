import { WHOLE_WEIGHT } from '../amounts.ts'
import { comparePlaces } from '../encoding.ts'
import type { Evidence, MalformedListReasonName } from '../evidence.ts'
import { type CreditProof, noCredit, noText } from '../proofs.ts'
import type { Answer } from './opened.ts'
import { anyChunk } from './texts.ts'

/** Where the credits of an answer are no list of disjoint words in the order of the output. */
export function* findMalformedWords({ proof, credits, output }: Answer): Generator<Evidence> {
  let previous: CreditProof | undefined
  for (const shown of credits.values()) {
    const { start, length } = shown.credit
    if (length === 0n) yield malformed('Empty', shown)
    if (previous && start < previous.credit.start + previous.credit.length + 1n) {
      yield malformed('Order', previous, shown)
    }
    if (output && start + length > BigInt(output.length)) {
      yield { ...malformed('PastEnd', shown), outputText: anyChunk(output) }
    }
    previous = shown
  }

  function malformed(reason: MalformedListReasonName, first: CreditProof, second = noCredit) {
    return { kind: 'MalformedList', inference: proof, reason, first, second, outputText: noText } as const
  }
}

/** Where the credits of an answer under `influence/v1` are no list of weights in the order of their sources. */
export function* findMalformedWeights({ proof, credits }: Answer): Generator<Evidence> {
  for (const [index, shown] of credits) {
    const { start, length } = shown.credit
    const next = credits.get(index + 1)
    if (length === 0n) yield malformed('Empty', shown)
    if (start + length > WHOLE_WEIGHT) yield malformed('PastEnd', shown)
    if (index === 0 && start !== 0n) yield malformed('Order', shown)
    if (next && (comparePlaces(shown.credit, next.credit) >= 0 || next.credit.start !== start + length)) {
      yield malformed('Order', shown, next)
    }
  }

  function malformed(reason: MalformedListReasonName, first: CreditProof, second = noCredit): Evidence {
    return { kind: 'MalformedList', inference: proof, reason, first, second, outputText: noText }
  }
}
