import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** Tests that docs/security.md names: file and function. */
const cited = [...read('docs/security.md').matchAll(/`([\w/]+\.t\.sol)` `(test\w+)`/g)].map(([, file, name]) => [
  file!,
  name!,
])

test('behavior: docs/security.md names tests', () => {
  expect(cited.length).toBeGreaterThan(30)
})

test.each(cited)('behavior: %s has %s, which docs/security.md names', (file, name) => {
  expect(read(`contracts/test/${file}`)).toContain(`function ${name}(`)
})
