import { BLOCK_BYTES, compilePermutation, INPUT_AT, INPUT_BYTES, type Permutation, STATE_AT } from './permutation.ts'

/** Bytes of a hash. */
export const HASH_BYTES = 32

/** keccak256 in WebAssembly. One thread shares one; two of them know nothing of each other. */
export type Keccak = {
  /** The hash as 32 bytes of its own. */
  hash(input: Uint8Array): Uint8Array
  /** Writes the hash into `out` from byte `at` on. */
  into(input: Uint8Array, out: Uint8Array, at: number): void
}

/** Compiles the hasher; what it gives back hashes without waiting. */
export async function createKeccak(): Promise<Keccak> {
  const instance = await WebAssembly.instantiate(await compilePermutation())
  const { memory, absorb } = instance.exports as unknown as Permutation
  const heap = new Uint8Array(memory.buffer)
  const into = (input: Uint8Array, out: Uint8Array, at: number) => {
    if (!(at >= 0 && at + HASH_BYTES <= out.length)) throw new RangeError(`There is no room for a hash at byte ${at}.`)
    let [from, isFirst] = [0, 1]
    // There is a last block that is not full, if only of padding.
    for (; input.length - from >= INPUT_BYTES; from += INPUT_BYTES) {
      heap.set(input.subarray(from, from + INPUT_BYTES), INPUT_AT)
      absorb(INPUT_BYTES / BLOCK_BYTES, isFirst)
      isFirst = 0
    }
    const length = input.length - from
    const blocks = Math.floor(length / BLOCK_BYTES) + 1
    const [end, last] = [INPUT_AT + length, INPUT_AT + BLOCK_BYTES * blocks - 1]
    heap.set(from === 0 ? input : input.subarray(from), INPUT_AT)
    heap.fill(0, end, last + 1)
    heap[end] = 0x01
    heap[last]! |= 0x80
    absorb(blocks, isFirst)
    for (let i = 0; i < HASH_BYTES; i++) out[at + i] = heap[STATE_AT + i]!
  }
  const hash = (input: Uint8Array) => {
    const out = new Uint8Array(HASH_BYTES)
    into(input, out, 0)
    return out
  }
  return { hash, into }
}
