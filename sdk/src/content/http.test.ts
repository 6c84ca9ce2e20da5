import { gzipSync } from 'node:zlib'
import { keccak256, stringToBytes } from 'viem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFileServer, startServer, type TestServer } from '../../test/contentServers.ts'
import { testContentStore } from '../../test/contentSuite.ts'
import { httpStore } from './http.ts'
import { publishBlob } from './publish.ts'
import {
  ContentServerAddressError,
  ContentServerError,
  ContentServerRedirectError,
  ContentServerTimeoutError,
  ContentServerUnreachableError,
  ContentTooLargeError,
} from './serverErrors.ts'
import { ContentMismatchError } from './verify.ts'

const blob = stringToBytes('what the key names')
const key = keccak256(blob)

/** Another server to test against: `http://127.0.0.1:8080/content`. It must take PUT, and keeps what is written. */
const realServer = process.env.OPENLEDGER_TEST_HTTP

let server: TestServer
afterEach(() => server.stop())

describe('a server of files', () => {
  beforeEach(async () => {
    server = await startFileServer()
  })

  testContentStore(() => httpStore(realServer ?? server.url))

  test('behavior: content stands below the path of the address, with or without a slash', async () => {
    await publishBlob(httpStore(`${server.url}/a/b`), blob)
    expect(await httpStore(`${server.url}/a/b/`).read('blobs', key)).toEqual(blob)
    expect(server.requests).toEqual([`PUT /a/b/blobs/${key}`, `GET /a/b/blobs/${key}`])
  })
})

describe('a server that means harm', () => {
  const read = async (listener: Parameters<typeof startServer>[0], options?: Parameters<typeof httpStore>[1]) => {
    server = await startServer(listener)
    return httpStore(server.url, { retries: 0, ...options }).read('blobs', key)
  }
  /** Writes for as long as it is listened to. */
  const pour = (response: Parameters<Parameters<typeof startServer>[0]>[1], piece: Uint8Array, count: number) => {
    let sent = 0
    const go = () => {
      while (sent < count && !response.destroyed) {
        sent += piece.length
        if (!response.write(piece)) return void response.once('drain', go)
      }
      if (sent >= count) response.end()
    }
    go()
    return () => sent
  }

  test('error: other bytes', async () => {
    await expect(read((_, response) => response.end('other'))).rejects.toThrow(ContentMismatchError)
    expect(server.requests).toHaveLength(1)
  })

  test('error: a body without end is left at the limit', async () => {
    let sent = () => 0
    const reading = read(
      (_, response) => {
        sent = pour(response, new Uint8Array(2 ** 16), Number.POSITIVE_INFINITY)
      },
      { most: 2 ** 20 },
    )
    await expect(reading).rejects.toThrow(ContentTooLargeError)
    // What lies in the buffers of the connection is on top.
    expect(sent()).toBeLessThan(2 ** 25)
    expect(server.requests).toHaveLength(1)
  })

  test('error: 64 MiB packed into 64 kB are left at the limit', async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 26))
    const reading = read((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb), {
      most: 2 ** 20,
    })
    await expect(reading).rejects.toThrow(ContentTooLargeError)
  })

  test('behavior: a body in pieces of one byte holds no more than its bytes', async () => {
    const bytes = new Uint8Array(50_000).fill(7)
    server = await startServer((_, response) => pour(response, Uint8Array.of(7), bytes.length))
    expect(await httpStore(server.url).read('blobs', keccak256(bytes))).toEqual(bytes)
  })

  test('behavior: as many bytes as are taken are taken', async () => {
    expect(await read((_, response) => response.end(blob), { most: blob.length })).toEqual(blob)
    await expect(httpStore(server.url, { most: blob.length - 1 }).read('blobs', key)).rejects.toThrow(
      ContentTooLargeError,
    )
  })

  test('error: a body that breaks off', async () => {
    const reading = read(
      (_, response) => {
        response.writeHead(200, { 'content-length': blob.length })
        response.write(blob.subarray(0, 5), () => response.destroy())
      },
      { retries: 1 },
    )
    await expect(reading).rejects.toThrow(ContentServerUnreachableError)
    expect(server.requests).toHaveLength(2)
  })

  test('error: a body cut short that says it is whole', async () => {
    await expect(read((_, response) => response.end(blob.subarray(0, 5)))).rejects.toThrow(ContentMismatchError)
  })

  test.each([301, 302, 303, 307, 308])('error: a redirect by %i is not followed', async (status) => {
    const elsewhere = await startServer((_, response) => response.end(blob))
    const reading = read((_, response) => response.writeHead(status, { location: elsewhere.url }).end())
    await expect(reading).rejects.toThrow(ContentServerRedirectError)
    await expect(reading).rejects.toThrow(elsewhere.url)
    expect(elsewhere.requests).toEqual([])
    await elsewhere.stop()
  })

  test.each([
    ['does not answer', 0],
    ['answers byte by byte', 1],
  ])('error: a server that %s is left in time', async (_, isDripping) => {
    const started = performance.now()
    const reading = read(
      (_, response) => {
        if (!isDripping) return
        const timer = setInterval(() => response.write('x'), 20)
        response.once('close', () => clearInterval(timer))
      },
      { timeout: 300, retries: 5 },
    )
    await expect(reading).rejects.toThrow(ContentServerTimeoutError)
    // Once, and not five times more.
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(server.requests).toHaveLength(1)
  })

  test('error: aborted while it sends', async () => {
    const controller = new AbortController()
    let sent = () => 0
    server = await startServer((_, response) => {
      sent = pour(response, new Uint8Array(1024), Number.POSITIVE_INFINITY)
      setTimeout(() => controller.abort(new Error('enough')), 50)
    })
    const reading = httpStore(server.url).read('blobs', key, { signal: controller.signal })
    await expect(reading).rejects.toThrow('enough')
    const after = sent()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(sent() - after).toBeLessThan(2 ** 20)
  })

  test('behavior: what a server says of itself is quoted, and cut', async () => {
    const said = `\u001b[2J${'no '.repeat(10_000)}`
    const reading = read((_, response) => response.writeHead(403).end(said))
    const error = await reading.catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ContentServerError)
    expect((error as Error).message).not.toContain('\u001b')
    expect((error as Error).message.length).toBeLessThan(500)
  })
})

describe('a server with troubles', () => {
  test('behavior: one that fails for a while is asked again', async () => {
    let count = 0
    server = await startServer((_, response) => {
      if (++count < 3) response.writeHead(503).end()
      else response.end(blob)
    })
    expect(await httpStore(server.url).read('blobs', key)).toEqual(blob)
    expect(server.requests).toHaveLength(3)
  })

  test('error: one that goes on failing', async () => {
    server = await startServer((_, response) => response.writeHead(503).end('overloaded'))
    const reading = httpStore(server.url, { retries: 1 }).read('blobs', key)
    await expect(reading).rejects.toThrow(`${server.url} answered 503 ("overloaded"): try again later.`)
    expect(server.requests).toHaveLength(2)
  })

  test.each([403, 405])('error: one that takes nothing, by %i', async (status) => {
    server = await startServer((_, response) => response.writeHead(status).end())
    await expect(publishBlob(httpStore(server.url), blob)).rejects.toThrow(ContentServerError)
    expect(server.requests).toHaveLength(1)
  })

  test('error: none', async () => {
    server = await startFileServer()
    await server.stop()
    const { url } = server
    server = await startFileServer()
    await expect(httpStore(url, { retries: 0 }).read('blobs', key)).rejects.toThrow(ContentServerUnreachableError)
  })
})

describe('an address', () => {
  beforeEach(async () => {
    server = await startFileServer()
  })

  test.each([
    '',
    'content.example',
    'file:///etc',
    'ftp://content.example',
    'https://user:secret@content.example',
    'https://content.example/?key=secret',
    'https://content.example/#a',
  ])('error: %j', (address) => {
    expect(() => httpStore(address)).toThrow(ContentServerAddressError)
    expect(() => httpStore(address)).not.toThrow('secret')
  })
})
