import fc from 'fast-check'
import { zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { cheats, outputsOf, worlds } from '../../../test/cheats.ts'
import { checkOf } from '../../../test/check.ts'
import { lies, scene, sceneCredits, sceneOutput } from '../../../test/lies.ts'
import { accountOf, bytesOf, corpusOfWorld, creditsByWord, occurrencesOf, type World } from '../../../test/world.ts'
import { EvidenceKind } from '../../abis.ts'
import { verifyText } from '../../text/index.ts'
import { sumTreeRoot, sumTreeTotal, verifySumTreeProof, verifyTreeProof } from '../../trees/index.ts'
import type { Reserve } from '../amounts.ts'
import { attributeOutput } from '../attribute.ts'
import { type BuiltBatch, buildBatch } from '../batch.ts'
import type { Corpus, Source } from '../corpus.ts'
import { itemOf } from '../demands.ts'
import { type Credit, encodeContribution, encodeCredit, encodeInference } from '../encoding.ts'
import { type Evidence, encodeEvidence, reservationOf } from '../evidence.ts'
import { type ChainFacts, type Finding, findEvidence } from '../finder.ts'
import { addContribution, createWindowIndex } from '../windowIndex.ts'

function batchOf(output: Uint8Array, credits: Credit[]) {
  return buildBatch({
    chainId: 31337,
    ledger: accountOf(0xaa),
    modelId: 1n,
    term: 1,
    inferences: [
      // Neighbours on both sides, so that proofs have siblings.
      { version: 1, payer: accountOf(1), from: 0n, to: 10n, output: bytesOf(''), receipt: noReceipt, credits: [] },
      { version: 1, payer: accountOf(2), from: 0n, to: 10n, output, receipt: noReceipt, credits },
      { version: 1, payer: accountOf(3), from: 0n, to: 10n, output: bytesOf('own'), receipt: noReceipt, credits: [] },
    ],
    dataBps: 5_000,
    reserveOf: () => reserve,
  })
}

const noReceipt = `0x${'00'.repeat(65)}` as const
const reserve: Reserve = { reserveAccount: accountOf(99), reserveBps: 100 }

function find(built: BuiltBatch, corpus: Corpus | undefined): Finding[] {
  const chain: ChainFacts = {
    rule: 'WindowV1',
    dataBps: 5_000,
    corpusOf: () => corpus,
    wasActive: () => true,
    charged: () => 30n,
    reserveOf: () => reserve,
    earlier: [],
  }
  return [...findEvidence(checkOf(built, chain))]
}

function findIn(output: Uint8Array, credits: Credit[], world: World) {
  const built = batchOf(output, credits)
  const corpus = corpusOfWorld(world)
  return { built, findings: find(built, corpus) }
}

/** The rule read word by word on strings: whether these credits are what it gives. */
function areRight(output: Uint8Array, credits: readonly Credit[], world: World): boolean {
  const text = new TextDecoder().decode(output)
  const spans = [...text.matchAll(/[^ ]+/g)].map((match) => [match.index, match.index + match[0].length] as const)
  const ownerOf = (i: number) => {
    const windows = spans.flatMap((_, first) => {
      const last = first + world.windowWords - 1
      return first <= i && i <= last && last < spans.length
        ? [bytesOf(text.slice(spans[first]![0], spans[last]![1]))]
        : []
    })
    return windows
      .flatMap((window) => occurrencesOf(window, world))
      .filter(({ submissionId, leafIndex }) => placeIn(world, submissionId, leafIndex)?.contributor !== zeroAddress)
      .sort((a, b) => Number(a.submissionId - b.submissionId) || a.leafIndex - b.leafIndex)[0]
  }
  const paysOwners = spans.every(([start], i) => {
    const owner = ownerOf(i)
    const earns = owner && !placeIn(world, owner.submissionId, owner.leafIndex)?.isRevoked
    const holders = credits.filter((credit) => credit.start <= start && start < credit.start + credit.length)
    if (!owner) return holders.length === 0
    return (
      (holders.length > 0 || !earns) &&
      holders.every(
        ({ submissionId, leafIndex }) => submissionId === owner.submissionId && leafIndex === owner.leafIndex,
      )
    )
  })
  const areApart = credits.every(({ start }, i) => {
    const before = credits[i - 1]
    return !before || start > before.start + before.length
  })
  return paysOwners && areApart && credits.every((credit) => isTrue(text, credit, world))
}

function isTrue(text: string, credit: Credit, world: World): boolean {
  const place = placeIn(world, credit.submissionId, credit.leafIndex)
  if (!place || place.contributor === zeroAddress) return false
  if (credit.contributor !== (place.isRevoked ? zeroAddress : place.contributor)) return false
  const [start, end] = [Number(credit.start), Number(credit.start + credit.length)]
  const [matchStart, matchEnd] = [Number(credit.matchStart), Number(credit.matchStart + credit.matchLength)]
  const offset = Number(credit.offset)
  const support = text.slice(matchStart, matchEnd)
  const isWhole = (within: string, from: number, to: number) =>
    to <= within.length &&
    /^[^ ](.*[^ ])?$/.test(within.slice(from, to)) &&
    / /.test(within[from - 1] ?? ' ') &&
    / /.test(within[to] ?? ' ')
  return (
    matchStart <= start &&
    end <= matchEnd &&
    support.length <= 8192 &&
    support.split(' ').length >= world.windowWords &&
    isWhole(text, start, end) &&
    isWhole(text, matchStart, matchEnd) &&
    isWhole(place.text, offset, offset + support.length) &&
    place.text.slice(offset, offset + support.length) === support
  )
}

function placeIn(world: World, submissionId: bigint, leafIndex: number) {
  return world.submissions[Number(submissionId) - 1]?.[leafIndex]
}

/** Checks every proof that evidence about words carries, as the chain does. */
function expectProven(finding: Finding, { trees, commitment }: ReturnType<typeof batchOf>, world: World) {
  if (!('evidence' in finding)) throw finding
  const { evidence } = finding
  expect(encodeEvidence(evidence)).toMatch(/^0x/)
  if (evidence.kind !== 'FalseCredit' && evidence.kind !== 'EarlierSource' && evidence.kind !== 'MalformedList') {
    throw new TypeError(`A lie about credits is proven by ${evidence.kind}.`)
  }
  const { inference } = evidence.inference
  expect(
    verifySumTreeProof({
      ...evidence.inference,
      root: sumTreeRoot(trees.inferenceTree),
      total: sumTreeTotal(trees.inferenceTree),
      count: commitment.inferenceCount,
      leaf: { bytes: encodeInference(inference), sum: evidence.inference.dataFee },
    }),
  ).toBe(true)
  for (const { credit, index, siblings } of creditsOf(evidence)) {
    const leaf = encodeCredit(credit)
    const { creditsRoot: root, creditCount: count } = inference
    expect(verifyTreeProof({ root, count, index, leaf, siblings })).toBe(true)
  }
  if (evidence.outputText.length > 0n) expect(verifyText(inference.outputRoot, evidence.outputText)).toBe(true)
  if (evidence.kind === 'MalformedList' || evidence.source.contributor === zeroAddress) return
  const { source } = evidence
  const { submissionId, leafIndex } = evidence.kind === 'FalseCredit' ? evidence.credit.credit : evidence
  expect(source.siblings).toEqual(corpusOfWorld(world).siblingsOf({ submissionId, leafIndex }))
  expect(world.submissions[Number(submissionId) - 1]![leafIndex]!.contributor).toBe(source.contributor)
  expect(encodeContribution(source)).toHaveLength(64)
  if (evidence.sourceText.length > 0n) expect(verifyText(source.textRoot, evidence.sourceText)).toBe(true)
}

function creditsOf(evidence: Extract<Evidence, { kind: 'FalseCredit' | 'EarlierSource' | 'MalformedList' }>) {
  if (evidence.kind === 'FalseCredit') return [evidence.credit]
  if (evidence.kind === 'EarlierSource') return evidence.credits
  return evidence.reason === 'Order' ? [evidence.first, evidence.second] : [evidence.first]
}

describe('findEvidence of words', () => {
  test('finds nothing in honest batches', () => {
    fc.assert(
      fc.property(
        worlds.chain((world) => fc.tuple(fc.constant(world), outputsOf(world))),
        ([world, output]) => {
          const credits = creditsByWord(output, corpusOfWorld(world))
          expect(areRight(output, credits, world)).toBe(true)
          expect(findIn(output, credits, world).findings).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  test('finds nothing in what the engine attributes', () => {
    fc.assert(
      fc.property(
        worlds.chain((world) => fc.tuple(fc.constant(world), outputsOf(world))),
        ([world, output]) => {
          const index = createWindowIndex(world.windowWords)
          world.submissions.forEach((contributions, i) => {
            contributions.forEach(({ contributor, text }, leafIndex) => {
              addContribution(index, { submissionId: BigInt(i + 1), leafIndex, contributor, text: bytesOf(text) })
            })
          })
          const corpus = corpusOfWorld(world)
          const credits = attributeOutput(index, output, (place) => {
            const source = corpus.sourceAt(place) as Source
            return source.standing === 'Nobody' ? 'None' : source.standing
          })
          expect(areRight(output, credits, world)).toBe(true)
          expect(findIn(output, credits, world).findings).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  test('finds evidence against every lie, and against nothing else', () => {
    fc.assert(
      fc.property(
        worlds.chain((world) => fc.tuple(fc.constant(world), outputsOf(world))),
        fc.array(cheats, { minLength: 1, maxLength: 2 }),
        ([world, output], told) => {
          const honest = creditsByWord(output, corpusOfWorld(world))
          const credits = told.reduce((altered, lie) => lie(altered, output, world), honest)
          const { built, findings } = findIn(output, credits, world)
          expect(findings.length > 0).toBe(!areRight(output, credits, world))
          for (const finding of findings) expectProven(finding, built, world)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('finds nothing in the scene as it should be', () => {
    expect(areRight(sceneOutput, sceneCredits, scene)).toBe(true)
    expect(findIn(sceneOutput, [...sceneCredits], scene).findings).toEqual([])
  })

  test.each(lies)('proves $proves: $name', ({ proves, credits }) => {
    const { built, findings } = findIn(sceneOutput, credits, scene)
    const [first] = findings
    if (!first || !('evidence' in first)) throw first
    const { evidence } = first
    expect(evidence.kind === 'FalseCredit' ? evidence.reason : evidence.kind).toBe(proves)
    expectProven(first, built, scene)
  })

  test('proves all credits of a version that was never published to be ineligible', () => {
    const built = batchOf(sceneOutput, [...sceneCredits])
    const findings = find(built, undefined)
    expect(findings.map((finding) => 'evidence' in finding && finding.evidence)).toMatchObject([
      { kind: 'WrongVersion' },
      { kind: 'WrongVersion' },
      { kind: 'WrongVersion' },
      { kind: 'FalseCredit', reason: 'Ineligible' },
      { kind: 'FalseCredit', reason: 'Ineligible' },
    ])
  })

  test('says of which source it knows nothing, and still proves what the output shows', () => {
    const corpus = { ...corpusOfWorld(scene), sourceAt: () => 'unknown' as const }
    const [quotation] = sceneCredits
    expect(find(batchOf(sceneOutput, [quotation!]), corpus)).toEqual([
      { unknownSource: { submissionId: 1n, leafIndex: 0 } },
      { withheld: itemOf('SourceChunks', { outer: 1, inner: 0, first: 0, count: 2 }) },
    ])
    const [finding] = find(batchOf(sceneOutput, [{ ...quotation!, length: quotation!.length - 1n }]), corpus)
    expect(finding).toMatchObject({ evidence: { reason: 'OutputBoundary' } })
  })

  test('proves that what is known to be revoked pays nobody, without its text', () => {
    const corpus = { ...corpusOfWorld(scene), sourceAt: () => 'revoked' as const }
    const [quotation] = sceneCredits
    const findOf = (credit: Credit) => find(batchOf(sceneOutput, [credit]), corpus)
    expect(findOf(quotation!)).toMatchObject([{ evidence: { reason: 'Ineligible' } }])
    expect(findOf({ ...quotation!, contributor: zeroAddress })).toMatchObject([
      { unknownSource: { submissionId: 1n } },
      { withheld: { kind: 'SourceChunks' } },
    ])
  })
})

test('a reservation binds kind, evidence, challenger and batch', () => {
  const challenge = {
    kind: EvidenceKind.FalseCredit,
    evidence: '0x1234',
    challenger: accountOf(1),
    batchId: 1n,
  } as const
  const reservations = [
    challenge,
    { ...challenge, kind: EvidenceKind.EarlierSource },
    { ...challenge, evidence: '0x1235' as const },
    { ...challenge, challenger: accountOf(2) },
    { ...challenge, batchId: 2n },
  ].map(reservationOf)
  expect(new Set(reservations).size).toBe(5)
})
