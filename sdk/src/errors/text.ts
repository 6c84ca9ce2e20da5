import { OpenLedgerError } from './base.ts'

/** A file or text of no bytes. */
export class EmptyTextError extends OpenLedgerError {
  constructor(name = 'The text') {
    super(`${name} is empty: give a text with at least one word.`)
  }
}

/** Bytes that are no text: not UTF-8, or with NUL bytes. */
export class BinaryTextError extends OpenLedgerError {
  constructor(name = 'The text', options?: ErrorOptions) {
    super(`${name} is binary data: give plain text in UTF-8.`, options)
  }
}

/** A text in which nothing is a letter, a mark or a number. */
export class NoWordsError extends OpenLedgerError {
  constructor(name = 'The text') {
    super(`${name} has no words: give a text with letters or numbers.`)
  }
}

/** Bytes where canonical text is due. */
export class NotCanonicalError extends OpenLedgerError {
  constructor() {
    super('These bytes are not canonical text: canonicalise the text first.')
  }
}

/** A range of bytes that a text does not have. */
export class TextRangeError extends OpenLedgerError {
  constructor(from: number, to: number, length: number) {
    super(`The text has no bytes [${from}, ${to}): give a range of at least one byte within its ${length}.`)
  }
}
