import {
  type Abi,
  type Account,
  type Address,
  type Hash,
  isAddressEqual,
  type Log,
  parseEventLogs,
  type TransactionReceipt,
} from 'viem'
import { parseAccount } from 'viem/accounts'
import { estimateContractGas, getCode, simulateContract, waitForTransactionReceipt, writeContract } from 'viem/actions'
import type { Deployment } from '../deployment.ts'
import { NotDeployedError } from '../errors/deployment.ts'
import { AccountMissingError, EventMissingError, TransactionRevertedError } from '../errors/transaction.ts'
import { createCall, functionItem, type PlainCall } from './call.ts'
import { assertChain } from './chain.ts'
import { attempt } from './explain.ts'
import type {
  Abis,
  Args,
  Call,
  Client,
  Compute,
  ContractName,
  EventArgs,
  EventLog,
  EventName,
  OfDeployment,
  ParametersOf,
  Result,
  WriteName,
} from './types.ts'

/**
 * How a transaction is sent. What is left out is the client's account, and for `gas` the node's estimate and half as
 * much again: what others do in the meantime, such as the vote before the deciding one, may make a call dearer.
 */
export type Transaction = {
  transaction?:
    | {
        account?: Account | Address | undefined
        gas?: bigint | undefined
        nonce?: number | undefined
        maxFeePerGas?: bigint | undefined
        maxPriorityFeePerGas?: bigint | undefined
        /** Wei of the chain's own currency that is sent along. */
        value?: bigint | undefined
      }
    | undefined
}

type WriteParameters<contract extends ContractName, name extends WriteName<contract>> = Compute<
  Args<contract, name> & OfDeployment & Transaction
>

/** The state that a dry run starts from: the latest block's unless another is named. */
type AtBlock = { blockNumber?: bigint | undefined }

/** An action that sends one transaction and returns its hash. */
export type Write<
  contract extends ContractName,
  name extends WriteName<contract>,
  event extends EventName<contract>,
> = {
  (client: Client, parameters: WriteParameters<contract, name>): Promise<Hash>
  /** The call for viem's own actions, such as `estimateContractGas` and `sendCalls`. */
  call: (parameters: Args<contract, name> & OfDeployment) => Call<contract, name>
  /** Runs the call without sending it: returns what the function would return, or throws as sending it would. */
  simulate: (client: Client, parameters: WriteParameters<contract, name> & AtBlock) => Promise<Result<contract, name>>
  /** The events that the function emitted, among the logs of a receipt. */
  extractEvents: (deployment: Deployment, logs: readonly Log[]) => EventLog<contract, event>[]
  /** What the function's event says, or the first of them. Throws `EventMissingError` where there is none. */
  extractEvent: (deployment: Deployment, logs: readonly Log[]) => EventArgs<contract, event>
  contract: contract
  functionName: name
}

/**
 * Makes the action that calls `functionName` in a transaction: arguments by the names that the contract gives them. It
 * simulates first, so that a revert arrives as the contract's error before anything is sent.
 *
 * @param eventName - What the function emits when it succeeds.
 */
export function defineWrite<
  const contract extends ContractName,
  const name extends WriteName<contract>,
  const event extends EventName<contract>,
>(
  contract: contract,
  abi: NoInfer<Abis[contract]>,
  functionName: name,
  eventName: event,
): Write<contract, name, event> {
  return createWrite(contract, abi as never, functionName, eventName) as never
}

type PlainParameters = OfDeployment & Transaction
type PlainLog = { args: object }

function createWrite(contract: ContractName, abi: Abi, functionName: string, eventName: string) {
  const call = createCall(contract, abi, functionName)
  const { outputs } = functionItem(abi, functionName)
  const eventAbi = abi.filter((item) => item.type === 'event' && item.name === eventName)

  /** Runs `run` with all that a call needs, and explains its failure. */
  function prepared<value>(
    client: Client,
    parameters: PlainParameters,
    run: (request: PlainCall & { account: Account | Address }) => Promise<value>,
  ): Promise<value> {
    const { deployment, transaction } = parameters
    const account = transaction?.account ?? client.account
    if (!account) throw new AccountMissingError()
    const request = call(parameters)
    const { address } = request
    return attempt({ contract, functionName, address, account: parseAccount(account).address }, async () => {
      await assertChain(client, deployment, { ask: true })
      // An address without code accepts any call that returns nothing.
      if (outputs.length === 0 && !(await getCode(client, { address }))) throw new NotDeployedError(contract, address)
      return run({ ...transaction, ...request, account })
    })
  }

  async function simulate(client: Client, parameters: PlainParameters & AtBlock): Promise<unknown> {
    const { blockNumber } = parameters
    return prepared(client, parameters, async (request) => {
      const { result } = await simulateContract(client, { ...request, blockNumber } as typeof request)
      return result
    })
  }

  async function write(client: Client, parameters: PlainParameters): Promise<Hash> {
    return prepared(client, parameters, async (request) => {
      await simulateContract(client, request)
      const gas = parameters.transaction?.gas ?? ((await estimateContractGas(client, request)) * 3n) / 2n
      // The chain's id was compared already: a client without a chain may send as well.
      return writeContract(client, { ...request, gas, chain: client.chain ?? null })
    })
  }

  function extractEvents(deployment: Deployment, logs: readonly Log[]): PlainLog[] {
    const own = logs.filter(({ address }) => isAddressEqual(address, deployment.contracts[contract]))
    return parseEventLogs({ abi: eventAbi, logs: own, strict: true }) as unknown as PlainLog[]
  }

  function extractEvent(deployment: Deployment, logs: readonly Log[]): object {
    const [log] = extractEvents(deployment, logs)
    if (!log) throw new EventMissingError(`${contract}.${eventName}`)
    return log.args
  }

  return Object.assign(write, { call, simulate, extractEvents, extractEvent, contract, functionName })
}

/** What of a write's type its sync needs. */
type Writing = {
  (client: Client, parameters: never): Promise<Hash>
  extractEvent: (deployment: Deployment, logs: readonly Log[]) => object
}
type PlainWrite = ReturnType<typeof createWrite>

/** What is known once a transaction is mined: what its event says, and its receipt. */
export type Mined<write extends Writing> = Compute<ReturnType<write['extractEvent']> & { receipt: TransactionReceipt }>

/** What is known once a transaction is mined that emits an event for each thing it does. */
export type MinedAll<write extends Writing> = {
  events: ReturnType<write['extractEvent']>[]
  receipt: TransactionReceipt
}

/** An action that sends as `write` does and waits until it is mined. */
export type WriteSync<write extends Writing> = (
  client: Client,
  parameters: ParametersOf<write>,
) => Promise<Mined<write>>

/** The same of a function that emits an event for each thing it does. */
export type WriteSyncAll<write extends Writing> = (
  client: Client,
  parameters: ParametersOf<write>,
) => Promise<MinedAll<write>>

/** Makes the action that sends with `write`, waits until it is mined and returns the receipt with what the event says. */
export function defineWriteSync<write extends Writing>(write: write): WriteSync<write> {
  const { extractEvent } = write
  return async (client, parameters: PlainParameters) => {
    const receipt = await mine(write as never, client, parameters)
    return { ...extractEvent(parameters.deployment, receipt.logs), receipt } as never
  }
}

/** The same for a function that emits an event for each thing it does. */
export function defineWriteSyncAll<write extends Writing>(write: write): WriteSyncAll<write> {
  const { extractEvents } = write as unknown as PlainWrite
  return async (client, parameters: PlainParameters) => {
    const receipt = await mine(write as never, client, parameters)
    return { events: extractEvents(parameters.deployment, receipt.logs).map(({ args }) => args as never), receipt }
  }
}

/** Sends and waits until it is mined. */
async function mine(write: PlainWrite, client: Client, parameters: PlainParameters): Promise<TransactionReceipt> {
  const hash = await write(client, parameters)
  const receipt = await waitForTransactionReceipt(client, { hash })
  if (receipt.status === 'success') return receipt
  // Throws the contract's own error where it still reverts.
  await write.simulate(client, { ...parameters, blockNumber: receipt.blockNumber })
  throw new TransactionRevertedError(hash)
}
