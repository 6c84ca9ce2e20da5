// The program on texts alone, without a chain: `text-root` and `attribute`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const program = join(import.meta.dirname, '../bin/openledger.js')
const folder = mkdtempSync(join(tmpdir(), 'openledger-texts-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each<[string, Uint8Array | string, string]>([
  ['empty', '', 'empty'],
  ['binary', Uint8Array.of(0xff, 0x00, 0xfe), 'binary'],
  ['wordless', '?! --\n', 'no words'],
])('error: a file that is %s', (name, content, message) => {
  const file = join(folder, name)
  writeFileSync(file, content)
  for (const args of [
    ['text-root', file],
    ['attribute', '--corpus', file, '--output', file],
  ]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.trim().split('\n')).toHaveLength(1)
    if (args[0] === 'text-root') expect(stderr).toContain(message)
  }
})
