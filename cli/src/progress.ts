import { availableParallelism } from 'node:os'
import { clearLine, cursorTo } from 'node:readline'

/** How far something long has come: `done` of `total`, of what `phase` names. */
export type Progress = { phase: string; done: number; total: number }

/** What everything long takes. */
export type LongOptions = { signal?: AbortSignal; onProgress?: (progress: Progress) => void }

/** Threads for work on so many bytes: they cost more than they save where there is little to do. */
export function workersFor(bytes: number): number {
  return bytes < 2 ** 24 ? 0 : availableParallelism()
}

export type ProgressBar = {
  show(progress: Progress): void
  /** Takes the bar away: for good, or until something is shown again. */
  clear(): void
}

/** Milliseconds between two drawings. */
const INTERVAL = 100
const WIDTH = 30

/** A bar on standard error, where that is a terminal; elsewhere nothing is drawn. */
export function progressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  let [last, phase, isDrawn, begun] = [0, '', false, 0]
  return {
    show(progress) {
      if (!stream.isTTY) return
      const now = performance.now()
      if (progress.phase !== phase) begun = now
      else if (now - last < INTERVAL && progress.done < progress.total) return
      phase = progress.phase
      last = now
      cursorTo(stream, 0)
      clearLine(stream, 0)
      stream.write(lineOf(progress, (now - begun) / 1000).slice(0, Math.max(0, stream.columns - 1)))
      isDrawn = true
    },
    clear() {
      if (!isDrawn) return
      cursorTo(stream, 0)
      clearLine(stream, 0)
      ;[phase, isDrawn] = ['', false]
    },
  }
}

/** One line: the phase, a bar, counts, and how many a second. */
export function lineOf({ phase, done, total }: Progress, seconds: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 1
  const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')
  const rate = seconds >= 1 ? `, ${Math.round(done / seconds).toLocaleString('en')}/s` : ''
  const counts = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`
  return `${phase.padEnd(10)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${counts}${rate}`
}
