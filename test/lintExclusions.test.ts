import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const section =
  /## Lint exclusions\n([\s\S]*?)\n## /.exec(readFileSync(join(root, 'docs/security.md'), 'utf8'))?.[1] ?? ''

test('docs/security.md gives the reason of every lint that the contracts exclude', () => {
  const excluding = ['contracts/{src,test,examples}/**/*.sol', 'script/**/*.sol']
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => readFileSync(join(root, file), 'utf8').includes('forge-lint: disable'))
  expect(excluding.length).toBeGreaterThan(0)
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  const isListed = (file: string) =>
    rows.some(
      (row) =>
        row.includes(`\`${file}\``) ||
        (row.startsWith(`| \`${dirname(file)}\`:`) && row.includes(`\`${basename(file)}\``)),
    )
  expect(excluding.filter((file) => !isListed(file))).toEqual([])
  // Nor is anything listed that is no longer excluded.
  const named = rows.join('\n').match(/`[^`]*\.sol`/g) ?? []
  expect(named.length).toBe(excluding.length)
})
