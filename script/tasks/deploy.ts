// `npm run deploy -- --rpc-url URL [--config FILE] [--out FILE] [--broadcast] [forge's flags for the key]`: deploys the
// protocol by a configuration, reads everything back off the chain, and writes the deployment file. Without --broadcast it only
// tries: nothing is sent, no file is written.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createPublicClient, decodeAbiParameters, type Hex, http } from 'viem'
import { constructorArguments, differences, isComplete, type Plan, startBlockOf } from '../release/readBack.ts'
import { build } from './build.ts'
import { done, fail, root, run } from './command.ts'

const { url, config, out, broadcast, forgeFlags } = options(process.argv.slice(2))
const begin = performance.now()
const client = createPublicClient({ transport: http(url) })
const chainId = await client.getChainId().catch((error) => fail(`no chain answers at ${url}: ${error.shortMessage}`))
const configFile = config ?? join(root, `contracts/config/${chainId}.json`)
const outFile = out ?? join(root, `contracts/deployments/${chainId}.json`)
const configuration = read(configFile)

// The cache of the deploy script is thrown away, so nothing may be left to build.
await build()
const plan = await script()
for (const [name, address] of [['Deployer', plan.deployer], ...Object.entries(plan.contracts)] as const)
  console.log(`  ${name.padEnd(18)} ${address}`)
for (const wallet of plan.vestingWallets) console.log(`  ${'OpenVesting'.padEnd(18)} ${wallet}`)

const stands = broadcast || (await isComplete(client, plan))
if (stands) {
  const wrong = await differences(client, plan, JSON.parse(configuration))
  if (wrong.length) fail(`chain ${chainId} is not as ${configFile} says, so no file was written: ${wrong.join('; ')}.`)
}
if (broadcast) await write()
const how = stands
  ? 'is deployed: its code, parts, roles, parameters and genesis were read off the chain and are as they should be'
  : 'would stand there'
const result = broadcast ? `addresses are in ${outFile}` : 'nothing was sent, and no file written'
done(broadcast ? 'deployment' : 'trial', `version ${plan.version} on chain ${chainId} ${how}; ${result}`, seconds())

async function write() {
  const built = await constructorArguments(client, plan).catch((error) =>
    fail(`no file was written: ${error.message}.`),
  )
  const { version, deployer, vestingWallets, contracts } = plan
  const startBlock = Number(await startBlockOf(client, plan))
  const about = { chainId, version, startBlock, deployer, vestingWallets, contracts, constructorArguments: built }
  mkdirSync(dirname(outFile), { recursive: true })
  writeFileSync(outFile, `${JSON.stringify(about, null, 2)}\n`)
}

/** Runs the deploy script. @returns what it says that it deployed, or would */
async function script(): Promise<Plan> {
  const folder = mkdtempSync(join(tmpdir(), 'openledger-deploy-'))
  try {
    const notes: Record<string, string> = broadcast ? {} : { FOUNDRY_BROADCAST: join(folder, 'broadcast') }
    const env = { CONFIGURATION: configuration, FOUNDRY_CACHE_PATH: cacheIn(folder), ...notes }
    // One transaction after the other: a block does not hold them all.
    const sending = broadcast ? ['--broadcast', '--slow'] : []
    const flags = ['script/Deploy.s.sol', '--json', '--rpc-url', url, ...sending, ...forgeFlags]
    const { status, output } = await run('forge', ['script', ...flags], { quiet: true, env })
    if (status !== 0) fail(refusal(output))
    const [answer] = output.split('\n').filter((line) => line.startsWith('{"logs"'))
    if (!answer) fail(`the deploy script ended without an answer: ${output.slice(-2000)}`)
    const [deployment] = decodeAbiParameters([{ type: 'string' }], JSON.parse(answer).returned as Hex)
    return JSON.parse(deployment)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A copy of the compiler's cache: forge leaves in it only what the script is made of, and the next build would build all anew. */
function cacheIn(folder: string): string {
  const cache = join(folder, 'cache')
  cpSync(join(root, 'contracts/cache/solidity-files-cache.json'), join(cache, 'solidity-files-cache.json'))
  return cache
}

/** Why forge failed, in one sentence. */
function refusal(output: string): string {
  const reason = [...output.matchAll(/^Error: (.+)$/gm)].at(-1)?.[1]
  if (!reason) return `the deployment failed: ${output.slice(-2000)}`
  const [, refused] = /^script failed: (.+)$/.exec(reason) ?? []
  // Forge adds a shorter form to large numbers.
  if (refused)
    return `${configFile} cannot be deployed to chain ${chainId}, and nothing was sent: ${refused.replaceAll(/ \[\d[\d.e]*\]/g, '')}.`
  return `the deployment broke off, and no file was written; the same command completes it: ${reason}.`
}

function read(file: string): string {
  if (!existsSync(file)) fail(`there is no configuration ${file}: write one, or name another by --config.`)
  const content = readFileSync(file, 'utf8')
  try {
    JSON.parse(content)
  } catch (error) {
    fail(`${file} is no JSON: ${(error as Error).message}`)
  }
  return content
}

function options(args: string[]) {
  const values: Record<string, string | undefined> = {}
  const forgeFlags: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    const [, name, value] = /^--(rpc-url|config|out)(?:=(.*))?$/.exec(arg) ?? []
    if (name) values[name] = value ?? args[++i] ?? fail(`--${name} needs a value.`)
    else if (arg !== '--broadcast') forgeFlags.push(arg)
  }
  // Paths are meant from where npm was called.
  const path = (name: string) => values[name] && resolve(process.env.INIT_CWD ?? process.cwd(), values[name])
  return {
    url: values['rpc-url'] ?? fail('--rpc-url says where the chain is.'),
    config: path('config'),
    out: path('out'),
    broadcast: args.includes('--broadcast'),
    forgeFlags,
  }
}

function seconds() {
  return (performance.now() - begin) / 1000
}
