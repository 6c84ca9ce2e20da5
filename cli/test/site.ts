import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { publishContribution, publishLeaves } from '@openledger/sdk/content'
import { folderStore } from '@openledger/sdk/content/folder'
import { toHex } from 'viem'
import { keyOf } from '../../sdk/test/chain.ts'
import { openDatanet, type Party, type Stage, startStage } from '../../sdk/test/stage.ts'
import { connect } from '../src/config.ts'

const program = join(import.meta.dirname, '../bin/openledger.js')

/** The private key of the nth account of tests. */
export const secretOf = (n: number) => toHex(n + 1, { size: 32 })

export type Ended = { status: number | null; stdout: string; stderr: string }
export type Site = Awaited<ReturnType<typeof openSite>>

/** A chain with a content store and a folder beside it, and the program `openledger` to be run on them. */
export async function openSite() {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-site-'))
  const stage = await startStage()
  const deploymentFile = join(folder, 'deployment.json')
  const { startBlock, ...deployment } = stage.deployment
  await writeFile(deploymentFile, JSON.stringify({ ...deployment, startBlock: Number(startBlock) }))
  const storeFolder = join(folder, 'store')
  const env = {
    ...process.env,
    OPENLEDGER_RPC: stage.url,
    OPENLEDGER_DEPLOYMENT: deploymentFile,
    OPENLEDGER_STORE: storeFolder,
  }
  const running = new Set<ChildProcess>()

  function spawnProgram(args: string[], extra: Record<string, string>, file = program): ChildProcess {
    const child = spawn(process.execPath, [file, ...args], {
      env: { ...env, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }

  return {
    stage,
    folder,
    storeFolder,
    deploymentFile,
    store: folderStore(storeFolder),
    /** Runs a script of its own with the program's environment. @returns the signal that ended it, if one did */
    async runScript(file: string, args: string[], extra: Record<string, string>): Promise<NodeJS.Signals | null> {
      const child = spawnProgram(args, extra, file)
      for (const stream of [child.stdout!, child.stderr!]) stream.resume()
      const [, signal] = await once(child, 'close')
      return signal
    },
    /** Runs the program to its end. */
    async run(args: string[], extra: Record<string, string> = {}): Promise<Ended> {
      const child = spawnProgram(args, extra)
      let stdout = ''
      let stderr = ''
      child.stdout!.on('data', (data) => (stdout += data))
      child.stderr!.on('data', (data) => (stderr += data))
      const [status] = await once(child, 'close')
      return { status, stdout, stderr }
    },
    /** Starts it, and waits for its first line of JSON. */
    async start(args: string[], extra: Record<string, string> = {}) {
      const child = spawnProgram([...args, '--json'], extra)
      const lines: Record<string, string>[] = []
      const waiting = new Set<() => void>()
      child.stderr!.resume()
      createInterface({ input: child.stdout! }).on('line', (line) => {
        lines.push(JSON.parse(line))
        for (const wake of waiting) wake()
      })
      /** The first line that fits. */
      const line = (fits: (line: Record<string, string>) => boolean) =>
        new Promise<Record<string, string>>((resolve, reject) => {
          const look = () => {
            const found = lines.find(fits)
            if (found) resolve(found)
          }
          waiting.add(look)
          look()
          child.once('exit', (status) => reject(new TypeError(`${args[0]} ended with status ${status}`)))
        })
      return { child, line, first: await line(() => true) }
    },
    /** A connection of the program's own kind. */
    connect: (n: number) => connect({ rpc: stage.url, deployment: deploymentFile }, keyOf(n)),
    async close() {
      for (const child of running) child.kill('SIGKILL')
      await stage.stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** A datanet with submissions of one text each, accepted in their order and with their content in the store. */
export async function fillDatanet(
  { stage, store }: Pick<Site, 'store'> & { stage: Stage },
  { curator, validator }: { curator: Party; validator: Party },
  texts: readonly { contributor: Party; text: string }[],
): Promise<bigint> {
  const { datanetId } = await openDatanet(stage, { curator, validator })
  for (const { contributor, text } of texts) {
    const { textRoot } = await publishContribution(store, text)
    const leaves = await publishLeaves(store, [{ contributor: contributor.account.address, textRoot }])
    const { submissionId } = await contributor.datanet.submitSync({ datanetId, ...leaves })
    await validator.datanet.approveSync({ submissionId })
  }
  return datanetId
}

/** Waits until a process has ended. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}
