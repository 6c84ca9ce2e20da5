import { batch, challenge, challengeReservation, claim } from 'ponder:schema'
import { evidenceKinds } from '../schema/evidence.ts'
import { contentKeyOf } from './commitment.ts'
import type { Context, Happened } from './context.ts'
import { UnknownValueError } from './errors.ts'
import { columnsOf } from './origin.ts'

/** Creates: batch. */
export async function commitBatch({ db }: Context, args: Happened<'AttributionLedger:BatchCommitted'>) {
  const { batchId, modelId, operator, bundleUri, at } = args
  const { commitment, ...committed } = args.batch
  await db.insert(batch).values({
    id: batchId,
    modelId,
    operator,
    status: 'committed',
    term: BigInt(commitment.term),
    inferencesRoot: commitment.inferencesRoot,
    inferenceCount: BigInt(commitment.inferenceCount),
    dataFees: commitment.dataFees,
    payoutsRoot: commitment.payoutsRoot,
    payoutCount: BigInt(commitment.payoutCount),
    earned: commitment.earned,
    creditCount: commitment.creditCount,
    entryCount: commitment.entryCount,
    bundleHash: commitment.bundleHash,
    bundleSize: commitment.bundleSize,
    bundleUri,
    bond: committed.bond,
    committedAt: BigInt(committed.committedAt),
    demandsUntil: BigInt(committed.demandsUntil),
    challengesUntil: BigInt(committed.challengesUntil),
    versionsSince: BigInt(committed.versionsSince),
    responsePeriod: BigInt(committed.responsePeriod),
    contentKey: contentKeyOf(commitment),
    ...columnsOf(at),
  })
}

/** Updates: batch. */
export async function finaliseBatch({ db }: Context, args: Happened<'AttributionLedger:BatchFinalised'>) {
  const { batchId, unearned, at } = args
  await db.update(batch, { id: batchId }).set({ status: 'finalised', unearned, settledAt: at.time })
}

/** Creates: challenge. Updates: batch. */
export async function voidBatch({ db }: Context, args: Happened<'AttributionLedger:BatchVoided'>) {
  const { batchId, modelId, challenger, bond, reward, at } = args
  const kind = kindOf(args.kind)
  await db.insert(challenge).values({ batchId, modelId, challenger, kind, bond, reward, ...columnsOf(at) })
  await db.update(batch, { id: batchId }).set({ status: 'voided', settledAt: at.time })
}

/** Creates: challengeReservation. */
export async function reserveChallenge({ db }: Context, args: Happened<'AttributionLedger:ChallengeReserved'>) {
  const { reservation, sender, at } = args
  await db.insert(challengeReservation).values({ id: reservation, sender, ...columnsOf(at) })
}

/** Creates: claim. */
export async function claimPayout({ db }: Context, args: Happened<'AttributionLedger:Claimed'>) {
  const { batchId, account, recipient, amount, at } = args
  await db.insert(claim).values({ batchId, account, recipient, amount, ...at })
}

function kindOf(kind: number): (typeof evidenceKinds)[number] {
  // The chain counts them from 1.
  const known = evidenceKinds[kind - 1]
  if (!known) throw new UnknownValueError('kind of evidence', kind)
  return known
}
