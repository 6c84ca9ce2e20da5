// Which tests a change of a source can fail, and in which order they are asked.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Mutant } from './mutants.ts'
import { type Node, parse } from './solc.ts'
import { children } from './source.ts'

/** Who imports whom, and the words of the test files. */
export type Project = { imports: Map<string, string[]>; tests: Map<string, string> }

/** Reads the imports of every source and test. */
export function readProject(root: string): Project {
  const files = globSync('contracts/{src,test,examples}/**/*.sol', { cwd: root }).sort()
  const imports = new Map(Object.entries(parse(root, files)).map(([file, ast]) => [file, importsOf(ast)]))
  const tests = files.filter((file) => file.endsWith('.t.sol') && !takesCode.test(file))
  return { imports, tests: new Map(tests.map((file) => [file, readFileSync(join(root, file), 'utf8')])) }
}

const importsOf = (ast: Node) =>
  children(ast)
    .filter(({ nodeType }) => nodeType === 'ImportDirective')
    .map((node) => node.absolutePath as string)

/** All that a file imports, itself included. */
function closure({ imports }: Project, file: string): Set<string> {
  const found = new Set([file])
  for (const each of found) for (const other of imports.get(each) ?? []) found.add(other)
  return found
}

const room = (file: string) => /^contracts\/(?:src|test)\/(\w+)\//.exec(file)?.[1]
/** Tests that notice any other code, since they hold gas or code itself against what was kept: they say nothing of others. */
const takesCode = /^contracts\/test\/(gas|deployment)\//
/** Tests of all contracts together. */
const everyRoom = /^contracts\/test\/(examples\/|invariant\/|[^/]+$)/
const isDeclaration = (file: string) => /^contracts\/src\/(interfaces|types)\//.test(file)

/** The contracts that have the code of a source in theirs. */
export function hosts(project: Project, source: string): string[] {
  const contracts = [...project.imports.keys()].filter(
    (file) => file.startsWith('contracts/src/') && !isDeclaration(file),
  )
  return contracts.filter((file) => file === source || closure(project, file).has(source))
}

/** The test files whose own code has that of a source in it. The deploy script's does not count: tests load it compiled. */
export function embedding(project: Project, source: string): string[] {
  const deployed = { ...project, imports: new Map([...project.imports, ['script/Deployment.sol', []]]) }
  return [...project.tests.keys()].filter((file) => closure(deployed, file).has(source))
}

/**
 * Every test file that a mutant can fail, by how likely it is to: those with the mutated code in them, those of the rooms
 * of the contracts with it, and those of the rooms that call these contracts; in a room those first that speak of
 * the mutated contract and function.
 */
export function affected(project: Project, { file, within }: Pick<Mutant, 'file' | 'within'>): string[] {
  const contracts = hosts(project, file)
  const rooms = new Set(contracts.map(room))
  const interfaces = contracts.map((each) => `contracts/src/interfaces/I${basename(each)}`)
  const callers = [...project.imports].filter(([, imported]) => imported.some((each) => interfaces.includes(each)))
  const rest = new Set(callers.filter(([each]) => !isDeclaration(each)).map(([each]) => room(each)))
  const inside = new Set(embedding(project, file))
  const [, name = ''] = within.split('.')
  const words = [basename(file, '.sol'), name.replace(/^_/, '')].filter((word) => word !== '')
  const likelihood = (test: string, text: string) => {
    if (basename(test) === `${basename(file, '.sol')}.t.sol` || (inside.has(test) && room(test) === 'libraries'))
      return 100
    const near =
      rooms.has(room(test)) || inside.has(test) ? 50 : rest.has(room(test)) ? 10 : everyRoom.test(test) ? 5 : 0
    if (near === 0) return 0
    const called = words.filter((word) => new RegExp(`\\b_?${word}\\b`, 'i').test(text)).length
    const named = words.some((word) => basename(test).toLowerCase().startsWith(word.toLowerCase())) ? 30 : 0
    return near + 5 * called + named
  }
  return [...project.tests]
    .map(([test, text]) => ({ test, likelihood: likelihood(test, text) }))
    .filter((each) => each.likelihood > 0)
    .sort((a, b) => b.likelihood - a.likelihood || (a.test < b.test ? -1 : 1))
    .map(({ test }) => test)
}
