import { type Hex, keccak256 } from 'viem'
import type { Contribution } from '../attribution/encoding.ts'
import { NoWordsError } from '../errors/text.ts'
import { canonicalise } from '../text/canonical.ts'
import { textRoot } from '../text/textRoot.ts'
import { treeRoot } from '../trees/index.ts'
import { encodeLeaves, leavesTree } from './leaves.ts'
import type { ContentOptions, ContentStore } from './store.ts'
import { type ContentName, formatContentUri } from './uri.ts'

/** A text as it is known on chain. */
export type PublishedText = {
  textRoot: Hex
  /** Canonical bytes. */
  canonical: Uint8Array
}

/**
 * Keeps a contribution: its canonical text and the original it was made from.
 * @throws NoWordsError when nothing of the text is a word: an empty contribution is refused
 */
export async function publishContribution(
  store: ContentStore,
  original: string,
  options?: ContentOptions,
): Promise<PublishedText> {
  const canonical = new TextEncoder().encode(canonicalise(original))
  if (canonical.length === 0) throw new NoWordsError('The contribution')
  const root = textRoot(canonical)
  await store.write('texts', root, canonical, options)
  await store.write('originals', root, new TextEncoder().encode(original), options)
  return { textRoot: root, canonical }
}

/**
 * Keeps the leaves of a submission.
 * @returns what `DatanetRegistry.submit` takes: the root, the number of leaves, and the URI of the leaves
 */
export async function publishLeaves(
  store: ContentStore,
  contributions: readonly Contribution[],
  options?: ContentOptions,
): Promise<{ root: Hex; count: number; uri: string }> {
  const bytes = encodeLeaves(contributions)
  const root = treeRoot(leavesTree(bytes))
  await store.write('leaves', root, bytes, options)
  return { root, count: contributions.length, uri: formatContentUri({ kind: 'leaves', key: root }) }
}

/** Keeps a bundle, an artifact or whatever else is known by the keccak256 of its bytes. */
export async function publishBlob(
  store: ContentStore,
  bytes: Uint8Array,
  options?: ContentOptions,
): Promise<ContentName> {
  const name: ContentName = { kind: 'blobs', key: keccak256(bytes) }
  await store.write(name.kind, name.key, bytes, options)
  return name
}
