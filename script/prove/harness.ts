import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../tasks/command.ts'
import { view } from './views.ts'

/** A sentence about the contracts' arithmetic: one contract of a file in contracts/proofs, with one function `prove`. */
export type Property = {
  /** Name of the contract. */
  name: string
  /** Path from the root. */
  file: string
  /** What holds for all numbers. */
  sentence: string
  /** Whether it is false, and every run must see that. */
  planted: boolean
  /** Its source text. */
  text: string
}

const folder = 'contracts/proofs'

/** All properties, file by file. */
export function properties(): Property[] {
  return globSync(`${folder}/*.sol`, { cwd: root }).sort().flatMap(propertiesOf)
}

function propertiesOf(file: string): Property[] {
  const source = read(file)
  const pattern = /((?:^\/\/\/ .*\n)+)contract (\w+) \{\n([\s\S]*?)^\}/gm
  const found = [...source.matchAll(pattern)].map(([text, comment, name]) => {
    const said = (comment as string)
      .replace(/^\/\/\/ (@notice )?/gm, '')
      .replace(/\s+/g, ' ')
      .trim()
    return {
      name: name as string,
      file,
      sentence: said,
      planted: (name as string).startsWith('Planted_'),
      text,
    }
  })
  const contracts = source.match(/^contract /gm)?.length ?? 0
  if (found.length !== contracts) throw new Error(`${file}: each contract needs its sentence in lines of /// above it.`)
  return found
}

/** The text of a source, by its path from the root. */
export function read(file: string) {
  return readFileSync(join(root, file), 'utf8')
}

/** The text that an import in a harness, or in what it imports, stands for. */
export function imported(path: string) {
  const viewed = view(path)
  if (viewed !== undefined) return viewed
  for (const candidate of [path, `node_modules/${path}`]) if (existsSync(join(root, candidate))) return read(candidate)
  throw new Error(`${path} is imported and not there.`)
}

/** The file with one property alone: the compiler works on each contract that it is shown. Lines keep their numbers. */
export function alone(property: Property) {
  return propertiesOf(property.file)
    .filter(({ name }) => name !== property.name)
    .reduce((source, { text }) => source.replace(text, () => text.replace(/[^\n]/g, '')), read(property.file))
}

/**
 * The same with a lie at its end: if the solver finds that violated, the end can be reached, and what the property requires
 * does not exclude everything.
 */
export function withLie(property: Property) {
  const lied = property.text.replace(/\n {4}\}\n\}$/, '\n        assert(false);\n    }\n}')
  if (lied === property.text)
    throw new Error(`${property.file}: ${property.name} does not end as \`forge fmt\` writes it.`)
  return alone(property).replace(property.text, () => lied)
}

/** Contracts whose arithmetic is proven: as they are, by views of them, or by models that tests bind to them. */
const proven = [
  'contracts/src/libraries/{DataPool,RevenueSplit,SumTree}.sol',
  'contracts/src/attribution/proofs/MoneyProofs.sol',
]

/** Hashes, by their paths, of all that the proofs are about and of how they are done, comments and spaces apart. */
export function sourceHashes(): Record<string, string> {
  const files = [`${folder}/**/*.sol`, ...proven, 'script/prove/*.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  )
  return Object.fromEntries(
    files.sort().map((file) => {
      // Of a harness comments count: they hold its sentence.
      const text = file.startsWith('contracts/src/')
        ? read(file)
            .replace(/\/\/.*$/gm, '')
            .replace(/\/\*[\s\S]*?\*\//g, '')
        : read(file)
      return [file, createHash('sha256').update(text.replace(/\s+/g, ' ')).digest('hex')]
    }),
  )
}
