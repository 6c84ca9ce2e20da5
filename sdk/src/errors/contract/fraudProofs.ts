import { FalseCreditReason } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member } from './format.ts'

export class FraudProofsUnknownKindError extends contractError(
  'FraudProofs_UnknownKind',
  () => 'There is no such kind of evidence: use a kind of `EvidenceKind` other than `None`.',
) {}

export class FraudProofsBadInferenceProofError extends contractError(
  'FraudProofs_BadInferenceProof',
  ({ index }) =>
    `The proof does not show inference ${index} in the batch: build the evidence from the batch's own bundle.`,
) {}

export class FraudProofsBadCreditProofError extends contractError(
  'FraudProofs_BadCreditProof',
  ({ index }) =>
    `The proof does not show credit ${index} in the inference: build the evidence from the batch's own bundle.`,
) {}

export class FraudProofsBadContributionProofError extends contractError(
  'FraudProofs_BadContributionProof',
  ({ submissionId, leafIndex }) =>
    `The proof does not show the contribution at leaf ${leafIndex} of submission ${submissionId}: build it from the leaves of that submission.`,
) {}

export class FraudProofsBadTextProofError extends contractError(
  'FraudProofs_BadTextProof',
  ({ textRoot }) => `The chunks are not those of the text ${textRoot}: build the proof from its canonical bytes.`,
) {}

export class FraudProofsTextNotShownError extends contractError(
  'FraudProofs_TextNotShown',
  ({ position }) => `The chunks do not hold byte ${position} of the text: open those that do.`,
) {}

export class FraudProofsNothingFalseError extends contractError(
  'FraudProofs_NothingFalse',
  ({ reason }) =>
    `The credit is not false in this way (${member(FalseCreditReason, reason)}): recompute it, since the batch may be honest.`,
) {}

export class FraudProofsNotWindowError extends contractError(
  'FraudProofs_NotWindow',
  () => 'The bytes shown are no window of the output: show as many whole words as the version counts to a window.',
) {}

export class FraudProofsWindowDiffersError extends contractError(
  'FraudProofs_WindowDiffers',
  () => 'The window of the output does not stand in the source at that place: recompute where it occurs.',
) {}

export class FraudProofsNotEligibleError extends contractError(
  'FraudProofs_NotEligible',
  ({ submissionId, leafIndex }) =>
    `The contribution at leaf ${leafIndex} of submission ${submissionId} owns nothing in this version: show one that was accepted by its snapshot in one of its datanets.`,
) {}

export class FraudProofsWordOutsideWindowError extends contractError(
  'FraudProofs_WordOutsideWindow',
  ({ wordStart }) => `The word at byte ${wordStart} does not begin in the window: name a word that the window covers.`,
) {}

export class FraudProofsCreditHoldsNotError extends contractError(
  'FraudProofs_CreditHoldsNot',
  ({ wordStart }) => `The credit shown does not hold the word at byte ${wordStart}: show the credit that does.`,
) {}

export class FraudProofsCreditNotLaterError extends contractError(
  'FraudProofs_CreditNotLater',
  () => 'The word is credited to that contribution or an earlier one already: the batch is right about it.',
) {}

export class FraudProofsNotNeighboursError extends contractError(
  'FraudProofs_NotNeighbours',
  () =>
    'The credits shown are not the neighbours on both sides of the word: show the last one before it and the first one after it.',
) {}

export class FraudProofsSourceRevokedError extends contractError(
  'FraudProofs_SourceRevoked',
  () =>
    'The earlier contribution was revoked by then, so that the word belongs to nobody: the batch is right about it.',
) {}
