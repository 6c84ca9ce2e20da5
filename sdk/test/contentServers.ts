import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import S3rver from 's3rver'
import { hexToBytes, keccak256 } from 'viem'

/** A server on loopback, and what it was asked. */
export type TestServer = { url: string; requests: string[]; stop(): Promise<void> }

export async function startServer(listener: RequestListener): Promise<TestServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A server of files by GET and PUT. */
export function startFileServer(files = new Map<string, Uint8Array>()): Promise<TestServer> {
  return startServer(async (request, response) => {
    const path = request.url!
    if (request.method === 'PUT') {
      files.set(path, await bodyOf(request))
      response.writeHead(201).end()
      return
    }
    const file = files.get(path)
    response.writeHead(file ? 200 : 404).end(file ?? 'Nothing here.')
  })
}

/** The keys that the server of S3 takes. */
export const s3Credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

/** s3rver over a folder, behind a check of signatures of version 4, which it leaves undone. */
export async function startS3Server(directory: string, bucket: string): Promise<TestServer> {
  const s3 = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket }] })
  await s3.configureBuckets()
  const answer = s3.callback()
  return startServer((request, response) => {
    if (signatureOf(request, s3Credentials.secretAccessKey) === providedSignature(request)) answer(request, response)
    else response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
  })
}

/** The signature of version 4 that a request to S3 should bear, by the words of AWS's documentation. */
export function signatureOf(
  { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  secret: string,
): string | undefined {
  const [, date, region, names] =
    /Credential=[^/]+\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+),/.exec(headers.authorization ?? '') ??
    []
  if (!date || !region || !names) return undefined
  const [path, query = ''] = url!.split('?')
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const canonical = [method, path, query, lines.join(''), names, headers['x-amz-content-sha256']].join('\n')
  const scope = `${date}/${region}/s3/aws4_request`
  const hash = createHash('sha256').update(canonical).digest('hex')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const key = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date))
  return hmac(key, ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash].join('\n')).toString('hex')
}

function providedSignature({ headers }: IncomingMessage): string {
  return /Signature=(\w+)$/.exec(headers.authorization ?? '')?.[1] ?? 'none'
}

/** What a test's node of IPFS holds. */
export type TestNode = { files: Map<string, Uint8Array>; blocks: Map<string, Uint8Array> }

/**
 * What a Kubo node's RPC does with files and blocks, written after its documentation: only POST, bodies as forms, 500 with a
 * message for all that fails, and a search without end for blocks that nobody has.
 */
export function startKuboDouble({ files, blocks }: TestNode): Promise<TestServer> {
  return startServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://node')
    const argument = searchParams.get('arg') ?? ''
    if (request.method !== 'POST') return void response.writeHead(405).end()
    switch (pathname.replace('/api/v0/', '')) {
      case 'files/write':
        if (searchParams.get('create') !== 'true' || searchParams.get('parents') !== 'true') {
          return refuse(response, 'file does not exist')
        }
        files.set(argument, await fileOf(request))
        return void response.writeHead(200).end()
      case 'files/read':
        return give(response, files.get(argument), `${argument}: file does not exist`)
      case 'cat':
        return give(response, files.get(argument), `no link named "${argument.split('/').at(-1)}" under bafy`)
      case 'block/put': {
        const bytes = await fileOf(request)
        if (bytes.length > 2 ** 20) return refuse(response, 'produced block is over 1MiB')
        if (searchParams.get('mhtype') !== 'keccak-256' || searchParams.get('cid-codec') !== 'raw') {
          return refuse(response, 'another hash')
        }
        const cid = rawCid(hexToBytes(keccak256(bytes)))
        blocks.set(cid, bytes)
        return void response.end(JSON.stringify({ Key: cid, Size: bytes.length }))
      }
      case 'block/get':
        // Nobody has it: the node goes on asking.
        if (!blocks.has(argument)) return
        return give(response, blocks.get(argument), '')
      default:
        return void response.writeHead(404).end('404 page not found')
    }
  })
}

function give(response: ServerResponse, bytes: Uint8Array | undefined, missing: string): void {
  if (bytes) response.writeHead(200, { 'content-type': 'text/plain' }).end(bytes)
  else refuse(response, missing)
}

function refuse(response: ServerResponse, Message: string): void {
  response.writeHead(500, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ Message, Code: 0, Type: 'error' }))
}

/** CID of version 1, codec raw, hash keccak-256, in base 32: spelt out, as nothing here is to lean on what is tested. */
function rawCid(hash: Uint8Array): string {
  const bits = [0x01, 0x55, 0x1b, 0x20, ...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g)!.map((group) => Number.parseInt(group.padEnd(5, '0'), 2))
  return `b${groups.map((group) => 'abcdefghijklmnopqrstuvwxyz234567'[group]).join('')}`
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

async function fileOf(request: IncomingMessage): Promise<Uint8Array> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response((await bodyOf(request)) as BodyInit, { headers }).formData()
  const file = form.get('data')
  if (!(file instanceof Blob)) throw new TypeError('The form has no file.')
  return new Uint8Array(await file.arrayBuffer())
}
