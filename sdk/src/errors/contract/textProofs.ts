import { NotCanonicalReason } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member } from './format.ts'

export class TextProofsCanonicalError extends contractError(
  'TextProofs_Canonical',
  ({ reason, position }) =>
    `Byte ${position} of the output is canonical as far as this reason looks (${member(NotCanonicalReason, reason)}): the batch may be honest.`,
) {}

export class TextProofsOtherRuleError extends contractError(
  'TextProofs_OtherRule',
  () =>
    "The model's rule attributes no words, so that its outputs need not be canonical: show evidence of another kind.",
) {}
