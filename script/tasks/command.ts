import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** The repository's root, absolute. */
export const root = join(import.meta.dirname, '../..')

/** How a command ended. */
export type Result = { status: number; output: string; seconds: number }

/** Runs `command` from the root, `env` added to the environment, showing its output as it comes unless `quiet`, and returns it. */
export function run(
  command: string,
  args: readonly string[],
  options: { quiet?: boolean; env?: Record<string, string> } = {},
): Promise<Result> {
  const begin = performance.now()
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env }
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    // What ends this process ends the program, which would otherwise go on by itself.
    const end = () => child.kill('SIGTERM')
    process.once('SIGTERM', end)
    let output = ''
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const)
      from.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        if (!options.quiet) to.write(chunk)
      })
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGTERM', end)
      resolve({ status: code ?? 1, output, seconds: (performance.now() - begin) / 1000 })
    })
  })
}

/** One line for a step that ended well. */
export function done(step: string, what: string, seconds: number) {
  console.log(`✓ ${step}: ${what} (${seconds.toFixed(1)} s)`)
}

/** Says why a task ends here, in one sentence, and ends it. */
export function fail(message: string): never {
  console.error(`openledger: ${message}`)
  process.exit(1)
}
