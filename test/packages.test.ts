import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anysIn } from '../script/packages/anys.ts'
import { installApp } from '../script/packages/app.ts'
import type { Packed } from '../script/tasks/pack.ts'

const root = join(import.meta.dirname, '..')
let app: string
let packed: Packed[]

type Manifest = { version: string; dependencies: Record<string, string> }
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

beforeAll(async () => {
  const files = ['test/packages/node.ts', 'test/packages/page.ts', 'contracts/test/vectors/texts.json']
  ;({ folder: app, packed } = await installApp(files))
}, 300_000)

afterAll(() => rmSync(app, { recursive: true, force: true }))

function succeed(command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: app, encoding: 'utf8' })
  expect(status, `${command} ${args.join(' ')}\n${stdout}${stderr}`).toBe(0)
  return stdout
}

test('Node imports every entry point, and what is behind them works, threads too', () => {
  const { imported, ...done } = JSON.parse(succeed(process.execPath, ['--no-warnings', 'node.ts']))
  const { exports } = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8'))
  expect(Object.keys(imported)).toEqual(Object.keys(exports))
  expect(Object.values(imported)).not.toContain(0)
  expect(done.roots.length).toBeGreaterThan(5)
  expect(done).toEqual({
    roots: done.roots.map(() => true),
    proven: [true, false],
    credited: [[66, '0x00000000000000000000000000000000000000aa']],
    earned: [true, '50'],
  })
})

test('the program runs from the installed package', () => {
  const program = join(app, 'node_modules/.bin/openledger')
  expect(succeed(program, ['--help'])).toContain('Usage: openledger')
  writeFileSync(join(app, 'text.txt'), 'Hello, world!')
  const [{ length }] = JSON.parse(succeed(program, ['text-root', 'text.txt', '--json']))
  expect(length).toBe(11)
})

test('Vite bundles actions and texts for a page, without a word', async () => {
  const said: string[] = []
  const built = await build({
    root: app,
    configFile: false,
    customLogger: {
      ...{ info: () => {}, clearScreen: () => {}, hasErrorLogged: () => false, hasWarned: false },
      ...Object.fromEntries(['warn', 'warnOnce', 'error'].map((kind) => [kind, (text: string) => said.push(text)])),
    } as never,
    build: { minify: true, lib: { entry: 'page.ts', formats: ['es'] }, outDir: 'page', reportCompressedSize: false },
  })
  expect(said).toEqual([])
  const [{ output }] = built as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput]
  const files = output.map(({ fileName }) => fileName)
  const imports = output.flatMap((file) => (file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : []))
  // Nothing is left to be found by whoever serves the page.
  expect(imports.filter((name) => !files.includes(name))).toEqual([])
  const page = await import(pathToFileURL(join(app, 'page/page.js')).href)
  const { texts } = JSON.parse(readFileSync(join(app, 'texts.json'), 'utf8'))
  expect(texts[0].data).toBe('0x61')
  expect(page.rootOf(' A! ')).toBe(texts[0].root)
  expect(page.actions.fund).toBeTypeOf('function')
  expect(page.refusal.name).toBe('AttributionLedgerNotOperatorError')
  expect(page.refusal.constructor.name).not.toBe(page.refusal.name)
})

test('what is published is whole, without tests, and of one version', () => {
  const versions = packed.map(({ folder }) => manifestOf(folder).version)
  expect(new Set(versions).size).toBe(1)
  const [sdk, cli] = packed.map(({ folder }) => manifestOf(folder))
  expect(cli!.dependencies['@openledger/sdk']).toBe(versions[0])
  expect(sdk).toMatchObject({
    sideEffects: false,
    type: 'module',
    peerDependencies: { viem: expect.stringMatching(/^\^2\./) },
  })
  for (const { folder } of packed) {
    expect(manifestOf(folder)).not.toHaveProperty('private')
    expect(globSync('**/*.test*', { cwd: folder })).toEqual([])
    for (const file of ['LICENSE', 'README.md']) expect(existsSync(join(folder, file))).toBe(true)
    for (const map of globSync('dist/**/*.map', { cwd: folder })) {
      const { sources } = JSON.parse(readFileSync(join(folder, map), 'utf8')) as { sources: string[] }
      for (const source of sources)
        expect(existsSync(join(folder, map, '..', source)), `${source} of ${map}`).toBe(true)
    }
  }
})

test.each(['sdk', 'cli'])('the sources in %s are not published by accident', (folder) => {
  const { stderr } = spawnSync('npm', ['publish', '--dry-run', '--loglevel', 'warn'], {
    cwd: join(root, folder),
    encoding: 'utf8',
  })
  expect(stderr).toMatch(/Skipping workspace .*, marked as private/)
})

test('the search for any finds what is written, inferred, come to by arguments, and not to be found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'any '))
  const declared = {
    'written.d.ts': 'export declare function f(value: any): void',
    'deep.d.ts': 'type Of<T> = { value: T["x"] }; export declare const deep: Of<{ x: Promise<Map<string, any>> }>',
    'told.d.ts': 'export declare const told: Generator<number, any>',
    'come.d.ts': 'export type Come = ReturnType<typeof JSON.parse>',
    'lost.d.ts': "import type { Lost } from 'nobody-has-this'; export declare const lost: Lost",
    'sound.d.ts': 'export declare const sound: { values: Iterable<number>; body?: BodyInit; then(): Promise<unknown> }',
  }
  for (const [name, text] of Object.entries(declared)) writeFileSync(join(folder, name), text)
  const files = Object.keys(declared).map((name) => join(folder, name))
  const found = anysIn(
    ts.createProgram(files, { strict: true, types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] }),
    files,
  )
  rmSync(folder, { recursive: true })
  const named = Object.keys(declared).filter((name) => found.some((place) => place.includes(name)))
  expect(named).toEqual(['written.d.ts', 'deep.d.ts', 'told.d.ts', 'come.d.ts', 'lost.d.ts'])
})
