import { type Address, bytesToHex, domainSeparator, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { DemandKind, EvidenceKind } from '../../sdk/src/abis.ts'
import { reserveAccountOf } from '../../sdk/src/attribution/amounts.ts'
import type { Batch, BuiltBatch } from '../../sdk/src/attribution/batch.ts'
import { claimsOf } from '../../sdk/src/attribution/claim.ts'
import { demandIdOf, itemOf } from '../../sdk/src/attribution/demands.ts'
import {
  encodeContribution,
  encodeCredit,
  encodeEntry,
  encodeInference,
  encodePayout,
} from '../../sdk/src/attribution/encoding.ts'
import { encodeEvidence, evidenceKindOf, reservationOf } from '../../sdk/src/attribution/evidence.ts'
import { findEvidence } from '../../sdk/src/attribution/finder.ts'
import { encodeLeaves, leavesTree } from '../../sdk/src/content/leaves.ts'
import { typedDataDomain } from '../../sdk/src/payment/domain.ts'
import { hashReceipt, type Receipt, signReceipt } from '../../sdk/src/payment/receipt.ts'
import { hashVoucher, signVoucher, type Voucher } from '../../sdk/src/payment/voucher.ts'
import { textRoot } from '../../sdk/src/text/index.ts'
import { hashLeaf, hashSumLeaf, sumTreeProof, treeProof, treeRoot } from '../../sdk/src/trees/index.ts'
import { bundleLies, sceneReceipt } from '../../sdk/test/bundleLies.ts'
import { checkOf } from '../../sdk/test/check.ts'
import { lies, scene, sceneCredits, sceneOutput } from '../../sdk/test/lies.ts'
import { buildScene, chainId, registry, sceneFacts, scenePayer } from '../../sdk/test/sceneBatch.ts'
import { bytesOf } from '../../sdk/test/world.ts'

const escrow: Address = '0x0000000000000000000000000000000000e5c704'
const payer = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const receiptKey = privateKeyToAccount(`0x${'22'.repeat(32)}`)
const hash = (byte: string): Hex => `0x${byte.repeat(32)}`

/** Vectors of leaves, digests, a batch and evidence, by the name of their file. Numbers of 64 bits and more are strings. */
export async function batchVectors(): Promise<Record<string, unknown>> {
  return {
    'encodings.json': encodings(),
    'digests.json': await digests(),
    'batch.json': batchVector(),
    'evidence.json': evidenceVectors(),
  }
}

function encodings() {
  const contribution = { contributor: payer.address, textRoot: hash('aa') }
  const inference = {
    version: 3,
    payer: payer.address,
    from: 10n ** 18n,
    to: (1n << 128n) - 1n,
    outputRoot: hash('bb'),
    creditsRoot: hash('cc'),
    creditCount: 0xffff_ffff,
    firstCredit: (1n << 64n) - 2n,
  }
  const credit = {
    start: 1n,
    length: 2n,
    matchStart: 3n,
    matchLength: (1n << 64n) - 1n,
    submissionId: (1n << 256n) - 1n,
    leafIndex: 6,
    offset: 7n,
    contributor: payer.address,
  }
  const entry = { inference: 8, credit: 9 }
  const payout = { account: payer.address, entriesRoot: hash('dd'), entryCount: 10, firstEntry: 11n }
  const sum = 12_345_678_901_234_567_890n
  const plain = (leaf: object, bytes: Uint8Array) => ({ leaf, bytes, hash: hashLeaf(bytes) })
  const summed = (leaf: object, bytes: Uint8Array) => ({ leaf, bytes, sum, hash: hashSumLeaf({ bytes, sum }) })
  return {
    contribution: plain(contribution, encodeContribution(contribution)),
    inference: summed(inference, encodeInference(inference)),
    credit: plain(credit, encodeCredit(credit)),
    entry: summed(entry, encodeEntry(entry)),
    payout: summed(payout, encodePayout(payout)),
  }
}

async function digests() {
  const domain = { chainId, escrow }
  const voucher: Voucher = { payer: payer.address, modelId: 5n, term: 2, cumulativeAmount: 10n ** 20n }
  const receipt: Receipt = {
    modelId: 5n,
    term: 2,
    version: 3,
    payer: payer.address,
    from: 10n ** 18n,
    to: 3n * 10n ** 18n,
    outputRoot: textRoot(sceneOutput),
  }
  const reserve = { chainId, registry, datanetId: 4n }
  const reservation = {
    kind: EvidenceKind.EarlierSource,
    evidence: '0x1234' as Hex,
    challenger: receiptKey.address,
    batchId: 9n,
  }
  return {
    chainId,
    escrow,
    domainSeparator: domainSeparator({ domain: typedDataDomain(domain) }),
    voucher: {
      ...voucher,
      digest: hashVoucher(domain, voucher),
      signature: await signVoucher(payer, domain, voucher),
    },
    receipt: {
      ...receipt,
      digest: hashReceipt(domain, receipt),
      signer: receiptKey.address,
      signature: await signReceipt(receiptKey, domain, receipt),
    },
    reserve: { ...reserve, account: reserveAccountOf(reserve) },
    reservation: { ...reservation, reservation: reservationOf(reservation) },
  }
}

function batchVector() {
  const { commitment, bundle, trees, packed } = buildScene(sceneCredits)
  const batch: Batch = {
    commitment,
    operator: receiptKey.address,
    bond: 10n ** 21n,
    committedAt: 1_000,
    demandsUntil: 2_000,
    responsePeriod: 300,
    challengesUntil: 4_000,
    versionsSince: 500,
  }
  return {
    batch,
    bundle: { manifest: packed.manifest, parts: [...packed.parts.values()] },
    inferences: trees.inferences.map((inference, index) => ({
      inference,
      dataFee: bundle.inferences[index]!.dataFee,
      index,
      ...sumTreeProof(trees.inferenceTree, index),
    })),
    credits: sceneCredits.map((credit, index) => ({
      credit,
      index,
      siblings: treeProof(trees.creditTrees[1]!, index),
    })),
    payouts: bundle.payouts.map(({ entries }, index) => ({
      entries: entries.map((entry, i) => ({ ...entry, ...sumTreeProof(trees.entryTrees[index]!, i) })),
    })),
    claims: bundle.payouts.flatMap(({ account }) =>
      claimsOf(account, [{ batchId: 1n, batch, bundle, trees }]).map(({ payout }) => payout),
    ),
  }
}

/** The scene as it stands in a registry, and one lie about it for each thing that evidence proves. */
function evidenceVectors() {
  const firsts = lies.filter(({ proves }, i) => lies.findIndex((lie) => lie.proves === proves) === i)
  return {
    windowWords: scene.windowWords,
    submissions: scene.submissions.map((contributions) => {
      const leaves = contributions.map(({ contributor, text }) => ({ contributor, textRoot: textRoot(bytesOf(text)) }))
      const tree = leavesTree(encodeLeaves(leaves))
      return {
        root: treeRoot(tree),
        count: leaves.length,
        leaves: leaves.map((leaf, i) => ({
          ...leaf,
          isRevoked: contributions[i]!.isRevoked ?? false,
          siblings: treeProof(tree, i),
        })),
      }
    }),
    honest: buildScene(sceneCredits).commitment,
    lies: [
      ...firsts.map(({ name, proves, credits }) => proven({ name, proves }, buildScene(credits))),
      ...bundleLies
        .filter(({ name }) => !ofThisChainOnly.includes(name))
        .map(({ name, proves, tell }) => proven({ name, proves }, tell(buildScene(sceneCredits)))),
    ],
    encoded: encodedOnly(),
  }
}

/** Lies whose proofs name accounts that another chain's registry gives. */
const ofThisChainOnly = ['a reserve forgotten']

function proven(lie: { name: string; proves: string }, told: Pick<BuiltBatch, 'commitment' | 'bundle'>) {
  const [finding] = findEvidence(checkOf(told, sceneFacts))
  if (!finding || !('evidence' in finding)) throw new TypeError(`Nothing proves the lie "${lie.name}".`)
  const { evidence } = finding
  return { ...lie, kind: evidenceKindOf(evidence), evidence: encodeEvidence(evidence), commitment: told.commitment }
}

/** Evidence that stands on a receipt or another batch of one chain: its encoding and fields alone. */
function encodedOnly() {
  const honest = buildScene(sceneCredits)
  const known = checkOf(honest, sceneFacts)
  const earlier = [{ batchId: 7n, batch: known.batch, preimages: known.preimages }]
  const [broken] = findEvidence({ ...known, receipts: [sceneReceipt] })
  const [overlapping] = findEvidence({ ...known, chain: { ...sceneFacts, earlier } })
  if (!broken || !('evidence' in broken) || !overlapping || !('evidence' in overlapping)) {
    throw new TypeError('A broken receipt and an earlier overlap must be found.')
  }
  const item = itemOf('EarlierInferenceAt', { account: scenePayer, total: 5n, earlier: 7n })
  return {
    brokenReceipt: { ...sceneReceipt, evidence: encodeEvidence(broken.evidence) },
    earlierOverlap: { batch: known.batch, batchId: 7n, evidence: encodeEvidence(overlapping.evidence) },
    demand: { batchId: 9n, kind: DemandKind[item.kind], account: scenePayer, total: 5n, id: demandIdOf(9n, item) },
  }
}

/** A vector as JSON: bytes in hexadecimal, large numbers as decimal strings. */
export function vectorJson(vector: unknown): string {
  const plain = (_: string, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? bytesToHex(value) : value
  return `${JSON.stringify(vector, plain, 2)}\n`
}
