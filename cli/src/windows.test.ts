import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attribute, type View } from '@openledger/sdk/engine'
import { type Hex, numberToHex } from 'viem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderWindows, memoryWindows, type Windows } from './windows.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const rootOf = (seed: number) => numberToHex(seed, { size: 32 })
const roots = (...seeds: number[]) => new Map(seeds.map((seed, i): [bigint, Hex] => [BigInt(i + 1), rootOf(seed)]))
const contribution = (submission: number, text: string) => ({
  submissionId: BigInt(submission),
  leafIndex: 0,
  contributor: numberToHex(submission, { size: 20 }),
  text: bytesOf(text),
})
const tides = 'the tide rises twice a day on most shores'
const cranes = 'a crane on the quay lifts a container in two minutes'
const everything: View = { standingOf: () => 'Eligible' }

async function ownersOf(windows: Windows, output: string): Promise<bigint[]> {
  return (await attribute(windows.source(), bytesOf(output), everything)).map(({ submissionId }) => submissionId)
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-windows-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe.each([
  ['in memory', () => memoryWindows(4)],
  ['in a folder', () => folderWindows(folder, 4)],
])('an index %s', (_, open) => {
  test('takes in more and more, and answers at once', async () => {
    const windows = await open()
    expect(await ownersOf(windows, tides)).toEqual([])
    for (let i = 2; i <= 9; i++) {
      expect(await windows.expect(roots(...Array.from({ length: i }, (_, seed) => seed)))).toBe(false)
      expect(windows.has(contribution(i, ''))).toBe(false)
      await windows.add([contribution(i, i === 5 ? cranes : `${tides} ${i}`)])
      await windows.settle()
      expect(windows.has(contribution(i, ''))).toBe(true)
    }
    expect(await ownersOf(windows, `${tides} and ${cranes}`)).toEqual([2n, 5n])
    // Earlier prior art may come later.
    await windows.add([contribution(1, tides)])
    expect(await ownersOf(windows, tides)).toEqual([1n])
    await windows.close()
  })

  test('begins anew where a submission has another root than before', async () => {
    const windows = await open()
    await windows.expect(roots(1, 2))
    await windows.add([contribution(1, tides), contribution(2, cranes)])
    expect(await windows.expect(roots(1))).toBe(false)
    expect(await windows.expect(roots(1, 2, 3))).toBe(false)
    expect(await windows.expect(roots(1, 7, 3))).toBe(true)
    expect([contribution(1, ''), contribution(2, '')].map(windows.has)).toEqual([false, false])
    await windows.add([contribution(2, tides)])
    expect(await ownersOf(windows, tides)).toEqual([2n])
    await windows.close()
  })
})

describe('in a folder', () => {
  async function filled(): Promise<void> {
    const windows = await folderWindows(folder, 4)
    await windows.expect(roots(1, 2))
    await windows.add([contribution(1, tides), contribution(2, cranes)])
    await windows.close()
  }
  const segments = async () => (await readdir(join(folder, '4'))).filter((name) => name.endsWith('.segment'))

  test('stays as it is for the next time', async () => {
    await filled()
    const [name] = await segments()
    const { ino } = await stat(join(folder, '4', name!))
    const windows = await folderWindows(folder, 4)
    expect(await windows.expect(roots(1, 2))).toBe(false)
    expect(await ownersOf(windows, tides)).toEqual([1n])
    await windows.close()
    expect(await segments()).toEqual([name])
    expect((await stat(join(folder, '4', name!))).ino).toBe(ino)
  })

  test('behavior: told of submissions and killed before they were added, it takes them in the next time', async () => {
    await filled()
    const windows = await folderWindows(folder, 4)
    await windows.expect(roots(1, 2, 3))
    await windows.close()
    const next = await folderWindows(folder, 4)
    expect(await next.expect(roots(1, 2, 3))).toBe(false)
    expect([1, 2, 3].map((i) => next.has(contribution(i, '')))).toEqual([true, true, false])
    await next.close()
  })

  test.each([
    ['whose segment is torn', async () => truncate(join(folder, '4', (await segments())[0]!), 5_000)],
    ['whose manifest is none', () => writeFile(join(folder, '4', 'manifest.json'), '{')],
    ['of unknown submissions', () => rm(join(folder, '4.submissions.json'))],
    ['of half a list of submissions', () => truncate(join(folder, '4.submissions.json'), 20)],
  ])('behavior: one %s is empty again', async (_, damage) => {
    await filled()
    await damage()
    const windows = await folderWindows(folder, 4)
    await windows.expect(roots(1, 2))
    expect([contribution(1, ''), contribution(2, '')].map(windows.has)).toEqual([false, false])
    await windows.add([contribution(1, tides)])
    expect(await ownersOf(windows, tides)).toEqual([1n])
    await windows.close()
    const stated = JSON.parse(await readFile(join(folder, '4.submissions.json'), 'utf8'))
    expect(stated).toEqual({ 1: rootOf(1), 2: rootOf(2) })
  })
})
