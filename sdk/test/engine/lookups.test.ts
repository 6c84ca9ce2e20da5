// What a lookup gives back is the caller's: lookups share the memory that they work in, and nothing that was found.
import { expect, test } from 'vitest'
import { attribute, attributeSync, buildSegment, createHashKey, inMemory, type View } from '../../src/engine/index.ts'

const encoder = new TextEncoder()
const contributor = '0x00000000000000000000000000000000000000aa'
const view: View = { standingOf: () => 'Eligible' }
const texts = ['a b c d e f g', 'h i j k l m n o p', 'q r s t u v w']
const source = inMemory([
  await buildSegment(
    texts.map((text, i) => ({ submissionId: BigInt(i), leafIndex: 0, contributor, text: encoder.encode(text) })),
    { windowWords: 4, key: createHashKey() },
  ),
])
const outputs = ['x a b c d e y', 'h i j k l q r s t u', 'q r s t', 'z'].map((text) => encoder.encode(text))

test('what was found stays when others are looked up', () => {
  const found = outputs.map((output) => {
    const own = source.earliestSync(output, view)
    return { own, copy: structuredClone(own) }
  })
  for (const output of outputs) attributeSync(source, output, view)
  for (const { own, copy } of found) expect(own).toEqual(copy)
})

test('outputs attributed at once have the credits that each has alone', async () => {
  const alone = outputs.map((output) => attributeSync(source, output, view))
  expect(alone.map((credits) => credits.length)).toEqual([1, 2, 1, 0])
  expect(await Promise.all(outputs.map((output) => attribute(source, output, view)))).toEqual(alone)
})

test('a view that looks up itself changes nothing', () => {
  const asking: View = {
    standingOf: () => (attributeSync(source, outputs[1]!, view).length === 2 ? 'Eligible' : 'None'),
  }
  for (const output of outputs) {
    expect(attributeSync(source, output, asking)).toEqual(attributeSync(source, output, view))
  }
})
