import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AttributionRule } from '@openledger/sdk/abis'
import { datanet, model } from '@openledger/sdk/actions'
import { type Hex, type LocalAccount, parseEther } from 'viem'
import type { LocalChain } from './chain.ts'
import type { OpenLedger } from './program.ts'

/** What an answer of the loop's models costs. */
export const PRICE = parseEther('1')

/** Parties of a model. */
export type ModelParties = { owner: LocalAccount; operator: LocalAccount; receiptKey: LocalAccount }

/** The model of that name and owner, registered where it does not exist. */
export async function ensureModel(
  chain: LocalChain,
  name: string,
  { owner, operator, receiptKey }: ModelParties,
  datanets: readonly bigint[],
): Promise<bigint> {
  const { client, deployment } = chain.as(owner)
  const known = await model.listModels(client, { deployment, args: { owner: owner.address } })
  const found = known.find(({ args }) => args.name === name)
  if (found) return found.args.modelId
  const newModel = {
    name,
    metadataUri: '',
    datanets: [...datanets],
    operator: operator.address,
    receiptKey: receiptKey.address,
    price: PRICE,
    ownerBps: 2_500,
    baseBps: 0,
    dataBps: 7_000,
    rule: AttributionRule.WindowV1,
    shareAlike: false,
    commercial: true,
    baseModelId: 0n,
  }
  return (await model.registerSync(client, { deployment, newModel })).modelId
}

/**
 * Builds and publishes a version with the program, unless the latest one has all that was accepted.
 * @param key Private key of the model's owner.
 */
export async function ensureVersion(
  chain: LocalChain,
  openledger: OpenLedger,
  folder: string,
  built: { modelId: bigint; key: Hex; datanets: readonly bigint[]; as: LocalAccount },
): Promise<{ version: number; isNew: boolean }> {
  const { modelId, datanets } = built
  const { client, deployment } = chain.as(built.as)
  const { latestVersion } = await model.getModel(client, { deployment, modelId })
  const sequence = await datanet.getSequence(client, { deployment })
  if (latestVersion > 0) {
    const { snapshot } = await model.getVersion(client, { deployment, modelId, number: latestVersion })
    if (snapshot === sequence) return { version: latestVersion, isNew: false }
  }
  const spec = join(folder, `model-${modelId}.json`)
  const json = { model: String(modelId), datanets: datanets.map(String), kind: 'retrieval', windowWords: 8 }
  writeFileSync(spec, `${JSON.stringify(json, null, 2)}\n`)
  const { version } = (await openledger.run(['build', '--spec', spec], { OPENLEDGER_KEY: built.key })) as {
    version: number
  }
  return { version, isNew: true }
}
