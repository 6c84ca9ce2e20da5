import { parentPort } from 'node:worker_threads'
import { runTask, type Task } from './tasks.ts'

// A thread of the pool: does one task after another, and says what came of it.
parentPort?.on('message', (task: Task) => parentPort?.postMessage(runTask(task)))
