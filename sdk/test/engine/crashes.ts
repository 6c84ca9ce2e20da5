import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import { addContribution, createWindowIndex } from '../../src/attribution/windowIndex.ts'
import { attribute } from '../../src/engine/attribute.ts'
import { checkSegmentFile, openSegmentFile } from '../../src/engine/windows/file.ts'
import { createIndexFolder, openIndexFolder } from '../../src/engine/windows/folder.ts'
import { BATCHES, batch, EACH } from './batches.ts'
import { scratchFolder } from './scratch.ts'

/** A folder with the index of two batches, in two segments. */
export async function prepareIndex(): Promise<string> {
  const folder = scratchFolder()
  const index = createIndexFolder(folder, { windowWords: 4 })
  await index.append(batch(0))
  await index.append(batch(1))
  await index.close()
  return folder
}

/** Runs `crashing.ts` on a copy of a folder, killed at a write, and checks that the copy lost and doubled nothing. */
export async function crashAt(prepared: string, write: number | undefined): Promise<number | undefined> {
  const folder = scratchFolder()
  try {
    cpSync(prepared, folder, { recursive: true })
    const args = [join(import.meta.dirname, 'crashing.ts'), folder, ...(write === undefined ? [] : [`${write}`])]
    const { stdout, stderr, signal } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const said = stdout.split('\n').filter((line) => line !== '')
    const writes = said.find((line) => line.startsWith('writes '))
    if (!writes && signal !== 'SIGKILL') throw new Error(`The process ended by itself: ${stderr}`)
    await expectWhole(
      folder,
      [2, 3].filter((number) => said.includes(`appended ${number}`)),
    )
    return writes === undefined ? undefined : Number(writes.slice('writes '.length))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The index opens; it has the batches that were said to be done, at most the one after them besides, and each once. */
async function expectWhole(folder: string, done: number[]): Promise<void> {
  const index = openIndexFolder(folder)
  try {
    const batches = index.segments().reduce((sum, { contributions }) => sum + contributions, 0) / EACH
    expect([2 + done.length, Math.min(BATCHES, 3 + done.length)]).toContain(batches)
    const plain = createWindowIndex(4)
    for (let number = 0; number < batches; number++) {
      for (const contribution of batch(number)) {
        expect(await index.textOf(contribution)).toEqual(contribution.text)
        addContribution(plain, contribution)
      }
    }
    for (const { file } of index.segments()) {
      const opened = openSegmentFile(file)
      await checkSegmentFile(opened)
      opened.close()
    }
    const view = { standingOf: () => 'Eligible' as const }
    for (const { text } of batch(3)) {
      expect(await attribute(index, text, view)).toEqual(attributeOutput(plain, text, view.standingOf))
    }
    // It goes on where it was: what is missing is added, and everything merges.
    for (let number = batches; number < BATCHES; number++) await index.append(batch(number))
    await index.merge({ all: true })
    expect(index.segments().map(({ contributions }) => contributions)).toEqual([BATCHES * EACH])
  } finally {
    await index.close()
  }
}
