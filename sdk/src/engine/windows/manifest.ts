import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
  // The lock appears whole: a file half written would name another process, or none.
  const own = `${path}.${process.pid}`
  writeFileSync(own, nameOf(process.pid) ?? `${process.pid}`)
  try {
    for (;;) {
      try {
        linkSync(own, path)
        removeOldLocks(folder)
        return () => rmSync(path, { force: true })
      } catch (error) {
        if (!isError(error, 'EEXIST')) throw error
      }
      checkHolder(folder, path)
      takeAway(folder, path, `${own}.old`)
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/** What processes left that were killed while they locked. */
function removeOldLocks(folder: string): void {
  for (const file of readdirSync(folder)) {
    const pid = /^lock\.(\d+)/.exec(file)?.[1]
    if (pid && nameOf(Number(pid)) === undefined) rmSync(join(folder, file), { force: true })
  }
}

/** Takes a lock away whose holder is gone; another process may have taken its place in the meantime. */
function takeAway(folder: string, path: string, aside: string): void {
  try {
    renameSync(path, aside)
  } catch (error) {
    if (isError(error, 'ENOENT')) return
    throw error
  }
  try {
    checkHolder(folder, aside)
  } catch (error) {
    linkSync(aside, path)
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** @throws IndexLockedError when the process that a lock names is there */
function checkHolder(folder: string, path: string): void {
  let holder: string
  try {
    holder = readFileSync(path, 'utf8')
  } catch (error) {
    if (isError(error, 'ENOENT')) return
    throw error
  }
  const pid = Number.parseInt(holder, 10)
  if (nameOf(pid) === holder) throw new IndexLockedError(folder, pid)
}

/** A running process by its number and, where the system tells, its start: numbers are used again. */
function nameOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (isError(error, 'ESRCH')) return undefined
    // There is one, of another user.
    if (!isError(error, 'EPERM')) throw error
  }
  return `${pid} ${startOf(pid)}`
}

function startOf(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The program's name, in parentheses, may hold anything.
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch (error) {
    if (isError(error, 'ENOENT') || isError(error, 'ESRCH') || isError(error, 'EACCES')) return ''
    throw error
  }
}

function isError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
