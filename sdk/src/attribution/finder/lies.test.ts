import { bytesToHex, concatHex, type Hex, keccak256, numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { bundleLies, otherRoot, sceneReceipt } from '../../../test/bundleLies.ts'
import { checkOf, committed } from '../../../test/check.ts'
import { lies, sceneCredits } from '../../../test/lies.ts'
import { buildScene, sceneFacts, scenePayer, scenePrice } from '../../../test/sceneBatch.ts'
import { bytesOf } from '../../../test/world.ts'
import { treeDepth } from '../../trees/index.ts'
import type { BatchCommitment, BuiltBatch } from '../batch.ts'
import { packBundle, unpackBundle } from '../bundle/index.ts'
import { type Evidence, encodeEvidence, type TreePath } from '../evidence.ts'
import { type BatchToCheck, type Finding, findEvidence } from '../finder.ts'

const honest = buildScene(sceneCredits)

async function find(
  built: Pick<BuiltBatch, 'commitment' | 'bundle'>,
  known: Partial<BatchToCheck> = {},
): Promise<Finding[]> {
  // What a watcher has is the bundle's bytes.
  const { hash, manifest, parts } = packBundle(built.bundle)
  const { bundle } = await unpackBundle(async (blob) => (blob === hash ? manifest : parts.get(blob)!), hash)
  return [...findEvidence(checkOf({ ...built, bundle }, sceneFacts, known))]
}

function evidenceOf(finding: Finding | undefined): Evidence {
  if (!finding || !('evidence' in finding)) throw new TypeError(`No evidence: ${JSON.stringify(finding)}`)
  return finding.evidence
}

/** Follows a path of declared sums up, and says where it leads. */
function rootOf({ tree, level, index, node, sums, siblings, siblingSums }: TreePath): Hex {
  const word = (sum: bigint | undefined) => (tree === 'Credits' ? '0x' : numberToHex(sum!, { size: 32 }))
  return siblings.reduce((hash, sibling, i) => {
    const [own, other] = [
      [hash, word(sums[i])],
      [sibling, word(siblingSums[i])],
    ] as [Hex[], Hex[]]
    const isLeft = Math.floor(index / 2 ** i) % 2 === 0
    expect(level + siblings.length).toBeLessThanOrEqual(32)
    return keccak256(concatHex(['0x01', ...(isLeft ? [...own, ...other] : [...other, ...own])]))
  }, node)
}

function expectPath({ path, preimage }: Extract<Evidence, { path: TreePath }>, commitment: BatchCommitment) {
  const { payoutsRoot, payoutCount, inferencesRoot, inferenceCount } = commitment
  const { inference, payout } = path
  const [root, count] = {
    Inferences: [inferencesRoot, inferenceCount] as const,
    Payouts: [payoutsRoot, payoutCount] as const,
    Credits: [inference.inference.creditsRoot, inference.inference.creditCount] as const,
    Entries: [payout.payout.entriesRoot, payout.payout.entryCount] as const,
  }[path.tree]
  if (count > 0) {
    expect(rootOf(path)).toBe(root)
    expect(path.siblings.length).toBe(treeDepth(count) - path.level)
  }
  if (preimage !== '0x') expect(keccak256(preimage)).toBe(path.node)
}

test('nothing is wrong with the honest batch', async () => {
  const agreeing = { ...sceneReceipt, outputRoot: honest.trees.inferences[1]!.outputRoot }
  const elsewhere = { ...sceneReceipt, from: 3n * scenePrice, to: 4n * scenePrice }
  expect(await find(honest, { receipts: [agreeing, elsewhere] })).toEqual([])
})

describe('each lie is proven', () => {
  test.each(bundleLies)('$name by $proves', async ({ proves, reason, tell }) => {
    const told = tell(honest)
    const findings = await find(told)
    const evidence = evidenceOf(findings[0])
    expect([evidence.kind, 'reason' in evidence ? evidence.reason : undefined]).toEqual([proves, reason])
    for (const finding of findings) {
      if (!('evidence' in finding)) continue
      expect(encodeEvidence(finding.evidence)).toMatch(/^0x/)
      if ('path' in finding.evidence) expectPath(finding.evidence, told.commitment)
    }
  })

  test('every kind of evidence has a lie', async () => {
    const others = ['FalseCredit', 'EarlierSource', 'MalformedList', 'BrokenReceipt']
    const kinds = new Set([...bundleLies.map(({ proves }) => proves), ...others])
    expect(kinds.size).toBe(13)
    expect(lies.map(({ proves }) => proves)).toEqual(expect.arrayContaining(['EarlierSource', 'MalformedList']))
  })

  test('an answer that contradicts a receipt by BrokenReceipt', async () => {
    const [finding, ...more] = await find(honest, { receipts: [sceneReceipt] })
    expect(evidenceOf(finding)).toMatchObject({ kind: 'BrokenReceipt', outputRoot: otherRoot, inference: { index: 1 } })
    expect(more).toEqual([])
    for (const change of [{ version: 2 }, { from: scenePrice - 1n }, { to: 2n * scenePrice + 1n }]) {
      const receipt = { ...sceneReceipt, outputRoot: honest.trees.inferences[1]!.outputRoot, ...change }
      expect((await find(honest, { receipts: [receipt] })).length).toBeGreaterThan(0)
    }
  })

  test('money that an earlier batch took by Unbacked', async () => {
    const preimages = checkOf(honest, sceneFacts).preimages
    const earlier = { batchId: 7n, batch: committed(honest.commitment), preimages }
    const findings = await find(honest, { chain: { ...sceneFacts, earlier: [earlier] } })
    expect(findings).toHaveLength(3)
    expect(evidenceOf(findings[1])).toMatchObject({
      kind: 'Unbacked',
      reason: 'EarlierOverlap',
      inference: { index: 1 },
      other: { index: 1 },
      otherBatchId: 7n,
    })
    const unseen = { ...earlier, preimages: { get: () => undefined } }
    expect(await find(honest, { chain: { ...sceneFacts, earlier: [unseen] } })).toMatchObject(
      [0n, scenePrice, 2n * scenePrice].map((total) => ({
        withheld: { kind: 'EarlierInferenceAt', account: scenePayer, total, earlier: 7n },
      })),
    )
  })
})

describe('what is not at hand is demanded', () => {
  const hide = (hashes: readonly Hex[]) => {
    const { preimages } = checkOf(honest, sceneFacts)
    return find(honest, { preimages: { get: (hash) => (hashes.includes(hash) ? undefined : preimages.get(hash)) } })
  }
  const { commitment, trees } = honest

  test('a root', async () => {
    expect(await hide([commitment.inferencesRoot])).toMatchObject([
      // Entries of answers that nobody sees could be right.
      { withheld: { kind: 'Inferences', outer: 0, first: 0, count: 3 } },
    ])
    expect(await hide([commitment.payoutsRoot])).toMatchObject([{ withheld: { kind: 'Payouts', first: 0, count: 2 } }])
    expect(await hide([trees.inferences[1]!.creditsRoot])).toMatchObject([
      { withheld: { kind: 'Credits', outer: 1, count: 2 } },
    ])
    expect(await hide([trees.payouts[1]!.entriesRoot])).toMatchObject([
      { withheld: { kind: 'Entries', outer: 1, count: 1 } },
    ])
  })

  test('every node and leaf of every tree', async () => {
    const levels = [trees.inferenceTree, trees.payoutTree, ...trees.entryTrees].flatMap((tree) =>
      tree.levels.flat().map(({ hash }) => bytesToHex(hash)),
    )
    const plain = trees.creditTrees.flatMap((tree) => tree.levels.flat().map((hash) => bytesToHex(hash)))
    for (const hash of [...levels, ...plain]) {
      const findings = await hide([hash])
      expect(findings.some((finding) => 'withheld' in finding)).toBe(true)
      expect(findings.some((finding) => 'evidence' in finding)).toBe(false)
    }
  })

  test('an output', async () => {
    const findings = await find(honest, { texts: { get: () => undefined } })
    expect(findings).toMatchObject([1, 2].map((outer) => ({ withheld: { kind: 'OutputChunks', outer, count: 64 } })))
  })

  test('many leaves, as many at a time as can be', async () => {
    const inferenceCount = 130
    const commitment = { ...honest.commitment, inferenceCount }
    expect(await find({ ...honest, commitment }, { preimages: { get: () => undefined } })).toMatchObject([
      { withheld: { kind: 'Inferences', first: 0, count: 64 } },
      { withheld: { kind: 'Inferences', first: 64, count: 64 } },
      { withheld: { kind: 'Inferences', first: 128, count: 2 } },
      { withheld: { kind: 'Payouts' } },
    ])
  })
})

test('a bundle that differs from what was committed opens nothing', async () => {
  const other = buildScene(sceneCredits.slice(1))
  const findings = await find({ ...honest, bundle: other.bundle }, { texts: { get: () => bytesOf('') } })
  expect(findings.every((finding) => 'withheld' in finding)).toBe(true)
  expect(findings.length).toBeGreaterThan(0)
})
