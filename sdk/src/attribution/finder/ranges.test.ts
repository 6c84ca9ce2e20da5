import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupBy, lineOf, overlap, overlapping } from './ranges.ts'

const range = fc.record({ from: fc.bigInt(0n, 30n), to: fc.bigInt(0n, 30n) })

test('finds every range that shares a wei, as looking at all of them does', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), range, (ranges, sought) => {
      const found = [
        ...overlapping(
          lineOf(ranges, (each) => each),
          sought,
        ),
      ]
      const wei = ({ from, to }: typeof sought) => Array.from({ length: 30 }, (_, i) => from <= i && i < to)
      const shared = ranges.filter((each) => wei(each).some((held, i) => held && wei(sought)[i]))
      expect(new Set(found)).toEqual(new Set(shared))
      expect(found).toHaveLength(shared.length)
    }),
  )
})

test('an empty range shares nothing', () => {
  expect(overlap({ from: 3n, to: 3n }, { from: 0n, to: 9n })).toBe(false)
  expect([
    ...overlapping(
      lineOf([{ from: 0n, to: 9n }], (each) => each),
      { from: 5n, to: 5n },
    ),
  ]).toEqual([])
})

test('groups keep the order of what they hold', () => {
  expect([...groupBy(['b2', 'a1', 'b1'], (item) => item[0]!)]).toEqual([
    ['b', ['b2', 'b1']],
    ['a', ['a1']],
  ])
})

test('a hundred thousand answers to one payer are held against as many in seconds', { timeout: 20_000 }, () => {
  const ranges = Array.from({ length: 100_000 }, (_, i) => ({ payer: '0x01', from: BigInt(i), to: BigInt(i + 1) }))
  const line = lineOf(groupBy(ranges, ({ payer }) => payer).get('0x01')!, (each) => each)
  const count = ranges.reduce((sum, each) => sum + [...overlapping(line, each)].length, 0)
  expect(count).toBe(ranges.length)
})
