import { encodeFunctionData, type Hex, prepareEncodeFunctionData, toHex } from 'viem'
import { EvidenceKind, openLedgerAbis } from '../../src/abis.ts'
import type { Batch } from '../../src/attribution/batch.ts'
import type { Item } from '../../src/attribution/demands.ts'
import { type Evidence, encodeEvidence } from '../../src/attribution/evidence.ts'
import { findEvidence } from '../../src/attribution/finder.ts'
import { type Assembled, assemble, type BatchDraft } from './draft.ts'
import { excuseOf } from './excuse.ts'
import { transplanted, withOneClaimChanged } from './forge.ts'
import { checkAsLarge } from './large.ts'
import { type Mutation, mutate, mutations } from './mutate.ts'
import { type Random, randomOf } from './random.ts'
import { type HonestBatch, honestBatches } from './scene.ts'
import type { Stage } from './stage.ts'

export type Report = {
  seed: number
  scenes: number
  honestBatches: number
  mutants: number
  byField: Record<string, number>
  byKind: Record<string, number>
  /** Mutants that one kind of evidence alone proves: a finder or a contract without it would let them pass. */
  aloneByKind: Record<string, number>
  /** Lies that the contract did not take in a commit, which are no mutants. */
  refused: number
  /** Mutants that are no lies, by why. */
  excused: Record<string, number>
  /** Mutants of which a part is hidden, so that a demand voids them. */
  withheld: number
  /** Mutants that were committed on chain and voided by a challenge, and by a demand that was not answered. */
  challenged: number
  demanded: number
  /** Mutants that the check of large batches was given too, and how many of them it checked part by part. */
  large: number
  largeInParts: number
  forgeries: number
  /** Forgeries by what was forged. */
  forgedByKind: Record<string, number>
  failures: Failure[]
}

/** What must not be, with what is needed to see it again. */
export type Failure = { scene: number; batch: number; what: string; field?: string; detail: string }

export type Options = {
  stage: Stage
  seed: number
  /** The first scene, by how many numbers the next one is further, and how many at most: 0, 1 and any number. */
  firstScene?: number
  step?: number
  scenes?: number
  mutants: number
  forgeries: number
  /** Called after each scene; the run ends where it says so. */
  onScene?(report: Report, nextScene: number): 'stop' | undefined
  /** The finder under test. */
  finder?: typeof findEvidence
}

const mutantsPerBatch = 48
/** Of the mutants that evidence proves wrong, those that go the whole way on chain; of those that hide a part likewise. */
const oneChallengeIn = 50
const oneDemandIn = 5
/** Of all mutants, those whose findings by the check of large batches are compared with those of the plain finder. */
const oneLargeIn = { whole: 6, other: 24 }

export function emptyReport(seed: number): Report {
  return {
    seed,
    scenes: 0,
    honestBatches: 0,
    mutants: 0,
    byField: {},
    byKind: {},
    aloneByKind: {},
    refused: 0,
    excused: {},
    withheld: 0,
    challenged: 0,
    demanded: 0,
    large: 0,
    largeInParts: 0,
    forgeries: 0,
    forgedByKind: {},
    failures: [],
  }
}

/** Makes honest batches, lies about them, and forges evidence against them until there are as many as asked for. */
export async function runCompleteness(options: Options, report = emptyReport(options.seed)): Promise<Report> {
  const { stage, seed, mutants, forgeries, step = 1, scenes = Number.POSITIVE_INFINITY } = options
  const finder = options.finder ?? findEvidence
  let scene = options.firstScene ?? 0
  for (let n = 0; n < scenes && (report.mutants < mutants || report.forgeries < forgeries); n++, scene += step) {
    const random = randomOf(seed * 1_000_003 + scene)
    let number = 0
    for await (const honest of honestBatches(stage, random, 3)) {
      await checkBatch({ stage, honest, random, finder, report, options, place: { scene, batch: number } })
      report.honestBatches++
      number++
    }
    report.scenes++
    if (options.onScene?.(report, scene + step) === 'stop') break
  }
  return report
}

type Case = {
  stage: Stage
  honest: HonestBatch
  random: Random
  finder: typeof findEvidence
  report: Report
  options: Options
  place: { scene: number; batch: number }
}

async function checkBatch(given: Case) {
  const { honest, random, finder, report, place, stage } = given
  const fail = (what: string, detail: string, field?: string) => {
    report.failures.push({ ...place, what, detail, ...(field ? { field } : {}) })
  }
  const right = assemble(honest.draft)
  for (const [key, value] of Object.entries(right.commitment)) {
    const built = honest.batch.commitment[key as keyof typeof honest.batch.commitment]
    if (String(built) !== String(value)) fail('the builder made another batch', `${key}: ${built}, not ${value}`)
  }
  const found = findIn(honest, right, finder, true)
  if (found.evidence.length > 0 || found.withheld)
    fail('a finding against an honest batch', describe(found.evidence[0] ?? 'something withheld'))

  const valid: Evidence[] = []
  for (let n = 0; n < mutantsPerBatch; n++) {
    const mutation = nextMutation(random, report)
    const lied = mutate(honest.draft, mutation, honest.resources)
    if (!lied) continue
    const assembled = assemble(lied)
    const { commitment } = assembled
    const batch: Batch = { ...honest.batch, commitment: { ...honest.batch.commitment, ...commitment } }
    if (isSame(batch, honest.batch)) continue
    const receiptsSeen = random.chance(0.85)
    const { evidence, withheld } = findIn({ ...honest, batch }, assembled, finder, receiptsSeen)
    const [isRefused, ...reasons] = await Promise.all([
      honest.isRefused(batch.commitment),
      ...evidence.map((piece) => judge(stage, batch, piece)),
    ])
    if (isRefused) {
      report.refused++
      continue
    }
    report.mutants++
    report.byField[mutation.field] = (report.byField[mutation.field] ?? 0) + 1
    if (report.mutants % oneLargeIn[isWhole(lied) ? 'whole' : 'other'] === 0) {
      const { isInParts, difference } = await checkAsLarge(honest, lied, assembled)
      report.large++
      if (isInParts) report.largeInParts++
      if (difference) fail('the check of large batches finds otherwise', difference, mutation.field)
    }
    const accepted = evidence.filter((_, i) => reasons[i] === undefined)
    evidence.forEach((piece, i) => {
      if (reasons[i] !== undefined)
        fail('the contract refuses what the finder found', `${describe(piece)}: ${reasons[i]}`, mutation.field)
    })
    for (const { kind } of accepted) report.byKind[kind] = (report.byKind[kind] ?? 0) + 1
    const [only, ...others] = accepted
    if (only && others.length === 0) report.aloneByKind[only.kind] = (report.aloneByKind[only.kind] ?? 0) + 1
    valid.push(...accepted)
    const [first] = accepted
    if (first) {
      if (report.mutants % oneChallengeIn === 0) {
        const wrong = await honest.challenge(batch.commitment, random.pick(accepted))
        if (wrong) fail('a challenge on chain', `${wrong}: ${describe(first)}`, mutation.field)
        report.challenged++
      }
      continue
    }
    if (withheld) {
      if (report.withheld % oneDemandIn === 0) {
        const wrong = await honest.demand(batch.commitment, withheld)
        if (wrong) fail('a demand on chain', `${wrong}: ${JSON.stringify(withheld, stringify)}`, mutation.field)
        report.demanded++
      }
      report.withheld++
      continue
    }
    const excuse = excuseOf(lied, honest, receiptsSeen)
    if (excuse) report.excused[excuse] = (report.excused[excuse] ?? 0) + 1
    else fail('a lie without evidence', difference(honest.draft, lied), mutation.field)
  }
  await forgeAgainst(given, valid, fail)
}

async function forgeAgainst(
  { honest, random, report, options, stage }: Case,
  valid: readonly Evidence[],
  fail: (what: string, detail: string) => void,
) {
  // Not every mutant gives evidence, and many give several pieces: in the end there are enough of both.
  const wanted = valid.length === 0 ? 0 : Math.ceil((1.2 * mutantsPerBatch * options.forgeries) / options.mutants)
  const attempts: Promise<void>[] = []
  for (let n = 0; n < wanted && report.forgeries < options.forgeries; n++) {
    const evidence = random.pick(valid)
    const base = random.chance(0.75) ? transplanted(evidence, honest.built, random) : evidence
    const { forged, path } = withOneClaimChanged(base, random)
    const piece = random.chance(0.1) ? base : forged
    report.forgeries++
    report.forgedByKind[piece.kind] = (report.forgedByKind[piece.kind] ?? 0) + 1
    attempts.push(
      judge(stage, honest.batch, piece).then((reason) => {
        if (reason === undefined) fail('a forgery passes', `${path.join('.')} of ${describe(piece)}`)
      }),
    )
  }
  await Promise.all(attempts)
}

/** Lies by which those kinds of evidence are found that few others lead to. */
const leadingTo = {
  NotCanonical: 'inference.outputBytes',
  WrongVersion: 'inference.version',
  Unbacked: 'inference.to',
  WrongCount: 'inference.firstCredit',
  EarlierSource: 'missing.credit',
  MalformedList: 'order.credits',
}

/** Those of which there are the fewest, and those that lead to the kinds of which there are. */
function nextMutation(random: Random, { byField, byKind }: Report): Mutation {
  if (random.chance(0.25)) {
    const kinds = Object.keys(leadingTo) as (keyof typeof leadingTo)[]
    const rarest = kinds.reduce((a, b) => ((byKind[a] ?? 0) <= (byKind[b] ?? 0) ? a : b))
    return mutations.find(({ field }) => field === leadingTo[rarest])!
  }
  const some = Array.from({ length: random.chance(0.7) ? 8 : 1 }, () => random.pick(mutations))
  return some.reduce((a, b) => ((byField[a.field] ?? 0) <= (byField[b.field] ?? 0) ? a : b))
}

/** The first evidence of every kind that there is. */
function findIn(
  honest: Pick<HonestBatch, 'facts' | 'batch'>,
  { preimages, texts }: Assembled,
  finder: typeof findEvidence,
  receiptsSeen: boolean,
): { evidence: Evidence[]; withheld: Item | undefined } {
  const { facts, batch } = honest
  const kinds = new Map<string, Evidence>()
  let withheld: Item | undefined
  const given = { ...facts, receipts: receiptsSeen ? facts.receipts : [], batch, preimages, texts }
  for (const finding of finder(given)) {
    if ('evidence' in finding && !kinds.has(finding.evidence.kind)) kinds.set(finding.evidence.kind, finding.evidence)
    if ('withheld' in finding) withheld ??= finding.withheld
  }
  return { evidence: [...kinds.values()], withheld }
}

const verify = prepareEncodeFunctionData({ abi: openLedgerAbis.FraudProofs, functionName: 'verify' })

/** What the contract says to evidence: nothing when it takes it, else its reason. */
async function judge(stage: Stage, batch: Batch, evidence: Evidence): Promise<string | undefined> {
  let data: Hex
  try {
    const args = [batch, EvidenceKind[evidence.kind], encodeEvidence(evidence)] as const
    data = encodeFunctionData({ ...verify, args: args as never })
  } catch (error) {
    return `cannot be encoded: ${String(error).slice(0, 80)}`
  }
  try {
    const to = stage.deployment.contracts.FraudProofs
    await stage.client.request({
      method: 'eth_call',
      params: [{ to, data, gas: toHex(30_000_000) }, 'latest'],
    } as never)
    return undefined
  } catch (error) {
    return String((error as { details?: string }).details ?? error).slice(0, 300)
  }
}

/** Whether leaves and trees are made as they should be: then a bundle states them all. */
function isWhole(draft: BatchDraft): boolean {
  const isLied = (key: string, value: unknown) =>
    key === 'longer' || ((key === 'over' || key.endsWith('Tree')) && Object.keys(value as object).length > 0)
  const isPlain = (value: unknown): boolean =>
    value instanceof Uint8Array ||
    typeof value !== 'object' ||
    Object.entries(value as object).every(([key, part]) => !isLied(key, part) && isPlain(part))
  return isPlain(draft)
}

function isSame(a: Batch, b: Batch): boolean {
  return JSON.stringify(a, stringify) === JSON.stringify(b, stringify)
}

function describe(evidence: Evidence | string): string {
  return JSON.stringify(evidence, stringify).slice(0, 1500)
}

function stringify(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  return typeof value === 'bigint' ? String(value) : value
}

/** Where two drafts differ, in a few lines. */
function difference(honest: BatchDraft, lied: BatchDraft): string {
  const lines: string[] = []
  const walk = (a: unknown, b: unknown, path: string) => {
    if (lines.length > 12 || JSON.stringify(a, stringify) === JSON.stringify(b, stringify)) return
    const isNode = (value: unknown) => typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    if (!isNode(a) || !isNode(b)) {
      lines.push(
        `${path}: ${JSON.stringify(a, stringify)?.slice(0, 200)} → ${JSON.stringify(b, stringify)?.slice(0, 200)}`,
      )
      return
    }
    const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)])
    for (const key of keys)
      walk((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`)
  }
  walk(honest, lied, '')
  return lines.join('\n')
}
