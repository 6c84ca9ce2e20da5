import { CID } from 'multiformats/cid'
import { create as createDigest } from 'multiformats/hashes/digest'
import { type Hex, hexToBytes } from 'viem'
import {
  ContentReadOnlyError,
  ContentServerAddressError,
  ContentServerError,
  ContentServerTimeoutError,
} from './serverErrors.ts'
import { type ContentKind, type ContentStore, checkedKey, contentStore } from './store.ts'
import { assertDone, parseServer, type ServerAnswer, type TransferOptions, textOf, transfer } from './transfer.ts'

export type IpfsStoreOptions = TransferOptions & {
  /** Where files are: a folder of the node (`/openledger` unless told), or `/ipfs/<cid>` or `/ipns/<name>` of anyone. */
  folder?: string
  /** Sent with each request: `authorization`, for example. */
  headers?: Record<string, string>
}

/** Codes of multiformats: bytes as they are, and the hash that blobs are named by. */
const RAW = 0x55
const KECCAK_256 = 0x1b

/** Nodes pass on blocks of up to 1 MiB, and servers before them take requests of as much: the block with its form. */
const MOST_BLOCK_BYTES = 1_000_000

/** A node answers 500 for all that it cannot do: only these say that it may soon. */
const PASSING = [429, 502, 503, 504]

/** The CID under which any node of IPFS finds a blob of at most a million bytes. */
export function blobCid(hash: Hex): string {
  return CID.createV1(RAW, createDigest(KECCAK_256, hexToBytes(checkedKey(hash)))).toString()
}

/**
 * A content store in IPFS, by the RPC of a Kubo node: that of a machine of yours, as whoever reaches it rules the node.
 * Content lies in a folder of the node's files at `<folder>/<kind>/<key>`, from where nothing is collected as garbage. A
 * blob of at most a million bytes is a pinned block instead, with its hash for a CID, so that every node finds it by what
 * the chain says.
 * @param url Address of the RPC, without `/api`: `http://127.0.0.1:5001`.
 * @throws ContentServerAddressError
 */
export function ipfsStore(url: string, options: IpfsStoreOptions = {}): ContentStore {
  const { folder = '/openledger', headers, ...transferOptions } = options
  const base = new URL('api/v0/', parseServer(url))
  const isPublished = assertFolder(folder)
  const call = (
    command: string,
    parameters: Record<string, string>,
    { signal, body }: { signal?: AbortSignal; body?: Uint8Array },
  ) => {
    const address = new URL(command, base)
    address.search = new URLSearchParams(parameters).toString()
    const prepare = () => ({ url: address, method: 'POST', headers, body: body && formOf(body) }) as const
    return transfer(prepare, { ...transferOptions, signal, passing: PASSING })
  }
  const pathOf = (kind: ContentKind, key: Hex) => `${folder}/${kind}/${key}`
  /** What a command of reading gave; `undefined` when there is no such thing. */
  const taken = (answer: ServerAnswer): Uint8Array | undefined => {
    if (answer.ok) return answer.bytes
    const said = messageOf(answer)
    if (answer.status === 500 && isMissing(said)) return undefined
    throw new ContentServerError(base.origin, answer.status, said)
  }
  return contentStore({
    async load(kind, key, { signal }) {
      const path = pathOf(kind, key)
      const file = taken(await call(isPublished ? 'cat' : 'files/read', { arg: path }, { signal }))
      if (file || kind !== 'blobs') return file
      try {
        return taken(await call('block/get', { arg: blobCid(key) }, { signal }))
      } catch (error) {
        // Nobody can say that nobody has a block: a node that does not find one goes on looking.
        if (error instanceof ContentServerTimeoutError) return undefined
        throw error
      }
    },
    async save(kind, key, bytes, { signal }) {
      if (isPublished) throw new ContentReadOnlyError(`The folder ${folder}`)
      if (kind === 'blobs' && bytes.length <= MOST_BLOCK_BYTES) {
        const parameters = { 'cid-codec': 'raw', mhtype: 'keccak-256', pin: 'true' }
        const answer = await call('block/put', parameters, { signal, body: bytes })
        assertDone(base, answer, answer.ok ? undefined : messageOf(answer))
        assertKept(base, answer, blobCid(key))
        return
      }
      const parameters = {
        arg: pathOf(kind, key),
        create: 'true',
        parents: 'true',
        truncate: 'true',
        'raw-leaves': 'true',
      }
      const answer = await call('files/write', parameters, { signal, body: bytes })
      assertDone(base, answer, answer.ok ? undefined : messageOf(answer))
    },
  })
}

/** @throws ContentServerError unless the node kept the block under the CID that others look for */
function assertKept(server: URL, answer: ServerAnswer, cid: string): void {
  const { Key } = parseObject(textOf(answer))
  if (typeof Key !== 'string' || !isSameCid(Key, cid)) {
    throw new ContentServerError(server.origin, answer.status, `kept as ${String(Key)}, not as ${cid}`)
  }
}

function isSameCid(one: string, other: string): boolean {
  try {
    return CID.parse(one).equals(CID.parse(other))
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}

/** @returns whether the folder is one that is only read @throws ContentServerAddressError */
function assertFolder(folder: string): boolean {
  const [, root, name, ...rest] = folder.split('/')
  const isPath =
    folder.startsWith('/') &&
    folder
      .split('/')
      .slice(1)
      .every((part) => /^[\w-][\w.-]*$/.test(part))
  const isPublished = root === 'ipfs' || root === 'ipns'
  if (!isPath || (isPublished && name === undefined) || (root === 'ipfs' && !isCid(name!)) || rest.length > 20) {
    throw new ContentServerAddressError(
      'folder of IPFS',
      folder,
      'a path of the node as /openledger, /ipfs/<cid> or /ipns/<name>',
    )
  }
  return isPublished
}

function isCid(text: string): boolean {
  return isSameCid(text, text)
}

function formOf(bytes: Uint8Array): FormData {
  const form = new FormData()
  form.set('data', new Blob([bytes as BlobPart]))
  return form
}

/** What a Kubo node says went wrong: `{ "Message": "…", "Code": 0, "Type": "error" }`. */
function messageOf(answer: ServerAnswer): string {
  const text = textOf(answer)
  const { Message } = parseObject(text)
  return typeof Message === 'string' ? Message : text
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/** How a node says that there is no such file, link or block. */
function isMissing(said: string): boolean {
  return /file does not exist|no link named|could not find|merkledag: not found|block was not found/i.test(said)
}
