// Hashing: keccak itself, text roots in bulk, and packed trees of the sizes that a large batch has.
import { keccak_256 } from '@noble/hashes/sha3'
import { createKeccak as createWasmKeccak } from 'hash-wasm'
import {
  createKeccak,
  createRoots,
  type PackedSumTree,
  packedSumProof,
  packSumTree,
  textRootsOf,
} from '../../../sdk/src/engine/hashing/index.ts'
import { canonicaliseBytes, textRoot } from '../../../sdk/src/text/index.ts'
import { buildSumTree, buildTree, treeRoot } from '../../../sdk/src/trees/index.ts'
import { type Ask, besidePlain, type Figure, over, secondsOf, secondsOfOne } from './figure.ts'
import { createRandom, createWords, rawText } from './words.ts'

/** `plain`: leaves and texts that the plain reference is given, which is slow. */
const sizes = {
  small: { bytes: 50_000, texts: 100, hashes: 1_000, inferences: 500, entries: 1_000, plain: 100 },
  full: {
    bytes: 20_000_000,
    texts: 100_000,
    hashes: 200_000,
    inferences: 1_000_000,
    entries: 10_000_000,
    plain: 1_000,
  },
}
const CREDITS_PER_INFERENCE = 5

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const random = createRandom(seed)
  const keccak = await createKeccak()
  const { bytes, texts, hashes, inferences, entries, plain: few } = sizes[size]
  const found: Figure[] = []
  /** The rate of `run`, beside that of `plain`, of which there are fewer. */
  const add = (name: string, unit: string, goal: number | undefined, fast: number, plain: number) =>
    found.push(...besidePlain({ name, value: fast, unit, goal, better: 'higher' }, plain))

  const out = new Uint8Array(32)
  /** Hashes a second of inputs that differ. */
  const hashRate = (count: number, input: Uint8Array, hash: (input: Uint8Array) => void) =>
    count /
    secondsOf(() => {
      for (let i = 0; i < count; i++) {
        input[i % 64]!++
        hash(input)
      }
    })
  const block = Uint8Array.from({ length: 64 }, random)
  const calls = hashRate(hashes, block, (input) => keccak.into(input, out, 0))
  add('keccak of 64 bytes', 'hashes/s', undefined, calls, hashRate(few, block, keccak_256))
  const other = await createWasmKeccak(256)
  const others = hashRate(hashes, block, (input) => other.init().update(input).digest('binary'))
  found.push({ name: 'keccak of 64 bytes: times hash-wasm', value: calls / others, unit: '×', better: 'higher' })
  // So many blocks of 136 bytes that the call itself is nothing; it hashes one more than that.
  const long = Uint8Array.from({ length: 100 * 136 }, random)
  const rounds = 101 * hashRate(hashes / 50, long, (input) => keccak.into(input, out, 0))
  const overhead = { name: 'keccak of 64 bytes: part of it that is not the permutation', unit: '%' } as const
  found.push({ ...overhead, value: 100 * (1 - calls / rounds), better: 'lower' })

  const words = createWords(random)
  const canonical = (count: number) => canonicaliseBytes(new TextEncoder().encode(rawText(random, words, count)))
  const large = canonical(Math.ceil(bytes / 6))
  const plainLarge = large.subarray(0, 200_000)
  add(
    'text roots of large texts',
    'MB/s',
    80,
    large.length / 1e6 / secondsOf(() => textRootsOf(keccak, { bytes: large, offsets: [0, large.length] })),
    plainLarge.length / 1e6 / secondsOf(() => textRoot(plainLarge), 3),
  )
  for (const [kind, length, goal] of [
    ['small texts (20 words)', 20, 250_000],
    ['answers (100 words)', 100, undefined],
  ] as const) {
    const each = Array.from({ length: texts }, () => canonical(length))
    const offsets = new Uint32Array(texts + 1)
    each.forEach((text, i) => {
      offsets[i + 1] = offsets[i]! + text.length
    })
    const packed = { bytes: Buffer.concat(each), offsets }
    const plain = each.slice(0, few)
    const rate = texts / secondsOf(() => textRootsOf(keccak, packed))
    add(`text roots of ${kind}`, 'texts/s', goal, rate, plain.length / secondsOf(over(plain, textRoot), 3))
  }

  const write = (i: number, leaf: Uint8Array) => {
    leaf[28] = i >>> 24
    leaf[29] = i >>> 16
    leaf[30] = i >>> 8
    leaf[31] = i
    return amounts[i % amounts.length]!
  }
  const amounts = Array.from({ length: 997 }, () => BigInt(random()) * 10n ** 9n)
  const plainLeaves = (length: number) =>
    Array.from({ length: few }, (_, i) => {
      const leaf = { bytes: new Uint8Array(length), sum: 0n }
      leaf.sum = write(i, leaf.bytes)
      return leaf
    })

  const roots = createRoots(keccak)
  const creditsRoots = (count: number) => () => {
    for (let i = 0; i < count; i++) {
      const leaf = roots.begin(256)
      for (let credit = 0; credit < CREDITS_PER_INFERENCE; credit++) {
        write(CREDITS_PER_INFERENCE * i + credit, leaf)
        roots.add()
      }
      roots.end(out, 0)
    }
  }
  const plainCredits = plainLeaves(256).map((leaf) => leaf.bytes)
  const plainCreditRoots = () => {
    for (let i = 0; i < few; i += CREDITS_PER_INFERENCE) {
      treeRoot(buildTree(plainCredits.slice(i, i + CREDITS_PER_INFERENCE)))
    }
  }
  const credits = CREDITS_PER_INFERENCE * inferences
  const creditsRate = credits / secondsOfOne(creditsRoots(inferences))
  add('roots of 5 credits each', 'credits/s', undefined, creditsRate, few / secondsOf(plainCreditRoots, 3))

  for (const [kind, count, length] of [
    ['inferences', inferences, 256],
    ['entries', entries, 64],
  ] as const) {
    let tree: PackedSumTree | undefined
    const seconds = secondsOfOne(() => {
      tree = packSumTree(keccak, { count, bytes: length, write })
    })
    const plain = plainLeaves(length)
    add(`packed tree of ${kind}`, 'leaves/s', undefined, count / seconds, few / secondsOf(() => buildSumTree(plain), 3))
    const memory = tree!.levels.reduce((sum, { hashes, sums }) => sum + hashes.byteLength + sums.byteLength, 0)
    found.push({
      name: `packed tree of ${kind}: memory`,
      value: memory / count,
      unit: 'bytes/leaf',
      better: 'lower',
    })
    const proofs = Array.from({ length: 1_000 }, () => random() % count)
    const proofSeconds = secondsOf(over(proofs, (index) => packedSumProof(tree!, index))) / proofs.length
    found.push({
      name: `proof out of a packed tree of ${kind}`,
      value: 1e3 * proofSeconds,
      unit: 'ms',
      goal: 1,
      better: 'lower',
    })
  }
  return found
}
