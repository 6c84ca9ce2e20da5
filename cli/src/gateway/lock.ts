import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { CliError } from '../errors.ts'

/** Another process works with the same data. */
export class InUseError extends CliError {
  constructor(path: string, pid: number) {
    super(`Process ${pid} already works with ${path}: end it, or give this one another --data folder.`)
  }
}

/**
 * Takes the file `<path>.lock` for this process. What a dead process left behind is taken over.
 * @returns what gives it back
 * @throws InUseError when a living process has it
 */
export function lock(path: string): () => void {
  const file = `${path}.lock`
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const owner = Number(readFileSync(file, 'utf8'))
    if (isAlive(owner)) throw new InUseError(path, owner)
    rmSync(file, { force: true })
    return lock(path)
  }
  return () => rmSync(file, { force: true })
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user lives as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
