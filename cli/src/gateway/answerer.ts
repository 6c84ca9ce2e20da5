import { outputRootOf } from '@openledger/sdk/attribution'
import { type ContentStore, parseContentUri } from '@openledger/sdk/content'
import { canonicalise } from '@openledger/sdk/text'
import { decodeArtifact } from '../factory/retrieval/artifact.ts'
import { answer, loadRetrieval } from '../factory/retrieval/search.ts'
import type { LoadedVersion } from '../versions.ts'
import type { Attributed } from './desk.ts'

/** Answers a question; undefined when nothing of the version has to do with it. */
export type Answerer = (question: string) => Promise<Attributed | undefined>

/**
 * Answers from a version: its passages in their own words, with the owner of every word.
 * @throws ContentNotFoundError @throws ArtifactError
 */
export async function openAnswerer(store: ContentStore, version: LoadedVersion): Promise<Answerer> {
  const { kind, key } = parseContentUri(version.uri)
  const artifact = decodeArtifact(await store.read(kind, key))
  const decoder = new TextDecoder()
  const originals: string[] = []
  for (const [, , textRoot] of artifact.sources) originals.push(decoder.decode(await store.read('originals', textRoot)))
  const retrieval = loadRetrieval(artifact, originals)
  return async (question) => {
    const found = answer(retrieval, question)
    if (found.length === 0) return undefined
    const content = found.map(({ text }) => text.trim()).join('\n\n')
    const output = new TextEncoder().encode(canonicalise(content))
    const passages = found.map(({ source, text }) => {
      const [submission, leafIndex, textRoot] = artifact.sources[source]!
      const submissionId = BigInt(submission)
      const { contributor } = version.contributionAt({ submissionId, leafIndex })
      return { submissionId, leafIndex, textRoot, contributor, text }
    })
    return { content, passages, outputRoot: outputRootOf(output), credits: await version.attribute(output) }
  }
}
