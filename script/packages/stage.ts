import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from '../tasks/command.ts'
import { compile, compiledName } from './compile.ts'

/** What is published: the folder of the sources, and whether others import it. */
export const published = [
  { name: '@openledger/sdk', folder: 'sdk', library: true },
  { name: 'openledger', folder: 'cli', library: false },
] as const

type Published = (typeof published)[number]
type Manifest = {
  name: string
  version: string
  files?: string[]
  private?: boolean
  exports?: Record<string, string | { types: string; default: string }>
  bin?: Record<string, string>
  dependencies: Record<string, string>
  devDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  [field: string]: unknown
}

const isTest = (path: string) => /\.test(-d)?\.ts$/.test(path)

/** Writes a package as it is published, into `target`: compiled code, types, sources for debuggers, and what says what it is. */
export function stage({ folder, library }: Published, target: string): void {
  const from = join(root, folder)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  cpSync(join(from, 'src'), join(target, 'src'), { recursive: true, filter: (path) => !isTest(path) })
  compile(join(target, 'src'), join(target, 'dist'), { declarations: library })
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Manifest
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifestOf(manifest, library), null, 2)}\n`)
  for (const bin of Object.values(manifest.bin ?? {})) {
    mkdirSync(join(target, bin, '..'), { recursive: true })
    const program = readFileSync(join(from, bin), 'utf8').replace(/'\.\.\/src\/(.*)\.ts'/g, "'../dist/$1.js'")
    writeFileSync(join(target, bin), program, { mode: 0o755 })
  }
  // There is a changelog from the first release on.
  const texts = ['README.md', 'CHANGELOG.md'].map((name) => join(from, name)).filter(existsSync)
  for (const file of [...texts, join(root, 'LICENSE')]) cpSync(file, join(target, basename(file)))
}

/** The package.json of what is published, from the workspace's. */
function manifestOf(workspace: Manifest, library: boolean): Manifest {
  const { private: _, devDependencies: __, dependencies, peerDependencies = {}, exports, ...rest } = workspace
  const { viem, ...others } = dependencies
  return {
    ...rest,
    publishConfig: { access: 'public' },
    files: [...(library ? [] : ['bin']), 'dist', 'src', 'CHANGELOG.md'],
    exports: { ...Object.fromEntries(Object.entries(exports ?? {}).map(entry)), './package.json': './package.json' },
    ...(library
      ? {
          dependencies: others,
          // An application has a viem of its own, whose clients it gives to this: two of them would not know each other's
          // types. What the workspace pins is the least that does.
          peerDependencies: ranges({ viem: viem!, ...peerDependencies }),
        }
      : { dependencies }),
  }
}

const entry = ([path, source]: [string, unknown]) => {
  const compiled = compiledName(String(source)).replace('./src/', './dist/')
  return [path, { types: compiled.replace(/\.js$/, '.d.ts'), default: compiled }] as const
}

const ranges = (pinned: Record<string, string>) =>
  Object.fromEntries(Object.entries(pinned).map(([name, version]) => [name, `^${version}`]))

/** Every file that a package is made of. */
export function inputs({ folder }: Published): string[] {
  return globSync(['bin/*', 'src/**/*.ts', 'package.json', '*.md'], { cwd: join(root, folder) })
    .filter((path) => !isTest(path))
    .map((path) => join(folder, path))
    .sort()
}
