// A process that is killed at one of its writes: `node crashing.ts <folder> <number>`. It opens the index of a folder, appends
// to it and merges it, says on standard output what is done, and kills itself before the write of that number, or halfway
// through it. Without the number it says at the end how many writes there were.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { openIndexFolder } from '../../src/engine/windows/folder.ts'
import { batch } from './batches.ts'

const [folder, at] = process.argv.slice(2) as [string, string | undefined]
const last = at === undefined ? Number.POSITIVE_INFINITY : Number(at)
const { writeSync } = fs
const say = (what: string) => writeSync(1, `${what}\n`)

let writes = 0
const isLast = () => ++writes > last
const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  // The signal may take a moment.
  for (;;);
}

for (const name of ['openSync', 'linkSync', 'fsyncSync', 'renameSync', 'rmSync', 'closeSync'] as const) {
  const original = fs[name] as (...args: unknown[]) => unknown
  Object.assign(fs, { [name]: (...args: unknown[]) => (isLast() ? die() : original(...args)) })
}
Object.assign(fs, {
  writeSync: (file: number, bytes: Uint8Array, from: number, length: number, position: number) => {
    if (!isLast()) return writeSync(file, bytes, from, length, position)
    writeSync(file, bytes, from, length >>> 1, position)
    return die()
  },
})
const { writeFileSync } = fs
Object.assign(fs, {
  writeFileSync: (file: string, text: string) => {
    if (!isLast()) return writeFileSync(file, text)
    writeFileSync(file, text.slice(0, text.length >>> 1))
    return die()
  },
})
syncBuiltinESMExports()

const index = openIndexFolder(folder)
await index.append(batch(2))
say('appended 2')
await index.merge({ all: true })
say('merged')
await index.append(batch(3))
say('appended 3')
await index.merge({ all: true })
say('merged')
await index.close()
say(`writes ${writes}`)
