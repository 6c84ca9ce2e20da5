import { Worker } from 'node:worker_threads'
import { OpenLedgerError } from '../../errors/base.ts'
import { type LongOptions, step } from './progress.ts'
import { type Done, runTask, type Task } from './tasks.ts'

/** Threads that do the pieces of what is long. */
export type Pool = {
  /** Besides the calling one; 0 when that does everything. */
  threads: number
  /**
   * Does so many tasks, in whatever order, and says how far it is.
   * @param taskOf is asked for each in turn, when a thread is free for it
   */
  all<Kind extends Task>(
    count: number,
    taskOf: (index: number) => Kind,
    phase: string,
    options: LongOptions,
  ): Promise<Done<Kind>[]>
  close(): Promise<void>
}

/** A thread that ended before its work did. */
export class WorkerEndedError extends OpenLedgerError {
  constructor(cause: unknown) {
    super('A thread of the engine ended early: see the cause, and start again.', { cause })
  }
}

export function createPool(threads: number): Pool {
  return threads === 0 ? inThisThread : inWorkers(threads)
}

const inThisThread: Pool = {
  threads: 0,
  async all<Kind extends Task>(count: number, taskOf: (index: number) => Kind, phase: string, options: LongOptions) {
    const done: Done<Kind>[] = []
    while (done.length < count) {
      await step(options, { phase, done: done.length, total: count })
      done.push(runTask(taskOf(done.length)) as Done<Kind>)
    }
    return done
  },
  async close() {},
}

function inWorkers(threads: number): Pool {
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./worker.ts', import.meta.url)))
  // One that has ended does nothing any more, and says so to nobody.
  let ended: WorkerEndedError | undefined
  for (const worker of workers) {
    worker.on('error', (cause) => {
      ended ??= new WorkerEndedError(cause)
    })
  }
  return {
    threads,
    async all<Kind extends Task>(count: number, taskOf: (index: number) => Kind, phase: string, options: LongOptions) {
      if (ended) throw ended
      const done: Done<Kind>[] = []
      let [next, finished, stopped] = [0, 0, false]
      const work = async (worker: Worker) => {
        while (next < count && !stopped) {
          const index = next++
          try {
            done[index] = (await ask(worker, taskOf(index))) as Done<Kind>
            await step(options, { phase, done: ++finished, total: count })
          } catch (error) {
            stopped = true
            throw error
          }
        }
      }
      // Every worker is idle again before this ends, whatever happened.
      const outcomes = await Promise.allSettled(workers.map(work))
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
      return done
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

function ask(worker: Worker, task: Task): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = () => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    }
    const onMessage = (result: unknown) => {
      end()
      resolve(result)
    }
    const onError = (cause: unknown) => {
      end()
      reject(new WorkerEndedError(cause))
    }
    const onExit = (code: number) => onError(new Error(`exit code ${code}`))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(task)
  })
}
