import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { LoopError } from './errors.ts'

/** Milliseconds that a process gets to end by itself. */
const GRACE = 10_000

/** Lines of a process's errors that are kept, to explain how it ended. */
const KEPT_LINES = 20

/** A process that the loop started. */
export type Started = {
  name: string
  /** Waits for a line of its output for which `find` returns something. @throws LoopError when it ends before */
  expect<found>(find: (line: string) => found | undefined): Promise<found>
  /** Calls back for each line from now on. */
  onLine(listen: (line: string) => void): void
  /** Waits until it ends by itself. @throws LoopError unless its status is 0 */
  ended(): Promise<void>
  stop(): Promise<void>
}

/** The processes that the loop started, which it alone ends. */
export type Processes = {
  start(name: string, command: string, args: string[], options?: { env?: NodeJS.ProcessEnv; cwd?: string }): Started
  /** Runs a command to its end. @returns what it printed @throws LoopError unless its status is 0 */
  run(
    name: string,
    command: string,
    args: string[],
    options?: { env?: NodeJS.ProcessEnv; cwd?: string },
  ): Promise<string>
  /** Ends all that still run, the latest first. */
  stopAll(): Promise<void>
}

export function createProcesses(): Processes {
  const running: Started[] = []
  const start: Processes['start'] = (name, command, args, options = {}) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C comes to the loop alone, which then ends everything in order.
      detached: true,
      ...options,
      env: { ...process.env, ...options.env },
    })
    const started = follow(name, child)
    running.push(started)
    return started
  }
  return {
    start,
    async run(name, command, args, options) {
      const lines: string[] = []
      const started = start(name, command, args, options)
      started.onLine((line) => lines.push(line))
      await started.ended()
      return lines.join('\n')
    },
    async stopAll() {
      for (const started of running.splice(0).reverse()) await started.stop()
    },
  }
}

function follow(name: string, child: ChildProcess): Started {
  const seen: string[] = []
  const errors: string[] = []
  const listeners = new Set<(line: string) => void>()
  let failure: Error | undefined
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', (error) => {
      failure = error
      resolve()
    })
  })
  createInterface({ input: child.stdout! }).on('line', (line) => {
    seen.push(line)
    for (const listen of listeners) listen(line)
  })
  createInterface({ input: child.stderr! }).on('line', (line) => {
    errors.push(line)
    if (errors.length > KEPT_LINES) errors.shift()
  })
  const isOver = () => failure !== undefined || child.exitCode !== null || child.signalCode !== null
  const explain = () => {
    if (failure)
      return new LoopError(`${name} cannot be started (${failure.message}): run npm ci, then npm start again.`)
    const how = child.signalCode ? `by ${child.signalCode}` : `with status ${child.exitCode}`
    const said = errors.join('\n') || seen.slice(-KEPT_LINES).join('\n')
    return new LoopError(`${name} ended ${how}: ${said}`)
  }
  // Once the loop stops, nobody waits any more: what ends then has not failed.
  let isStopped = false
  const endedByItself = () => closed.then(() => (isStopped ? new Promise<never>(() => undefined) : undefined))
  return {
    name,
    expect(find) {
      for (const line of seen) {
        const found = find(line)
        if (found !== undefined) return Promise.resolve(found)
      }
      return new Promise((resolve, reject) => {
        const listen = (line: string) => {
          const found = find(line)
          if (found === undefined) return
          listeners.delete(listen)
          resolve(found)
        }
        listeners.add(listen)
        endedByItself().then(() => reject(explain()))
      })
    },
    onLine(listen) {
      listeners.add(listen)
    },
    async ended() {
      await endedByItself()
      if (child.exitCode !== 0) throw explain()
    },
    async stop() {
      isStopped = true
      if (isOver()) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE)
      await exited
      clearTimeout(timer)
    },
  }
}
