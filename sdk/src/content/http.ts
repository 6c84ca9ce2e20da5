import { type ContentStore, contentStore } from './store.ts'
import { assertDone, parseServer, type TransferOptions, textOf, transfer } from './transfer.ts'

export type HttpStoreOptions = TransferOptions & {
  /** Sent with each request: `authorization`, for example. */
  headers?: Record<string, string>
}

/**
 * A content store at a server of HTTP: `<url>/<kind>/<key>` is read by GET, and written by PUT where the server takes it.
 * Any server of files does, and so does a gateway of IPFS, with `<url>` ending in the folder's CID.
 * @throws ContentServerAddressError
 */
export function httpStore(url: string, { headers, ...options }: HttpStoreOptions = {}): ContentStore {
  const base = parseServer(url)
  return contentStore({
    async load(kind, key, { signal }) {
      const request = { url: new URL(`${kind}/${key}`, base), method: 'GET', headers } as const
      const answer = await transfer(() => request, { ...options, signal })
      if (answer.status === 404 || answer.status === 410) return undefined
      assertDone(base, answer, answer.ok ? undefined : textOf(answer))
      return answer.bytes
    },
    async save(kind, key, bytes, { signal }) {
      const request = {
        url: new URL(`${kind}/${key}`, base),
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', ...headers },
        body: bytes as BodyInit,
      } as const
      const answer = await transfer(() => request, { ...options, signal })
      assertDone(base, answer, answer.ok ? undefined : textOf(answer))
    },
  })
}
