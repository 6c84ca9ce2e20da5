import { model } from '@openledger/sdk/actions'
import type { Corpus, Credit, Place } from '@openledger/sdk/attribution'
import { ContentNotFoundError, type ContentStore, leafSiblings, leavesTree } from '@openledger/sdk/content'
import { attribute, type IndexedContribution, type MemorySource, type View } from '@openledger/sdk/engine'
import type { Tree } from '@openledger/sdk/trees'
import type { Hex } from 'viem'
import type { Connection } from './config.ts'
import { CliError } from './errors.ts'
import type { LongOptions } from './progress.ts'
import { type AcceptedSubmission, contributionsOf, type PlacedContribution, readSubmissions } from './snapshot.ts'
import { memoryWindows, type Windows } from './windows.ts'

/** A version of a model with all that its answers are attributed by. */
export type LoadedVersion = {
  windowWords: number
  /** Where its artifact is. */
  uri: string
  contributionAt(place: Place): PlacedContribution
  /** The credits of a canonical output, by the rule; or as another view of the same contributions has them. */
  attribute(output: Uint8Array, view?: View): Promise<Credit[]>
  close(): Promise<void>
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

type LoadOptions = LongOptions & {
  /** The index to use; one in memory unless given. */
  openWindows?: (windowWords: number) => Promise<Windows>
}

/**
 * Loads a version for its operator, who must have all of its content.
 * @throws ContentMissingError @throws UnknownVersionError
 */
export async function loadVersion(
  connection: Connection,
  store: ContentStore,
  { modelId, version, openWindows = memoryWindows, ...options }: { modelId: bigint; version: number } & LoadOptions,
): Promise<LoadedVersion> {
  const read = await readVersion(connection, store, { modelId, version })
  if (!read) throw new UnknownVersionError(modelId, version)
  const { windowWords, uri, view } = read
  const windows = await openWindows(windowWords)
  try {
    await windows.expect(read.roots)
    const missing = (await takeIn(windows, store, read, options)) ?? read.missing
    if (missing) throw new ContentMissingError(modelId, version, missing)
  } catch (error) {
    await windows.close()
    throw error
  }
  return {
    windowWords,
    uri,
    contributionAt: (place) => read.contributionAt(place)!,
    attribute: (output, other = view) => attribute(windows.source(), output, other),
    close: () => windows.close(),
  }
}

/** A version as a watcher has it. */
export type WatchedVersion = {
  /** Where content is missing, sources are unknown. */
  corpus: Corpus
  view: View
  /** The index as it is now. */
  source(): MemorySource
}

/** Versions, of which each is loaded once, over one index for each length of windows. */
export type VersionCache = {
  /** @returns what gives each of `versions`; undefined for one that the chain does not have */
  load(
    modelId: bigint,
    versions: Iterable<number>,
    options?: LongOptions,
  ): Promise<(version: number) => WatchedVersion | undefined>
}

export function versionCache(connection: Connection, store: ContentStore): VersionCache {
  const indexes = new Map<number, Windows<MemorySource>>()
  const whole = new Map<string, WatchedVersion>()
  const windowsOf = async (windowWords: number) => {
    const windows = indexes.get(windowWords) ?? (await memoryWindows(windowWords))
    indexes.set(windowWords, windows)
    return windows
  }
  return {
    async load(modelId, versions, options = {}) {
      const watched = new Map<number, WatchedVersion>()
      for (const version of versions) {
        const key = `${modelId}/${version}`
        const known = whole.get(key)
        const read = known ? undefined : await readVersion(connection, store, { modelId, version })
        if (known) watched.set(version, known)
        if (!read) continue
        const windows = await windowsOf(read.windowWords)
        if (await windows.expect(read.roots)) whole.clear()
        const missing = (await takeIn(windows, store, read, options)) ?? read.missing
        const loaded = watchedOf(windows, read)
        watched.set(version, loaded)
        // What was missing may come later, so only what is whole is kept.
        if (!missing) whole.set(key, loaded)
      }
      return (version) => watched.get(version)
    },
  }
}

function watchedOf(windows: Windows<MemorySource>, read: ReadVersion): WatchedVersion {
  const { windowWords, submissions, leaves, view } = read
  const trees = new Map<bigint, Tree>()
  const corpus: Corpus = {
    windowWords,
    sourceAt(place) {
      const found = read.contributionAt(place)
      const text = found && windows.source().textOfSync(place)
      if (found && text) return { ...found, text }
      const submission = submissions.get(place.submissionId)
      if (!submission || place.leafIndex >= submission.count) return undefined
      if (submission.unavailableLeaves.has(place.leafIndex)) return undefined
      return isRevoked(submission, place) ? 'revoked' : 'unknown'
    },
    siblingsOf({ submissionId, leafIndex }) {
      const tree = trees.get(submissionId) ?? leavesTree(leaves.get(submissionId)!)
      trees.set(submissionId, tree)
      return leafSiblings(tree, leafIndex, submissions.get(submissionId)!.count)!
    },
    earliest(window) {
      const { contributions, contribution, offset } = windows.source().earliestSync(window, view)
      const found = contributions[contribution[0]!]
      if (!found) return undefined
      const { submissionId, leafIndex } = found
      return { submissionId, leafIndex, offset: offset[0]! }
    },
  }
  return { corpus, view, source: () => windows.source() }
}

/** What the chain says of a version, and the leaves that the store has of it. */
type ReadVersion = {
  windowWords: number
  uri: string
  submissions: ReadonlyMap<bigint, AcceptedSubmission>
  roots: ReadonlyMap<bigint, Hex>
  leaves: ReadonlyMap<bigint, Uint8Array>
  /** In prior-art order. */
  contributions(): Iterable<PlacedContribution>
  contributionAt(place: Place): PlacedContribution | undefined
  view: View
  /** The first submission without leaves. */
  missing: ContentNotFoundError | undefined
}

async function readVersion(
  connection: Connection,
  store: ContentStore,
  { modelId, version: number }: { modelId: bigint; version: number },
): Promise<ReadVersion | undefined> {
  const { client, deployment } = connection
  const { windowWords, snapshot, publishedAt } = await model.getVersion(client, { deployment, modelId, number })
  if (publishedAt === 0) return undefined
  const datanets = await model.getVersionDatanets(client, { deployment, modelId, number })
  const [published] = await model.listVersions(client, { deployment, args: { modelId, version: number } })
  const { accepted } = await readSubmissions(connection, { datanets, snapshot })
  const leaves = new Map<bigint, Uint8Array>()
  const bySubmission = new Map<bigint, Map<number, PlacedContribution>>()
  let missing: ContentNotFoundError | undefined
  for (const submission of accepted) {
    const { submissionId, root } = submission
    const bytes = await store.read('leaves', root).catch(ifNotFound)
    if (!(bytes instanceof Uint8Array)) {
      missing ??= bytes
      continue
    }
    leaves.set(submissionId, bytes)
    bySubmission.set(submissionId, new Map(contributionsOf(submission, bytes).map((each) => [each.leafIndex, each])))
  }
  const contributionAt = ({ submissionId, leafIndex }: Place) => bySubmission.get(submissionId)?.get(leafIndex)
  return {
    windowWords,
    uri: published!.args.uri,
    submissions: new Map(accepted.map((submission) => [submission.submissionId, submission])),
    roots: new Map(accepted.map(({ submissionId, root }) => [submissionId, root])),
    leaves,
    *contributions() {
      for (const own of bySubmission.values()) yield* own.values()
    },
    contributionAt,
    view: {
      standingOf(place) {
        const standing = contributionAt(place)?.standing
        return standing === undefined || standing === 'Nobody' ? 'None' : standing
      },
    },
    missing,
  }
}

/** Bytes of text that are added to an index at a time. */
const PIECE_BYTES = 2 ** 26

/** Adds to an index what a version has and it has not. @returns the first text that the store lacks */
async function takeIn(
  windows: Windows,
  store: ContentStore,
  { contributions }: ReadVersion,
  options: LongOptions,
): Promise<ContentNotFoundError | undefined> {
  const added = [...contributions()].filter((contribution) => !windows.has(contribution))
  if (added.length === 0) return undefined
  let missing: ContentNotFoundError | undefined
  let piece: IndexedContribution[] = []
  let bytes = 0
  for (const [done, contribution] of added.entries()) {
    options.signal?.throwIfAborted()
    options.onProgress?.({ phase: 'texts', done, total: added.length })
    const text = await store.read('texts', contribution.textRoot).catch(ifNotFound)
    if (!(text instanceof Uint8Array)) {
      missing ??= text
      continue
    }
    const { submissionId, leafIndex, contributor } = contribution
    piece.push({ submissionId, leafIndex, contributor, text })
    bytes += text.length
    if (bytes < PIECE_BYTES) continue
    await windows.add(piece, options)
    piece = []
    bytes = 0
  }
  if (piece.length > 0) await windows.add(piece, options)
  await windows.settle(options)
  return missing
}

function ifNotFound(error: unknown): ContentNotFoundError {
  if (error instanceof ContentNotFoundError) return error
  throw error
}

function isRevoked({ revoked, revokedLeaves }: AcceptedSubmission, { leafIndex }: Place): boolean {
  return revoked || revokedLeaves.has(leafIndex)
}
