import { getAddress, type Hex, isAddress, keccak256, numberToHex } from 'viem'
import {
  BatchTree,
  FalseCreditReason,
  MalformedListReason,
  NotCanonicalReason,
  UnbackedReason,
} from '../../src/abis.ts'
import type { BuiltBatch } from '../../src/attribution/batch.ts'
import type { Evidence } from '../../src/attribution/evidence.ts'
import { proveText } from '../../src/text/index.ts'
import { sumTreeProof, treeProof } from '../../src/trees/index.ts'
import type { Random } from './random.ts'

// A forgery is evidence that proves another batch wrong, held against an honest one, with the proofs that it can have there
// and one claim changed: what a forger would try. Bytes at random are no forgery.

const enums = [FalseCreditReason, MalformedListReason, NotCanonicalReason, UnbackedReason, BatchTree]

type Path = readonly (string | number)[]

/** Every number, hash, address, flag and list in evidence, by where it stands. */
export function claimsIn(evidence: object): Path[] {
  const found: Path[] = []
  const walk = (value: unknown, path: Path) => {
    if (Array.isArray(value)) {
      found.push(path)
      for (const [i, part] of value.entries()) walk(part, [...path, i])
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) if (key !== 'kind') walk(part, [...path, key])
    } else found.push(path)
  }
  walk(evidence, [])
  return found
}

/** A copy of evidence in which one claim is another one. */
export function withOneClaimChanged(evidence: Evidence, random: Random): { forged: Evidence; path: Path } {
  const path = random.pick(claimsIn(evidence).filter((at) => at.length > 0))
  const forged = structuredClone(evidence)
  let holder = forged as unknown as Record<string | number, unknown>
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>
  const last = path.at(-1)!
  holder[last] = changed(holder[last], random)
  return { forged, path }
}

function changed(value: unknown, random: Random): unknown {
  if (typeof value === 'bigint') return changedNumber(value, random)
  if (typeof value === 'number') return Number(changedNumber(BigInt(value), random))
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return changedList(value, random)
  if (typeof value === 'string') return changedString(value as Hex, random)
  throw new TypeError(`no claim: ${String(value)}`)
}

function changedNumber(value: bigint, random: Random): bigint {
  const near = [
    value + 1n,
    value - 1n,
    value + BigInt(random.int(2, 300)),
    value - BigInt(random.int(2, 300)),
    value * 2n,
  ]
  return random.pick([...near, ...near, 0n].filter((other) => other >= 0n && other !== value).concat(value + 1n))
}

function changedString(value: Hex, random: Random): string {
  if (!value.startsWith('0x')) {
    const names = enums.map((names) => Object.keys(names)).find((names) => names.includes(value))!
    return random.pick(names.filter((name) => name !== value))
  }
  if (value.length === 42 && isAddress(value)) return getAddress(numberToHex(BigInt(value) ^ 1n, { size: 20 }))
  if (value.length === 66) return random.chance(0.5) ? keccak256(value) : `0x${'00'.repeat(32)}`
  if (value === '0x') return '0x00'
  const at = 2 + 2 * random.int(0, (value.length - 4) / 2)
  const byte = Number.parseInt(value.slice(at, at + 2), 16) ^ (1 << random.int(0, 7))
  return value.slice(0, at) + byte.toString(16).padStart(2, '0') + value.slice(at + 2)
}

function changedList(list: readonly unknown[], random: Random): unknown[] {
  if (list.length === 0) return list.slice()
  const ways = [
    () => list.slice(1),
    () => list.slice(0, -1),
    () => [...list, structuredClone(list.at(-1))],
    () => [...list].reverse(),
  ]
  return random.pick(ways)()
}

type Proof = Record<string, unknown> & { index: number }

/**
 * A copy of evidence whose leaves are those of an honest batch, with the proofs that they have there: the claim about them is
 * what is left to be refused. Leaves at indexes that the batch does not have become others of it.
 */
export function transplanted(evidence: Evidence, { bundle, trees }: BuiltBatch, random: Random): Evidence {
  let answer = 0
  let account = 0
  const inferenceAt = (index: number): object => {
    answer = index % trees.inferences.length
    const { dataFee } = bundle.inferences[answer]!
    return {
      inference: trees.inferences[answer]!,
      dataFee,
      index: answer,
      ...sumTreeProof(trees.inferenceTree, answer),
    }
  }
  const graft = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(graft)
    if (typeof value !== 'object' || value === null) return value
    const proof = value as Proof
    const isLeaf = typeof proof.index === 'number' && Array.isArray(proof.siblings)
    if (isLeaf && 'inference' in proof && 'dataFee' in proof) return inferenceAt(proof.index)
    if (isLeaf && 'credit' in proof) {
      const { credits } = bundle.inferences[answer]!
      if (credits.length === 0) return value
      const index = proof.index % credits.length
      return { credit: credits[index]!, index, siblings: treeProof(trees.creditTrees[answer]!, index) }
    }
    if (isLeaf && 'payout' in proof && trees.payouts.length > 0) {
      account = proof.index % trees.payouts.length
      const { amount } = bundle.payouts[account]!
      return { payout: trees.payouts[account]!, amount, index: account, ...sumTreeProof(trees.payoutTree, account) }
    }
    if (isLeaf && 'entry' in proof && trees.payouts.length > 0) {
      const { entries } = bundle.payouts[account]!
      const index = proof.index % entries.length
      const { amount, ...entry } = entries[index]!
      return { entry, amount, index, ...sumTreeProof(trees.entryTrees[account]!, index) }
    }
    if ('firstChunk' in proof) {
      const { output } = bundle.inferences[answer]!
      if (output.length === 0) return value
      const first = Math.min(Number(proof.firstChunk), Math.ceil(output.length / 256) - 1) * 256
      return random.chance(0.6) ? proveText(output, first, Math.min(first + 512, output.length)) : value
    }
    return Object.fromEntries(Object.entries(proof).map(([key, part]) => [key, graft(part)]))
  }
  return graft(structuredClone(evidence)) as Evidence
}
