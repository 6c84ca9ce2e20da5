import { getContract, maxUint256, zeroAddress } from 'viem'
import { configAbi, datanetsAbi, escrowAbi, ledgerAbi, modelsAbi, reservesAbi, stakesAbi } from './abis.ts'
import { type At, eventsOf, requireCount } from './logs.ts'
import { readPayments } from './payments.ts'
import { row, sum, type Table, type Tables, totals } from './rows.ts'

/** The end of a term that has none. */
const MAX_UINT40 = 2 ** 40 - 1

const evidenceKinds = [
  'none',
  'false_credit',
  'earlier_source',
  'malformed_list',
  'not_canonical',
  'malformed_leaf',
  'wrong_sum',
  'wrong_count',
  'unsorted',
  'wrong_version',
  'broken_receipt',
  'unbacked',
  'wrong_entry',
  'missing_entry',
  'unanswered_demand',
  'upheld_escalation',
]
const batchStatuses = ['none', 'committed', 'finalised', 'voided']
const submissionStatuses = ['none', 'pending', 'accepted', 'rejected']

/** Everything but payouts and accounts, which the chain holds as roots: see `payouts.ts`. */
export async function readChain(at: At): Promise<Tables> {
  return {
    ...(await readDatanets(at)),
    ...(await readModels(at)),
    ...(await readPayments(at)),
    stake: await readStakes(at),
    ...(await readBatches(at)),
    parameterChange: await readParameters(at),
  }
}

async function readDatanets(at: At): Promise<Tables> {
  const { DatanetRegistry: address, DatanetReserves } = at.deployment.contracts
  const { read } = getContract({ client: at.client, address, abi: datanetsAbi })
  const reserves = getContract({ client: at.client, address: DatanetReserves, abi: reservesAbi })
  const now = { blockNumber: at.block }
  const datanet: Table = new Map()
  for (const log of await eventsOf(at, address, datanetsAbi, 'DatanetCreated')) {
    const { datanetId, name, licence, reserveAccount } = log.args
    const { terms, ...state } = await read.datanet([datanetId], now)
    const reserve = await reserves.read.reserveOf([datanetId], now)
    datanet.set(`${datanetId}`, row({ id: datanetId, name, licence, reserveAccount, ...terms, ...state, reserve }, log))
  }
  requireCount('datanet', datanet, await read.datanetCount(now))
  const submission: Table = new Map()
  for (const log of await eventsOf(at, address, datanetsAbi, 'Submitted')) {
    const { submissionId, parent, uri } = log.args
    const { submittedAt, lapsesAt, decidedAt, status, sequence, revokedAt, ...state } = await read.submission(
      [submissionId],
      now,
    )
    const fields = {
      ...state,
      parent,
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
  const reserveFunding: Table = new Map()
  for (const log of await eventsOf(at, DatanetReserves, reservesAbi, 'ReserveFunded')) {
    const { datanetId, from, amount } = log.args
    totals(reserveFunding, row({ datanetId, from, amount }, log), ['amount'])
  }
  return { datanet, submission, leafRevocation, reserveFunding }
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
  const started = await eventsOf(at, address, modelsAbi, 'TermStarted')
  for (const log of started) {
    const { modelId, term: number } = log.args
    const { endsAt, ...state } = await read.term([modelId, number], now)
    const pool = await escrow.read.poolOf([modelId, number], now)
    const end = { endsAt: endsAt === MAX_UINT40 ? null : endsAt }
    const successor = started.find(({ args }) => args.modelId === modelId && args.term === number + 1)
    const announced = await read.announcedTerm([modelId], now)
    const [nextOperator, nextReceiptKey] = successor
      ? [successor.args.operator, successor.args.receiptKey]
      : announced.map((account) => (account === zeroAddress ? null : account))
    const next = { nextOperator, nextReceiptKey }
    term.set(`${modelId}/${number}`, row({ modelId, number, ...state, ...end, ...next, pool }, log))
  }
  const changes = [
    ...(await eventsOf(at, address, modelsAbi, 'VersionActivated')),
    ...(await eventsOf(at, address, modelsAbi, 'VersionRetired')),
  ].sort((one, other) => Number(one.blockNumber - other.blockNumber) || one.logIndex - other.logIndex)
  const versionChange: Table = new Map()
  for (const log of changes) {
    const { modelId, version } = log.args
    const fields = { modelId, version, on: log.eventName === 'VersionActivated', transactionHash: log.transactionHash }
    versionChange.set(Object.values(fields).join('/'), row(fields, log))
  }
  const { timestamp } = await at.client.getBlock({ blockNumber: at.block })
  const version: Table = new Map()
  for (const log of await eventsOf(at, address, modelsAbi, 'VersionPublished')) {
    const { modelId, version: number, uri } = log.args
    const { publishedAt, rule, ...state } = await read.version([modelId, number], now)
    const superseded = await read.supersededAt([modelId, number], now)
    const end = { supersededAt: superseded === maxUint256 ? null : superseded }
    const datanets = await read.versionDatanets([modelId, number], now)
    // What is superseded is not active any more, and only its events tell whether it was retired before.
    const last = changes.findLast(({ args }) => args.modelId === modelId && args.version === number)
    const on =
      superseded > timestamp ? await read.isActive([modelId, number], now) : last?.eventName === 'VersionActivated'
    version.set(
      `${modelId}/${number}`,
      row({ modelId, number, uri, ...state, ...end, on, datanets, time: publishedAt }, log),
    )
  }
  return { model, term, version, versionChange }
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

/** All sets of parameters: the one in force by the chain's own view. */
async function readParameters(at: At): Promise<Table> {
  const address = at.deployment.contracts.ProtocolConfig
  const { read } = getContract({ client: at.client, address, abi: configAbi })
  const now = { blockNumber: at.block }
  const parameterChange: Table = new Map()
  const logs = await eventsOf(at, address, configAbi, 'ParametersChanged')
  for (const log of logs) {
    const parameters = log === logs.at(-1) ? await read.parameters(now) : log.args.parameters
    parameterChange.set(log.transactionHash, row({ ...parameters, transactionHash: log.transactionHash }, log))
  }
  return parameterChange
}

async function readBatches(at: At): Promise<Tables> {
  const address = at.deployment.contracts.AttributionLedger
  const { read } = getContract({ client: at.client, address, abi: ledgerAbi })
  const now = { blockNumber: at.block }
  const finalised = await eventsOf(at, address, ledgerAbi, 'BatchFinalised')
  const batch: Table = new Map()
  for (const log of await eventsOf(at, address, ledgerAbi, 'BatchCommitted')) {
    const { batchId, bundleUri } = log.args
    const { commitment, ...committed } = log.args.batch
    const status = batchStatuses[await read.statusOf([batchId], now)]
    const unearned = finalised.find(({ args }) => args.batchId === batchId)?.args.unearned ?? null
    const fields = { ...commitment, ...committed, bundleUri, status, unearned }
    batch.set(`${batchId}`, row({ id: batchId, ...fields }, log))
  }
  requireCount('batch', batch, await read.batchCount(now))
  const challenge: Table = new Map()
  for (const log of await eventsOf(at, address, ledgerAbi, 'BatchVoided')) {
    const { kind, ...voided } = log.args
    challenge.set(`${voided.batchId}`, row({ ...voided, kind: evidenceKinds[kind] }, log))
  }
  return { batch, challenge }
}
