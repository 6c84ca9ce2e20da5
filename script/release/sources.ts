import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../tasks/command.ts'

/** The compiler's standard JSON input. */
export type StandardInput = { language: 'Solidity'; sources: Record<string, { content: string }>; settings: object }

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
export function standardInput(): StandardInput {
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
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode', 'evm.deployedBytecode', 'metadata'] } },
  }
  return { language: 'Solidity', sources: Object.fromEntries(sorted), settings }
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
