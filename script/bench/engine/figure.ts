/** What a benchmark measured, what was asked, and which direction is better. */
export type Figure = {
  name: string
  value: number
  unit: string
  goal?: number
  better: 'higher' | 'lower'
  /** Where it stands in a plot. */
  curve?: { plot: Plot; line: string; x: number }
}

export type Plot = 'time' | 'memory' | 'latency'

/** What a room's benchmark is asked for: `small` shows that it works, `full` has the sizes that the goals are about. */
export type Ask = { seed: number; size: 'small' | 'full' }

/**
 * Seconds of one core that `run` takes: the median of several runs, after one that nobody counts. The processor's time,
 * not the clock's, so that what else the machine does counts little; for what computes and waits for nothing.
 */
export function secondsOf(run: () => unknown, runs = 5): number {
  run()
  const seconds = Array.from({ length: runs }, () => secondsOfOne(run))
  return seconds.sort((a, b) => a - b)[runs >> 1]!
}

/** The same of a single run, for what takes long. */
export function secondsOfOne(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return Math.max(user + system, 1) / 1e6
}

/** A figure beside how many times that of the plain reference it is. */
export function besidePlain(figure: Figure & { better: 'higher' }, plain: number): Figure[] {
  return [
    figure,
    { name: `${figure.name}: times the plain reference`, value: figure.value / plain, unit: '×', better: 'higher' },
  ]
}

/** A run over all items, one after the other. */
export function over<Item>(items: readonly Item[], run: (item: Item) => unknown): () => void {
  return () => {
    for (const item of items) run(item)
  }
}
