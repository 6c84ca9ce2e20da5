import { UnbackedReason } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member } from './format.ts'

export class MoneyProofsVersionActiveError extends contractError(
  'MoneyProofs_VersionActive',
  ({ version }) =>
    `Version ${version} was active in the time of which the batch may hold answers: the batch is right about it.`,
) {}

export class MoneyProofsNotReceiptError extends contractError(
  'MoneyProofs_NotReceipt',
  () =>
    "This is no receipt of the batch's term for the payer: show one that the term's receipt key signed, or of an answered request with an empty signature.",
) {}

export class MoneyProofsReceiptAgreesError extends contractError(
  'MoneyProofs_ReceiptAgrees',
  () => 'The receipt has no wei in common with the answer or says the same as it: the batch is right about it.',
) {}

export class MoneyProofsBackedError extends contractError(
  'MoneyProofs_Backed',
  ({ reason }) =>
    `The answer is not without money in this way (${member(UnbackedReason, reason)}): recompute it, since the batch may be honest.`,
) {}

export class MoneyProofsNotFinalisedOfTermError extends contractError(
  'MoneyProofs_NotFinalisedOfTerm',
  ({ batchId }) =>
    `Batch ${batchId} as shown is no finalised one of the same model and term: only those have used ranges of a payer's total.`,
) {}

export class MoneyProofsNotNamedError extends contractError(
  'MoneyProofs_NotNamed',
  () => 'The answer or credit shown is not the one that the entry names: show that one.',
) {}

export class MoneyProofsEntryRightError extends contractError(
  'MoneyProofs_EntryRight',
  () => 'The entry is what its credit gives the account: the batch is right about it.',
) {}

export class MoneyProofsNoEntryDueError extends contractError(
  'MoneyProofs_NoEntryDue',
  () => 'The credit gives that account nothing, so that no entry can be missing: the batch is right about it.',
) {}

export class MoneyProofsNotNeighboursError extends contractError(
  'MoneyProofs_NotNeighbours',
  () =>
    'The leaves shown do not surround the missing one: show the last one before it and the first one after it, one at either end, none where there are none.',
) {}

export class MoneyProofsEntryPresentError extends contractError(
  'MoneyProofs_EntryPresent',
  () => 'The entry is there: the batch is right about it.',
) {}
