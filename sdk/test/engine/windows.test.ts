import fc from 'fast-check'
import { afterAll, describe, test } from 'vitest'
import { attribute, attributeSync } from '../../src/engine/attribute.ts'
import { buildInPool } from '../../src/engine/windows/build.ts'
import { inMemory } from '../../src/engine/windows/memory.ts'
import { mergeSegments } from '../../src/engine/windows/merge.ts'
import { createPool } from '../../src/engine/windows/pool.ts'
import { cases } from './cases.ts'
import { checkCase } from './property.ts'

const engine = { attribute, attributeSync, buildInPool, inMemory, mergeSegments }
const main = createPool(0)
const workers = createPool(2)
afterAll(() => workers.close())

const numRuns = Number(process.env.ENGINE_RUNS ?? 400)

describe('the engine against a reading of the rule word by word', () => {
  test('behavior: owners and credits agree on any corpus, and merged segments are what is built at once', async () => {
    await fc.assert(
      fc.asyncProperty(cases, (drawn) => checkCase(engine, drawn, { main })),
      { numRuns },
    )
  })

  test('behavior: worker threads build the same', async () => {
    await fc.assert(
      fc.asyncProperty(cases, (drawn) => checkCase(engine, drawn, { main, workers })),
      { numRuns: Math.ceil(numRuns / 10) },
    )
  })
})
