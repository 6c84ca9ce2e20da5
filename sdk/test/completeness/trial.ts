import type { Address } from 'viem'
import { attributionLedgerAbi, BatchStatus, DemandKind } from '../../src/abis.ts'
import type { Batch, BatchCommitment } from '../../src/attribution/batch.ts'
import type { Item } from '../../src/attribution/demands.ts'
import { type Evidence, encodeEvidence, evidenceKindOf, reservationOf } from '../../src/attribution/evidence.ts'
import { faucet, personOf, type Stage } from './stage.ts'

/** What becomes of batches of a model on chain, from the commit to the end that a watcher makes of them. */
export function trialOf({ stage, operator, modelId }: { stage: Stage; operator: Address; modelId: bigint }) {
  /** Runs steps that leave no trace on the chain. */
  async function undone<T>(steps: () => Promise<T>): Promise<T> {
    const before = await stage.client.snapshot()
    try {
      return await steps()
    } finally {
      await stage.client.revert({ id: before })
    }
  }

  const balanceOf = async (account: Address) =>
    BigInt((await stage.read('OpenToken', 'balanceOf', [account])) as bigint)
  const poolOf = async () => BigInt((await stage.read('InferenceEscrow', 'poolOf', [modelId, 1])) as bigint)
  const watcher = personOf('watcher')

  /** What is not as it must be once a batch is void. */
  async function afterVoid(batchId: bigint, batch: Batch, pool: bigint, reward: bigint): Promise<string | undefined> {
    if ((await stage.read('AttributionLedger', 'statusOf', [batchId])) !== BatchStatus.Voided)
      return 'the batch is not void'
    if ((await poolOf()) !== pool) return 'its money is not back in the pool'
    if (reward !== batch.bond / 2n) return `the watcher got ${reward} of a bond of ${batch.bond}`
    return undefined
  }

  const challenge = (commitment: BatchCommitment, evidence: Evidence) =>
    undone(async () => {
      const [pool, purse] = [await poolOf(), await balanceOf(watcher)]
      const { batchId, batch } = await commit(commitment)
      const kind = evidenceKindOf(evidence)
      const encoded = encodeEvidence(evidence)
      const reservation = reservationOf({ kind, evidence: encoded, challenger: watcher, batchId })
      await stage.send(watcher, 'AttributionLedger', 'reserveChallenge', [reservation])
      await stage.send(watcher, 'AttributionLedger', 'challenge', [batchId, batch, kind, encoded])
      return afterVoid(batchId, batch, pool, (await balanceOf(watcher)) - purse)
    })

  const demand = (commitment: BatchCommitment, item: Item) =>
    undone(async () => {
      const [pool, purse] = [await poolOf(), await balanceOf(watcher)]
      const { batchId, batch } = await commit(commitment)
      await stage.send(watcher, 'DemandRegistry', 'demand', [batchId, batch, { ...item, kind: DemandKind[item.kind] }])
      await stage.wait(batch.responsePeriod)
      await stage.send(faucet, 'AttributionLedger', 'voidUnanswered', [batchId, batch])
      return afterVoid(batchId, batch, pool, (await balanceOf(watcher)) - purse)
    })

  async function commit(commitment: BatchCommitment): Promise<{ batchId: bigint; batch: Batch }> {
    const args = [commitment, `openledger:blobs/${commitment.bundleHash}`]
    const batchId = (await stage.send(operator, 'AttributionLedger', 'commit', args)) as bigint
    return { batchId, batch: await committed(stage, batchId) }
  }

  const isRefused = (commitment: BatchCommitment) =>
    stage.call(operator, 'AttributionLedger', 'commit', [commitment, 'openledger:blobs/']).then(
      () => false,
      () => true,
    )

  return { commit, challenge, demand, isRefused, undone }
}

/** The batch as its event gave it. */
async function committed(stage: Stage, batchId: bigint): Promise<Batch> {
  const logs = await stage.client.getContractEvents({
    abi: attributionLedgerAbi,
    address: stage.deployment.contracts.AttributionLedger,
    eventName: 'BatchCommitted',
    args: { batchId },
    fromBlock: 0n,
  })
  return logs[0]!.args.batch as Batch
}
