import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import solc from 'solc'
import type { Abi } from 'viem'
import { root } from '../tasks/command.ts'

/** The compiler's standard JSON input. */
type StandardInput = { language: 'Solidity'; sources: Record<string, { content: string }>; settings: object }

/** A variable in storage. */
type Variable = { label: string; slot: string; offset: number; type: string }
type TypeOf = { label: string; numberOfBytes: string; members?: Variable[]; value?: string; base?: string }

/** What the compiler gives for a contract, of what it was asked for. */
type Compiled = {
  abi: Abi
  storageLayout: { storage: Variable[]; types: Record<string, TypeOf> | null }
}

/** The version that package.json names, by which deployments and snapshots go. */
export function version(): string {
  return JSON.parse(read('package.json')).version
}

/** What a deployment consists of, by name, and the source of each: what the deploy script creates, and its deployer. */
export function deployedContracts(): Map<string, string> {
  const found = new Map([['Deployer', 'script/Deployer.sol']])
  for (const script of ['script/Deployment.sol', 'script/Genesis.sol'])
    for (const [, name] of read(script).matchAll(/type\((\w+)\)\.creationCode/g)) {
      const path = new RegExp(`import \\{${name}\\} from "([^"]+)"`).exec(read(script))?.[1]
      if (!path) throw new Error(`${script} creates ${name} and does not import it by itself.`)
      found.set(name as string, resolve(path, script))
    }
  return found
}

/** The input that compiles to all contracts of a deployment: their sources, and the settings of foundry.toml. */
function standardInput(): StandardInput {
  const sources: StandardInput['sources'] = {}
  const pending = [...deployedContracts().values()]
  for (let path = pending.pop(); path; path = pending.pop()) {
    if (sources[path]) continue
    const content = read(path)
    sources[path] = { content }
    for (const [, imported] of content.matchAll(/^(?:import|\}) [^;]*?"([^"]+)";$/gm))
      pending.push(resolve(imported as string, path))
  }
  const sorted = Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1))
  const settings = {
    evmVersion: setting(/^evm_version = "(\w+)"$/m),
    metadata: { bytecodeHash: setting(/^bytecode_hash = "(\w+)"$/m) },
    optimizer: { enabled: true, runs: Number(setting(/^optimizer_runs = ([\d_]+)$/m).replaceAll('_', '')) },
    remappings: remappings().map(([from, to]) => `${from}=${to}`),
  }
  return { language: 'Solidity', sources: Object.fromEntries(sorted), settings }
}

/** What users of a deployed contract, and its own storage, rest on: by name, in a form whose differences can be read. */
export function snapshots(): Record<string, { abi: readonly string[]; storage: string[] }> {
  const compiled = compile(standardInput(), ['abi', 'storageLayout'])
  const entries = [...deployedContracts()].map(([name, path]) => {
    const { abi, storageLayout } = of(compiled, path, name)
    const storage = storageLayout.storage.flatMap((each) => lines(each, storageLayout.types ?? {}))
    return [name, { abi: abi.map(line).sort(), storage }] as const
  })
  return Object.fromEntries(entries)
}

function compile(input: StandardInput, outputs: readonly string[]) {
  const settings = { ...input.settings, outputSelection: { '*': { '*': outputs } } }
  const output = JSON.parse(solc.compile(JSON.stringify({ ...input, settings })))
  const broken = output.errors?.find(({ severity }: { severity: string }) => severity === 'error')
  if (broken) throw new Error(broken.formattedMessage)
  return output.contracts as Record<string, Record<string, Compiled>>
}

function of(compiled: Record<string, Record<string, Compiled>>, path: string, name: string) {
  const found = compiled[path]?.[name]
  if (!found) throw new Error(`${path} has no contract ${name}.`)
  return found
}

/** A function, event or error, without the names that the source gives to types. */
function line(item: Abi[number]) {
  return JSON.stringify(item, (key, value) => (key === 'internalType' ? undefined : value))
}

/** A variable, and below it the fields of the struct that it is, or that its mapping or array leads to. */
function lines({ label, slot, offset, type }: Variable, types: Record<string, TypeOf>, within = ''): string[] {
  const known = types[type] as TypeOf
  const own = `${within}${slot}:${offset} ${label}: ${known.label} (${known.numberOfBytes} bytes)`
  let leads: TypeOf | undefined = known
  while (leads?.value ?? leads?.base) leads = types[(leads.value ?? leads.base) as string]
  return [own, ...(leads?.members ?? []).flatMap((member) => lines(member, types, `${within}  `))]
}

/** The path from the root that an import stands for. */
function resolve(path: string, importer: string) {
  if (path.startsWith('.')) return join(dirname(importer), path)
  const [from, to] = remappings().find(([from]) => path.startsWith(from)) ?? ['', '']
  return to + path.slice(from.length)
}

function remappings() {
  const list = /^remappings = \[([\s\S]*?)^\]/m.exec(read('foundry.toml'))?.[1] ?? ''
  return [...list.matchAll(/"([^"=]+)=([^"]+)"/g)].map(([, from, to]) => [from, to] as [string, string])
}

function setting(pattern: RegExp) {
  const found = pattern.exec(read('foundry.toml'))?.[1]
  if (!found) throw new Error(`foundry.toml has no line ${pattern.source}.`)
  return found
}

function read(path: string) {
  const file = join(root, path)
  if (!existsSync(file)) throw new Error(`${path} is not there.`)
  return readFileSync(file, 'utf8')
}
