import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'

/** Real text that no one here wrote: the README and docs files of the installed npm packages. */

/** The datanets that the loop makes, each with the licences of the packages that go into it. */
export const DATANETS = [
  { name: 'MIT', licence: 'MIT', licences: ['MIT'] },
  { name: 'ISC', licence: 'ISC', licences: ['ISC'] },
  { name: 'BSD', licence: 'BSD-2-Clause AND BSD-3-Clause', licences: ['BSD-2-Clause', 'BSD-3-Clause'] },
  { name: 'Apache-2.0', licence: 'Apache-2.0', licences: ['Apache-2.0'] },
] as const

/** Greater files are tables of generated data, not documentation. In bytes. */
export const MOST_BYTES = 128 * 1024

export type CorpusFile = {
  package: string
  version: string
  /** Path inside the package, with forward slashes. */
  path: string
  author: string
  /** Name of its datanet. */
  datanet: string
  text: string
}

export type Corpus = {
  /** In order of (package, version, path, place on disk): of two versions the older comes first. */
  files: CorpusFile[]
  /** Distinct package names. */
  packages: number
  /** One line for each file that was left out, and why. */
  skipped: string[]
}

const Person = z.union([z.string(), z.object({ name: z.string() })])
const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]),
  author: Person.optional().catch(undefined),
  contributors: z.array(Person).optional().catch(undefined),
  maintainers: z.array(Person).optional().catch(undefined),
})

/** Reads the corpus from `node_modules` of the workspace at `root` and of its members. */
export function readCorpus(root: string): Corpus {
  const workspaces = z.object({ workspaces: z.array(z.string()) })
  const members = workspaces.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).workspaces
  const folders = ['.', ...members].flatMap((member) => packageFolders(join(root, member, 'node_modules')))
  const skipped: string[] = []
  const found = folders.flatMap((folder) => readPackage(root, folder, skipped))
  found.sort(
    (a, b) =>
      compare(a.file.package, b.file.package) ||
      compareVersions(a.file.version, b.file.version) ||
      compare(a.file.path, b.file.path) ||
      compare(a.place, b.place),
  )
  const files = found.map(({ file }) => file)
  return { files, packages: new Set(files.map((file) => file.package)).size, skipped }
}

/** Every installed package's folder, nested ones included; links to the workspace's own members are left out. */
function packageFolders(modules: string): string[] {
  return subfolders(modules).flatMap((name) => {
    const scoped = name.startsWith('@')
    const own = scoped
      ? subfolders(join(modules, name)).map((member) => join(modules, name, member))
      : [join(modules, name)]
    return own.flatMap((folder) => [folder, ...packageFolders(join(folder, 'node_modules'))])
  })
}

function subfolders(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []))
}

function readPackage(root: string, folder: string, skipped: string[]): { file: CorpusFile; place: string }[] {
  const manifestPath = join(folder, 'package.json')
  if (!statSync(manifestPath, { throwIfNoEntry: false })) return []
  const manifest = Manifest.safeParse(JSON.parse(readFileSync(manifestPath, 'utf8')))
  if (!manifest.success) return []
  const { name, version, license } = manifest.data
  const author = authorOf(manifest.data)
  const datanet = DATANETS.find(({ licences }) => licences.some((licence) => licence === license))
  if (!author || !datanet) return []
  return documentsOf(folder).flatMap((path) => {
    const place = relative(root, join(folder, path)).split(sep).join('/')
    const read = readText(join(folder, path))
    if ('reason' in read) {
      skipped.push(`${place}: ${read.reason}`)
      return []
    }
    return [{ place, file: { package: name, version, path, author, datanet: datanet.name, text: read.text } }]
  })
}

/** The first person that the manifest names, without address; nothing when it names none. */
function authorOf({ author, contributors, maintainers }: z.infer<typeof Manifest>): string | undefined {
  const person = author ?? contributors?.[0] ?? maintainers?.[0]
  if (person === undefined) return undefined
  const name = (typeof person === 'string' ? person : person.name).replace(/[<(].*$/s, '').trim()
  return name === '' ? undefined : name
}

function documentsOf(folder: string): string[] {
  const files = (path: string) => entriesOf(path).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
  return [
    ...files(folder).filter((name) => /^readme(\.md|\.markdown)?$/i.test(name)),
    ...files(join(folder, 'docs'))
      .filter((name) => /\.md$/i.test(name))
      .map((name) => `docs/${name}`),
  ]
}

function readText(path: string): { text: string } | { reason: string } {
  const size = statSync(path).size
  if (size > MOST_BYTES) return { reason: `${size} bytes are more than the ${MOST_BYTES} that a document may have` }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
    return /[\p{L}\p{N}]/u.test(text) ? { text } : { reason: 'it has no words' }
  } catch (error) {
    if (error instanceof TypeError) return { reason: 'it is not UTF-8' }
    throw error
  }
}

/** Entries of a folder in order of their names; none when it does not exist. */
function entriesOf(folder: string) {
  if (!statSync(folder, { throwIfNoEntry: false })) return []
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => compare(a.name, b.name))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareVersions(a: string, b: string): number {
  const numbers = (version: string) => version.split(/[-+]/)[0]!.split('.').map(Number)
  const [left, right] = [numbers(a), numbers(b)]
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return compare(a, b)
}
