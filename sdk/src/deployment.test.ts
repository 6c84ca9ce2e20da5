import { expect, test } from 'vitest'
import { contractNames } from './abis.ts'
import { parseDeployment } from './deployment.ts'
import { BadDeploymentError } from './errors/index.ts'

const address = '0xBC948397D64A50148F436D3dc0FC467eC9bb9662'
const file = {
  chainId: 31337,
  version: '0.1.0',
  startBlock: 3,
  contracts: Object.fromEntries(contractNames.map((name) => [name, address.toLowerCase()])),
}

test('default', () => {
  const deployment = parseDeployment(JSON.stringify(file))
  expect(deployment).toMatchObject({ chainId: 31337, version: '0.1.0', startBlock: 3n })
  expect(deployment.contracts.OpenToken).toBe(address)
  expect(parseDeployment(file)).toEqual(deployment)
})

test.each([
  ['no JSON', '{', 'the file', /the file: is not JSON/],
  ['no object', 'null', 'the file', /the file: is not an object/],
  ['no chain', { ...file, chainId: undefined }, 'chainId', /chainId: /],
  ['a chain that is text', { ...file, chainId: '31337' }, 'chainId', /is not a whole number above 0/],
  ['chain 0', { ...file, chainId: 0 }, 'chainId', /is not a whole number above 0/],
  ['a broken chain', { ...file, chainId: 1.5 }, 'chainId', /is not a whole number above 0/],
  ['no version', { ...file, version: '' }, 'version', /is not a text/],
  ['a block beyond all numbers', { ...file, startBlock: 2 ** 53 }, 'startBlock', /is not a whole number/],
  ['no contracts', { ...file, contracts: null }, 'contracts', /is not an object/],
  ['a block before the first', { ...file, startBlock: -1 }, 'startBlock', /startBlock: /],
  [
    'a contract missing',
    { ...file, contracts: { ...file.contracts, StakeVault: undefined } },
    'contracts.StakeVault',
    /StakeVault: /,
  ],
  [
    'no address',
    { ...file, contracts: { ...file.contracts, StakeVault: '0x12' } },
    'contracts.StakeVault',
    /is not an address/,
  ],
  [
    'the zero address',
    { ...file, contracts: { ...file.contracts, StakeVault: `0x${'00'.repeat(20)}` } },
    'contracts.StakeVault',
    /is the zero address/,
  ],
])('error: %s', (_, json, field, message) => {
  const parse = () => parseDeployment(json)
  expect(parse).toThrowError(BadDeploymentError)
  expect(parse).toThrowError(expect.objectContaining({ field }))
  expect(parse).toThrowError(message)
})
