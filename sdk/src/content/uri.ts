import type { Hex } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { type ContentKind, checkedKey, contentKinds } from './store.ts'

/** Content by its name, whatever store it is fetched from. */
export type ContentName = { kind: ContentKind; key: Hex }

/** A URI that names no content. */
export class ContentUriError extends OpenLedgerError {
  constructor(uri: string) {
    super(
      `${JSON.stringify(uri)} names no content: give openledger:<kind>/<key> with a kind of ${contentKinds.join(', ')}.`,
    )
  }
}

/** The URI that stands on chain, `openledger:<kind>/<key>`. */
export function formatContentUri({ kind, key }: ContentName): string {
  return `openledger:${kind}/${checkedKey(key)}`
}

/** @throws ContentUriError when the URI has another form */
export function parseContentUri(uri: string): ContentName {
  const [, name, key] = /^openledger:([a-z]+)\/(0x[0-9a-f]{64})$/.exec(uri) ?? []
  const kind = contentKinds.find((known) => known === name)
  if (kind === undefined || key === undefined) throw new ContentUriError(uri)
  return { kind, key: checkedKey(key) }
}
