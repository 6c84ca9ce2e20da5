import { contractError } from './contractError.ts'
import { native, time } from './format.ts'

export class DataAvailabilityNotDatanetRegistryError extends contractError(
  'DataAvailability_NotDatanetRegistry',
  ({ caller }) => `${caller} may not lock a bond: only the registry of datanets does, when something is submitted.`,
) {}

export class DataAvailabilityBondTooSmallError extends contractError(
  'DataAvailability_BondTooSmall',
  ({ bond, least }) => `A bond of ${native(bond)} is too small: send at least ${native(least)}.`,
) {}

export class DataAvailabilityBondLockedError extends contractError(
  'DataAvailability_BondLocked',
  ({ submissionId }) =>
    `The bond of submission ${submissionId} is locked until 14 days after its acceptance, or until it is refused or lapses.`,
) {}

export class DataAvailabilityNothingToReleaseError extends contractError(
  'DataAvailability_NothingToRelease',
  ({ submissionId }) =>
    `Nothing of the bond of submission ${submissionId} is free: it was released, or is set aside for open demands.`,
) {}

export class DataAvailabilityNotAcceptedError extends contractError(
  'DataAvailability_NotAccepted',
  ({ submissionId }) => `Submission ${submissionId} was not accepted: only the data of accepted ones can be demanded.`,
) {}

export class DataAvailabilityBadItemCountError extends contractError(
  'DataAvailability_BadItemCount',
  ({ count, most }) => `${count} items cannot be demanded at once: name 1 to ${most}.`,
) {}

export class DataAvailabilityNoSuchLeafError extends contractError(
  'DataAvailability_NoSuchLeaf',
  ({ submissionId, leafIndex }) => `Submission ${submissionId} has no leaf ${leafIndex}: name indexes below its count.`,
) {}

export class DataAvailabilityNotContributionError extends contractError(
  'DataAvailability_NotContribution',
  ({ submissionId, leafIndex }) =>
    `The proof does not show that contribution at leaf ${leafIndex} of submission ${submissionId}: build it from the leaves of that submission.`,
) {}

export class DataAvailabilityNothingToDemandError extends contractError(
  'DataAvailability_NothingToDemand',
  ({ submissionId }) => `All of this of submission ${submissionId} was demanded before: an item is demanded once.`,
) {}

export class DataAvailabilityDepositTooSmallError extends contractError(
  'DataAvailability_DepositTooSmall',
  ({ deposit, least }) => `A deposit of ${native(deposit)} is too small: send at least ${native(least)}.`,
) {}

export class DataAvailabilityNothingToAnswerError extends contractError(
  'DataAvailability_NothingToAnswer',
  ({ submissionId }) => `None of this of submission ${submissionId} waits for an answer.`,
) {}

export class DataAvailabilityNotOfTextError extends contractError(
  'DataAvailability_NotOfText',
  ({ submissionId, leafIndex, chunk }) =>
    `The proof does not show chunk ${chunk} of the text at leaf ${leafIndex} of submission ${submissionId}: build it from that text.`,
) {}

export class DataAvailabilityNotOpeningError extends contractError(
  'DataAvailability_NotOpening',
  ({ submissionId, leafIndex }) =>
    `This length and root do not open the text root at leaf ${leafIndex} of submission ${submissionId}.`,
) {}

export class DataAvailabilityNotAbsentError extends contractError(
  'DataAvailability_NotAbsent',
  ({ submissionId, leafIndex, chunk }) =>
    `The text at leaf ${leafIndex} of submission ${submissionId} has a chunk ${chunk}: answer with it.`,
) {}

export class DataAvailabilityUnknownDemandError extends contractError(
  'DataAvailability_UnknownDemand',
  ({ demandId }) => `There is no demand ${demandId}: use the id that it returned.`,
) {}

export class DataAvailabilityStillAnswerableError extends contractError(
  'DataAvailability_StillAnswerable',
  ({ demandId, answerBy }) =>
    `Demand ${demandId} can be answered until ${time(answerBy)}: mark what is unanswered then.`,
) {}

export class DataAvailabilityNothingToMarkError extends contractError(
  'DataAvailability_NothingToMark',
  ({ demandId }) => `None of these items waits for an answer to demand ${demandId}.`,
) {}

export class DataAvailabilityNothingToWithdrawError extends contractError(
  'DataAvailability_NothingToWithdraw',
  ({ account }) => `Nothing is owed to ${account} here.`,
) {}

export class DataAvailabilityTransferFailedError extends contractError(
  'DataAvailability_TransferFailed',
  ({ recipient, amount }) =>
    `${recipient} did not take ${native(amount)}: name a recipient that takes native currency.`,
) {}
