import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { IndexerFailedError, IndexerNotReadyError } from './lib/errors.ts'
import { checkChain, schemaName } from './lib/identity.ts'
import { ponderFile } from './lib/package.ts'
import { freePort } from './lib/port.ts'
import { readDeployment } from './lib/settings.ts'

export type StartIndexerParameters = {
  /** URL of a node of the chain. */
  rpcUrl: string
  /** Path of the deployment file. */
  deploymentFile: string
  /** Folder of the content store. */
  storeDir: string
  /** Folder of the embedded database; made when it is not there. */
  dataDir: string
  /** Port of the API; 0 or none for any that is free. */
  port?: number
  /** Address that the API listens at; 127.0.0.1 when none is given. */
  hostname?: string
  /** URL of a PostgreSQL database to use in place of the embedded one. */
  databaseUrl?: string
  /** Seconds that it gets to catch up with the chain; 120 when none are given. */
  patience?: number
}

export type Indexer = {
  url: string
  graphqlUrl: string
  /** Ends the indexer; done when its process has ended. */
  stop(): Promise<void>
}

/** Lines of the log that an error shows. */
const TAIL = 30

/** Milliseconds that the process gets to end by itself. */
const GRACE = 10_000

/**
 * Starts the indexer in a process of its own.
 * @returns when it answers, has caught up with the chain, and has looked for all content once
 * @throws SettingError, BadDeploymentError, ChainUnreachableError, WrongChainError, ChainResetError, PortInUseError,
 * IndexerFailedError, IndexerNotReadyError
 */
export async function startIndexer(parameters: StartIndexerParameters): Promise<Indexer> {
  const { rpcUrl, deploymentFile, storeDir, dataDir, databaseUrl, hostname = '127.0.0.1', patience = 120 } = parameters
  const deployment = readDeployment(deploymentFile)
  const chain = await checkChain(rpcUrl, deployment)
  const schema = schemaName(import.meta.dirname, deployment, chain.startBlockHash)
  const port = await freePort(parameters.port ?? 0, hostname)
  mkdirSync(dataDir, { recursive: true })
  const options = ['--schema', schema, '--port', `${port}`, '--hostname', hostname, '--log-level', 'warn']
  const child = spawn(process.execPath, [ponderFile('bin/ponder.js'), 'start', ...options], {
    cwd: import.meta.dirname,
    env: {
      ...withoutPonder(process.env),
      NODE_ENV: 'production',
      PONDER_TELEMETRY_DISABLED: '1',
      OPENLEDGER_RPC: rpcUrl,
      OPENLEDGER_DEPLOYMENT: resolve(deploymentFile),
      OPENLEDGER_STORE: resolve(storeDir),
      OPENLEDGER_DATA: resolve(dataDir),
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    },
    // The channel tells the process when this one is gone, however it ended.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const log = keepLog(child)
  const url = `http://${hostname}:${port}`
  try {
    await caughtUp(child, url, { head: chain.head, patience, log })
  } catch (cause) {
    await stop(child)
    throw cause
  }
  return { url, graphqlUrl: `${url}/graphql`, stop: () => stop(child) }
}

/** The environment without what would lead Ponder elsewhere than this function is told. */
function withoutPonder(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PORT, DATABASE_URL, DATABASE_PRIVATE_URL, DATABASE_SCHEMA, DATABASE_VIEWS_SCHEMA, ...others } = env
  return others
}

/** @returns a function that gives the last lines of the process's log */
function keepLog(child: ChildProcess): () => string {
  let lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines = [...lines, ...text.split('\n').filter(Boolean)].slice(-TAIL)
    })
  }
  return () => lines.join('\n')
}

type Goal = { head: bigint; patience: number; log: () => string }

async function caughtUp(child: ChildProcess, url: string, { head, patience, log }: Goal): Promise<void> {
  const until = Date.now() + patience * 1_000
  for (;;) {
    // A request fails for as long as nothing listens, or the process is busy with the chain's past.
    const failure = await look(url, head).catch((cause: unknown) => cause)
    if (failure === undefined) return
    if (hasEnded(child)) throw new IndexerFailedError(log())
    if (Date.now() > until) throw new IndexerNotReadyError(patience, log(), { cause: failure })
    await delay(100)
  }
}

/** @returns what is not done yet; undefined when the chain is followed to `head` and no content is left to look for */
async function look(url: string, head: bigint): Promise<string | undefined> {
  const signal = AbortSignal.timeout(10_000)
  if (!(await fetch(`${url}/ready`, { signal })).ok) return 'the past of the chain'
  const status = (await (await fetch(`${url}/status`, { signal })).json()) as Status
  if (Object.values(status).some(({ block }) => BigInt(block.number) < head)) return 'the latest blocks'
  const body = JSON.stringify({ query: pendingQuery })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body, signal })
  const { data } = (await response.json()) as Pending
  if (Object.values(data).some(({ totalCount }) => totalCount > 0)) return 'content'
}

/** How much content there is that nobody has looked for. */
const pendingQuery = `{
  batchContents(where: { status: "pending" }) { totalCount }
  submissionContents(where: { status: "pending" }) { totalCount }
  contributions(where: { textStatus: "pending" }) { totalCount }
}`

type Pending = { data: Record<string, { totalCount: number }> }

/** Ponder's `/status`, by the name of the chain. */
type Status = Record<string, { block: { number: number } }>

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE)
  await ended
  clearTimeout(timer)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
