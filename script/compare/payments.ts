import { type Address, getContract } from 'viem'
import { escrowAbi } from './abis.ts'
import { type At, eventsOf, requireCount } from './logs.ts'
import { row, sum, type Table, type Tables, totals } from './rows.ts'

/** Everything that the escrow holds and held. Histories are summed, and held against the chain's own sums where it has them. */
export async function readPayments(at: At): Promise<Tables> {
  return {
    ...(await readDeposits(at)),
    request: await readRequests(at),
    gift: await readGifts(at),
    royaltyTransfer: await readRoyalties(at),
    collection: await readCollections(at),
    poolMovement: await readPoolMovements(at),
  }
}

function escrowOf({ client, deployment, block }: At) {
  const address = deployment.contracts.InferenceEscrow
  const { read } = getContract({ client, address, abi: escrowAbi })
  return { address, now: { blockNumber: block }, read }
}

async function readDeposits(at: At): Promise<Tables> {
  const { address, read, now } = escrowOf(at)
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
  const sessionKey: Table = new Map()
  for (const log of await eventsOf(at, address, escrowAbi, 'SessionKeySet')) {
    const { modelId, payer, effectiveFrom: asked } = log.args
    // Once its time has come, the view gives a change as made, and not when.
    const { key: inForce, nextFrom, next } = await read.sessionKeyOf([modelId, payer], now)
    const [key, effectiveFrom] = nextFrom === 0 ? [inForce, asked] : [next, nextFrom]
    sessionKey.set(`${modelId}/${payer.toLowerCase()}`, row({ modelId, payer, key, effectiveFrom }, log))
  }
  return { deposit, charge, sessionKey }
}

async function readRequests(at: At): Promise<Table> {
  const { address, read, now } = escrowOf(at)
  const answers = await eventsOf(at, address, escrowAbi, 'InferenceAnswered')
  const charges = await eventsOf(at, address, escrowAbi, 'RequestCharged')
  const request: Table = new Map()
  const logs = await eventsOf(at, address, escrowAbi, 'InferenceRequested')
  for (const log of logs) {
    const { requestId: id, ...asked } = log.args
    const answer = answers.find(({ args }) => args.requestId === id)?.args
    const shares = charges.find(({ args }) => args.requestId === id)?.args
    // The chain forgets a request that was answered or refunded.
    const isOpen = BigInt((await read.requestOf([id], now)).requester) !== 0n
    const status = isOpen ? 'open' : answer ? 'answered' : 'refunded'
    const {
      payer = null,
      version = null,
      from = null,
      to = null,
      outputRoot = null,
      answer: text = null,
    } = answer ?? {}
    const { dataAmount = null, protocolAmount = null, baseAmount = null, ownerAmount = null } = shares ?? {}
    const answered = { payer, version, from, to, outputRoot, answer: text }
    const divided = { dataAmount, protocolAmount, baseAmount, ownerAmount }
    request.set(`${id}`, row({ id, ...asked, status, ...answered, ...divided }, log))
  }
  requireCount('request', request, await read.requestCount(now))
  return request
}

async function readGifts(at: At): Promise<Table> {
  const { address, read, now } = escrowOf(at)
  const gift: Table = new Map()
  const amounts = ['amount', 'dataAmount', 'protocolAmount', 'baseAmount', 'ownerAmount']
  for (const log of await eventsOf(at, address, escrowAbi, 'Paid')) totals(gift, row(log.args, log), amounts)
  for (const { fields } of gift.values()) {
    fields.amount = `${await read.givenTo([BigInt(fields.modelId!), fields.payer as Address], now)}`
  }
  return gift
}

async function readRoyalties(at: At): Promise<Table> {
  const { address, read, now } = escrowOf(at)
  const transfers: Table = new Map()
  const logs = await eventsOf(at, address, escrowAbi, 'RoyaltiesPassedOn')
  for (const log of logs) totals(transfers, row(log.args, log), ['amount', 'kept'])
  for (const { fields } of transfers.values()) {
    const [, passed] = await read.royaltiesOf([BigInt(fields.modelId!)], now)
    fields.kept = `${passed - BigInt(fields.amount!)}`
  }
  return transfers
}

async function readCollections(at: At): Promise<Table> {
  const { address, read, now } = escrowOf(at)
  const collection: Table = new Map()
  for (const log of await eventsOf(at, address, escrowAbi, 'OwnerRevenueCollected')) {
    const { modelId, owner: recipient, amount } = log.args
    totals(collection, row({ kind: 'owner_revenue', modelId, recipient, amount }, log), ['amount'])
  }
  const fees = [
    ...(await eventsOf(at, address, escrowAbi, 'VoucherRedeemed')),
    ...(await eventsOf(at, address, escrowAbi, 'RequestCharged')),
    ...(await eventsOf(at, address, escrowAbi, 'Paid')),
  ].map(({ args }) => args.protocolAmount)
  for (const log of await eventsOf(at, address, escrowAbi, 'ProtocolFeesCollected')) {
    const collected = { kind: 'protocol_fees', modelId: null, recipient: log.args.treasury }
    const amount = sum(fees) - (await read.protocolFees(now))
    collection.set(Object.values(row(collected).fields).join('/'), row({ ...collected, amount }, log))
  }
  const refunds = await eventsOf(at, address, escrowAbi, 'RequestRefunded')
  for (const log of await eventsOf(at, address, escrowAbi, 'RefundsCollected')) {
    const { requester } = log.args
    const refunded = refunds.filter(({ args }) => args.requester === requester).map(({ args }) => args.amount)
    const collected = { kind: 'refunds', modelId: null, recipient: requester }
    const amount = sum(refunded) - (await read.refundsOf([requester], now))
    collection.set(Object.values(row(collected).fields).join('/'), row({ ...collected, amount }, log))
  }
  return collection
}

/** What moved. That the pools come to what they should is seen by `poolOf`, term by term. */
async function readPoolMovements(at: At): Promise<Table> {
  const { address } = escrowOf(at)
  const poolMovement: Table = new Map()
  for (const [eventName, kind] of [
    ['PoolTaken', 'taken'],
    ['PoolReturned', 'returned'],
    ['PoolReleased', 'released'],
    ['TermClosed', 'closed'],
  ] as const) {
    for (const log of await eventsOf(at, address, escrowAbi, eventName)) {
      const { modelId, term, amount } = log.args
      totals(poolMovement, row({ modelId, term, kind, amount }, log), ['amount'])
    }
  }
  return poolMovement
}
