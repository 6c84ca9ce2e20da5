import { randomUUID } from 'node:crypto'
import { keccak256, stringToBytes } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startKuboDouble, startServer, type TestNode, type TestServer } from '../../test/contentServers.ts'
import { testContentStore } from '../../test/contentSuite.ts'
import { blobCid, type IpfsStoreOptions, ipfsStore } from './ipfs.ts'
import { publishBlob, publishContribution } from './publish.ts'
import { ContentReadOnlyError, ContentServerAddressError, ContentServerError } from './serverErrors.ts'
import { ContentNotFoundError } from './store.ts'
import { ContentMismatchError } from './verify.ts'

const blob = stringToBytes('what the key names')
const key = keccak256(blob)
const absent = `0x${'ab'.repeat(32)}` as const
const cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'

/** A real node to test against, instead of what stands for one: `http://127.0.0.1:5001`. It keeps what is written. */
const realNode = process.env.OPENLEDGER_TEST_KUBO

const node: TestNode = { files: new Map(), blocks: new Map() }
let server: TestServer

beforeAll(async () => {
  server = await startKuboDouble(node)
})

afterAll(() => server.stop())

const open = (options?: IpfsStoreOptions) => ipfsStore(server.url, { timeout: 1_000, ...options })

describe('a node', () => {
  const folder = `/openledger-${randomUUID()}`
  testContentStore(() => (realNode ? ipfsStore(realNode, { folder, timeout: 5_000 }) : open({ folder, timeout: 300 })))
})

test('a blob has its hash for a CID, and any node finds it', async () => {
  // The multihash of keccak-256 in base 32: 0x01 raw 0x55, 0x1b, 32 bytes.
  expect(blobCid(keccak256(stringToBytes('hello')))).toBe('bafkrwia4rl7zkbufylwuxqyxj42hekd3k3mvc644ssasomm2bgt2g3pkza')
  await publishBlob(open(), blob)
  expect([...node.blocks.keys()]).toContain(blobCid(key))
  expect(await open({ folder: `/ipfs/${cid}` }).read('blobs', key)).toEqual(blob)
})

test('what another publishes is read, and never written', async () => {
  const { textRoot, canonical } = await publishContribution(open(), 'The quick brown fox.')
  for (const folder of [`/ipfs/${cid}`, '/ipns/example.org/corpus']) {
    node.files.set(`${folder}/texts/${textRoot}`, canonical)
    expect(await open({ folder }).read('texts', textRoot)).toEqual(canonical)
    await expect(open({ folder }).read('texts', absent)).rejects.toThrow(ContentNotFoundError)
    await expect(open({ folder }).write('texts', textRoot, canonical)).rejects.toThrow(ContentReadOnlyError)
  }
})

test('error: a block that nobody has is looked for no longer than the timeout', async () => {
  const started = performance.now()
  await expect(open({ timeout: 200 }).read('blobs', absent)).rejects.toThrow(ContentNotFoundError)
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('error: aborted while a block is looked for', async () => {
  const reading = open({ timeout: 60_000 }).read('blobs', absent, { signal: AbortSignal.timeout(100) })
  await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }))
})

test('error: other bytes in the folder', async () => {
  node.files.set(`/openledger/texts/${absent}`, stringToBytes('other'))
  await expect(open().read('texts', absent)).rejects.toThrow(ContentMismatchError)
})

test.each([
  ['context canceled', 500],
  ['could not resolve name', 500],
  ['file does not exist', 400],
])('error: %j by %i is not taken for missing content', async (Message, status) => {
  const failing = await startServer((_, response) => response.writeHead(status).end(JSON.stringify({ Message })))
  await expect(ipfsStore(failing.url).read('texts', absent)).rejects.toThrow(ContentServerError)
  await expect(ipfsStore(failing.url).read('texts', absent)).rejects.toThrow(JSON.stringify(Message))
  await failing.stop()
})

test.each(['{"Key":"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"}', '{}', '<html>', '{"Key":"x"}'])(
  'error: a block kept under another CID: %s',
  async (said) => {
    const lying = await startServer((_, response) => response.end(said))
    await expect(publishBlob(ipfsStore(lying.url), blob)).rejects.toThrow(ContentServerError)
    await lying.stop()
  },
)

test('error: what is no RPC of a node', async () => {
  const other = await startServer((_, response) => response.writeHead(404).end('404 page not found'))
  await expect(ipfsStore(other.url).read('texts', absent)).rejects.toThrow(ContentServerError)
  await other.stop()
})

test.each(['', 'openledger', '/', '/a/', '/a/../b', '/a b', '/ipfs', '/ipfs/', '/ipfs/no-cid', '/ipns', '/a?b'])(
  'error: the folder %j',
  (folder) => {
    expect(() => open({ folder })).toThrow(ContentServerAddressError)
  },
)
