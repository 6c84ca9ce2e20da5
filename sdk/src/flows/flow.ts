import type { Account, Address, Hash, TransactionReceipt } from 'viem'
import { parseAccount } from 'viem/accounts'
import { getTransactionCount, waitForTransactionReceipt } from 'viem/actions'
import * as token from '../actions/token/index.ts'
import type { Client, OfDeployment } from '../actions/types.ts'
import type { Transaction } from '../actions/write.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { ContractError } from '../errors/contract/contractError.ts'
import { AccountMissingError, TransactionRevertedError } from '../errors/transaction.ts'

/** How far a flow is: `done` of `of` in its step. */
export type FlowProgress<step extends string> = { step: step; done: number; of: number }

/** What every flow takes. */
export type FlowParameters<step extends string> = OfDeployment & {
  /**
   * Of each transaction that the flow sends. Nonce and value are the flow's: by the nonce it never does a thing twice.
   */
  transaction?: Omit<NonNullable<Transaction['transaction']>, 'nonce' | 'value'> | undefined
  /** Called before a step's first part, and after each. What it throws ends the flow. */
  onProgress?: ((progress: FlowProgress<step>) => void) | undefined
  /** Ends the flow with the signal's reason. What was sent stays sent: the same call goes on from there. */
  signal?: AbortSignal | undefined
}

/** Another transaction of the account is under way, and does not come to its end. */
export class TransactionPendingError extends OpenLedgerError {
  constructor(account: Address, seconds: number) {
    super(
      `A transaction of ${account} has not been mined for ${seconds} s: wait for it, or replace it by one with a higher fee, and try again.`,
    )
  }
}

/** Seconds for which other transactions of the account are waited for. */
const PATIENCE = 180

/** How often a nonce may be taken by somebody else who sends for the account. */
const MOST_TRIES = 5

/** Who sends the flow's transactions. @throws AccountMissingError */
export function senderOf(client: Client, { transaction }: Pick<FlowParameters<never>, 'transaction'>): Account {
  const account = transaction?.account ?? client.account
  if (!account) throw new AccountMissingError()
  return parseAccount(account)
}

/**
 * Does a thing on chain unless it is done, whatever came before: a crash, a lost answer, a second process. It waits until
 * no transaction of the account is pending, looks whether the thing is done, and sends with the number of the account's
 * next transaction. Whatever was sent before and got lost has the same number, and the chain takes one of that number.
 * @param step.find What the chain shows of it; `undefined` when it is not done.
 * @param step.send Sends it as the transaction of that number.
 * @param step.read What the receipt shows of it.
 */
export async function doOnce<result>(
  client: Client,
  {
    sender,
    signal,
    find,
    send,
    read,
  }: {
    sender: Account
    signal?: AbortSignal | undefined
    find: () => Promise<result | undefined>
    send: (nonce: number) => Promise<Hash>
    read: (receipt: TransactionReceipt) => result
  },
): Promise<result> {
  let failure: unknown
  for (let tries = 1; ; tries++) {
    const nonce = await settledNonce(client, sender.address, signal)
    const found = await find()
    if (found !== undefined) return found
    if (failure) throw failure
    signal?.throwIfAborted()
    try {
      const hash = await send(nonce)
      const receipt = await orAborted(waitForTransactionReceipt(client, { hash }), signal)
      if (receipt.status !== 'success') throw new TransactionRevertedError(hash)
      return read(receipt)
    } catch (error) {
      // Who was faster may have done it, and left the chain to refuse this one: then it is done.
      if (error instanceof ContractError || error instanceof TransactionRevertedError) failure = error
      else if (tries >= MOST_TRIES || !isNonceTaken(error)) throw error
    }
  }
}

/** The number of the account's next transaction, once none of it is pending. @throws TransactionPendingError */
export async function settledNonce(client: Client, address: Address, signal: AbortSignal | undefined): Promise<number> {
  const until = performance.now() + PATIENCE * 1000
  for (;;) {
    signal?.throwIfAborted()
    const [mined, sent] = await Promise.all([
      getTransactionCount(client, { address, blockTag: 'latest' }),
      getTransactionCount(client, { address, blockTag: 'pending' }),
    ])
    if (sent <= mined) return mined
    if (performance.now() > until) throw new TransactionPendingError(address, PATIENCE)
    await orAborted(new Promise((resolve) => setTimeout(resolve, client.pollingInterval)), signal)
  }
}

/** Whether a transaction of the same number was faster. Told by names and words, as nodes have no code for it. */
function isNonceTaken(error: unknown): boolean {
  for (let next = error; next instanceof Error; next = next.cause) {
    if (next.name === 'NonceTooLowError') return true
    if (/nonce too low|already known|already imported|underpriced/i.test(next.message)) return true
  }
  return false
}

/**
 * Lets a contract take so much of the sender's OPEN, unless it may. Fails where the sender has not so much, before
 * anything is sent.
 */
export async function allowanceFor(
  client: Client,
  {
    deployment,
    spender: contract,
    amount,
    transaction,
    signal,
    sender,
  }: Omit<FlowParameters<never>, 'onProgress'> & {
    spender: 'DatanetReserves'
    amount: bigint
    sender: Account
  },
): Promise<void> {
  const spender = deployment.contracts[contract]
  const owner = sender.address
  const isEnough = async () => (await token.getAllowance(client, { deployment, owner, spender })) >= amount
  if (await isEnough()) return
  await token.transfer.simulate(client, { deployment, to: spender, value: amount, transaction })
  await doOnce(client, {
    sender,
    signal,
    find: async () => ((await isEnough()) ? true : undefined),
    send: (nonce) =>
      token.approve(client, { deployment, spender, value: amount, transaction: { ...transaction, nonce } }),
    read: () => true,
  })
}

/** What a promise gives, unless the signal ends the waiting for it. */
export async function orAborted<value>(promise: Promise<value>, signal: AbortSignal | undefined): Promise<value> {
  if (!signal) return promise
  signal.throwIfAborted()
  const { promise: aborted, reject } = withReject()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function withReject(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject!: (reason: unknown) => void
  const promise = new Promise<never>((_, fail) => {
    reject = fail
  })
  return { promise, reject }
}

/** Counts what a step has done, for whoever watches, and ends it when the signal says so. */
export function startStep<step extends string>(
  { onProgress, signal }: Pick<FlowParameters<step>, 'onProgress' | 'signal'>,
  step: step,
  of: number,
): () => void {
  let done = 0
  const tell = () => {
    signal?.throwIfAborted()
    onProgress?.({ step, done, of })
  }
  tell()
  return () => {
    done++
    tell()
  }
}

/** Lets other work of the process have its turn now and then, and a signal its say, in the midst of long computing. */
export function createBreath(): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < 20) return
    await new Promise((resolve) => setTimeout(resolve))
    last = performance.now()
  }
}

/** Does something with each item, a few at a time, in no order. The first failure ends it. */
export async function forEachOf<item>(
  items: readonly item[],
  most: number,
  run: (item: item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  let isOver = false
  const worker = async () => {
    while (next < items.length && !isOver) {
      const index = next++
      try {
        await run(items[index]!, index)
      } catch (error) {
        isOver = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
}
