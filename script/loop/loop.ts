import { join } from 'node:path'
import { model } from '@openledger/sdk/actions'
import type { Bundle } from '@openledger/sdk/attribution'
import { type ContentStore, readBundle } from '@openledger/sdk/content'
import { folderStore } from '@openledger/sdk/content/folder'
import type { View } from '@openledger/sdk/engine'
import { canonicalise } from '@openledger/sdk/text'
import { type Address, formatEther, isAddressEqual, parseEther } from 'viem'
import { readBatches } from '../../cli/src/ledger.ts'
import { loadVersion } from '../../cli/src/versions.ts'
import { startIndexer } from '../../indexer/start.ts'
import { compareWithChain } from '../compare/compare.ts'
import { actsInOrder } from './acts.ts'
import { type Counted, compareBooks, readBooks } from './books.ts'
import { deploy, giveGas, type LocalChain, openChain, startChain } from './chain.ts'
import { type CorpusFile, readCorpus } from './corpus.ts'
import { ensureDatanets, stakeValidators } from './datanets.ts'
import { duel } from './duel.ts'
import { authorsByAccount, earningsOf } from './earnings.ts'
import { LoopError } from './errors.ts'
import { ensureModel, ensureVersion, PRICE } from './model.ts'
import { depositUpTo, stakeUpTo } from './money.ts'
import * as parties from './parties.ts'
import type { Processes } from './processes.ts'
import { openLedger } from './program.ts'
import type { Progress } from './progress.ts'
import questions from './questions.json' with { type: 'json' }
import type { Result } from './report.ts'
import { type Asked, askAll, type FileAt, fileLookup, fileName } from './round.ts'
import { claimForAll, collectRevenue, settleAnswers } from './settle.ts'
import { approveAll, planOfAuthors, planOfCopies, type Submitted, submitAll } from './submissions.ts'

/** Most packages that the corpus may lack of what the loop is meant to show. */
const LEAST_PACKAGES = 150

/** Stakes of the two operators: enough for the bonds of all their batches. */
const STAKE = parseEther('8000')

const root = join(import.meta.dirname, '../..')

export type LoopParameters = {
  /** Folder of the chain's state, the content store, journal and receipts. */
  data: string
  /** Draws the order of the dishonest operator's batches. */
  seed: number
  processes: Processes
  progress: Progress
}

export type LoopEnd = { result: Omit<Result, 'taken'>; fileAt: FileAt; stopIndexer(): Promise<void> }

/** Runs the whole loop once: data in, model built, answers paid, attributed and settled, cheats caught. */
export async function runLoop({ data, seed, processes, progress }: LoopParameters): Promise<LoopEnd> {
  const { step } = progress
  const store = folderStore(join(data, 'store'))
  const corpus = await step('Corpus', async (note) => {
    const read = readCorpus(root)
    note(`${read.files.length} files of ${read.packages} packages; left out: ${read.skipped.join(', ') || 'none'}`)
    if (read.packages < LEAST_PACKAGES) {
      throw new LoopError(`Only ${read.packages} packages are installed: run npm ci, then npm start again.`)
    }
    return read
  })
  const chain = await step('Chain and contracts', async (note) => {
    const { url, isKept } = await startChain(processes, join(data, 'chain.json'))
    await deploy(processes, url)
    note(`${isKept ? 'goes on from the last run' : 'new'}, at ${url}`)
    return openChain(url)
  })
  const authors = authorsByAccount(corpus.files, parties.authorAccount)
  const authorAccounts = [...new Set(corpus.files.map(({ author }) => author))].map(parties.authorAccount)
  const datanets = await step('Datanets and validators', async (note) => {
    await giveGas(chain, [...authorAccounts, ...Object.values(parties.roles)])
    await stakeValidators(chain)
    const ids = await ensureDatanets(chain)
    note([...ids].map(([name, id]) => `${name} is ${id}`).join(', '))
    return ids
  })
  const submitted = await step('Submissions', async (note) => {
    const own = await submitAll(chain, store, planOfAuthors(corpus.files, datanets))
    const copied = [...own.submitted, ...(await submitCopies(chain, store, corpus.files, datanets))]
    const accepted = await approveAll(chain, copied)
    note(
      `${own.added} submitted by ${authorAccounts.length} authors, ${accepted} approved by two of three, copies among them`,
    )
    return copied
  })
  const fileAt = fileLookup(submitted)
  const where = { rpc: chain.url, deployment: chain.deploymentFile, store: join(data, 'store') }
  const openledger = openLedger(processes, where)
  const ids = [...datanets.values()].sort((a, b) => (a < b ? -1 : 1))
  const models = await step('Models', async (note) => {
    const built = await buildModels(chain, openledger, data, ids)
    note(
      `version ${built.main.version} of model ${built.main.modelId}, version ${built.dishonest.version} of model ${built.dishonest.modelId}`,
    )
    return built
  })
  const { gateway, watching, counted } = await step('Gateway, watcher and deposits', async (note) => {
    const key = (name: string) => parties.privateKeyOf('role', name)
    const watcherProcess = openledger.start(['watch', '--interval', '100'], { OPENLEDGER_KEY: key('watcher') })
    const serving = openledger.start(
      ['serve', '--model', String(models.main.modelId), '--data', join(data, 'operator'), '--port', '0'],
      { OPENLEDGER_RECEIPT_KEY: key('receipt key') },
    )
    await stakeUpTo(chain, parties.operator, STAKE)
    await stakeUpTo(chain, parties.dishonest, STAKE)
    const perPayer = PRICE * BigInt(Math.ceil(questions.length / parties.payers.length))
    for (const payer of parties.payers) await depositUpTo(chain, models.main.modelId, payer, perPayer)
    await depositUpTo(chain, models.dishonest.modelId, parties.dishonestPayer, PRICE * 20n)
    const { url } = await serving.expect((line) => JSON.parse(line) as { url: string })
    note(url)
    return {
      gateway: url,
      watching: watcherProcess,
      counted: countedOf(
        authorAccounts.map(({ address }) => address),
        datanets,
        models,
      ),
    }
  })
  const before = await step('Books opened', () => readBooks(chain, counted))
  const asked = await step('Questions', async (note) => {
    const receipts = join(data, 'receipts')
    const all = await askAll(chain, { gateway, payers: parties.payers, receipts, fileAt })
    note(`${all.length} answered and paid, ${all.filter(({ isHit }) => isHit).length} at the file that should answer`)
    return all
  })
  const settled = await step('Batch', async (note) => {
    const key = parties.privateKeyOf('role', 'operator')
    const of = { modelId: models.main.modelId, data: join(data, 'operator'), key, note }
    const batch = await settleAnswers(chain, openledger, watching, of)
    note(`batch ${batch.batchId} with ${batch.answers} answers found honest, finalised`)
    return batch
  })
  const claimants = [...authorAccounts, parties.copier, parties.dishonest]
  await step('Claims', async (note) => {
    const { claimants: count, claimed, reserves } = await claimForAll(chain, store, claimants, datanets)
    note(`${count} contributors claimed ${formatEther(claimed)} OPEN, reserves ${formatEther(reserves)}`)
  })
  const rounds = await step('Dishonest operator', async (note) => {
    const fought = { ...models.dishonest, store: join(data, 'store'), seed, rounds: actsInOrder(seed).length, note }
    const all = await duel(chain, processes, watching, fought)
    await claimForAll(chain, store, claimants, datanets)
    note(
      all.map(({ batchId, act, evidence }) => `${batchId} ${act}${evidence ? `, void by ${evidence}` : ''}`).join('; '),
    )
    return all
  })
  const { bundle, copier } = await step('Copier', async (note) => {
    const copied = await earnedByCopying(chain, store, models.main, asked, settled.batchId)
    note(`its copies stand in ${copied.copier.quoted} answers, and earned ${copied.copier.earned} wei`)
    return copied
  })
  const changes = await step('Books closed', async (note) => {
    await collectRevenue(chain, [models.main.modelId, models.dishonest.modelId])
    const compared = compareBooks(before, await readBooks(chain, counted))
    note('conserved to the wei')
    return compared
  })
  const indexer = await step('Indexer', async (note) => {
    const { deploymentFile } = chain
    const dataDir = join(data, 'indexer')
    const started = await startIndexer({
      rpcUrl: chain.url,
      deploymentFile,
      storeDir: where.store,
      dataDir,
      patience: 300,
    })
    note(started.graphqlUrl)
    return started
  })
  await step('Comparison', async (note) => {
    const compared = { rpcUrl: chain.url, deployment: chain.deployment, graphqlUrl: indexer.graphqlUrl, store }
    const { rows, difference } = await compareWithChain(compared)
    if (difference) throw new LoopError(`The indexer differs from the chain at ${JSON.stringify(difference)}.`)
    note(`GraphQL gives what the chain gives, in ${rows} rows`)
  })
  const urls = { rpc: chain.url, gateway, graphql: indexer.graphqlUrl }
  const earnings = earningsOf(bundle, authors, asked, fileAt)
  return { result: { changes, earnings, asked, settled, rounds, copier, urls }, fileAt, stopIndexer: indexer.stop }
}

/** The pages that should answer the questions, submitted again by the copier and by the dishonest operator. */
async function submitCopies(
  chain: LocalChain,
  store: ContentStore,
  files: readonly CorpusFile[],
  datanets: Map<string, bigint>,
): Promise<Submitted[]> {
  const wanted = new Set(questions.map(({ package: name, file }) => fileName({ package: name, path: file })))
  const pages = files.filter((file) => wanted.has(fileName(file)))
  const copies = [parties.copier, parties.dishonest].flatMap((party) => planOfCopies(pages, datanets, party))
  return (await submitAll(chain, store, copies)).submitted
}

type BuiltModel = { modelId: bigint; term: number; version: number }

async function buildModels(
  chain: LocalChain,
  openledger: ReturnType<typeof openLedger>,
  folder: string,
  datanets: readonly bigint[],
): Promise<{ main: BuiltModel; dishonest: BuiltModel }> {
  const make = async (
    name: string,
    role: 'model owner' | 'dishonest operator',
    of: Parameters<typeof ensureModel>[2],
  ) => {
    const modelId = await ensureModel(chain, name, of, datanets)
    const key = parties.privateKeyOf('role', role)
    const { version } = await ensureVersion(chain, openledger, folder, { modelId, key, datanets, as: of.owner })
    const { client, deployment } = chain.as(of.owner)
    return { modelId, version, term: (await model.getModel(client, { deployment, modelId })).term }
  }
  const { modelOwner: owner, operator, receiptKey, dishonest, dishonestReceiptKey } = parties
  return {
    main: await make('Package docs', 'model owner', { owner, operator, receiptKey }),
    dishonest: await make('Package docs, cheaper', 'dishonest operator', {
      owner: dishonest,
      operator: dishonest,
      receiptKey: dishonestReceiptKey,
    }),
  }
}

function countedOf(
  authors: Address[],
  datanets: Map<string, bigint>,
  models: { main: BuiltModel; dishonest: BuiltModel },
): Counted {
  const accounts = Object.entries(parties.roles).map(([name, { address }]) => [name, [address]] as const)
  return {
    accounts: new Map<string, Address[]>([
      [`${authors.length} contributors`, authors],
      ...accounts.map(([name, own]) => [name, [...own]] as [string, Address[]]),
    ]),
    datanets,
    models: new Map([
      ['the model', { ...models.main, payers: parties.payers.map(({ address }) => address) }],
      ["the dishonest operator's model", { ...models.dishonest, payers: [parties.dishonestPayer.address] }],
    ]),
  }
}

/**
 * What the copier earned by the batch, and in how many answers its copies stand.
 * @throws LoopError unless it earned nothing although its copies stand in answers
 */
async function earnedByCopying(
  chain: LocalChain,
  store: ContentStore,
  { modelId, version }: BuiltModel,
  asked: readonly Asked[],
  batchId: bigint,
): Promise<{ bundle: Bundle; copier: { quoted: number; earned: bigint } }> {
  const connection = chain.as(parties.copier)
  const { address } = parties.copier
  const { attribute, contributionAt } = await loadVersion(connection, store, { modelId, version })
  const copies: View = {
    standingOf: (place) => (isAddressEqual(contributionAt(place).contributor, address) ? 'Eligible' : 'None'),
  }
  let quoted = 0
  for (const { answer } of asked) {
    const output = new TextEncoder().encode(canonicalise(answer.content))
    if ((await attribute(output, copies)).length > 0) quoted++
  }
  const bundles = await Promise.all(
    (await readBatches(connection))
      .filter(({ status }) => status === 2)
      .map(async (known) => ({
        batchId: known.batchId,
        bundle: (await readBundle(store, known.batch.commitment.bundleHash)).bundle,
      })),
  )
  const payouts = bundles
    .flatMap(({ bundle }) => bundle.payouts)
    .filter(({ account }) => isAddressEqual(account, address))
  const earned = payouts.reduce((sum, { amount }) => sum + amount, 0n)
  if (quoted === 0)
    throw new LoopError('No answer quotes a page that was copied, so the copier proves nothing: see questions.json.')
  if (earned !== 0n) throw new LoopError(`The copier earned ${earned} wei by copies: attribution is wrong.`)
  return { bundle: bundles.find((known) => known.batchId === batchId)!.bundle, copier: { quoted, earned } }
}
