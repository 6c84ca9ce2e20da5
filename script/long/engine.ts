import { join } from 'node:path'
import { existing, type Given, keep, type Part } from './part.ts'

const CASES = 20_000
/** Kills between two states that are kept. */
const KILLS = 10

export const engine: Part = {
  about: '20,000 corpora, however indexed, against the oracle, and a process killed at each of its writes',
  run,
}

type State = {
  chunk: number
  killed: number
  writes: number | null
  byWorkers: number
  inFiles: number
  failures: { what: string; message: string }[]
}

/** A chunk of cases at a time, then some kills at a time. */
async function run({ folder, seed, until }: Given) {
  const { CHUNK, runChunk, runCrashes } = await import('../../sdk/test/engine/long.ts')
  const file = join(folder, 'state.json')
  const none: State = { chunk: 0, killed: 0, writes: null, byWorkers: 0, inFiles: 0, failures: [] }
  const state: State = { ...none, ...existing(file) }
  while (state.chunk < CASES / CHUNK) {
    if (Date.now() > until) return undefined
    const { byWorkers, inFiles, failures } = await runChunk(seed, state.chunk)
    state.chunk++
    state.byWorkers += byWorkers
    state.inFiles += inFiles
    state.failures.push(...failures)
    keep(file, state)
  }
  while (state.writes === null || state.killed < state.writes) {
    if (Date.now() > until) return undefined
    const { writes, failures } = await runCrashes(state.killed, state.killed + KILLS)
    state.writes = writes
    state.killed = Math.min(writes, state.killed + KILLS)
    state.failures.push(...failures)
    keep(file, state)
  }
  const { byWorkers, inFiles, killed, failures } = state
  return { failed: failures.length, result: { cases: CASES, byWorkers, inFiles, killedAtWrites: killed, failures } }
}
