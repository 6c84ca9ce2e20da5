import { keccak256, stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { firstOf } from './firstOf.ts'
import { publishBlob } from './publish.ts'
import { ContentNotKeptError, ContentUnavailableError } from './serverErrors.ts'
import { ContentKeyError, ContentNotFoundError, type ContentStore, contentStore } from './store.ts'

const blob = stringToBytes('what the key names')
const key = keccak256(blob)

/** A store of a test, with what it was asked. */
function mapStore(
  held: Record<string, Uint8Array> = {},
): ContentStore & { held: Map<string, Uint8Array>; asked: string[] } {
  const map = new Map(Object.entries(held))
  const asked: string[] = []
  const store = contentStore({
    load: async (_, name) => {
      asked.push(name)
      return map.get(name)
    },
    save: async (_, name, bytes) => void map.set(name, bytes),
  })
  return { ...store, held: map, asked }
}

const failing = contentStore({
  load: () => Promise.reject(new Error('The disk is gone.')),
  save: () => Promise.reject(new Error('The disk is full.')),
})

test('the first that has it is asked, and no other after it', async () => {
  const [first, second, third] = [mapStore(), mapStore({ [key]: blob }), mapStore({ [key]: blob })]
  expect(await firstOf([first, second, third]).read('blobs', key)).toEqual(blob)
  expect([first.asked, second.asked, third.asked]).toEqual([[key], [key], []])
})

test('behavior: a store that lies or fails is passed over', async () => {
  const lying = mapStore({ [key]: stringToBytes('other') })
  expect(await firstOf([failing, lying, mapStore({ [key]: blob })]).read('blobs', key)).toEqual(blob)
})

test('error: none has it', async () => {
  const lying = mapStore({ [key]: stringToBytes('other') })
  await expect(firstOf([mapStore(), lying]).read('blobs', key)).rejects.toThrow(ContentNotFoundError)
  await expect(firstOf([]).read('blobs', key)).rejects.toThrow(ContentNotFoundError)
})

test('error: one could not be asked, so that nobody knows whether it is missing', async () => {
  const reading = firstOf([mapStore(), failing]).read('blobs', key)
  await expect(reading).rejects.toThrow(ContentUnavailableError)
  await expect(reading).rejects.toThrow('The disk is gone.')
})

test('error: a key that names nothing', async () => {
  const store = mapStore()
  await expect(firstOf([store, store]).read('blobs', '0x12')).rejects.toThrow(ContentKeyError)
})

test('all are written to', async () => {
  const stores = [mapStore(), mapStore()]
  await publishBlob(firstOf(stores), blob)
  expect(stores.map(({ held }) => held.get(key))).toEqual([blob, blob])
})

test('behavior: those that are named are written to', async () => {
  const [mirror, own] = [mapStore(), mapStore()]
  await publishBlob(firstOf([mirror, own], { writeTo: [own] }), blob)
  expect([mirror.held.size, own.held.size]).toEqual([0, 1])
})

test('error: one did not keep it, the others did', async () => {
  const store = mapStore()
  const writing = publishBlob(firstOf([failing, store]), blob)
  await expect(writing).rejects.toThrow(ContentNotKeptError)
  await expect(writing).rejects.toThrow(`1 of 2 content stores kept blobs/${key}, write it again: The disk is full.`)
  expect(store.held.get(key)).toEqual(blob)
})

test('error: aborted, and no other store is asked', async () => {
  const controller = new AbortController()
  const slow = contentStore({
    load: async () => {
      controller.abort(new Error('enough'))
      throw new Error('broken off')
    },
    save: async () => undefined,
  })
  const next = mapStore({ [key]: blob })
  await expect(firstOf([slow, next]).read('blobs', key, { signal: controller.signal })).rejects.toThrow('enough')
  expect(next.asked).toEqual([])
})
