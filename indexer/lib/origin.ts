import type { Hex } from 'viem'

/** Where on chain an event happened. */
export type Origin = {
  /** Ponder's id of the event: unique, and in the order of the chain. */
  id: string
  block: bigint
  /** Unix seconds. */
  time: bigint
  transactionHash: Hex
}

/** What Ponder tells of an event beside its arguments. */
type Placed = { id: string; block: { number: bigint; timestamp: bigint }; transaction: { hash: Hex } }

export function originOf(event: Placed): Origin {
  return {
    id: event.id,
    block: event.block.number,
    time: event.block.timestamp,
    transactionHash: event.transaction.hash,
  }
}

/** The origin's columns of a table with a natural key. */
export function columnsOf({ block, time, transactionHash }: Origin) {
  return { block, time, transactionHash }
}
