import { bytesToHex, type Hex, toHex } from 'viem'
import { packBundle } from '../../src/attribution/bundle/index.ts'
import type { Bundle } from '../../src/attribution/bundle.ts'
import { findEvidence } from '../../src/attribution/finder.ts'
import { outputsOf, preimagesOf } from '../../src/attribution/preimages.ts'
import { checkLargeBatch } from '../../src/engine/index.ts'
import { type Assembled, assemble, type BatchDraft } from './draft.ts'
import type { HonestBatch } from './scene.ts'
import { addressOf } from './sources.ts'

/** What a lie is to the check of large batches. */
export type LargeCheck = {
  /** Whether the bundle alone makes the trees, so that it was checked part by part. */
  isInParts: boolean
  /** In what its findings are others than those of the plain finder, if in anything. */
  difference: string | undefined
}

/** Publishes a draft as a bundle, and has the check of large batches and the plain finder say what is wrong with it. */
export async function checkAsLarge(
  { batchId, batch: { commitment: honest, ...times }, built, facts, indexes }: HonestBatch,
  draft: BatchDraft,
  assembled: Assembled = assemble(draft),
): Promise<LargeCheck> {
  const bundle = bundleOf(draft, assembled, built.bundle)
  const { hash, manifest, parts, size } = packBundle(bundle, { partBytes: 400 })
  const published = { bundleHash: hash, bundleSize: size }
  const batch = { ...times, commitment: { ...honest, ...assembled.commitment, ...published } }
  const [preimages, texts] = [preimagesOf(bundle), outputsOf(bundle)]
  const plain = stated([...findEvidence({ ...facts, batch, preimages, texts })])
  const verdict = await checkLargeBatch({
    ...{ batchId, batch, receipts: facts.receipts, workers: 0, attribute: indexes },
    read: async (blob: Hex) => (blob === hash ? manifest : parts.get(blob)!),
    factsOf: () => facts.chain,
  })
  const large = stated(verdict.isRight ? [] : [...verdict.findings])
  return { isInParts: bundle.openings === undefined, difference: plain === large ? undefined : `${plain} → ${large}` }
}

/** The bundle that opens what a draft made: as far as a bundle's fields go by these, the rest by openings. */
function bundleOf(draft: BatchDraft, { preimages }: Assembled, like: Bundle): Bundle {
  const uint = (bits: number, value: bigint) => BigInt.asUintN(bits, value)
  const uint32 = (value: bigint) => Number(uint(32, value))
  const address = (value: bigint) => addressOf(uint(160, value))
  const bundle: Bundle = {
    ...like,
    inferences: draft.inferences.map(({ version, payer, from, to, dataFee, output, credits }) => ({
      version: uint32(version),
      payer: address(payer),
      ...{ from: uint(128, from), to: uint(128, to), dataFee: uint(128, dataFee), output },
      receipt: `0x${'00'.repeat(65)}`,
      credits: credits.map((credit) => ({
        start: uint(64, credit.start),
        length: uint(64, credit.length),
        matchStart: uint(64, credit.matchStart),
        matchLength: uint(64, credit.matchLength),
        submissionId: credit.submissionId,
        leafIndex: uint32(credit.leafIndex),
        offset: uint(64, credit.offset),
        contributor: address(credit.contributor),
      })),
    })),
    payouts: draft.payouts.map(({ account, amount, entries }) => ({
      account: address(account),
      amount: uint(128, amount ?? entries.reduce((sum, entry) => sum + entry.amount, 0n)),
      entries: entries.map((entry) => ({
        inference: uint32(entry.inference),
        credit: uint32(entry.credit),
        amount: uint(128, entry.amount),
      })),
    })),
  }
  const made = preimagesOf(bundle)
  const openings = [...preimages].filter(([hash]) => !made.get(hash)).map(([, bytes]) => bytesToHex(bytes))
  return openings.length > 0 ? { ...bundle, openings } : bundle
}

function stated(findings: readonly unknown[]): string {
  return JSON.stringify(findings, (_, value) =>
    value instanceof Uint8Array ? toHex(value) : typeof value === 'bigint' ? String(value) : value,
  )
}
