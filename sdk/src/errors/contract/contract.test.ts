import { expect, expectTypeOf, test } from 'vitest'
import { openLedgerErrorsAbi } from '../../abis.ts'
import { ContractError, contractErrorOf, DatanetRegistryNotCuratorError, StakeVaultZeroAmountError } from './index.ts'

const samples: Record<string, unknown> = {
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  bytes32: `0x${'12'.repeat(32)}`,
  string: 'name',
  uint8: 1,
  uint48: 1_700_000_000,
  uint256: 1_700_000_000n,
}

test.each(openLedgerErrorsAbi.map((item) => [item.name, item] as const))(
  '%s has its class and its sentence',
  (name, item) => {
    const values = Object.fromEntries(item.inputs.map((input) => [input.name, samples[input.type]]))
    expect(Object.values(values)).not.toContain(undefined)
    const error = contractErrorOf(name, values)
    expect(error).toBeInstanceOf(ContractError)
    expect(error?.name).toBe(`${name.replace('_', '')}Error`)
    expect(error?.values).toBe(values)
    // One sentence, with nothing that was not there to be told.
    expect(error?.message).toMatch(/^\S.*\.$/)
    expect(error?.message).not.toMatch(/undefined|NaN|\[object/)
    expect(error?.message).not.toMatch(/\. /)
  },
)

test('an error of no contract has no class', () => {
  expect(contractErrorOf('Panic', {})).toBeUndefined()
})

test('values are typed by the ABI', () => {
  const error = new DatanetRegistryNotCuratorError({
    datanetId: 1n,
    caller: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  })
  expectTypeOf(error.values).toEqualTypeOf<{ datanetId: bigint; caller: `0x${string}` }>()
  expectTypeOf(new StakeVaultZeroAmountError({}).values).toEqualTypeOf<Record<never, never>>()
  expect(error.message).toMatchInlineSnapshot(
    `"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 is not the curator of datanet 1: send this with the account that created it."`,
  )
})
