import { datanet, model } from '@openledger/sdk/actions'
import { type ContentStore, formatContentUri } from '@openledger/sdk/content'
import { type Hex, isAddressEqual, keccak256 } from 'viem'
import type { Connection, SigningClient } from '../config.ts'
import { BadInputError, CliError } from '../errors.ts'
import { heldSnapshot, readAllContributions, readSubmissions, type Submissions } from '../snapshot.ts'
import { buildArtifact, encodeArtifact, type Source } from './retrieval/artifact.ts'
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
  const { submissions, leftOut } = await choose(connection, store, spec.datanets)
  const { snapshot } = submissions
  const artifact = buildArtifact(snapshot, spec.datanets, await readSources(store, submissions))
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
    leftOut,
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

/** The submissions to build from: those of the latest snapshot whose content is held. */
async function choose(
  connection: Connection,
  store: ContentStore,
  datanets: readonly bigint[],
): Promise<{ submissions: Submissions; leftOut: bigint[] }> {
  const latest = await datanet.getSequence(connection.client, { deployment: connection.deployment })
  const all = await readSubmissions(connection, { datanets, snapshot: latest })
  const empty = datanets.find((id) => !all.accepted.some(({ datanetId }) => datanetId === id))
  if (empty !== undefined) {
    throw new BadInputError(
      `Datanet ${empty} has no accepted submission: leave it out, or wait until its validators approve one.`,
    )
  }
  const { snapshot, missing } = await heldSnapshot(store, all)
  if (missing.length === 0) return { submissions: all, leftOut: [] }
  const submissions = await readSubmissions(connection, { datanets, snapshot })
  if (submissions.accepted.length === 0) {
    throw new CliError(
      `The store lacks the content of submission ${missing[0]!.submissionId}: fetch it, then build again.`,
    )
  }
  const held = new Set(submissions.accepted.map(({ submissionId }) => submissionId))
  const leftOut = all.accepted.map(({ submissionId }) => submissionId).filter((id) => !held.has(id))
  return { submissions, leftOut }
}

/** The eligible contributions with their originals, in prior-art order. */
async function readSources(store: ContentStore, submissions: Submissions): Promise<Source[]> {
  const sources: Source[] = []
  for (const { submissionId, leafIndex, textRoot, standing } of await readAllContributions(store, submissions)) {
    if (standing !== 'Eligible') continue
    const original = new TextDecoder().decode(await store.read('originals', textRoot))
    sources.push({ submissionId, leafIndex, textRoot, original })
  }
  return sources
}
