import type { ContentStore } from '@openledger/sdk/content'
import { openPayouts, payoutOf } from '@openledger/sdk/engine'
import type { PayoutReader } from '@openledger/sdk/flows'
import { blobsOf } from './ledger.ts'

/** Reads what batches owe, of any size: their payouts alone. */
export function payoutReader(store: ContentStore): PayoutReader {
  return {
    async openPayouts({ commitment }, { signal }) {
      const payouts = await openPayouts(blobsOf(store), commitment, { signal })
      return (account) => payoutOf(payouts, account)
    },
  }
}
