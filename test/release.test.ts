import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'
import { describe, expect, test } from 'vitest'
import { snapshots } from '../script/release/artifacts.ts'
import { deployedContracts, standardInput, version } from '../script/release/sources.ts'
import { root } from '../script/tasks/command.ts'

describe('what a version promises', () => {
  const folder = join(root, 'contracts/snapshots', version())
  const current = snapshots()

  test.each([...deployedContracts().keys()])('%s has the ABI and the storage of its snapshot', (name) => {
    const file = join(folder, `${name}.json`)
    const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    expect(
      current[name],
      `the ABI or the storage layout of ${name} is not that of version ${version()}: if that is deployed anywhere, give package.json a new version; then run \`npm run release\``,
    ).toEqual(kept)
  })

  test('the compiler that docs/deploying.md names is the one that compiles', () => {
    const named = readFileSync(join(root, 'docs/deploying.md'), 'utf8').match(/0\.\d+\.\d+\+commit\.\w+/g)
    expect(new Set(named)).toEqual(new Set([solc.version().replace('.Emscripten.clang', '')]))
  })

  test('the input by which its code is verified is that of its sources', () => {
    const file = join(folder, 'standard-input.json')
    const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    const { sources, ...settings } = standardInput()
    const changed = Object.keys({ ...sources, ...kept?.sources }).filter(
      (path) => sources[path]?.content !== kept?.sources[path]?.content,
    )
    const advice = `if version ${version()} is deployed anywhere, give package.json a new version; then run \`npm run release\``
    expect(changed, advice).toEqual([])
    expect({ ...kept, sources: undefined }, advice).toEqual({ ...settings, sources: undefined })
  })
})
