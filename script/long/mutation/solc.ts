// The compiler in this process: a mutant is compiled from memory, and no source on the disk is ever changed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'

/** A node of a syntax tree, of Solidity or Yul. `src` is `start:length:file` in bytes. */
export type Node = { nodeType: string; src: string; [field: string]: unknown }

/** Creation code by `file:Contract`, in hexadecimal without a prefix. */
export type Codes = Record<string, string>

type Output = {
  errors?: { severity: string; formattedMessage: string }[]
  sources: Record<string, { ast: Node }>
  contracts?: Record<string, Record<string, { evm: { bytecode: { object: string } } }>>
}

/** The remappings of a project's foundry.toml, and the EVM it compiles for. */
export function settingsOf(root: string): { remappings: string[]; evmVersion: string } {
  const toml = readFileSync(join(root, 'foundry.toml'), 'utf8')
  const list = /^remappings = \[([^\]]*)\]/m.exec(toml)?.[1] ?? ''
  const evmVersion = /^evm_version = "(\w+)"/m.exec(toml)?.[1]
  if (!evmVersion) throw new Error('foundry.toml names no evm_version.')
  return { remappings: [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]!), evmVersion }
}

/** The syntax tree of each file, with nothing resolved but the paths of imports. */
export function parse(root: string, files: readonly string[]): Record<string, Node> {
  const { remappings } = settingsOf(root)
  const output = standard(
    root,
    files,
    {},
    { remappings, stopAfter: 'parsing', outputSelection: { '*': { '': ['ast'] } } },
  )
  if (output.errors?.length) throw new Error(output.errors.map((error) => error.formattedMessage).join('\n'))
  return Object.fromEntries(files.map((file) => [file, output.sources[file]!.ast]))
}

/**
 * Compiles every contract of `files`.
 * @param replaced sources that differ from the disk
 * @param optimised as what is deployed is; it takes three times as long
 * @returns the code, or nothing where the compiler refuses
 */
export function compile(
  root: string,
  files: readonly string[],
  replaced: Record<string, string>,
  optimised = false,
): Codes | undefined {
  const settings = {
    ...settingsOf(root),
    optimizer: { enabled: optimised, runs: optimised ? 10_000 : 0 },
    metadata: { bytecodeHash: 'none' }, // As in foundry.toml.
    outputSelection: Object.fromEntries(files.map((file) => [file, { '*': ['evm.bytecode.object'] }])),
  }
  const output = standard(root, files, replaced, settings)
  if (output.errors?.some((error) => error.severity === 'error')) return undefined
  const codes: Codes = {}
  for (const file of files)
    for (const [name, { evm }] of Object.entries(output.contracts?.[file] ?? {}))
      codes[`${file}:${name}`] = evm.bytecode.object
  return codes
}

function standard(root: string, files: readonly string[], replaced: Record<string, string>, settings: object): Output {
  const read = (file: string) => replaced[file] ?? readFileSync(join(root, file), 'utf8')
  const sources = Object.fromEntries(files.map((file) => [file, { content: read(file) }]))
  const find = (file: string) =>
    file in replaced || existsSync(join(root, file)) ? { contents: read(file) } : { error: `there is no ${file}` }
  return JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings }), { import: find }))
}
