import { once } from 'node:events'
import type { IndexTable } from '../../src/engine/postgres/index.ts'
import { startWorker } from '../../src/engine/postgres/processes.ts'
import type { Progress } from '../../src/engine/windows/progress.ts'

/**
 * Has worker processes index what waits, and kills them: whenever one says that it went a step further, with a chance of
 * one in `oneIn`, so wherever it is when the signal comes. As many work again at once, until so many were killed.
 * @returns how many of those killed had begun to write a batch
 */
export async function workAndKill(
  index: IndexTable,
  url: string,
  { random, processes, kills, oneIn }: { random: () => number; processes: number; kills: number; oneIn: number },
): Promise<{ killed: number; writing: number }> {
  let [killed, writing] = [0, 0]
  const run = async (): Promise<void> => {
    const worker = startWorker(index.schema, url)
    let said = ''
    worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    worker.on('message', ({ phase }: Progress) => {
      if (killed >= kills || worker.killed || random() % oneIn !== 0) return
      killed++
      if (phase === 'write') writing++
      worker.kill('SIGKILL')
    })
    const [code] = await once(worker, 'close')
    if (worker.killed) return run()
    if (code !== 0) throw new Error(`A worker failed: ${said}`)
  }
  await Promise.all(Array.from({ length: processes }, run))
  return { killed, writing }
}
