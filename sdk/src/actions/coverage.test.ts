import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Abi } from 'viem'
import { expect, test } from 'vitest'
import { contractNames, openLedgerAbis } from '../abis.ts'
import { openActions } from './decorator.ts'
import { attribution, datanet, governance, model, payment, stake, token } from './index.ts'

const rooms = { attribution, datanet, governance, model, payment, stake, token }
const contracts = join(import.meta.dirname, '../../../contracts')

/** What contracts call of each other, and nobody else may. */
const internal = [
  'StakeVault.lock',
  'StakeVault.release',
  'StakeVault.slash',
  'InferenceEscrow.takePool',
  'InferenceEscrow.returnPool',
  'InferenceEscrow.payFromBatch',
  'InferenceEscrow.closeTerm',
  'DatanetRegistry.setAvailability',
  'DatanetReserves.prepayFees',
  'DataAvailability.lockBond',
  // A constant, which `getTotalSupply` reads as well.
  'OpenToken.SUPPLY',
]

test('every function of the interfaces has an action', () => {
  const functions = contractNames.flatMap((contract) => {
    const file = join(contracts, `out/I${contract}.sol/I${contract}.json`)
    if (!readdirSync(join(contracts, 'src/interfaces')).includes(`I${contract}.sol`)) return []
    const { abi } = JSON.parse(readFileSync(file, 'utf8')) as { abi: Abi }
    return abi.flatMap((item) => (item.type === 'function' ? `${contract}.${item.name}` : []))
  })
  const actions = Object.values(rooms)
    .flatMap((room) => Object.values(room))
    .flatMap((action) => ('functionName' in action ? `${action.contract}.${action.functionName}` : []))
  expect(functions.length).toBeGreaterThan(60)
  expect(functions.filter((name) => !internal.includes(name) && !actions.includes(name as never))).toEqual([])
})

test('no parameter of a function has the name of what actions take besides', () => {
  const taken = ['deployment', 'transaction', 'blockNumber', 'blockTag']
  const named = Object.values(rooms)
    .flatMap((room) => Object.values(room))
    .flatMap((action) => ('functionName' in action ? inputsOf(action) : []))
  expect(named.length).toBeGreaterThan(60)
  expect(named.filter((name) => taken.includes(name ?? ''))).toEqual([])
})

test('each file of a room is in its index, and the decorator binds all of them', () => {
  const bound = openActions({} as never)({} as never)
  for (const [name, room] of Object.entries(rooms)) {
    const files = readdirSync(join(import.meta.dirname, name)).filter((file) => !/^index|\.test\.ts$/.test(file))
    const actions = Object.keys(room)
    expect(actions).toEqual(expect.arrayContaining(files.map((file) => file.replace('.ts', ''))))
    expect(Object.keys(bound[name as keyof typeof bound])).toEqual(actions)
  }
})

function inputsOf({ contract, functionName }: { contract: (typeof contractNames)[number]; functionName: string }) {
  const abi: Abi = openLedgerAbis[contract]
  return abi.flatMap((item) =>
    item.type === 'function' && item.name === functionName ? item.inputs.map(({ name }) => name) : [],
  )
}
