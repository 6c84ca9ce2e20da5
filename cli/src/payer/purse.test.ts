import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPurse, type Purse } from './purse.ts'

let folder: string
let file: string
let purse: Purse

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-purse-'))
  file = join(folder, 'receipts', 'one.jsonl')
  purse = openPurse(file)
})
afterEach(() => rm(folder, { recursive: true }))

test('a promise stays until its receipt is kept', async () => {
  expect([await purse.total(), await purse.pending()]).toEqual([undefined, undefined])
  await purse.promise({ question: 'a', cumulativeAmount: 5n, from: 2n })
  expect(await openPurse(file).pending()).toEqual({ question: 'a', cumulativeAmount: 5n, from: 2n })
  await purse.keep({ receipt: { to: 5n }, content: 'b' })
  expect([await purse.total(), await purse.pending()]).toEqual([5n, undefined])
})

test('a refused promise is forgotten', async () => {
  await purse.promise({ question: 'a', cumulativeAmount: 5n, from: 2n })
  await purse.forget()
  expect(await purse.pending()).toBeUndefined()
})

test('behavior: a receipt that a crash broke off counts for nothing, and the next one is whole', async () => {
  await purse.promise({ question: 'a', cumulativeAmount: 5n, from: 2n })
  await purse.keep({ receipt: { to: 5n }, content: 'b' })
  await appendFile(file, '{"receipt":{"to":"10"},"con')
  expect(await purse.total()).toBe(5n)
  await purse.keep({ receipt: { to: 10n }, content: 'c' })
  expect(await purse.total()).toBe(10n)
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4)
})
