import { readFileSync } from 'node:fs'
import { canonicalBytes, decodeText, OpenLedgerError } from '@openledger/sdk'
import { BadInputError } from './errors.ts'

/** The text of a file. @throws BadInputError when there is none, or it is empty or no text */
export function readTextFile(path: string): string {
  return asInput(() => decodeText(readBytes(path), path))
}

/** Canonical bytes of a text; `name` is what errors call it. @throws BadInputError when it has no words */
export function wordsOfInput(text: string, name: string): Uint8Array {
  return asInput(() => canonicalBytes(text, name))
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const reason = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`
    throw new BadInputError(`${path} ${reason}: name a text file.`, { cause })
  }
}

function asInput<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof OpenLedgerError && !(cause instanceof BadInputError))
      throw new BadInputError(cause.message, { cause })
    throw cause
  }
}
