import { model } from '@openledger/sdk/actions'
import type { Connection } from '../config.ts'
import { chainTime } from '../ledger.ts'
import { ApiError } from './openai.ts'

/** What a gateway serves: one version of a model, in one term. */
export type Served = { modelId: bigint; term: number; version: number }

/** Why an answer sold now would not count. */
export type Refusal = { code: string; message: string }

/**
 * Whether the chain would redeem a voucher in this term, and take an answer of this version into a batch.
 * @returns undefined when it would
 */
export async function reasonNotServed(
  connection: Connection,
  { modelId, term, version }: Served,
): Promise<Refusal | undefined> {
  const { client, deployment } = connection
  const [{ retired }, { endsAt }, isActive, now] = await Promise.all([
    model.getModel(client, { deployment, modelId }),
    model.getTerm(client, { deployment, modelId, number: term }),
    model.isActive(client, { deployment, modelId, number: version }),
    chainTime(connection),
  ])
  if (retired) {
    return { code: 'model_retired', message: `Model ${modelId} was retired and sells no more answers: ask another.` }
  }
  if (endsAt <= now) {
    const ended = new Date(endsAt * 1000).toISOString()
    const message = `Term ${term} of model ${modelId} ended at ${ended}: ask the gateway of the next term.`
    return { code: 'term_ended', message }
  }
  if (!isActive) {
    const message = `Version ${version} of model ${modelId} is not active any more: ask a gateway that serves another.`
    return { code: 'version_not_active', message }
  }
  return undefined
}

/** @throws ApiError 410 with the reason when an answer sold now would not count */
export async function checkServed(connection: Connection, served: Served): Promise<void> {
  const refusal = await reasonNotServed(connection, served)
  if (refusal) throw new ApiError(410, 'invalid_request_error', refusal.code, refusal.message)
}

/** The latest version of a model that is active; undefined when none is. */
export async function latestActiveVersion(
  { client, deployment }: Connection,
  modelId: bigint,
  latestVersion: number,
): Promise<number | undefined> {
  for (let number = latestVersion; number > 0; number--) {
    if (await model.isActive(client, { deployment, modelId, number })) return number
  }
  return undefined
}
