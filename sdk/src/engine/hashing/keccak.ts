import { createKeccak as createHasher } from 'hash-wasm'

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
  const hasher = await createHasher(256)
  // `digest` copies out of the module's memory, so that no later hash overwrites what was given away.
  const hash = (input: Uint8Array) => hasher.init().update(input).digest('binary')
  return { hash, into: (input, out, at) => out.set(hash(input), at) }
}
