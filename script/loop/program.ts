import { join } from 'node:path'
import type { Processes, Started } from './processes.ts'

const program = join(import.meta.dirname, '../../cli/bin/openledger.js')

/** The program `openledger`, as a user would start it, told by the environment where chain and content are. */
export type OpenLedger = {
  /** Runs a command to its end. @returns the JSON it printed @throws LoopError with what it said */
  run(args: string[], env?: Record<string, string>): Promise<unknown>
  /** Starts one that goes on, such as `serve`. */
  start(args: string[], env?: Record<string, string>): Started
}

export function openLedger(
  processes: Processes,
  where: { rpc: string; deployment: string; store: string },
): OpenLedger {
  const environment = {
    OPENLEDGER_RPC: where.rpc,
    OPENLEDGER_DEPLOYMENT: where.deployment,
    OPENLEDGER_STORE: where.store,
  }
  const nameOf = (args: string[]) => `openledger ${args[0]}`
  return {
    async run(args, env) {
      const command = [program, ...args, '--json']
      const printed = await processes.run(nameOf(args), process.execPath, command, { env: { ...environment, ...env } })
      return JSON.parse(printed)
    },
    start(args, env) {
      const command = [program, ...args, '--json']
      return processes.start(nameOf(args), process.execPath, command, { env: { ...environment, ...env } })
    },
  }
}
