import type { Address } from 'viem'
import { canonicalise } from '../../../sdk/src/text/index.ts'

/**
 * Who wrote how many words of the last of some revisions, by lines: a line is by whoever brought it, as long as each
 * revision keeps it in the longest common subsequence with the one before. Most words first.
 */
export function lineAuthors(
  revisions: readonly { contributor: Address; raw: string }[],
): { account: Address; words: number }[] {
  let lines: { text: string; account: Address }[] = []
  for (const { contributor, raw } of revisions) {
    const texts = raw.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
    const kept = commonLines(
      lines.map(({ text }) => text),
      texts,
    )
    lines = texts.map((text, i) => ({ text, account: kept[i] === -1 ? contributor : lines[kept[i]!]!.account }))
  }
  const words = new Map<Address, number>()
  for (const { text, account } of lines) {
    const canonical = canonicalise(text)
    if (canonical !== '') words.set(account, (words.get(account) ?? 0) + canonical.split(' ').length)
  }
  return [...words].map(([account, count]) => ({ account, words: count })).sort((a, b) => b.words - a.words)
}

/** For each new line the old one that it is in a longest common subsequence, or −1. */
function commonLines(old: readonly string[], now: readonly string[]): number[] {
  const width = now.length + 1
  const lengths = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const [down, right] = [lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!]
      lengths[i * width + j] = old[i] === now[j] ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(down, right)
    }
  }
  const kept = now.map(() => -1)
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) kept[j++] = i++
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++
    else j++
  }
  return kept
}
