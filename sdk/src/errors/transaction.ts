import type { Address, Hash } from 'viem'
import { OpenLedgerError } from './base.ts'

/** Nothing answers at the RPC's address. */
export class ChainUnreachableError extends OpenLedgerError {
  /** Origin of the RPC's URL: its path may hold a key. */
  readonly origin: string | undefined

  constructor(url: string | undefined, options?: ErrorOptions) {
    const origin = url && URL.canParse(url) ? new URL(url).origin : undefined
    super(
      `No chain answers${origin ? ` at ${origin}` : ''}: check the RPC's URL and that the node is running.`,
      options,
    )
    this.origin = origin
  }
}

/** Nobody to send a transaction. */
export class AccountMissingError extends OpenLedgerError {
  constructor() {
    super('There is no account to send the transaction: give the client one, or pass `transaction.account`.')
  }
}

/** Arguments that the function does not take. */
export class BadArgumentError extends OpenLedgerError {
  constructor(functionName: string, reason: string, options?: ErrorOptions) {
    super(`${functionName} cannot be called like this: ${reason}`, options)
  }
}

/** The sender has not enough of the chain's own currency. */
export class GasUnaffordableError extends OpenLedgerError {
  readonly account: Address

  constructor(account: Address, options?: ErrorOptions) {
    super(`${account} cannot pay the transaction's gas: send it some of the chain's own currency.`, options)
    this.account = account
  }
}

/** A revert that is no error of the protocol's contracts. */
export class UnknownRevertError extends OpenLedgerError {
  /** What came back, undecoded. */
  readonly reason: string

  constructor(functionName: string, reason: string, options?: ErrorOptions) {
    super(
      `${functionName} reverted with ${reason}, which this version of the library does not know: check that the deployment is of the same version.`,
      options,
    )
    this.reason = reason
  }
}

/** A revert whose class could not be loaded, as on a page that is no longer served whole. `cause` says why. */
export class UnexplainedRevertError extends OpenLedgerError {
  /** The contract's error, and what it tells by the names of its parameters. */
  readonly errorName: string
  readonly values: object

  constructor(functionName: string, errorName: string, values: object, options?: ErrorOptions) {
    super(
      `${functionName} reverted with ${errorName}, and what explains it could not be loaded: load the application again, all files of which must be served.`,
      options,
    )
    this.errorName = errorName
    this.values = values
  }
}

/** A transaction that would have succeeded when it was sent, and reverted when it was mined. */
export class TransactionRevertedError extends OpenLedgerError {
  readonly hash: Hash

  constructor(hash: Hash) {
    super(`The transaction ${hash} reverted, since the state had changed before it was mined: try again.`)
    this.hash = hash
  }
}

/** A receipt without the event that the function emits. */
export class EventMissingError extends OpenLedgerError {
  constructor(event: string) {
    super(`The logs hold no ${event} of this deployment: take those of a transaction that emitted it.`)
  }
}
