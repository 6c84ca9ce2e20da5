import { type Address, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { checkForm } from '../../test/oracle/property.ts'
import { NotCanonicalError } from '../errors/text.ts'
import { attributeOutput } from './attribute.ts'
import { addContribution, createWindowIndex, type StandingOf } from './windowIndex.ts'

const author: Address = '0x00000000000000000000000000000000000000a1'
const eligible: StandingOf = () => 'Eligible'
const encode = (text: string) => new TextEncoder().encode(text)
const words = (count: number, prefix = 'w') => Array.from({ length: count }, (_, i) => `${prefix}${i}`).join(' ')

function indexOf(windowWords: number, ...texts: (string | Uint8Array)[]) {
  const index = createWindowIndex(windowWords)
  texts.forEach((text, leafIndex) => {
    const bytes = typeof text === 'string' ? encode(text) : text
    addContribution(index, { submissionId: 1n, leafIndex, contributor: author, text: bytes })
  })
  return index
}

/** Credits as `leaf: words credited / support`. */
function credited(index: ReturnType<typeof indexOf>, output: string, standingOf = eligible): string[] {
  const bytes = encode(output)
  const slice = (start: bigint, length: bigint) => output.slice(Number(start), Number(start + length))
  return attributeOutput(index, bytes, standingOf).map(
    ({ leafIndex, start, length, matchStart, matchLength }) =>
      `${leafIndex}: ${slice(start, length)} / ${slice(matchStart, matchLength)}`,
  )
}

describe('attribute', () => {
  test('default', () => {
    const index = indexOf(4, 'the quick brown fox jumps over the dog', 'a lazy dog sleeps all day long')
    expect(attributeOutput(index, encode('see the quick brown fox jumps while a lazy dog sleeps'), eligible)).toEqual([
      {
        start: 4n,
        length: 25n,
        matchStart: 4n,
        matchLength: 25n,
        submissionId: 1n,
        leafIndex: 0,
        offset: 0n,
        contributor: author,
      },
      {
        start: 36n,
        length: 17n,
        matchStart: 36n,
        matchLength: 17n,
        submissionId: 1n,
        leafIndex: 1,
        offset: 0n,
        contributor: author,
      },
    ])
  })

  test('behavior: a copy with an addition earns the addition only', () => {
    expect(credited(indexOf(4, 'a b c d e', 'a b c d e f'), 'a b c d e f')).toEqual([
      '0: a b c d e / a b c d e',
      '1: f / c d e f',
    ])
  })

  test('behavior: words of a revoked contribution are credited to it, and to nobody', () => {
    const index = indexOf(4, 'a b c d e', 'a b c d e f')
    const standing: StandingOf = ({ leafIndex }) => (leafIndex === 0 ? 'Revoked' : 'Eligible')
    expect(credited(index, 'a b c d e f', standing)).toEqual(['0: a b c d e / a b c d e', '1: f / c d e f'])
    const contributors = attributeOutput(index, encode('a b c d e f'), standing).map(({ contributor }) => contributor)
    expect(contributors).toEqual([zeroAddress, author])
    expect(credited(index, 'a b c d e f', ({ leafIndex }) => (leafIndex === 0 ? 'None' : 'Eligible'))).toEqual([
      '1: a b c d e f / a b c d e f',
    ])
  })

  test('behavior: one credit where the words stand together, though they also stand earlier in other surroundings', () => {
    expect(credited(indexOf(4, 'a b c d x y a b c d e f'), 'a b c d e f')).toEqual(['0: a b c d e f / a b c d e f'])
  })

  test('behavior: a match of more than 8,192 bytes becomes as few credits as can be', () => {
    const source = `0 ${words(4_000)} 1`
    const output = encode(words(4_000))
    const credits = attributeOutput(indexOf(8, source), output, eligible)
    expect(credits.length).toBe(Math.ceil(output.length / 8_192))
    for (const [i, credit] of credits.entries()) {
      checkForm(credit, credits[i - 1], output, { bytes: encode(source), standing: 'Eligible', contributor: author }, 8)
    }
    const total = credits.reduce((sum, { length }) => sum + length + 1n, 0n)
    expect(total).toBe(BigInt(output.length + 1))
  })

  test('behavior: the longest window there can be has a support', () => {
    const output = Array.from({ length: 32 }, (_, i) => `${String.fromCharCode(97 + (i % 26))}`.repeat(64)).join(' ')
    const credits = attributeOutput(indexOf(32, output), encode(output), eligible)
    expect(credits.map(({ matchLength }) => matchLength)).toEqual([32n * 65n - 1n])
  })

  test('behavior: committed bytes are compared as they are', () => {
    const broken = Uint8Array.of(...encode('a b c d '), 0xff, 0x20, ...encode('e f g h'))
    expect(credited(indexOf(4, broken), 'a b c d e f g h')).toEqual(['0: a b c d / a b c d', '0: e f g h / e f g h'])
    expect(credited(indexOf(4, ' a b  c d e f '), 'a b c d e f')).toEqual(['0: c d e f / c d e f'])
    expect(credited(indexOf(4, 'A b c d'), 'a b c d')).toEqual([])
    expect(credited(indexOf(4, 'a b c de'), 'a b c d')).toEqual([])
    expect(credited(indexOf(4, `a b c d ${'x'.repeat(9_000)}`), 'a b c d')).toEqual(['0: a b c d / a b c d'])
  })

  test('behavior: nothing to credit', () => {
    expect(credited(indexOf(4), 'a b c d')).toEqual([])
    expect(credited(indexOf(4, 'a b c'), 'a b c')).toEqual([])
    expect(credited(indexOf(4, 'a b c d'), '')).toEqual([])
  })

  test('error: an output that is not canonical', () => {
    expect(() => attributeOutput(indexOf(4), encode('A b'), eligible)).toThrow(NotCanonicalError)
  })
})
