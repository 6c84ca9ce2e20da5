import { OpenLedgerError } from '../../errors/base.ts'

/** Bytes that are no bundle. */
export class MalformedBundleError extends OpenLedgerError {
  constructor(reason: string, options?: ErrorOptions) {
    super(
      `The bundle cannot be read (${reason}): ask the batch's operator for one as docs/formats.md describes.`,
      options,
    )
  }
}

/** A bundle that is more than the reader would hold at once. */
export class BundleTooLargeError extends OpenLedgerError {
  constructor(size: bigint, most: number) {
    super(`The bundle has ${size} bytes, and ${most} are held at once: read it part by part, as the engine does.`)
  }
}
