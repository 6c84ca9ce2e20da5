import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { PonderNotFoundError } from './errors.ts'

/** The path of a compiled file of the package ponder, whether or not it is exported. */
export function ponderFile(path: string): string {
  const manifest = findPackageJSON('ponder', import.meta.url)
  if (manifest === undefined) throw new PonderNotFoundError()
  return join(dirname(manifest), 'dist/esm', path)
}
