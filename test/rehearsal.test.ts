// Deploys as a user would, to a second chain with other parameters and a council, and reads off it what came of that.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  concatHex,
  decodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseEther,
  toHex,
  zeroAddress,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences, type Plan, partsNamedBy, type Tree } from '../script/release/readBack.ts'
import { type Result, root, run } from '../script/tasks/command.ts'
import { openLedgerAbis } from '../sdk/src/abis.ts'
import { parseDeployment } from '../sdk/src/deployment.ts'
import { actsOn, type Name } from './rehearsal/acts.ts'
import { type EmptyChain, startEmptyChain } from './rehearsal/chain.ts'
import { type Rehearsed, rehearsed } from './rehearsal/configuration.ts'
import { type Call, createMultisig, execute } from './rehearsal/multisig.ts'
import { parts } from './rehearsal/parts.ts'

const CHAIN_ID = 4_242_001
const deployer = privateKeyToAccount(keccak256(toHex('deployer')))
const careless = privateKeyToAccount(keccak256(toHex('careless')))
const founder = privateKeyToAccount(keccak256(toHex('founder')))
const stranger = privateKeyToAccount(keccak256(toHex('stranger')))
const [anna, ben, cleo] = ['anna', 'ben', 'cleo'].map((name) => privateKeyToAccount(keccak256(toHex(name)))) as [
  typeof founder,
  typeof founder,
  typeof founder,
]
const folder = mkdtempSync(join(tmpdir(), 'openledger-rehearsal-'))
const scratch = join(folder, 'scratch')
const [configFile, outFile] = [join(folder, 'config.json'), join(folder, 'out/deployment.json')]

let chain: EmptyChain
let council: Address
let configuration: Rehearsed
let trial: Result
/** What became of the first attempt, whose money is not enough: forge tries again for some seconds. */
let broken: Promise<Result>
let deployed: Plan & { startBlock: number; constructorArguments: Record<Address, Hex> }
let acts: ReturnType<typeof actsOn>

beforeAll(async () => {
  mkdirSync(scratch)
  chain = await startEmptyChain(CHAIN_ID)
  for (const { address } of [careless, founder]) await chain.client.setBalance({ address, value: parseEther('1000') })
  await chain.client.setBalance({ address: deployer.address, value: parseEther('0.03') })
  council = await createMultisig(chain.as(founder), [anna.address, ben.address, cleo.address], 2n)
  configuration = rehearsed(CHAIN_ID, { council, founder: founder.address })
  writeFileSync(configFile, JSON.stringify(configuration))
})

afterAll(async () => {
  await chain.stop()
  rmSync(folder, { recursive: true })
  rmSync(join(root, `contracts/cache/Deploy.s.sol/${CHAIN_ID}`), { recursive: true, force: true })
})

/** The command, as `npm run deploy --` starts it. */
function deploy(file: string, flags: readonly string[], key = keccak256(toHex('deployer'))): Promise<Result> {
  const sender = flags.includes('--sender') ? [] : ['--private-key', key]
  const where = ['--rpc-url', chain.url, '--config', file, '--out', outFile, ...sender]
  // What forge notes down of it: for the trial where it always does, so that it is seen when it does.
  const env = { TMPDIR: scratch, ...(flags.length ? { FOUNDRY_BROADCAST: join(folder, 'broadcast') } : {}) }
  return run(process.execPath, [join(root, 'script/tasks/deploy.ts'), ...where, ...flags], { quiet: true, env })
}

/** What a chain keeps of an account's having sent anything. */
async function stateOf({ client }: EmptyChain, { address }: { address: Address }) {
  return {
    nonce: await client.getTransactionCount({ address }),
    pending: await client.getTransactionCount({ address, blockTag: 'pending' }),
    balance: await client.getBalance({ address }),
  }
}

/** Files by name with size and time, without what tests of other files write on the chain of theirs meanwhile. */
function filesBelow(top: string): string[] {
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/31337|solidity-files-cache|(^|\/)\.\w|(^|\/)node_modules(\/|$)/.test(name))
    .map((name) => ({ name, ...statSync(join(top, name)) }))
    .map(({ name, size, mtimeMs, mode }) => `${name} ${(mode & 0o40000) === 0 ? `${size} ${mtimeMs}` : ''}`)
    .sort()
}

const watched = ['contracts/broadcast', 'contracts/cache', 'contracts/config', 'contracts/deployments']
  .map((name) => join(root, name))
  .concat(folder)

function filesNow() {
  return Object.fromEntries(watched.map((top) => [top, existsSync(top) ? filesBelow(top) : []]))
}

function nameOf(part: string, contracts: Record<string, Address>) {
  return Object.entries(contracts).find(([, address]) => address === part)?.[0] ?? part
}

test('`npm run deploy` is the command', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(scripts.deploy).toBe('node script/run.mjs deploy')
  expect(readFileSync(join(root, 'script/run.mjs'), 'utf8')).toContain("deploy: 'script/tasks/deploy.ts'")
})

test('no value of the rehearsal is that of the local chain', () => {
  const local = JSON.parse(readFileSync(join(root, 'contracts/config/31337.json'), 'utf8')) as Rehearsed
  for (const room of ['parameters', 'governance'] as const) {
    expect(Object.keys(configuration[room])).toEqual(Object.keys(local[room]))
    for (const [key, value] of Object.entries(local[room]))
      expect(String(configuration[room][key as never]), `${room}.${key}`).not.toBe(String(value))
  }
  expect(configuration.chainId).not.toBe(local.chainId)
})

test('a trial sends and writes nothing', async () => {
  const now = async () => ({
    account: await stateOf(chain, deployer),
    block: await chain.client.getBlockNumber(),
    files: filesNow(),
  })
  const before = await now()
  trial = await deploy(configFile, [])
  expect(trial.status, trial.output).toBe(0)
  expect(trial.output).toContain('nothing was sent, and no file written')
  expect(await now()).toEqual(before)
  expect(before.files[folder]).toHaveLength(2)
  broken = deploy(configFile, ['--broadcast'])
})

describe('a wrong configuration is refused in one sentence, and nothing is deployed', () => {
  const wrong: [string, (right: Rehearsed) => object, string][] = [
    ['of another chain', (right) => ({ ...right, chainId: 1 }), `Deployment_WrongChain(1, ${CHAIN_ID})`],
    [
      'without a field',
      ({ parameters: { bondBps, ...parameters }, ...right }) => ({ ...right, parameters }),
      'vm.parseJsonUint: path ".parameters.bondBps" must return exactly one JSON value',
    ],
    [
      'with the zero address',
      ({ genesis: [first, ...rest], ...right }) => ({
        ...right,
        genesis: [{ ...first, account: zeroAddress }, ...rest],
      }),
      `Genesis_WrongAccount(0, "${zeroAddress}")`,
    ],
    [
      'whose genesis does not sum',
      ({ genesis, ...right }) => ({ ...right, genesis: genesis.slice(1) }),
      `OpenToken_GenesisDoesNotSum(${parseEther('790000000')}, ${parseEther('1000000000')})`,
    ],
  ]

  test.concurrent.for(wrong)('%s', async ([name, change, reason]) => {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, JSON.stringify(change(configuration)))
    const before = await stateOf(chain, careless)
    const { status, output } = await deploy(file, ['--broadcast'], keccak256(toHex('careless')))
    expect(afterBuild(output)).toBe(
      `openledger: ${file} cannot be deployed to chain ${CHAIN_ID}, and nothing was sent: ${reason}.\n`,
    )
    expect(status).toBe(1)
    expect(await stateOf(chain, careless)).toEqual(before)
    expect(existsSync(outFile)).toBe(false)
  })
})

/** What is said after the line that tells of the contracts' build. */
function afterBuild(output: string): string {
  return output.replace(/^✓ contracts: .*\n/, '')
}

test('a deployment that breaks off leaves no file', async () => {
  const { status, output } = await broken
  expect(afterBuild(output)).toMatch(
    /^openledger: the deployment broke off, and no file was written; .*Insufficient funds.*\.\n$/,
  )
  expect(status).toBe(1)
  expect(existsSync(outFile)).toBe(false)
  expect((await stateOf(chain, deployer)).nonce).toBeGreaterThan(1)
})

describe('the deployment, completed', () => {
  beforeAll(async () => {
    await chain.client.setBalance({ address: deployer.address, value: parseEther('1000') })
    const { status, output } = await deploy(configFile, ['--broadcast'])
    expect(status, output).toBe(0)
    deployed = JSON.parse(readFileSync(outFile, 'utf8'))
    acts = actsOn(chain, deployed, founder)
  })

  test('stands where the trial said', () => {
    const line = ([name, address]: readonly [string, string]) => `  ${name.padEnd(18)} ${address}`
    const wallets = deployed.vestingWallets.map((wallet) => ['OpenVesting', wallet] as const)
    const expected = [['Deployer', deployed.deployer] as const, ...Object.entries(deployed.contracts), ...wallets]
    expect(trial.output.split('\n').filter((each) => each.startsWith('  '))).toEqual(expected.map(line))
    expect(wallets).toHaveLength(3)
  })

  test('has a file that the SDK reads', async () => {
    const { chainId, startBlock, contracts } = parseDeployment(readFileSync(outFile, 'utf8'))
    expect(chainId).toBe(CHAIN_ID)
    expect(contracts).toEqual(deployed.contracts)
    expect(await chain.client.getCode({ address: deployed.deployer, blockNumber: startBlock })).toBeDefined()
    expect(await chain.client.getCode({ address: deployed.deployer, blockNumber: startBlock - 1n })).toBeUndefined()
  })

  test('is the configuration, read off the chain', async () => {
    expect(await differences(chain.client, deployed, configuration)).toEqual([])
    const { parameters, governance } = configuration
    const inForce = (await acts.ask('ProtocolConfig', 'parameters')) as Record<string, unknown>
    for (const [key, value] of Object.entries(parameters)) expect(String(inForce[key]), key).toBe(String(value))
    const settings = {
      votingDelay: await acts.ask('OpenGovernor', 'votingDelay'),
      votingPeriod: await acts.ask('OpenGovernor', 'votingPeriod'),
      proposalThreshold: await acts.ask('OpenGovernor', 'proposalThreshold'),
      quorumPercent: await acts.ask('OpenGovernor', 'quorumNumerator'),
      timelockDelay: await acts.ask('TimelockController', 'getMinDelay'),
    }
    for (const [key, value] of Object.entries(governance))
      expect(String(settings[key as never]), key).toBe(String(value))
    expect(await acts.ask('OpenGovernor', 'quorumDenominator')).toBe(100n)
    const wallets = deployed.vestingWallets
    const [, , ofCouncil, ofFounder, , ofTreasury] = configuration.genesis.map(({ amount }) => BigInt(amount))
    expect(await Promise.all([council, founder.address, ...wallets].map(acts.balanceOf))).toEqual([
      parseEther('210000000'),
      parseEther('90000000'),
      ofCouncil,
      ofFounder,
      ofTreasury,
    ])
    expect(await acts.balanceOf(deployed.contracts.TimelockController)).toBe(parseEther('490000000'))
    expect(await acts.ask('OpenToken', 'totalSupply')).toBe(parseEther('1000000000'))
  })

  test('any other value would be seen', async () => {
    const ends = (tree: Tree | Tree[], at: string[] = []): string[][] =>
      Object.entries(tree).flatMap(([key, value]) =>
        typeof value === 'object' ? ends(value as Tree, [...at, key]) : [[...at, key]],
      )
    const all = ends(configuration)
    expect(all.length).toBeGreaterThan(45)
    const changed: Tree = structuredClone(configuration)
    for (const end of all) {
      const parent = end.slice(0, -1).reduce((tree, key) => tree[key] as Tree, changed) as Record<string, string>
      parent[end.at(-1) as string] += '1'
    }
    const seen = await differences(chain.client, deployed, changed)
    expect(seen.map((each) => each.split(' ')[0])).toEqual(all.map((end) => end.join('.')))
  })

  test('the arguments of each constructor are kept for those who verify the code', async () => {
    const { constructorArguments, contracts, vestingWallets } = deployed
    const created = [...Object.values(contracts), ...vestingWallets]
    expect(Object.keys(constructorArguments).sort()).toEqual([...created].sort())
    const timelock = constructorArguments[contracts.TimelockController] as Hex
    const [delay, proposers, executors] = decodeAbiParameters(
      [{ type: 'uint256' }, { type: 'address[]' }, { type: 'address[]' }],
      timelock,
    )
    expect([delay, proposers, executors]).toEqual([
      BigInt(configuration.governance.timelockDelay),
      [contracts.OpenGovernor],
      [zeroAddress],
    ])
    // With them the code that the input for verification gives creates the very contract.
    const { bytecode } = JSON.parse(readFileSync(join(root, 'contracts/out/StakeVault.sol/StakeVault.json'), 'utf8'))
    const data = concatHex([bytecode.object, constructorArguments[contracts.StakeVault] as Hex])
    const { data: made } = await chain.client.call({ data })
    expect(made).toBe(await chain.client.getCode({ address: contracts.StakeVault }))
  })

  test('every contract names its siblings and nobody else', async () => {
    const named: Record<string, string> = {}
    for (const name of Object.keys(openLedgerAbis) as Name[])
      for (const part of partsNamedBy(name)) {
        named[`${name}.${part}`] = nameOf((await acts.ask(name, part)) as Address, deployed.contracts)
      }
    expect(named).toEqual(parts)
    // All that there are: those that the sources declare, and the governor's two.
    const declared = filesBelow(join(root, 'contracts/src'))
      .map((line) => line.split(' ')[0] as string)
      .filter((name) => name.endsWith('.sol'))
      .flatMap(
        (name) => readFileSync(join(root, 'contracts/src', name), 'utf8').match(/\bimmutable\b(?= [A-Z_]+;)/g) ?? [],
      )
    expect(Object.keys(named)).toHaveLength(declared.length + 2)
  })

  test('nobody else has or had a role', async () => {
    const roles = Object.fromEntries(
      ['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'].map((role) => [keccak256(toHex(role)), role]),
    )
    const logs = await chain.client.getContractEvents({
      address: deployed.contracts.TimelockController,
      abi: openLedgerAbis.TimelockController,
      fromBlock: 0n,
      strict: true,
    })
    const granted = logs.flatMap(({ eventName, args }) =>
      eventName === 'RoleGranted'
        ? [`${roles[args.role] ?? args.role}: ${nameOf(args.account, deployed.contracts)}`]
        : [],
    )
    expect(granted).toEqual([
      `${toHex(0, { size: 32 })}: TimelockController`,
      'PROPOSER_ROLE: OpenGovernor',
      'CANCELLER_ROLE: OpenGovernor',
      `EXECUTOR_ROLE: ${zeroAddress}`,
    ])
    expect(logs.filter(({ eventName }) => /Revoked|AdminChanged/.test(eventName))).toEqual([])
    // Neither a recipient nor a claimer nor a guardian.
    const { PayoutDirectory } = deployed.contracts
    expect(await chain.client.getLogs({ address: PayoutDirectory, fromBlock: 0n })).toEqual([])
  })

  test('the deployer has nothing and is named by nothing', async () => {
    for (const account of [deployer.address, deployed.deployer]) {
      expect(await acts.balanceOf(account)).toBe(0n)
      for (const [name, address] of Object.entries(deployed.contracts)) {
        const code = await chain.client.getCode({ address })
        expect(code?.includes(account.slice(2).toLowerCase()), `${name} names ${account}`).toBe(false)
      }
    }
  })

  test('what was tampered with is named', async () => {
    const { TimelockController, FraudProofs, StakeVault, ProtocolConfig } = deployed.contracts
    const tampered = async (tamper: () => Promise<unknown>) => {
      const id = await chain.client.snapshot()
      await tamper()
      const seen = await differences(chain.client, deployed, configuration)
      await chain.client.revert({ id })
      return seen
    }
    const role = keccak256(toHex('PROPOSER_ROLE'))
    const grant = {
      target: TimelockController,
      data: acts.call('TimelockController', 'grantRole', [role, stranger.address]),
    }
    expect(await tampered(() => acts.asContract(TimelockController, grant))).toEqual([
      `RoleGranted ${TimelockController} PROPOSER_ROLE ${stranger.address} is not meant to be`,
    ])
    const code = (await chain.client.getCode({ address: StakeVault })) as `0x${string}`
    const other = stranger.address.slice(2).toLowerCase()
    const token = deployed.contracts.OpenToken.slice(2).toLowerCase()
    const renamed = code.replaceAll(token, other) as `0x${string}`
    expect(await tampered(() => chain.client.setCode({ address: StakeVault, bytecode: renamed }))).toEqual([
      `StakeVault.TOKEN is ${stranger.address}, not OpenToken at ${deployed.contracts.OpenToken}`,
    ])
    expect(await tampered(() => chain.client.setCode({ address: FraudProofs, bytecode: '0x' }))).toEqual([
      `there is no FraudProofs at ${FraudProofs}`,
    ])
    expect(await tampered(() => chain.client.setCode({ address: ProtocolConfig, bytecode: code }))).toEqual([
      `the code of ProtocolConfig at ${ProtocolConfig} is not that of its source`,
    ])
    expect(await differences(chain.client, deployed, configuration), 'all is undone').toEqual([])
  })

  test('anybody compares it with a configuration, without a key', async () => {
    const file = join(folder, 'changed.json')
    writeFileSync(
      file,
      JSON.stringify({ ...configuration, parameters: { ...configuration.parameters, bondBps: 2345 } }),
    )
    const before = { state: await stateOf(chain, deployer), file: readFileSync(outFile, 'utf8') }
    const wrong = await deploy(file, ['--sender', deployer.address])
    expect(wrong.output).toContain(
      `openledger: chain ${CHAIN_ID} is not as ${file} says, so no file was written: parameters.bondBps is 1789 on the chain, not 2345.`,
    )
    expect(wrong.status).toBe(1)
    expect({ state: await stateOf(chain, deployer), file: readFileSync(outFile, 'utf8') }).toEqual(before)
  })
})

describe('the council', () => {
  /** Refused to one signer, twice the same and a stranger, and done for two. */
  async function actsByTwo(asked: Call) {
    const sender = chain.as(founder)
    for (const signers of [[], [anna], [ben, ben], [cleo, stranger]])
      await expect(execute(sender, council, asked, signers)).rejects.toThrow('Multisig_NotSigned')
    await execute(sender, council, asked, [cleo, anna])
  }

  test('as arbiter decides on an escalation', async () => {
    const batch = await acts.escalatedBatch()
    const { AttributionLedger } = deployed.contracts
    const decide = { target: AttributionLedger, data: acts.call('AttributionLedger', 'decide', [1n, batch, true]) }
    await expect(acts.send('AttributionLedger', 'decide', [1n, batch, true])).rejects.toThrow(
      'AttributionLedger_NotArbiter',
    )
    await actsByTwo(decide)
    expect(await acts.ask('AttributionLedger', 'statusOf', [1n])).toBe(3)
  })

  test('as holder of a vesting wallet hands it on', async () => {
    const [wallet] = deployed.vestingWallets as [Address]
    const abi = [
      {
        type: 'function',
        name: 'transferOwnership',
        inputs: [{ type: 'address' }],
        outputs: [],
        stateMutability: 'nonpayable',
      },
      { type: 'function', name: 'owner', inputs: [], outputs: [{ type: 'address' }], stateMutability: 'view' },
    ] as const
    const data = encodeFunctionData({ abi, functionName: 'transferOwnership', args: [founder.address] })
    await actsByTwo({ target: wallet, data })
    expect(await chain.client.readContract({ address: wallet, abi, functionName: 'owner' })).toBe(founder.address)
  })

  test('as holder of votes changes a parameter, through governor and timelock', async () => {
    const { OpenToken, OpenGovernor, ProtocolConfig } = deployed.contracts
    const { governance } = configuration
    const parameters = { ...((await acts.ask('ProtocolConfig', 'parameters')) as object), bondBps: 2345 }
    const action = [[ProtocolConfig], [0n], [acts.call('ProtocolConfig', 'setParameters', [parameters])]] as const
    const described = [...action, keccak256(toHex('bond'))] as const
    await actsByTwo({ target: OpenToken, data: acts.call('OpenToken', 'delegate', [council]) })
    await acts.pass(1)
    await actsByTwo({ target: OpenGovernor, data: acts.call('OpenGovernor', 'propose', [...action, 'bond']) })
    const id = await acts.ask('OpenGovernor', 'hashProposal', described)
    await acts.pass(governance.votingDelay + 1)
    await actsByTwo({ target: OpenGovernor, data: acts.call('OpenGovernor', 'castVote', [id, 1]) })
    await acts.pass(governance.votingPeriod + 1)
    await acts.send('OpenGovernor', 'queue', described)
    await acts.pass(governance.timelockDelay - 60)
    await expect(acts.send('OpenGovernor', 'execute', described)).rejects.toThrow()
    await acts.pass(61)
    await acts.send('OpenGovernor', 'execute', described)
    expect(await differences(chain.client, deployed, { ...configuration } as Tree)).toContain(
      'parameters.bondBps is 2345 on the chain, not 1789',
    )
  })
})
