import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Engine } from './property.ts'

/** A change of one place of a file in `src/attribution`, or in `src`. */
export type Fault = { file: string; sound: string; faulty: string }

/** Within the workspace, so that packages are found. */
const workspace = path('../../../.local/test')

/** Calls `use` with an engine that has the fault, from a copy of the sources. */
export async function withFault({ file, ...fault }: Fault, use: (engine: Engine) => void): Promise<void> {
  await withFaultySources({ file: join('attribution', file), ...fault }, async (sources) => {
    const load = (name: string) => import(/* @vite-ignore */ join(sources, 'attribution', name))
    use({ ...(await load('windowIndex.ts')), ...(await load('attribute.ts')) })
  })
}

/** Calls `use` with the folder of a copy of the sources, in which `file` of `src` has the fault. */
export async function withFaultySources(
  { file, sound, faulty }: Fault,
  use: (sources: string) => Promise<void>,
): Promise<void> {
  mkdirSync(workspace, { recursive: true })
  const folder = mkdtempSync(join(workspace, 'fault-'))
  try {
    const sources = join(folder, 'src')
    cpSync(path('../../src'), sources, { recursive: true })
    const faultyFile = join(sources, file)
    const [before, after, ...more] = readFileSync(faultyFile, 'utf8').split(sound)
    if (after === undefined || more.length > 0) throw new FaultError(file, sound)
    writeFileSync(faultyFile, before + faulty + after)
    await use(sources)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The sources have no such place, or several. */
class FaultError extends Error {
  constructor(file: string, sound: string) {
    super(`${file} does not hold ${JSON.stringify(sound)} exactly once: plant the fault anew.`)
    this.name = 'FaultError'
  }
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}
