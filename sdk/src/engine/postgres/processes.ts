import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LongOptions, Progress } from '../windows/progress.ts'
import { WorkersEndedError } from './errors.ts'
import type { IndexTable } from './index.ts'

export type ProcessesOptions = LongOptions & {
  /** How the workers connect: a connection string of the same database. */
  url: string
  /** How many work. */
  processes: number
}

/**
 * Indexes what is queued, by several processes of this machine; others, on any machine, may work besides. A process that
 * is killed leaves its part to the others.
 * @throws WorkersEndedError when all ended and something waits
 */
export async function workInProcesses(index: IndexTable, options: ProcessesOptions): Promise<void> {
  const { signal, onProgress, processes } = options
  signal?.throwIfAborted()
  const total = await index.waiting()
  const done = new Array<number>(processes).fill(0)
  const workers = done.map((_, i) => {
    const worker = startWorker(index.schema, options.url)
    worker.on('message', ({ phase, done: count }: Progress) => {
      if (phase !== 'index') return
      done[i] = count
      const sum = done.reduce((a, b) => a + b, 0)
      onProgress?.({ phase, done: sum, total: Math.max(sum, total) })
    })
    return worker
  })
  const stop = () => {
    for (const worker of workers) worker.kill('SIGTERM')
  }
  signal?.addEventListener('abort', stop)
  const reasons = await Promise.all(workers.map(reasonOf))
  signal?.removeEventListener('abort', stop)
  signal?.throwIfAborted()
  const left = await index.waiting()
  if (left > 0) throw new WorkersEndedError(left, reasons)
}

/** A process that works until nothing waits. It sends its progress as messages. */
export function startWorker(schema: string, url: string): ChildProcess {
  return fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [schema], {
    // Other users of the machine see a program's arguments.
    env: { ...process.env, DATABASE_URL: url },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** How a process ended, in its own words if it had any. */
async function reasonOf(worker: ChildProcess): Promise<string> {
  let said = ''
  worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-1_000)
  })
  const [code, signal] = await once(worker, 'close')
  return said.trim() || (signal ? `ended by ${signal}` : `ended with status ${code}`)
}
