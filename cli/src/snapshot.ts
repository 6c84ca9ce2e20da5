import { readEvents } from '@openledger/sdk/actions'
import type { Contribution, Place, Source } from '@openledger/sdk/attribution'
import { ContentNotFoundError, type ContentStore, decodeLeaves } from '@openledger/sdk/content'
import { type Hex, zeroAddress } from 'viem'
import type { Connection } from './config.ts'

/** A state of datanets, as a version freezes it: which submissions count, and what of them was revoked. */
export type Submissions = {
  /** Accepted by the snapshot, in prior-art order. */
  accepted: AcceptedSubmission[]
  /** Number of the sequence whose state this is. */
  snapshot: bigint
}

export type AcceptedSubmission = {
  submissionId: bigint
  datanetId: bigint
  root: Hex
  count: number
  /** Number in the sequence of its acceptance. */
  sequence: bigint
  /** Whether the whole of it was revoked by the snapshot, or else which leaves. */
  revoked: boolean
  revokedLeaves: ReadonlySet<number>
}

/** A contribution with its place, its datanet, and how it counts under the snapshot. */
export type PlacedContribution = Contribution & Place & { datanetId: bigint; standing: Source['standing'] }

/** Reads off the chain which submissions of the datanets count under `snapshot`. */
export async function readSubmissions(
  { client, deployment }: Connection,
  { datanets, snapshot }: { datanets: readonly bigint[]; snapshot: bigint },
): Promise<Submissions> {
  const of = { deployment, contract: 'DatanetRegistry' } as const
  const [submitted, accepted, revoked, leavesRevoked] = await Promise.all([
    readEvents(client, { ...of, event: 'Submitted', args: { datanetId: [...datanets] } }),
    readEvents(client, { ...of, event: 'SubmissionAccepted', args: { datanetId: [...datanets] } }),
    readEvents(client, { ...of, event: 'SubmissionRevoked' }),
    readEvents(client, { ...of, event: 'ContributionRevoked' }),
  ])
  const within = <log extends { args: { sequence: bigint } }>(logs: log[]) =>
    logs.map(({ args }) => args as log['args']).filter(({ sequence }) => sequence <= snapshot)
  const sequences = new Map(within(accepted).map(({ submissionId, sequence }) => [submissionId, sequence]))
  const whole = new Set(within(revoked).map(({ submissionId }) => submissionId))
  const leaves = new Map<bigint, Set<number>>()
  for (const { submissionId, leafIndex } of within(leavesRevoked)) {
    leaves.set(submissionId, (leaves.get(submissionId) ?? new Set()).add(leafIndex))
  }
  return {
    snapshot,
    accepted: submitted
      .map(({ args }) => args)
      .filter(({ submissionId }) => sequences.has(submissionId))
      .map(({ submissionId, datanetId, root, count }) => ({
        submissionId,
        datanetId,
        root,
        count,
        sequence: sequences.get(submissionId)!,
        revoked: whole.has(submissionId),
        revokedLeaves: leaves.get(submissionId) ?? new Set<number>(),
      }))
      .sort((a, b) => (a.submissionId < b.submissionId ? -1 : 1)),
  }
}

/**
 * The contributions of a submission, in order. Leaves that are no contribution's encoding are not there, and none are of
 * a submission that states another count than its leaves': such leaves have no proof.
 * @param leaves As the content store has them.
 */
export function contributionsOf(submission: AcceptedSubmission, leaves: Uint8Array): PlacedContribution[] {
  const { submissionId, datanetId, count, revoked, revokedLeaves } = submission
  const decoded = decodeLeaves(leaves)
  if (decoded.length !== count) return []
  return decoded.flatMap((contribution, leafIndex) => {
    if (!contribution) return []
    const isRevoked = revoked || revokedLeaves.has(leafIndex)
    const standing = contribution.contributor === zeroAddress ? 'Nobody' : isRevoked ? 'Revoked' : 'Eligible'
    return [{ ...contribution, submissionId, leafIndex, datanetId, standing }]
  })
}

/** The same, from the store. @throws ContentNotFoundError when it lacks the leaves */
export async function readContributions(
  store: ContentStore,
  submission: AcceptedSubmission,
): Promise<PlacedContribution[]> {
  return contributionsOf(submission, await store.read('leaves', submission.root))
}

/** The contributions of all submissions of a snapshot, in prior-art order. @throws ContentNotFoundError */
export async function readAllContributions(
  store: ContentStore,
  { accepted }: Submissions,
): Promise<PlacedContribution[]> {
  const contributions: PlacedContribution[] = []
  for (const submission of accepted) contributions.push(...(await readContributions(store, submission)))
  return contributions
}

/**
 * The latest snapshot all of whose content the store holds: up to the one before the first submission that it lacks.
 * An operator is then never held to what it could not know.
 * @returns also the submissions that are missing, in the order of their acceptance
 */
export async function heldSnapshot(
  store: ContentStore,
  { accepted, snapshot }: Submissions,
): Promise<{ snapshot: bigint; missing: AcceptedSubmission[] }> {
  const missing: AcceptedSubmission[] = []
  for (const submission of accepted) if (!(await isHeld(store, submission))) missing.push(submission)
  missing.sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
  return { snapshot: missing[0] ? missing[0].sequence - 1n : snapshot, missing }
}

async function isHeld(store: ContentStore, submission: AcceptedSubmission): Promise<boolean> {
  try {
    for (const { textRoot } of await readContributions(store, submission)) {
      await store.read('texts', textRoot)
      await store.read('originals', textRoot)
    }
    return true
  } catch (error) {
    if (error instanceof ContentNotFoundError) return false
    throw error
  }
}
