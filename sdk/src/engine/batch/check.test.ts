import fc from 'fast-check'
import { getAddress, type Hex, numberToHex, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { bundleLies, sceneReceipt } from '../../../test/bundleLies.ts'
import { checkOf, committed } from '../../../test/check.ts'
import { lies, scene, sceneCredits } from '../../../test/lies.ts'
import { buildScene, sceneFacts } from '../../../test/sceneBatch.ts'
import { bytesOf } from '../../../test/world.ts'
import { attributeOutput } from '../../attribution/attribute.ts'
import { type BuiltBatch, batchOf } from '../../attribution/batch.ts'
import { MalformedBundleError } from '../../attribution/bundle/errors.ts'
import { packBundle } from '../../attribution/bundle/index.ts'
import type { Bundle, BundleInference, BundlePayout } from '../../attribution/bundle.ts'
import type { Credit } from '../../attribution/encoding.ts'
import { type ChainFacts, type Finding, findEvidence, type KnownReceipt, type Named } from '../../attribution/finder.ts'
import { addContribution, createWindowIndex } from '../../attribution/windowIndex.ts'
import { buildSegment, createHashKey, inMemory, type View } from '../windows/index.ts'
import type { BatchProgress } from './build.ts'
import { checkLargeBatch, type LargeBatchCheck, type Verdict } from './check.ts'

const index = createWindowIndex(scene.windowWords)
const standings = new Map<string, 'Eligible' | 'Revoked' | 'None'>()
scene.submissions.forEach((contributions, i) => {
  contributions.forEach(({ contributor, text, isRevoked }, leafIndex) => {
    const place = { submissionId: BigInt(i + 1), leafIndex }
    addContribution(index, { ...place, contributor, text: bytesOf(text) })
    const standing = contributor === zeroAddress ? 'None' : isRevoked ? 'Revoked' : 'Eligible'
    standings.set(`${i + 1}/${leafIndex}`, standing)
  })
})

const attribute = (_: number, output: Uint8Array) =>
  attributeOutput(
    index,
    output,
    ({ submissionId, leafIndex }) => standings.get(`${submissionId}/${leafIndex}`) ?? 'None',
  )

type Told = Pick<BuiltBatch, 'commitment' | 'bundle'>
type Known = { receipts?: KnownReceipt[]; chain?: ChainFacts }

/** The batch as a watcher has it: what was committed, and the blobs of its bundle. */
function publish({ commitment, bundle }: Told, partBytes = 300) {
  const packed = packBundle(bundle, { partBytes })
  const blobs = new Map<Hex, Uint8Array>([...packed.parts, [packed.hash, packed.manifest]])
  const batch = committed({ ...commitment, bundleHash: packed.hash, bundleSize: packed.size })
  return { batch, blobs, read: async (hash: Hex) => blobs.get(hash)! }
}

function check(told: Told, known: Known = {}, more: Partial<LargeBatchCheck> = {}): Promise<Verdict> {
  const { batch, read } = publish(told)
  const { receipts = [], chain = sceneFacts } = known
  return checkLargeBatch({ batchId: 1n, batch, read, factsOf: () => chain, receipts, attribute, workers: 0, ...more })
}

function plainly(told: Told, { receipts = [], chain = sceneFacts }: Known = {}): Finding[] {
  const { batch } = publish(told)
  return [...findEvidence(checkOf(told, chain, { batch, receipts }))]
}

/** Expects the findings of the plain finder, in its order. */
async function expectAlike(told: Told, known: Known = {}): Promise<Finding[]> {
  const [expected, verdict] = [plainly(told, known), await check(told, known)]
  expect(verdict.isRight).toBe(expected.length === 0)
  expect(verdict.isRight ? [] : [...verdict.findings]).toEqual(expected)
  return expected
}

const honest = buildScene(sceneCredits)

describe('an honest batch', () => {
  test('is right, and this is what was recomputed', async () => {
    for (const workers of [0, 2]) {
      const verdict = await check(honest, {}, { workers })
      const { commitment } = honest
      expect(verdict).toEqual({
        isRight: true,
        checked: {
          answers: 3,
          credits: Number(commitment.creditCount),
          payouts: commitment.payoutCount,
          entries: Number(commitment.entryCount),
          bytes: publish(honest).batch.commitment.bundleSize,
          inferencesRoot: commitment.inferencesRoot,
          payoutsRoot: commitment.payoutsRoot,
          dataFees: commitment.dataFees,
          earned: commitment.earned,
        },
      })
    }
  })

  test('is right however its credits are cut', async () => {
    const [quotation] = sceneCredits
    const first = { ...quotation!, length: 19n }
    const second = { ...quotation!, start: quotation!.start + 20n, length: quotation!.length - 20n }
    const verdict = await check(buildScene([first, second, ...sceneCredits.slice(1)]))
    expect(verdict.isRight).toBe(true)
  })

  test('is right by indexes in memory, in this thread or in others; a lie beside it is not', async () => {
    const contributions = scene.submissions.flatMap((texts, i) =>
      texts.map(({ contributor, text }, leafIndex) => {
        return { submissionId: BigInt(i + 1), leafIndex, contributor, text: bytesOf(text) }
      }),
    )
    const { windowWords } = scene
    const view: View = {
      standingOf: ({ submissionId, leafIndex }) => standings.get(`${submissionId}/${leafIndex}`) ?? 'None',
    }
    const [quotation, nobodys] = sceneCredits
    const cut = [
      { ...quotation!, length: 19n },
      { ...quotation!, start: quotation!.start + 20n, length: quotation!.length - 20n },
    ]
    for (const workers of [0, 1]) {
      const source = inMemory([await buildSegment(contributions, { windowWords, key: createHashKey(), workers })])
      const attribute = { ofVersion: (version: number) => (version === 1 ? { source, view } : undefined) }
      const isRight = async (credits: readonly Credit[]) =>
        (await check(buildScene(credits), {}, { attribute, workers })).isRight
      expect(await isRight([...cut, nobodys!])).toBe(true)
      expect(await isRight([{ ...quotation!, offset: quotation!.offset + 1n }, nobodys!])).toBe(false)
      // Threads take a while to start.
      if (workers > 0) continue
      expect(await isRight(sceneCredits)).toBe(true)
      expect(await isRight(cut)).toBe(true)
      expect(await isRight([nobodys!])).toBe(false)
      expect(await isRight([cut[0]!, nobodys!])).toBe(false)
    }
  })

  test('names what the chain must be asked, and says how far it is', async () => {
    let named: Named | undefined
    const seen: BatchProgress[] = []
    const factsOf = (it: Named) => {
      named = it
      return sceneFacts
    }
    await check(honest, {}, { factsOf, onProgress: (progress) => seen.push(progress) })
    expect(named).toEqual({
      versions: new Set([1]),
      payers: new Set(honest.bundle.inferences.map(({ payer }) => payer)),
      submissions: [...new Set(sceneCredits.map(({ submissionId }) => submissionId))],
      answers: 3,
      credits: sceneCredits.length,
    })
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['inferences', 'accounts', 'words'])
  })

  test('ends where it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(check(honest, {}, { signal })).rejects.toThrow('enough')
  })
})

describe('finds what the plain finder finds, in its order', () => {
  test.each(bundleLies)('$name', async ({ tell }) => {
    expect((await expectAlike(tell(honest))).length).toBeGreaterThan(0)
  })

  test.each(lies)('$name', async ({ credits }) => {
    expect((await expectAlike(buildScene(credits))).length).toBeGreaterThan(0)
  })

  test('of receipts', async () => {
    expect(await expectAlike(honest, { receipts: [sceneReceipt] })).toHaveLength(1)
    const { inferences } = honest.trees
    const agreeing = { ...sceneReceipt, outputRoot: inferences[1]!.outputRoot }
    expect(await expectAlike(honest, { receipts: [agreeing] })).toEqual([])
    const receipts = [
      { ...agreeing, version: 2 },
      { ...agreeing, from: 1n },
      { ...agreeing, to: agreeing.to + 1n },
    ]
    expect((await expectAlike(honest, { receipts })).length).toBeGreaterThan(2)
  })

  test('of earlier batches, known and unknown', async () => {
    const { preimages } = checkOf(honest, sceneFacts)
    const earlier = { batchId: 7n, batch: committed(honest.commitment), preimages }
    expect(await expectAlike(honest, { chain: { ...sceneFacts, earlier: [earlier] } })).toHaveLength(3)
    const unseen = { ...earlier, preimages: { get: () => undefined } }
    expect(await expectAlike(honest, { chain: { ...sceneFacts, earlier: [unseen] } })).toHaveLength(3)
  })

  test('of reserves that the chain has otherwise', async () => {
    for (const [account, reserveBps] of [
      [sceneFacts.reserveOf(1n).reserveAccount, 0],
      [sceneFacts.reserveOf(1n).reserveAccount, 5],
      [getAddress(numberToHex(0xeeee, { size: 20 })), 1_000],
      [getAddress(numberToHex(0xa1, { size: 20 })), 1_000],
    ] as const) {
      const chain: ChainFacts = { ...sceneFacts, reserveOf: () => ({ reserveAccount: account, reserveBps }) }
      expect((await expectAlike(honest, { chain })).length).toBeGreaterThan(0)
    }
    // Of a submission by which nobody earns, or that was not credited, it is of no matter.
    const other = (submissionId: bigint) => ({ ...sceneFacts.reserveOf(submissionId), reserveBps: 5 })
    const reserveOf = (submissionId: bigint) => (submissionId === 1n ? sceneFacts.reserveOf(1n) : other(submissionId))
    expect(await expectAlike(honest, { chain: { ...sceneFacts, reserveOf } })).toEqual([])
  })

  test('of many entries stated otherwise, in any order', async () => {
    const entry = fc.record({ inference: fc.nat(3), credit: fc.nat(2), amount: fc.bigInt(0n, 3n) })
    await fc.assert(
      fc.asyncProperty(nat, fc.array(entry, { maxLength: 8 }), async (which, more) => {
        const alter = inPayout((it) => {
          const entries = [...it.entries, ...more]
          return [{ ...it, entries, amount: entries.reduce((sum, { amount }) => sum + amount, 0n) }]
        }, which)
        await expectAlike(batchOf(alter(honest.bundle)))
      }),
      { numRuns: 40 },
    )
  })

  test('of any batch in which anything is told otherwise', async () => {
    const evidenced = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bundle = changes.reduce((told, alter) => alter(told), honest.bundle)
        const told = batchOf(bundle)
        for (const finding of await expectAlike(told)) {
          if ('evidence' in finding)
            evidenced.set(finding.evidence.kind, (evidenced.get(finding.evidence.kind) ?? 0) + 1)
        }
      }),
      { numRuns: 40 },
    )
    const kinds = ['FalseCredit', 'Unbacked', 'WrongEntry']
    expect([...evidenced.keys()]).toEqual(expect.arrayContaining(kinds))
  }, 120_000)
})

test('refuses a bundle whose blobs are others', async () => {
  const { batch, blobs } = publish(honest)
  const read = async (hash: Hex) => {
    const bytes = Uint8Array.from(blobs.get(hash)!)
    if (hash !== batch.commitment.bundleHash) bytes[bytes.length - 9]! ^= 1
    return bytes
  }
  for (const workers of [0, 1]) {
    const checking = checkLargeBatch({ batchId: 1n, batch, read, factsOf: () => sceneFacts, attribute, workers })
    await expect(checking).rejects.toThrow(MalformedBundleError)
  }
})

/** Something told otherwise in a bundle. */
type Change = (bundle: Bundle) => Bundle

const nat = fc.nat(50)
const near = (value: bigint, by: number) => (value + BigInt(by) < 0n ? 0n : value + BigInt(by))
const step = fc.constantFrom(-40, -1, 1, 2, 45)

function inInference(alter: (it: BundleInference) => BundleInference, which: number): Change {
  return (bundle) => ({
    ...bundle,
    inferences: bundle.inferences.map((it, i) => (i === which % bundle.inferences.length ? alter(it) : it)),
  })
}

function inCredit(alter: (it: Credit) => Credit, which: number): Change {
  const alterIn = (it: BundleInference) => ({
    ...it,
    credits: it.credits.map((credit, c) => (c === which % it.credits.length ? alter(credit) : credit)),
  })
  return inInference(alterIn, 1)
}

function inPayout(alter: (it: BundlePayout) => BundlePayout[], which: number): Change {
  return (bundle) => ({
    ...bundle,
    payouts: bundle.payouts.flatMap((it, i) => (i === which % bundle.payouts.length ? alter(it) : [it])),
  })
}

const accounts = fc.integer({ min: 0, max: 0x100 }).map((seed) => getAddress(numberToHex(seed, { size: 20 })))
const change: fc.Arbitrary<Change> = fc.oneof(
  fc
    .tuple(nat, step, fc.constantFrom('from', 'to', 'dataFee'))
    .map(([which, by, field]) =>
      inInference((it) => ({ ...it, [field as 'from']: near(it[field as 'from'], by) }), which),
    ),
  fc.tuple(nat, nat).map(([which, version]) => inInference((it) => ({ ...it, version: version % 3 }), which)),
  fc
    .tuple(nat, nat)
    .map(([which, at]) =>
      inInference((it) => ({ ...it, output: it.output.map((byte, i) => (i === at ? byte ^ 0x20 : byte)) }), which),
    ),
  fc.tuple(nat, accounts).map(([which, payer]) => inInference((it) => ({ ...it, payer }), which)),
  fc
    .tuple(nat, step, fc.constantFrom('start', 'length', 'matchStart', 'matchLength', 'offset', 'submissionId'))
    .map(([which, by, field]) =>
      inCredit((it) => ({ ...it, [field as 'start']: near(it[field as 'start'], by) }), which),
    ),
  fc.tuple(nat, accounts).map(([which, contributor]) => inCredit((it) => ({ ...it, contributor }), which)),
  nat.map(
    (which): Change => inInference((it) => ({ ...it, credits: it.credits.filter((_, c) => c !== which % 2) }), 1),
  ),
  fc.constant(inInference((it) => ({ ...it, credits: [...it.credits].reverse() }), 1)),
  fc.tuple(nat, step).map(([which, by]) => inPayout((it) => [{ ...it, amount: near(it.amount, by) }], which)),
  fc.tuple(nat, step).map(([which, by]) =>
    inPayout((it) => {
      const entries = it.entries.map((entry) => ({ ...entry, amount: near(entry.amount, by) }))
      return [{ ...it, entries, amount: entries.reduce((sum, { amount }) => sum + amount, 0n) }]
    }, which),
  ),
  nat.map((which) => inPayout(() => [], which)),
  nat.map((which) => inPayout((it) => [it, it], which)),
  nat.map((which) => inPayout((it) => [{ ...it, entries: [] }], which)),
  fc.tuple(nat, accounts).map(([which, account]) => inPayout((it) => [{ ...it, account }], which)),
  fc
    .tuple(nat, nat, nat)
    .map(([which, inference, credit]) =>
      inPayout(
        (it) => [{ ...it, entries: [...it.entries, { inference: inference % 4, credit: credit % 3, amount: 0n }] }],
        which,
      ),
    ),
  fc.constant((bundle: Bundle) => ({ ...bundle, payouts: [...bundle.payouts].reverse() })),
  fc.constant((bundle: Bundle) => ({ ...bundle, inferences: [...bundle.inferences].reverse() })),
)
