// Checked by the compiler in `npm run check`: what each kind of action takes and returns, as the ABIs have it.
import type { Account, Address, BlockTag, Hash, Log, TransactionReceipt } from 'viem'
import { expectTypeOf } from 'vitest'
import type { Deployment } from '../deployment.ts'
import type { ActionError } from './explain.ts'
import {
  attribution,
  type Client,
  type EventLog,
  governance,
  model,
  type OpenActions,
  openActions,
  payment,
  readEvents,
} from './index.ts'

declare const client: Client
declare const deployment: Deployment
declare const logs: readonly Log[]
declare const hex: `0x${string}`

type Model = {
  owner: Address
  rule: number
  shareAlike: boolean
  commercial: boolean
  revenue: { protocolBps: number; ownerBps: number; baseBps: number; dataBps: number }
  price: bigint
  term: number
  latestVersion: number
  baseModelId: bigint
  retired: boolean
}
/** An intersection as one object, which is what is compared. */
type One<type> = { [key in keyof type]: type[key] }
type AtBlock = { blockNumber?: bigint | undefined; blockTag?: BlockTag | undefined }
type Transaction = {
  transaction?:
    | {
        account?: Account | Address | undefined
        gas?: bigint | undefined
        nonce?: number | undefined
        maxFeePerGas?: bigint | undefined
        maxPriorityFeePerGas?: bigint | undefined
        value?: bigint | undefined
      }
    | undefined
}

// A read: its arguments by their names, and its only value as it is.
expectTypeOf(model.getModel).parameter(1).toEqualTypeOf<One<{ modelId: bigint; deployment: Deployment } & AtBlock>>()
expectTypeOf(model.getModel(client, { deployment, modelId: 1n })).resolves.toEqualTypeOf<Model>()
expectTypeOf<model.getModel.Parameters>().toEqualTypeOf<Parameters<typeof model.getModel>[1]>()
expectTypeOf<model.getModel.ReturnValue>().toEqualTypeOf<Model>()
expectTypeOf<model.getModel.ErrorType>().toEqualTypeOf<ActionError>()
expectTypeOf(model.getModelCount(client, { deployment })).resolves.toEqualTypeOf<bigint>()
expectTypeOf(attribution.verifyFalseCredit).returns.resolves.toEqualTypeOf<undefined>()

// Several values by their names.
expectTypeOf(governance.getProposalVotes).returns.resolves.toEqualTypeOf<{
  againstVotes: bigint
  forVotes: bigint
  abstainVotes: bigint
}>()

// The call for viem's own actions.
expectTypeOf(model.getModel.call({ deployment, modelId: 1n }).functionName).toEqualTypeOf<'model'>()
expectTypeOf(model.getModel.call({ deployment, modelId: 1n }).args).toEqualTypeOf<readonly [bigint]>()

// A write: what is sent and how, and the hash.
type Fund = One<{ modelId: bigint; payer: Address; amount: bigint; deployment: Deployment } & Transaction>
expectTypeOf(payment.fund).parameter(1).toEqualTypeOf<Fund>()
expectTypeOf(payment.fund).returns.resolves.toEqualTypeOf<Hash>()
expectTypeOf<payment.fund.Parameters>().toEqualTypeOf<Fund>()
expectTypeOf<payment.fund.ReturnValue>().toEqualTypeOf<Hash>()
expectTypeOf(payment.fund.contract).toEqualTypeOf<'InferenceEscrow'>()
expectTypeOf(model.register.simulate).returns.resolves.toEqualTypeOf<bigint>()

// What it emits.
type Funded = { modelId: bigint; payer: Address; from: Address; amount: bigint }
expectTypeOf(payment.fund.extractEvent(deployment, logs)).toEqualTypeOf<Funded>()
expectTypeOf(payment.fund.extractEvents(deployment, logs)).toEqualTypeOf<EventLog<'InferenceEscrow', 'Funded'>[]>()
expectTypeOf<EventLog<'InferenceEscrow', 'Funded'>['args']>().toEqualTypeOf<Funded>()
expectTypeOf<EventLog<'InferenceEscrow', 'Funded'>['blockNumber']>().toEqualTypeOf<bigint>()

// A write that waits: the event and the receipt; of one that does many things, all events.
expectTypeOf(payment.fundSync).parameter(1).toEqualTypeOf<Fund>()
expectTypeOf(payment.fundSync).returns.resolves.toEqualTypeOf<One<Funded & { receipt: TransactionReceipt }>>()
expectTypeOf<payment.fundSync.ReturnValue>().toEqualTypeOf<One<Funded & { receipt: TransactionReceipt }>>()
type Claimed = { batchId: bigint; account: Address; recipient: Address; amount: bigint }
expectTypeOf(attribution.claimManySync).returns.resolves.toEqualTypeOf<{
  events: Claimed[]
  receipt: TransactionReceipt
}>()

// Events of a kind, with filters of what is indexed alone.
expectTypeOf(payment.listDeposits).returns.resolves.toEqualTypeOf<EventLog<'InferenceEscrow', 'Funded'>[]>()
expectTypeOf<NonNullable<payment.listDeposits.Parameters['args']>>().toEqualTypeOf<{
  modelId?: bigint | readonly bigint[]
  payer?: Address | readonly Address[]
  from?: Address | readonly Address[]
}>()
expectTypeOf(readEvents(client, { deployment, contract: 'InferenceEscrow', event: 'Funded' })).resolves.toEqualTypeOf<
  EventLog<'InferenceEscrow', 'Funded'>[]
>()

// The decorator: the same without client and deployment, and nothing at all where nothing is left to say.
const open = openActions(deployment)(client)
expectTypeOf(open).toEqualTypeOf<OpenActions>()
expectTypeOf(open.payment.fundSync).parameter(0).toEqualTypeOf<One<Omit<Fund, 'deployment'>>>()
expectTypeOf(open.payment.fundSync).returns.resolves.toEqualTypeOf<One<Funded & { receipt: TransactionReceipt }>>()
expectTypeOf(open.model.getModel({ modelId: 1n })).resolves.toEqualTypeOf<Model>()
expectTypeOf(open.model.getModelCount()).resolves.toEqualTypeOf<bigint>()

export async function refused() {
  // @ts-expect-error: `modelId` is missing
  await model.getModel(client, { deployment })
  // @ts-expect-error: `modelId` is a bigint
  await model.getModel(client, { deployment, modelId: 1 })
  // @ts-expect-error: there is no `modelID`
  await model.getModel(client, { deployment, modelID: 1n })
  // @ts-expect-error: an address begins with 0x
  await payment.fund(client, { deployment, modelId: 1n, payer: 'bob', amount: 1n })
  // @ts-expect-error: `amount` is not indexed
  await payment.listDeposits(client, { deployment, args: { amount: 1n } })
  // @ts-expect-error: the escrow has no such event
  await readEvents(client, { deployment, contract: 'InferenceEscrow', event: 'BatchCommitted' })
  // @ts-expect-error: what a block is named by is not for transactions
  await payment.fund(client, { deployment, modelId: 1n, payer: hex, amount: 1n, blockNumber: 1n })
  // @ts-expect-error: the decorator has the deployment already
  await open.model.getModel({ deployment, modelId: 1n })
}
