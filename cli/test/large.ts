import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signReceipt, signVoucher } from '@openledger/sdk'
import { MOST_HELD_BYTES, outputRootOf } from '@openledger/sdk/attribution'
import { parseEther } from 'viem'
import { startIndexer } from '../../indexer/start.ts'
import { keyOf } from '../../sdk/test/chain.ts'
import { newModelOf, stake } from '../../sdk/test/stage.ts'
import { openJournal } from '../src/gateway/journal.ts'
import { readBatches } from '../src/ledger.ts'
import { loadVersion } from '../src/versions.ts'
import { ended, fillDatanet, openSite, type Site, secretOf } from './site.ts'

const [OPERATOR, PAYER, CONTRIBUTOR, WATCHER, VALIDATOR, RECEIPTS] = [1, 2, 3, 4, 5, 20]
const ANSWERS = 200
/** Of an answer. */
const WORDS = 60_000
const price = parseEther('1')
const tides = 'the tide rises twice a day on most shores since the moon pulls at the sea and the earth turns below it'

/** Words that nobody owns, other ones in each answer, around a quotation. */
function textOf(answer: number): string {
  const words: string[] = []
  for (let i = 0; i < WORDS; i++) words.push(((i * 7_919 + answer * 104_729) % 46_656).toString(36).padStart(5, 'x'))
  words.splice(30_000 + answer, 0, tides)
  return words.join(' ')
}

/**
 * Has a batch whose bundle is larger than what is ever read at once go from the journal through the program's operator and
 * watcher to the indexer's GraphQL. @throws AssertionError
 */
export async function runLargeBatch(): Promise<{ answers: number; bundleBytes: number }> {
  const site = await openSite()
  try {
    return await run(site)
  } finally {
    await site.close()
  }
}

async function run(site: Site) {
  const modelId = await openModel(site)
  const data = join(site.folder, 'data')
  await fillJournal(site, modelId, data)
  const of = ['--model', String(modelId), '--data', data, '--json']
  const committed = await site.run(['batch', 'commit', ...of], { OPENLEDGER_KEY: secretOf(OPERATOR) })
  assert.equal(committed.stderr, '')
  const { answers, left } = JSON.parse(committed.stdout)
  assert.deepEqual({ answers, left }, { answers: ANSWERS, left: 0 })
  const [known] = await readBatches(await site.connect(OPERATOR), modelId)
  const { bundleSize, earned, entryCount } = known!.batch.commitment
  assert(bundleSize > BigInt(MOST_HELD_BYTES), `The bundle has ${bundleSize} bytes.`)

  const watching = await site.start(['watch', '--interval', '50'], { OPENLEDGER_KEY: secretOf(WATCHER) })
  const verdict = await watching.line(({ event }) => event !== 'watching')
  assert.deepEqual([verdict.event, verdict.verdict, verdict.answers], ['checked', 'honest', ANSWERS])
  watching.child.kill('SIGTERM')
  assert.equal(await ended(watching.child), 0)

  const { rows, payouts } = await served(site)
  assert.deepEqual(rows, { inferences: ANSWERS, credits: ANSWERS, entries: Number(entryCount) })
  assert.equal(
    payouts.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
    earned,
  )
  return { answers: ANSWERS, bundleBytes: Number(bundleSize) }
}

/** A model over one text, whose payer has the money for the answers. */
async function openModel(site: Site): Promise<bigint> {
  const { stage } = site
  const operator = await stage.enter(OPERATOR)
  const contributor = await stage.enter(CONTRIBUTOR)
  await stage.enter(WATCHER)
  const payer = await stage.enter(PAYER)
  const validator = await stage.enter(VALIDATOR)
  const datanetId = await fillDatanet(site, { curator: operator, validator }, [{ contributor, text: tides }])
  const newModel = newModelOf(operator, [datanetId], keyOf(RECEIPTS))
  const { modelId } = await operator.model.registerSync({ newModel })
  await stake(operator, stage)
  const amount = price * BigInt(ANSWERS)
  await payer.token.approveSync({ spender: stage.deployment.contracts.InferenceEscrow, value: amount })
  await payer.payment.fundSync({ modelId, payer: payer.account.address, amount })
  const spec = join(site.folder, 'spec.json')
  await writeFile(
    spec,
    JSON.stringify({ model: String(modelId), datanets: [String(datanetId)], kind: 'retrieval', windowWords: 8 }),
  )
  const built = await site.run(['build', '--spec', spec], { OPENLEDGER_KEY: secretOf(OPERATOR) })
  assert.equal(built.status, 0, built.stderr)
  return modelId
}

/** The journal as a gateway leaves it that gave such answers. */
async function fillJournal(site: Site, modelId: bigint, data: string): Promise<void> {
  const { chainId, contracts } = site.stage.deployment
  const domain = { chainId, escrow: contracts.InferenceEscrow }
  const payer = keyOf(PAYER).address
  const version = await loadVersion(await site.connect(OPERATOR), site.store, { modelId, version: 1 })
  const journal = await openJournal(join(data, 'journal.jsonl'))
  for (let i = 0; i < ANSWERS; i++) {
    const content = textOf(i)
    const output = new TextEncoder().encode(content)
    const [from, to] = [price * BigInt(i), price * BigInt(i + 1)]
    const receipt = { modelId, term: 1, version: 1, payer, from, to, outputRoot: outputRootOf(output) }
    const voucher = { payer, modelId, term: 1, cumulativeAmount: to }
    await journal.append({
      ...receipt,
      question: '0x',
      content,
      passages: [],
      credits: await version.attribute(output),
      receipt: await signReceipt(keyOf(RECEIPTS), domain, receipt),
      voucher: { cumulativeAmount: to, signature: await signVoucher(keyOf(PAYER), domain, voucher) },
      createdAt: i,
    })
  }
  await journal.close()
}

/** What the indexer serves of the batch. */
async function served(site: Site) {
  const indexer = await startIndexer({
    rpcUrl: site.stage.url,
    deploymentFile: site.deploymentFile,
    storeDir: site.storeFolder,
    dataDir: join(site.folder, 'indexer'),
    patience: 600,
  })
  try {
    const query = `{ batch(id: "1") { content { status reason } payouts { items { amount } } }
      inferences(limit: 1) { totalCount } credits(limit: 1) { totalCount } entries(limit: 1) { totalCount } }`
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(indexer.graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query }) })
    const { data } = await response.json()
    const { content, payouts } = data.batch
    assert.deepEqual(content, { status: 'verified', reason: null })
    const rows = Object.fromEntries(
      ['inferences', 'credits', 'entries'].map((table) => [table, Number(data[table].totalCount)]),
    )
    return { rows, payouts: payouts.items as { amount: string }[] }
  } finally {
    await indexer.stop()
  }
}
