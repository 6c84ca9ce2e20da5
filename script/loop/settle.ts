import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, payment } from '@openledger/sdk/actions'
import type { ContentStore } from '@openledger/sdk/content'
import { claimEverything, readClaimable } from '@openledger/sdk/flows'
import type { Hex, LocalAccount } from 'viem'
import { payoutReader } from '../../cli/src/claims.ts'
import type { LocalChain } from './chain.ts'
import { travel } from './chain.ts'
import { LoopError } from './errors.ts'
import { curator } from './parties.ts'
import type { Started } from './processes.ts'
import type { OpenLedger } from './program.ts'

/** Seconds in which the watcher must have judged a batch. */
const PATIENCE = 60

/** What the watcher says of a batch: see `WatchEvent`, as JSON. */
export type Verdict = { event: string; batchId: string; kind?: string; reward?: string }

/** Waits until the watcher has judged a batch: honest, or proven wrong. @throws LoopError when it takes too long */
export async function verdictOn(watching: Started, batchId: bigint): Promise<Verdict> {
  const heard = watching.expect((line) => {
    const verdict = JSON.parse(line) as Verdict
    const isFinal = verdict.event === 'checked' || verdict.event === 'challenged'
    return isFinal && verdict.batchId === String(batchId) ? verdict : undefined
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const message = `The watcher did not judge batch ${batchId} in ${PATIENCE} s: run npm start again on a less busy machine.`
    timer = setTimeout(() => reject(new LoopError(message)), PATIENCE * 1000)
  })
  return Promise.race([heard, late]).finally(() => clearTimeout(timer))
}

export type Settled = {
  batchId: bigint
  answers: number
  dataFees: bigint
  earned: bigint
  unearned: bigint
  bond: bigint
}

/** Commits the gateway's answers with the program, lets the challenge period pass, and finalises. */
export async function settleAnswers(
  chain: LocalChain,
  openledger: OpenLedger,
  watching: Started,
  settled: { modelId: bigint; data: string; key: Hex; note(remark: string): void },
): Promise<Settled> {
  const { modelId, data, key, note } = settled
  const env = { OPENLEDGER_KEY: key }
  const of = ['--model', String(modelId)]
  const committed = (await openledger.run(['batch', 'commit', ...of, '--data', data], env)) as Record<string, string>
  const batchId = BigInt(committed.batchId!)
  note(`batch ${batchId} committed, the watcher recomputes it`)
  const verdict = await verdictOn(watching, batchId)
  if (verdict.event !== 'checked')
    throw new LoopError(`The watcher took the honest batch ${batchId} for ${verdict.kind}: see its log.`)
  await travel(chain, Number(committed.challengesUntil))
  const final = (await openledger.run(['batch', 'finalise', ...of], env)) as Record<string, string>
  return {
    batchId,
    answers: Number(committed.answers),
    dataFees: BigInt(committed.dataFees!),
    earned: BigInt(final.earned!),
    unearned: BigInt(final.unearned!),
    bond: BigInt(committed.bond!),
  }
}

/** Every account that earned claims, each datanet collects for its reserve. @returns how many accounts claimed what */
export async function claimForAll(
  chain: LocalChain,
  store: ContentStore,
  accounts: readonly LocalAccount[],
  datanets: ReadonlyMap<string, bigint>,
): Promise<{ claimants: number; claimed: bigint; reserves: bigint }> {
  const { client, deployment } = chain.as(curator)
  const from = await readClaimable(client, { deployment, from: payoutReader(store) })
  const claim = async (account: LocalAccount, reserve?: bigint) => {
    const { amount, unclaimed } = await claimEverything(chain.as(account).client, { deployment, from, reserve })
    if (unclaimed[0])
      throw new LoopError(`Nothing can be claimed of batch ${unclaimed[0].batchId}: ${unclaimed[0].error.message}`)
    return amount
  }
  let claimants = 0
  let claimed = 0n
  for (const account of accounts) {
    const amount = await claim(account)
    if (amount > 0n) claimants++
    claimed += amount
  }
  let reserves = 0n
  for (const datanetId of datanets.values()) reserves += await claim(curator, datanetId)
  return { claimants, claimed, reserves }
}

/** Brings the owner's share of each model, and the protocol's fees, to where they belong. */
export async function collectRevenue(chain: LocalChain, models: readonly bigint[]): Promise<void> {
  const { client, deployment } = chain.as(curator)
  for (const modelId of models) {
    const revenue = await payment.getOwnerRevenue(client, { deployment, modelId })
    if (revenue > 0n) await payment.collectOwnerRevenueSync(client, { deployment, modelId })
  }
  if ((await payment.getProtocolFees(client, { deployment })) > 0n) {
    await payment.collectProtocolFeesSync(client, { deployment })
  }
}

export async function isVoid(chain: LocalChain, batchId: bigint): Promise<boolean> {
  const { client, deployment } = chain.as(curator)
  return (await attribution.getBatchStatus(client, { deployment, batchId })) === BatchStatus.Voided
}
