export { CHUNK_BYTES, proveText, type TextProof, textRoot, verifyText } from './textRoot.ts'
