import { datanet, model } from '@openledger/sdk/actions'
import { type ContentStore, formatContentUri } from '@openledger/sdk/content'
import { type Hex, isAddressEqual, keccak256 } from 'viem'
import type { Connection, SigningClient } from '../config.ts'
import { BadInputError, CliError } from '../errors.ts'
import { readHeldSnapshot } from '../snapshot.ts'
import { buildArtifact, encodeArtifact } from './retrieval/artifact.ts'
import type { BuildSpec } from './spec.ts'

/** What was built and published. */
export type BuiltVersion = {
  modelId: bigint
  version: number
  snapshot: bigint
  artifactHash: Hex
  /** Contributions, passages and distinct terms of the artifact. */
  sources: number
  passages: number
  terms: number
  /** Submissions left out, since the store lacks their content or came after one whose content it lacks. */
  leftOut: bigint[]
}

/**
 * Builds a model's next version from a spec and publishes it. Everything is checked before anything is written; the
 * snapshot is the latest one all of whose content the store holds.
 * @throws BadInputError when the spec names a datanet without accepted submissions, or the key is not the owner's
 */
export async function buildVersion(
  connection: Connection<SigningClient>,
  store: ContentStore,
  spec: BuildSpec,
): Promise<BuiltVersion> {
  const { client, deployment } = connection
  const { owner } = await model.getModel(client, { deployment, modelId: spec.model })
  if (!isAddressEqual(owner, client.account.address)) {
    throw new BadInputError(
      `Model ${spec.model} belongs to ${owner}, and the key is ${client.account.address}'s: give its owner's.`,
    )
  }
  await checkDatanets(connection, spec.datanets)
  const { snapshot, contributions, leftOut } = await choose(connection, store, spec.datanets)
  const eligible = contributions.filter(({ standing }) => standing === 'Eligible')
  const artifact = buildArtifact(snapshot, spec.datanets, eligible)
  if (artifact.passages.length === 0) {
    throw new BadInputError(
      `Nothing in datanets ${spec.datanets.join(', ')} can be answered from: wait for contributions.`,
    )
  }
  const bytes = encodeArtifact(artifact)
  const artifactHash = keccak256(bytes)
  await store.write('blobs', artifactHash, bytes)
  const { version } = await model.publishVersionSync(client, {
    deployment,
    modelId: spec.model,
    newVersion: {
      artifactHash,
      uri: formatContentUri({ kind: 'blobs', key: artifactHash }),
      snapshot,
      datanets: spec.datanets,
      windowWords: spec.windowWords,
      baseVersion: 0,
      active: true,
    },
  })
  const { sources, passages, terms } = artifact
  return {
    modelId: spec.model,
    version,
    snapshot,
    artifactHash,
    sources: sources.length,
    passages: passages.length,
    terms: terms.length,
    leftOut: leftOut.map(({ submissionId }) => submissionId),
  }
}

/** @throws BadInputError when a datanet does not exist */
async function checkDatanets({ client, deployment }: Connection, datanets: readonly bigint[]): Promise<void> {
  const count = await datanet.getDatanetCount(client, { deployment })
  const unknown = datanets.find((id) => id > count)
  if (unknown !== undefined) {
    throw new BadInputError(`The spec names datanet ${unknown} and there are ${count}: name one that exists.`)
  }
}

/** The latest snapshot whose content is held, once every datanet has something in it. */
async function choose(connection: Connection, store: ContentStore, datanets: readonly bigint[]) {
  const { client, deployment } = connection
  for (const id of datanets) {
    const accepted = await datanet.listAcceptances(client, { deployment, args: { datanetId: id } })
    if (accepted.length > 0) continue
    throw new BadInputError(
      `Datanet ${id} has no accepted submission: leave it out, or wait until its validators approve one.`,
    )
  }
  const snapshot = await datanet.getSequence(client, { deployment })
  const chosen = await readHeldSnapshot(connection, store, { datanets, snapshot })
  if (chosen.contributions.length > 0) return chosen
  throw new CliError(
    `The store lacks the content of submission ${chosen.leftOut[0]?.submissionId}: fetch it, then build again.`,
  )
}
