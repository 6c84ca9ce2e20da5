import { access, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { signVoucher } from '@openledger/sdk'
import { BatchStatus } from '@openledger/sdk/abis'
import type { AttributedInference } from '@openledger/sdk/attribution'
import { readBundle } from '@openledger/sdk/content'
import { createAnswers } from '@openledger/sdk/engine'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyOf } from '../../sdk/test/chain.ts'
import { newModelOf, openDatanet, type Party, stake } from '../../sdk/test/stage.ts'
import { readJournal } from '../src/gateway/journal.ts'
import { encodeVoucherHeader, VOUCHER_HEADER } from '../src/gateway/voucher.ts'
import { readBatches } from '../src/ledger.ts'
import { buildModelBatch, commitBuilt, inferenceOf } from '../src/operator/batches.ts'
import { ask, type PaidAnswer } from '../src/payer/ask.ts'
import { collect } from './collect.ts'
import { ended, fillDatanet, openSite, type Site, secretOf } from './site.ts'

const tides = 'The tide rises twice a day on most shores, since the moon pulls at the sea and the earth turns below it.'
const cranes =
  'A crane on the quay lifts a container in two minutes, unless the wind is stronger than twenty metres a second.'

/** Numbers of the parties, as `keyOf` has them. */
const [OPERATOR, PAYER, CONTRIBUTOR, WATCHER, VALIDATOR, OTHER, RECEIPTS, SESSION] = [1, 2, 3, 4, 5, 6, 20, 21]

let site: Site
let operator: Party
let contributor: Party
let payer: Party
let modelId: bigint
let datanetId: bigint
let emptyDatanetId: bigint
const operating = { OPENLEDGER_KEY: secretOf(OPERATOR) }
const serving = { OPENLEDGER_RECEIPT_KEY: secretOf(RECEIPTS) }

beforeAll(async () => {
  site = await openSite()
  const { stage } = site
  operator = await stage.enter(OPERATOR)
  payer = await stage.enter(PAYER)
  contributor = await stage.enter(CONTRIBUTOR)
  await stage.enter(WATCHER)
  const validator = await stage.enter(VALIDATOR)
  const of = { curator: operator, validator }
  datanetId = await fillDatanet(site, of, [
    { contributor, text: tides },
    { contributor, text: cranes },
    // Later, and so without a word of its own.
    { contributor: operator, text: tides },
  ])
  emptyDatanetId = (await openDatanet(stage, of)).datanetId
  const newModel = newModelOf(operator, [datanetId], keyOf(RECEIPTS))
  modelId = (await operator.model.registerSync({ newModel })).modelId
  await stake(operator, stage)
  await payer.token.approveSync({ spender: stage.deployment.contracts.InferenceEscrow, value: parseEther('100') })
  await payer.payment.fundSync({ modelId, payer: payer.account.address, amount: parseEther('100') })
})
afterAll(() => site?.close())

const journal = () => collect(readJournal(join(site.folder, 'data', 'journal.jsonl')))

async function specOf(spec: unknown): Promise<string> {
  const file = join(site.folder, 'spec.json')
  await writeFile(file, typeof spec === 'string' ? spec : JSON.stringify(spec))
  return file
}

function build(spec: string, env: Record<string, string> = operating) {
  return site.run(['build', '--spec', spec, '--json'], env)
}

function askFor(question: string, gateway: string): Promise<PaidAnswer> {
  return site
    .connect(PAYER)
    .then((connection) => ask({ connection, gateway, receipts: join(site.folder, 'receipts'), question }))
}

describe('build', () => {
  test('error: bad specs and keys are refused in one sentence, with nothing half-done', async () => {
    const good = { model: Number(modelId), datanets: [Number(datanetId)], kind: 'retrieval' }
    const cases: [unknown, string, Record<string, string>?][] = [
      ['{', 'The spec is not JSON'],
      [{ ...good, kind: 'magic' }, 'the kinds are: retrieval'],
      [{ ...good, datanets: [99] }, 'The spec names datanet 99 and there are 2'],
      [
        { ...good, datanets: [Number(datanetId), Number(emptyDatanetId)] },
        `Datanet ${emptyDatanetId} has no accepted submission`,
      ],
      [good, "give its owner's", { OPENLEDGER_KEY: secretOf(PAYER) }],
      [good, 'must be 64 hex digits', { OPENLEDGER_KEY: 'hunter2' }],
      [good, 'No key is given', { OPENLEDGER_KEY: '' }],
    ]
    for (const [spec, message, env] of cases) {
      const { status, stdout, stderr } = await build(await specOf(spec), env)
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toContain(message)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
    expect((await operator.model.getModel({ modelId })).latestVersion).toBe(0)
    await expect(access(join(site.storeFolder, 'blobs'))).rejects.toThrow('ENOENT')
  })

  test('error: a chain that is not there', async () => {
    const { status, stderr } = await build(await specOf({ model: 1, datanets: [1], kind: 'retrieval' }), {
      ...operating,
      OPENLEDGER_RPC: 'http://127.0.0.1:1',
    })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^openledger: No chain answers at http:\/\/127\.0\.0\.1:1: [^\n]+\n$/)
  })

  test('publishes a version, and the same artifact again for the same snapshot', async () => {
    const spec = await specOf({ model: String(modelId), datanets: [String(datanetId)], kind: 'retrieval' })
    const [first, second] = [await build(spec), await build(spec)]
    expect([first.status, second.status, first.stderr]).toEqual([0, 0, ''])
    const [one, two] = [JSON.parse(first.stdout), JSON.parse(second.stdout)]
    expect(one).toMatchObject({ version: 1, snapshot: '3', sources: 3, passages: 2, leftOut: [] })
    expect(two).toMatchObject({ version: 2, artifactHash: one.artifactHash })
  })
})

describe('serve and ask', () => {
  const serveArgs = (port = '0') => [
    'serve',
    '--model',
    String(modelId),
    '--data',
    join(site.folder, 'data'),
    '--port',
    port,
  ]

  test('error: a wrong receipt key, and a port in use', async () => {
    const wrong = await site.run(serveArgs(), { OPENLEDGER_RECEIPT_KEY: secretOf(OPERATOR) })
    expect(wrong).toMatchObject({ status: 2, stdout: '' })
    expect(wrong.stderr).toContain("give the term's receipt key")
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    const { status, stderr } = await site.run(serveArgs(String(port)), serving)
    taken.close()
    expect([status, stderr]).toEqual([
      1,
      `openledger: Port ${port} is in use: give another with --port, or 0 for a free one.\n`,
    ])
  })

  test('an answer is paid, attributed and receipted; a second gateway on its journal is refused', async () => {
    const gateway = await site.start(serveArgs(), serving)
    const url = gateway.first.url!
    const answer = await askFor('how often does the tide rise?', url)
    expect(answer.content).toBe(tides)
    expect(answer.credits).toHaveLength(1)
    expect(answer.credits[0]).toMatchObject({ submissionId: 1n, contributor: contributor.account.address })
    expect(answer.receipt).toMatchObject({ from: 0n, to: parseEther('1'), payer: payer.account.address })
    const cli = await site.run(
      ['ask', 'how strong may the wind be?', '--gateway', url, '--receipts', join(site.folder, 'receipts')],
      {
        OPENLEDGER_KEY: secretOf(PAYER),
      },
    )
    expect(cli).toMatchObject({ status: 0, stderr: '' })
    expect(cli.stdout).toContain(cranes)
    expect((await site.run(serveArgs(), serving)).stderr).toContain('already works with')
    gateway.child.kill('SIGTERM')
    expect(await ended(gateway.child)).toBe(0)
  })

  test('error: requests that are not paid or not right get errors of OpenAI’s shape', async () => {
    const gateway = await site.start(serveArgs(), serving)
    const url = gateway.first.url!
    const post = async (body: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body, headers })
      const { error } = (await response.json()) as { error: { code: string; message: string; type: string } }
      return [response.status, error.code]
    }
    const right = { model: `openledger-${modelId}`, messages: [{ role: 'user', content: 'tide?' }] }
    expect(await post('{')).toEqual([400, 'invalid_json'])
    expect(await post('{}')).toEqual([400, 'invalid_request'])
    expect(await post(JSON.stringify({ ...right, stream: true }))).toEqual([400, 'invalid_request'])
    expect(await post(JSON.stringify({ ...right, model: 'gpt' }))).toEqual([404, 'model_not_found'])
    expect(await post(JSON.stringify({ ...right, messages: [{ role: 'user', content: '?!' }] }))).toEqual([
      400,
      'no_question',
    ])
    expect(await post(JSON.stringify(right))).toEqual([402, 'voucher_missing'])
    expect(await post(JSON.stringify(right), { 'OpenLedger-Voucher': 'e30' })).toEqual([402, 'voucher_malformed'])
    expect(await post('x'.repeat(2 * 1024 * 1024))).toEqual([413, 'request_too_large'])
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
    const poor = await site.run(['ask', 'tide?', '--gateway', url, '--receipts', join(site.folder, 'poor')], {
      OPENLEDGER_KEY: secretOf(VALIDATOR),
    })
    expect([poor.status, poor.stderr]).toEqual([
      1,
      expect.stringContaining('has 0 OPEN deposited for this model and 1 OPEN is needed'),
    ])
    gateway.child.kill('SIGTERM')
    expect(await ended(gateway.child)).toBe(0)
    expect(await journal()).toHaveLength(2)
  })

  test('behavior: the next gateway takes the index as the last one left it', async () => {
    const windows = join(site.folder, 'data', 'windows')
    const segments = () =>
      readdir(windows, { recursive: true }).then((files) => files.filter((file) => file.endsWith('.segment')))
    const [segment, ...others] = await segments()
    expect(others).toEqual([])
    const { mtimeMs } = await stat(join(windows, segment!))
    const gateway = await site.start(serveArgs(), serving)
    gateway.child.kill('SIGTERM')
    expect(await ended(gateway.child)).toBe(0)
    expect(await segments()).toEqual([segment])
    expect((await stat(join(windows, segment!))).mtimeMs).toBe(mtimeMs)
  })

  test('behavior: a gateway killed at any moment loses no paid answer and sells no stretch twice', async () => {
    const seen: PaidAnswer['receipt'][] = []
    let asked = 0
    for (const delay of [0, 15, 60]) {
      const gateway = await site.start(serveArgs(), serving)
      let killed = false
      while (!killed) {
        const question = `how often does the tide rise, and what is ${asked++}?`
        const answered = askFor(question, gateway.first.url!).then(
          ({ receipt }) => seen.push(receipt),
          () => {
            killed = true
          },
        )
        if (seen.length % 4 === 3) setTimeout(() => gateway.child.kill('SIGKILL'), delay)
        await answered
      }
      await ended(gateway.child)
    }
    expect(seen.length).toBeGreaterThanOrEqual(3)
    const journaled = await journal()
    for (const { from, to, outputRoot } of seen)
      expect(journaled).toContainEqual(expect.objectContaining({ from, to, outputRoot }))
    const ordered = [...journaled].sort((a, b) => (a.from < b.from ? -1 : 1))
    for (const [i, { to }] of ordered.entries()) if (ordered[i + 1]) expect(ordered[i + 1]!.from).toBe(to)
  })
})

describe('batch, watch and claim', () => {
  const of = () => ['--model', String(modelId)]
  const data = () => ['--data', join(site.folder, 'data')]

  test.each([
    ['its answers are written', 'reading'],
    ['parts of its bundle are in the store', 'payouts'],
  ])('an operator that is killed once %s commits nothing, and loses no paid answer', async (_, phase) => {
    const script = join(import.meta.dirname, 'killed.ts')
    const args = [String(modelId), join(site.folder, 'data'), phase]
    expect(await site.runScript(script, args, operating)).toBe('SIGKILL')
    await access(join(site.folder, 'data', 'batch.answers'))
    expect(await readBatches(await site.connect(OPERATOR), modelId)).toEqual([])
    const { waiting } = JSON.parse((await site.run(['batch', 'status', ...of(), ...data(), '--json'])).stdout)
    expect(waiting).toBe((await journal()).length)
  })

  test('all answers go into one batch, which the watcher finds honest and the contributor is paid by', async () => {
    const watching = await site.start(['watch', '--interval', '50'], { OPENLEDGER_KEY: secretOf(WATCHER) })
    const journaled = await journal()
    const wrong = await site.run(['batch', 'commit', ...of(), ...data()], { OPENLEDGER_KEY: secretOf(PAYER) })
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("give the operator's")])
    const committed = await site.run(['batch', 'commit', ...of(), ...data(), '--json'], operating)
    expect(committed).toMatchObject({ status: 0, stderr: '' })
    const { batchId, answers, left, challengesUntil } = JSON.parse(committed.stdout)
    expect({ answers, left }).toEqual({ answers: journaled.length, left: 0 })
    await expect(access(join(site.folder, 'data', 'batch.answers'))).rejects.toThrow('ENOENT')
    const again = await site.run(['batch', 'commit', ...of(), ...data()], operating)
    expect([again.status, again.stderr]).toEqual([
      1,
      expect.stringContaining(`Batch ${batchId} of this model is open until`),
    ])
    const early = await site.run(['batch', 'finalise', ...of()], operating)
    expect([early.status, early.stderr]).toEqual([1, expect.stringContaining('can be challenged until')])
    expect(await watching.line(({ batchId: id }) => id === batchId)).toMatchObject({
      event: 'checked',
      verdict: 'honest',
    })
    watching.child.kill('SIGTERM')
    expect(await ended(watching.child)).toBe(0)

    await site.stage.time.setNextBlockTimestamp({ timestamp: BigInt(challengesUntil) })
    await site.stage.time.mine({ blocks: 1 })
    expect(await site.run(['batch', 'finalise', ...of()], operating)).toMatchObject({ status: 0, stderr: '' })
    const status = JSON.parse((await site.run(['batch', 'status', ...of(), ...data(), '--json'])).stdout)
    expect(status).toMatchObject({ waiting: 0, batches: [{ batchId, status: 'Finalised' }] })

    const connection = await site.connect(OPERATOR)
    const { bundle } = await readBundle(
      site.store,
      (await readBatches(connection, modelId))[0]!.batch.commitment.bundleHash,
    )
    const earned = bundle.payouts.find(({ account }) => account === contributor.account.address)!.amount
    const claiming = { OPENLEDGER_KEY: secretOf(CONTRIBUTOR) }
    const claimed = await site.run(['claim', '--json'], claiming)
    expect(JSON.parse(claimed.stdout)).toEqual({ amount: String(earned) })
    expect(JSON.parse((await site.run(['claim', '--json'], claiming)).stdout)).toEqual({ amount: '0' })
    // Its copy is eligible and later: it earns nothing.
    expect(JSON.parse((await site.run(['claim', '--json'], operating)).stdout)).toEqual({ amount: '0' })
    const reserve = await site.run(['claim', '--reserve', String(datanetId), '--json'], operating)
    expect(BigInt(JSON.parse(reserve.stdout).amount)).toBeGreaterThan(0n)
  }, 150_000)

  test('a batch whose payouts cannot be read keeps nobody from claiming by the others', async () => {
    const [known] = await readBatches(await site.connect(OPERATOR), modelId)
    const manifest = join(site.storeFolder, 'blobs', known!.batch.commitment.bundleHash)
    await rename(manifest, `${manifest}.away`)
    // What is claimed is not read again: somebody else looks.
    const claimed = await site.run(['claim', '--json'], { OPENLEDGER_KEY: secretOf(OPERATOR) })
    await rename(`${manifest}.away`, manifest)
    expect([claimed.status, JSON.parse(claimed.stdout)]).toEqual([0, { amount: '0' }])
    expect(claimed.stderr).toContain(`Nothing is claimed by batch ${known!.batchId}. The content store has no blobs/`)
  })

  const lies: [string, string, (sold: AttributedInference) => AttributedInference][] = [
    ['another contributor', 'FalseCredit', (sold) => ({ ...sold, credits: sold.credits.map(creditOperator) })],
    ['its own later copy', 'EarlierSource', (sold) => ({ ...sold, credits: sold.credits.map(creditCopy) })],
    ['nobody', 'EarlierSource', (sold) => ({ ...sold, credits: [] })],
  ]
  const creditOperator = (credit: AttributedInference['credits'][number]) => ({
    ...credit,
    contributor: operator.account.address,
  })
  const creditCopy = (credit: AttributedInference['credits'][number]) => ({
    ...creditOperator(credit),
    submissionId: 3n,
  })

  test.each(lies)('a batch that credits %s is void by %s', async (_, kind, lie) => {
    const gateway = await site.start(['serve', ...of(), ...data(), '--port', '0'], serving)
    await askFor('what does the moon pull at?', gateway.first.url!)
    gateway.child.kill('SIGTERM')
    await ended(gateway.child)
    const connection = await site.connect(OPERATOR)
    const { term } = await operator.model.getModel({ modelId })
    const last = (await journal()).at(-1)!
    const { payer: from, voucher } = last
    await operator.payment.redeemSync({ modelId, term, vouchers: [{ payer: from, ...voucher }] })
    const pool = await operator.payment.getPool({ modelId, term })
    const path = join(site.folder, `${kind}.answers`)
    const answers = await createAnswers(path)
    await answers.append(lie(inferenceOf(last)))
    await answers.close()
    const commitment = await buildModelBatch(connection, site.store, { modelId, term }, { answers: path })
    await rm(path)
    expect(commitment.inferenceCount).toBe(1)
    const { batchId, batch } = await commitBuilt(connection, commitment)
    const before = await operator.stake.getStake({ account: operator.account.address })

    const watching = await site.start(['watch', '--interval', '50'], { OPENLEDGER_KEY: secretOf(WATCHER) })
    const challenged = await watching.line(({ event, batchId: id }) => event === 'challenged' && id === String(batchId))
    watching.child.kill('SIGTERM')
    await ended(watching.child)
    expect(challenged).toMatchObject({ kind, reward: String(batch.bond / 2n) })
    expect(await operator.attribution.getBatchStatus({ batchId })).toBe(BatchStatus.Voided)
    expect(await operator.payment.getPool({ modelId, term })).toBe(pool)
    const after = await operator.stake.getStake({ account: operator.account.address })
    expect(before.active - after.active).toBe(batch.bond)
  })

  test('behavior: the answers of a voided batch wait for the next one', async () => {
    const journaled = await journal()
    const { waiting, batches } = JSON.parse((await site.run(['batch', 'status', ...of(), ...data(), '--json'])).stdout)
    expect(waiting).toBe(journaled.length - batches[0].answers)
    expect(waiting).toBeGreaterThanOrEqual(lies.length)
    const committed = await site.run(['batch', 'commit', ...of(), ...data(), '--json'], operating)
    expect(JSON.parse(committed.stdout)).toMatchObject({ answers: waiting, left: 0 })
  })
})

describe('what the chain refuses', () => {
  const of = () => ['--model', String(modelId)]
  const data = () => ['--data', join(site.folder, 'data')]
  const serveAgain = () => site.start(['serve', ...of(), ...data(), '--port', '0'], serving)

  async function travel(timestamp: number) {
    await site.stage.time.setNextBlockTimestamp({ timestamp: BigInt(timestamp) })
    await site.stage.time.mine({ blocks: 1 })
  }

  async function stop({ child }: Awaited<ReturnType<typeof serveAgain>>) {
    child.kill('SIGTERM')
    expect(await ended(child)).toBe(0)
  }

  /** To the end of the open batch's challenge period. */
  async function travelToEnd() {
    const { batches } = JSON.parse((await site.run(['batch', 'status', ...of(), ...data(), '--json'])).stdout)
    await travel(batches.at(-1).challengesUntil)
  }

  const redeem = async () => {
    const redeemed = await site.run(['batch', 'redeem', ...of(), ...data(), '--json'], operating)
    expect(redeemed).toMatchObject({ status: 0, stderr: '' })
    return BigInt(JSON.parse(redeemed.stdout).amount)
  }

  const commit = async () => {
    const committed = await site.run(['batch', 'commit', ...of(), ...data(), '--json'], operating)
    expect(committed).toMatchObject({ status: 0, stderr: '' })
    return JSON.parse(committed.stdout)
  }

  test("a voucher whose session key was replaced before it was redeemed stops nobody else's", async () => {
    const other = await site.stage.enter(OTHER)
    const { contracts, chainId } = site.stage.deployment
    const amount = parseEther('10')
    await other.token.approveSync({ spender: contracts.InferenceEscrow, value: amount })
    await other.payment.fundSync({ modelId, payer: other.account.address, amount })
    await other.payment.setSessionKeySync({ modelId, key: keyOf(SESSION).address })
    const gateway = await serveAgain()
    const { term } = await operator.model.getModel({ modelId })
    const post = async (cumulativeAmount: bigint) => {
      const voucher = { payer: other.account.address, modelId, term, cumulativeAmount }
      const signature = await signVoucher(keyOf(SESSION), { chainId, escrow: contracts.InferenceEscrow }, voucher)
      const messages = [{ role: 'user', content: 'how often does the tide rise?' }]
      const response = await fetch(`${gateway.first.url}/v1/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model: `openledger-${modelId}`, messages }),
        headers: { [VOUCHER_HEADER]: encodeVoucherHeader({ ...voucher, signature }) },
      })
      const { error } = (await response.json()) as { error?: { code: string } }
      return [response.status, error?.code]
    }
    expect(await post(parseEther('1'))).toEqual([200, undefined])
    await askFor('how strong may the wind be?', gateway.first.url!)
    await other.payment.setSessionKeySync({ modelId, key: keyOf(WATCHER).address })
    expect(await post(parseEther('2'))).toEqual([402, 'voucher_key_ending'])
    await stop(gateway)

    await travelToEnd()
    const sessionKey = await other.payment.getSessionKey({ modelId, payer: other.account.address })
    expect(sessionKey).toMatchObject({ key: keyOf(WATCHER).address, nextFrom: 0 })
    expect(await redeem()).toBe(parseEther('1'))
    expect(await redeem()).toBe(0n)
    expect(await site.run(['batch', 'finalise', ...of()], operating)).toMatchObject({ status: 0, stderr: '' })
    expect(await commit()).toMatchObject({ answers: 1, left: 1 })
  })

  test('a gateway sells nothing of a version that is not active, and the next one serves one that is', async () => {
    const gateway = await serveAgain()
    expect(gateway.first.version).toBe(2)
    await askFor('does the sea rise?', gateway.first.url!)
    await operator.model.retireVersionSync({ modelId, number: 2 })
    const refused = askFor('does the sea rise?', gateway.first.url!)
    await expect(refused).rejects.toThrow('Version 2 of model 1 is not active any more')
    await stop(gateway)
    const next = await serveAgain()
    expect(next.first.version).toBe(1)
    await askFor('does the sea rise?', next.first.url!)
    await stop(next)
  })

  test('what a version answered that was retired too long ago stays out of batches', async () => {
    await travelToEnd()
    expect(await site.run(['batch', 'finalise', ...of()], operating)).toMatchObject({ status: 0, stderr: '' })
    const other = await site.stage.enter(OTHER)
    await other.payment.setSessionKeySync({ modelId, key: keyOf(SESSION).address })
    // Version 2 was active after the last finalised batch: what it answered and was paid for still counts.
    expect(await commit()).toMatchObject({ answers: 2, left: 1 })
    await travelToEnd()
    expect(await site.run(['batch', 'finalise', ...of()], operating)).toMatchObject({ status: 0, stderr: '' })
    // The voucher of version 2's answer is good again, and its money is taken; the answer would cost the bond.
    expect(await redeem()).toBe(parseEther('1'))
    const alone = await site.run(['batch', 'commit', ...of(), ...data()], operating)
    expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining('retired too long ago')])
    const gateway = await serveAgain()
    await askFor('how high does the sea rise?', gateway.first.url!)
    await stop(gateway)
    expect(await commit()).toMatchObject({ answers: 1, left: 1 })
  })

  test('a gateway sells nothing in a term that has ended, or of a retired model', async () => {
    const gateway = await serveAgain()
    const sold = () => journal().then(({ length }) => length)
    const before = await sold()
    const [next, key] = [keyOf(OTHER).address, keyOf(SESSION).address]
    await operator.model.announceTermSync({ modelId, operator: next, receiptKey: key })
    await askFor('does the sea rise?', gateway.first.url!)
    await travel((await operator.model.getTerm({ modelId, number: 1 })).endsAt)
    await expect(askFor('does the moon pull?', gateway.first.url!)).rejects.toThrow('Term 1 of model 1 ended at')
    for (const late of ['commit', 'redeem']) {
      const { status, stderr } = await site.run(['batch', late, ...of(), ...data()], operating)
      expect([status, stderr]).toEqual([1, expect.stringContaining('Term 1 of model 1 ended at')])
    }

    await operator.model.retireModelSync({ modelId })
    await expect(askFor('does the moon pull?', gateway.first.url!)).rejects.toThrow('Model 1 was retired')
    await stop(gateway)
    const unserved = await site.run(['serve', ...of(), ...data(), '--port', '0'], serving)
    expect(unserved).toMatchObject({ status: 2, stdout: '' })
    expect(await sold()).toBe(before + 1)
  })
})
