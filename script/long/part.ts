import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** A part of the long rung. */
export type Part = {
  about: string
  /**
   * Goes on with the part until it is done or `until` (Unix milliseconds); what it keeps between two runs it keeps in
   * `folder`.
   * @returns what it found once it is done
   */
  run(given: Given): Promise<{ failed: number; result: object } | undefined>
}

export type Given = { folder: string; seed: number; until: number }

/** A JSON file that an earlier run may have left; an empty object where there is none. */
export function existing(file: string): Record<string, never> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

/** Writes a JSON file so that it is the old one or the new one whenever the run is killed. */
export function keep(file: string, value: unknown) {
  writeFileSync(`${file}.new`, JSON.stringify(value))
  renameSync(`${file}.new`, file)
}
