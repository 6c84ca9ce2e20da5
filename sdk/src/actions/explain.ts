import type { Address } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { NotDeployedError } from '../errors/deployment.ts'
import {
  ChainUnreachableError,
  GasUnaffordableError,
  UnexplainedRevertError,
  UnknownRevertError,
} from '../errors/transaction.ts'

/** What a failed call was. */
export type Attempted = { contract: string; functionName: string; address: Address; account?: Address | undefined }

/** What an action throws besides what viem itself throws (a wallet's refusal, a node's limits). */
export type ActionError = OpenLedgerError

type Failure = Error & { url?: string; status?: number; raw?: string; reason?: string; data?: Revert }
type Revert = { errorName: string; args?: readonly unknown[]; abiItem: { inputs?: readonly { name: string }[] } }

/** The chain of causes. Told apart by name, since a client may come from another copy of viem. */
function* causes(error: unknown): Generator<Failure> {
  for (let next = error; next instanceof Error; next = next.cause) yield next as Failure
}

const unreachable = new Set(['HttpRequestError', 'WebSocketRequestError', 'SocketClosedError', 'TimeoutError'])

/** A gateway's answer when the node behind it is down; an HTTP failure without status had no answer at all. */
const isDown = ({ status }: Failure) => status === undefined || (status >= 502 && status <= 504)

/** The error of this library that says what a failed call means; what it has no word for is returned as it is. */
export async function explain(error: unknown, attempted: Attempted): Promise<unknown> {
  const name = `${attempted.contract}.${attempted.functionName}`
  for (const failure of causes(error)) {
    if (failure instanceof OpenLedgerError) return failure
    if (failure.name === 'ContractFunctionRevertedError') return explainRevert(failure, name)
    if (failure.name === 'ContractFunctionZeroDataError')
      return new NotDeployedError(attempted.contract, attempted.address, { cause: error })
    if (failure.name === 'InsufficientFundsError' && attempted.account)
      return new GasUnaffordableError(attempted.account, { cause: error })
    if (unreachable.has(failure.name) && isDown(failure))
      return new ChainUnreachableError(failure.url, { cause: error })
  }
  return error
}

/** `cause` is the revert, without the ABI and the arguments that viem wraps around it: they would flood a log. */
async function explainRevert(cause: Failure, name: string): Promise<OpenLedgerError> {
  const { data, reason, raw = 'no reason' } = cause
  const unknown = () => new UnknownRevertError(name, reason ?? raw, { cause })
  if (!data) return unknown()
  const inputs = data.abiItem.inputs ?? []
  const values = Object.fromEntries(inputs.map((input, i) => [input.name, data.args?.[i]]))
  const { errorName } = data
  // What all errors say is as much as a page has besides: it is loaded when a contract first refuses something.
  const loaded = await import('../errors/contract/index.ts').catch(
    (failure: unknown) => new UnexplainedRevertError(name, errorName, values, { cause: failure }),
  )
  if (loaded instanceof UnexplainedRevertError) return loaded
  return loaded.contractErrorOf(errorName, values, { cause }) ?? unknown()
}

/** Runs a call and throws what `explain` makes of its failure. */
export async function attempt<value>(attempted: Attempted, run: () => Promise<value>): Promise<value> {
  try {
    return await run()
  } catch (error) {
    throw await explain(error, attempted)
  }
}
