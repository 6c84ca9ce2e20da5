import { countWords } from './terms.ts'

/** Most words of a passage, and of an answer made of passages. */
export const MOST_WORDS = 120

/** A stretch of a text that can stand as an answer. Positions are UTF-16 code units, as in `text.slice(start, end)`. */
export type Passage = {
  start: number
  end: number
  /** The headings it stands under, outermost first. */
  headings: string[]
}

type Block = { start: number; end: number; level: number; title: string }

/**
 * Cuts a text into passages of at most `MOST_WORDS` words: along headings first, then between paragraphs and code
 * blocks, and inside a block that is too long between its lines or, at last, its words. Lists of links to the text's own
 * headings are left out, since they answer nothing.
 */
export function cutPassages(text: string): Passage[] {
  const passages: Passage[] = []
  const open: { level: number; title: string }[] = []
  let current: { start: number; end: number; words: number; headingOnly: boolean } | undefined
  const close = () => {
    if (current) passages.push({ start: current.start, end: current.end, headings: open.map(({ title }) => title) })
    current = undefined
  }
  for (const block of blocksOf(text)) {
    if (block.level > 0) {
      // A heading directly under another one stays with it, so that no passage is a heading alone.
      if (!current?.headingOnly) close()
      while (open.length > 0 && open.at(-1)!.level >= block.level) open.pop()
      open.push({ level: block.level, title: block.title })
    } else if (isContents(text.slice(block.start, block.end))) {
      close()
      continue
    }
    for (const piece of splitLong(text, block)) {
      const words = countWords(text.slice(piece.start, piece.end))
      if (current && current.words + words > MOST_WORDS) close()
      const headingOnly = block.level > 0 && (current?.headingOnly ?? true)
      current = {
        start: current?.start ?? piece.start,
        end: piece.end,
        words: (current?.words ?? 0) + words,
        headingOnly,
      }
    }
  }
  close()
  return passages
}

/** The blocks of a Markdown text: headings, fenced code, and runs of lines between blank ones. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let begun: number | undefined
  let fence: string | undefined
  let position = 0
  const end = (at: number) => {
    if (begun !== undefined && text.slice(begun, at).trim() !== '') blocks.push(block(text, begun, at))
    begun = undefined
  }
  for (const line of text.split('\n')) {
    const next = position + line.length + 1
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence) {
      if (mark?.startsWith(fence) && line.trim() === mark) {
        fence = undefined
        end(Math.min(next, text.length))
      }
    } else if (mark) {
      end(position)
      begun = position
      fence = mark
    } else if (line.trim() === '') {
      end(position)
    } else if (/^ {0,3}#{1,6}(\s|$)/.test(line)) {
      end(position)
      begun = position
      end(Math.min(next, text.length))
    } else {
      begun ??= position
      if (/^ {0,3}(=+|-+)\s*$/.test(line)) end(Math.min(next, text.length))
    }
    position = next
  }
  end(text.length)
  return blocks
}

function block(text: string, start: number, end: number): Block {
  const trimmed = text.slice(start, end).trimEnd()
  const body = { start, end: start + trimmed.length }
  const hashes = /^ {0,3}(#{1,6})\s+(\S[^\n]*?)\s*#*$/.exec(trimmed)
  if (hashes) return { ...body, level: hashes[1]!.length, title: hashes[2]! }
  const underlined = /^ {0,3}(\S[^\n]*)\n {0,3}(=+|-+)$/.exec(trimmed)
  if (underlined) return { ...body, level: underlined[2]!.startsWith('=') ? 1 : 2, title: underlined[1]! }
  return { ...body, level: 0, title: '' }
}

/** A table of contents: most of its lines are links to headings. */
function isContents(block: string): boolean {
  const lines = block.split('\n').filter((line) => line.trim() !== '')
  const links = lines.filter((line) => /^[\s*+>\d.-]*\[[^\]]*\]\(#[^)]*\)/.test(line))
  return links.length > 1 && links.length * 2 > lines.length
}

/** Cuts a block of more than `MOST_WORDS` words between its lines, and a line that is too long between its words. */
function splitLong(text: string, { start, end }: { start: number; end: number }): { start: number; end: number }[] {
  if (countWords(text.slice(start, end)) <= MOST_WORDS) return [{ start, end }]
  const lines = [...text.slice(start, end).matchAll(/[^\n]+/g)]
  const pieces = lines.length > 1 ? lines : [...text.slice(start, end).matchAll(/\S+/g)]
  if (pieces.length === 1) return splitAt(text, start, end, middleOf(text, start, end))
  return pieces.flatMap((piece) => {
    const from = start + piece.index
    return splitLong(text, { start: from, end: from + piece[0].length })
  })
}

function splitAt(text: string, start: number, end: number, middle: number) {
  return [...splitLong(text, { start, end: middle }), ...splitLong(text, { start: middle, end })]
}

/** The middle of a run without spaces, never inside a surrogate pair. */
function middleOf(text: string, start: number, end: number): number {
  const middle = start + Math.floor((end - start) / 2)
  const unit = text.charCodeAt(middle)
  return unit >= 0xdc00 && unit <= 0xdfff ? middle + 1 : middle
}
