import { divideBetween, grossOf, type RuleName } from '../../attribution/amounts.ts'
import { createRoots, createTextRooter, HASH_BYTES, type Keccak, keepSum } from '../hashing/index.ts'
import { ADDRESS_BYTES } from './answers.ts'
import { type Columns, uint128At } from './columns.ts'
import type { Shared } from './shared.ts'

const WORD = 32
const CREDIT_BYTES = 8 * WORD
const INFERENCE_BYTES = 8 * WORD
const SMALL = 1n << 53n

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
  let creditView: DataView = new DataView(new ArrayBuffer(0))
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
    if (leaf.buffer !== creditView.buffer) creditView = new DataView(leaf.buffer, leaf.byteOffset, leaf.length)
    for (let c = creditsFrom[i]!; c < creditsFrom[i + 1]!; c++) {
      writeCredit(columns, c, leaf, creditView)
      creditRoots.add()
    }
    creditRoots.end(preimage, fieldAt(5))
    view.setUint32(fieldAt(6) + 28, creditsFrom[i + 1]! - creditsFrom[i]!)
    view.setBigUint64(fieldAt(7) + 24, BigInt(firstCredit + creditsFrom[i]!))
    setUint128(8, columns.dataFee, i)
  }
  return {
    make(columns, { firstInference, firstCredit }, shared) {
      const { creditsFrom, credits, reserveBps, reserveAccount } = columns
      const isNobody = columns.accounts.map((account) => account.every((byte) => byte === 0))
      const enter = (slot: number, account: number, amount: bigint) => {
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
          const [bps, reserve] = [reserveBps[submission]!, reserveAccount[submission]!]
          const gross = grossOf({ rule, dataFee, length: BigInt(credits.length[c]!), outputLength })
          const slot = 2 * (firstCredit + c)
          if (bps === 0 || isSame(columns.accounts[reserve]!, columns.accounts[contributor]!)) {
            enter(slot, contributor, gross)
            continue
          }
          const parts = divideBetween(gross, bps)
          enter(slot, contributor, parts.contributor)
          enter(slot + 1, reserve, parts.reserve)
        }
      }
    },
  }
}

/** Whether accounts are one: whoever made the part may have given it two places. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < ADDRESS_BYTES; i++) if (a[i] !== b[i]) return false
  return true
}

/** A credit's 256 bytes, of which the leading ones of each field are 0 already. */
function writeCredit({ credits, submissions, accounts }: Columns, c: number, leaf: Uint8Array, view: DataView): void {
  setSmall(view, WORD - 8, credits.start[c]!)
  setSmall(view, 2 * WORD - 8, credits.length[c]!)
  setSmall(view, 3 * WORD - 8, credits.matchStart[c]!)
  setSmall(view, 4 * WORD - 8, credits.matchLength[c]!)
  const id = submissions[credits.submission[c]!]!
  const isSmall = id < SMALL
  if (isSmall) setSmall(view, 5 * WORD - 8, Number(id))
  for (let i = isSmall ? 1 : 0; i < 4; i++) {
    view.setBigUint64(5 * WORD - 8 * (i + 1), isSmall ? 0n : BigInt.asUintN(64, id >> BigInt(64 * i)))
  }
  setSmall(view, 6 * WORD - 8, credits.leafIndex[c]!)
  setSmall(view, 7 * WORD - 8, credits.offset[c]!)
  const contributor = accounts[credits.contributor[c]!]!
  for (let i = 0; i < ADDRESS_BYTES; i++) leaf[8 * WORD - ADDRESS_BYTES + i] = contributor[i]!
}

/** A number below 2^53 as 64 bits. */
function setSmall(view: DataView, at: number, value: number): void {
  // As 32 bits, what is above is cut off.
  view.setUint32(at, value < 2 ** 32 ? 0 : Math.floor(value / 2 ** 32))
  view.setUint32(at + 4, value)
}
