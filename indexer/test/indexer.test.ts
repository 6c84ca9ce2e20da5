import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import {
  type BuiltBatch,
  type ContentStore,
  publishBundle,
  publishContribution,
  publishLeaves,
  WrongChainError,
} from '@openledger/sdk'
import { folderStore } from '@openledger/sdk/content/folder'
import { createPublicClient, http, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readChain } from '../../script/compare/chain.ts'
import { compareWithChain } from '../../script/compare/compare.ts'
import { readPayouts } from '../../script/compare/payouts.ts'
import { firstDifference } from '../../script/compare/rows.ts'
import { readServedTable, servedBlock } from '../../script/compare/served.ts'
import { ChainUnreachableError, PortInUseError } from '../lib/errors.ts'
import { SettingError } from '../lib/settings.ts'
import { type Indexer, startIndexer } from '../start.ts'
import { alter, type Column, columnsOf, snake } from './alter.ts'
import { type Chain, startChain } from './chain.ts'
import { type Database, startDatabase } from './database.ts'
import { ada, adasText, ben, bensText, operator, reserveOfTools, supplier, watcher, writeHistory } from './history.ts'

let chain: Chain
let store: ContentStore
/** The last batch, whose bundle no store has at first. */
let last: BuiltBatch
let indexer: Indexer

beforeAll(async () => {
  chain = await startChain()
  store = folderStore(join(chain.folder, 'store'))
  last = await writeHistory(chain, store)
  indexer = await startIndexer(parameters())
}, 300_000)

afterAll(async () => {
  await indexer?.stop()
  await chain?.stop()
})

function parameters() {
  const { rpcUrl, deploymentFile, folder } = chain
  return { rpcUrl, deploymentFile, storeDir: join(folder, 'store'), dataDir: join(folder, 'data') }
}

function compare({ graphqlUrl }: Indexer) {
  return compareWithChain({ rpcUrl: chain.rpcUrl, deployment: chain.deployment, graphqlUrl, store })
}

async function ask(query: string, { graphqlUrl } = indexer) {
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return await response.json()
}

test('says of each submission what became of it', async () => {
  const { data } = await ask(`{ submissions { items {
    id status sequence revokedAt parent datanet { name } content { status } votes { totalCount }
    contributions { items { contributor text revokedAt } } } } }`)
  const words = {
    contributor: ada.address.toLowerCase(),
    text: expect.stringMatching(/^pipes connect/),
    revokedAt: null,
  }
  expect(data.submissions.items).toMatchObject([
    {
      status: 'accepted',
      sequence: '1',
      datanet: { name: 'Tools' },
      content: { status: 'verified' },
      votes: { totalCount: 2 },
      contributions: { items: [words, { contributor: ben.address.toLowerCase() }, { revokedAt: '4' }] },
    },
    { status: 'rejected', sequence: null, votes: { totalCount: 1 }, contributions: { items: [words] } },
    { status: 'accepted', revokedAt: '3', content: { status: 'missing' }, contributions: { items: [] } },
    { status: 'accepted', sequence: '5', parent: '1', votes: { totalCount: 2 }, content: { status: 'verified' } },
  ])
})

test('follows an answer to the accounts that it pays', async () => {
  const { data } =
    await ask(`{ inference(batchId: "1", index: "0") { output model { name } batch { status } credits { items {
    contribution { text contributor submission { datanet { name } } }
    entries(orderBy: "amount", orderDirection: "desc") { items { amount payout { amount claimed holder { earned claimed } } } } } } } }`)
  const text = adasText.toLowerCase().replaceAll(/[,.]/g, '')
  const earned = `${parseEther('6.65')}`
  // Ada claimed of the third batch too, whose content nobody has.
  const inAll = `${parseEther('13.3')}`
  expect(data.inference).toMatchObject({
    output: text,
    model: { name: 'Reader' },
    batch: { status: 'finalised' },
    credits: {
      items: [
        {
          contribution: {
            text,
            contributor: ada.address.toLowerCase(),
            submission: { datanet: { name: 'Tools' } },
          },
          entries: {
            items: [
              {
                amount: earned,
                payout: { amount: earned, claimed: earned, holder: { earned: inAll, claimed: inAll } },
              },
              { amount: `${parseEther('0.35')}` },
            ],
          },
        },
      ],
    },
  })
})

test('shows a challenge, what it slashed, and that its batch pays nobody', async () => {
  const { data } =
    await ask(`{ batch(id: "2") { status challenge { kind challenger bond reward } payouts { items { claimed batchStatus } } }
    account(address: "${operator.address}") { earned pending claimed }
    stakeMovements(where: { kind: slashed }) { items { account counterparty amount reward } } }`)
  const bond = { bond: `${parseEther('1000')}`, reward: `${parseEther('500')}` }
  expect(data.batch).toMatchObject({
    status: 'voided',
    challenge: { kind: 'false_credit', challenger: watcher.address.toLowerCase(), ...bond },
    payouts: {
      items: [
        { claimed: '0', batchStatus: 'voided' },
        { claimed: '0', batchStatus: 'voided' },
      ],
    },
  })
  expect(data.account).toEqual({ earned: '0', pending: '0', claimed: '0' })
  expect(data.stakeMovements.items).toEqual([
    {
      account: operator.address.toLowerCase(),
      counterparty: watcher.address.toLowerCase(),
      amount: bond.bond,
      reward: bond.reward,
    },
  ])
})

test('shows nothing of a bundle that does not fit, and says why', async () => {
  const { data } = await ask(
    '{ batch(id: "3") { content { reason } inferences { totalCount } payouts { totalCount } } }',
  )
  expect(data.batch).toMatchObject({ inferences: { totalCount: 0 }, payouts: { totalCount: 0 } })
  expect(data.batch.content.reason).toMatch(/^inferencesRoot: committed 0x[0-9a-f]{64}, stated 0x[0-9a-f]{64}/)
})

test('agrees with the chain, also when content arrives while the chain is quiet', async () => {
  expect(await compare(indexer)).toMatchObject({ difference: undefined })
  const block = await chain.client.getBlockNumber()
  const status = () => ask('{ batch(id: "4") { content { status } inferences { items { output } } } }')
  expect((await status()).data.batch).toEqual({ content: { status: 'missing' }, inferences: { items: [] } })
  await publishBundle(store, last.packed)
  const output = bensText.toLowerCase().replaceAll('.', '')
  await expect
    .poll(status, { timeout: 90_000 })
    .toEqual({ data: { batch: { content: { status: 'verified' }, inferences: { items: [{ output }] } } } })
  expect(await chain.client.getBlockNumber()).toBe(block)
  expect(await compare(indexer)).toMatchObject({ difference: undefined })
}, 120_000)

test('takes out of sight what a reorganisation took from the chain', async () => {
  const { textRoot } = await publishContribution(store, 'Words that the chain forgets.')
  const { root, count, uri } = await publishLeaves(store, [{ contributor: ben.address, textRoot }])
  await chain.submit(supplier, { datanetId: 1n, root, count, uri, maxFees: parseEther('0.2') })
  const shown = async () => (await ask('{ contributions(where: { submissionId: "5" }) { items { text } } }')).data
  await expect
    .poll(shown, { timeout: 30_000 })
    .toEqual({ contributions: { items: [{ text: 'words that the chain forgets' }] } })
  await chain.client.request({ method: 'anvil_reorg', params: [1, []] } as never)
  await chain.client.mine({ blocks: 2 })
  await expect.poll(shown, { timeout: 30_000 }).toEqual({ contributions: { items: [] } })
  expect(await compare(indexer)).toMatchObject({ difference: undefined })
})

test('refuses a page that is too large and a column that is not there, in words', async () => {
  const messages = async (query: string) => (await ask(query)).errors.map(({ message }: Error) => message)
  expect(await messages('{ batches(limit: 1001) { items { id } } }')).toEqual([
    'Invalid limit. Got 1001, expected <=1000.',
  ])
  expect(await messages('{ batches(orderBy: "colour") { items { id } } }')).toEqual([
    'Unknown column "colour" used in orderBy argument',
  ])
})

describe('on a PostgreSQL server', () => {
  let database: Database
  let served: Indexer

  beforeAll(async () => {
    database = await startDatabase()
    served = await startIndexer({ ...parameters(), databaseUrl: database.url })
  }, 120_000)

  afterAll(async () => {
    await served?.stop()
    await database?.stop()
  })

  test('tells of every field of every table that is altered in one row', async () => {
    const block = await servedBlock(served.graphqlUrl)
    const at = { client: createPublicClient({ transport: http(chain.rpcUrl) }), deployment: chain.deployment, block }
    const tables = { ...(await readChain(at)), ...(await readPayouts(at, store)) }
    const unseen: string[] = []
    const look = async (table: string, column: Column) => {
      const restore = await alter(database, column)
      const altered = { [table]: await readServedTable(served.graphqlUrl, table) }
      if (!firstDifference({ [table]: tables[table]! }, altered)) unseen.push(`${table}: ${column.column}`)
      await restore()
    }
    const { payout, account, ...indexed } = tables
    for (const [table, rows] of Object.entries(indexed)) {
      const columns = await columnsOf(database, snake(table))
      for (const field of new Set([...rows.values()].flatMap(({ fields }) => Object.keys(fields)))) {
        const column = columns.get(snake(field))
        if (column === undefined) throw new Error(`${table} has no column for ${field}`)
        if (!column.isKey) await look(table, column)
      }
    }
    // Payouts and accounts are views, of the batches above, of their content, and of claims.
    const ofPayouts = await columnsOf(database, 'payout')
    for (const name of ['account', 'amount', 'entries_root', 'entry_count']) await look('payout', ofPayouts.get(name)!)
    const ofClaims = await columnsOf(database, 'claim')
    for (const name of ['account', 'amount']) await look('account', ofClaims.get(name)!)
    expect(unseen).toEqual([])
  })

  test('agrees with the chain, until a row is altered', async () => {
    expect(await compare(served)).toMatchObject({ difference: undefined })

    const account = ada.address.toLowerCase()
    await database.query('UPDATE openledger_content.payout SET amount = amount + 1 WHERE account = $1', [account])
    const { difference } = await compare(served)
    // Payouts stand in the order of their accounts.
    const key = `1/${account < reserveOfTools(chain).reserveAccount.toLowerCase() ? 0 : 1}/${account}`
    expect(difference).toMatchObject({ table: 'payout', key, field: 'amount' })
    expect(difference?.transaction).toMatch(/^0x[0-9a-f]{64}$/)

    const command = await run('--graphql', served.graphqlUrl)
    expect(command.status).toBe(1)
    expect(command.output).toContain(`payout ${key}, amount: the chain says ${parseEther('6.65')}`)
  })

  async function run(...options: string[]) {
    const { rpcUrl, deploymentFile, storeDir } = parameters()
    const script = join(import.meta.dirname, '../../script/compare.ts')
    const child = spawn(
      process.execPath,
      [script, '--rpc', rpcUrl, '--deployment', deploymentFile, '--store', storeDir, ...options],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let output = ''
    child.stdout.on('data', (text) => {
      output += text
    })
    const [status] = await once(child, 'exit')
    return { status, output }
  }
})

describe('refuses in one sentence', () => {
  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const start = startIndexer({ ...parameters(), port })
    await expect(start).rejects.toThrow(new PortInUseError(port))
    server.close()
  })

  test('a chain that is not there', async () => {
    const rpcUrl = 'http://127.0.0.1:1'
    const start = startIndexer({ ...parameters(), rpcUrl })
    await expect(start).rejects.toThrow(new ChainUnreachableError(rpcUrl))
  })

  test('a deployment file that is not there', async () => {
    const start = startIndexer({ ...parameters(), deploymentFile: 'nowhere.json' })
    await expect(start).rejects.toThrow(SettingError)
  })

  test('a deployment of another chain', async () => {
    await chain.client.request({ method: 'anvil_setChainId', params: [7] } as never)
    await expect(startIndexer(parameters())).rejects.toThrow(new WrongChainError(7, 31337))
    await chain.client.request({ method: 'anvil_setChainId', params: [31337] } as never)
  })
})
