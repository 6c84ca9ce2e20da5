import ignorable from '@unicode/unicode-15.0.0/Binary_Property/Case_Ignorable/regex.mjs'
import cased from '@unicode/unicode-15.0.0/Binary_Property/Cased/regex.mjs'
import letter from '@unicode/unicode-15.0.0/General_Category/Letter/regex.mjs'
import mark from '@unicode/unicode-15.0.0/General_Category/Mark/regex.mjs'
import digit from '@unicode/unicode-15.0.0/General_Category/Number/regex.mjs'
import unassigned from '@unicode/unicode-15.0.0/General_Category/Unassigned/regex.mjs'
import han from '@unicode/unicode-15.0.0/Script/Han/regex.mjs'
import hiragana from '@unicode/unicode-15.0.0/Script/Hiragana/regex.mjs'
import katakana from '@unicode/unicode-15.0.0/Script/Katakana/regex.mjs'
import khmer from '@unicode/unicode-15.0.0/Script/Khmer/regex.mjs'
import lao from '@unicode/unicode-15.0.0/Script/Lao/regex.mjs'
import myanmar from '@unicode/unicode-15.0.0/Script/Myanmar/regex.mjs'
import thai from '@unicode/unicode-15.0.0/Script/Thai/regex.mjs'

// The protocol read word by word, without regard to time, and without anything of the library under test.

const is = (...regexes: RegExp[]) => {
  const whole = regexes.map((regex) => new RegExp(`^(?:${regex.source})$`, regex.flags))
  const memory = new Map<string, boolean>()
  return (character: string) => {
    const known = memory.get(character) ?? whole.some((regex) => regex.test(character))
    memory.set(character, known)
    return known
  }
}
const isUnassigned = is(unassigned)
const isWord = is(letter, mark, digit)
const isLonely = is(han, hiragana, katakana, thai, lao, khmer, myanmar)
const isCased = is(cased)
const isIgnorable = is(ignorable)
const bytes = (text: string) => new TextEncoder().encode(text).length

export function canonicalText(text: string): string {
  const assigned = [...text].map((c) => (isUnassigned(c) ? ' ' : c)).join('')
  const composed = assigned.normalize('NFKC').split(' ').map(withSigmas).join(' ')
  const normal = composed.toLowerCase().normalize('NFKC')
  const spaced = [...normal].map((c) => (!isWord(c) ? ' ' : isLonely(c) ? ` ${c} ` : c)).join('')
  return spaced
    .split(' ')
    .filter((word) => word !== '')
    .flatMap(cut)
    .join(' ')
}

/** A capital sigma is final after a cased letter and before none; the runtime's own Unicode may see other letters. */
function withSigmas(text: string): string {
  if (!text.includes('Σ')) return text
  return text.replaceAll('Σ', (_, at: number) => {
    const before = [...text.slice(0, at)].findLast((c) => !isIgnorable(c)) ?? ' '
    const after = [...text.slice(at + 1)].find((c) => !isIgnorable(c)) ?? ' '
    return isCased(before) && !isCased(after) ? 'ς' : 'σ'
  })
}

function cut(word: string): string[] {
  const points = [...word]
  let count = points.length
  while (bytes(points.slice(0, count).join('')) > 64) count--
  return count === points.length ? [word] : [points.slice(0, count).join(''), ...cut(points.slice(count).join(''))]
}

export type OracleSource = { text: string; standing: 'Eligible' | 'Revoked' | 'None' }

/** For each word of the output the index of its owner among the sources, which stand in prior-art order. */
export function owners(sources: readonly OracleSource[], output: string, windowWords: number): (number | undefined)[] {
  const words = output.split(' ').filter((word) => word !== '')
  return words.map((_, position) => {
    const earliest = sources.findIndex(({ text, standing }) => {
      if (standing === 'None') return false
      for (let first = position - windowWords + 1; first <= position; first++) {
        const window = words.slice(Math.max(first, 0), Math.max(first, 0) + windowWords)
        if (first >= 0 && window.length === windowWords && ` ${text} `.includes(` ${window.join(' ')} `)) return true
      }
      return false
    })
    return sources[earliest]?.standing === 'Eligible' ? earliest : undefined
  })
}
