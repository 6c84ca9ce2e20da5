import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../tasks/command.ts'
import { type Packed, pack } from '../tasks/pack.ts'

/** An application's folder, outside of the workspace, in which the packages are installed from their tarballs. */
export type App = { folder: string; packed: Packed[] }

/** Makes one with the `files` in it. It is whoever asked for it that removes the folder. */
export async function installApp(files: readonly string[]): Promise<App> {
  const packed = await pack()
  const folder = mkdtempSync(join(tmpdir(), 'openledger app '))
  const { viem, '@types/node': node } = manifestOf(root).devDependencies
  const { peerDependencies, devDependencies } = manifestOf(join(root, 'sdk'))
  // What the library leaves to its users, in the versions that it is tested with, and the types of that.
  const peers = Object.keys(peerDependencies).flatMap((name) => [name, `@types/${name}`])
  const dependencies = {
    ...Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`])),
    ...Object.fromEntries(Object.entries(devDependencies).filter(([name]) => peers.includes(name))),
    viem,
    '@types/node': node,
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  for (const file of files) copyFileSync(join(root, file), join(folder, basename(file)))
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, stderr } = spawnSync('npm', ['install', ...flags], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm could not install the packages: ${stderr}`)
  return { folder, packed }
}

type Manifest = Record<'peerDependencies' | 'devDependencies', Record<string, string>>

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** The declarations of the library, as they are installed. */
export function declarationsIn(folder: string): string[] {
  return globSync('node_modules/@openledger/sdk/dist/**/*.d.ts', { cwd: folder }).map((file) => join(folder, file))
}
