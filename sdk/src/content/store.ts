import type { Hex } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { verifyContent } from './verify.ts'

/** What a content store holds: see `docs/formats.md` for the bytes and the check of each kind. */
export const contentKinds = ['texts', 'originals', 'leaves', 'blobs'] as const

export type ContentKind = (typeof contentKinds)[number]

export type ContentOptions = {
  /** Ends the work with the signal's reason. */
  signal?: AbortSignal
}

/** Bytes by the hash that names them. Whatever it is kept in, nothing passes through it unverified. */
export type ContentStore = {
  /**
   * @throws ContentNotFoundError when the store has nothing under the key
   * @throws ContentMismatchError when what it has is not what the key names
   */
  read(kind: ContentKind, key: Hex, options?: ContentOptions): Promise<Uint8Array>
  /**
   * Keeps bytes; done when they are safe. Keeping the same bytes again is no error.
   * @throws ContentMismatchError when the bytes are not what the key names
   */
  write(kind: ContentKind, key: Hex, bytes: Uint8Array, options?: ContentOptions): Promise<void>
}

/** Where a store's bytes lie, trusted with nothing but to give them back. */
export type ContentBackend = {
  /** The bytes under a key, `undefined` when there are none. */
  load(kind: ContentKind, key: Hex, options: ContentOptions): Promise<Uint8Array | undefined>
  save(kind: ContentKind, key: Hex, bytes: Uint8Array, options: ContentOptions): Promise<void>
}

/** The store has nothing under the key. */
export class ContentNotFoundError extends OpenLedgerError {
  constructor(kind: ContentKind, key: Hex, options?: ErrorOptions) {
    super(`The content store has no ${kind}/${key}: ask whoever published it, or name another store.`, options)
  }
}

/** A key that names no content. */
export class ContentKeyError extends OpenLedgerError {
  constructor(key: string) {
    super(`${JSON.stringify(key)} is no content key: give 0x and 64 lower-case hexadecimal digits.`)
  }
}

/** A content store over a backend: every key and every byte is checked, both ways. */
export function contentStore(backend: ContentBackend): ContentStore {
  return {
    async read(kind, key, options = {}) {
      options.signal?.throwIfAborted()
      const bytes = await backend.load(kind, checkedKey(key), options)
      if (bytes === undefined) throw new ContentNotFoundError(kind, key)
      verifyContent(kind, key, bytes)
      return bytes
    },
    async write(kind, key, bytes, options = {}) {
      options.signal?.throwIfAborted()
      verifyContent(kind, checkedKey(key), bytes)
      await backend.save(kind, key, bytes, options)
    },
  }
}

/** @throws ContentKeyError: a key becomes a file's name or part of an address, so nothing else may pass */
export function checkedKey(key: string): Hex {
  if (!/^0x[0-9a-f]{64}$/.test(key)) throw new ContentKeyError(key)
  return key as Hex
}
