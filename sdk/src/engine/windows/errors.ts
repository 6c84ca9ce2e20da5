import type { Place } from '../../attribution/corpus.ts'
import { OpenLedgerError } from '../../errors/base.ts'

/** A submission beyond the numbers that the index keeps. */
export class SubmissionIdRangeError extends OpenLedgerError {
  constructor(submissionId: bigint) {
    super(`The index keeps submissions from 0 to 2^63 − 1, not ${submissionId}: check the id against the chain.`)
  }
}

/** A leaf that no submission can have. */
export class LeafIndexRangeError extends OpenLedgerError {
  constructor({ submissionId, leafIndex }: Place) {
    super(`Leaf ${leafIndex} of submission ${submissionId} is no whole number from 0 to 2^32 − 1: correct its index.`)
  }
}

/** A contributor that is no address. */
export class ContributorError extends OpenLedgerError {
  constructor({ submissionId, leafIndex }: Place, contributor: string) {
    super(
      `The contributor of leaf ${leafIndex} of submission ${submissionId} is ${JSON.stringify(contributor)}: give an address of 20 bytes in hexadecimal.`,
    )
  }
}

/** More text than a segment can hold. */
export class SegmentTooLargeError extends OpenLedgerError {
  constructor(bytes: number, most: number) {
    super(`${bytes} bytes of text do not fit a segment of at most ${most}: divide the contributions over several.`)
  }
}

/** Segments that were made with another key: their hashes do not compare. */
export class HashKeyMismatchError extends OpenLedgerError {
  constructor() {
    super('These segments have different hash keys and do not merge: build them with one key.')
  }
}

/** A segment's file that is torn, altered or gone. */
export class SegmentDamagedError extends OpenLedgerError {
  readonly file: string
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`The index file ${file} is damaged (${reason}): rebuild it from its contributions.`, options)
    this.file = file
  }
}

/** Fewer contributions than the damaged files held. */
export class RebuildIncompleteError extends OpenLedgerError {
  constructor(held: number, given: number) {
    super(
      `The damaged files held ${held} contributions, of which ${given} were given: give all of them, and nothing is lost.`,
    )
  }
}

/** A folder that holds no index. */
export class NoIndexError extends OpenLedgerError {
  constructor(folder: string, options?: ErrorOptions) {
    super(`The folder ${folder} holds no window index: create one there, or give its folder.`, options)
  }
}

/** A folder where there is an index already. */
export class IndexExistsError extends OpenLedgerError {
  constructor(folder: string) {
    super(`The folder ${folder} holds a window index already: open it, or give another folder.`)
  }
}

/** A manifest that is no manifest of this library. */
export class ManifestError extends OpenLedgerError {
  constructor(file: string, options?: ErrorOptions) {
    super(`The file ${file} is no manifest of a window index: restore it, or build the index anew.`, options)
  }
}

/** A folder that another process writes to. */
export class IndexLockedError extends OpenLedgerError {
  constructor(folder: string, holder: number) {
    super(`Process ${holder} is writing to the window index in ${folder}: wait for it, or end it.`)
  }
}

/** An index that was closed. */
export class IndexClosedError extends OpenLedgerError {
  constructor(folder: string) {
    super(`The window index in ${folder} was closed: open it again.`)
  }
}
