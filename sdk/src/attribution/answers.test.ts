import { describe, expect, test } from 'vitest'
import { committed } from '../../test/check.ts'
import { scene, sceneCredits, sceneOutput } from '../../test/lies.ts'
import { buildScene, scenePayer, scenePrice, sceneReserve } from '../../test/sceneBatch.ts'
import { accountOf, corpusOfWorld } from '../../test/world.ts'
import { verifyText } from '../text/index.ts'
import { verifySumTreeProof, verifyTreeProof } from '../trees/index.ts'
import { type AnswerableBatch, answerFor, UnanswerableError } from './answers.ts'
import { type Answer, demandIdOf, type Item, itemOf } from './demands.ts'
import { encodeCredit, encodeEntry, encodeInference, encodePayout } from './encoding.ts'

const built = buildScene(sceneCredits)
const { commitment, trees, bundle } = built
const batch: AnswerableBatch = { batch: committed(commitment), bundle, trees }
const corpus = corpusOfWorld(scene)
const sourceAt = (place: { submissionId: bigint; leafIndex: number }) => {
  const source = corpus.sourceAt(place)
  return typeof source === 'object' ? { ...source, siblings: corpus.siblingsOf(place) } : undefined
}

/** The answer to an item, all its proofs checked, and the indices of its leaves. */
function answer(item: Item) {
  const given = answerFor(item, batch, { sourceAt })
  checkProofs(given)
  return {
    inferences: given.inferences.map(({ index }) => index),
    payouts: given.payouts.map(({ index }) => index),
    credits: given.credits.map(({ index }) => index),
    entries: given.entries.map(({ index }) => index),
  }
}

function checkProofs({ inferences, payouts, credits, entries }: Answer) {
  const { inferencesRoot, inferenceCount, payoutsRoot, payoutCount } = commitment
  for (const { inference, dataFee, ...place } of inferences) {
    const leaf = { bytes: encodeInference(inference), sum: dataFee }
    const total = commitment.dataFees
    expect(verifySumTreeProof({ root: inferencesRoot, count: inferenceCount, total, leaf, ...place })).toBe(true)
  }
  for (const { payout, amount, ...place } of payouts) {
    const leaf = { bytes: encodePayout(payout), sum: amount }
    const total = commitment.earned
    expect(verifySumTreeProof({ root: payoutsRoot, count: payoutCount, total, leaf, ...place })).toBe(true)
  }
  for (const { credit, ...place } of credits) {
    const { creditsRoot: root, creditCount: count } = inferences[0]!.inference
    expect(verifyTreeProof({ root, count, leaf: encodeCredit(credit), ...place })).toBe(true)
  }
  for (const { entry, amount, ...place } of entries) {
    const { entriesRoot: root, entryCount: count } = payouts[0]!.payout
    const leaf = { bytes: encodeEntry(entry), sum: amount }
    expect(verifySumTreeProof({ root, count, total: payouts[0]!.amount, leaf, ...place })).toBe(true)
  }
}

const none = { inferences: [], payouts: [], credits: [], entries: [] }
const [first, second] = bundle.payouts.map(({ account }) => account)

describe('answerFor', () => {
  test.each<[Item, object]>([
    [itemOf('Inferences', { first: 1, count: 2 }), { inferences: [1, 2] }],
    [itemOf('Payouts', { first: 0, count: 2 }), { payouts: [0, 1] }],
    [itemOf('Credits', { outer: 1, first: 0, count: 64 }), { inferences: [1], credits: [0, 1] }],
    [itemOf('Credits', { outer: 0, first: 0, count: 1 }), { inferences: [0] }],
    [itemOf('Credits', { outer: 1, first: 2, count: 1 }), { inferences: [1] }],
    [itemOf('Entries', { outer: 1, first: 0, count: 64 }), { payouts: [1], entries: [0] }],
    [itemOf('Entries', { outer: 1, first: 5, count: 64 }), { payouts: [1] }],
    [itemOf('PayoutOf', { account: first! }), { payouts: [0] }],
    [itemOf('PayoutOf', { account: second! }), { payouts: [1] }],
    [itemOf('PayoutOf', { account: accountOf(1) }), { payouts: [0] }],
    [itemOf('PayoutOf', { account: accountOf(0xa2) }), { payouts: [0, 1] }],
    [itemOf('PayoutOf', { account: `0x${'ff'.repeat(20)}` }), { payouts: [1] }],
    [itemOf('EntryOf', { account: first!, outer: 1, inner: 0 }), { payouts: [0], entries: [0] }],
    [itemOf('EntryOf', { account: first!, outer: 1, inner: 1 }), { payouts: [0], entries: [0] }],
    [itemOf('EntryOf', { account: first!, outer: 0, inner: 7 }), { payouts: [0], entries: [0] }],
    [itemOf('EntryOf', { account: accountOf(0xa2), outer: 1, inner: 0 }), { payouts: [0, 1] }],
    [itemOf('InferenceAt', { account: scenePayer, total: scenePrice - 1n }), { inferences: [0] }],
    [itemOf('InferenceAt', { account: scenePayer, total: scenePrice }), { inferences: [1] }],
    [itemOf('InferenceAt', { account: scenePayer, total: 3n * scenePrice }), { inferences: [2] }],
    [itemOf('InferenceAt', { account: accountOf(1), total: 0n }), { inferences: [0] }],
  ])('%o', (item, leaves) => {
    expect(answer(item)).toEqual({ ...none, ...leaves })
  })

  test('chunks of an output, as many as there are, or one for its length', () => {
    const { outputRoot } = trees.inferences[1]!
    const chunks = (fields: Partial<Item>) => answerFor(itemOf('OutputChunks', { outer: 1, ...fields }), batch).text
    const count = Math.ceil(sceneOutput.length / 256)
    const [whole, last, beyond] = [
      { first: 0, count: 64 },
      { first: 1, count: 1 },
      { first: 9, count: 1 },
    ].map(chunks)
    for (const text of [whole!, last!, beyond!]) expect(verifyText(outputRoot, text)).toBe(true)
    expect([whole!.siblings.length, last!.firstChunk, beyond!.firstChunk]).toEqual([count, 1, 0])
    expect(answerFor(itemOf('OutputChunks', { outer: 0, count: 1 }), batch).text.siblings).toEqual([])
  })

  test('chunks of a source', () => {
    const item = itemOf('SourceChunks', { outer: 1, inner: 0, first: 0, count: 1 })
    const { source, text, credits } = answerFor(item, batch, { sourceAt })
    expect(credits).toHaveLength(1)
    expect(source).toMatchObject({ contributor: accountOf(0xa1), siblings: corpus.siblingsOf(sceneCredits[0]!) })
    expect(verifyText(source.textRoot, text)).toBe(true)
    expect(answer(itemOf('SourceChunks', { outer: 1, inner: 2, count: 1 }))).toEqual({ ...none, inferences: [1] })
    expect(() => answerFor(item, batch)).toThrow(UnanswerableError)
  })

  test('an answer of an earlier batch', () => {
    const item = itemOf('EarlierInferenceAt', { account: scenePayer, total: 0n, earlier: 7n })
    const given = answerFor(item, batch, { earlierAt: () => batch })
    expect(given.inferences).toMatchObject([{ index: 0 }])
    expect(given.earlierBatch).toBe(batch.batch)
    const foreign = { ...batch, batch: committed({ ...commitment, term: 2 }) }
    expect(answerFor(item, batch, { earlierAt: () => foreign })).toMatchObject({
      inferences: [],
      earlierBatch: foreign.batch,
    })
    expect(() => answerFor(item, batch)).toThrow(UnanswerableError)
  })

  test('without payouts', () => {
    const bare = buildScene([])
    const empty = { batch: committed(bare.commitment), bundle: bare.bundle }
    expect(answerFor(itemOf('PayoutOf', { account: sceneReserve.reserveAccount }), empty).payouts).toEqual([])
  })

  test('error: an answer or payout that is not there', () => {
    expect(() => answer(itemOf('Credits', { outer: 3, count: 1 }))).toThrow(UnanswerableError)
    expect(() => answer(itemOf('Entries', { outer: 2, count: 1 }))).toThrow(UnanswerableError)
  })
})

test('a demand is known by batch and item', () => {
  const ids = [
    demandIdOf(1n, itemOf('Payouts', { count: 1 })),
    demandIdOf(2n, itemOf('Payouts', { count: 1 })),
    demandIdOf(1n, itemOf('Inferences', { count: 1 })),
    demandIdOf(1n, itemOf('Payouts', { count: 2 })),
  ]
  expect(new Set(ids).size).toBe(4)
})
