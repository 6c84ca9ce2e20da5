import type { Hex } from 'viem'
import { type PackedBundle, unpackBundle } from '../attribution/bundle/index.ts'
import type { Bundle } from '../attribution/bundle.ts'
import type { ContentOptions, ContentStore } from './store.ts'
import { type ContentName, formatContentUri } from './uri.ts'

/** Keeps a bundle: its manifest last, so that whoever finds that finds the rest. @returns its name and URI */
export async function publishBundle(
  store: ContentStore,
  { hash, manifest, parts }: PackedBundle,
): Promise<ContentName & { uri: string }> {
  for (const [part, bytes] of parts) await store.write('blobs', part, bytes)
  await store.write('blobs', hash, manifest)
  const name: ContentName = { kind: 'blobs', key: hash }
  return { ...name, uri: formatContentUri(name) }
}

/**
 * Reads a whole bundle by the hash that its batch commits to.
 * @returns the bundle, and its bytes, unpacked
 * @throws ContentNotFoundError @throws ContentMismatchError @throws MalformedBundleError @throws BundleTooLargeError
 */
export async function readBundle(
  store: ContentStore,
  hash: Hex,
  { signal, ...options }: { most?: number } & ContentOptions = {},
): Promise<{ bundle: Bundle; size: bigint }> {
  return await unpackBundle((blob) => store.read('blobs', blob, { signal }), hash, options)
}
