export { createKeccak, HASH_BYTES, type Keccak } from './keccak.ts'
export { keepSum, SUM_WORDS, type SumLevel, sumAt } from './levels.ts'
export {
  type Leaves,
  type PackedSumTree,
  type PackedTree,
  packedProof,
  packedRoot,
  packedSumProof,
  packedSumRoot,
  packedTotal,
  packHashes,
  packLargeSumTree,
  packLargeTree,
  packSumHashes,
  packSumTree,
  packTree,
  type SumLeaves,
} from './packed.ts'
export { createRoots, createSumRoots, type Roots, type SumRoots } from './roots.ts'
export type { LongOptions, Progress } from './steps.ts'
export { createTextRooter, type PackedTexts, type TextRooter, textRootsOf } from './textRoots.ts'
