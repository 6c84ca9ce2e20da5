import type { Address } from 'viem'
import { divideGross, grossOf } from '../amounts.ts'
import { compareEntries, type Entry } from '../encoding.ts'
import type { Evidence } from '../evidence.ts'
import { type CreditProof, noCredit, noInference, noText } from '../proofs.ts'
import type { Account, Answer, OpenedBatch } from './opened.ts'
import { anyChunk } from './texts.ts'
import type { BatchToCheck, ChainFacts } from './types.ts'

/** Entries that name no credit, or pay another account or amount than their credit gives. */
export function* findWrongEntries(opened: OpenedBatch, { batch, chain }: BatchToCheck): Generator<Evidence> {
  for (const { proof: payout, entries } of opened.payouts.values()) {
    for (const entry of entries.values()) {
      const wrong = { kind: 'WrongEntry', payout, entry, inference: noInference, credit: noCredit, outputText: noText }
      const { inference: index, credit: place } = entry.entry
      const answer = opened.inferences.get(index)
      const credit = answer?.credits.get(place)
      if (index >= batch.commitment.inferenceCount) yield { ...wrong, kind: 'WrongEntry' }
      else if (answer && place >= answer.proof.inference.creditCount) {
        yield { ...wrong, kind: 'WrongEntry', inference: answer.proof }
      } else if (answer && credit) {
        const shown = { ...wrong, kind: 'WrongEntry', inference: answer.proof, credit } as const
        const due = dueTo(payout.payout.account, answer, credit, chain)
        if (due === 'nothing') yield shown
        else if (due !== 'unknown' && due !== entry.amount) {
          const isText = chain.rule === 'WindowV1' && answer.output
          yield { ...shown, outputText: isText ? anyChunk(isText) : noText }
        }
      }
    }
  }
}

/** What an account earns by a credit: nothing, or so much; unknown where the output, and so its length, is not at hand. */
function dueTo(
  account: Address,
  answer: Answer,
  { credit }: CreditProof,
  { rule, reserveOf }: ChainFacts,
): bigint | 'nothing' | 'unknown' {
  const reserve = reserveOf(credit.submissionId)
  const isContributor = isSame(account, credit.contributor)
  const isReserve = reserve.reserveBps > 0 && isSame(account, reserve.reserveAccount)
  if (BigInt(credit.contributor) === 0n || !(isContributor || isReserve)) return 'nothing'
  if (rule === 'WindowV1' && !answer.output) return 'unknown'
  const outputLength = answer.output?.length ?? 0
  const gross = grossOf({ rule, dataFee: answer.proof.dataFee, length: credit.length, outputLength })
  const parts = divideGross(gross, credit.contributor, reserve)
  return isContributor ? parts.contributor : (parts.reserve ?? 'nothing')
}

/** Credits that lack their contributor's entry or their reserve's. */
export function* findMissingEntries(opened: OpenedBatch, { batch, chain }: BatchToCheck): Generator<Evidence> {
  const { payoutCount } = batch.commitment
  const accounts = new Map([...opened.payouts.values()].map((known) => [keyOf(known.proof.payout.account), known]))
  const entriesOf = new Map<Account, Set<string>>()
  const holds = (known: Account, { inference, credit }: Entry) => {
    const own = entriesOf.get(known) ?? new Set([...known.entries.values()].map(({ entry }) => placeOf(entry)))
    entriesOf.set(known, own)
    return own.has(placeOf({ inference, credit }))
  }
  for (const [index, { proof: inference, credits }] of opened.inferences) {
    for (const [place, credit] of credits) {
      const { contributor, submissionId } = credit.credit
      if (BigInt(contributor) === 0n) continue
      const { reserveAccount, reserveBps } = chain.reserveOf(submissionId)
      const hasReserve = reserveBps > 0 && !isSame(contributor, reserveAccount)
      for (const [reserve, holder] of [
        [false, contributor],
        ...(hasReserve ? [[true, reserveAccount]] : []),
      ] as const) {
        const due = { inference: index, credit: place }
        const missing = { kind: 'MissingEntry', inference, credit, reserve: reserve as boolean } as const
        const known = accounts.get(keyOf(holder as Address))
        if (known && holds(known, due)) continue
        if (known) {
          const count = known.proof.payout.entryCount
          const entries = neighboursOf(known.entries, count, ({ entry }) => compareEntries(entry, due) < 0)
          if (entries) yield { ...missing, payouts: [known.proof], entries }
        } else {
          const around = neighboursOf(opened.payouts, payoutCount, ({ proof }) =>
            isBelow(proof.payout.account, holder as Address),
          )
          if (around) yield { ...missing, payouts: around.map(({ proof }) => proof), entries: [] }
        }
      }
    }
  }
}

/**
 * The leaves between which an absent one would stand: two neighbours, or one at either end, or none of none. `undefined`
 * where they are not at hand.
 * @param isBefore whether a leaf comes before the absent one; if not, it comes after
 */
function neighboursOf<Leaf>(
  leaves: ReadonlyMap<number, Leaf>,
  count: number,
  isBefore: (leaf: Leaf) => boolean,
): Leaf[] | undefined {
  if (count === 0) return []
  const [first, last] = [leaves.get(0), leaves.get(count - 1)]
  if (first && !isBefore(first)) return [first]
  if (last && isBefore(last)) return [last]
  for (const [index, leaf] of leaves) {
    const next = leaves.get(index + 1)
    if (next && isBefore(leaf) && !isBefore(next)) return [leaf, next]
  }
  return undefined
}

function isSame(a: Address, b: Address): boolean {
  return BigInt(a) === BigInt(b)
}

function isBelow(a: Address, b: Address): boolean {
  return BigInt(a) < BigInt(b)
}

function keyOf(account: Address): string {
  return account.toLowerCase()
}

function placeOf({ inference, credit }: Entry): string {
  return `${inference}/${credit}`
}
