import { type Address, type Hex, isAddressEqual } from 'viem'
import { outputRootOf } from '../attribution/trees.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { canonicalise } from '../text/canonical.ts'
import type { EscrowDomain } from './domain.ts'
import { type Receipt, recoverReceipt } from './receipt.ts'

/** A receipt as it came with an answer, and what the payer knows of what it paid for. */
export type ReceiptCheck = {
  domain: EscrowDomain
  receipt: Receipt
  signature: Hex
  /** The receipt key of the term, from `ModelRegistry.term`. */
  receiptKey: Address
  /** What was paid: the model, its term, by whom, the price, and the payer's running total before, in wei. */
  expected: Pick<Receipt, 'modelId' | 'term' | 'payer' | 'from'> & { price: bigint }
  /** The answer as it was given. */
  answer: string
}

/** A receipt signed by another than the term's receipt key: it binds nobody. */
export class ReceiptSignerError extends OpenLedgerError {
  constructor(signer: Address, receiptKey: Address) {
    super(
      `The receipt is signed by ${signer}, not by the term's receipt key ${receiptKey}: sign no voucher beyond what this operator has answered before.`,
    )
  }
}

/** A receipt for something other than what was paid. */
export class ReceiptDiffersError extends OpenLedgerError {
  constructor(field: string, stated: unknown, expected: unknown) {
    super(
      `The receipt's ${field} is ${stated} where ${expected} was paid for: keep the receipt, and sign no further voucher for this operator.`,
    )
  }
}

/**
 * Checks, for the payer, that a receipt is one for the answer at its price. Only such a receipt lets watchers see to it
 * that the answer is batched as it was given; keep it.
 * @throws MalformedSignatureError, ReceiptSignerError, ReceiptDiffersError
 */
export async function checkReceipt(check: ReceiptCheck): Promise<void> {
  const { domain, receipt, signature, receiptKey, expected } = check
  const signer = await recoverReceipt(domain, receipt, signature)
  if (!isAddressEqual(signer, receiptKey)) throw new ReceiptSignerError(signer, receiptKey)
  const outputRoot = outputRootOf(new TextEncoder().encode(canonicalise(check.answer)))
  requireEqual('model', receipt.modelId, expected.modelId)
  requireEqual('term', receipt.term, expected.term)
  requireEqual('payer', receipt.payer.toLowerCase(), expected.payer.toLowerCase())
  requireEqual('running total', receipt.from, expected.from)
  requireEqual('price', receipt.to - receipt.from, expected.price)
  requireEqual('output root', receipt.outputRoot.toLowerCase(), outputRoot)
}

function requireEqual<Value>(field: string, stated: Value, expected: Value): void {
  if (stated !== expected) throw new ReceiptDiffersError(field, stated, expected)
}
