const SPACE = 0x20
const latin1 = new TextDecoder('latin1')

/** Where the words of a text begin and end: what stands between spaces. */
export function boundsOf(text: Uint8Array): { starts: number[]; ends: number[] } {
  const starts: number[] = []
  const ends: number[] = []
  for (let i = 0; i < text.length; i++) {
    if (text[i] === SPACE) continue
    starts.push(i)
    while (i < text.length && text[i] !== SPACE) i++
    ends.push(i)
  }
  return { starts, ends }
}

/**
 * The different stretches of so many words of a text, each as a string of one character a byte. A text of fewer words is
 * one stretch; one without words has none.
 */
export function shinglesOf(text: Uint8Array, words: number): Set<string> {
  const { starts, ends } = boundsOf(text)
  const shingles = new Set<string>()
  if (starts.length === 0) return shingles
  const last = Math.max(0, starts.length - words)
  // One string for each word, joined by one space: what stands between words is no part of the likeness.
  const each = starts.map((start, i) => latin1.decode(text.subarray(start, ends[i])))
  for (let i = 0; i <= last; i++) shingles.add(each.slice(i, i + words).join(' '))
  return shingles
}
