import {
  type Abi,
  type Address,
  type ContractEventName,
  type GetContractEventsReturnType,
  getContract,
  maxUint256,
  type PublicClient,
} from 'viem'
import { datanetsAbi, escrowAbi, ledgerAbi, modelsAbi, stakesAbi } from './abis.ts'
import { row, type Table, type Tables } from './rows.ts'

/** The addresses that the comparer needs of a deployment file. */
export type Deployment = {
  chainId: number
  startBlock: number | bigint
  contracts: {
    DatanetRegistry: Address
    ModelRegistry: Address
    InferenceEscrow: Address
    AttributionLedger: Address
    StakeVault: Address
  }
}

/** A chain at one block: its logs up to there, and its views as they were. */
export type At = { client: PublicClient; deployment: Deployment; block: bigint }

/** Blocks that one request for logs spans. */
const SPAN = 10_000n

/** The end of a term that has none. */
const MAX_UINT40 = 2 ** 40 - 1

const batchStatuses = ['none', 'committed', 'finalised', 'voided']
const submissionStatuses = ['none', 'pending', 'accepted', 'rejected']

export async function eventsOf<const abi extends Abi, name extends ContractEventName<abi>>(
  { client, deployment, block }: At,
  address: Address,
  abi: abi,
  eventName: name,
) {
  const logs: GetContractEventsReturnType<abi, name, true>[number][] = []
  for (let from = BigInt(deployment.startBlock); from <= block; from += SPAN) {
    const toBlock = from + SPAN - 1n < block ? from + SPAN - 1n : block
    const page = await client.getContractEvents({ address, abi, eventName, fromBlock: from, toBlock, strict: true })
    logs.push(...(page as typeof logs))
  }
  return logs
}

/** Everything but payouts and accounts, which the chain holds as roots: see `payouts.ts`. */
export async function readChain(at: At): Promise<Tables> {
  return {
    ...(await readDatanets(at)),
    ...(await readModels(at)),
    ...(await readPayments(at)),
    stake: await readStakes(at),
    ...(await readBatches(at)),
  }
}

async function readDatanets(at: At): Promise<Tables> {
  const address = at.deployment.contracts.DatanetRegistry
  const { read } = getContract({ client: at.client, address, abi: datanetsAbi })
  const now = { blockNumber: at.block }
  const datanet: Table = new Map()
  for (const log of await eventsOf(at, address, datanetsAbi, 'DatanetCreated')) {
    const { datanetId, name, licence, reserveAccount } = log.args
    const { terms, ...state } = await read.datanet([datanetId], now)
    datanet.set(`${datanetId}`, row({ id: datanetId, name, licence, reserveAccount, ...terms, ...state }, log))
  }
  requireCount('datanet', datanet, await read.datanetCount(now))
  const submission: Table = new Map()
  for (const log of await eventsOf(at, address, datanetsAbi, 'Submitted')) {
    const { submissionId, uri } = log.args
    const { submittedAt, lapsesAt, status, sequence, revokedAt, ...state } = await read.submission([submissionId], now)
    const fields = {
      ...state,
      uri,
      status: submissionStatuses[status],
      sequence: sequence || null,
      revokedAt: revokedAt || null,
    }
    submission.set(`${submissionId}`, row({ id: submissionId, ...fields }, log))
  }
  requireCount('submission', submission, await read.submissionCount(now))
  const leafRevocation: Table = new Map()
  for (const log of await eventsOf(at, address, datanetsAbi, 'ContributionRevoked')) {
    const { submissionId, leafIndex } = log.args
    const sequence = await read.leafRevokedAt([submissionId, leafIndex], now)
    leafRevocation.set(`${submissionId}/${leafIndex}`, row({ submissionId, leafIndex, sequence }, log))
  }
  return { datanet, submission, leafRevocation }
}

async function readModels(at: At): Promise<Tables> {
  const { ModelRegistry: address, InferenceEscrow } = at.deployment.contracts
  const { read } = getContract({ client: at.client, address, abi: modelsAbi })
  const escrow = getContract({ client: at.client, address: InferenceEscrow, abi: escrowAbi })
  const now = { blockNumber: at.block }
  const redemptions = await eventsOf(at, InferenceEscrow, escrowAbi, 'VoucherRedeemed')
  const answers = await eventsOf(at, InferenceEscrow, escrowAbi, 'RequestCharged')
  const gifts = await eventsOf(at, InferenceEscrow, escrowAbi, 'Paid')
  const royalties = await eventsOf(at, InferenceEscrow, escrowAbi, 'RoyaltiesPassedOn')
  const model: Table = new Map()
  for (const log of await eventsOf(at, address, modelsAbi, 'ModelRegistered')) {
    const { modelId, name } = log.args
    const { revenue, rule, ...state } = await read.model([modelId], now)
    const datanets = await read.datanetsOf([modelId], now)
    const ofModel = <args extends { modelId: bigint }>(logs: readonly { args: args }[]) =>
      logs.map(({ args }) => args).filter((args) => args.modelId === modelId)
    const [given, charges] = [ofModel(gifts), [...ofModel(redemptions), ...ofModel(answers)]]
    const shares = [...given, ...charges]
    const ownerAmount = sum(shares.map((args) => args.ownerAmount))
    const royaltiesKept = sum(ofModel(royalties).map(({ kept }) => kept))
    const money = {
      charged: sum(charges.map((args) => args.dataAmount + args.protocolAmount + args.baseAmount + args.ownerAmount)),
      given: sum(given.map(({ amount }) => amount)),
      dataAmount: sum(shares.map((args) => args.dataAmount)),
      protocolAmount: sum(shares.map((args) => args.protocolAmount)),
      baseAmount: sum(shares.map((args) => args.baseAmount)),
      ownerAmount,
      royaltiesKept,
      ownerCollected: ownerAmount + royaltiesKept - (await escrow.read.ownerRevenueOf([modelId], now)),
    }
    model.set(`${modelId}`, row({ id: modelId, name, ...state, ...revenue, datanets, ...money }, log))
  }
  requireCount('model', model, await read.modelCount(now))
  const term: Table = new Map()
  for (const log of await eventsOf(at, address, modelsAbi, 'TermStarted')) {
    const { modelId, term: number } = log.args
    const { endsAt, ...state } = await read.term([modelId, number], now)
    const pool = await escrow.read.poolOf([modelId, number], now)
    const end = { endsAt: endsAt === MAX_UINT40 ? null : endsAt }
    term.set(`${modelId}/${number}`, row({ modelId, number, ...state, ...end, pool }, log))
  }
  const version: Table = new Map()
  for (const log of await eventsOf(at, address, modelsAbi, 'VersionPublished')) {
    const { modelId, version: number, uri } = log.args
    const { publishedAt, rule, ...state } = await read.version([modelId, number], now)
    const superseded = await read.supersededAt([modelId, number], now)
    const end = { supersededAt: superseded === maxUint256 ? null : superseded }
    const datanets = await read.versionDatanets([modelId, number], now)
    version.set(
      `${modelId}/${number}`,
      row({ modelId, number, uri, ...state, ...end, datanets, time: publishedAt }, log),
    )
  }
  return { model, term, version }
}

async function readPayments(at: At): Promise<Tables> {
  const address = at.deployment.contracts.InferenceEscrow
  const { read } = getContract({ client: at.client, address, abi: escrowAbi })
  const now = { blockNumber: at.block }
  const deposit: Table = new Map()
  for (const log of await eventsOf(at, address, escrowAbi, 'Funded')) {
    const { modelId, payer } = log.args
    const { balance } = await read.depositOf([modelId, payer], now)
    deposit.set(`${modelId}/${payer.toLowerCase()}`, row({ modelId, payer, balance }, log))
  }
  const charge: Table = new Map()
  const charges = [
    ...(await eventsOf(at, address, escrowAbi, 'VoucherRedeemed')),
    ...(await eventsOf(at, address, escrowAbi, 'InferenceAnswered')),
  ]
  for (const log of charges) {
    const { modelId, term, payer } = log.args
    const amount = await read.charged([modelId, term, payer], now)
    charge.set(`${modelId}/${term}/${payer.toLowerCase()}`, row({ modelId, term, payer, amount }, log))
  }
  return { deposit, charge }
}

async function readStakes(at: At): Promise<Table> {
  const address = at.deployment.contracts.StakeVault
  const { read } = getContract({ client: at.client, address, abi: stakesAbi })
  const now = { blockNumber: at.block }
  const stake: Table = new Map()
  for (const log of await eventsOf(at, address, stakesAbi, 'Staked')) {
    const { account } = log.args
    const { active, locked } = await read.stakeOf([account], now)
    const { amount: unbonding } = await read.unbondingOf([account], now)
    stake.set(account.toLowerCase(), row({ account, active, locked, unbonding }, log))
  }
  return stake
}

async function readBatches(at: At): Promise<Tables> {
  const address = at.deployment.contracts.AttributionLedger
  const { read } = getContract({ client: at.client, address, abi: ledgerAbi })
  const now = { blockNumber: at.block }
  const finalised = await eventsOf(at, address, ledgerAbi, 'BatchFinalised')
  const batch: Table = new Map()
  for (const log of await eventsOf(at, address, ledgerAbi, 'BatchCommitted')) {
    const { batchId, operator } = log.args
    const { commitment, bond, committedAt, challengesUntil } = log.args.batch
    const status = batchStatuses[await read.statusOf([batchId], now)]
    const unearned = finalised.find(({ args }) => args.batchId === batchId)?.args.unearned ?? null
    const { creditCount, entryCount, bundleSize, ...declared } = commitment
    const fields = { ...declared, operator, status, bond, committedAt, challengesUntil, unearned }
    batch.set(`${batchId}`, row({ id: batchId, ...fields }, log))
  }
  requireCount('batch', batch, await read.batchCount(now))
  const challenge: Table = new Map()
  for (const log of await eventsOf(at, address, ledgerAbi, 'BatchVoided')) {
    const { batchId, challenger, bond, reward } = log.args
    challenge.set(`${batchId}`, row({ batchId, challenger, bond, reward }, log))
  }
  return { batch, challenge }
}

/** The node left out logs, so nothing that follows from them can be trusted. */
export class MissingLogsError extends Error {
  constructor(table: string, found: number, count: bigint) {
    super(`The chain counts ${count} of ${table}, its node gave the logs of ${found}: use a node that keeps all logs.`)
    this.name = 'MissingLogsError'
  }
}

function requireCount(table: string, rows: Table, count: bigint): void {
  if (BigInt(rows.size) !== count) throw new MissingLogsError(table, rows.size, count)
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
