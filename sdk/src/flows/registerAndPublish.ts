import { type Address, type Hash, keccak256 } from 'viem'
import * as model from '../actions/model/index.ts'
import type { Args, Client, Compute } from '../actions/types.ts'
import { publishBlob } from '../content/publish.ts'
import type { ContentStore } from '../content/store.ts'
import { formatContentUri } from '../content/uri.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { doOnce, type FlowParameters, senderOf, startStep } from './flow.ts'

type NewModel = Args<'ModelRegistry', 'register'>['newModel']
type NewVersion = Args<'ModelRegistry', 'publishVersion'>['newVersion']

/** The sender has a model of that name on other terms, which never change. */
export class OtherModelError extends OpenLedgerError {
  readonly modelId: bigint

  constructor(modelId: bigint, name: string, field: string) {
    super(
      `Your model ${modelId} is called ${JSON.stringify(name)} and has another ${field}: give the new one another name, or pass what model ${modelId} was registered with.`,
    )
    this.modelId = modelId
  }
}

type Step = 'register' | 'store' | 'publish'

type Parameters = Compute<
  FlowParameters<Step> & {
    /** The model, known again by the sender and its name. */
    newModel: NewModel
    /** The version: datanets are the model's, `baseVersion` is 0 and it is active, unless told. */
    newVersion: Compute<
      Pick<NewVersion, 'snapshot' | 'windowWords'> & Partial<Pick<NewVersion, 'datanets' | 'baseVersion' | 'active'>>
    >
    /** Bytes of the artifact. */
    artifact: Uint8Array
    /** Where the artifact is published, before the version is. */
    store: ContentStore
  }
>

type ReturnValue = { modelId: bigint; version: number; artifactHash: Hash }

/**
 * Registers a model unless the sender has it, keeps the artifact in the store, and publishes it as a version unless it
 * is one: the same artifact of the same snapshot, windows and datanets.
 *
 * The same call again goes on where it was stopped, and does nothing where all is done.
 * @throws OtherModelError and what the store throws
 */
export async function registerAndPublish(client: Client, parameters: Parameters): Promise<ReturnValue> {
  const { deployment, newModel, newVersion, artifact, store, transaction, signal } = parameters
  const sender = senderOf(client, parameters)

  const registered = startStep(parameters, 'register', 1)
  const modelId = await doOnce(client, {
    sender,
    signal,
    find: () => findModel(client, parameters, sender.address),
    send: (nonce) => model.register(client, { deployment, newModel, transaction: { ...transaction, nonce } }),
    read: ({ logs }) => model.register.extractEvent(deployment, logs).modelId,
  })
  registered()

  const version = {
    datanets: newModel.datanets,
    baseVersion: 0,
    active: true,
    ...newVersion,
    artifactHash: keccak256(artifact),
    uri: formatContentUri({ kind: 'blobs', key: keccak256(artifact) }),
  }
  const kept = startStep(parameters, 'store', 1)
  await publishBlob(store, artifact, { signal })
  kept()

  const published = startStep(parameters, 'publish', 1)
  const number = await doOnce(client, {
    sender,
    signal,
    find: () => findVersion(client, parameters, modelId, version),
    send: (nonce) =>
      model.publishVersion(client, {
        deployment,
        modelId,
        newVersion: version,
        transaction: { ...transaction, nonce },
      }),
    read: ({ logs }) => model.publishVersion.extractEvent(deployment, logs).version,
  })
  published()
  return { modelId, version: number, artifactHash: version.artifactHash }
}

/** The sender's model of that name. @throws OtherModelError when it is another */
async function findModel(
  client: Client,
  { deployment, newModel }: Parameters,
  owner: Address,
): Promise<bigint | undefined> {
  const logs = await model.listModels(client, { deployment, args: { owner } })
  const found = logs.find(({ args }) => args.name === newModel.name)?.args
  if (!found) return undefined
  const stated = {
    datanets: String(newModel.datanets),
    'owner’s share': newModel.ownerBps,
    'base’s share': newModel.baseBps,
    'data’s share': newModel.dataBps,
    rule: newModel.rule,
    'base model': newModel.baseModelId,
    'share-alike flag': newModel.shareAlike,
    'commercial flag': newModel.commercial,
  }
  const known: typeof stated = {
    datanets: String(found.datanets),
    'owner’s share': found.revenue.ownerBps,
    'base’s share': found.revenue.baseBps,
    'data’s share': found.revenue.dataBps,
    rule: found.rule,
    'base model': found.baseModelId,
    'share-alike flag': found.shareAlike,
    'commercial flag': found.commercial,
  }
  const other = (Object.keys(stated) as (keyof typeof stated)[]).find((field) => stated[field] !== known[field])
  if (other) throw new OtherModelError(found.modelId, newModel.name, other)
  return found.modelId
}

async function findVersion(
  client: Client,
  { deployment }: Parameters,
  modelId: bigint,
  { artifactHash, snapshot, windowWords, baseVersion, datanets }: NewVersion,
): Promise<number | undefined> {
  const logs = await model.listVersions(client, { deployment, args: { modelId } })
  const found = logs.find(
    ({ args }) =>
      args.artifactHash === artifactHash &&
      args.snapshot === snapshot &&
      args.windowWords === windowWords &&
      args.baseVersion === baseVersion &&
      String(args.datanets) === String(datanets),
  )
  return found?.args.version
}

export declare namespace registerAndPublish {
  export type { Parameters, ReturnValue }
}
