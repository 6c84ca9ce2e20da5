import { join } from 'node:path'
import { existing, type Given, keep, type Part } from './part.ts'

const CASES = 20_000
/** Kills between two states that are kept. */
const KILLS = 10

export const engine: Part = {
  about:
    '20,000 corpora, in memory, files and PostgreSQL, against the oracle, a process killed at each write, a connection lost at each statement',
  run,
}

type State = {
  chunk: number
  killed: number
  writes: number | null
  /** Cases that stood in tables too, in how many indexes, and those of them that processes indexed. */
  inTables: number
  tables: number
  byProcesses: number
  lostAtStatements: number | null
  failures: { what: string; message: string }[]
}

/** A chunk of cases at a time, then some kills at a time. */
async function run({ folder, seed, until }: Given) {
  const { CHUNK, runChunk, runCrashes, runLosses } = await import('../../sdk/test/engine/long.ts')
  const { startServer } = await import('../../sdk/test/engine/tables.ts')
  const file = join(folder, 'state.json')
  const none: State = {
    chunk: 0,
    killed: 0,
    writes: null,
    inTables: 0,
    tables: 0,
    byProcesses: 0,
    lostAtStatements: null,
    failures: [],
  }
  const state: State = { ...none, ...existing(file) }
  const server = await startServer()
  try {
    while (state.chunk < CASES / CHUNK) {
      if (Date.now() > until) return undefined
      const { inTables, tables, byProcesses, failures } = await runChunk(server, seed, state.chunk)
      state.chunk++
      state.inTables += inTables
      state.tables += tables
      state.byProcesses += byProcesses
      state.failures.push(...failures)
      keep(file, state)
    }
    if (state.lostAtStatements === null) {
      const { statements, failures } = await runLosses(server)
      state.lostAtStatements = statements
      state.failures.push(...failures)
      keep(file, state)
    }
  } finally {
    await server.stop()
  }
  while (state.writes === null || state.killed < state.writes) {
    if (Date.now() > until) return undefined
    const { writes, failures } = await runCrashes(state.killed, state.killed + KILLS)
    state.writes = writes
    state.killed = Math.min(writes, state.killed + KILLS)
    state.failures.push(...failures)
    keep(file, state)
  }
  const { inTables, tables, byProcesses, lostAtStatements, killed, failures } = state
  const byHow = { inFiles: CASES, inTables, tables, byProcesses }
  return {
    failed: failures.length,
    result: { cases: CASES, ...byHow, lostAtStatements, killedAtWrites: killed, failures },
  }
}
