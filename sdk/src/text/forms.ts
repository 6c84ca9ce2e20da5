import { normalise } from './canonical.ts'
import { has, unicode } from './unicode.ts'

/**
 * What becomes of a code point wherever it stands: `SEPARATES`, `APART`, or the one code point of a word that it becomes,
 * above `FORM_FLAGS` bits of flags.
 */
export type Form = number

/** It ends a word. */
export const SEPARATES = 1
/** That depends on what stands around it, or is several code points: a mark, a sigma, a ligature. */
export const APART = 2
/** Flag of a form whose word is that code point alone. */
export const LONELY = 4
export const FORM_FLAGS = 4

/** By code point, worked out where they are met; 0 before. */
const forms = new Uint32Array(0x110000)

/** The form of a code point. Forms of code points in a row are the canonical text of the row, as long as none is `APART`. */
export function formOf(point: number): Form {
  const known = forms[point]!
  if (known !== 0) return known
  const found = findForm(point)
  forms[point] = found
  return found
}

/** Whether a code point may normalise together with what stands before it: marks, and later parts of Hangul syllables. */
export function mayJoin(point: number): boolean {
  return point >= 0x80 && !has(point, unicode.unassigned) && joining.test(String.fromCodePoint(point).normalize('NFKD'))
}

const joining = /^[\p{M}\u1160-\u11ff]/u

function findForm(point: number): Form {
  const character = String.fromCodePoint(point)
  if (mayJoin(point) || character.normalize('NFKC').includes('Σ')) return APART
  // What Unicode 15.0.0 did not assign is a space by now.
  const points = Array.from(normalise(character), (each) => each.codePointAt(0)!)
  if (points.every((each) => !has(each, unicode.word))) return SEPARATES
  if (points.length > 1) return APART
  return (points[0]! << FORM_FLAGS) | (has(points[0]!, unicode.lonely) ? LONELY : 0)
}
