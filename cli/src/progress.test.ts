import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { lineOf, progressBar } from './progress.ts'

function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 40 }) as unknown as NodeJS.WriteStream
  const drawn = () => String((stream as unknown as PassThrough).read() ?? '')
  return { stream, drawn }
}

test('draws on a terminal, no wider than it is, and takes the bar away', () => {
  const { stream, drawn } = terminal(true)
  const bar = progressBar(stream)
  bar.show({ phase: 'words', done: 1, total: 4 })
  const line = lineOf({ phase: 'words', done: 1, total: 4 }, 0)
  expect(line).toContain(' 25 %  1 of 4')
  expect(drawn()).toContain(line.slice(0, 39))
  // Too soon to be drawn; then the end, which always is.
  bar.show({ phase: 'words', done: 2, total: 4 })
  expect(drawn()).toBe('')
  bar.show({ phase: 'words', done: 4, total: 4 })
  expect(drawn()).toContain('█'.repeat(28))
  bar.clear()
  expect(drawn()).toBe('\u001b[1G\u001b[2K')
  bar.clear()
  expect(drawn()).toBe('')
})

test('behavior: nothing is written where there is no terminal', () => {
  const { stream, drawn } = terminal(false)
  const bar = progressBar(stream)
  bar.show({ phase: 'words', done: 1, total: 4 })
  bar.clear()
  expect(drawn()).toBe('')
})

test('says how fast it is, and nothing odd of nothing', () => {
  expect(lineOf({ phase: 'texts', done: 3_000, total: 12_000 }, 2)).toMatch(/25 % {2}3,000 of 12,000, 1,500\/s$/)
  expect(lineOf({ phase: 'texts', done: 0, total: 0 }, 0)).toContain('100 %')
})
