// Compares what the indexer serves with what the chain says, and imports nothing of the indexer:
//   node script/compare.ts --rpc URL --deployment FILE --store FOLDER --graphql URL
// Ends with status 0 where they are equal; else prints the first difference, or what was wrong, and ends with status 1.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseDeployment } from '@openledger/sdk'
import { folderStore } from '@openledger/sdk/content/folder'
import { compareWithChain } from './compare/compare.ts'
import type { Difference } from './compare/rows.ts'

const text = { type: 'string' } as const

const names = ['rpc', 'deployment', 'store', 'graphql'] as const

function readOptions(): Record<(typeof names)[number], string> {
  const { values } = parseArgs({
    options: { rpc: text, deployment: text, store: text, graphql: text },
  })
  const missing = names.find((name) => values[name] === undefined)
  if (missing) throw new TypeError(`--${missing} is missing: give --rpc, --deployment, --store and --graphql.`)
  return values as Record<(typeof names)[number], string>
}

function sentence({ table, key, field, chain, served, block, transaction }: Difference): string {
  const place = transaction ? ` (block ${block}, transaction ${transaction})` : ''
  return `${table} ${key}, ${field}: the chain says ${chain}, the indexer ${served}${place}`
}

try {
  const { rpc, deployment, store, graphql } = readOptions()
  const { block, rows, difference } = await compareWithChain({
    rpcUrl: rpc,
    deployment: parseDeployment(readFileSync(deployment, 'utf8')),
    graphqlUrl: graphql,
    store: folderStore(store),
  })
  console.log(difference ? sentence(difference) : `The indexer and the chain agree on ${rows} rows at block ${block}.`)
  process.exitCode = difference ? 1 : 0
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : failure)
  process.exitCode = 1
}
