import { BatchStatus, inferenceEscrowAbi } from '@openledger/sdk/abis'
import { attribution, datanet, payment, stake, token } from '@openledger/sdk/actions'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import { readBatches } from '../../cli/src/ledger.ts'
import type { LocalChain } from './chain.ts'
import { LoopError } from './errors.ts'
import { FAUCET } from './parties.ts'

/** Whose OPEN is counted: accounts by the party they belong to, the datanets, and the models. */
export type Counted = {
  accounts: ReadonlyMap<string, readonly Address[]>
  datanets: ReadonlyMap<string, bigint>
  models: ReadonlyMap<string, { modelId: bigint; term: number; payers: readonly Address[] }>
}

/** What each party holds, in wei: its balance, its stake and its deposits. */
export type Books = ReadonlyMap<string, bigint>

/**
 * Counts all OPEN there is, party by party.
 * @throws LoopError when it is not the whole supply, to the wei
 */
export async function readBooks(chain: LocalChain, counted: Counted): Promise<Books> {
  const { client, deployment } = chain.as(FAUCET)
  const books = new Map<string, bigint>()
  const add = async (party: string, amount: Promise<bigint>) => {
    const more = await amount
    books.set(party, (books.get(party) ?? 0n) + more)
  }
  const balanceOf = (account: Address) => token.getBalance(client, { deployment, account })
  const depositOf = async (modelId: bigint, payer: Address) =>
    (await payment.getDeposit(client, { deployment, modelId, payer })).balance
  const partyOf = (account: Address) => [...counted.accounts].find(([, accounts]) => accounts.includes(account))![0]
  for (const [party, accounts] of counted.accounts) {
    books.set(party, 0n)
    await Promise.all(
      accounts.flatMap((account) => [add(party, balanceOf(account)), add(party, stakeOf(chain, account))]),
    )
  }
  for (const [name, datanetId] of counted.datanets) {
    books.set(`reserve of ${name}`, await datanet.getReserve(client, { deployment, datanetId }))
  }
  for (const [name, { modelId, term, payers }] of counted.models) {
    for (const payer of payers) await add(partyOf(payer), depositOf(modelId, payer))
    await add(`data pool of ${name}`, payment.getPool(client, { deployment, modelId, term }))
    await add(`uncollected revenue of ${name}`, payment.getOwnerRevenue(client, { deployment, modelId }))
    await add(`uncollected revenue of ${name}`, royaltiesOf(chain, modelId))
  }
  await add('uncollected protocol fees', payment.getProtocolFees(client, { deployment }))
  await add('batches', inBatches(chain))
  await add('data fund', balanceOf(deployment.contracts.DataFund))
  await add('treasury', balanceOf(await treasuryOf(chain)))
  for (const wallet of chain.vestingWallets) await add('vesting', balanceOf(wallet))
  await add('faucet', balanceOf(FAUCET.address))
  const supply = await token.getTotalSupply(client, { deployment })
  const sum = [...books.values()].reduce((total, amount) => total + amount, 0n)
  if (sum !== supply) throw new LoopError(`The parties hold ${sum} wei of ${supply}: ${supply - sum} wei are nowhere.`)
  return books
}

async function stakeOf(chain: LocalChain, account: Address): Promise<bigint> {
  const { client, deployment } = chain.as(FAUCET)
  const { active } = await stake.getStake(client, { deployment, account })
  const { amount } = await stake.getUnbonding(client, { deployment, account })
  return active + amount
}

/** Base shares that a model received and has not divided. */
async function royaltiesOf(chain: LocalChain, modelId: bigint): Promise<bigint> {
  const { client, deployment } = chain.as(FAUCET)
  const { received, passed } = await payment.getRoyalties(client, { deployment, modelId })
  return received - passed
}

/** Money of batches that are open, or final and not claimed. */
async function inBatches(chain: LocalChain): Promise<bigint> {
  const connection = chain.as(FAUCET)
  const { client, deployment } = connection
  let amount = 0n
  for (const { batch, status } of await readBatches(connection)) {
    if (status === BatchStatus.Committed) amount += batch.commitment.dataFees
    if (status === BatchStatus.Finalised) amount += batch.commitment.earned
  }
  for (const { args } of await attribution.listClaims(client, { deployment })) amount -= args.amount
  return amount
}

function treasuryOf(chain: LocalChain): Promise<Address> {
  const { client, deployment } = chain.as(FAUCET)
  const address = deployment.contracts.InferenceEscrow
  return readContract(client, { address, abi: inferenceEscrowAbi, functionName: 'TREASURY' })
}

/** What a party has more or less than before, in wei. */
export type Change = { party: string; paid: bigint; earned: bigint }

/**
 * What each party paid and earned between two counts.
 * @throws LoopError when what was paid is not what was earned, to the wei
 */
export function compareBooks(before: Books, after: Books): Change[] {
  const changes = [...after].map(([party, amount]): Change => {
    const change = amount - (before.get(party) ?? 0n)
    return { party, paid: change < 0n ? -change : 0n, earned: change > 0n ? change : 0n }
  })
  const sum = changes.reduce((total, { paid, earned }) => total + earned - paid, 0n)
  if (sum !== 0n) throw new LoopError(`What was paid and what was earned differ by ${sum} wei.`)
  return changes
}
