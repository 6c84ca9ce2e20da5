import { FalseCreditReason, MalformedListReason } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member } from './format.ts'

export class CreditProofsNothingFalseError extends contractError(
  'CreditProofs_NothingFalse',
  ({ reason }) =>
    `The credit is not false in this way (${member(FalseCreditReason, reason)}): recompute it, since the batch may be honest.`,
) {}

export class CreditProofsNotWindowError extends contractError(
  'CreditProofs_NotWindow',
  () => 'The bytes shown are no window of the output: show as many whole words as the version counts to a window.',
) {}

export class CreditProofsWindowDiffersError extends contractError(
  'CreditProofs_WindowDiffers',
  () => 'The window of the output does not stand in the source at that place: recompute where it occurs.',
) {}

export class CreditProofsNotEligibleError extends contractError(
  'CreditProofs_NotEligible',
  ({ submissionId, leafIndex }) =>
    `The contribution at leaf ${leafIndex} of submission ${submissionId} owns nothing in this version: show one that was accepted by its snapshot in one of its datanets.`,
) {}

export class CreditProofsWordOutsideWindowError extends contractError(
  'CreditProofs_WordOutsideWindow',
  ({ wordStart }) => `The word at byte ${wordStart} does not begin in the window: name a word that the window covers.`,
) {}

export class CreditProofsCreditNotLaterError extends contractError(
  'CreditProofs_CreditNotLater',
  () => 'The word is credited to that contribution or an earlier one already: the batch is right about it.',
) {}

export class CreditProofsNotNeighboursError extends contractError(
  'CreditProofs_NotNeighbours',
  () =>
    'The credits shown are not the neighbours on both sides of the word: show the last one before it and the first one after it.',
) {}

export class CreditProofsSourceRevokedError extends contractError(
  'CreditProofs_SourceRevoked',
  () =>
    'The earlier contribution was revoked by then, so that the word belongs to nobody: the batch is right about it.',
) {}

export class CreditProofsNothingMalformedError extends contractError(
  'CreditProofs_NothingMalformed',
  ({ reason }) =>
    `The credits are not malformed in this way (${member(MalformedListReason, reason)}): recompute them, since the batch may be honest.`,
) {}

export class CreditProofsOtherRuleError extends contractError(
  'CreditProofs_OtherRule',
  () =>
    'The model attributes by influence, where nothing is said of words: escalate a wrong weight to the arbiter instead.',
) {}
