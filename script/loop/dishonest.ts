// The dishonest operator, a process of its own that shares the chain and the content store with everybody else:
//   node script/loop/dishonest.ts --rpc URL --deployment FILE --store FOLDER --model ID --seed N
// It answers with its own model for its own payer, and commits honest and cheating batches in an order drawn by the
// seed. Each line that it prints is JSON: what it committed, and how that ended.

import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { signReceipt, signVoucher } from '@openledger/sdk'
import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, model, payment } from '@openledger/sdk/actions'
import {
  type AttributedInference,
  type BuiltBatch,
  batchOf,
  buildBatch,
  type Credit,
  comparePayouts,
} from '@openledger/sdk/attribution'
import { publishBundle } from '@openledger/sdk/content'
import { folderStore } from '@openledger/sdk/content/folder'
import type { View } from '@openledger/sdk/engine'
import { canonicalise } from '@openledger/sdk/text'
import { maxUint96 } from 'viem'
import { connect } from '../../cli/src/config.ts'
import { openAnswerer } from '../../cli/src/gateway/answerer.ts'
import { chainTime } from '../../cli/src/ledger.ts'
import { commitBuilt } from '../../cli/src/operator/batches.ts'
import { printJson } from '../../cli/src/print.ts'
import { readReserves } from '../../cli/src/reserves.ts'
import { type LoadedVersion, loadVersion } from '../../cli/src/versions.ts'
import { type Act, actsInOrder } from './acts.ts'
import { dishonest, dishonestPayer, dishonestReceiptKey } from './parties.ts'
import questions from './questions.json' with { type: 'json' }

/** Answers of a batch. */
const ANSWERS = 3

const { values } = parseArgs({
  options: {
    rpc: { type: 'string' },
    deployment: { type: 'string' },
    store: { type: 'string' },
    model: { type: 'string' },
    seed: { type: 'string' },
  },
})
const {
  rpc,
  deployment: deploymentFile,
  store: folder,
  model: id,
  seed,
} = values as Record<keyof typeof values, string>
const connection = await connect({ rpc, deployment: deploymentFile }, dishonest)
const { client, deployment } = connection
const store = folderStore(folder)
const modelId = BigInt(id)
const { term, latestVersion, price } = await model.getModel(client, { deployment, modelId })
const loaded = await loadVersion(connection, store, { modelId, version: latestVersion })
const answer = await openAnswerer(store, loaded)
const domain = { chainId: deployment.chainId, escrow: deployment.contracts.InferenceEscrow }

/** Answers that no standing batch holds, as they should be. */
let pending: AttributedInference[] = []
let asked = 0
for (const act of actsInOrder(Number(seed))) {
  pending.push(...(await sellAnswers()))
  const honest = await build(await lie(act, pending, loaded))
  const { commitment, packed } = act === 'own payout' ? payMyself(honest) : honest
  await publishBundle(store, packed)
  const { batchId, batch } = await commitBuilt(connection, commitment)
  const { dataFees } = batch.commitment
  printJson({ event: 'committed', batchId, act, dataFees, bond: batch.bond, challengesUntil: batch.challengesUntil })
  const status = await settled(batchId, batch)
  if (status === BatchStatus.Finalised) pending = []
  printJson({ event: 'settled', batchId, act, isFinal: status === BatchStatus.Finalised })
}

/** Answers the next questions for the own payer, and redeems its voucher for them. */
async function sellAnswers(): Promise<AttributedInference[]> {
  const payer = dishonestPayer.address
  let from = await payment.getCharged(client, { deployment, modelId, term, payer })
  const sold: AttributedInference[] = []
  while (sold.length < ANSWERS) {
    const found = await answer(questions[asked++ % questions.length]!.question)
    if (!found) continue
    const receipt = {
      modelId,
      term,
      version: latestVersion,
      payer,
      from,
      to: from + price,
      outputRoot: found.outputRoot,
    }
    const signature = await signReceipt(dishonestReceiptKey, domain, receipt)
    const output = new TextEncoder().encode(canonicalise(found.content))
    sold.push({ ...receipt, output, receipt: signature, credits: found.credits })
    from = receipt.to
  }
  const signature = await signVoucher(dishonestPayer, domain, { payer, modelId, term, cumulativeAmount: from })
  await payment.redeemSync(client, {
    deployment,
    modelId,
    term,
    vouchers: [{ payer, cumulativeAmount: from, signature }],
  })
  return sold
}

/** A batch of which everything but the answers is as it should be. */
async function build(inferences: AttributedInference[]): Promise<BuiltBatch> {
  const { chainId, contracts } = deployment
  const { revenue } = await model.getModel(client, { deployment, modelId })
  const credited = inferences.flatMap(({ credits }) => credits.map(({ submissionId }) => submissionId))
  const reserveOf = await readReserves(connection, credited)
  return buildBatch({
    chainId,
    ledger: contracts.AttributionLedger,
    modelId,
    term,
    inferences,
    dataBps: revenue.dataBps,
    reserveOf: ({ submissionId }) => reserveOf(submissionId),
  })
}

/** The answers as the act calls for them: everything else of the batch follows from them. */
function lie(act: Act, answers: readonly AttributedInference[], { attribute, contributionAt }: LoadedVersion) {
  const mine: View = {
    standingOf: (place) => (contributionAt(place).contributor === dishonest.address ? 'Eligible' : 'None'),
  }
  const told = answers.map(async (sold): Promise<AttributedInference> => {
    if (act === 'false contributor') return { ...sold, credits: sold.credits.map(creditMyself) }
    if (act === 'own copy') return { ...sold, credits: await attribute(sold.output, mine) }
    // The money in the pool is spent on answers that the payer never paid: far beyond its running total.
    if (act === 'invented answers') return { ...sold, from: sold.from + maxUint96, to: sold.to + maxUint96 }
    return sold
  })
  return Promise.all(told)
}

function creditMyself(credit: Credit): Credit {
  return { ...credit, contributor: dishonest.address }
}

/** The batch with every credit as it should be, and the greatest payout under the own account. */
function payMyself({ bundle }: BuiltBatch): BuiltBatch {
  const { account: victim } = bundle.payouts.reduce((most, payout) => (payout.amount > most.amount ? payout : most))
  const others = new Map([
    [victim, dishonest.address],
    [dishonest.address, victim],
  ])
  const payouts = bundle.payouts.map((payout) => ({ ...payout, account: others.get(payout.account) ?? payout.account }))
  return batchOf({ ...bundle, payouts: payouts.sort(comparePayouts) })
}

/** Waits until the batch is void, or finalises it when its time has come. */
async function settled(
  batchId: bigint,
  batch: Parameters<typeof attribution.finaliseSync>[1]['batch'],
): Promise<number> {
  for (;;) {
    const status = await attribution.getBatchStatus(client, { deployment, batchId })
    if (status !== BatchStatus.Committed) return status
    if ((await chainTime(connection)) >= batch.challengesUntil) {
      await attribution.finaliseSync(client, { deployment, batchId, batch })
    }
    await delay(100)
  }
}
