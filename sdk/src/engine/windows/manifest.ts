import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { IndexLockedError, ManifestError, NoIndexError } from './errors.ts'
import { syncFolder, writeAll } from './writer.ts'

/** Which segments an index in a folder has: what is not in it is no part of the index. */
export type Manifest = z.infer<typeof manifestSchema>

const whole = z.number().int().nonnegative()
const manifestSchema = z.strictObject({
  format: z.literal('openledger-windows/1'),
  windowWords: whole,
  /** Hexadecimal. */
  seed: z.string().regex(/^[0-9a-f]{32}$/),
  hashBits: z.number().int().min(1).max(32),
  /** The number of the next segment's file. */
  next: whole,
  segments: z.array(z.strictObject({ name: z.string().regex(/^\d+\.segment$/), contributions: whole, windows: whole })),
})

const NAME = 'manifest.json'
const LOCK = 'lock'

/** @throws NoIndexError, ManifestError */
export function readManifest(folder: string): Manifest {
  let text: string
  try {
    text = readFileSync(join(folder, NAME), 'utf8')
  } catch (cause) {
    throw new NoIndexError(folder, { cause })
  }
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new ManifestError(join(folder, NAME), { cause })
  }
}

/** The old one stays until the new one is on the disk. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const temporary = join(folder, `${NAME}.new`)
  const file = openSync(temporary, 'w')
  try {
    writeAll(file, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`), 0)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, join(folder, NAME))
  syncFolder(folder)
}

/**
 * Makes this process the one that writes to the folder, until the function that it gives is called. A process that was
 * killed holds nothing.
 * @throws IndexLockedError
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, LOCK)
  for (;;) {
    try {
      writeFileSync(path, `${process.pid}`, { flag: 'wx' })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if (!isError(error, 'EEXIST')) throw error
    }
    const holder = holderOf(path)
    if (holder !== undefined && isAlive(holder)) throw new IndexLockedError(folder, holder)
    rmSync(path, { force: true })
  }
}

function holderOf(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || undefined
  } catch (error) {
    if (isError(error, 'ENOENT')) return undefined
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isError(error, 'ESRCH')
  }
}

function isError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
