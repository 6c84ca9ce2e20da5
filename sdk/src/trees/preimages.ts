import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, concatBytes, type Hex, numberToBytes } from 'viem'
import { levelLength, treeDepth } from './shape.ts'
import type { SumLeaf } from './sumTree.ts'
import { ZERO_HASH } from './tree.ts'

/** What hashes to each node and leaf of a tree, and its root. */
export type OpenedTree = { root: Hex; preimages: Uint8Array[] }

type Node = { hash: Uint8Array; sum: bigint }
type Form = { join(left: Node, right: Node): Uint8Array }

const leafTag = Uint8Array.of(0x00)
const nodeTag = Uint8Array.of(0x01)
const mostHeight = 32

const plain: Form = { join: (left, right) => concatBytes([nodeTag, left.hash, right.hash]) }
const summed: Form = {
  join: (left, right) => concatBytes([nodeTag, left.hash, word(left.sum), right.hash, word(right.sum)]),
}

const missing: Node = { hash: new Uint8Array(32), sum: 0n }
const empty = { plain: emptiesOf(plain), summed: emptiesOf(summed) }

/** The preimages of empty subtrees, of either kind of tree, by their hashes: everybody knows them. */
export const emptyPreimages: ReadonlyMap<Hex, Uint8Array> = new Map(
  [plain, summed].flatMap((form) =>
    (form === plain ? empty.plain : empty.summed).slice(0, -1).map((node): [Hex, Uint8Array] => {
      const preimage = form.join(node, node)
      return [bytesToHex(keccak_256(preimage)), preimage]
    }),
  ),
)

/** Hash of the empty subtree of a height. */
export function emptySubtree(height: number, kind: 'plain' | 'summed'): Hex {
  return bytesToHex(empty[kind][height]!.hash)
}

/** A `Tree` over leaves in their places, with what hashes to each of its nodes. */
export function openTree(leaves: readonly Uint8Array[]): OpenedTree {
  return open(
    leaves.map((bytes) => ({ preimage: concatBytes([leafTag, bytes]), sum: 0n })),
    plain,
    empty.plain,
  )
}

/**
 * A `SumTree` over leaves in their places, with what hashes to each of its nodes. Sums may go beyond what a SumTree holds:
 * what a liar commits is opened too.
 */
export function openSumTree(leaves: readonly SumLeaf[]): OpenedTree {
  return open(
    leaves.map(({ bytes, sum }) => ({ preimage: concatBytes([leafTag, bytes, word(sum)]), sum })),
    summed,
    empty.summed,
  )
}

function open(
  leaves: readonly { preimage: Uint8Array; sum: bigint }[],
  form: Form,
  empties: readonly Node[],
): OpenedTree {
  const preimages = leaves.map(({ preimage }) => preimage)
  let level = leaves.map(({ preimage, sum }): Node => ({ hash: keccak_256(preimage), sum }))
  for (let height = 0; height < treeDepth(leaves.length); height++) {
    level = Array.from({ length: levelLength(leaves.length, height + 1) }, (_, i) => {
      const [left, right] = [level[2 * i]!, level[2 * i + 1] ?? empties[height]!]
      const preimage = form.join(left, right)
      preimages.push(preimage)
      return { hash: keccak_256(preimage), sum: left.sum + right.sum }
    })
  }
  return { root: level[0] ? bytesToHex(level[0].hash) : ZERO_HASH, preimages }
}

function emptiesOf(form: Form): Node[] {
  const nodes = [missing]
  while (nodes.length <= mostHeight) {
    const below = nodes.at(-1)!
    nodes.push({ hash: keccak_256(form.join(below, below)), sum: 0n })
  }
  return nodes
}

function word(sum: bigint): Uint8Array {
  return numberToBytes(sum, { size: 32 })
}
