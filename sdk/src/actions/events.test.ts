import { HttpRequestError, LimitExceededRpcError, ResponseBodyTooLargeError } from 'viem'
import { describe, expect, test } from 'vitest'
import { readPages } from './events.ts'

/** Blocks with an item each, of which at most `most` can be asked for at a time. */
function node(most: bigint, refusal: () => Error = () => new LimitExceededRpcError(new Error('too many'))) {
  const asked: [bigint, bigint][] = []
  const read = async (from: bigint, to: bigint) => {
    asked.push([from, to])
    if (to - from + 1n > most) throw refusal()
    return Array.from({ length: Number(to - from + 1n) }, (_, i) => from + BigInt(i))
  }
  return { asked, read }
}

const blocks = (from: bigint, to: bigint) => Array.from({ length: Number(to - from + 1n) }, (_, i) => from + BigInt(i))

describe('readPages', () => {
  test('default', async () => {
    const { asked, read } = node(100n)
    expect(await readPages(5n, 27n, 10n, read)).toEqual(blocks(5n, 27n))
    expect(asked).toEqual([
      [5n, 14n],
      [15n, 24n],
      [25n, 27n],
    ])
  })

  test('behavior: no blocks, no question', async () => {
    const { asked, read } = node(100n)
    expect(await readPages(5n, 4n, 10n, read)).toEqual([])
    expect(asked).toEqual([])
  })

  test.each([
    ['an RPC error', () => new LimitExceededRpcError(new Error('too many'))],
    ['a status', () => new HttpRequestError({ url: 'http://node', status: 413 })],
    ['a body', () => new ResponseBodyTooLargeError({ maxSize: 1, size: 2 })],
  ])('behavior: asks for less where the node refuses by %s', async (_, refusal) => {
    const { asked, read } = node(3n, refusal)
    expect(await readPages(0n, 40n, 16n, read)).toEqual(blocks(0n, 40n))
    // 16, 8 and 4 are refused once each.
    expect(asked).toHaveLength(3 + 21)
  })

  test('error: a block that the node refuses alone', async () => {
    const { asked, read } = node(0n)
    await expect(readPages(0n, 40n, 16n, read)).rejects.toBeInstanceOf(LimitExceededRpcError)
    expect(asked.at(-1)).toEqual([0n, 0n])
  })

  test('error: no node is asked again', async () => {
    const { asked, read } = node(0n, () => new HttpRequestError({ url: 'http://node' }))
    await expect(readPages(0n, 40n, 16n, read)).rejects.toBeInstanceOf(HttpRequestError)
    expect(asked).toHaveLength(1)
  })
})
