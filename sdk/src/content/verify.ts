import { type Hex, keccak256 } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { BinaryTextError } from '../errors/text.ts'
import { canonicalise } from '../text/canonical.ts'
import { textRoot } from '../text/textRoot.ts'
import { treeRoot } from '../trees/index.ts'
import { leavesTree } from './leaves.ts'
import type { ContentKind } from './store.ts'

/** Bytes that are not what their key names: damaged, or forged. */
export class ContentMismatchError extends OpenLedgerError {
  constructor(kind: ContentKind, key: Hex, reason: string, options?: ErrorOptions) {
    super(`The content ${kind}/${key} is not what its key names (${reason}): delete it and fetch it again.`, options)
  }
}

/**
 * Checks content against its key, as docs/formats.md says for its kind.
 * @throws ContentMismatchError
 */
export function verifyContent(kind: ContentKind, key: Hex, bytes: Uint8Array): void {
  const name = nameOrMismatch(kind, key, bytes)
  if (name !== key) throw new ContentMismatchError(kind, key, `its bytes are those of ${name}`)
}

function nameOrMismatch(kind: ContentKind, key: Hex, bytes: Uint8Array): Hex {
  try {
    return nameOf(kind, bytes)
  } catch (cause) {
    // What has no name of the kind at all: empty, not UTF-8, half a leaf.
    if (cause instanceof OpenLedgerError) throw new ContentMismatchError(kind, key, 'it is malformed', { cause })
    throw cause
  }
}

function nameOf(kind: ContentKind, bytes: Uint8Array): Hex {
  switch (kind) {
    case 'texts':
      return textRoot(bytes)
    case 'originals':
      return textRoot(new TextEncoder().encode(canonicalise(decodeUtf8(bytes))))
    case 'leaves':
      return treeRoot(leavesTree(bytes))
    case 'blobs':
      return keccak256(bytes)
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new BinaryTextError('The original', { cause })
  }
}
