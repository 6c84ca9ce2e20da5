import { describe, expect, test } from 'vitest'
import { scene, sceneCredits, sceneOutput } from '../../test/lies.ts'
import { buildScene, sceneFacts, scenePrice, sceneReserve } from '../../test/sceneBatch.ts'
import { accountOf, bytesOf, corpusOfWorld, type World } from '../../test/world.ts'
import { verifySumTreeProof, verifyTreeProof } from '../trees/index.ts'
import { type BuiltBatch, buildBatch } from './batch.ts'
import type { Corpus } from './corpus.ts'
import { type Credit, encodeCredit, encodeEntry, encodeInference, encodePayout } from './encoding.ts'
import { provePassage, whyOutput } from './why.ts'
import { whyContribution, whyNobody } from './whyNot.ts'

const honest = buildScene(sceneCredits)
const quoted = 'the quick brown fox jumps over the lazy dog'
const withdrawn = 'words that their author has since withdrawn'

function whyOf(submissionId: bigint, leafIndex: number, { bundle }: BuiltBatch = honest, corpus?: Corpus) {
  const corpusOf = corpus ? () => corpus : sceneFacts.corpusOf
  return whyContribution({ submissionId, leafIndex }, bundle, { corpusOf })
}

describe('why a contribution earned', () => {
  test('by which words, how much, and with which proof', () => {
    const [empty, share, other] = whyOf(1n, 0)
    expect(empty).toMatchObject({ amount: 0n, passages: [], zeros: [{ reason: 'TooFewWords', mostWords: 0 }] })
    expect(other).toMatchObject({ amount: 0n, zeros: [{ reason: 'TooFewWords', mostWords: 0, windowWords: 4 }] })
    expect(share!.zeros).toEqual([])
    expect(share!.passages.map(({ words }) => words)).toEqual([quoted])
    const { amount } = honest.bundle.payouts.find(({ account }) => account === accountOf(0xa1))!
    expect(share!.amount).toBe(amount)

    const { bundle, trees, commitment } = honest
    const proof = provePassage(share!.passages[0]!, bundle, trees)
    const { inference, dataFee, ...at } = proof.inference
    const { inferencesRoot: root, inferenceCount: count, dataFees: total } = commitment
    expect(
      verifySumTreeProof({ root, count, total, leaf: { bytes: encodeInference(inference), sum: dataFee }, ...at }),
    ).toBe(true)
    const { credit, ...place } = proof.credit
    const credits = { root: inference.creditsRoot, count: inference.creditCount }
    expect(verifyTreeProof({ ...credits, leaf: encodeCredit(credit), ...place })).toBe(true)
    expect(proof.paid.map(({ payout }) => payout.payout.account)).toEqual([
      accountOf(0xa1),
      sceneReserve.reserveAccount,
    ])
    for (const { payout, entry } of proof.paid) {
      const { payout: leaf, amount: earned, ...placed } = payout
      const payouts = { root: commitment.payoutsRoot, count: commitment.payoutCount, total: commitment.earned }
      expect(verifySumTreeProof({ ...payouts, leaf: { bytes: encodePayout(leaf), sum: earned }, ...placed })).toBe(true)
      const { entry: named, amount: paid, ...entered } = entry
      const entries = { root: leaf.entriesRoot, count: leaf.entryCount, total: earned }
      expect(verifySumTreeProof({ ...entries, leaf: { bytes: encodeEntry(named), sum: paid }, ...entered })).toBe(true)
    }
  })
})

describe('why a contribution earned nothing', () => {
  test('an earlier source has its words', () => {
    const owner = { submissionId: 1n, leafIndex: 0 }
    expect(whyOf(2n, 0)[1]).toEqual({
      inference: 1,
      passages: [],
      amount: 0n,
      zeros: [{ reason: 'EarlierSource', words: quoted, owner }],
    })
    // What was revoked keeps its place before its copies.
    expect(whyOf(4n, 0)[1]!.zeros).toEqual([
      { reason: 'EarlierSource', words: withdrawn, owner: { submissionId: 3n, leafIndex: 0 } },
    ])
  })

  test('it was revoked, is nobody’s, or does not count', () => {
    expect(whyOf(3n, 0)[1]).toMatchObject({ amount: 0n, zeros: [{ reason: 'Revoked', words: withdrawn }] })
    expect(whyOf(1n, 2)[1]!.zeros).toEqual([{ reason: 'Nobody' }])
    expect(whyOf(9n, 0)[1]!.zeros).toEqual([{ reason: 'NotEligible' }])
  })

  test('it has too few words in common', () => {
    expect(whyOf(1n, 1)[1]!.zeros).toEqual([{ reason: 'TooFewWords', mostWords: 2, windowWords: 4 }])
  })

  test('its text, or the version, is not at hand', () => {
    const corpus = { ...corpusOfWorld(scene), sourceAt: () => 'unknown' as const }
    expect(whyOf(1n, 0, honest, corpus)[1]!.zeros).toEqual([{ reason: 'Unknown' }])
    const { bundle } = honest
    expect(
      whyContribution({ submissionId: 1n, leafIndex: 0 }, bundle, { corpusOf: () => undefined })[1]!.zeros,
    ).toEqual([{ reason: 'Unknown' }])
  })

  test('what it earned is less than a wei', () => {
    const [, answer] = honest.bundle.inferences
    const poor = buildBatch({
      chainId: 1,
      ledger: accountOf(1),
      modelId: 1n,
      term: 1,
      inferences: [{ ...answer!, from: 0n, to: 2n }],
      dataBps: 5_000,
      reserveOf: () => sceneReserve,
    })
    expect(whyOf(1n, 0, poor)[0]).toMatchObject({ amount: 0n, zeros: [{ reason: 'Rounding', words: quoted }] })
  })

  test('the batch is wrong', () => {
    const copier: Credit = { ...sceneCredits[0]!, submissionId: 2n, offset: 10n, contributor: accountOf(0xb1) }
    const lied = buildScene([copier, ...sceneCredits.slice(1)])
    expect(whyOf(1n, 0, lied)[1]!.zeros).toEqual([{ reason: 'WrongBatch', words: quoted }])
    expect(whyOf(1n, 0, buildScene([]))[1]!.zeros).toEqual([{ reason: 'WrongBatch', words: quoted }])
  })
})

test('every word of an answer is credited, or has a reason', () => {
  const { bundle } = honest
  const [opening] = new TextDecoder().decode(sceneOutput).split(` ${quoted}`)
  const unowned = whyNobody(1, bundle, sceneFacts)
  expect(unowned).toEqual([
    { words: opening, reason: 'NoSource' },
    { words: 'said', reason: 'NoSource' },
    { words: withdrawn, reason: 'Revoked' },
  ])
  const credited = whyOutput(1, bundle).filter(({ paid }) => paid.length > 0)
  const count = (words: string) => words.split(' ').length
  const all = [...credited, ...unowned].reduce((sum, { words }) => sum + count(words), 0)
  expect(all).toBe(count(new TextDecoder().decode(sceneOutput)))
  expect(whyNobody(1, buildScene([]).bundle, sceneFacts)).toEqual([
    { words: opening, reason: 'NoSource' },
    { words: quoted, reason: 'WrongBatch' },
    { words: 'said', reason: 'NoSource' },
    { words: withdrawn, reason: 'Revoked' },
  ])
  expect(whyNobody(9, bundle, sceneFacts)).toEqual([])
  expect(whyNobody(1, buildScene([]).bundle, { corpusOf: () => undefined })).toMatchObject([{ reason: 'Unknown' }])
})

test('a window that is not single-spaced is none', () => {
  const world: World = { windowWords: 4, submissions: [[{ contributor: accountOf(1), text: 'a  b c d' }]] }
  const answer = { ...honest.bundle.inferences[1]!, output: bytesOf('a b c d'), credits: [], dataFee: scenePrice }
  const bundle = { ...honest.bundle, inferences: [answer], payouts: [] }
  const place = { submissionId: 1n, leafIndex: 0 }
  const [share] = whyContribution(place, bundle, { corpusOf: () => corpusOfWorld(world) })
  expect(share!.zeros).toEqual([{ reason: 'TooFewWords', mostWords: 3, windowWords: 4 }])
})
