import { OpenLedgerError } from '../../errors/base.ts'

/** A file of answers that is none, or was changed. */
export class AnswersDamagedError extends OpenLedgerError {
  constructor(path: string, offset: number) {
    super(`The answers in ${path} are damaged at byte ${offset}: bring back a copy, or write the file again.`)
  }
}

/** An answer that the file of answers has no room for. */
export class AnswerOutOfRangeError extends OpenLedgerError {
  constructor(field: string, value: unknown, most: string) {
    super(
      `The ${field} of an answer is ${String(value)}, and a batch is made of answers with at most ${most}: leave it out.`,
    )
  }
}

/** Work that a worker thread did not survive. */
export class BatchWorkerError extends OpenLedgerError {
  constructor(cause: unknown) {
    super('A thread that made a batch ended before its work was done: see the cause, and start again.', { cause })
  }
}
