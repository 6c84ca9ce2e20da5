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
  ({ modelId, term }) => `Term ${term} of model ${modelId} is not in force: use the term of today.`,
) {}

export class InferenceEscrowBadSignatureError extends contractError(
  'InferenceEscrow_BadSignature',
  ({ payer }) =>
    `The voucher is signed neither by ${payer} nor by its session key of now: let the payer sign this model, term and total anew.`,
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

export class InferenceEscrowNotCommercialError extends contractError(
  'InferenceEscrow_NotCommercial',
  ({ modelId }) => `Model ${modelId} was registered not to take money: pay for a commercial one.`,
) {}

export class InferenceEscrowModelRetiredError extends contractError(
  'InferenceEscrow_ModelRetired',
  ({ modelId }) =>
    `Model ${modelId} was retired by its owner and takes no new money: what is deposited can be withdrawn.`,
) {}

export class InferenceEscrowTermEndedError extends contractError(
  'InferenceEscrow_TermEnded',
  ({ modelId, term, endsAt }) =>
    `Term ${term} of model ${modelId} ended at ${time(endsAt)}: what was not redeemed then is void, and requests without an answer are refunded.`,
) {}

export class InferenceEscrowNotModelRegistryError extends contractError(
  'InferenceEscrow_NotModelRegistry',
  ({ caller }) => `${caller} may not close terms: only the registry of models does, when the next term starts.`,
) {}

export class InferenceEscrowNothingToReleaseError extends contractError(
  'InferenceEscrow_NothingToRelease',
  ({ modelId, term }) =>
    `Term ${term} of model ${modelId} has no data money that rested two whole periods: wait until it has.`,
) {}

export class InferenceEscrowNoPriceError extends contractError(
  'InferenceEscrow_NoPrice',
  ({ modelId }) => `Model ${modelId} has no price: ask it off chain, or wait until its owner sets one.`,
) {}

export class InferenceEscrowPriceTooHighError extends contractError(
  'InferenceEscrow_PriceTooHigh',
  ({ modelId, price, maxPrice }) =>
    `An answer of model ${modelId} costs ${open(price)} and you would pay ${open(maxPrice)}: raise your limit or ask another.`,
) {}

export class InferenceEscrowBadLengthError extends contractError(
  'InferenceEscrow_BadLength',
  ({ field, length, least, most }) => `The ${field} has ${length} bytes: make it ${least} to ${most}.`,
) {}

export class InferenceEscrowCallbackGasTooHighError extends contractError(
  'InferenceEscrow_CallbackGasTooHigh',
  ({ callbackGas, most }) => `A callback cannot have ${callbackGas} gas: ask for ${most} at most.`,
) {}

export class InferenceEscrowBadDeadlineError extends contractError(
  'InferenceEscrow_BadDeadline',
  ({ deadline, least, most }) =>
    `${time(deadline)} is no deadline for this request: choose one from ${time(least)} to ${time(most)}.`,
) {}

export class InferenceEscrowNoOpenRequestError extends contractError(
  'InferenceEscrow_NoOpenRequest',
  ({ requestId }) => `There is no open request ${requestId}: it was never made, or it was answered or refunded.`,
) {}

export class InferenceEscrowRequestExpiredError extends contractError(
  'InferenceEscrow_RequestExpired',
  ({ requestId, deadline }) =>
    `Request ${requestId} could be answered until ${time(deadline)}: its price goes back to the requester.`,
) {}

export class InferenceEscrowRequestPendingError extends contractError(
  'InferenceEscrow_RequestPending',
  ({ requestId, deadline }) =>
    `Request ${requestId} can still be answered: refund it from ${time(deadline)} on if nobody did.`,
) {}

export class InferenceEscrowNotOperatorError extends contractError(
  'InferenceEscrow_NotOperator',
  ({ modelId, term, caller }) =>
    `${caller} does not operate model ${modelId} in term ${term}: only the operator that was asked answers.`,
) {}

export class InferenceEscrowVersionNotActiveError extends contractError(
  'InferenceEscrow_VersionNotActive',
  ({ modelId, version }) => `Version ${version} of model ${modelId} is not active: answer with one that is.`,
) {}

export class InferenceEscrowTooLittleGasError extends contractError(
  'InferenceEscrow_TooLittleGas',
  ({ available, needed }) =>
    `The transaction has ${available} gas left where the requester's callback needs ${needed}: send it with more.`,
) {}

export class InferenceEscrowNothingToCollectError extends contractError(
  'InferenceEscrow_NothingToCollect',
  ({ account }) => `${account} has no refunds to collect: refund its requests first, once their time is over.`,
) {}
