import { zeroAddress } from 'viem'
import { expect } from 'vitest'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import type { Place } from '../../src/attribution/corpus.ts'
import { addContribution, createWindowIndex } from '../../src/attribution/windowIndex.ts'
import type * as attribute from '../../src/engine/attribute.ts'
import type * as build from '../../src/engine/windows/build.ts'
import type * as memory from '../../src/engine/windows/memory.ts'
import type * as merge from '../../src/engine/windows/merge.ts'
import type { Pool } from '../../src/engine/windows/pool.ts'
import type { Segment } from '../../src/engine/windows/segment.ts'
import { owners } from '../oracle/oracle.ts'
import { checkForm } from '../oracle/property.ts'
import type { Case, Placed } from './cases.ts'

/** The functions under test: the engine's own, or faulty ones. */
export type Engine = Pick<typeof build, 'buildInPool'> &
  Pick<typeof merge, 'mergeSegments'> &
  Pick<typeof memory, 'inMemory'> &
  Pick<typeof attribute, 'attribute' | 'attributeSync'>

/** Which threads build. */
export type Pools = { main: Pool; workers?: Pool }

/**
 * However a corpus is divided into segments, by whichever threads, and in whatever order these are merged: the same
 * bytes as built at once, the credits of the plain library, and the owners of the oracle.
 */
export async function checkCase(engine: Engine, given: Case, { main, workers = main }: Pools): Promise<void> {
  const { windowWords, sources, output: canonical, hash } = given
  const output = new TextEncoder().encode(canonical)
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

  const placeKey = ({ submissionId, leafIndex }: Place) => `${submissionId}/${leafIndex}`
  const at = new Map(sources.map((source, i) => [placeKey(source), i]))
  const view = { standingOf: (place: Place) => sources[at.get(placeKey(place))!]!.standing }
  const plain = createWindowIndex(windowWords)
  for (const { bytes, ...source } of sources) addContribution(plain, { ...source, text: bytes })
  const credits = attributeOutput(plain, output, view.standingOf)
  expect(engine.attributeSync(engine.inMemory([whole]), output, view)).toEqual(credits)
  const divided = engine.inMemory(parts as [Segment, ...Segment[]])
  expect(await engine.attribute(divided, output, view)).toEqual(credits)

  credits.forEach((credit, i) => {
    checkForm(credit, credits[i - 1], output, sources[at.get(placeKey(credit))!], windowWords)
  })
  const earning = credits.filter(({ contributor }) => contributor !== zeroAddress)
  let start = 0
  const credited = canonical.split(' ').map((word) => {
    const credit = earning.find((each) => start >= Number(each.start) && start < Number(each.start + each.length))
    start += new TextEncoder().encode(word).length + 1
    return credit && at.get(placeKey(credit))
  })
  expect(canonical === '' ? [] : credited).toEqual(owners(sources, canonical, windowWords))
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
