import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, concatBytes, type Hex, hexToBytes, numberToBytes } from 'viem'
import { EmptyTextError, TextRangeError } from '../errors/text.ts'
import { buildTree, type Tree, treeProof, treeRoot, treeRootOfProof } from '../trees/index.ts'

/** Bytes of a chunk; a text's last one may be shorter. */
export const CHUNK_BYTES = 256

const textTag = Uint8Array.of(0x02)

/** Neighbouring chunks of a text, opened under its text root: `TextProof` of the contracts. */
export type TextProof = {
  /** Bytes of the whole text. */
  length: bigint
  /** Index of the first chunk. */
  firstChunk: number
  /** The bytes of the chunks, one after the other. */
  data: Hex
  /** For each chunk in turn its siblings, bottom-up. */
  siblings: Hex[][]
}

/**
 * The hash that addresses a text.
 * @param bytes canonical bytes
 * @throws EmptyTextError when there are none
 */
export function textRoot(bytes: Uint8Array): Hex {
  return rootOf(bytes.length, treeRoot(chunkTree(bytes)))
}

/**
 * Opens the chunks that hold the bytes [from, to) of a text.
 * @throws TextRangeError when the range is empty or not within the text
 */
export function proveText(bytes: Uint8Array, from: number, to: number): TextProof {
  if (!(from >= 0 && from < to && to <= bytes.length)) throw new TextRangeError(from, to, bytes.length)
  const tree = chunkTree(bytes)
  const firstChunk = Math.floor(from / CHUNK_BYTES)
  const endChunk = Math.ceil(to / CHUNK_BYTES)
  return {
    length: BigInt(bytes.length),
    firstChunk,
    data: bytesToHex(bytes.subarray(firstChunk * CHUNK_BYTES, endChunk * CHUNK_BYTES)),
    siblings: Array.from({ length: endChunk - firstChunk }, (_, i) => treeProof(tree, firstChunk + i)),
  }
}

/** Whether the chunks stand where the proof says in the text with this root. */
export function verifyText(root: Hex, { length, firstChunk, data, siblings }: TextProof): boolean {
  const chunks = chunksOf(hexToBytes(data))
  const count = Math.ceil(Number(length) / CHUNK_BYTES)
  if (chunks.length === 0 || chunks.length !== siblings.length) return false
  return chunks.every((leaf, i) => {
    const index = firstChunk + i
    // Chunks are whole but for the text's last one, whose size follows from the length.
    const size = Math.min(CHUNK_BYTES, Number(length) - index * CHUNK_BYTES)
    const proven = leaf.length === size ? treeRootOfProof({ count, index, leaf, siblings: siblings[i]! }) : undefined
    return proven !== undefined && rootOf(Number(length), proven) === root.toLowerCase()
  })
}

function chunkTree(bytes: Uint8Array): Tree {
  if (bytes.length === 0) throw new EmptyTextError()
  return buildTree(chunksOf(bytes))
}

function chunksOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) =>
    bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
  )
}

/** `keccak256(0x02 ‖ uint64(length) ‖ root of the chunks' tree)`. */
function rootOf(length: number, chunksRoot: Hex): Hex {
  return bytesToHex(keccak_256(concatBytes([textTag, numberToBytes(length, { size: 8 }), hexToBytes(chunksRoot)])))
}
