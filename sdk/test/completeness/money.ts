import type { CreditDraft, EntryDraft, InferenceDraft, PayoutDraft } from './draft.ts'

// What credits pay, read off the protocol's text; nothing of the library under test.

/** Where a datanet's share goes: its reserve account as a number, and its basis points. */
export type Share = { account: bigint; bps: bigint }

/** The money that an answer in [from, to) of a payer's total leaves for data. */
export function feeOf(from: bigint, to: bigint, dataBps: bigint): bigint {
  return (to * dataBps) / 10_000n - (from * dataBps) / 10_000n
}

export type Rule = 'WindowV1' | 'InfluenceV1'

/** What each account earns by the credits, with its entries, in order of accounts. */
export function settle(
  inferences: readonly InferenceDraft[],
  shareOf: (credit: CreditDraft) => Share,
  rule: Rule,
): PayoutDraft[] {
  const payouts = new Map<bigint, EntryDraft[]>()
  const enter = (account: bigint, inference: number, credit: number, amount: bigint) => {
    const entries = payouts.get(account) ?? []
    payouts.set(account, [...entries, { inference: BigInt(inference), credit: BigInt(credit), amount, over: {} }])
  }
  inferences.forEach(({ dataFee, output, credits }, i) => {
    credits.forEach((credit, j) => {
      const { contributor, length } = credit
      if (contributor === 0n) return
      const byWords = (dataFee * (length + 1n)) / (BigInt(output.length) + 1n)
      const gross = rule === 'WindowV1' ? byWords : (dataFee * length) / (1n << 32n)
      const { account, bps } = shareOf(credit)
      const takes = bps > 0n && contributor !== account
      const reserved = takes ? (gross * bps) / 10_000n : 0n
      enter(contributor, i, j, gross - reserved)
      if (takes) enter(account, i, j, reserved)
    })
  })
  return [...payouts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, entries]) => ({ account, entries, over: {}, entryTree: {} }))
}

/** What each account can claim, in wei. */
export function earnings(payouts: readonly PayoutDraft[]): Map<bigint, bigint> {
  return new Map(
    payouts.map(({ account, entries }) => [account, entries.reduce((sum, { amount }) => sum + amount, 0n)] as const),
  )
}
