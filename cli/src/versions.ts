import { model } from '@openledger/sdk/actions'
import {
  addContribution,
  attributeOutput,
  type Corpus,
  type Credit,
  createWindowIndex,
  earliestOccurrence,
  type Place,
  type WindowIndex,
} from '@openledger/sdk/attribution'
import { ContentNotFoundError, type ContentStore, leafSiblings, leavesTree } from '@openledger/sdk/content'
import type { Tree } from '@openledger/sdk/trees'
import type { Connection } from './config.ts'
import { CliError } from './errors.ts'
import { type AcceptedSubmission, contributionsOf, type PlacedContribution, readSubmissions } from './snapshot.ts'

/** A version of a model with all that its answers are attributed by. */
export type LoadedVersion = {
  windowWords: number
  /** Where its artifact is. */
  uri: string
  corpus: Corpus
  index: WindowIndex
  contributionAt(place: Place): PlacedContribution
  /** The credits of a canonical output, by the rule. */
  attribute(output: Uint8Array): Credit[]
}

/** A version whose content is not all at hand. */
export class ContentMissingError extends CliError {
  constructor(modelId: bigint, version: number, cause: ContentNotFoundError) {
    super(`Version ${version} of model ${modelId} cannot be served without all of its content. ${cause.message}`, {
      cause,
    })
  }
}

/** A version that the chain does not have. */
export class UnknownVersionError extends CliError {
  constructor(modelId: bigint, version: number) {
    super(`Model ${modelId} has no version ${version}: publish it first.`)
  }
}

/**
 * Loads a version's corpus for its operator, who must have all of it.
 * @throws ContentMissingError @throws UnknownVersionError
 */
export async function loadVersion(
  connection: Connection,
  store: ContentStore,
  { modelId, version }: { modelId: bigint; version: number },
): Promise<LoadedVersion> {
  const loaded = await load(connection, store, { modelId, version })
  if (!loaded) throw new UnknownVersionError(modelId, version)
  if (loaded.missing) throw new ContentMissingError(modelId, version, loaded.missing)
  return loaded
}

/** Corpora of versions, each loaded once; where content is missing, the sources are unknown. */
export type CorpusCache = {
  /** @returns what gives the corpus of each of `versions`; undefined for one that the chain does not have */
  load(modelId: bigint, versions: Iterable<number>): Promise<(version: number) => Corpus | undefined>
}

export function corpusCache(connection: Connection, store: ContentStore): CorpusCache {
  const cache = new Map<string, Corpus>()
  return {
    async load(modelId, versions) {
      const corpora = new Map<number, Corpus>()
      for (const version of versions) {
        const key = `${modelId}/${version}`
        const loaded = cache.has(key) ? undefined : await load(connection, store, { modelId, version })
        // What was missing may come later, so only what is whole is kept.
        if (loaded && !loaded.missing) cache.set(key, loaded.corpus)
        const corpus = loaded?.corpus ?? cache.get(key)
        if (corpus) corpora.set(version, corpus)
      }
      return (version) => corpora.get(version)
    },
  }
}

type Loaded = LoadedVersion & { missing: ContentNotFoundError | undefined }

async function load(
  connection: Connection,
  store: ContentStore,
  { modelId, version: number }: { modelId: bigint; version: number },
): Promise<Loaded | undefined> {
  const { client, deployment } = connection
  const { windowWords, snapshot, publishedAt } = await model.getVersion(client, { deployment, modelId, number })
  if (publishedAt === 0) return undefined
  const datanets = await model.getVersionDatanets(client, { deployment, modelId, number })
  const [published] = await model.listVersions(client, { deployment, args: { modelId, version: number } })
  const { accepted } = await readSubmissions(connection, { datanets, snapshot })
  const submissions = new Map(accepted.map((submission) => [submission.submissionId, submission]))
  const held = await readHeld(store, accepted)
  const index = createWindowIndex(windowWords)
  for (const { text, ...contribution } of held.contributions.values()) addContribution(index, { ...contribution, text })
  const standingOf = (place: Place) => {
    const standing = held.contributions.get(keyOf(place))?.standing
    return standing === undefined || standing === 'Nobody' ? 'None' : standing
  }
  const trees = new Map<bigint, Tree>()
  const corpus: Corpus = {
    windowWords,
    sourceAt(place) {
      const found = held.contributions.get(keyOf(place))
      if (found) return found
      const submission = submissions.get(place.submissionId)
      if (!submission || place.leafIndex >= submission.count) return undefined
      if (submission.unavailableLeaves.has(place.leafIndex)) return undefined
      return isRevoked(submission, place) ? 'revoked' : 'unknown'
    },
    siblingsOf({ submissionId, leafIndex }) {
      const tree = trees.get(submissionId) ?? leavesTree(held.leaves.get(submissionId)!)
      trees.set(submissionId, tree)
      return leafSiblings(tree, leafIndex, submissions.get(submissionId)!.count)!
    },
    earliest: (window) => earliestOccurrence(index, window, standingOf),
  }
  return {
    windowWords,
    uri: published!.args.uri,
    corpus,
    index,
    contributionAt: (place) => held.contributions.get(keyOf(place))!,
    attribute: (output) => attributeOutput(index, output, standingOf),
    missing: held.missing,
  }
}

type HeldContribution = PlacedContribution & { text: Uint8Array }

/** All contributions whose text the store has, and the first that it lacks. */
async function readHeld(store: ContentStore, accepted: readonly AcceptedSubmission[]) {
  const contributions = new Map<string, HeldContribution>()
  const leaves = new Map<bigint, Uint8Array>()
  let missing: ContentNotFoundError | undefined
  const tolerate = async <value>(read: Promise<value>) => {
    try {
      return await read
    } catch (error) {
      if (!(error instanceof ContentNotFoundError)) throw error
      missing ??= error
      return undefined
    }
  }
  for (const submission of accepted) {
    const bytes = await tolerate(store.read('leaves', submission.root))
    if (!bytes) continue
    leaves.set(submission.submissionId, bytes)
    for (const contribution of contributionsOf(submission, bytes)) {
      const text = await tolerate(store.read('texts', contribution.textRoot))
      if (text) contributions.set(keyOf(contribution), { ...contribution, text })
    }
  }
  return { contributions, leaves, missing }
}

function isRevoked({ revoked, revokedLeaves }: AcceptedSubmission, { leafIndex }: Place): boolean {
  return revoked || revokedLeaves.has(leafIndex)
}

function keyOf({ submissionId, leafIndex }: Place): string {
  return `${submissionId}/${leafIndex}`
}
