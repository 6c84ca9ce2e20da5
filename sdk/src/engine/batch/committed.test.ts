import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { bundleLies } from '../../../test/bundleLies.ts'
import { lies, sceneCredits } from '../../../test/lies.ts'
import { buildScene } from '../../../test/sceneBatch.ts'
import type { BuiltBatch } from '../../attribution/batch.ts'
import { BundleTooLargeError, packBundle, unpackBundle } from '../../attribution/bundle/index.ts'
import { checkBundle } from '../../attribution/check.ts'
import { openCommitted } from './committed.ts'

const honest = buildScene(sceneCredits)
const { chainId, ledger } = honest.bundle

type Told = Pick<BuiltBatch, 'commitment' | 'bundle'>

function publish({ commitment, bundle }: Told) {
  const packed = packBundle(bundle, { partBytes: 300 })
  const blobs = new Map<Hex, Uint8Array>([...packed.parts, [packed.hash, packed.manifest]])
  const read = async (hash: Hex) => blobs.get(hash)!
  return { commitment: { ...commitment, bundleHash: packed.hash, bundleSize: packed.size }, read, blobs }
}

/** What is read part by part, in the form of the whole. */
async function partly(told: Told, options: { most?: number } = {}) {
  const { commitment, read } = publish(told)
  const opened = await openCommitted(read, commitment, { chainId, ledger }, { workers: 0, ...options })
  if (!opened.matches) return opened
  const inferences = []
  for await (const each of opened.content.inferences()) inferences.push(each)
  const payouts = [...opened.content.payouts()].map((each) => ({ ...each, entries: [...each.entries] }))
  return { matches: true, inferences, payouts }
}

async function plainly(told: Told) {
  const { commitment, read } = publish(told)
  const { bundle, size } = await unpackBundle(read, commitment.bundleHash)
  const check = checkBundle({ commitment }, bundle, { chainId, ledger }, size)
  if (!check.matches) return check
  return {
    matches: true,
    inferences: bundle.inferences.map((stated, index) => ({ index, stated, leaf: check.trees.inferences[index]! })),
    payouts: bundle.payouts.map(({ amount, entries }, index) => {
      return { index, leaf: check.trees.payouts[index]!, amount, entries }
    }),
  }
}

describe('gives what the whole bundle gives', () => {
  test('of an honest batch', async () => {
    const content = await partly(honest)
    expect(content).toEqual(await plainly(honest))
    expect(content.matches).toBe(true)
  })

  test.each(bundleLies)('$name', async ({ tell }) => {
    const told = tell(honest)
    expect(await partly(told)).toEqual(await plainly(told))
  })

  test.each(lies)('$name', async ({ credits }) => {
    const told = buildScene(credits)
    expect(await partly(told)).toEqual(await plainly(told))
  })
})

test('says what is not as it was committed, with the size', async () => {
  const { commitment, read } = publish(honest)
  const other = { ...commitment, bundleSize: commitment.bundleSize + 1n, earned: 1n }
  const opened = await openCommitted(read, other, { chainId: 7, ledger }, { workers: 0 })
  expect(opened.matches ? [] : opened.mismatches.map(({ field }) => field)).toEqual(['chainId', 'earned', 'bundleSize'])
})

test('behavior: an honest batch is never read at once, and one part is in memory at a time', async () => {
  const { commitment, read, blobs } = publish(honest)
  const asked: Hex[] = []
  const listening = (hash: Hex) => {
    asked.push(hash)
    return read(hash)
  }
  const opened = await openCommitted(listening, commitment, { chainId, ledger }, { workers: 0, most: 1 })
  if (!opened.matches) throw new Error('It is honest.')
  expect(blobs.size).toBeGreaterThan(3)
  asked.length = 0
  const { done } = await opened.content.inferences().next()
  expect([done, asked.length]).toEqual([false, 1])
})

test('error: what is not what was declared is read up to a limit', async () => {
  const { commitment, read } = publish(honest)
  const other = { ...commitment, inferenceCount: commitment.inferenceCount + 1 }
  const opening = openCommitted(read, other, { chainId, ledger }, { workers: 0, most: 1 })
  await expect(opening).rejects.toThrow(BundleTooLargeError)
})
