import { type Address, type Hex, hexToBytes, isAddressEqual } from 'viem'
import type { Reserve } from '../amounts.ts'
import { type BundleInference, type BundlePayout, type StatedReserves, submissionKey } from '../bundle.ts'
import type { Credit } from '../encoding.ts'
import { type ByteReader, type ByteWriter, createReader, createWriter } from './bytes.ts'
import { MalformedBundleError } from './errors.ts'

/** A payout as a part states it: by its entries, or by their number and root where they are those that follow from the credits. */
export type StatedPayout = Pick<BundlePayout, 'account' | 'amount'> &
  ({ entries: BundlePayout['entries'] } | { follows: { count: number; root: Hex } })

/** Weight of leaves after which a writer begins another part: as many bytes, about. */
export const PART_BYTES = 2 ** 22

/** What an inference weighs: known before it is written, so that parts can be made apart from each other. */
export function partWeightOf(outputLength: number, creditCount: number): number {
  return 128 + outputLength + 32 * creditCount
}

const RECEIPT_BYTES = 65
const WHOLE_BPS = 10_000

/** A part's bytes and the number of leaves in it. */
export type UnpackedPart = { bytes: Uint8Array; count: number }

/** Inferences with the number of their credits. */
export type UnpackedInferences = UnpackedPart & { credits: number }

/** Cuts inferences into parts, each with the accounts and submissions that it names. */
export function* inferenceParts(
  inferences: readonly BundleInference[],
  reserves: StatedReserves,
  partBytes: number,
): Generator<UnpackedInferences> {
  let [accounts, submissions] = [new Map<string, number>(), new Map<bigint, number>()]
  const [head, body] = [createWriter(), createWriter()]
  let [count, credits, weight] = [0, 0, 0]
  const take = (): UnpackedInferences => {
    head.number(accounts.size)
    for (const account of accounts.keys()) head.address(account as Address)
    head.number(submissions.size)
    for (const submissionId of submissions.keys()) {
      const { reserveBps, reserveAccount } = reserves.get(submissionKey(submissionId)) ?? {
        reserveBps: 0,
        reserveAccount: undefined,
      }
      head.bigint(submissionId)
      head.number(reserveBps)
      if (reserveAccount) head.number(accounts.get(reserveAccount.toLowerCase())!)
    }
    head.bytes(body.take())
    const part = { bytes: head.take(), count, credits }
    ;[accounts, submissions] = [new Map(), new Map()]
    ;[count, credits, weight] = [0, 0, 0]
    return part
  }
  const accountOf = (account: Address) => numbered(accounts, account.toLowerCase())
  const submissionOf = (submissionId: bigint) => {
    const known = submissions.get(submissionId)
    if (known !== undefined) return known
    const reserve = reserves.get(submissionKey(submissionId))
    if (reserve) accountOf(reserve.reserveAccount)
    return numbered(submissions, submissionId)
  }
  for (const inference of inferences) {
    writeInference(body, inference, accountOf, submissionOf)
    count++
    credits += inference.credits.length
    weight += partWeightOf(inference.output.length, inference.credits.length)
    if (weight >= partBytes) yield take()
  }
  if (count > 0) yield take()
}

function numbered<Key>(table: Map<Key, number>, key: Key): number {
  const number = table.get(key) ?? table.size
  table.set(key, number)
  return number
}

function writeInference(
  body: ByteWriter,
  { version, payer, from, to, dataFee, output, receipt, credits }: BundleInference,
  accountOf: (account: Address) => number,
  submissionOf: (submissionId: bigint) => number,
): void {
  body.number(version)
  body.number(accountOf(payer))
  for (const amount of [from, to, dataFee]) body.bigint(amount)
  body.bytes(hexToBytes(receipt))
  body.number(output.length)
  body.bytes(output)
  body.number(credits.length)
  for (const { start, length, matchStart, matchLength, submissionId, leafIndex, offset, contributor } of credits) {
    for (const position of [start, length, matchStart, matchLength]) body.bigint(position)
    body.number(submissionOf(submissionId))
    body.number(leafIndex)
    body.bigint(offset)
    body.number(accountOf(contributor))
  }
}

/** What a part of inferences holds. */
export type InferencePart = { inferences: BundleInference[]; reserves: Map<string, Reserve> }

/** @throws MalformedBundleError */
export function readInferences({ bytes, count, credits }: UnpackedInferences, part: string): InferencePart {
  const reader = createReader(bytes, part)
  const accounts = listOf(reader.uint32('the number of accounts'), () => reader.address('an account'))
  const account = (field: string) => at(accounts, reader.uint32(field), field, part)
  const reserves = new Map<string, Reserve>()
  const submissions = listOf(reader.uint32('the number of submissions'), () => {
    const submissionId = reader.uint('a submission', 256)
    const reserveBps = reader.uint32('a reserve')
    if (reserveBps > WHOLE_BPS) throw new MalformedBundleError(`a reserve of ${part} takes more than the whole`)
    if (reserveBps > 0)
      stateReserve(reserves, submissionKey(submissionId), { reserveAccount: account('a reserve'), reserveBps }, part)
    return submissionId
  })
  const inferences = listOf(count, (): BundleInference => {
    const version = reader.uint32('a version')
    const payer = account('a payer')
    const [from, to, dataFee] = [reader.uint('from', 128), reader.uint('to', 128), reader.uint('a data fee', 128)]
    const receipt = reader.hex('a receipt', RECEIPT_BYTES)
    const output = reader.bytes('an output', reader.uint32("an output's length"))
    const credits = listOf(
      reader.uint32('the number of credits'),
      (): Credit => ({
        start: reader.uint('start', 64),
        length: reader.uint('length', 64),
        matchStart: reader.uint('matchStart', 64),
        matchLength: reader.uint('matchLength', 64),
        submissionId: at(submissions, reader.uint32('a submission'), 'a submission', part),
        leafIndex: reader.uint32('leafIndex'),
        offset: reader.uint('offset', 64),
        contributor: account('a contributor'),
      }),
    )
    return { version, payer, from, to, dataFee, output, receipt, credits }
  })
  checkEnd(reader, part)
  const held = inferences.reduce((sum, inference) => sum + inference.credits.length, 0)
  if (held !== credits) throw new MalformedBundleError(`${part} holds ${held} credits instead of ${credits}`)
  return { inferences, reserves }
}

/** @throws MalformedBundleError where the submission's reserve was stated otherwise before */
export function stateReserve(reserves: Map<string, Reserve>, submission: string, reserve: Reserve, part: string) {
  const known = reserves.get(submission)
  const isOther =
    known && (known.reserveBps !== reserve.reserveBps || !isAddressEqual(known.reserveAccount, reserve.reserveAccount))
  if (isOther) throw new MalformedBundleError(`${part} states the reserve of submission ${submission} once more`)
  reserves.set(submission, reserve)
}

const FOLLOWS = 0
const STATED = 1

/** Cuts payouts into parts, each with the account that it begins with. */
export function* payoutParts(
  payouts: Iterable<StatedPayout>,
  partBytes: number,
): Generator<UnpackedPart & { account: Address }> {
  const body = createWriter()
  let [count, account]: [number, Address] = [0, '0x']
  for (const payout of payouts) {
    if (count === 0) account = payout.account
    writePayout(body, payout)
    count++
    if (body.length < partBytes) continue
    yield { bytes: body.take(), count, account }
    count = 0
  }
  if (count > 0) yield { bytes: body.take(), count, account }
}

function writePayout(body: ByteWriter, payout: StatedPayout): void {
  body.address(payout.account)
  body.bigint(payout.amount)
  if ('follows' in payout) {
    body.number(FOLLOWS)
    body.number(payout.follows.count)
    body.bytes(hexToBytes(payout.follows.root))
    return
  }
  body.number(STATED)
  body.number(payout.entries.length)
  for (const { inference, credit, amount } of payout.entries) {
    body.number(inference)
    body.number(credit)
    body.bigint(amount)
  }
}

/** @throws MalformedBundleError */
export function readPayouts({ bytes, count }: UnpackedPart, part: string): StatedPayout[] {
  const reader = createReader(bytes, part)
  const payouts = listOf(count, (): StatedPayout => {
    const account = reader.address('an account')
    const amount = reader.uint('an amount', 128)
    const form = reader.uint32('a form of entries')
    const entryCount = reader.uint32('the number of entries')
    if (form === FOLLOWS) return { account, amount, follows: { count: entryCount, root: reader.hex('a root', 32) } }
    if (form !== STATED) throw new MalformedBundleError(`${part} states entries in the unknown form ${form}`)
    const entries = listOf(entryCount, () => ({
      inference: reader.uint32('the inference of an entry'),
      credit: reader.uint32('the credit of an entry'),
      amount: reader.uint('the amount of an entry', 128),
    }))
    return { account, amount, entries }
  })
  checkEnd(reader, part)
  return payouts
}

/** Cuts openings into parts. */
export function* openingParts(openings: readonly Hex[], partBytes: number): Generator<UnpackedPart> {
  const body = createWriter()
  let count = 0
  for (const opening of openings) {
    const bytes = hexToBytes(opening)
    body.number(bytes.length)
    body.bytes(bytes)
    count++
    if (body.length < partBytes) continue
    yield { bytes: body.take(), count }
    count = 0
  }
  if (count > 0) yield { bytes: body.take(), count }
}

/** @throws MalformedBundleError */
export function readOpenings({ bytes, count }: UnpackedPart, part: string): Hex[] {
  const reader = createReader(bytes, part)
  const openings = listOf(count, () => reader.hex('an opening', reader.uint32("an opening's length")))
  checkEnd(reader, part)
  return openings
}

/** So many items, one after the other. However many are said to follow, none is made room for before it is read. */
function listOf<Item>(count: number, read: () => Item): Item[] {
  const items: Item[] = []
  for (let i = 0; i < count; i++) items.push(read())
  return items
}

function at<Item>(table: readonly Item[], index: number, field: string, part: string): Item {
  const item = table[index]
  if (item === undefined) throw new MalformedBundleError(`${field} of ${part} is number ${index} of ${table.length}`)
  return item
}

function checkEnd(reader: ByteReader, part: string): void {
  if (!reader.isAtEnd()) throw new MalformedBundleError(`${part} goes on after its last leaf`)
}
