/**
 * What this library throws, and nothing else. Each failure is a class of its own; the message is one sentence that says
 * what is wrong and what to do, and `cause` keeps what led to it.
 */
export class OpenLedgerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}
