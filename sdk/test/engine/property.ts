import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { zeroAddress } from 'viem'
import { expect } from 'vitest'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import type { Place } from '../../src/attribution/corpus.ts'
import type { Credit } from '../../src/attribution/encoding.ts'
import { addContribution, createWindowIndex } from '../../src/attribution/windowIndex.ts'
import type * as attribute from '../../src/engine/attribute.ts'
import type * as build from '../../src/engine/windows/build.ts'
import type * as folders from '../../src/engine/windows/folder.ts'
import type * as memory from '../../src/engine/windows/memory.ts'
import type * as merge from '../../src/engine/windows/merge.ts'
import type { Pool } from '../../src/engine/windows/pool.ts'
import type { Segment } from '../../src/engine/windows/segment.ts'
import type { Standing, View } from '../../src/engine/windows/source.ts'
import type * as writer from '../../src/engine/windows/writer.ts'
import { owners } from '../oracle/oracle.ts'
import { checkForm } from '../oracle/property.ts'
import { type Case, type Placed, SEGMENTS } from './cases.ts'

/** The functions under test: the engine's own, or faulty ones. */
export type Engine = Pick<typeof build, 'buildInPool'> &
  Pick<typeof merge, 'mergeSegments'> &
  Pick<typeof memory, 'inMemory'> &
  Pick<typeof folders, 'createIndexFolder'> &
  Pick<typeof writer, 'writeSegment'> &
  Pick<typeof attribute, 'attribute' | 'attributeSync'>

/** Which threads build, and where files may stand: without a folder there are none. */
export type Places = { main: Pool; workers?: Pool; folder?: string }

/**
 * However a corpus is divided into segments, by whichever threads, and in whatever order these are merged: the same
 * bytes as built at once, the credits of the plain library, and the owners of the oracle.
 */
export async function checkCase(engine: Engine, given: Case, { main, workers = main, folder }: Places): Promise<void> {
  const { windowWords, sources, hash } = given
  const output = new TextEncoder().encode(given.output)
  const options = { windowWords, key: hash, pieceBytes: given.pieceBytes }
  const build = (some: readonly Placed[], pool: Pool) =>
    engine.buildInPool(
      some.map(({ bytes, ...source }) => ({ ...source, text: bytes })),
      options,
      pool,
    )

  const segments = [...new Set(given.adding.map(({ segment }) => segment))]
  const groupOf = (segment: number) => given.adding.filter((each) => each.segment === segment)
  const parts: Segment[] = []
  for (const segment of segments) {
    parts.push(
      await build(
        groupOf(segment).map(({ source }) => sources[source]!),
        main,
      ),
    )
  }
  const whole = await build(sources, workers)
  const left = [...parts]
  for (let i = 0; left.length > 1; i += 2) {
    const a = left.splice(given.merging[i]! % left.length, 1)[0]!
    const b = left.splice(given.merging[i + 1]! % left.length, 1)[0]!
    left.push(await engine.mergeSegments([a, b]))
  }
  expectSame(left[0]!, whole)
  if (parts.length > 2) expectSame(await engine.mergeSegments(parts as [Segment, ...Segment[]]), whole)

  const at = new Map(sources.map((source, i) => [keyOf(source), i]))
  const plain = createWindowIndex(windowWords)
  for (const { bytes, ...source } of sources) addContribution(plain, { ...source, text: bytes })
  expect(keptOf(whole)).toEqual(
    [...plain.windows]
      // No output has such a window.
      .filter(([window]) => !window.includes('  '))
      .flatMap(([, occurrences]) =>
        occurrences.map(({ contribution, offset }) => `${at.get(keyOf(contribution))} ${offset}`),
      )
      .sort(),
  )
  const answers = given.versions.map((standings): Answer => {
    const view = viewOf(sources, standings)
    const credits = attributeOutput(plain, output, view.standingOf)
    expectOwners(given, standings, credits)
    return { view, credits }
  })
  const [memory, divided] = [engine.inMemory([whole]), engine.inMemory(parts as [Segment, ...Segment[]])]
  for (const { view, credits } of answers) {
    expect(engine.attributeSync(memory, output, view)).toEqual(credits)
    expect(await engine.attribute(divided, output, view)).toEqual(credits)
  }
  if (folder) await checkFiles(engine, { given, whole, output, answers, folder })
}

/** A version and what an output is credited in it. */
type Answer = { view: View; credits: Credit[] }

export function keyOf({ submissionId, leafIndex }: Place): string {
  return `${submissionId}/${leafIndex}`
}

/** A version in which the sources count so, and nothing else does. */
export function viewOf(sources: readonly Placed[], standings: readonly Standing[]): View {
  const known = new Map(sources.map((source, i) => [keyOf(source), standings[i]!]))
  return { standingOf: (place) => known.get(keyOf(place)) ?? 'None' }
}

/** The credits of an output have the form that the protocol asks for, and give its words the owners of the oracle. */
export function expectOwners(
  { sources, output, windowWords }: Pick<Case, 'sources' | 'output' | 'windowWords'>,
  standings: readonly Standing[],
  credits: readonly Credit[],
): void {
  const at = new Map(sources.map((source, i) => [keyOf(source), i]))
  const placed = sources.map((source, i) => ({ ...source, standing: standings[i]! }))
  const bytes = new TextEncoder().encode(output)
  credits.forEach((credit, i) => {
    checkForm(credit, credits[i - 1], bytes, placed[at.get(keyOf(credit))!], windowWords)
  })
  const earning = credits.filter(({ contributor }) => contributor !== zeroAddress)
  let start = 0
  const credited = output.split(' ').map((word) => {
    const credit = earning.find((each) => start >= Number(each.start) && start < Number(each.start + each.length))
    start += new TextEncoder().encode(word).length + 1
    return credit && at.get(keyOf(credit))
  })
  expect(output === '' ? [] : credited).toEqual(owners(placed, output, windowWords))
}

/** An index in a folder gives the same credits, before and after its segments are merged to the file of the whole. */
async function checkFiles(
  engine: Engine,
  {
    given,
    whole,
    output,
    answers,
    folder: parent,
  }: { given: Case; whole: Segment; output: Uint8Array; answers: readonly Answer[]; folder: string },
) {
  const folder = mkdtempSync(join(parent, 'index-'))
  const { windowWords, hash, adding, sources } = given
  const index = engine.createIndexFolder(folder, { windowWords, key: hash })
  const expectAnswers = async () => {
    for (const { view, credits } of answers) expect(await engine.attribute(index, output, view)).toEqual(credits)
  }
  try {
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const added = adding.filter((each) => each.segment === segment).map(({ source }) => sources[source]!)
      await index.append(added.map(({ bytes, ...source }) => ({ ...source, text: bytes })))
    }
    await expectAnswers()
    await index.merge()
    await expectAnswers()
    await index.merge({ all: true })
    await expectAnswers()
    expect(index.segments().length).toBe(1)
    engine.writeSegment(join(folder, 'whole'), whole)
    const merged = readFileSync(index.segments()[0]!.file)
    expect(merged.equals(readFileSync(join(folder, 'whole')))).toBe(true)
    for (const source of sources) expect(await index.textOf(source)).toEqual(source.bytes)
  } finally {
    await index.close()
    rmSync(folder, { recursive: true })
  }
}

/** The windows of a segment by contribution and offset. */
function keptOf({ entries, starts }: Segment): string[] {
  const positions = [...entries].filter((_, i) => i % 2 === 1)
  return positions
    .map((position) => {
      const ordinal = starts.findLastIndex((start, i) => start <= position && i < starts.length - 1)
      return `${ordinal} ${position - starts[ordinal]!}`
    })
    .sort()
}

/** Byte for byte. */
export function expectSame(actual: Segment, expected: Segment): void {
  for (const name of ['places', 'contributors', 'starts', 'texts', 'entries', 'directory'] as const) {
    const [a, b] = [actual[name], expected[name]]
    if (a.length !== b.length || a.some((value, i) => value !== b[i])) {
      expect({ [name]: [...a] }).toEqual({ [name]: [...b] })
    }
  }
  expect(actual.count).toBe(expected.count)
}
