import { OpenLedgerError } from '@openledger/sdk'

/** A value of an enum that this indexer was not built for: the contracts are of a later version. */
export class UnknownValueError extends OpenLedgerError {
  constructor(what: string, value: number) {
    super(`The chain has the ${what} ${value}, which this indexer does not know: update it to the contracts' version.`)
  }
}

/** Ponder is not installed where Node looks for it. */
export class PonderNotFoundError extends OpenLedgerError {
  constructor() {
    super('The package ponder is not installed: run npm ci.')
  }
}

/** No node of a chain answers. */
export class ChainUnreachableError extends OpenLedgerError {
  constructor(rpcUrl: string, options?: ErrorOptions) {
    super(`No chain answers at ${rpcUrl}: start it, or name another RPC.`, options)
  }
}

/** The chain is shorter than the deployment is old. */
export class ChainResetError extends OpenLedgerError {
  constructor(startBlock: bigint) {
    super(`The chain has no block ${startBlock}, where the contracts should be: deploy them again after a reset.`)
  }
}

/** Something else listens where the API should. */
export class PortInUseError extends OpenLedgerError {
  constructor(port: number) {
    super(`Port ${port} is in use: stop what listens there, or choose another.`)
  }
}

/** The indexer's process ended before it was ready. */
export class IndexerFailedError extends OpenLedgerError {
  constructor(log: string) {
    super(`The indexer ended before it was ready; the end of its log says why:\n${log}`)
  }
}

/** The indexer has not caught up with the chain in the time that it was given. */
export class IndexerNotReadyError extends OpenLedgerError {
  constructor(seconds: number, log: string, options?: ErrorOptions) {
    super(
      `The indexer was not ready after ${seconds} s: give it more time, or see the end of its log:\n${log}`,
      options,
    )
  }
}

/** Ponder runs on a server that the content tables were not told of. */
export class NotEmbeddedError extends OpenLedgerError {
  constructor() {
    super('Ponder uses a PostgreSQL server: name it in DATABASE_URL, for the content tables too.')
  }
}
