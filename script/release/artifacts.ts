import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'
import type { Abi } from 'viem'
import { root } from '../tasks/command.ts'
import { deployedContracts, type StandardInput, standardInput } from './sources.ts'

/** A variable in storage. */
type Variable = { label: string; slot: string; offset: number; type: string }
type TypeOf = { label: string; numberOfBytes: string; members?: Variable[]; value?: string; base?: string }

/** What the compiler gives for a contract, of what it was asked for. */
type Compiled = {
  abi: Abi
  evm: { bytecode: { object: string } }
  storageLayout: { storage: Variable[]; types: Record<string, TypeOf> | null }
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

/** The contracts for which an input gives another creation code than `forge build` did: none, where it is what it is kept for. */
export function differing(input: StandardInput): string[] {
  const compiled = compile(input, ['evm.bytecode.object'])
  return [...deployedContracts()]
    .filter(([name, path]) => {
      const { bytecode } = JSON.parse(readFileSync(join(root, `contracts/out/${name}.sol/${name}.json`), 'utf8'))
      return bytecode.object !== `0x${of(compiled, path, name).evm.bytecode.object}`
    })
    .map(([name]) => name)
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
