import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Abi,
  type Address,
  decodeFunctionData,
  getAbiItem,
  getAddress,
  type Hex,
  isAddressEqual,
  keccak256,
  type PublicClient,
  parseAbi,
  parseAbiItem,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import { openLedgerAbis } from '../../sdk/src/abis.ts'
import { root } from '../tasks/command.ts'
import { deployedContracts } from './sources.ts'

type Name = keyof typeof openLedgerAbis

/** What the deploy script says that it deployed. */
export type Plan = {
  chainId: number
  version: string
  deployer: Address
  vestingWallets: readonly Address[]
  contracts: Record<Name, Address>
}

/** A configuration file, as far as it is compared: a tree with numbers and texts at its ends. */
export type Tree = { readonly [key: string]: Tree | Tree[] | string | number | bigint | undefined }

const deployerAbi = parseAbi([
  'function START_BLOCK() view returns (uint256)',
  'function OWNER() view returns (address)',
  'function count() view returns (uint256)',
  'function deploy(uint256 place, bytes initCode) returns (address)',
  'event Deployed(uint256 indexed place, address indexed deployed)',
])
const DEPLOYED = getAbiItem({ abi: deployerAbi, name: 'Deployed' })

const vestingAbi = parseAbi([
  'function owner() view returns (address)',
  'function start() view returns (uint256)',
  'function duration() view returns (uint256)',
  'function cliff() view returns (uint256)',
])

/** Contracts that are called otherwise where another one names them. */
const otherNames: Record<string, Name> = {
  CONFIG: 'ProtocolConfig',
  TOKEN: 'OpenToken',
  TIMELOCK: 'TimelockController',
  TREASURY: 'TimelockController',
}

/** Block in which a deployment began. */
export function startBlockOf(client: PublicClient, { deployer }: Plan): Promise<bigint> {
  return client.readContract({ address: deployer, abi: deployerAbi, functionName: 'START_BLOCK' })
}

/** Whether the deployer has created all that it is to create. */
export async function isComplete(
  client: PublicClient,
  { deployer, contracts, vestingWallets }: Plan,
): Promise<boolean> {
  if (!(await client.getCode({ address: deployer }))) return false
  const count = await client.readContract({ address: deployer, abi: deployerAbi, functionName: 'count' })
  return count >= Object.keys(contracts).length + vestingWallets.length
}

/**
 * Reads everything off a chain that a deployment was given or could have been given: the code of each contract, whom it
 * names, all roles that anybody ever had, the parameters, the settings of governance, and who got the supply.
 *
 * @returns where that is other than the sources and the configuration say, a sentence each
 */
export async function differences(client: PublicClient, plan: Plan, configuration: Tree): Promise<string[]> {
  // What is not there, or is other code, has nothing to say.
  const foreign = await codeDifferences(client, plan)
  if (foreign.length) return foreign
  return [
    ...(await partDifferences(client, plan)),
    ...(await roleDifferences(client, plan)),
    ...unlike(configuration, await readConfiguration(client, plan)),
  ]
}

/** What a chain's configuration file would have to say, for the chain to be as it is. */
export async function readConfiguration(client: PublicClient, plan: Plan): Promise<Tree> {
  const { ProtocolConfig, OpenGovernor, TimelockController } = plan.contracts
  const ofGovernor = { address: OpenGovernor, abi: openLedgerAbis.OpenGovernor } as const
  const [parameters, votingDelay, votingPeriod, proposalThreshold, quorumPercent, timelockDelay] = await Promise.all([
    client.readContract({
      address: ProtocolConfig,
      abi: openLedgerAbis.ProtocolConfig,
      functionName: 'parameters',
    }),
    client.readContract({ ...ofGovernor, functionName: 'votingDelay' }),
    client.readContract({ ...ofGovernor, functionName: 'votingPeriod' }),
    client.readContract({ ...ofGovernor, functionName: 'proposalThreshold' }),
    client.readContract({ ...ofGovernor, functionName: 'quorumNumerator' }),
    client.readContract({
      address: TimelockController,
      abi: openLedgerAbis.TimelockController,
      functionName: 'getMinDelay',
    }),
  ])
  return {
    chainId: await client.getChainId(),
    parameters,
    governance: { votingDelay, votingPeriod, proposalThreshold, quorumPercent, timelockDelay },
    genesis: await readGenesis(client, plan),
  }
}

/** What was minted, in order, and on what terms the wallets hold it. */
async function readGenesis(client: PublicClient, plan: Plan): Promise<Tree[]> {
  const fromBlock = await startBlockOf(client, plan)
  const minted = await client.getLogs({
    address: plan.contracts.OpenToken,
    event: parseAbiItem('event Transfer(address indexed from, address indexed to, uint256 value)'),
    args: { from: zeroAddress },
    fromBlock,
    strict: true,
  })
  const nameOf = (account: Address) =>
    isAddressEqual(account, plan.contracts.TimelockController) ? 'treasury' : account
  const created = await client.getLogs({ address: plan.deployer, event: DEPLOYED, fromBlock, strict: true })
  const grants: Tree[] = []
  for (const { args } of minted) {
    const amount = args.value
    const birth = created.find(
      ({ args: { deployed } }) => deployed === args.to && plan.vestingWallets.includes(deployed),
    )
    if (!birth) {
      grants.push({ account: nameOf(args.to), amount })
      continue
    }
    const wallet = { address: args.to, abi: vestingAbi } as const
    const [owner, start, duration, cliff] = await Promise.all([
      client.readContract({ ...wallet, functionName: 'owner' }),
      client.readContract({ ...wallet, functionName: 'start' }),
      client.readContract({ ...wallet, functionName: 'duration' }),
      client.readContract({ ...wallet, functionName: 'cliff' }),
    ])
    const { timestamp } = await client.getBlock({ blockNumber: birth.blockNumber })
    // A start of 0 in a configuration is the wallet's own block.
    const schedule = { start: start === timestamp ? 0n : start, duration, cliff: cliff - start }
    grants.push({ account: nameOf(owner), amount, vesting: schedule })
  }
  return grants
}

/**
 * What each contract but the deployer was constructed with, by address: the end of the transaction that created it.
 *
 * @throws Error where its creation code is not that of its source: a constructor can leave what the code does not show
 */
export async function constructorArguments(client: PublicClient, plan: Plan): Promise<Record<Address, Hex>> {
  const fromBlock = await startBlockOf(client, plan)
  const created = await client.getLogs({ address: plan.deployer, event: DEPLOYED, fromBlock, strict: true })
  const found: Record<Address, Hex> = {}
  for (const [name, address] of placesOf(plan).slice(1)) {
    const log = created.find(({ args }) => args.deployed === address)
    if (!log) throw new Error(`the deployer did not create ${name} at ${address}`)
    const { input } = await client.getTransaction({ hash: log.transactionHash })
    const { functionName, args } = decodeFunctionData({ abi: deployerAbi, data: input })
    const initCode = functionName === 'deploy' ? args[1] : '0x'
    const { object } = artifactOf(name).bytecode
    if (!initCode.startsWith(object))
      throw new Error(`the creation code of ${name} at ${address} is not that of its source`)
    found[address] = `0x${initCode.slice(object.length)}`
  }
  return found
}

/** The code of each contract is that of the artifacts, apart from what its constructor put into it. */
async function codeDifferences(client: PublicClient, plan: Plan): Promise<string[]> {
  const found: string[] = []
  for (const [name, address] of placesOf(plan)) {
    const { object, immutableReferences = {} } = artifactOf(name).deployedBytecode
    const code = await client.getCode({ address })
    if (!code) {
      found.push(`there is no ${name} at ${address}`)
      continue
    }
    const blank = (bytecode: Hex) => {
      const bytes = Buffer.from(bytecode.slice(2), 'hex')
      for (const { start, length } of Object.values(immutableReferences).flat()) bytes.fill(0, start, start + length)
      return keccak256(bytes)
    }
    if (blank(code) !== blank(object)) found.push(`the code of ${name} at ${address} is not that of its source`)
  }
  return found
}

/** Whoever a contract names is the deployment's own. */
async function partDifferences(client: PublicClient, plan: Plan): Promise<string[]> {
  const found: string[] = []
  for (const [name, address] of Object.entries(plan.contracts) as [Name, Address][])
    for (const part of partsNamedBy(name)) {
      const other = nameOfPart(part)
      const named = await client.readContract({ address, abi: openLedgerAbis[name] as Abi, functionName: part })
      const own = plan.contracts[other]
      if (!own) found.push(`${name}.${part} is no contract of the deployment`)
      else if (named !== own) found.push(`${name}.${part} is ${named}, not ${other} at ${own}`)
    }
  return found
}

/** What a contract can be asked for that is another contract: its immutable parts, and what OpenZeppelin's governor calls them. */
export function partsNamedBy(name: Name): string[] {
  if (name === 'OpenGovernor') return ['token', 'timelock']
  return (openLedgerAbis[name] as Abi).flatMap((item) =>
    item.type === 'function' &&
    item.inputs.length === 0 &&
    item.outputs[0]?.type === 'address' &&
    /^[A-Z_]+$/.test(item.name)
      ? [item.name]
      : [],
  )
}

function nameOfPart(part: string): Name {
  const upper = part.toUpperCase()
  const pascal = upper.replaceAll(/([A-Z])([A-Z]*)_?/g, (_, first, rest) => first + rest.toLowerCase())
  return otherNames[upper] ?? (pascal as Name)
}

/** Roles are the timelock's: the governor proposes and cancels, anybody executes, it administers itself, and so it always was. */
async function roleDifferences(client: PublicClient, plan: Plan): Promise<string[]> {
  const { TimelockController: timelock, OpenGovernor: governor } = plan.contracts
  const roleNames = new Map<Hex, string>([
    [zeroHash, 'DEFAULT_ADMIN_ROLE'],
    ...['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'].map((role) => [keccak256(toHex(role)), role] as const),
  ])
  const changes = await client.getLogs({
    address: Object.values(plan.contracts),
    events: parseAbi([
      'event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)',
      'event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)',
      'event RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole)',
    ]),
    fromBlock: await startBlockOf(client, plan),
    strict: true,
  })
  const seen = changes.map(({ address, eventName, args }) =>
    [
      eventName,
      getAddress(address),
      roleNames.get(args.role) ?? args.role,
      'account' in args ? args.account : args.newAdminRole,
    ].join(' '),
  )
  const expected = [
    ['DEFAULT_ADMIN_ROLE', timelock],
    ['PROPOSER_ROLE', governor],
    ['CANCELLER_ROLE', governor],
    ['EXECUTOR_ROLE', zeroAddress],
  ].map(([role, account]) => ['RoleGranted', timelock, role, account].join(' '))
  return [
    ...seen.filter((each) => !expected.includes(each)).map((each) => `${each} is not meant to be`),
    ...expected.filter((each) => !seen.includes(each)).map((each) => `${each} is missing`),
  ]
}

/** The ends of two trees that are not alike. */
function unlike(expected: Tree | Tree[] | Tree[string], actual: typeof expected, at = ''): string[] {
  if (typeof expected !== 'object' || typeof actual !== 'object')
    return String(expected) === String(actual) ? [] : [`${at} is ${text(actual)} on the chain, not ${text(expected)}`]
  const [here, there] = [expected as Tree, actual as Tree]
  return [...new Set([...Object.keys(here), ...Object.keys(there)])].flatMap((key) =>
    unlike(here[key] as Tree, there[key], at === '' ? key : `${at}.${key}`),
  )
}

function text(value: unknown) {
  return value === undefined ? 'nothing' : typeof value === 'object' ? 'more' : String(value)
}

/** Where each contract stands, by the name of its source. */
function placesOf({ contracts, deployer, vestingWallets }: Plan): [string, Address][] {
  const { TimelockController, ...others } = contracts
  return [
    ['Deployer', deployer],
    ...Object.entries({ ...others, OpenTimelock: TimelockController }),
    ...vestingWallets.map((wallet) => ['OpenVesting', wallet] as [string, Address]),
  ]
}

type Artifact = {
  bytecode: { object: Hex }
  deployedBytecode: { object: Hex; immutableReferences?: Record<string, { start: number; length: number }[]> }
}

function artifactOf(name: string): Artifact {
  if (!deployedContracts().has(name)) throw new Error(`${name} is no contract that the deploy script creates.`)
  return JSON.parse(readFileSync(join(root, `contracts/out/${name}.sol/${name}.json`), 'utf8'))
}
