import { BatchStatus } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member, open, time } from './format.ts'

export class AttributionLedgerNotOperatorError extends contractError(
  'AttributionLedger_NotOperator',
  ({ modelId, term, caller }) =>
    `${caller} is not the operator of term ${term} of model ${modelId}: commit with the account of the term in force.`,
) {}

export class AttributionLedgerBatchOpenError extends contractError(
  'AttributionLedger_BatchOpen',
  ({ modelId, openBatch }) =>
    `Batch ${openBatch} of model ${modelId} is still open: finalise it when its challenge period is over, then commit the next.`,
) {}

export class AttributionLedgerNoInferencesError extends contractError(
  'AttributionLedger_NoInferences',
  () => 'The batch has no inferences: commit it when there is at least one paid answer.',
) {}

export class AttributionLedgerZeroRootError extends contractError(
  'AttributionLedger_ZeroRoot',
  ({ field }) => `The batch has a zero '${field}': build the batch from its answers and commit what that gives.`,
) {}

export class AttributionLedgerRootWithoutPayoutsError extends contractError(
  'AttributionLedger_RootWithoutPayouts',
  ({ payoutsRoot }) =>
    `The batch has no payouts but the payouts root ${payoutsRoot}: commit the zero root with a count of 0.`,
) {}

export class AttributionLedgerEarnedExceedsFeesError extends contractError(
  'AttributionLedger_EarnedExceedsFees',
  ({ earned, dataFees }) =>
    `The batch pays out ${open(earned)} of only ${open(dataFees)} data fees: build it again from its receipts.`,
) {}

export class AttributionLedgerEarnedWithoutPayoutsError extends contractError(
  'AttributionLedger_EarnedWithoutPayouts',
  ({ earned }) => `The batch earns ${open(earned)} for nobody: give its payouts, or 0 as what is earned.`,
) {}

export class AttributionLedgerTooFewItemsError extends contractError(
  'AttributionLedger_TooFewItems',
  ({ itemCount, least }) =>
    `The batch declares ${itemCount} items where its counts alone make ${least}: declare the items of all its trees.`,
) {}

export class AttributionLedgerBadBundleSizeError extends contractError(
  'AttributionLedger_BadBundleSize',
  ({ bundleSize, most }) =>
    `The bundle has ${bundleSize} bytes and may have from 1 to ${most}: split the batch into smaller ones.`,
) {}

export class AttributionLedgerWrongBatchError extends contractError(
  'AttributionLedger_WrongBatch',
  ({ batchId }) => `This is not batch ${batchId} as it was committed: pass it as its 'BatchCommitted' event gave it.`,
) {}

export class AttributionLedgerNotCommittedError extends contractError(
  'AttributionLedger_NotCommitted',
  ({ batchId, status }) =>
    `Batch ${batchId} is not in its challenge period or waiting to be finalised: it is ${member(BatchStatus, status)}.`,
) {}

export class AttributionLedgerNotFinalisedError extends contractError(
  'AttributionLedger_NotFinalised',
  ({ batchId, status }) =>
    `Batch ${batchId} cannot be claimed, it is ${member(BatchStatus, status)}: finalise it first, once its challenge period is over.`,
) {}

export class AttributionLedgerChallengePeriodOverError extends contractError(
  'AttributionLedger_ChallengePeriodOver',
  ({ batchId, challengesUntil }) =>
    `Batch ${batchId} could be challenged until ${time(challengesUntil)}: it can only be finalised now.`,
) {}

export class AttributionLedgerChallengePeriodOpenError extends contractError(
  'AttributionLedger_ChallengePeriodOpen',
  ({ batchId, challengesUntil }) =>
    `Batch ${batchId} can be challenged until ${time(challengesUntil)}: finalise it after that.`,
) {}

export class AttributionLedgerAlreadyReservedError extends contractError(
  'AttributionLedger_AlreadyReserved',
  ({ reservation }) =>
    `The challenge ${reservation} is reserved already: send the evidence a block after its reservation.`,
) {}

export class AttributionLedgerNotClaimantError extends contractError(
  'AttributionLedger_NotClaimant',
  ({ account, caller }) =>
    `${caller} cannot claim for ${account}: claim with the account that earned, or collect for a reserve through its datanet.`,
) {}

export class AttributionLedgerBadPayoutProofError extends contractError(
  'AttributionLedger_BadPayoutProof',
  ({ batchId, index }) =>
    `The proof does not show payout ${index} in batch ${batchId}: take the proof from the bundle of that batch.`,
) {}

export class AttributionLedgerAlreadyClaimedError extends contractError(
  'AttributionLedger_AlreadyClaimed',
  ({ batchId, index }) => `Payout ${index} of batch ${batchId} was claimed already: leave it out.`,
) {}
