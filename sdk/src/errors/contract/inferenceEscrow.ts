import { contractError } from './contractError.ts'
import { open, time } from './format.ts'

export class InferenceEscrowZeroAmountError extends contractError(
  'InferenceEscrow_ZeroAmount',
  () => 'There is nothing to move: pass an amount above 0 wei.',
) {}

export class InferenceEscrowZeroPayerError extends contractError(
  'InferenceEscrow_ZeroPayer',
  () => 'Nobody could spend a deposit of the zero address: name the payer that it is for.',
) {}

export class InferenceEscrowUnknownTermError extends contractError(
  'InferenceEscrow_UnknownTerm',
  ({ modelId, term }) => `Model ${modelId} has no term ${term}: use a term that has started.`,
) {}

export class InferenceEscrowBadSignatureError extends contractError(
  'InferenceEscrow_BadSignature',
  ({ payer }) => `The voucher is not signed by ${payer}: let the payer sign this model, term and total anew.`,
) {}

export class InferenceEscrowNothingToRedeemError extends contractError(
  'InferenceEscrow_NothingToRedeem',
  ({ modelId, term }) =>
    `No voucher promises more than was charged for model ${modelId} in term ${term}: redeem newer ones.`,
) {}

export class InferenceEscrowDepositTooSmallError extends contractError(
  'InferenceEscrow_DepositTooSmall',
  ({ payer, needed, balance }) =>
    `${payer} has ${open(balance)} deposited for this model and ${open(needed)} is needed: fund the rest first.`,
) {}

export class InferenceEscrowNothingAvailableError extends contractError(
  'InferenceEscrow_NothingAvailable',
  ({ payer, availableAt }) =>
    `${payer} has nothing to withdraw before ${time(availableAt)}: request a withdrawal, and withdraw when its time has come.`,
) {}

export class InferenceEscrowNotLedgerError extends contractError(
  'InferenceEscrow_NotLedger',
  ({ caller }) =>
    `${caller} may not move the money of batches: only the ledger of attribution does, when a batch is committed, voided or claimed.`,
) {}

export class InferenceEscrowPoolTooSmallError extends contractError(
  'InferenceEscrow_PoolTooSmall',
  ({ modelId, term, needed, pool }) =>
    `Term ${term} of model ${modelId} has ${open(pool)} of data money and the batch takes ${open(needed)}: redeem the vouchers of its answers first.`,
) {}
