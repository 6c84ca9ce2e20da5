// Attributes outputs from a segment in memory, and says how long one takes on average, and how many of its windows were found.
import { readFileSync } from 'node:fs'
import { deserialize } from 'node:v8'
import { attributeSync, inMemory, type View } from '../../../sdk/src/engine/index.ts'
import { loadSegment, openSegmentFile } from '../../../sdk/src/engine/windows/file.ts'
import { over, secondsOf } from './figure.ts'

type Kind = 'half' | 'all'
export type Looked = { ms: Record<Kind, number>; present: Record<Kind, number>; bytes: number }

const [file, outputsFile, runs] = process.argv.slice(2) as [string, string, string]
const outputs: Record<Kind, Uint8Array[]> = deserialize(readFileSync(outputsFile))
const view: View = { standingOf: () => 'Eligible' }
const opened = openSegmentFile(file)
const segment = await loadSegment(opened)
opened.close()
const source = inMemory([segment])
const looked: Looked = { ms: { half: 0, all: 0 }, present: { half: 0, all: 0 }, bytes: 0 }
for (const kind of ['half', 'all'] as const) {
  const some = outputs[kind]
  const attributeAll = over(some, (output) => attributeSync(source, output, view))
  // Until the engine of JavaScript has made of the code what it will.
  for (let i = 0; i < 3; i++) attributeAll()
  looked.ms[kind] = (1e3 * secondsOf(attributeAll, Number(runs))) / some.length
  looked.present[kind] = some.reduce((sum, output) => sum + presentIn(output), 0) / some.length
}
for (const each of Object.values(segment)) if (ArrayBuffer.isView(each)) looked.bytes += each.byteLength
console.log(JSON.stringify(looked))

/** Percent of an output's windows that were found. */
function presentIn(output: Uint8Array): number {
  const { contribution, words } = source.earliestSync(output, view)
  const found = contribution.reduce((sum, each) => sum + (each >= 0 ? 1 : 0), 0)
  return (100 * found) / (words.count - segment.windowWords + 1)
}
