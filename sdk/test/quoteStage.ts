import { type Address, padHex } from 'viem'
import { buildBatch, type Credit } from '../src/attribution/index.ts'
import { signVoucher } from '../src/payment/index.ts'
import { canonicalBytes } from '../src/text/index.ts'
import { keyOf } from './chain.ts'
import { openDatanet, openModel, startStage, treeOf } from './stage.ts'

const text = 'the tide rises twice a day on most shores'
const output = canonicalBytes(text)

/** Where an answer stands in its payer's running total. */
export type Stretch = readonly [from: bigint, to: bigint]

/** A stage with a model of one contribution, whose answers quote it whole. */
export async function startQuoteStage() {
  const stage = await startStage()
  const { chainId, contracts } = stage.deployment
  const operator = await stage.enter(1)
  const payer = await stage.enter(2)
  const contributor = await stage.enter(3)
  const watcher = await stage.enter(4)
  const validator = await stage.enter(5)
  const { datanetId, reserveAccount } = await openDatanet(stage, { curator: operator, validator })
  const contribution = { contributor: contributor.account.address, text }
  const { root, count } = treeOf([contribution])
  const { submissionId } = await contributor.datanet.submitSync({ datanetId, root, count, uri: 'openledger:leaves/0x' })
  await validator.datanet.approveSync({ submissionId })
  const { modelId } = await openModel(operator, { datanetId, receiptKey: keyOf(20) })
  const reserveOf = () => ({ reserveAccount, reserveBps: 1_000 })
  const dataBps = 6_000
  let charged = 0n

  /** Charges the payer for one more answer. */
  async function charge(amount: bigint): Promise<Stretch> {
    const escrow = contracts.InferenceEscrow
    await payer.token.approveSync({ spender: escrow, value: amount })
    await payer.payment.fundSync({ modelId, payer: payer.account.address, amount })
    const voucher = { payer: payer.account.address, modelId, term: 1, cumulativeAmount: charged + amount }
    const signature = await signVoucher(payer.account, { chainId, escrow }, voucher)
    await operator.payment.redeemSync({ modelId, term: 1, vouchers: [{ ...voucher, signature }] })
    charged += amount
    return [charged - amount, charged]
  }

  /** A batch of one answer, credited to whoever is said to have made the contribution. */
  function batchFor(creditedTo: Address, [from, to]: Stretch) {
    const length = BigInt(output.length)
    const credit: Credit = {
      start: 0n,
      length,
      matchStart: 0n,
      matchLength: length,
      submissionId,
      leafIndex: 0,
      offset: 0n,
      contributor: creditedTo,
    }
    const receipt = padHex('0x', { size: 65 })
    return buildBatch({
      chainId,
      ledger: contracts.AttributionLedger,
      modelId,
      term: 1,
      inferences: [{ version: 1, payer: payer.account.address, from, to, output, receipt, credits: [credit] }],
      dataBps,
      reserveOf,
    })
  }

  const parties = { operator, payer, contributor, watcher }
  return { stage, ...parties, datanetId, contribution, modelId, reserveOf, dataBps, charge, batchFor }
}

export type QuoteStage = Awaited<ReturnType<typeof startQuoteStage>>
