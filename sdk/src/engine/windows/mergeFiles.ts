import { numbersOf, type SegmentFile } from './file.ts'
import { CHUNK, mergedWindows, planMerge } from './merge.ts'
import { type LongOptions, step } from './progress.ts'
import { createSegmentWriter } from './writer.ts'

/** Bytes of text that are read at a time. */
const TEXT_BYTES = 2 ** 18

/**
 * Writes the segment over everything that the files hold: the bytes of the file that building it at once gives. It needs
 * memory for the contents and the directory, not for texts and windows.
 * @throws SegmentDamagedError, PlaceTakenError, SegmentTooLargeError
 */
export async function mergeFiles(
  files: readonly SegmentFile[],
  path: string,
  options: LongOptions = {},
): Promise<void> {
  const plan = planMerge(
    files,
    files.map(({ windows }) => windows),
  )
  const { contents, windows, bucketBits } = plan
  const directory = new Uint32Array(2 ** bucketBits + 1)
  const writer = createSegmentWriter(path, contents, { windows, bucketBits })
  try {
    const readers = files.map((file) => windowsOf(file))
    let done = 0
    for (const chunk of mergedWindows(files, readers, plan, directory)) {
      writer.add('entries', chunk)
      done += chunk.length / 2
      await step(options, { phase: 'merge', done, total: windows })
    }
    writer.add('directory', directory)
    const texts = files.map(textsOf)
    const total = contents.starts[contents.count]!
    let written = 0
    let told = 0
    for (const { segment, from, to } of plan.stretches) {
      for (const part of texts[segment]!(to - from)) writer.add('texts', part)
      written += to - from
      if (written - told < TEXT_BYTES) continue
      told = written
      await step(options, { phase: 'texts', done: written, total })
    }
    writer.finish()
  } finally {
    writer.discard()
  }
}

function* windowsOf(file: SegmentFile): Generator<Uint32Array, void> {
  for (const chunk of file.chunksOf('entries', 8 * CHUNK)) yield numbersOf(chunk)
}

/** Gives a file's texts from the beginning on, so many bytes at each call. */
function textsOf(file: SegmentFile): (bytes: number) => Generator<Uint8Array, void> {
  const chunks = file.chunksOf('texts', TEXT_BYTES)
  let rest = new Uint8Array(0)
  return function* (bytes) {
    for (let left = bytes; left > 0; ) {
      if (rest.length === 0) rest = chunks.next().value as Uint8Array<ArrayBuffer>
      const part = rest.subarray(0, left)
      rest = rest.subarray(part.length)
      left -= part.length
      yield part
    }
  }
}
