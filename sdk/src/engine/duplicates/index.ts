export {
  createDuplicateFilter,
  type Duplicate,
  type DuplicateFilter,
  type DuplicateOptions,
  DuplicateOptionsError,
} from './filter.ts'
export { createSigner, type Signer } from './minhash.ts'
export { shinglesOf } from './shingles.ts'
