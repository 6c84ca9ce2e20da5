import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type PrivateKeyAccount,
  publicActions,
  type TestClient,
  toHex,
} from 'viem'
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { type Deployment, parseDeployment } from '../src/deployment.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The account that deploys and holds the faucet's OPEN on a local chain. */
const faucetKey = toHex(
  mnemonicToAccount('test test test test test test test test test test test junk').getHdKey().privateKey!,
)
export const faucet: PrivateKeyAccount = privateKeyToAccount(faucetKey)

/** A chain of one test file's own, with the protocol on it. */
export type TestChain = {
  deployment: Deployment
  url: string
  /** Moves the clock and mines. */
  time: TestClient<'anvil'>
  stop(): Promise<void>
}

/**
 * A block that holds a whole deployment. Of what comes at once and does not fit one block, anvil leaves the rest until
 * somebody sends more, and the deployer waits for it for ever.
 */
const roomyBlocks = ['--gas-limit', '300000000']

/**
 * Starts a chain on a free port and deploys by the command that every chain is deployed by. Chains with the usual flags begin
 * from what the first of a test run deployed: see deployedOnce.ts.
 * @param flags of anvil, besides
 */
export async function startTestChain(flags: readonly string[] = roomyBlocks): Promise<TestChain> {
  const anvil = spawn('anvil', ['--port', '0', '--host', '127.0.0.1', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // A test file that ends without its `afterAll` takes its chain with it.
  const kill = () => anvil.kill()
  process.once('exit', kill)
  const url = `http://${await listening(anvil)}`
  const stop = async () => {
    process.off('exit', kill)
    if (anvil.exitCode !== null) return
    const exited = once(anvil, 'exit')
    kill()
    await exited
  }
  try {
    const time = createTestClient({ mode: 'anvil', chain: foundry, transport: http(url) })
    const kept = flags === roomyBlocks ? process.env.OPENLEDGER_TEST_CHAIN : undefined
    return { deployment: parseDeployment(await (kept ? loadOrDeploy(kept, url, time) : deploy(url))), url, time, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A client that signs for an account and waits for blocks without delay. */
export function clientOf({ url }: Pick<TestChain, 'url'>, account: PrivateKeyAccount) {
  return createWalletClient({ account, chain: foundry, transport: http(url), pollingInterval: 20 }).extend(
    publicActions,
  )
}

export type TestWallet = ReturnType<typeof clientOf>

/** The nth account of tests, with its key; anvil knows nothing of it. */
export function keyOf(n: number): PrivateKeyAccount {
  return privateKeyToAccount(toHex(n + 1, { size: 32 }))
}

/** Where anvil listens. Its output is read on, so that it never waits for a reader. */
function listening(anvil: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk
      const [, address] = /Listening on (\S+)/.exec(output) ?? []
      if (!address) return
      anvil.stdout!.off('data', read).resume()
      resolve(address)
    }
    anvil.stdout!.on('data', read)
    anvil.once('error', reject)
    anvil.once('exit', () => reject(new TypeError(`anvil ended before it listened: ${output}`)))
  })
}

/** Brings a chain to the state that the file keeps, or deploys and keeps it there for those that follow. */
async function loadOrDeploy(file: string, url: string, time: TestClient<'anvil'>): Promise<string> {
  if (existsSync(file)) {
    const { deployment, state } = JSON.parse(await readFile(file, 'utf8')) as { deployment: string; state: Hex }
    await time.loadState({ state })
    return deployment
  }
  const deployment = await deploy(url)
  const own = `${file}.${randomUUID()}`
  await writeFile(own, JSON.stringify({ deployment, state: await time.dumpState() }))
  await rename(own, file)
  return deployment
}

/** Runs the command that every chain is deployed by. @returns the deployment file that it wrote */
async function deploy(url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-chain-'))
  try {
    const out = join(folder, 'deployment.json')
    const flags = ['--rpc-url', url, '--private-key', faucetKey, '--broadcast', '--out', out]
    // Chains of other test files deploy at the same time: each keeps what forge writes to itself.
    const env = { ...process.env, FOUNDRY_BROADCAST: join(folder, 'broadcast') }
    // Shorter than the hook that waits for it, so that the chain is stopped; what is compiled takes three seconds.
    await promisify(execFile)(process.execPath, [`${root}script/tasks/deploy.ts`, ...flags], { env, timeout: 100_000 })
    return await readFile(out, 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}
