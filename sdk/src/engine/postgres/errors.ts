import type { Place } from '../../attribution/corpus.ts'
import { OpenLedgerError } from '../../errors/base.ts'

/** A name that cannot be a schema's here. */
export class SchemaNameError extends OpenLedgerError {
  constructor(schema: string) {
    super(
      `An index cannot have the schema ${JSON.stringify(schema)}: give at most 40 small letters, digits and underscores, a letter first.`,
    )
  }
}

/** A number of partitions that a table cannot have. */
export class PartitionsError extends OpenLedgerError {
  constructor(partitions: number, most: number) {
    super(`A table cannot have ${partitions} partitions: give a whole number from 1 to ${most}.`)
  }
}

/** A schema without an index. */
export class NoTableIndexError extends OpenLedgerError {
  constructor(schema: string, options?: ErrorOptions) {
    super(`The schema ${schema} holds no window index: create one there, or give its schema.`, options)
  }
}

/** A schema that is there already. */
export class SchemaTakenError extends OpenLedgerError {
  constructor(schema: string, options?: ErrorOptions) {
    super(`The database has a schema ${schema} already: open its index, or give another name.`, options)
  }
}

/** An index that another release of this library made. */
export class TableFormatError extends OpenLedgerError {
  constructor(schema: string, format: string) {
    super(`The index in schema ${schema} has the format ${format}: use the release that made it, or build it anew.`)
  }
}

/** A text that is too long for one value of a table. */
export class TextTooLongError extends OpenLedgerError {
  constructor({ submissionId, leafIndex }: Place, bytes: number, most: number) {
    super(
      `Leaf ${leafIndex} of submission ${submissionId} has ${bytes} bytes, and a table takes ${most}: index it in a folder.`,
    )
  }
}

/** An index that does not know yet where all windows stand that count. */
export class IndexUnfinishedError extends OpenLedgerError {
  constructor({ submissionId, leafIndex }: Place) {
    super(
      `Leaf ${leafIndex} of submission ${submissionId} counts and is not indexed yet: let workers finish what is queued.`,
    )
  }
}

/** Worker processes that ended before the work did. */
export class WorkersEndedError extends OpenLedgerError {
  constructor(left: number, reasons: readonly string[]) {
    super(
      `The workers ended and ${left} contributions are not indexed (${reasons.join('; ')}): remedy that, and start workers again.`,
    )
  }
}

/** A database that gives no connection. */
export class DatabaseUnreachableError extends OpenLedgerError {
  constructor({ cause }: { cause: unknown }) {
    super(
      `PostgreSQL cannot be reached (${reasonOf(cause)}): see that its server runs and that the pool has the right address, database and user.`,
      { cause },
    )
  }
}

/** A connection that was lost again and again, or where what it was for cannot be done twice. */
export class ConnectionLostError extends OpenLedgerError {
  constructor({ cause }: { cause: unknown }) {
    super(
      `The connection to PostgreSQL was lost (${reasonOf(cause)}): see in its server's log why, and do the same again.`,
      { cause },
    )
  }
}

function reasonOf(cause: unknown): string {
  // A name that stands for several addresses has an error for each.
  const error: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  return error instanceof Error ? error.message : String(error)
}
