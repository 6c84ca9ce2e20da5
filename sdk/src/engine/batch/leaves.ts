import { divideGross, grossOf, type RuleName } from '../../attribution/amounts.ts'
import { SumOutOfRangeError } from '../../errors/trees.ts'
import { createRoots, createTextRooter, HASH_BYTES, type Keccak, keepSum } from '../hashing/index.ts'
import { type Columns, uint128At } from './columns.ts'
import type { Shared } from './shared.ts'

const WORD = 32
const CREDIT_BYTES = 8 * WORD
const INFERENCE_BYTES = 8 * WORD

/** Where the inferences of some columns stand in the batch. */
export type Place = { firstInference: number; firstCredit: number }

/** Hashes the inferences of a batch to leaves, and divides their money into entries. */
export type LeafMaker = {
  /**
   * Writes what columns are in the batch into shared memory. Accounts of slots are numbered as in the columns.
   * @throws SumOutOfRangeError when a credit earns 2^128 wei or more
   */
  make(columns: Columns, place: Place, shared: Shared): void
}

export function createLeafMaker(keccak: Keccak, rule: RuleName): LeafMaker {
  const rootOf = createTextRooter(keccak)
  const creditRoots = createRoots(keccak)
  const preimage = new Uint8Array(1 + INFERENCE_BYTES + WORD)
  const view = new DataView(preimage.buffer)
  const fieldAt = (index: number) => 1 + WORD * index
  const setUint128 = (index: number, numbers: BigUint64Array, place: number) => {
    view.setBigUint64(fieldAt(index) + 16, numbers[2 * place + 1]!)
    view.setBigUint64(fieldAt(index) + 24, numbers[2 * place]!)
  }
  const makeInference = (columns: Columns, i: number, firstCredit: number) => {
    const { version, payer, accounts, outputs, creditsFrom } = columns
    view.setUint32(fieldAt(0) + 28, version[i]!)
    preimage.set(accounts[payer[i]!]!, fieldAt(1) + 12)
    setUint128(2, columns.from, i)
    setUint128(3, columns.to, i)
    rootOf(outputs[i]!, preimage, fieldAt(4))
    const leaf = creditRoots.begin(CREDIT_BYTES)
    for (let c = creditsFrom[i]!; c < creditsFrom[i + 1]!; c++) {
      writeCredit(columns, c, leaf)
      creditRoots.add()
    }
    creditRoots.end(preimage, fieldAt(5))
    view.setUint32(fieldAt(6) + 28, creditsFrom[i + 1]! - creditsFrom[i]!)
    view.setBigUint64(fieldAt(7) + 24, BigInt(firstCredit + creditsFrom[i]!))
    setUint128(8, columns.dataFee, i)
  }
  return {
    make(columns, { firstInference, firstCredit }, shared) {
      const { creditsFrom, credits, submissions, reserveBps, reserveAccount } = columns
      const isNobody = columns.accounts.map((account) => account.every((byte) => byte === 0))
      const hex = columns.accounts.map((account) => `0x${Buffer.from(account).toString('hex')}` as const)
      const reserves = submissions.map((_, s) => ({
        reserveAccount: reserveBps[s] === 0 ? ('0x' as const) : hex[reserveAccount[s]!]!,
        reserveBps: reserveBps[s]!,
      }))
      const enter = (slot: number, account: number, amount: bigint) => {
        if (amount >> 128n !== 0n) throw new SumOutOfRangeError(amount)
        shared.slotAccount[slot] = account + 1
        keepSum(amount, shared.slotAmount, slot)
      }
      for (let i = 0; i < columns.count; i++) {
        makeInference(columns, i, firstCredit)
        keccak.into(preimage, shared.inferenceHashes, HASH_BYTES * (firstInference + i))
        const dataFee = uint128At(columns.dataFee, i)
        keepSum(dataFee, shared.inferenceSums, firstInference + i)
        const outputLength = columns.outputs[i]!.length
        for (let c = creditsFrom[i]!; c < creditsFrom[i + 1]!; c++) {
          shared.creditInference[firstCredit + c] = firstInference + i
          shared.creditPlace[firstCredit + c] = c - creditsFrom[i]!
          const contributor = credits.contributor[c]!
          if (isNobody[contributor]) continue
          const submission = credits.submission[c]!
          const gross = grossOf({ rule, dataFee, length: BigInt(credits.length[c]!), outputLength })
          const parts = divideGross(gross, hex[contributor]!, reserves[submission]!)
          enter(2 * (firstCredit + c), contributor, parts.contributor)
          if (parts.reserve !== undefined) enter(2 * (firstCredit + c) + 1, reserveAccount[submission]!, parts.reserve)
        }
      }
    },
  }
}

/** A credit's 256 bytes, of which the leading ones of each field are 0 already. */
function writeCredit({ credits, submissions, accounts }: Columns, c: number, leaf: Uint8Array): void {
  const view = new DataView(leaf.buffer, leaf.byteOffset, leaf.length)
  setSmall(view, WORD - 8, credits.start[c]!)
  setSmall(view, 2 * WORD - 8, credits.length[c]!)
  setSmall(view, 3 * WORD - 8, credits.matchStart[c]!)
  setSmall(view, 4 * WORD - 8, credits.matchLength[c]!)
  let id = submissions[credits.submission[c]!]!
  for (let at = 5 * WORD - 8; at >= 4 * WORD; at -= 8) {
    view.setBigUint64(at, BigInt.asUintN(64, id))
    id >>= 64n
  }
  setSmall(view, 6 * WORD - 8, credits.leafIndex[c]!)
  setSmall(view, 7 * WORD - 8, credits.offset[c]!)
  leaf.set(accounts[credits.contributor[c]!]!, 8 * WORD - 20)
}

/** A number below 2^53 as 64 bits. */
function setSmall(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 2 ** 32))
  view.setUint32(at + 4, value % 2 ** 32)
}
