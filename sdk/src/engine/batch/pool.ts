import { Worker as Thread } from 'node:worker_threads'
import { MalformedBundleError } from '../../attribution/bundle/errors.ts'
import { SumOutOfRangeError } from '../../errors/trees.ts'
import { AnswersDamagedError, BatchWorkerError } from './errors.ts'
import { OddNumber } from './opened.ts'
import { createWorker, type Task, type Worker, type WorkerStart } from './tasks.ts'
import type { Failed, WorkerMessage } from './worker.ts'

type Made = ReturnType<Worker['run']>

/** Threads that do the work of a batch. */
export type Pool = {
  /**
   * Does all tasks, in whatever order; a task is made when a thread is free for it, so that none waits in memory.
   * @param done is given what was made, one at a time, and awaited
   */
  each(tasks: Iterable<Task> | AsyncIterable<Task>, done: (made: Made, index: number) => unknown): Promise<void>
  close(): Promise<void>
}

/** @param threads besides this one; 0 does all work in this one */
export async function createPool(threads: number, start: WorkerStart, signal?: AbortSignal): Promise<Pool> {
  if (threads === 0) return poolOf([inThisThread(await createWorker(start))], signal)
  const workers = Array.from({ length: threads }, () => inThread(start))
  return poolOf(workers, signal)
}

type Hand = { run(task: Task): Promise<Made>; close(): Promise<unknown> }

function poolOf(hands: readonly Hand[], signal: AbortSignal | undefined): Pool {
  return {
    async each(tasks, done) {
      const next = Symbol.asyncIterator in tasks ? tasks[Symbol.asyncIterator]() : tasks[Symbol.iterator]()
      let index = 0
      let stopped = false
      let tail: Promise<unknown> = Promise.resolve()
      const work = async (hand: Hand) => {
        while (!stopped) {
          try {
            signal?.throwIfAborted()
            // Numbered in the order in which they are asked for, which is the order in which they are made.
            const place = index++
            const task = await next.next()
            if (task.done) return
            const made = await hand.run(task.value)
            tail = tail.then(() => done(made, place))
            await tail
          } catch (error) {
            stopped = true
            throw error
          }
        }
      }
      // Every thread is idle again before this ends, whatever happened.
      const outcomes = await Promise.allSettled(hands.map(work))
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    },
    async close() {
      await Promise.all(hands.map((hand) => hand.close()))
    },
  }
}

function inThisThread(worker: Worker): Hand {
  return { run: async (task) => worker.run(task), close: async () => worker.close() }
}

function inThread(start: WorkerStart): Hand {
  const thread = new Thread(new URL('./worker.ts', import.meta.url), { workerData: start })
  let ended: unknown
  thread.once('error', (cause) => {
    ended = cause
  })
  thread.once('exit', (code) => {
    ended ??= new Error(`It exited with code ${code}.`)
  })
  const run = (task: Task) =>
    new Promise<Made>((resolve, reject) => {
      if (ended !== undefined) return reject(new BatchWorkerError(ended))
      const end = () => thread.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
      const onMessage = (message: WorkerMessage) => {
        end()
        if ('failed' in message) reject(revived(message.failed))
        else resolve(message.made)
      }
      const onEnd = (cause: unknown) => {
        end()
        reject(new BatchWorkerError(ended ?? cause))
      }
      thread.on('message', onMessage).on('error', onEnd).on('exit', onEnd)
      thread.postMessage(task)
    })
  return { run, close: () => thread.terminate() }
}

/** An error as it was thrown in the worker, of the library's own class where that is one of these. */
function revived({ name, message, stack }: Failed): Error {
  const known = [AnswersDamagedError, MalformedBundleError, OddNumber, SumOutOfRangeError].find(
    (it) => it.name === name,
  )
  const error: Error = known ? Object.create(known.prototype) : new Error(message)
  return Object.assign(error, { name, message, stack })
}
