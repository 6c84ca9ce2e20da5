// Compares what the indexer serves with what the chain says, and imports nothing of the indexer:
//   node script/compare.ts --rpc URL --deployment FILE --store FOLDER --graphql URL
// Ends with status 0 where they are equal; else prints the first difference, or what was wrong, and ends with status 1.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseDeployment } from '@openledger/sdk'
import { folderStore } from '@openledger/sdk/content/folder'
import { compareWithChain } from './compare/compare.ts'
import type { Difference } from './compare/rows.ts'

const { values } = parseArgs({
  options: {
    rpc: { type: 'string' },
    deployment: { type: 'string' },
    store: { type: 'string' },
    graphql: { type: 'string' },
  },
})

function needed(name: keyof typeof values): string {
  const value = values[name]
  if (value === undefined) {
    throw new TypeError(`--${name} is missing: give --rpc URL --deployment FILE --store FOLDER --graphql URL.`)
  }
  return value
}

function sentence({ table, key, field, chain, served, block, transaction }: Difference): string {
  const place = transaction ? ` (block ${block}, transaction ${transaction})` : ''
  return `${table} ${key}, ${field}: the chain says ${chain}, the indexer ${served}${place}`
}

try {
  const { block, rows, difference } = await compareWithChain({
    rpcUrl: needed('rpc'),
    deployment: parseDeployment(readFileSync(needed('deployment'), 'utf8')),
    graphqlUrl: needed('graphql'),
    store: folderStore(needed('store')),
  })
  console.log(difference ? sentence(difference) : `The indexer and the chain agree on ${rows} rows at block ${block}.`)
  process.exitCode = difference ? 1 : 0
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : failure)
  process.exitCode = 1
}
