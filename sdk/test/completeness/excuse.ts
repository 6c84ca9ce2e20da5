import { owners } from '../oracle/oracle.ts'
import type { BatchDraft, CreditDraft, TreeLie } from './draft.ts'
import { earnings, settle } from './money.ts'
import type { HonestBatch } from './scene.ts'
import { type Leaf, standingOf } from './world.ts'

/**
 * Why a batch that differs from the honest one, and against which there is no evidence, is no lie; `undefined` where it is
 * one. Judged by the oracle and the test's own books alone.
 *
 * `same`: every account earns the same to the wei.
 * `cut`: every word is credited to its owner, in other pieces or alignments, and each piece pays what its bytes are worth: a
 * wei may fall between two of them.
 * `weights`: under `influence/v1` the weights are others: a matter for the arbiter, which the protocol says.
 * `unseen`: an answer is otherwise than its receipt says, but no watcher has the receipt; what is committed is paid by the
 * rule. The protocol says so of receipts that reach nobody.
 */
export function excuseOf(
  lied: BatchDraft,
  { draft, resources, leaves, versions, dataBps }: HonestBatch,
  receiptsSeen: boolean,
): 'same' | 'cut' | 'weights' | 'unseen' | undefined {
  if (hasLieOfForm(lied)) return undefined
  const shareOf = (credit: CreditDraft) => resources.shareOf(credit)
  const due = settle(lied.inferences, shareOf, resources.rule)
  if (!isEqual(earnings(due), earnings(lied.payouts))) return undefined
  for (const { version, output, credits, from, to, dataFee } of lied.inferences) {
    if (dataFee !== (to * dataBps) / 10_000n - (from * dataBps) / 10_000n) return undefined
    const published = versions.find(({ number }) => number === version)
    if (!published) return undefined
    const isRight = resources.rule === 'WindowV1' ? isOwnedAsCredited : areWeights
    if (!isRight(output, credits, leaves, published)) return undefined
  }
  if (isEqual(earnings(draft.payouts), earnings(lied.payouts))) return 'same'
  const answers = ({ inferences }: BatchDraft) =>
    JSON.stringify(
      inferences.map(({ version, payer, from, to, output }) => [version, payer, from, to, [...output]].map(String)),
    )
  if (answers(draft) === answers(lied)) return resources.rule === 'WindowV1' ? 'cut' : 'weights'
  return receiptsSeen ? undefined : 'unseen'
}

function hasLieOfForm({ inferences, payouts, inferenceTree, payoutTree, over }: BatchDraft): boolean {
  const isLie = (lie: TreeLie) => Object.keys(lie).length > 0
  const isBent = (leaf: { over: object; longer?: number }) =>
    Object.keys(leaf.over).length > 0 || leaf.longer !== undefined
  return (
    Object.keys(over).length > 0 ||
    isLie(inferenceTree) ||
    isLie(payoutTree) ||
    inferences.some(
      (inference) => isBent(inference) || isLie(inference.creditTree) || inference.credits.some(isBent),
    ) ||
    payouts.some(
      (payout) =>
        isBent(payout) || isLie(payout.entryTree) || payout.amount !== undefined || payout.entries.some(isBent),
    )
  )
}

/** Whether every word of an output is credited to its owner by the rule, and to nobody where it has none. */
function isOwnedAsCredited(
  output: Uint8Array,
  credits: readonly CreditDraft[],
  leaves: readonly Leaf[],
  version: Parameters<typeof standingOf>[1],
): boolean {
  const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
  const counted = leaves.map((leaf) => ({ leaf, standing: standingOf(leaf, version) }))
  const sources = counted.map(({ leaf, standing }) => ({
    text: latin(leaf.text),
    standing: standing === 'Eligible' || standing === 'Revoked' ? standing : ('None' as const),
  }))
  const text = latin(output)
  const owned = owners(sources, text, version.windowWords)
  let at = 0
  return text
    .split(' ')
    .filter((word) => word !== '')
    .every((word, i) => {
      const start = BigInt(text.indexOf(word, at))
      at = Number(start) + word.length
      const held = credits.filter((credit) => credit.start <= start && start < credit.start + credit.length)
      const paid = held.filter(({ contributor }) => contributor !== 0n)
      const owner = owned[i] === undefined ? undefined : leaves[owned[i]]
      if (!owner) return paid.length === 0
      return (
        held.length === 1 &&
        held[0]!.submissionId === owner.submissionId &&
        held[0]!.leafIndex === BigInt(owner.leafIndex) &&
        held[0]!.contributor === owner.contributor
      )
    })
}

/** Whether credits are a list of weights of contributions that count, each once, in order, and no more than the whole. */
function areWeights(
  _: Uint8Array,
  credits: readonly CreditDraft[],
  leaves: readonly Leaf[],
  version: Parameters<typeof standingOf>[1],
): boolean {
  let weight = 0n
  return credits.every((credit, i) => {
    const { start, length, matchStart, matchLength, offset, submissionId, leafIndex, contributor } = credit
    const source = leaves.find((leaf) => leaf.submissionId === submissionId && BigInt(leaf.leafIndex) === leafIndex)
    const standing = source && standingOf(source, version)
    const before = credits[i - 1]
    const ascends =
      !before ||
      before.submissionId < submissionId ||
      (before.submissionId === submissionId && before.leafIndex < leafIndex)
    const isDue =
      (standing === 'Eligible' && contributor === source!.contributor) || (standing === 'Revoked' && contributor === 0n)
    const isPlain = matchStart === 0n && matchLength === 0n && offset === 0n
    const follows = start === weight && length > 0n
    weight += length
    return ascends && isDue && isPlain && follows && weight <= 1n << 32n
  })
}

function isEqual(a: Map<bigint, bigint>, b: Map<bigint, bigint>): boolean {
  const paid = (map: Map<bigint, bigint>) => [...map].filter(([, amount]) => amount > 0n)
  const [left, right] = [paid(a), paid(b)]
  return left.length === right.length && left.every(([account, amount]) => b.get(account) === amount)
}
