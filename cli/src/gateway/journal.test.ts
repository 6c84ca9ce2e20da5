import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { collect } from '../../test/collect.ts'
import { JournalDamagedError, type JournaledAnswer, openJournal, readJournal } from './journal.ts'
import { InUseError } from './lock.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-journal-'))
  path = join(folder, 'journal.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

function answerOf(from: bigint): JournaledAnswer {
  return {
    modelId: 1n,
    term: 1,
    version: 1,
    payer: '0x0000000000000000000000000000000000000001',
    from,
    to: from + 5n,
    question: '0xaa',
    content: 'Words with "quotes"\nand lines',
    passages: [],
    outputRoot: '0xbb',
    credits: [],
    receipt: '0xcc',
    voucher: { cumulativeAmount: from + 5n, signature: '0xdd' },
    createdAt: 1,
  }
}

async function write(...answers: JournaledAnswer[]): Promise<void> {
  const journal = await openJournal(path)
  await Promise.all(answers.map((answer) => journal.append(answer)))
  await journal.close()
}

test('gives back after a restart what was appended, in order', async () => {
  await write(answerOf(0n), answerOf(5n))
  await write(answerOf(10n))
  const replayed: JournaledAnswer[] = []
  const journal = await openJournal(path, (answer) => replayed.push(answer))
  expect(replayed).toEqual([answerOf(0n), answerOf(5n), answerOf(10n)])
  await journal.close()
})

test('behavior: a line that a crash left unfinished is cut off, wherever it broke', async () => {
  await write(answerOf(0n), answerOf(5n))
  const whole = await readFile(path)
  const first = whole.indexOf(0x0a) + 1
  for (const length of [first, first + 1, whole.length - 1]) {
    await writeFile(path, whole)
    await truncate(path, length)
    expect(await collect(readJournal(path))).toEqual([answerOf(0n)])
    expect((await readFile(path)).length).toBe(length)
    await write(answerOf(7n))
    expect(await collect(readJournal(path))).toEqual([answerOf(0n), answerOf(7n)])
  }
})

test('behavior: lines that are longer than what is read at a time, and cut anywhere', async () => {
  const long = (from: bigint) => ({ ...answerOf(from), content: `é${'ü'.repeat(700_000 + Number(from))}` })
  await write(long(0n), answerOf(5n), long(10n), long(15n))
  expect(await collect(readJournal(path))).toEqual([long(0n), answerOf(5n), long(10n), long(15n)])
  await truncate(path, (await readFile(path)).length - 5)
  await write(answerOf(20n))
  expect(await collect(readJournal(path))).toEqual([long(0n), answerOf(5n), long(10n), answerOf(20n)])
})

test('behavior: there is nothing to read where no journal is', async () => {
  expect(await collect(readJournal(path))).toEqual([])
})

test('error: a damaged line is not passed over', async () => {
  await write(answerOf(0n))
  await appendFile(path, '{"modelId":"1"}\n')
  await expect(openJournal(path)).rejects.toThrow(JournalDamagedError)
  await expect(collect(readJournal(path))).rejects.toThrow('Line 2')
})

test('error: a second writer', async () => {
  const journal = await openJournal(path)
  await writeFile(`${path}.lock`, String(process.ppid))
  await expect(openJournal(path)).rejects.toThrow(InUseError)
  await journal.close()
})

test('behavior: what a dead process locked is free', async () => {
  await writeFile(`${path}.lock`, '4194305')
  await write(answerOf(0n))
  expect(await collect(readJournal(path))).toHaveLength(1)
})
