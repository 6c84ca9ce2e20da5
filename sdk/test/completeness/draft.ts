import { bytesToHex, concat, type Hex, hexToBytes, keccak256, numberToHex } from 'viem'

// A batch as a liar can make it: any number in any place of any leaf, any count, any order, and every root and sum above
// made to fit. Trees are built here by the letter of the protocol, with nothing of the library under test.

/** A leaf as the 32-byte words that it encodes, so that any of them can be more than its type holds. */
export type Words = Record<string, bigint>

/** How a tree differs from the honest one over its leaves. */
export type TreeLie = {
  /** The number of leaves that is declared, if not that of its leaves. */
  count?: number
  /** Leaves, by index, of which the tree holds nothing. */
  missing?: number
  /** What stands beyond the last leaf; the tree is not deeper for it. */
  junk?: { bytes: Uint8Array; sum: bigint }
  /** A sum that is declared otherwise than its children say: of the node at a level (0: a leaf) and an index. */
  sum?: { level: number; index: number; by: bigint }
}

export type LeafDraft = {
  /** Words that replace those that follow from the draft. */
  over: Words
  /** Bytes by which the leaf is longer than its encoding (junk) or shorter. */
  longer?: number
}

export type CreditDraft = LeafDraft & {
  start: bigint
  length: bigint
  matchStart: bigint
  matchLength: bigint
  submissionId: bigint
  leafIndex: bigint
  offset: bigint
  contributor: bigint
}

export type InferenceDraft = LeafDraft & {
  version: bigint
  payer: bigint
  from: bigint
  to: bigint
  dataFee: bigint
  output: Uint8Array
  credits: CreditDraft[]
  creditTree: TreeLie
}

export type EntryDraft = LeafDraft & { inference: bigint; credit: bigint; amount: bigint }

export type PayoutDraft = LeafDraft & { account: bigint; amount?: bigint; entries: EntryDraft[]; entryTree: TreeLie }

export type BatchDraft = {
  inferences: InferenceDraft[]
  payouts: PayoutDraft[]
  inferenceTree: TreeLie
  payoutTree: TreeLie
  /** Words of the commitment that replace those that follow. */
  over: Words
}

export type Commitment = {
  inferencesRoot: Hex
  inferenceCount: number
  dataFees: bigint
  payoutsRoot: Hex
  payoutCount: number
  earned: bigint
  creditCount: bigint
  entryCount: bigint
}

export type Assembled = {
  commitment: Commitment
  /** What hashes to every leaf and node of every tree. */
  preimages: Map<Hex, Uint8Array>
  /** Outputs by their text roots. */
  texts: Map<Hex, Uint8Array>
}

const zero: Hex = `0x${'00'.repeat(32)}`
const full = 1n << 256n

/** A copy that can be changed without changing the other. */
export function copyOf(draft: BatchDraft): BatchDraft {
  return structuredClone(draft)
}

/** Makes every tree of a draft. */
export function assemble(draft: BatchDraft): Assembled {
  const preimages = new Map<Hex, Uint8Array>()
  const texts = new Map<Hex, Uint8Array>()
  let credits = 0n
  const inferences = draft.inferences.map((inference) => {
    const tree = buildTree(inference.credits.map(creditLeaf), inference.creditTree, preimages)
    const outputRoot = textRootOf(inference.output)
    if (inference.output.length > 0) texts.set(outputRoot, inference.output)
    const { version, payer, from, to } = inference
    const creditCount = BigInt(inference.creditTree.count ?? inference.credits.length)
    const words = {
      version,
      payer,
      from,
      to,
      outputRoot: BigInt(outputRoot),
      creditsRoot: BigInt(tree.root),
      creditCount,
    }
    const bytes = encode({ ...words, firstCredit: credits, ...inference.over }, inference.longer)
    credits += inference.over.creditCount ?? creditCount
    return { bytes, sum: inference.dataFee }
  })
  let entries = 0n
  const payouts = draft.payouts.map((payout) => {
    const leaves = payout.entries.map((entry) => ({
      bytes: encode({ inference: entry.inference, credit: entry.credit, ...entry.over }, entry.longer),
      sum: entry.amount,
    }))
    const tree = buildSumTree(leaves, payout.entryTree, preimages)
    const entryCount = BigInt(payout.entryTree.count ?? payout.entries.length)
    const words = { account: payout.account, entriesRoot: BigInt(tree.root), entryCount, firstEntry: entries }
    const bytes = encode({ ...words, ...payout.over }, payout.longer)
    entries += payout.over.entryCount ?? entryCount
    return { bytes, sum: payout.amount ?? tree.total }
  })
  const inferenceTree = buildSumTree(inferences, draft.inferenceTree, preimages)
  const payoutTree = buildSumTree(payouts, draft.payoutTree, preimages)
  const { over } = draft
  const commitment = {
    inferencesRoot: over.inferencesRoot === undefined ? inferenceTree.root : hash32(over.inferencesRoot),
    inferenceCount: draft.inferenceTree.count ?? inferences.length,
    dataFees: over.dataFees ?? inferenceTree.total,
    payoutsRoot: over.payoutsRoot === undefined ? payoutTree.root : hash32(over.payoutsRoot),
    payoutCount: draft.payoutTree.count ?? payouts.length,
    earned: over.earned ?? payoutTree.total,
    creditCount: over.creditCount ?? credits,
    entryCount: over.entryCount ?? entries,
  }
  return { commitment, preimages, texts }
}

function creditLeaf(credit: CreditDraft): Uint8Array {
  const { start, length, matchStart, matchLength, submissionId, leafIndex, offset, contributor, over, longer } = credit
  return encode(
    { start, length, matchStart, matchLength, submissionId, leafIndex, offset, contributor, ...over },
    longer,
  )
}

function encode(words: Words, longer = 0): Uint8Array {
  const values = Object.values(words)
  const bytes = new Uint8Array(values.length * 32 + Math.max(0, longer)).fill(1)
  values.forEach((value, i) => {
    bytes.set(word(value), i * 32)
  })
  return longer < 0 ? bytes.slice(0, longer) : bytes
}

export function textRootOf(text: Uint8Array): Hex {
  if (text.length === 0) return zero
  const chunks = Array.from({ length: Math.ceil(text.length / 256) }, (_, i) => text.slice(i * 256, i * 256 + 256))
  const { root } = buildTree(chunks, {}, new Map())
  return keccak256(concat(['0x02', numberToHex(text.length, { size: 8 }), root]))
}

type Node = { hash: Hex; sum: bigint }

function depthOf(count: number): number {
  return count < 2 ? 0 : Math.ceil(Math.log2(count))
}

/** A tree over leaves, with its lies; `sums` off for the plain one. */
function build(
  leaves: { bytes: Uint8Array; sum: bigint }[],
  lie: TreeLie,
  preimages: Map<Hex, Uint8Array>,
  withSums: boolean,
): Node {
  if (leaves.length === 0) return { hash: zero, sum: 0n }
  const keep = (preimage: Uint8Array): Hex => {
    const hash = keccak256(preimage)
    preimages.set(hash, preimage)
    return hash
  }
  const leaf = ({ bytes, sum }: { bytes: Uint8Array; sum: bigint }): Node => ({
    hash: keep(joined(0, bytes, ...(withSums ? [word(sum)] : []))),
    sum: withSums ? sum : 0n,
  })
  let level: Node[] = leaves.map(leaf)
  if (lie.missing !== undefined) level[lie.missing] = { hash: zero, sum: 0n }
  if (lie.junk && level.length < 2 ** depthOf(level.length)) level.push(leaf(lie.junk))
  const depth = depthOf(level.length)
  while (level.length < 2 ** depth) level.push({ hash: zero, sum: 0n })
  for (let height = 0; ; height++) {
    if (lie.sum?.level === height) {
      const lied = level[lie.sum.index % level.length]!
      lied.sum = (lied.sum + lie.sum.by + full) % full
    }
    if (height === depth) return level[0]!
    level = Array.from({ length: level.length / 2 }, (_, i) => {
      const [left, right] = [level[2 * i]!, level[2 * i + 1]!]
      const parts = withSums
        ? [hexToBytes(left.hash), word(left.sum), hexToBytes(right.hash), word(right.sum)]
        : [hexToBytes(left.hash), hexToBytes(right.hash)]
      return { hash: keep(joined(1, ...parts)), sum: (left.sum + right.sum) % full }
    })
  }
}

function buildTree(leaves: Uint8Array[], lie: TreeLie, preimages: Map<Hex, Uint8Array>): { root: Hex } {
  const { hash } = build(
    leaves.map((bytes) => ({ bytes, sum: 0n })),
    lie,
    preimages,
    false,
  )
  return { root: hash }
}

/** A plain tree over leaves that are as they should be, with its proofs: siblings of empty subtrees are 0. */
export function bytesTree(leaves: readonly Uint8Array[]): { root: Hex; siblings(index: number): Hex[] } {
  const levels: Hex[][] = [leaves.map((bytes) => keccak256(new Uint8Array([0, ...bytes])))]
  let empty: Hex = zero
  const empties: Hex[] = []
  for (let level = levels[0]!; level.length > 1; level = levels.at(-1)!) {
    empties.push(empty)
    const filler = empty
    levels.push(
      Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
        keccak256(concat(['0x01', level[2 * i]!, level[2 * i + 1] ?? filler])),
      ),
    )
    empty = keccak256(concat(['0x01', empty, empty]))
  }
  return {
    root: levels.at(-1)![0]!,
    siblings: (index) => levels.slice(0, -1).map((level, height) => level[(index >> height) ^ 1] ?? zero),
  }
}

function buildSumTree(leaves: { bytes: Uint8Array; sum: bigint }[], lie: TreeLie, preimages: Map<Hex, Uint8Array>) {
  const { hash, sum } = build(leaves, lie, preimages, true)
  return { root: hash, total: sum }
}

/** A number as 32 bytes, modulo 2^256. Most of a long run is spent here, hence no way over text. */
function word(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32)
  const view = new DataView(bytes.buffer)
  for (const place of [24, 16, 8, 0]) view.setBigUint64(place, BigInt.asUintN(64, value >> BigInt(8 * (24 - place))))
  return bytes
}

function joined(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 1))
  bytes[0] = tag
  let place = 1
  for (const part of parts) {
    bytes.set(part, place)
    place += part.length
  }
  return bytes
}

function hash32(value: bigint): Hex {
  return bytesToHex(word(value))
}
