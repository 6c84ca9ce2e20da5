import { contractError } from './contractError.ts'

export class FraudProofsUnknownKindError extends contractError(
  'FraudProofs_UnknownKind',
  () => 'There is no such kind of evidence: use a kind of `EvidenceKind` other than `None`.',
) {}

export class FraudProofsBadEncodingError extends contractError(
  'FraudProofs_BadEncoding',
  () => 'The evidence is not the ABI encoding of one struct: encode the struct of its kind and nothing else.',
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

export class FraudProofsBadPayoutProofError extends contractError(
  'FraudProofs_BadPayoutProof',
  ({ index }) =>
    `The proof does not show payout ${index} in the batch: build the evidence from the batch's own bundle.`,
) {}

export class FraudProofsBadEntryProofError extends contractError(
  'FraudProofs_BadEntryProof',
  ({ index }) =>
    `The proof does not show entry ${index} in the payout: build the evidence from the batch's own bundle.`,
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
