// What texts a benchmark was given: two runs with one digest measured the same input.
import { createHash } from 'node:crypto'

const hash = createHash('sha256')

/** Takes a text that was made from the seed into the digest. */
export function noted<Text extends Uint8Array | string>(text: Text): Text {
  hash.update(text)
  return text
}

/** Of all texts that this process made, one after the other. */
export function digestOfInput(): string {
  return hash.copy().digest('hex')
}
