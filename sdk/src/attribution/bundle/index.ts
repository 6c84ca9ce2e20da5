export { BundleTooLargeError, MalformedBundleError } from './errors.ts'
export { type Gzip, storedGzip } from './gzip.ts'
export type { BundleManifest, BundlePart } from './manifest.ts'
export {
  MOST_HELD_BYTES,
  type OpenBundle,
  openBundle,
  type PackedBundle,
  type PackOptions,
  packBundle,
  type ReadBlob,
  unpackBundle,
} from './pack.ts'
export { readInferences, readOpenings, readPayouts, type StatedPayout } from './parts.ts'
