import { parentPort, workerData } from 'node:worker_threads'
import { createWorker, type Task, type WorkerStart } from './tasks.ts'

/** What a worker says of a task. Errors of this library lose their class on the way, so they go as what they say. */
export type WorkerMessage = { made: ReturnType<Awaited<ReturnType<typeof createWorker>>['run']> } | { failed: Failed }
export type Failed = { name: string; message: string; stack: string | undefined }

const worker = await createWorker(workerData as WorkerStart)

parentPort!.on('message', (task: Task) => {
  try {
    const made = worker.run(task)
    const bytes = made && 'bytes' in made ? [made.bytes.buffer] : []
    parentPort!.postMessage({ made } satisfies WorkerMessage, bytes)
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
    parentPort!.postMessage({ failed: { name, message, stack } } satisfies WorkerMessage)
  }
})
