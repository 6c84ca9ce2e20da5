import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keccak256, stringToBytes } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { s3Credentials, signatureOf, startS3Server, startServer, type TestServer } from '../../test/contentServers.ts'
import { testContentStore } from '../../test/contentSuite.ts'
import { publishBlob } from './publish.ts'
import { type S3StoreOptions, s3Store } from './s3.ts'
import { ContentServerAddressError, ContentServerError, ContentServerRedirectError } from './serverErrors.ts'

const blob = stringToBytes('what the key names')
const key = keccak256(blob)

let directory: string
let server: TestServer

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openledger-s3-'))
  server = await startS3Server(directory, 'openledger')
})

afterAll(async () => {
  await server.stop()
  await rm(directory, { recursive: true })
})

const open = (options?: Partial<S3StoreOptions>) =>
  s3Store({ endpoint: server.url, bucket: 'openledger', credentials: s3Credentials, ...options })

testContentStore(() => open())

test('behavior: a folder of the bucket, and keys that are asked for each time', async () => {
  let asked = 0
  const credentials = async () => {
    asked++
    return s3Credentials
  }
  const store = open({ folder: 'corpus/v1.0', credentials })
  await publishBlob(store, blob)
  expect(await store.read('blobs', key)).toEqual(blob)
  expect(asked).toBe(2)
  expect(server.requests.slice(-2)).toEqual([
    `PUT /openledger/corpus/v1.0/blobs/${key}`,
    `GET /openledger/corpus/v1.0/blobs/${key}`,
  ])
})

test('error: keys that the service does not know', async () => {
  const credentials = { ...s3Credentials, secretAccessKey: 'another' }
  const reading = open({ credentials }).read('blobs', key)
  await expect(reading).rejects.toThrow('answered 403 ("SignatureDoesNotMatch"): give it credentials that may do this.')
  await expect(reading).rejects.not.toThrow('another')
})

test('error: no such bucket, which is not to be taken for missing content', async () => {
  await expect(open({ bucket: 'elsewhere' }).read('blobs', key)).rejects.toThrow(ContentServerError)
  await expect(publishBlob(open({ bucket: 'elsewhere' }), blob)).rejects.toThrow('NoSuchBucket')
})

test('error: a service that sends to another region is not followed with a signature', async () => {
  const elsewhere = await startServer((_, response) => response.end(blob))
  const redirecting = await startServer((_, response) => response.writeHead(307, { location: elsewhere.url }).end())
  await expect(open({ endpoint: redirecting.url }).read('blobs', key)).rejects.toThrow(ContentServerRedirectError)
  await expect(publishBlob(open({ endpoint: redirecting.url }), blob)).rejects.toThrow(ContentServerRedirectError)
  expect(elsewhere.requests).toEqual([])
  await Promise.all([elsewhere.stop(), redirecting.stop()])
})

describe('signatures', () => {
  test('cover the content', async () => {
    let signed: string | string[] | undefined
    const listening = await startServer((request, response) => {
      signed = request.headers['x-amz-content-sha256']
      response.end()
    })
    await publishBlob(open({ endpoint: listening.url }), blob)
    expect(signed).toBe(await sha256(blob))
    await listening.stop()
  })

  test('are checked here as AWS computes them in its documentation', () => {
    const headers = {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-amz-date': '20130524T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=',
    }
    expect(signatureOf({ method: 'GET', url: '/test.txt', headers }, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    )
  })
})

test.each([
  { bucket: 'Open' },
  { bucket: 'a/b' },
  { bucket: 'a..b' },
  { bucket: '' },
  { folder: '' },
  { folder: '/a' },
  { folder: 'a/../b' },
  { folder: 'a b' },
  { endpoint: 'ftp://127.0.0.1' },
])('error: %j', (options) => {
  expect(() => open(options)).toThrow(ContentServerAddressError)
})

async function sha256(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes as BufferSource)).toString('hex')
}
