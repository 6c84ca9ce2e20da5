import { OpenLedgerError } from '../errors/base.ts'
import type { ContentKind } from './store.ts'

/** What names a store's server is no address of one. */
export class ContentServerAddressError extends OpenLedgerError {
  constructor(what: string, given: string, form: string) {
    super(`${JSON.stringify(given)} is no ${what}: give ${form}.`)
  }
}

/** Nothing answers there, or the answer broke off. */
export class ContentServerUnreachableError extends OpenLedgerError {
  constructor(server: string, options?: ErrorOptions) {
    super(
      `The content server ${server} gave no whole answer: see that it runs and can be reached, and try again.`,
      options,
    )
  }
}

/** The server took longer than it was given. */
export class ContentServerTimeoutError extends OpenLedgerError {
  constructor(server: string, milliseconds: number, options?: ErrorOptions) {
    super(
      `The content server ${server} was not done in ${milliseconds} ms: give it a longer timeout, or name another store.`,
      options,
    )
  }
}

/** The server sends more than is taken from it. */
export class ContentTooLargeError extends OpenLedgerError {
  constructor(server: string, most: number) {
    super(
      `The content server ${server} sends more than ${most} bytes: raise \`most\` if the content is really so large.`,
    )
  }
}

/** The server sends elsewhere. It is not followed: it could name a server that only this machine can reach. */
export class ContentServerRedirectError extends OpenLedgerError {
  constructor(server: string, location: string | null) {
    super(
      `The content server ${server} redirects${location === null ? '' : ` to ${JSON.stringify(location.slice(0, 200))}`}: give the address that it redirects to, if you trust it.`,
    )
  }
}

/** The server answered, and with no content. */
export class ContentServerError extends OpenLedgerError {
  readonly status: number

  /** @param said What the server said for itself. */
  constructor(server: string, status: number, said?: string) {
    super(
      `The content server ${server} answered ${status}${said ? ` (${JSON.stringify(said.slice(0, 200))})` : ''}: ${adviceOn(status)}.`,
    )
    this.status = status
  }
}

/** The store can be read and not written. */
export class ContentReadOnlyError extends OpenLedgerError {
  constructor(store: string) {
    super(`${store} can only be read: name a store of your own to write to.`)
  }
}

/** None of several stores gave the content, and not all of them because they do not have it. */
export class ContentUnavailableError extends OpenLedgerError {
  /** What became of it in each store. */
  readonly errors: readonly unknown[]

  constructor(kind: ContentKind, key: string, errors: readonly unknown[]) {
    super(`None of ${errors.length} content stores gave ${kind}/${key}: ${told(errors)}`, {
      cause: new AggregateError(errors),
    })
    this.errors = errors
  }
}

/** Some of several stores did not keep the content; the others did. */
export class ContentNotKeptError extends OpenLedgerError {
  readonly errors: readonly unknown[]

  constructor(kind: ContentKind, key: string, stores: number, errors: readonly unknown[]) {
    super(
      `${stores - errors.length} of ${stores} content stores kept ${kind}/${key}, write it again: ${told(errors)}`,
      { cause: new AggregateError(errors) },
    )
    this.errors = errors
  }
}

function told(errors: readonly unknown[]): string {
  return errors.map((error) => (error instanceof Error ? error.message : String(error))).join(' ')
}

function adviceOn(status: number): string {
  if (status === 401 || status === 403) return 'give it credentials that may do this'
  if (status === 404 || status === 410) return 'see that what the store stands in exists there'
  if (status === 405 || status === 501) return 'name a server that takes this'
  if (status === 413) return 'it takes nothing so large'
  if (status === 429 || status >= 500) return 'try again later'
  return 'see that it is a server of this kind'
}
