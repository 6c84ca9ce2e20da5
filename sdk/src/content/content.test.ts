import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, bytesToHex, concatBytes, keccak256 } from 'viem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Contribution, encodeContribution } from '../attribution/encoding.ts'
import { NoWordsError } from '../errors/text.ts'
import { textRoot } from '../text/textRoot.ts'
import { buildTree, treeRoot, verifyTreeProof } from '../trees/index.ts'
import { folderStore } from './folder.ts'
import { decodeLeaves, encodeLeaves, leafSiblings, leavesTree } from './leaves.ts'
import { publishBlob, publishContribution, publishLeaves } from './publish.ts'
import { ContentKeyError, ContentNotFoundError, type ContentStore } from './store.ts'
import { ContentUriError, formatContentUri, parseContentUri } from './uri.ts'
import { ContentMismatchError } from './verify.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const key = `0x${'ab'.repeat(32)}` as const
const contributions: Contribution[] = [1, 2, 3].map((i) => ({
  contributor: `0x000000000000000000000000000000000000000${i as 1 | 2 | 3}`,
  textRoot: `0x${`${i}`.repeat(64)}`,
}))

let folder: string
let store: ContentStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-content-'))
  store = folderStore(folder)
})

afterEach(() => rm(folder, { recursive: true }))

describe('a folder', () => {
  test('gives back what was published', async () => {
    const { textRoot: root, canonical } = await publishContribution(store, 'The   Quick-brown FOX.')
    expect(root).toBe(textRoot(bytesOf('the quick brown fox')))
    expect(canonical).toEqual(bytesOf('the quick brown fox'))
    expect(await store.read('texts', root)).toEqual(canonical)
    expect(await store.read('originals', root)).toEqual(bytesOf('The   Quick-brown FOX.'))

    const leaves = await publishLeaves(store, contributions)
    expect(leaves).toMatchObject({ count: 3, uri: `openledger:leaves/${leaves.root}` })
    expect(decodeLeaves(await store.read('leaves', leaves.root))).toEqual(contributions)

    const blob = await publishBlob(store, Uint8Array.of(1, 2, 3))
    expect(blob.key).toBe(keccak256(Uint8Array.of(1, 2, 3)))
    expect(await readdir(folder)).toEqual(['blobs', 'leaves', 'originals', 'texts'])
    expect(new Uint8Array(await readFile(join(folder, 'blobs', blob.key)))).toEqual(Uint8Array.of(1, 2, 3))
  })

  test('behavior: many writers of the same key leave one whole file', async () => {
    const bytes = bytesOf('x'.repeat(100_000))
    const name = keccak256(bytes)
    await Promise.all(Array.from({ length: 20 }, () => folderStore(folder).write('blobs', name, bytes)))
    expect(await readdir(join(folder, 'blobs'))).toEqual([name])
    expect(await store.read('blobs', name)).toEqual(bytes)
  })

  test('behavior: writing again mends a damaged file', async () => {
    const { key: name } = await publishBlob(store, bytesOf('blob'))
    await writeFile(join(folder, 'blobs', name), 'damaged')
    await publishBlob(store, bytesOf('blob'))
    expect(await store.read('blobs', name)).toEqual(bytesOf('blob'))
  })

  test('error: nothing under the key', async () => {
    await expect(store.read('texts', key)).rejects.toThrow(ContentNotFoundError)
    await expect(store.read('texts', key)).rejects.toThrow(`texts/${key}`)
  })

  test.each(['texts', 'originals', 'leaves', 'blobs'] as const)('error: damaged %s', async (kind) => {
    await mkdir(join(folder, kind))
    for (const damaged of [new Uint8Array(), bytesOf('other'), new Uint8Array(64), Uint8Array.of(0xff)]) {
      await writeFile(join(folder, kind, key), damaged)
      await expect(store.read(kind, key)).rejects.toThrow(ContentMismatchError)
      await expect(store.write(kind, key, damaged)).rejects.toThrow(`${kind}/${key}`)
    }
  })

  test.each(['../blobs', '0x12', key.toUpperCase(), `${key}/..`, ''])('error: the key %j', async (bad) => {
    await expect(store.read('blobs', bad as typeof key)).rejects.toThrow(ContentKeyError)
    await expect(store.write('blobs', bad as typeof key, new Uint8Array())).rejects.toThrow(ContentKeyError)
  })

  test('error: what cannot be written stays away, and so does its temporary file', async () => {
    await mkdir(join(folder, 'blobs', keccak256(bytesOf('blob'))), { recursive: true })
    await expect(publishBlob(store, bytesOf('blob'))).rejects.toThrow()
    expect(await readdir(join(folder, 'blobs'))).toHaveLength(1)
  })

  test('error: a contribution without words', async () => {
    await expect(publishContribution(store, ' -- \n')).rejects.toThrow(NoWordsError)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('leaves', () => {
  test('are those of the Tree', () => {
    const bytes = encodeLeaves(contributions)
    expect(treeRoot(leavesTree(bytes))).toBe(
      treeRoot(buildTree([0, 1, 2].map((i) => bytes.subarray(64 * i, 64 * i + 64)))),
    )
  })

  test('behavior: one that is no contribution spoils none of the others', () => {
    const bytes = encodeLeaves(contributions)
    bytes[64] = 1
    expect(decodeLeaves(bytes)).toEqual([contributions[0], undefined, contributions[2]])
  })
})

describe('URIs', () => {
  test('default', () => {
    const name = { kind: 'leaves', key } as const
    expect(parseContentUri(formatContentUri(name))).toEqual(name)
    expect(formatContentUri(name)).toBe(`openledger:leaves/${bytesToHex(new Uint8Array(32).fill(0xab))}`)
  })

  test.each([
    `ipfs:texts/${key}`,
    `openledger:pages/${key}`,
    'openledger:texts/0x12',
    `openledger:texts/${key}/x`,
    `openledger:texts/${key.toUpperCase()}`,
    `openledger:texts/${key}\n`,
    '',
  ])('error: %j', (uri) => {
    expect(() => parseContentUri(uri)).toThrow(ContentUriError)
  })
})

describe('leaves of a submission that states another count', () => {
  const leaves = Array.from({ length: 5 }, (_, i) =>
    encodeContribution({ contributor: key.slice(0, 42) as Address, textRoot: textRoot(bytesOf(`text ${i}`)) }),
  )
  const tree = leavesTree(concatBytes(leaves))
  const provable = (count: number) =>
    leaves.flatMap((leaf, index) => {
      const siblings = leafSiblings(tree, index, count)
      return siblings && verifyTreeProof({ root: treeRoot(tree), count, index, leaf, siblings }) ? [index] : []
    })

  test.each([
    [5, [0, 1, 2, 3, 4]],
    [6, [0, 1, 2, 3, 4]],
    [8, [0, 1, 2, 3, 4]],
    [4, []],
    [9, []],
  ])('behavior: of 5 leaves under a count of %i', (count, expected) => {
    expect(provable(count)).toEqual(expected)
    // Whatever is given is a proof.
    expect(leaves.flatMap((_, i) => (leafSiblings(tree, i, count) ? [i] : []))).toEqual(expected)
  })

  test('behavior: a count that cuts leaves off leaves those below them without a proof', () => {
    const three = leavesTree(concatBytes(leaves.slice(0, 4)))
    expect([0, 1, 2].map((index) => leafSiblings(three, index, 3) !== undefined)).toEqual([true, true, false])
  })
})
