import { keccak256, stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import type { Contribution } from '../src/attribution/encoding.ts'
import { decodeLeaves } from '../src/content/leaves.ts'
import { publishBlob, publishContribution, publishLeaves } from '../src/content/publish.ts'
import { ContentNotFoundError, type ContentStore } from '../src/content/store.ts'
import { ContentMismatchError } from '../src/content/verify.ts'

/** What every content store does, whatever it stands in. */
export function testContentStore(open: () => ContentStore): void {
  const absent = `0x${'ab'.repeat(32)}` as const

  test('gives back what was published', async () => {
    const store = open()
    const { textRoot, canonical } = await publishContribution(store, 'The   Quick-brown FOX, größer.')
    expect(await store.read('texts', textRoot)).toEqual(canonical)
    expect(await store.read('originals', textRoot)).toEqual(stringToBytes('The   Quick-brown FOX, größer.'))
    const contributions: Contribution[] = [{ contributor: `0x${'0'.repeat(39)}1`, textRoot }]
    const { root } = await publishLeaves(store, contributions)
    expect(decodeLeaves(await store.read('leaves', root))).toEqual(contributions)
  })

  test.each([1, 1_000_000, 1_000_001])('gives back a blob of %i bytes', async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251)
    const { key } = await publishBlob(open(), bytes)
    expect(keccak256(await open().read('blobs', key))).toBe(key)
  })

  test('behavior: the same is kept twice', async () => {
    const bytes = stringToBytes('twice')
    const { key } = await publishBlob(open(), bytes)
    await publishBlob(open(), bytes)
    expect(await open().read('blobs', key)).toEqual(bytes)
  })

  test.each(['texts', 'originals', 'leaves', 'blobs'] as const)('error: no such %s', async (kind) => {
    await expect(open().read(kind, absent)).rejects.toThrow(ContentNotFoundError)
  })

  test('error: bytes that are not what the key names are not sent', async () => {
    await expect(open().write('blobs', absent, stringToBytes('other'))).rejects.toThrow(ContentMismatchError)
    await expect(open().read('blobs', absent)).rejects.toThrow(ContentNotFoundError)
  })

  test('error: aborted', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const bytes = stringToBytes('aborted')
    await expect(open().read('texts', absent, { signal })).rejects.toBe(reason)
    await expect(open().write('blobs', keccak256(bytes), bytes, { signal })).rejects.toBe(reason)
    await expect(open().read('blobs', keccak256(bytes))).rejects.toThrow(ContentNotFoundError)
  })
}
