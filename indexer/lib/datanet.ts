import { datanet, grant, leafRevocation, reserveFunding, submission, validatorSet, validatorVote } from 'ponder:schema'
import { zeroAddress } from 'viem'
import type { Context, Happened } from './context.ts'
import { columnsOf } from './origin.ts'

/** Creates: datanet. */
export async function createDatanet({ db }: Context, args: Happened<'DatanetRegistry:DatanetCreated'>) {
  const { datanetId, at, ...created } = args
  await db.insert(datanet).values({ id: datanetId, ...created, validatorSet: 0n, reserve: 0n, ...columnsOf(at) })
}

/** Creates: validatorSet. Updates: datanet. */
export async function nameValidators({ db }: Context, args: Happened<'DatanetRegistry:ValidatorsNamed'>) {
  const id = BigInt(args.validatorSet)
  const validators = [...args.validators]
  await db.insert(validatorSet).values({ id, datanetId: args.datanetId, validators, ...columnsOf(args.at) })
  await db.update(datanet, { id: args.datanetId }).set({ validatorSet: id })
}

/** Creates: submission. */
export async function submit({ db }: Context, args: Happened<'DatanetRegistry:Submitted'>) {
  const { submissionId, datanetId, submitter, parent, root, uri, at } = args
  await db.insert(submission).values({
    id: submissionId,
    datanetId,
    submitter,
    parent,
    root,
    count: BigInt(args.count),
    validatorSet: BigInt(args.validatorSet),
    uri,
    approvals: 0,
    rejections: 0,
    status: 'pending',
    ...columnsOf(at),
  })
}

/** Creates: validatorVote. Updates: submission. */
export async function approve({ db }: Context, args: Happened<'DatanetRegistry:SubmissionApproved'>) {
  const { submissionId, validator, approvals, at } = args
  await db.insert(validatorVote).values({ submissionId, validator, approved: true, ...columnsOf(at) })
  await db.update(submission, { id: submissionId }).set({ approvals })
}

/** Creates: validatorVote. Updates: submission. */
export async function reject({ db }: Context, args: Happened<'DatanetRegistry:SubmissionRejected'>) {
  const { submissionId, validator, rejections, at } = args
  await db.insert(validatorVote).values({ submissionId, validator, approved: false, ...columnsOf(at) })
  await db.update(submission, { id: submissionId }).set({ rejections })
}

/** Updates: submission. */
export async function acceptSubmission({ db }: Context, args: Happened<'DatanetRegistry:SubmissionAccepted'>) {
  await db.update(submission, { id: args.submissionId }).set({ status: 'accepted', sequence: args.sequence })
}

/** Updates: submission. */
export async function refuseSubmission({ db }: Context, args: Happened<'DatanetRegistry:SubmissionRefused'>) {
  await db.update(submission, { id: args.submissionId }).set({ status: 'rejected' })
}

/** Creates: leafRevocation. */
export async function revokeContribution({ db }: Context, args: Happened<'DatanetRegistry:ContributionRevoked'>) {
  const { submissionId, revoker, sequence, at } = args
  const leafIndex = BigInt(args.leafIndex)
  await db.insert(leafRevocation).values({ submissionId, leafIndex, revoker, sequence, ...columnsOf(at) })
}

/** Updates: submission. */
export async function revokeSubmission({ db }: Context, args: Happened<'DatanetRegistry:SubmissionRevoked'>) {
  await db.update(submission, { id: args.submissionId }).set({ revokedAt: args.sequence })
}

/** Creates: reserveFunding. Updates: datanet. */
export async function fundReserve({ db }: Context, args: Happened<'DatanetReserves:ReserveFunded'>) {
  const { datanetId, from, amount, at } = args
  await db.insert(reserveFunding).values({ datanetId, from, amount, ...at })
  await db.update(datanet, { id: datanetId }).set((row) => ({ reserve: row.reserve + amount }))
}

/** Updates: datanet. */
export async function refundFees({ db }: Context, args: Happened<'DatanetReserves:FeesRefunded'>) {
  await db.update(datanet, { id: args.datanetId }).set((row) => ({ reserve: row.reserve - args.amount }))
}

/** Updates: datanet, where the money is its reserve's. */
export async function offerBounty({ db }: Context, args: Happened<'DatanetReserves:BountyOffered'>) {
  if (args.giver !== zeroAddress) return
  await db.update(datanet, { id: args.datanetId }).set((row) => ({ reserve: row.reserve - args.total }))
}

/** Updates: datanet, where the money was its reserve's. */
export async function closeBounty({ db }: Context, args: Happened<'DatanetReserves:BountyClosed'>) {
  if (args.giver !== zeroAddress) return
  await db.update(datanet, { id: args.datanetId }).set((row) => ({ reserve: row.reserve + args.amount }))
}

/** Creates: grant. The money itself reaches the datanet by `fundReserve`. */
export async function grantToDatanet({ db }: Context, args: Happened<'DataFund:Granted'>) {
  await db.insert(grant).values({ datanetId: args.datanetId, amount: args.amount, ...args.at })
}
