import { bigint, hex } from 'ponder'

/** Where on chain something happened: the columns of every row of a history table, and of what was created once. */
export const origin = () => ({
  /** Number of the block. */
  block: bigint().notNull(),
  /** Time of the block, Unix seconds. */
  time: bigint().notNull(),
  transactionHash: hex().notNull(),
})
