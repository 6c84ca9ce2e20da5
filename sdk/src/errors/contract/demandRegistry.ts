import { DemandStatus } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member, native, time } from './format.ts'

export class DemandRegistryWrongBatchError extends contractError(
  'DemandRegistry_WrongBatch',
  ({ batchId }) =>
    `This is not batch ${batchId} as it was committed, or it is void: pass it as its 'BatchCommitted' event gave it.`,
) {}

export class DemandRegistryDemandsOverError extends contractError(
  'DemandRegistry_DemandsOver',
  ({ batchId, demandsUntil }) =>
    `Batch ${batchId} could be demanded until ${time(demandsUntil)}: what is left is to challenge it.`,
) {}

export class DemandRegistryBadItemError extends contractError(
  'DemandRegistry_BadItem',
  () =>
    'This cannot be demanded: name 1 to 64 leaves below the declared number, leave what the kind does not use at 0, and of a finalised batch demand payouts by account only.',
) {}

export class DemandRegistryAlreadyDemandedError extends contractError(
  'DemandRegistry_AlreadyDemanded',
  ({ demandId }) => `This was demanded before: look at demand ${demandId}, whose answer serves all.`,
) {}

export class DemandRegistryDepositTooSmallError extends contractError(
  'DemandRegistry_DepositTooSmall',
  ({ deposit, needed }) => `A deposit of ${native(deposit)} is too small: send at least ${native(needed)}.`,
) {}

export class DemandRegistryNotOpenError extends contractError(
  'DemandRegistry_NotOpen',
  ({ demandId, status }) => `Demand ${demandId} is not open: its status is ${member(DemandStatus, status)}.`,
) {}

export class DemandRegistryTooLateError extends contractError(
  'DemandRegistry_TooLate',
  ({ demandId, answerBy }) =>
    `Demand ${demandId} had to be answered by ${time(answerBy)}: the batch can be voided for it.`,
) {}

export class DemandRegistryNoAnswerError extends contractError(
  'DemandRegistry_NoAnswer',
  () => 'An answer is none: show exactly the leaves demanded, or what shows that there are none.',
) {}

export class DemandRegistryNotDirectError extends contractError(
  'DemandRegistry_NotDirect',
  ({ caller }) => `${caller} cannot answer: answer by a transaction of its own, from an account without code.`,
) {}

export class DemandRegistryWrongNumberError extends contractError(
  'DemandRegistry_WrongNumber',
  ({ items, answers }) => `${items} items have ${answers} answers: give one for each.`,
) {}

export class DemandRegistryNotVoidError extends contractError(
  'DemandRegistry_NotVoid',
  ({ batchId }) => `Batch ${batchId} is not void: deposits return when an unanswered demand voided it.`,
) {}

export class DemandRegistryNothingToWithdrawError extends contractError(
  'DemandRegistry_NothingToWithdraw',
  ({ account }) => `Demands and answers owe ${account} nothing.`,
) {}

export class DemandRegistryPaymentFailedError extends contractError(
  'DemandRegistry_PaymentFailed',
  ({ account }) => `${account} refused the chain's currency: withdraw with an account that takes it.`,
) {}
