import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, CommanderError } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { BadInputError } from '../errors.ts'
import { attributeCommand } from './attribute.ts'
import { textRootCommand } from './textRoot.ts'

const a1 = '0x00000000000000000000000000000000000000a1'
const a2 = '0x00000000000000000000000000000000000000a2'
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openledger-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const corpus = (...lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** What the command prints; nothing of it when it fails. */
async function run(command: Command, ...args: string[]): Promise<string> {
  const written: string[] = []
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      if (stream === process.stdout) written.push(String(text))
      return true
    }),
  )
  try {
    await command.exitOverride().parseAsync(args, { from: 'user' })
  } catch (error) {
    expect(written).toEqual([])
    throw error
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  return written.join('')
}

describe('openledger text-root', () => {
  test('default', async () => {
    const [one, two] = [file('one.txt', 'Hello, world'), file('two.txt', 'hello WORLD!\n')]
    const root = '0x85b47febec4f6da8f4dcdb73c53a0573d0da74ff70b1f0450a107eeeb1e2aa81'
    expect(await run(textRootCommand(), one, two)).toBe(`${root}  ${one}\n${root}  ${two}\n`)
    expect(JSON.parse(await run(textRootCommand(), '--json', one, two))).toEqual([
      { file: one, length: 11, textRoot: root },
      { file: two, length: 11, textRoot: root },
    ])
  })

  test.each([
    ['an empty file', '', 'is empty: give a text with at least one word.'],
    ['binary data', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0), 'is binary data: give plain text in UTF-8.'],
    ['bytes that are not UTF-8', Uint8Array.of(0x61, 0xff), 'is binary data: give plain text in UTF-8.'],
    ['a text without words', ' …\n', 'has no words: give a text with letters or numbers.'],
  ])('error: %s', async (_, content, message) => {
    const [good, bad] = [file('good.txt', 'words'), file('bad.txt', content)]
    const failed = run(textRootCommand(), good, bad)
    await expect(failed).rejects.toThrow(BadInputError)
    await expect(failed).rejects.toThrow(`${bad} ${message}`)
  })

  test('error: no such file, a folder', async () => {
    await expect(run(textRootCommand(), join(folder, 'none'))).rejects.toThrow('none does not exist: name a text file.')
    await expect(run(textRootCommand(), folder)).rejects.toThrow(`${folder} is a folder: name a text file.`)
  })
})

describe('openledger attribute', () => {
  test('default', async () => {
    const lines = corpus(
      { contributor: a1, text: 'The quick brown fox jumps' },
      { contributor: a2, text: 'the quick brown fox jumps over', more: 1 },
    )
    const args = [
      '--corpus',
      file('corpus.jsonl', lines),
      '--output',
      file('out.txt', 'See: the QUICK brown fox-jumps, over'),
    ]
    expect(JSON.parse(await run(attributeCommand(), ...args, '--window-words', '4', '--json'))).toEqual({
      outputLength: 34,
      textRoot: '0x0c96b4c6e44efd029ef27c2502f038ffabbfc8110d77e3b479e89d7e7afdc6d3',
      windowWords: 4,
      credits: [
        { start: 4, length: 25, matchStart: 4, matchLength: 25, leaf: 0, offset: 0, contributor: a1 },
        { start: 30, length: 4, matchStart: 14, matchLength: 20, leaf: 1, offset: 10, contributor: a2 },
      ],
    })
    expect(await run(attributeCommand(), ...args, '--window-words', '4')).toBe(
      `line 1  ${a1}  the quick brown fox jumps\nline 2  ${a2}  over\n`,
    )
    expect(await run(attributeCommand(), ...args)).toBe('Nothing in the output stands in the corpus.\n')
  })

  test.each([
    ['no JSON', 'text\n', 'line 1, is not JSON'],
    ['a line without content', `${corpus({ contributor: a1, text: 'a' })}\n\n`, 'line 2, is not JSON'],
    ['no object', '1\n', 'line 1, is no contribution'],
    ['no contributor', corpus({ text: 'a' }), 'contributor must be an address other than zero'],
    ['a short address', corpus({ contributor: '0xa1', text: 'a' }), 'contributor must be an address other than zero'],
    [
      'nobody',
      corpus({ contributor: `0x${'0'.repeat(40)}`, text: 'a' }),
      'contributor must be an address other than zero',
    ],
    ['no text', corpus({ contributor: a1 }), 'text must be a string'],
    ['no words', corpus({ contributor: a1, text: 'a' }, { contributor: a1, text: '!' }), 'line 2, has no words'],
    ['nothing', '', 'is empty'],
  ])('error: a corpus with %s', async (_, lines, message) => {
    const args = ['--corpus', file('bad.jsonl', lines), '--output', file('out.txt', 'a b c d')]
    const failed = run(attributeCommand(), ...args)
    await expect(failed).rejects.toThrow(BadInputError)
    await expect(failed).rejects.toThrow(message)
  })

  test('error: a bad output, and windows that no model has', async () => {
    const args = ['--corpus', file('good.jsonl', corpus({ contributor: a1, text: 'a b c d' })), '--output']
    await expect(run(attributeCommand(), ...args, file('out.txt', '!'))).rejects.toThrow('has no words')
    await expect(run(attributeCommand(), ...args, file('out.txt', ''))).rejects.toThrow('is empty')
    for (const words of ['5', '0', '8.0', 'x', '']) {
      await expect(run(attributeCommand(), ...args, 'out.txt', '--window-words', words)).rejects.toThrow(CommanderError)
    }
  })
})
