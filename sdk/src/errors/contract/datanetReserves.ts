import { contractError } from './contractError.ts'
import { open, time } from './format.ts'

export class DatanetReservesNotDatanetRegistryError extends contractError(
  'DatanetReserves_NotDatanetRegistry',
  ({ caller }) => `${caller} may not take fees: only the registry of datanets does, when something is submitted.`,
) {}

export class DatanetReservesNotCuratorError extends contractError(
  'DatanetReserves_NotCurator',
  ({ datanetId, caller }) =>
    `${caller} is not the curator of datanet ${datanetId}: send this with the account that created it.`,
) {}

export class DatanetReservesZeroAmountError extends contractError(
  'DatanetReserves_ZeroAmount',
  () => 'There is nothing to give to the reserve: pass an amount above 0 wei.',
) {}

export class DatanetReservesNotReserveClaimError extends contractError(
  'DatanetReserves_NotReserveClaim',
  ({ datanetId, account }) =>
    `The claim is for ${account}, not for the reserve of datanet ${datanetId}: pass only claims of its reserve account.`,
) {}

export class DatanetReservesFeeTooLargeError extends contractError(
  'DatanetReserves_FeeTooLarge',
  ({ fee, most }) => `A verification fee of ${open(fee)} is too large: choose at most ${open(most)}.`,
) {}

export class DatanetReservesFeesAboveMostError extends contractError(
  'DatanetReserves_FeesAboveMost',
  ({ datanetId, fees, most }) =>
    `Datanet ${datanetId} asks for ${open(fees)} for verification and you agreed to ${open(most)}: pass \`maxFees\` of as much, and approve the reserves for it.`,
) {}

export class DatanetReservesNotVotedError extends contractError(
  'DatanetReserves_NotVoted',
  ({ submissionId, validator }) => `${validator} did not vote on submission ${submissionId}: only a vote earns a fee.`,
) {}

export class DatanetReservesFeeAlreadyPaidError extends contractError(
  'DatanetReserves_FeeAlreadyPaid',
  ({ submissionId, validator }) =>
    `${validator} got its fee for submission ${submissionId} already: there is nothing left to do.`,
) {}

export class DatanetReservesNotDecidedError extends contractError(
  'DatanetReserves_NotDecided',
  ({ submissionId }) => `Submission ${submissionId} may still be voted on: come back once it is decided or has lapsed.`,
) {}

export class DatanetReservesNotAcceptedError extends contractError(
  'DatanetReserves_NotAccepted',
  ({ submissionId }) => `Submission ${submissionId} was not accepted: only accepted ones are refunded and rewarded.`,
) {}

export class DatanetReservesNothingDueError extends contractError(
  'DatanetReserves_NothingDue',
  ({ submissionId }) =>
    `Nothing is due now for submission ${submissionId}: no fees were prepaid, all is paid, or the reserve has spent its tenth.`,
) {}

export class DatanetReservesSpendingCappedError extends contractError(
  'DatanetReserves_SpendingCapped',
  ({ datanetId, amount, spendable }) =>
    `The reserve of datanet ${datanetId} may spend ${open(spendable)} now, not ${open(amount)}: it spends at most a tenth in 30 days.`,
) {}

export class DatanetReservesBadBountyError extends contractError(
  'DatanetReserves_BadBounty',
  ({ reward, total }) =>
    `A bounty of ${open(total)} cannot pay rewards of ${open(reward)}: choose a reward above 0 and a total of at least one.`,
) {}

export class DatanetReservesBadEndError extends contractError(
  'DatanetReserves_BadEnd',
  ({ endsAt, least, most }) =>
    `The bounty cannot end at ${time(endsAt)}: choose a time from ${time(least)} to ${time(most)}.`,
) {}

export class DatanetReservesUnknownBountyError extends contractError(
  'DatanetReserves_UnknownBounty',
  ({ bountyId }) => `There is no bounty ${bountyId}: use the id that its offer returned.`,
) {}

export class DatanetReservesBountyOverError extends contractError(
  'DatanetReserves_BountyOver',
  ({ bountyId, endsAt }) => `Bounty ${bountyId} ended at ${time(endsAt)}: nothing more is paid.`,
) {}

export class DatanetReservesBountyOpenError extends contractError(
  'DatanetReserves_BountyOpen',
  ({ bountyId, endsAt }) => `Bounty ${bountyId} runs until ${time(endsAt)}: close it then.`,
) {}

export class DatanetReservesBountyExhaustedError extends contractError(
  'DatanetReserves_BountyExhausted',
  ({ bountyId, remaining, reward }) =>
    `Bounty ${bountyId} has ${open(remaining)} left, and a reward is ${open(reward)}.`,
) {}

export class DatanetReservesAcceptedTooEarlyError extends contractError(
  'DatanetReserves_AcceptedTooEarly',
  ({ bountyId, submissionId }) =>
    `Submission ${submissionId} was accepted before bounty ${bountyId} was offered: it pays for what is accepted later.`,
) {}

export class DatanetReservesOtherDatanetError extends contractError(
  'DatanetReserves_OtherDatanet',
  ({ bountyId, submissionId }) => `Submission ${submissionId} is not of the datanet that bounty ${bountyId} is for.`,
) {}

export class DatanetReservesNotEligibleError extends contractError(
  'DatanetReserves_NotEligible',
  ({ submissionId, leafIndex }) =>
    `The contribution at leaf ${leafIndex} of submission ${submissionId} earns no bounty: it is revoked, unavailable, or nobody’s.`,
) {}

export class DatanetReservesNotContributionError extends contractError(
  'DatanetReserves_NotContribution',
  ({ submissionId, leafIndex }) =>
    `The proof does not show that contribution at leaf ${leafIndex} of submission ${submissionId}: build it from the leaves of that submission.`,
) {}

export class DatanetReservesAlreadyRewardedError extends contractError(
  'DatanetReserves_AlreadyRewarded',
  ({ bountyId, textRoot }) =>
    `Bounty ${bountyId} was paid for the text ${textRoot} already, and pays once for each text.`,
) {}
