// `npm run pack`: makes the packages that are published, as folders and as tarballs, in .local/packages.
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inputs, published, stage } from '../packages/stage.ts'
import { done, fail, root, run } from './command.ts'

/** A package that can be published. */
export type Packed = { name: string; folder: string; tarball: string }

const target = join(root, '.local/packages')

/** Makes the packages unless they are what the sources make, and says where they are. */
export async function pack(): Promise<Packed[]> {
  const stamp = stampOf()
  if (!holds(stamp)) await make(stamp)
  return published.map(({ name }) => {
    const short = name.replace('@openledger/', '')
    const { version } = JSON.parse(readFileSync(join(target, short, 'package.json'), 'utf8')) as { version: string }
    const tarball = join(target, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
    return { name, folder: join(target, short), tarball }
  })
}

/** What the packages are made from. */
function stampOf(): string {
  const hash = createHash('sha256')
  const own = globSync(['script/packages/*.ts', 'script/tasks/pack.ts', 'tsconfig.json', 'LICENSE'], { cwd: root })
  for (const file of [...own.sort(), ...published.flatMap(inputs)]) {
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(root, file)))
      .update('\n')
  }
  return hash.digest('hex')
}

function holds(stamp: string): boolean {
  const file = join(target, 'stamp')
  return existsSync(file) && readFileSync(file, 'utf8') === stamp
}

/** Made aside and put in place whole, since tests of several files may ask for it at once. */
async function make(stamp: string): Promise<void> {
  mkdirSync(join(root, '.local'), { recursive: true })
  const aside = mkdtempSync(join(root, '.local/packages-'))
  try {
    for (const each of published) {
      const folder = join(aside, each.name.replace('@openledger/', ''))
      stage(each, folder)
      const { status, output } = await run('npm', ['pack', folder, '--pack-destination', aside], { quiet: true })
      if (status !== 0) fail(`npm could not pack ${each.name}: ${output}`)
    }
    writeFileSync(join(aside, 'stamp'), stamp)
    if (holds(stamp)) return
    rmSync(target, { recursive: true, force: true })
    renameSync(aside, target)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const begin = performance.now()
  const packed = await pack()
  done(
    'packages',
    packed.map(({ tarball }) => tarball.slice(root.length + 1)).join(' and '),
    (performance.now() - begin) / 1000,
  )
}
