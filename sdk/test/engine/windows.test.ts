import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, describe, test } from 'vitest'
import { createPool } from '../../src/engine/windows/pool.ts'
import { cases } from './cases.ts'
import { engine } from './engine.ts'
import { checkCase } from './property.ts'
import { scratchFolder } from './scratch.ts'

const main = createPool(0)
const workers = createPool(2)
const folder = scratchFolder()
afterAll(async () => {
  await workers.close()
  rmSync(folder, { recursive: true })
})

// The long rung has 20,000 cases.
describe('the engine against a reading of the rule word by word', () => {
  test.each([
    ['in memory', 500, { main }],
    ['built by worker threads', 40, { main, workers }],
    ['in files', 20, { main, folder }],
  ])('behavior: owners, credits and merged bytes agree on any corpus, %s', async (_, numRuns, places) => {
    await fc.assert(
      fc.asyncProperty(cases, (drawn) => checkCase(engine, drawn, places)),
      { numRuns },
    )
  })
})
