import { SubmissionStatus } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member, open, time } from './format.ts'

export class DatanetRegistryUnknownDatanetError extends contractError(
  'DatanetRegistry_UnknownDatanet',
  ({ datanetId }) => `There is no datanet ${datanetId}: use the id that its creation returned.`,
) {}

export class DatanetRegistryUnknownSubmissionError extends contractError(
  'DatanetRegistry_UnknownSubmission',
  ({ submissionId }) => `There is no submission ${submissionId}: use the id that its 'Submitted' event gave.`,
) {}

export class DatanetRegistryBadTextError extends contractError(
  'DatanetRegistry_BadText',
  ({ field, length, least, most }) => `'${field}' has ${length} bytes and must have ${least} to ${most}.`,
) {}

export class DatanetRegistryReserveTooLargeError extends contractError(
  'DatanetRegistry_ReserveTooLarge',
  ({ reserveBps, most }) => `The reserve's share of ${reserveBps} basis points is too large: choose at most ${most}.`,
) {}

export class DatanetRegistryNotCuratorError extends contractError(
  'DatanetRegistry_NotCurator',
  ({ datanetId, caller }) =>
    `${caller} is not the curator of datanet ${datanetId}: send this with the account that created it.`,
) {}

export class DatanetRegistryBadValidatorCountError extends contractError(
  'DatanetRegistry_BadValidatorCount',
  ({ count, most }) => `${count} validators cannot be named: name 1 to ${most}.`,
) {}

export class DatanetRegistryBadValidatorError extends contractError(
  'DatanetRegistry_BadValidator',
  ({ validator }) => `${validator} is named twice or is the zero address: name each validator once, by its account.`,
) {}

export class DatanetRegistryNoValidatorsError extends contractError(
  'DatanetRegistry_NoValidators',
  ({ datanetId }) =>
    `Datanet ${datanetId} has no validators yet, so nobody could accept a submission: let its curator name them first.`,
) {}

export class DatanetRegistryZeroRootError extends contractError(
  'DatanetRegistry_ZeroRoot',
  () => 'The root of the submission is zero: submit the root of the tree over at least one contribution.',
) {}

export class DatanetRegistryBadCountError extends contractError(
  'DatanetRegistry_BadCount',
  ({ count }) => `A submission cannot have ${count} contributions: it has from 1 to 2^32.`,
) {}

export class DatanetRegistryNotValidatorError extends contractError(
  'DatanetRegistry_NotValidator',
  ({ submissionId, caller }) =>
    `${caller} is no validator of submission ${submissionId}: vote with an account of the set that was in force when it was made.`,
) {}

export class DatanetRegistryStakeTooSmallError extends contractError(
  'DatanetRegistry_StakeTooSmall',
  ({ validator, stake, needed }) =>
    `${validator} has ${open(stake)} at stake and needs ${open(needed)} to vote: stake the rest first.`,
) {}

export class DatanetRegistryAlreadyVotedError extends contractError(
  'DatanetRegistry_AlreadyVoted',
  ({ submissionId, validator }) => `${validator} has voted on submission ${submissionId} already, and a vote stands.`,
) {}

export class DatanetRegistryNotPendingError extends contractError(
  'DatanetRegistry_NotPending',
  ({ submissionId, status }) =>
    `Submission ${submissionId} is decided already: it is ${member(SubmissionStatus, status)}.`,
) {}

export class DatanetRegistryLapsedError extends contractError(
  'DatanetRegistry_Lapsed',
  ({ submissionId, lapsedAt }) =>
    `Submission ${submissionId} lapsed undecided at ${time(lapsedAt)}: submit it again to have it decided.`,
) {}

export class DatanetRegistryNotAcceptedError extends contractError(
  'DatanetRegistry_NotAccepted',
  ({ submissionId, status }) =>
    `Submission ${submissionId} is ${member(SubmissionStatus, status)}: only what was accepted can be revoked.`,
) {}

export class DatanetRegistryAlreadyRevokedError extends contractError(
  'DatanetRegistry_AlreadyRevoked',
  ({ submissionId }) => `This is revoked already in submission ${submissionId}: there is nothing left to do.`,
) {}

export class DatanetRegistryNotContributionError extends contractError(
  'DatanetRegistry_NotContribution',
  ({ submissionId, leafIndex }) =>
    `The proof does not show that contribution at leaf ${leafIndex} of submission ${submissionId}: build it from the leaves of that submission.`,
) {}

export class DatanetRegistryNotCuratorOrContributorError extends contractError(
  'DatanetRegistry_NotCuratorOrContributor',
  ({ submissionId, caller }) =>
    `${caller} may not revoke in submission ${submissionId}: only the datanet's curator may, or the contribution's own contributor.`,
) {}

export class DatanetRegistryUnknownParentError extends contractError(
  'DatanetRegistry_UnknownParent',
  ({ parent }) => `There is no submission ${parent} to refine: name one that was made before, or 0.`,
) {}

export class DatanetRegistryBadSignatureCountError extends contractError(
  'DatanetRegistry_BadSignatureCount',
  ({ count, most }) =>
    `${count} signatures cannot be checked at once: pass 1 to ${most}, and submit larger trees without them.`,
) {}

export class DatanetRegistrySignatureExpiredError extends contractError(
  'DatanetRegistry_SignatureExpired',
  ({ place, deadline }) =>
    `The signature of contribution ${place} ran out at ${time(deadline)}: let its contributor sign again.`,
) {}

export class DatanetRegistryBadSignatureError extends contractError(
  'DatanetRegistry_BadSignature',
  ({ place, contributor }) =>
    `The signature of contribution ${place} is not ${contributor}’s for this leaf, datanet, deadline and registry.`,
) {}

export class DatanetRegistryOtherLeavesError extends contractError(
  'DatanetRegistry_OtherLeaves',
  ({ root, count }) => `The signed leaves make the root ${root} over ${count}: submit exactly these.`,
) {}

export class DatanetRegistryNotDataAvailabilityError extends contractError(
  'DatanetRegistry_NotDataAvailability',
  ({ caller }) => `${caller} may not say what is available: only what comes of demands does.`,
) {}
