import { type Address, type Hash, type Hex, isAddressEqual } from 'viem'
import { getBlock, signTypedData } from 'viem/actions'
import * as payment from '../actions/payment/index.ts'
import { readEvents } from '../actions/readEvents.ts'
import * as token from '../actions/token/index.ts'
import type { Client, Compute } from '../actions/types.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { authorizationNonceOf, signFundingAuthorization } from '../payment/authorization.ts'
import { doOnce, type FlowParameters, senderOf, startStep } from './flow.ts'

/** The deposit's authorization was used, and funded nothing: its signer cancelled it. */
export class AuthorizationCancelledError extends OpenLedgerError {
  constructor(salt: Hex) {
    super(`The deposit with the salt ${salt} was cancelled by its signer: give another salt to make another one.`)
  }
}

type Step = 'deposit' | 'sessionKey'

type Parameters = Compute<
  FlowParameters<Step> & {
    modelId: bigint
    /** Wei of OPEN to deposit. */
    amount: bigint
    /**
     * Names this deposit: 32 bytes that were not used with this model and payer, as an order's number. With the same salt it
     * is made once, whatever happens; another deposit takes another salt.
     */
    salt: Hex
    /** A key beside the sender's own that signs its vouchers. */
    sessionKey?: Address | undefined
  }
>

type ReturnValue = {
  /** Wei of OPEN that vouchers can take now. */
  balance: bigint
  /** Hash of the deposit's transaction, unless it was made before. */
  hash: Hash | undefined
  /** Unix seconds from which the session key signs; undefined where none was asked for. */
  sessionKeyFrom: bigint | undefined
}

/** Seconds for which a deposit's authorization is good: it is in a block by then, or never. */
const VALID_FOR = 3_600n

/**
 * Deposits OPEN for a model in one transaction, without an allowance, by an ERC-3009 authorization that the chain takes
 * once; and names a session key. The same call again finds what was done and does the rest.
 *
 * The account must sign typed data itself: for one that is a contract use `payment.fund` and `payment.setSessionKey`.
 * @throws AuthorizationCancelledError
 */
export async function openChannel(client: Client, parameters: Parameters): Promise<ReturnValue> {
  const { deployment, modelId, amount, salt, transaction, signal, sessionKey } = parameters
  const sender = senderOf(client, parameters)
  const payer = sender.address
  const nonceOfDeposit = authorizationNonceOf({ modelId, payer, salt })

  const deposited = startStep(parameters, 'deposit', 1)
  const { hash } = await doOnce<{ hash: Hash | undefined }>(client, {
    sender,
    signal,
    find: async () => {
      const isUsed = await token.isAuthorizationUsed(client, { deployment, authorizer: payer, nonce: nonceOfDeposit })
      if (!isUsed) return undefined
      await assertNotCancelled(client, parameters, nonceOfDeposit, payer)
      return { hash: undefined }
    },
    send: async (nonce) => {
      const { timestamp } = await getBlock(client)
      const at = {
        chainId: deployment.chainId,
        token: deployment.contracts.OpenToken,
        escrow: deployment.contracts.InferenceEscrow,
      }
      const authorization = {
        modelId,
        payer,
        from: payer,
        amount,
        validAfter: 0n,
        validBefore: timestamp + VALID_FOR,
        salt,
      }
      const signer = { signTypedData: (data: object) => signTypedData(client, { ...data, account: sender } as never) }
      const signed = await signFundingAuthorization(signer as never, at, authorization)
      return payment.fundWithAuthorization(client, { deployment, ...signed, transaction: { ...transaction, nonce } })
    },
    read: ({ transactionHash }) => ({ hash: transactionHash }),
  })
  deposited()

  const sessionKeyFrom = sessionKey === undefined ? undefined : await nameSessionKey(client, parameters, sessionKey)
  const { balance } = await payment.getDeposit(client, { deployment, modelId, payer })
  return { balance, hash, sessionKeyFrom }
}

async function assertNotCancelled(
  client: Client,
  { deployment, salt }: Parameters,
  nonce: Hex,
  authorizer: Address,
): Promise<void> {
  const cancelled = await readEvents(client, {
    deployment,
    contract: 'OpenToken',
    event: 'AuthorizationCanceled',
    args: { authorizer, nonce },
  })
  if (cancelled.length > 0) throw new AuthorizationCancelledError(salt)
}

/** @returns Unix seconds from which the key signs; 0 when it does */
async function nameSessionKey(client: Client, parameters: Parameters, key: Address): Promise<bigint> {
  const { deployment, modelId, transaction, signal } = parameters
  const sender = senderOf(client, parameters)
  const next = startStep(parameters, 'sessionKey', 1)
  const from = await doOnce(client, {
    sender,
    signal,
    find: async () => {
      const known = await payment.getSessionKey(client, { deployment, modelId, payer: sender.address })
      if (known.nextFrom !== 0) return isAddressEqual(known.next, key) ? BigInt(known.nextFrom) : undefined
      return isAddressEqual(known.key, key) ? 0n : undefined
    },
    send: (nonce) =>
      payment.setSessionKey(client, { deployment, modelId, key, transaction: { ...transaction, nonce } }),
    read: ({ logs }) => payment.setSessionKey.extractEvent(deployment, logs).effectiveFrom,
  })
  next()
  return from
}

export declare namespace openChannel {
  export type { Parameters, ReturnValue }
}
