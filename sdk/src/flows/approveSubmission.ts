import * as datanet from '../actions/datanet/index.ts'
import type { Client, Compute } from '../actions/types.ts'
import type { Contribution } from '../attribution/encoding.ts'
import { decodeLeaves } from '../content/leaves.ts'
import { ContentNotFoundError, type ContentStore } from '../content/store.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { doOnce, type FlowParameters, forEachOf, senderOf, startStep } from './flow.ts'

/** A contribution as a validator sees it. */
export type ReviewedContribution = Contribution & {
  leafIndex: number
  /** Canonical bytes. */
  canonical: Uint8Array
  /** UTF-8 as the contributor wrote it; undefined where the store has none. */
  original: Uint8Array | undefined
}

/** A submission whose content is not what it states. */
export class SubmissionContentError extends OpenLedgerError {
  readonly submissionId: bigint

  constructor(submissionId: bigint, reason: string) {
    super(`The content of submission ${submissionId} is not what it states (${reason}): reject it.`)
    this.submissionId = submissionId
  }
}

type Step = 'review' | 'vote' | 'fee'

type Parameters = Compute<
  FlowParameters<Step> & {
    submissionId: bigint
    store: ContentStore
    /** The validator's own look at each contribution: what it throws ends the flow, and nothing is voted. */
    review: (contribution: ReviewedContribution) => void | Promise<void>
  }
>

type ReturnValue = {
  status: number
  /** Wei of OPEN that the vote earned. */
  fee: bigint
}

/** How many texts are read at once. */
const AT_ONCE = 8

/**
 * Looks at all content of a submission, votes for it and takes the validator's fee. All leaves are read, and all texts:
 * their roots are checked, `review` sees to the rest. A vote or a fee that was given before is not asked for again.
 * @throws SubmissionContentError @throws ContentNotFoundError @throws DatanetRegistryNotValidatorError and what `review` throws
 */
export async function approveSubmission(client: Client, parameters: Parameters): Promise<ReturnValue> {
  const { deployment, submissionId, transaction, signal } = parameters
  const sender = senderOf(client, parameters)
  const account = sender.address
  const { voted } = await datanet.getVote(client, { deployment, submissionId, account })
  if (!voted) {
    // Refuses whoever has no seat before hours of reading.
    await datanet.approve.simulate(client, { deployment, submissionId, transaction })
    await reviewAll(client, parameters)
  }
  const next = startStep(parameters, 'vote', 1)
  await doOnce(client, {
    sender,
    signal,
    find: async () => {
      const vote = await datanet.getVote(client, { deployment, submissionId, account })
      return vote.voted ? true : undefined
    },
    send: (nonce) => datanet.approve(client, { deployment, submissionId, transaction: { ...transaction, nonce } }),
    read: () => true,
  })
  next()
  const fee = await takeFee(client, parameters)
  const { status } = await datanet.getSubmission(client, { deployment, submissionId })
  return { status, fee }
}

/** Reads leaves and texts, a few at a time. */
async function reviewAll(client: Client, parameters: Parameters): Promise<void> {
  const { deployment, submissionId, store, review, signal } = parameters
  const { root, count } = await datanet.getSubmission(client, { deployment, submissionId })
  const leaves = decodeLeaves(await store.read('leaves', root, { signal }))
  if (leaves.length !== count) {
    throw new SubmissionContentError(submissionId, `it states ${count} leaves and has ${leaves.length}`)
  }
  const next = startStep(parameters, 'review', leaves.length)
  await forEachOf(leaves, AT_ONCE, async (contribution, leafIndex) => {
    if (!contribution) throw new SubmissionContentError(submissionId, `its leaf ${leafIndex} is no contribution`)
    const canonical = await store.read('texts', contribution.textRoot, { signal })
    const original = await readIfThere(store, contribution, signal)
    await review({ ...contribution, leafIndex, canonical, original })
    next()
  })
}

async function readIfThere(
  store: ContentStore,
  { textRoot }: Contribution,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  try {
    return await store.read('originals', textRoot, { signal })
  } catch (error) {
    if (error instanceof ContentNotFoundError) return undefined
    throw error
  }
}

/** Has the vote's fee paid, unless it was. @returns wei of OPEN that the vote earned, now or before */
async function takeFee(client: Client, parameters: Parameters): Promise<bigint> {
  const { deployment, submissionId, transaction, signal } = parameters
  const sender = senderOf(client, parameters)
  const validator = sender.address
  const { fee } = await datanet.getPrepaidFees(client, { deployment, submissionId })
  if (fee === 0n) return 0n
  const next = startStep(parameters, 'fee', 1)
  const { place } = await datanet.getVote(client, { deployment, submissionId, account: validator })
  await doOnce(client, {
    sender,
    signal,
    find: async () => {
      const { paidVotes } = await datanet.getPrepaidFees(client, { deployment, submissionId })
      return (BigInt(paidVotes) >> place) & 1n ? true : undefined
    },
    send: (nonce) =>
      datanet.payFee(client, { deployment, submissionId, validator, transaction: { ...transaction, nonce } }),
    read: () => true,
  })
  next()
  return fee
}

export declare namespace approveSubmission {
  export type { Parameters, ReturnValue }
}
