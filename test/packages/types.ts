// What an application's compiler must know of an action: a line that should fail and does not is an error.
import { type openActions, parseDeployment } from '@openledger/sdk'
import { model, payment } from '@openledger/sdk/actions'
import type { IndexFolder } from '@openledger/sdk/engine'
import { type Address, createPublicClient, createWalletClient, type Hash, http, type TransactionReceipt } from 'viem'

const deployment = parseDeployment('')
const client = createPublicClient({ transport: http() })
const wallet = createWalletClient({ transport: http() })

export async function run(): Promise<[Address, bigint, Hash, TransactionReceipt]> {
  const { owner } = await model.getModel(client, { deployment, modelId: 1n })
  const hash = await payment.fund(wallet, { deployment, modelId: 1n, payer: owner, amount: 1n })
  const { amount, receipt } = await payment.fundSync(wallet, { deployment, modelId: 1n, payer: owner, amount: 1n })
  // @ts-expect-error: the amount is a bigint
  await payment.fund(wallet, { deployment, modelId: 1n, payer: owner, amount: 1 })
  // @ts-expect-error: a read has no sync
  model.getModelSync
  return [owner, amount, hash, receipt]
}

export type Bound = ReturnType<ReturnType<typeof openActions>>
export type Folder = IndexFolder
