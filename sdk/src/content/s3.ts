import { AwsV4Signer } from 'aws4fetch'
import { ContentServerAddressError } from './serverErrors.ts'
import { type ContentStore, contentStore } from './store.ts'
import {
  assertDone,
  parseServer,
  type ServerAnswer,
  type ServerRequest,
  type TransferOptions,
  textOf,
  transfer,
} from './transfer.ts'

export type S3Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

export type S3StoreOptions = TransferOptions & {
  /** Address of the service, without the bucket: `https://s3.eu-central-1.amazonaws.com`, `http://127.0.0.1:9000`. */
  endpoint: string
  bucket: string
  /** Folder in the bucket, its root unless told: `openledger`. */
  folder?: string
  /** The bucket's region, `us-east-1` unless told; services that have none take any. */
  region?: string
  /** A function is asked for each request, so that keys can be short-lived. */
  credentials: S3Credentials | (() => S3Credentials | Promise<S3Credentials>)
}

/**
 * A content store in a bucket of S3, or of a service that speaks as it does, addressed by path: the object
 * `<folder>/<kind>/<key>`.
 * @throws ContentServerAddressError
 */
export function s3Store({ endpoint, bucket, folder, region, credentials, ...options }: S3StoreOptions): ContentStore {
  const server = parseServer(endpoint)
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
    throw new ContentServerAddressError(
      'name of a bucket',
      bucket,
      '3 to 63 lower-case letters, digits, dots and hyphens',
    )
  }
  if (folder !== undefined && !folder.split('/').every((part) => /^[\w-][\w.-]*$/.test(part))) {
    throw new ContentServerAddressError(
      'folder of a bucket',
      folder,
      'letters, digits, hyphens and dots between slashes',
    )
  }
  const base = new URL(folder === undefined ? `${bucket}/` : `${bucket}/${folder}/`, server)
  const signed = async (name: string, body?: Uint8Array): Promise<ServerRequest> => {
    const keys = typeof credentials === 'function' ? await credentials() : credentials
    const method = body ? 'PUT' : 'GET'
    const headers: Record<string, string> = { 'x-amz-content-sha256': await sha256(body ?? new Uint8Array()) }
    if (body) headers['content-type'] = 'application/octet-stream'
    const signer = new AwsV4Signer({
      ...keys,
      url: new URL(name, base).href,
      method,
      headers,
      service: 's3',
      region: region ?? 'us-east-1',
    })
    const request = await signer.sign()
    return { url: request.url, method, headers: request.headers, body: body as BodyInit | undefined }
  }
  return contentStore({
    async load(kind, key, { signal }) {
      const answer = await transfer(() => signed(`${kind}/${key}`), { ...options, signal })
      // The same status for no object and for no bucket: only the first is an answer.
      if (answer.status === 404 && codeOf(answer) !== 'NoSuchBucket') return undefined
      assertDone(base, answer, answer.ok ? undefined : codeOf(answer))
      return answer.bytes
    },
    async save(kind, key, bytes, { signal }) {
      const answer = await transfer(() => signed(`${kind}/${key}`, bytes), { ...options, signal })
      assertDone(base, answer, answer.ok ? undefined : codeOf(answer))
    },
  })
}

/** The code of an S3 error: `AccessDenied`, `NoSuchKey`. */
function codeOf(answer: ServerAnswer): string | undefined {
  return /<Code>(\w+)<\/Code>/.exec(textOf(answer))?.[1]
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes as BufferSource)
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
