import { contractError } from './contractError.ts'
import { open, time } from './format.ts'

export class AddressEmptyCodeError extends contractError(
  'AddressEmptyCode',
  ({ target }) => `There is no contract at ${target}: check that the deployment is of this chain.`,
) {}

export class CheckpointUnorderedInsertionError extends contractError(
  'CheckpointUnorderedInsertion',
  () => 'The history of votes is out of order, which a chain whose time runs backwards could cause: check the node.',
) {}

export class ECDSAInvalidSignatureError extends contractError(
  'ECDSAInvalidSignature',
  () => 'The signature is no signature of any key: sign again.',
) {}

export class ECDSAInvalidSignatureLengthError extends contractError(
  'ECDSAInvalidSignatureLength',
  ({ length }) => `The signature has ${length} bytes and must have 65: sign again.`,
) {}

export class ECDSAInvalidSignatureSError extends contractError(
  'ECDSAInvalidSignatureS',
  ({ s }) =>
    `The signature is the second form of a valid one (s = ${s}), which is refused: sign again with a library that gives the lower s.`,
) {}

export class ERC20ExceededSafeSupplyError extends contractError(
  'ERC20ExceededSafeSupply',
  ({ increasedSupply, cap }) =>
    `A supply of ${open(increasedSupply)} is above the most that votes can count (${open(cap)}): correct the genesis file.`,
) {}

export class ERC20InsufficientAllowanceError extends contractError(
  'ERC20InsufficientAllowance',
  ({ spender, allowance, needed }) =>
    `${spender} may take ${open(allowance)} and ${open(needed)} is needed: approve it for that much first.`,
) {}

export class ERC20InsufficientBalanceError extends contractError(
  'ERC20InsufficientBalance',
  ({ sender, balance, needed }) => `${sender} has ${open(balance)} and ${open(needed)} is needed: get the rest first.`,
) {}

export class ERC20InvalidApproverError extends contractError(
  'ERC20InvalidApprover',
  ({ approver }) => `${approver} cannot approve anybody: approve with an account that has a key.`,
) {}

export class ERC20InvalidReceiverError extends contractError(
  'ERC20InvalidReceiver',
  ({ receiver }) => `${receiver} cannot receive OPEN: name the account that it is for.`,
) {}

export class ERC20InvalidSenderError extends contractError(
  'ERC20InvalidSender',
  ({ sender }) => `${sender} cannot send OPEN: name the account that it comes from.`,
) {}

export class ERC20InvalidSpenderError extends contractError(
  'ERC20InvalidSpender',
  ({ spender }) => `${spender} cannot be approved: name the account that may spend.`,
) {}

export class ERC2612ExpiredSignatureError extends contractError(
  'ERC2612ExpiredSignature',
  ({ deadline }) => `The permit was good until ${time(deadline)}: sign another with a later deadline.`,
) {}

export class ERC2612InvalidSignerError extends contractError(
  'ERC2612InvalidSigner',
  ({ signer, owner }) =>
    `The permit is signed by ${signer} instead of ${owner}, or for other terms: let the owner sign exactly what is sent.`,
) {}

export class ERC3009InvalidAuthorizationTimeError extends contractError(
  'ERC3009InvalidAuthorizationTime',
  ({ validAfter, validBefore }) =>
    `The authorisation is good between ${time(validAfter)} and ${time(validBefore)} only: send it in that time, or have another signed.`,
) {}

export class ERC3009InvalidSignatureError extends contractError(
  'ERC3009InvalidSignature',
  () =>
    'The authorisation is not signed by the payer for exactly this: let the payer sign what is sent, on this chain.',
) {}

export class ERC3009UsedAuthorizationError extends contractError(
  'ERC3009UsedAuthorization',
  ({ authorizer, nonce }) =>
    `The nonce ${nonce} of ${authorizer} was used or cancelled already: have it signed again with a fresh one.`,
) {}

export class ERC5805FutureLookupError extends contractError(
  'ERC5805FutureLookup',
  ({ timepoint, clock }) =>
    `The votes at ${time(timepoint)} are not settled at ${time(clock)}: ask for an earlier time.`,
) {}

export class ERC6372InconsistentClockError extends contractError(
  'ERC6372InconsistentClock',
  () => "The token's clock does not run as it says: use a deployment of this project's contracts.",
) {}

export class InvalidAccountNonceError extends contractError(
  'InvalidAccountNonce',
  ({ account, currentNonce }) =>
    `The signature does not carry the nonce of ${account}, which is ${currentNonce}: sign again with that one.`,
) {}

export class InvalidShortStringError extends contractError(
  'InvalidShortString',
  () => "A name in the contract cannot be read: use a deployment of this project's contracts.",
) {}

export class StringTooLongError extends contractError(
  'StringTooLong',
  ({ str }) => `The name “${str}” is too long for the contract: use at most 31 bytes.`,
) {}

export class SafeCastOverflowedUintDowncastError extends contractError(
  'SafeCastOverflowedUintDowncast',
  ({ bits, value }) => `The number ${value} does not fit ${bits} bits: pass a smaller one.`,
) {}

export class VotesExpiredSignatureError extends contractError(
  'VotesExpiredSignature',
  ({ expiry }) => `The delegation was good until ${time(expiry)}: sign another with a later expiry.`,
) {}

export class SafeERC20FailedOperationError extends contractError(
  'SafeERC20FailedOperation',
  ({ token }) => `The token ${token} refused the transfer: check that the deployment names the right token.`,
) {}
