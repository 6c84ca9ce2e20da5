import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutPassages, MOST_WORDS } from './passages.ts'
import { countWords } from './terms.ts'

const text = `# Tool

Intro of the tool.

- [Usage](#usage)
- [Options](#options)

## Usage

Run it like this:

\`\`\`sh
# not a heading
tool --help
\`\`\`

Options
-------

There is one.
`

test('cuts along headings, keeps code whole, and leaves out the table of contents', () => {
  const passages = cutPassages(text).map(({ start, end, headings }) => [headings.join(' > '), text.slice(start, end)])
  expect(passages).toEqual([
    ['Tool', '# Tool\n\nIntro of the tool.'],
    ['Tool > Usage', '## Usage\n\nRun it like this:\n\n```sh\n# not a heading\ntool --help\n```'],
    ['Tool > Options', 'Options\n-------\n\nThere is one.'],
  ])
})

test('a heading directly under another stays with it', () => {
  const nested = '# A\n## B\ntext\n# C\n'
  const passages = cutPassages(nested).map(({ start, end, headings }) => [
    headings.join(' > '),
    nested.slice(start, end),
  ])
  expect(passages).toEqual([
    ['A > B', '# A\n## B\ntext'],
    ['C', '# C'],
  ])
})

test('behavior: whatever the text, passages are in order, apart, and of at most 120 words', () => {
  const piece = fc.oneof(
    fc.constantFrom('# h\n', '\n\n', '```\n', '~~~~\n', '---\n', ' ', '- [x](#x)\n', '\r\n'),
    fc.string({ unit: 'grapheme' }),
    fc.nat({ max: 300 }).map((count) => 'word '.repeat(count)),
    fc.nat({ max: 300 }).map((count) => 'a.'.repeat(count)),
    fc.nat({ max: 200 }).map((count) => '漢'.repeat(count)),
    fc.nat({ max: 200 }).map((count) => '𠀀'.repeat(count)),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const joined = pieces.join('')
      let last = 0
      for (const { start, end } of cutPassages(joined)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(countWords(joined.slice(start, end))).toBeLessThanOrEqual(MOST_WORDS)
        last = end
      }
      expect(last).toBeLessThanOrEqual(joined.length)
    }),
  )
})
