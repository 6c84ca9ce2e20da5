import { readEvents } from '@openledger/sdk/actions'
import type { Contribution, Place, Source } from '@openledger/sdk/attribution'
import {
  ContentNotFoundError,
  type ContentStore,
  decodeLeaves,
  leafSiblings,
  leavesTree,
} from '@openledger/sdk/content'
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
  /** Leaves whose data nobody showed, so that they have no place under the snapshot. */
  unavailableLeaves: ReadonlySet<number>
}

/** A contribution with its place, its datanet, and how it counts under the snapshot. */
export type PlacedContribution = Contribution & Place & { datanetId: bigint; standing: Source['standing'] }

/** Reads off the chain which submissions of the datanets count under `snapshot`. */
export async function readSubmissions(
  { client, deployment }: Connection,
  { datanets, snapshot }: { datanets: readonly bigint[]; snapshot: bigint },
): Promise<Submissions> {
  const of = { deployment, contract: 'DatanetRegistry' } as const
  const [submitted, accepted, revoked, leavesRevoked, lost, shown] = await Promise.all([
    readEvents(client, { ...of, event: 'Submitted', args: { datanetId: [...datanets] } }),
    readEvents(client, { ...of, event: 'SubmissionAccepted', args: { datanetId: [...datanets] } }),
    readEvents(client, { ...of, event: 'SubmissionRevoked' }),
    readEvents(client, { ...of, event: 'ContributionRevoked' }),
    readEvents(client, { ...of, event: 'ContributionsUnavailable' }),
    readEvents(client, { ...of, event: 'ContributionsAvailable' }),
  ])
  const within = <log extends { args: { sequence: bigint } }>(logs: log[]) =>
    logs.map(({ args }) => args as log['args']).filter(({ sequence }) => sequence <= snapshot)
  const sequences = new Map(within(accepted).map(({ submissionId, sequence }) => [submissionId, sequence]))
  const whole = new Set(within(revoked).map(({ submissionId }) => submissionId))
  const leaves = new Map<bigint, Set<number>>()
  for (const { submissionId, leafIndex } of within(leavesRevoked)) {
    leaves.set(submissionId, (leaves.get(submissionId) ?? new Set()).add(leafIndex))
  }
  const unavailable = new Map<bigint, Set<number>>()
  const changes = [
    ...within(lost).map((change) => ({ ...change, isLost: true })),
    ...within(shown).map((change) => ({ ...change, isLost: false })),
  ].sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
  for (const { submissionId, leafIndexes, isLost } of changes) {
    const now = unavailable.get(submissionId) ?? new Set()
    for (const leafIndex of leafIndexes) isLost ? now.add(leafIndex) : now.delete(leafIndex)
    unavailable.set(submissionId, now)
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
        unavailableLeaves: unavailable.get(submissionId) ?? new Set<number>(),
      }))
      .sort((a, b) => (a.submissionId < b.submissionId ? -1 : 1)),
  }
}

/**
 * The contributions of a submission, in order: those that can be proven on chain, and only those. Leaves that are no
 * contribution's encoding, or unavailable, are not there, nor those that a wrong stated count leaves without a proof.
 * @param leaves As the content store has them.
 */
export function contributionsOf(submission: AcceptedSubmission, leaves: Uint8Array): PlacedContribution[] {
  const { submissionId, datanetId, count } = submission
  const decoded = decodeLeaves(leaves)
  const tree = decoded.length === count ? undefined : leavesTree(leaves)
  return decoded.flatMap((contribution, leafIndex) => {
    if (!contribution || submission.unavailableLeaves.has(leafIndex)) return []
    if (tree && !leafSiblings(tree, leafIndex, count)) return []
    const standing = standingOf(submission, { ...contribution, leafIndex })
    return [{ ...contribution, submissionId, leafIndex, datanetId, standing }]
  })
}

/** A contribution with its text as the contributor wrote it. */
export type HeldContribution = PlacedContribution & { original: string }

/**
 * The latest state of the datanets all of whose content the store holds: up to the one before the first submission that
 * it lacks. An operator is then never held to what it could not know.
 * @returns also the contributions, in prior-art order, and the submissions that are left out
 */
export async function readHeldSnapshot(
  connection: Connection,
  store: ContentStore,
  { datanets, snapshot }: { datanets: readonly bigint[]; snapshot: bigint },
): Promise<{ snapshot: bigint; contributions: HeldContribution[]; leftOut: AcceptedSubmission[] }> {
  const { accepted } = await readSubmissions(connection, { datanets, snapshot })
  const held = new Map<bigint, HeldContribution[]>()
  for (const submission of accepted) {
    const contributions = await readIfHeld(store, submission)
    if (contributions) held.set(submission.submissionId, contributions)
  }
  const missing = accepted.filter(({ submissionId }) => !held.has(submissionId)).map(({ sequence }) => sequence)
  const last = missing.reduce((least, sequence) => (sequence <= least ? sequence - 1n : least), snapshot)
  // What was revoked later than the snapshot is not revoked in it.
  const chosen =
    last === snapshot ? accepted : (await readSubmissions(connection, { datanets, snapshot: last })).accepted
  const contributions = chosen.flatMap((submission) => {
    return held
      .get(submission.submissionId)!
      .filter(({ leafIndex }) => !submission.unavailableLeaves.has(leafIndex))
      .map((one) => ({ ...one, standing: standingOf(submission, one) }))
  })
  return { snapshot: last, contributions, leftOut: accepted.filter(({ sequence }) => sequence > last) }
}

/** The contributions of a submission with their originals; undefined when the store lacks any content of it. */
async function readIfHeld(
  store: ContentStore,
  submission: AcceptedSubmission,
): Promise<HeldContribution[] | undefined> {
  const contributions: HeldContribution[] = []
  // What is unavailable now may count under an earlier snapshot.
  const all = { ...submission, unavailableLeaves: new Set<number>() }
  try {
    for (const contribution of contributionsOf(all, await store.read('leaves', submission.root))) {
      await store.read('texts', contribution.textRoot)
      const original = new TextDecoder().decode(await store.read('originals', contribution.textRoot))
      contributions.push({ ...contribution, original })
    }
  } catch (error) {
    if (error instanceof ContentNotFoundError) return undefined
    throw error
  }
  return contributions
}

function standingOf(
  { revoked, revokedLeaves }: AcceptedSubmission,
  { contributor, leafIndex }: Pick<PlacedContribution, 'contributor' | 'leafIndex'>,
): Source['standing'] {
  if (contributor === zeroAddress) return 'Nobody'
  return revoked || revokedLeaves.has(leafIndex) ? 'Revoked' : 'Eligible'
}
