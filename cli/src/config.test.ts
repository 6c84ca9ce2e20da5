import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishBlob } from '@openledger/sdk/content'
import { expect, test } from 'vitest'
import { startFileServer } from '../../sdk/test/contentServers.ts'
import { openStore } from './config.ts'
import { BadInputError } from './errors.ts'

const blob = Uint8Array.of(1, 2, 3)

test('openStore: a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-config-'))
  const { key } = await publishBlob(openStore({ store: folder }), blob)
  expect(await openStore({ store: folder }).read('blobs', key)).toEqual(blob)
  await rm(folder, { recursive: true })
})

test('openStore: a server', async () => {
  const server = await startFileServer()
  const { key } = await publishBlob(openStore({ store: server.url }), blob)
  expect(await openStore({ store: server.url.replace('http', 'HTTP') }).read('blobs', key)).toEqual(blob)
  expect(server.requests).toEqual([`PUT /blobs/${key}`, `GET /blobs/${key}`])
  await server.stop()
})

test('error: none is named', () => {
  expect(() => openStore({ store: '' })).toThrow(BadInputError)
})
