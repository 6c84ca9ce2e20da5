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

export class AttributionLedgerEntriesWithoutPayoutsError extends contractError(
  'AttributionLedger_EntriesWithoutPayouts',
  ({ entryCount }) => `The batch has no payouts but ${entryCount} entries: declare 0 entries.`,
) {}

export class AttributionLedgerTermOverError extends contractError(
  'AttributionLedger_TermOver',
  ({ modelId, term, endsAt }) =>
    `Term ${term} of model ${modelId} ended at ${time(endsAt)}: it commits nothing any more, and what is left in its pool goes to the data fund.`,
) {}

export class AttributionLedgerOperatorBlockedError extends contractError(
  'AttributionLedger_OperatorBlocked',
  ({ operator }) =>
    `${operator} left a demand for a payout of a finalised batch unanswered: answer it, which is possible late, then commit.`,
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
    `${caller} cannot claim for ${account}: claim with the account that earned or a claimer that it allows, or collect for a reserve through its datanet.`,
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

export class AttributionLedgerDemandsOpenError extends contractError(
  'AttributionLedger_DemandsOpen',
  ({ batchId, count }) =>
    `${count} demands of batch ${batchId} are not answered: they void it once their time is over, and nothing finalises it.`,
) {}

export class AttributionLedgerNoExpiredDemandError extends contractError(
  'AttributionLedger_NoExpiredDemand',
  ({ batchId }) => `No demand of batch ${batchId} is unanswered after its time: wait for its deadline.`,
) {}

export class AttributionLedgerNotEscalableError extends contractError(
  'AttributionLedger_NotEscalable',
  ({ batchId }) => `Whatever is wrong with batch ${batchId} can be proven: challenge it with evidence.`,
) {}

export class AttributionLedgerNoArbiterError extends contractError(
  'AttributionLedger_NoArbiter',
  () => 'Governance has named no arbiter: nothing can be escalated.',
) {}

export class AttributionLedgerEscalationOpenError extends contractError(
  'AttributionLedger_EscalationOpen',
  ({ batchId, decideBy }) =>
    `Batch ${batchId} is with the arbiter, who has until ${time(decideBy)}: only after that it is finalised, and it is not escalated again.`,
) {}

export class AttributionLedgerNotEscalatedError extends contractError(
  'AttributionLedger_NotEscalated',
  ({ batchId }) => `Batch ${batchId} has no escalation that could still be decided: it stands as it is.`,
) {}

export class AttributionLedgerNotArbiterError extends contractError(
  'AttributionLedger_NotArbiter',
  ({ batchId, caller }) =>
    `${caller} is not the arbiter of batch ${batchId}: the one in force when it was escalated decides.`,
) {}
