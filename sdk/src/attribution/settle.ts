import { type Address, getAddress } from 'viem'
import { divideGross, grossOf, type Reserve, type RuleName } from './amounts.ts'
import type { BundleInference, BundlePayout } from './bundle.ts'
import { type Credit, comparePayouts } from './encoding.ts'

/**
 * What each account earned: for every credit an entry under its contributor, also of 0 wei, and one under the reserve
 * account of its datanet unless that takes no share or is the contributor itself. A credit without contributor, whose
 * source is revoked, has neither: what it might have earned goes to the data fund.
 */
export function settle(
  inferences: readonly Pick<BundleInference, 'dataFee' | 'output' | 'credits'>[],
  reserveOf: (credit: Credit) => Reserve,
  rule: RuleName,
): BundlePayout[] {
  const payouts = new Map<Address, BundlePayout>()
  const enter = (holder: Address, inference: number, credit: number, amount: bigint) => {
    const account = getAddress(holder)
    const payout = payouts.get(account) ?? { account, amount: 0n, entries: [] }
    payout.amount += amount
    payout.entries.push({ inference, credit, amount })
    payouts.set(account, payout)
  }
  // Walking in order leaves each account's entries in order.
  inferences.forEach(({ dataFee, output, credits }, i) => {
    credits.forEach((credit, j) => {
      if (BigInt(credit.contributor) === 0n) return
      const gross = grossOf({ rule, dataFee, length: credit.length, outputLength: output.length })
      const reserve = reserveOf(credit)
      const parts = divideGross(gross, credit.contributor, reserve)
      enter(credit.contributor, i, j, parts.contributor)
      if (parts.reserve !== undefined) enter(reserve.reserveAccount, i, j, parts.reserve)
    })
  })
  return [...payouts.values()].sort(comparePayouts)
}
