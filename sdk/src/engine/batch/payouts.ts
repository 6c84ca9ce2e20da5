import { type Address, bytesToHex, getAddress, hexToBytes } from 'viem'
import type { StatedPayout } from '../../attribution/bundle/parts.ts'
import type { PayoutProof } from '../../attribution/proofs.ts'
import {
  HASH_BYTES,
  type Keccak,
  type PackedSumTree,
  packedSumProof,
  packSumTree,
  type SumLevel,
  sumAt,
} from '../hashing/index.ts'
import { ADDRESS_BYTES } from './answers.ts'

/** The payouts of a batch in their order, and the tree over them. */
export type PackedPayouts = {
  count: number
  /** 20 bytes each, ascending in an honest batch. */
  accounts: Uint8Array
  /** 32 bytes each. */
  entriesRoots: Uint8Array
  entryCounts: Uint32Array
  /** Numbers of entries of all payouts before each. */
  firstEntries: Float64Array
  tree: PackedSumTree
}

/** Accounts by number, with where their entries begin and the roots and sums of those. */
export type AccountEntries = { addresses: readonly Uint8Array[]; starts: Uint32Array; roots: SumLevel }

const PAYOUT_BYTES = 128

/** The payouts of accounts that have entries. @throws SumOutOfRangeError */
export function packPayouts(keccak: Keccak, { addresses, starts, roots }: AccountEntries): PackedPayouts {
  const entriesOf = (account: number) => starts[account + 1]! - starts[account]!
  const order = addresses
    .map((_, account) => account)
    .filter((account) => entriesOf(account) > 0)
    .sort((a, b) => Buffer.compare(addresses[a]!, addresses[b]!))
  const count = order.length
  const accounts = new Uint8Array(ADDRESS_BYTES * count)
  const entriesRoots = new Uint8Array(HASH_BYTES * count)
  const entryCounts = new Uint32Array(count)
  order.forEach((account, i) => {
    accounts.set(addresses[account]!, ADDRESS_BYTES * i)
    entriesRoots.set(roots.hashes.subarray(HASH_BYTES * account, HASH_BYTES * (account + 1)), HASH_BYTES * i)
    entryCounts[i] = entriesOf(account)
  })
  const amountOf = (i: number) => sumAt(roots.sums, order[i]!)
  return overPayouts(keccak, { count, accounts, entriesRoots, entryCounts }, amountOf)
}

type Stated = Pick<PackedPayouts, 'count' | 'accounts' | 'entriesRoots' | 'entryCounts'>

/** The tree over payouts as they are stated, right or wrong. @throws SumOutOfRangeError */
export function overPayouts(keccak: Keccak, stated: Stated, amountOf: (index: number) => bigint): PackedPayouts {
  const { count, accounts, entriesRoots, entryCounts } = stated
  const firstEntries = new Float64Array(count)
  for (let i = 1; i < count; i++) firstEntries[i] = firstEntries[i - 1]! + entryCounts[i - 1]!
  const tree = packSumTree(keccak, {
    count,
    bytes: PAYOUT_BYTES,
    write(i, leaf) {
      const view = new DataView(leaf.buffer, leaf.byteOffset, leaf.length)
      leaf.set(accounts.subarray(ADDRESS_BYTES * i, ADDRESS_BYTES * (i + 1)), 12)
      leaf.set(entriesRoots.subarray(HASH_BYTES * i, HASH_BYTES * (i + 1)), 32)
      view.setUint32(92, entryCounts[i]!)
      view.setBigUint64(120, BigInt(firstEntries[i]!))
      return amountOf(i)
    },
  })
  return { ...stated, firstEntries, tree }
}

/** Payouts as a bundle states those whose entries follow. */
export function* statedPayouts({
  count,
  accounts,
  entriesRoots,
  entryCounts,
  tree,
}: PackedPayouts): Generator<StatedPayout> {
  for (let i = 0; i < count; i++) {
    yield {
      account: accountAt(accounts, i),
      amount: sumAt(tree.levels[0]!.sums, i),
      follows: {
        count: entryCounts[i]!,
        root: bytesToHex(entriesRoots.subarray(HASH_BYTES * i, HASH_BYTES * (i + 1))),
      },
    }
  }
}

/** What an account earned, with its proof, as `AttributionLedger.claim` takes it; `undefined` where it has no payout. */
export function payoutOf(payouts: PackedPayouts, account: Address): PayoutProof | undefined {
  const { entriesRoots, entryCounts, firstEntries, tree } = payouts
  const index = placeOf(payouts, hexToBytes(account))
  if (index === undefined) return undefined
  return {
    payout: {
      account: getAddress(account),
      entriesRoot: bytesToHex(entriesRoots.subarray(HASH_BYTES * index, HASH_BYTES * (index + 1))),
      entryCount: entryCounts[index]!,
      firstEntry: BigInt(firstEntries[index]!),
    },
    amount: sumAt(tree.levels[0]!.sums, index),
    index,
    ...packedSumProof(tree, index),
  }
}

/** The place of an account among ascending ones. */
function placeOf({ accounts, count }: PackedPayouts, account: Uint8Array): number | undefined {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = Buffer.compare(accounts.subarray(ADDRESS_BYTES * middle, ADDRESS_BYTES * (middle + 1)), account)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

function accountAt(accounts: Uint8Array, index: number): Address {
  return bytesToHex(accounts.subarray(ADDRESS_BYTES * index, ADDRESS_BYTES * (index + 1)))
}
