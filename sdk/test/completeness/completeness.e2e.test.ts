import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEvidence } from '../../src/attribution/finder.ts'
import { prepare } from './datanets.ts'
import { kindsOfEvidence } from './kinds.ts'
import { mutations } from './mutate.ts'
import { type Report, runCompleteness } from './run.ts'
import { openStage, type Stage } from './stage.ts'

const size = { mutants: 5_000, forgeries: 10_000 }

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
  await prepare(stage)
})

afterAll(() => stage?.stop())

describe('completeness of evidence', () => {
  let report: Report

  test('behavior: every lie is proven on chain, or is none; nothing is found or provable against honest batches', async () => {
    report = await runCompleteness({ stage, seed: 1, ...size })
    console.log(JSON.stringify({ ...report, failures: report.failures.length }, null, 2))
    expect(report.failures).toEqual([])
    expect(report.mutants).toBeGreaterThanOrEqual(size.mutants)
    expect(report.forgeries).toBe(size.forgeries)
    expect(report.honestBatches).toBeGreaterThanOrEqual(100)
  }, 500_000)

  test.each(mutations.map(({ field }) => field))('behavior: at least 50 lies in %s', (field) => {
    expect(report.byField[field]).toBeGreaterThanOrEqual(50)
  })

  test.each(kindsOfEvidence)('behavior: at least 200 lies proven by %s', (kind) => {
    expect(report.byKind[kind]).toBeGreaterThanOrEqual(200)
  })

  test.each(kindsOfEvidence)('behavior: lies that %s alone proves', (kind) => {
    expect(report.aloneByKind[kind]).toBeGreaterThanOrEqual(5)
  })

  test('behavior: the check of large batches finds the same, part by part where the trees are whole', () => {
    expect(report.large).toBeGreaterThanOrEqual(400)
    expect(report.largeInParts).toBeGreaterThanOrEqual(100)
  })

  test('behavior: some of them go the whole way on chain', () => {
    expect(report.challenged).toBeGreaterThanOrEqual(50)
    expect(report.demanded).toBeGreaterThanOrEqual(5)
  })
})

describe('the run sees a fault in the finder', () => {
  test('behavior: wrong entries that are not found', async () => {
    const finder: typeof findEvidence = function* (given) {
      for (const finding of findEvidence(given))
        if (!('evidence' in finding && finding.evidence.kind === 'WrongEntry')) yield finding
    }
    const report = await runCompleteness({ stage, seed: 2, mutants: 400, forgeries: 0, finder })
    expect(new Set(report.failures.map(({ what }) => what))).toEqual(new Set(['a lie without evidence']))
  }, 120_000)
})
