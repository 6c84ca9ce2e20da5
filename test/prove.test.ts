import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { properties, sourceHashes } from '../script/prove/harness.ts'
import { reachedBy } from '../script/prove/reach.ts'
import { view } from '../script/prove/views.ts'
import { root } from '../script/tasks/command.ts'

const file = join(root, 'docs/proof/prove.json')
const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
const limits = readFileSync(join(root, 'docs/limits.md'), 'utf8').replace(/\s+/g, ' ')

test('what docs/proof/prove.json says was proven is what stands in the sources', () => {
  if (kept === undefined) {
    expect(limits, 'without docs/proof/prove.json nothing is proven: docs/limits.md says so').toContain(
      'no run of `npm run prove` is kept',
    )
    return
  }
  expect(limits, 'docs/limits.md is older than docs/proof/prove.json').not.toContain(
    'no run of `npm run prove` is kept',
  )
  expect(
    kept.sources,
    'what is proven changed: with z3 installed, commit, run `npm run prove`, and commit docs/proof/prove.json',
  ).toEqual(sourceHashes())
  expect(kept.failed).toBe(0)
  const { proofs } = kept.result as { proofs: { name: string; status: string }[] }
  for (const { name, status } of proofs)
    expect(limits.includes(`\`${name}\``), `docs/limits.md names what is unproved, and only that: ${name}`).toBe(
      status !== 'proved',
    )
})

test('every kind of property has controls, and every sentence is one', () => {
  const all = properties()
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  for (const { name, planted, sentence } of all) expect(sentence.startsWith('FALSE: '), name).toBe(planted)
  expect(all.filter(({ planted }) => planted).length).toBeGreaterThan(10)
})

describe('views', () => {
  test('have the checks and the stand-ins that they are for', () => {
    expect(view('views/flat/RevenueSplit.sol')).toContain('unchecked {')
    expect(view('views/parts/RevenueSplit.sol')).not.toContain('unchecked {')
    expect(view('views/parts/RevenueSplit.sol')?.match(/Parts\.part(IfAny)?\(/g)).toHaveLength(4)
    expect(view('views/flat/DataPool.sol')).not.toMatch(/\bpool\.\w|return;/)
    expect(view('views/wide/DataPool.sol')?.match(/Casts\.exact\(/g)).toHaveLength(1)
    expect(view('contracts/src/libraries/DataPool.sol')).toBeUndefined()
  })
})

test('what the checker does not follow is named', () => {
  const node = (nodeType: string, rest: object = {}) => ({ nodeType, ...rest })
  const asts = [
    node('ContractDefinition', {
      id: 1,
      name: 'A',
      nodes: [
        node('FunctionDefinition', {
          id: 2,
          name: 'prove',
          body: node('Block', { statements: [node('ForStatement'), node('InlineAssembly')] }),
        }),
      ],
    }),
  ]
  expect(reachedBy('A', asts).beyond).toEqual(['ForStatement in A', 'InlineAssembly in A'])
})
