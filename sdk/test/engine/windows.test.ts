import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, test } from 'vitest'
import { attribute, attributeSync } from '../../src/engine/attribute.ts'
import { buildInPool } from '../../src/engine/windows/build.ts'
import { createIndexFolder } from '../../src/engine/windows/folder.ts'
import { inMemory } from '../../src/engine/windows/memory.ts'
import { mergeSegments } from '../../src/engine/windows/merge.ts'
import { createPool } from '../../src/engine/windows/pool.ts'
import { writeSegment } from '../../src/engine/windows/writer.ts'
import { cases } from './cases.ts'
import { checkCase } from './property.ts'

const engine = { attribute, attributeSync, buildInPool, createIndexFolder, inMemory, mergeSegments, writeSegment }
const main = createPool(0)
const workers = createPool(2)
const folder = mkdtempSync(join(tmpdir(), 'windows-'))
afterAll(async () => {
  await workers.close()
  rmSync(folder, { recursive: true })
})

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

  test('behavior: files give the same, and merge to the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(cases, (drawn) => checkCase(engine, drawn, { main, folder })),
      { numRuns: Math.ceil(numRuns / 20) },
    )
  })
})
