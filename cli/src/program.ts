import { OpenLedgerError } from '@openledger/sdk'
import { Command, CommanderError } from 'commander'
import { askCommand } from './commands/ask.ts'
import { attributeCommand } from './commands/attribute.ts'
import { batchCommand } from './commands/batch.ts'
import { buildCommand } from './commands/build.ts'
import { claimCommand } from './commands/claim.ts'
import { serveCommand } from './commands/serve.ts'
import { textRootCommand } from './commands/textRoot.ts'
import { watchCommand } from './commands/watch.ts'
import { BadInputError } from './errors.ts'

/** The program `openledger`. */
export function createProgram(): Command {
  const program = new Command('openledger').description(
    'OpenLedger at the command line: build, serve, ask, batch, watch and claim.',
  )
  const commands = [
    buildCommand(),
    serveCommand(),
    askCommand(),
    batchCommand(),
    watchCommand(),
    claimCommand(),
    textRootCommand(),
    attributeCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  exitByThrowing(program)
  return program
}

/** Runs the program. @returns its exit status: 0, 1 for a failure, 2 for bad input, 130 when it was stopped on the way */
export async function main(args: string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has printed what it has to say itself; help that was asked for is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof Error && error.name === 'AbortError') {
      process.stderr.write('openledger: Stopped.\n')
      return 130
    }
    process.stderr.write(`openledger: ${messageOf(error)}\n`)
    return error instanceof BadInputError ? 2 : 1
  }
}

function exitByThrowing(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) exitByThrowing(child)
}

/** One sentence; what nobody foresaw comes with where it happened. */
function messageOf(error: unknown): string {
  if (error instanceof OpenLedgerError) return error.message
  if (!(error instanceof Error)) return String(error)
  if ('shortMessage' in error) return String(error.shortMessage)
  return error.stack ?? error.message
}
