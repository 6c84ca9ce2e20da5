import type { Abi, AbiEvent, BlockNumber } from 'viem'
import { getBlockNumber, getLogs } from 'viem/actions'
import { BadArgumentError } from '../errors/transaction.ts'
import { assertChain } from './chain.ts'
import { attempt } from './explain.ts'
import type { Abis, Client, ContractName, EventFilter, EventLog, EventName, OfDeployment } from './types.ts'

/** Which blocks' events are read, and how many blocks are asked for at a time. */
export type BlockRange = {
  /** First block; the deployment's first unless given. */
  fromBlock?: BlockNumber | undefined
  /** Last block; the latest unless given. */
  toBlock?: BlockNumber | undefined
  /** Most blocks to ask a node for at a time, 10,000 unless given. It shrinks by itself where the node refuses. */
  range?: number | undefined
}

type ListParameters<filter> = OfDeployment &
  BlockRange & {
    /** Values of indexed parameters: only events that have them. */
    args?: filter | undefined
  }

/** An action that reads all events of one kind, oldest first. */
export type List<contract extends ContractName, event extends EventName<contract>> = (
  client: Client,
  parameters: ListParameters<EventFilter<contract, event>>,
) => Promise<EventLog<contract, event>[]>

/** Makes the action that reads the events `eventName`. */
export function defineList<const contract extends ContractName, const event extends EventName<contract>>(
  contract: contract,
  abi: NoInfer<Abis[contract]>,
  eventName: event,
): List<contract, event> {
  return createList(contract, abi as never, eventName) as never
}

function createList(contract: ContractName, abi: Abi, eventName: string) {
  const item = abi.find((item) => item.type === 'event' && item.name === eventName) as AbiEvent
  return async (client: Client, parameters: ListParameters<Record<string, unknown>>) => {
    const { deployment, fromBlock = deployment.startBlock, toBlock, range = 10_000, args } = parameters
    const address = deployment.contracts[contract]
    if (!Number.isSafeInteger(range) || range < 1)
      throw new BadArgumentError(
        `Reading ${contract}.${eventName}`,
        `\`range\` is ${range}, and must be a number of blocks from 1 on.`,
      )
    return attempt({ contract, functionName: eventName, address }, async () => {
      await assertChain(client, deployment)
      // One last block for all pages: blocks that come meanwhile belong to the next call.
      const last = toBlock ?? (await getBlockNumber(client, { cacheTime: 0 }))
      return readPages(fromBlock, last, BigInt(range), (from, to) =>
        getLogs(client, { address, event: item, args, fromBlock: from, toBlock: to, strict: true }),
      )
    })
  }
}

/** What a node says when it is asked for too much at once, by the names of viem's errors. */
const tooMuch = new Set([
  'HttpRequestError',
  'InternalRpcError',
  'InvalidInputRpcError',
  'InvalidParamsRpcError',
  'LimitExceededRpcError',
  'ResponseBodyTooLargeError',
  'RpcRequestError',
  'UnknownRpcError',
])

/**
 * Reads blocks `from` to `last` page by page. A page that the node refuses is asked for again in halves, since nodes
 * differ in what they allow and in how they say so; a single block that it refuses is a failure.
 */
export async function readPages<item>(
  from: bigint,
  last: bigint,
  range: bigint,
  read: (from: bigint, to: bigint) => Promise<item[]>,
): Promise<item[]> {
  const items: item[] = []
  let span = range
  let next = from
  while (next <= last) {
    const to = next + span - 1n < last ? next + span - 1n : last
    try {
      for (const item of await read(next, to)) items.push(item)
    } catch (error) {
      const pages = to - next + 1n
      if (pages === 1n || !isTooMuch(error)) throw error
      span = pages / 2n
      continue
    }
    next = to + 1n
  }
  return items
}

function isTooMuch(error: unknown): boolean {
  const { name, status } = error as Error & { status?: number }
  // Without a status there was no node to refuse anything.
  return tooMuch.has(name) && (name !== 'HttpRequestError' || status !== undefined)
}
