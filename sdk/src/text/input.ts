import { BinaryTextError, EmptyTextError, NotCanonicalError, NoWordsError } from '../errors/text.ts'
import { canonicaliseBytes } from './canonicalBytes.ts'

/**
 * The text that a file or a message holds.
 * @param name what errors call it, as the first words of a sentence
 * @throws EmptyTextError when there are no bytes
 * @throws BinaryTextError when the bytes are not UTF-8 or hold a NUL
 */
export function decodeText(bytes: Uint8Array, name?: string): string {
  if (bytes.length === 0) throw new EmptyTextError(name)
  if (bytes.includes(0)) throw new BinaryTextError(name)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BinaryTextError(name, { cause })
  }
}

/**
 * Canonical bytes of a text that must have words, as a contribution must.
 * @param name what errors call it, as the first words of a sentence
 * @throws NoWordsError when it has none
 */
export function canonicalBytes(text: string, name?: string): Uint8Array {
  const canonical = canonicaliseBytes(new TextEncoder().encode(text))
  if (canonical.length === 0) throw new NoWordsError(name)
  return canonical
}

/** @throws NotCanonicalError unless the bytes, which may be none, are canonical text */
export function checkCanonical(bytes: Uint8Array): void {
  // Bytes that are not UTF-8 separate words, so that they are never in what comes out.
  const canonical = canonicaliseBytes(bytes)
  const isSame = canonical.length === bytes.length && canonical.every((byte, i) => byte === bytes[i])
  if (!isSame) throw new NotCanonicalError()
}
