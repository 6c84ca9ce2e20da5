import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { snapshots } from '../script/release/artifacts.ts'
import { deployedContracts, version } from '../script/release/sources.ts'
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
})
