import { join } from 'node:path'
import { payment, stake } from '@openledger/sdk/actions'
import type { Act } from './acts.ts'
import { type LocalChain, travel } from './chain.ts'
import { LoopError } from './errors.ts'
import { dishonest } from './parties.ts'
import type { Processes, Started } from './processes.ts'
import { isVoid, verdictOn } from './settle.ts'

/** How a batch of the dishonest operator ended. */
export type Round = {
  batchId: bigint
  act: Act
  /** The evidence that voided it; none for an honest batch. */
  evidence?: string
  /** Of its bond in wei: what was slashed, and the watcher's part of that. */
  slashed: bigint
  reward: bigint
}

/**
 * Lets the dishonest operator commit its batches against the watcher.
 * @throws LoopError unless every cheat is voided and slashed and every honest batch stands
 */
export async function duel(
  chain: LocalChain,
  processes: Processes,
  watching: Started,
  fought: { modelId: bigint; term: number; store: string; seed: number; rounds: number; note(remark: string): void },
): Promise<Round[]> {
  const { modelId, term, store, seed, note } = fought
  const { client, deployment } = chain.as(dishonest)
  const args = ['--rpc', chain.url, '--deployment', chain.deploymentFile, '--store', store]
  const file = join(import.meta.dirname, 'dishonest.ts')
  const cheating = processes.start('dishonest operator', process.execPath, [
    file,
    ...args,
    '--model',
    String(modelId),
    '--seed',
    String(seed),
  ])
  const rounds: Round[] = []
  while (rounds.length < fought.rounds) {
    const isNew = (batchId: string) => !rounds.some((round) => String(round.batchId) === batchId)
    const committed = await heard(cheating, (event) => event.event === 'committed' && isNew(event.batchId!))
    const batchId = BigInt(committed.batchId!)
    const act = committed.act as Act
    note(`batch ${batchId} is ${act}`)
    const verdict = await verdictOn(watching, batchId)
    if ((verdict.event === 'checked') !== (act === 'honest')) {
      throw new LoopError(`The watcher found batch ${batchId} ${verdict.event}, and it was ${act}: that must not be.`)
    }
    if (act === 'honest') await travel(chain, Number(committed.challengesUntil))
    const settled = await heard(cheating, (event) => event.event === 'settled' && event.batchId === committed.batchId)
    if (settled.isFinal !== (act === 'honest')) throw new LoopError(`Batch ${batchId} was ${act} and ended otherwise.`)
    if (act === 'honest') {
      rounds.push({ batchId, act, slashed: 0n, reward: 0n })
      continue
    }
    const pool = await payment.getPool(client, { deployment, modelId, term })
    const dataFees = BigInt(committed.dataFees!)
    if (!(await isVoid(chain, batchId))) throw new LoopError(`Batch ${batchId} was proven wrong and is not void.`)
    if (pool < dataFees)
      throw new LoopError(`Of batch ${batchId}, ${dataFees} wei should be back in the pool of ${pool}.`)
    const slashes = await stake.listSlashes(client, { deployment, args: { account: dishonest.address } })
    const { amount, reward } = slashes.at(-1)!.args
    rounds.push({ batchId, act, evidence: verdict.kind!, slashed: amount, reward })
  }
  await cheating.ended()
  return rounds
}

type Said = {
  event: string
  batchId?: string
  act?: string
  dataFees?: string
  challengesUntil?: number
  isFinal?: boolean
}

function heard(cheating: Started, wanted: (event: Said) => boolean): Promise<Said> {
  return cheating.expect((line) => {
    const event = JSON.parse(line) as Said
    return wanted(event) ? event : undefined
  })
}
