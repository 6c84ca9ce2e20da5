import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../contracts/src')
const sources = globSync('**/*.sol', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))

test.each(['error', 'event'])('the contracts use every %s that they declare', (kind) => {
  const declared = sources.flatMap((source) => [...source.matchAll(new RegExp(`^ *${kind} (\\w+)\\(`, 'gm'))])
  expect(declared.length).toBeGreaterThan(50)
  const used = new Set(sources.flatMap((source) => source.match(/(?<!^ *(?:error|event) )\b\w+(?=\()/gm) ?? []))
  expect(declared.map(([, name]) => name!).filter((name) => !used.has(name))).toEqual([])
})
