import type { Abi, Address, ContractEventName, GetContractEventsReturnType, PublicClient } from 'viem'
import type { Table } from './rows.ts'

/** The addresses that the comparer needs of a deployment file. */
export type Deployment = {
  chainId: number
  startBlock: number | bigint
  contracts: {
    DatanetRegistry: Address
    ModelRegistry: Address
    InferenceEscrow: Address
    AttributionLedger: Address
    DatanetReserves: Address
    ProtocolConfig: Address
    StakeVault: Address
  }
}

/** A chain at one block: its logs up to there, and its views as they were. */
export type At = { client: PublicClient; deployment: Deployment; block: bigint }

/** Blocks that one request for logs spans. */
const SPAN = 10_000n

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

/** The node left out logs, so nothing that follows from them can be trusted. */
export class MissingLogsError extends Error {
  constructor(table: string, found: number, count: bigint) {
    super(`The chain counts ${count} of ${table}, its node gave the logs of ${found}: use a node that keeps all logs.`)
    this.name = 'MissingLogsError'
  }
}

export function requireCount(table: string, rows: Table, count: bigint): void {
  if (BigInt(rows.size) !== count) throw new MissingLogsError(table, rows.size, count)
}
