import { contractError } from './contractError.ts'
import { time } from './format.ts'

export class PayoutDirectoryWrongClaimerError extends contractError(
  'PayoutDirectory_WrongClaimer',
  ({ claimer }) => `${claimer} is the zero address or the account itself, which always claims: name another account.`,
) {}

export class PayoutDirectoryWrongGuardianError extends contractError(
  'PayoutDirectory_WrongGuardian',
  ({ guardian }) => `${guardian} cannot guard itself: name an account whose key is kept elsewhere.`,
) {}

export class PayoutDirectoryNotGuardianError extends contractError(
  'PayoutDirectory_NotGuardian',
  ({ account, caller }) => `${caller} is not the guardian of ${account}: send this with the account that it named.`,
) {}

export class PayoutDirectoryZeroRecipientError extends contractError(
  'PayoutDirectory_ZeroRecipient',
  () => 'Nobody is paid at the zero address: propose the account that is to be paid.',
) {}

export class PayoutDirectoryNoRecoveryError extends contractError(
  'PayoutDirectory_NoRecovery',
  ({ account }) =>
    `No recovery of ${account} is pending: its guardian must propose one, and the account must not object.`,
) {}

export class PayoutDirectoryTooEarlyError extends contractError(
  'PayoutDirectory_TooEarly',
  ({ account, executableAt }) =>
    `The recovery of ${account} waits until ${time(executableAt)}, so that the account can object: execute it then.`,
) {}
