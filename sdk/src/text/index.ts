export { canonicalise, canonicaliseWithMap, MOST_WORD_BYTES, type Span } from './canonical.ts'
export { canonicalBytes, checkCanonical, decodeText } from './input.ts'
export { CHUNK_BYTES, proveText, type TextProof, textRoot, verifyText } from './textRoot.ts'
