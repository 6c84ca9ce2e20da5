// Batches: from attributed answers to roots, payouts and bundle; the same checked as a watcher does; a claim's proof.
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { bytesToHex, type Hex, zeroAddress } from 'viem'
import { encodeManifest } from '../../../sdk/src/attribution/bundle/manifest.ts'
import { PART_BYTES, payoutParts } from '../../../sdk/src/attribution/bundle/parts.ts'
import {
  type AttributedInference,
  type BatchCommitment,
  buildBatch,
  claimsOf,
  findEvidence,
  outputsOf,
  preimagesOf,
} from '../../../sdk/src/attribution/index.ts'
import { overPayouts, type PackedPayouts, payoutOf, statedPayouts } from '../../../sdk/src/engine/batch/payouts.ts'
import { createAnswers, createKeccak, type Keccak, openPayouts, packedSumRoot } from '../../../sdk/src/engine/index.ts'
import { committed, factsOf } from './batches/facts.ts'
import { accountOf, chain, DATA_BPS, makeAnswers, makeCorpus, reserveOf } from './batches/input.ts'
import { type Ask, type Figure, secondsOf } from './figure.ts'
import { createRandom } from './words.ts'

const sizes = {
  small: { answers: 400, accounts: 200, claimants: 2_000, plain: 20 },
  full: { answers: 1_000_000, accounts: 100_000, claimants: 1_000_000, plain: 300 },
}
const builder = fileURLToPath(new URL('batches/build.ts', import.meta.url))
const checker = fileURLToPath(new URL('batches/check.ts', import.meta.url))

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-'))
  try {
    return [...(await batchFigures(seed, sizes[size], folder)), ...(await claimFigures(seed, sizes[size]))]
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Sizes = (typeof sizes)['full']

async function batchFigures(seed: number, { answers, accounts, plain }: Sizes, folder: string): Promise<Figure[]> {
  const random = createRandom(seed)
  const corpus = await makeCorpus(random, accounts)
  const path = join(folder, 'answers')
  const writer = await createAnswers(path)
  const sample: AttributedInference[] = []
  for (const answer of makeAnswers(random, corpus, answers)) {
    await writer.append(answer)
    if (sample.length < plain) sample.push(answer)
  }
  await writer.close()
  const store = await mkdtemp(join(folder, 'store-'))
  const built = await buildApart(path, store)
  const stored = (await Promise.all((await readdir(store)).map((name) => stat(join(store, name))))).reduce(
    (sum, file) => sum + file.size,
    0,
  )
  const reserve = ({ submissionId }: { submissionId: bigint }) => reserveOf(submissionId)
  const plainly = () =>
    buildBatch({ ...chain, inferences: sample, dataBps: DATA_BPS, reserveOf: reserve, gzip: (it) => gzipSync(it) })
  const plainRate = sample.length / secondsOf(plainly, 1)

  const checked = await checkApart(store, built.commitment, { seed, accounts })
  const small = plainly()
  const plainCheck = secondsOf(() => {
    const preimages = preimagesOf(small.bundle)
    const given = { batchId: 1n, batch: committed(small.commitment), preimages, texts: outputsOf(small.bundle) }
    const facts = factsOf(corpus.source)
    for (const finding of findEvidence({ ...given, receipts: [], chain: facts })) {
      throw new TypeError(`The sample is not right: ${Object.keys(finding)}`)
    }
  }, 1)
  const isFull = answers === sizes.full.answers
  const times = (name: string, value: number): Figure => ({ name, value, unit: '×', better: 'higher' })
  return [
    { name: 'answers of a batch', value: answers, unit: 'answers', better: 'higher' },
    { name: 'credits of a batch', value: Number(built.commitment.creditCount), unit: 'credits', better: 'higher' },
    { name: 'batch: built', value: built.seconds, unit: 's', goal: isFull ? 60 : undefined, better: 'lower' },
    { name: 'batch: built, time of processors', value: built.processorSeconds, unit: 's', better: 'lower' },
    { name: 'batch: memory', value: built.mostBytes / 2 ** 20, unit: 'MiB', goal: 2_048, better: 'lower' },
    { name: 'batch: bundle as stored', value: stored / answers, unit: 'bytes/answer', better: 'lower' },
    times('batch: built, time of processors: times the plain reference', answers / built.processorSeconds / plainRate),
    { name: 'batch: checked', value: checked.seconds, unit: 's', goal: isFull ? 120 : undefined, better: 'lower' },
    { name: 'batch: checked, time of processors', value: checked.processorSeconds, unit: 's', better: 'lower' },
    {
      name: 'batch: memory of the check, index included',
      value: checked.mostBytes / 2 ** 20,
      unit: 'MiB',
      better: 'lower',
    },
    times(
      'batch: checked, time of processors: times the plain reference',
      answers / checked.processorSeconds / (sample.length / plainCheck),
    ),
  ]
}

type Measured = { seconds: number; processorSeconds: number; mostBytes: number }
type Built = Measured & { commitment: BatchCommitment }

async function buildApart(path: string, store: string): Promise<Built> {
  const { stdout } = await promisify(execFile)(process.execPath, [builder, path, store])
  return JSON.parse(stdout, (_, value) => (typeof value?.wei === 'string' ? BigInt(value.wei) : value))
}

async function checkApart(
  store: string,
  commitment: BatchCommitment,
  { seed, accounts }: { seed: number; accounts: number },
): Promise<Measured> {
  const text = JSON.stringify(commitment, (_, value) => (typeof value === 'bigint' ? { wei: String(value) } : value))
  const { stdout } = await promisify(execFile)(process.execPath, [checker, store, String(seed), String(accounts), text])
  return JSON.parse(stdout)
}

/** The parts of a bundle that claims are proven from. */
function publishPayouts(keccak: Keccak, payouts: PackedPayouts) {
  const blobs = new Map<Hex, Uint8Array>()
  const keep = (bytes: Uint8Array): Hex => {
    const hash = bytesToHex(keccak.hash(bytes))
    blobs.set(hash, bytes)
    return hash
  }
  const parts = [...payoutParts(statedPayouts(payouts), PART_BYTES)].map(({ account, bytes, count }) => {
    const packed = gzipSync(bytes, { level: 1 })
    return { hash: keep(packed), stored: packed.length, size: bytes.length, count, account }
  })
  const manifest = encodeManifest({ ...chain, rule: 'WindowV1', inferences: [], payouts: parts, openings: [] })
  const commitment = { bundleHash: keep(manifest), payoutsRoot: packedSumRoot(payouts.tree) }
  return { read: async (hash: Hex) => blobs.get(hash)!, commitment }
}

/** Proofs of payouts out of a million, and by the plain library out of few. */
async function claimFigures(seed: number, { claimants }: Sizes): Promise<Figure[]> {
  const random = createRandom(seed + 1)
  const keccak = await createKeccak()
  const addresses = Array.from({ length: claimants }, () => accountOf(random)).sort()
  const accounts = Buffer.from(addresses.map((it) => it.slice(2)).join(''), 'hex')
  const entriesRoots = Uint8Array.from({ length: 32 * claimants }, random)
  const entryCounts = Uint32Array.from({ length: claimants }, () => 1 + (random() % 10))
  const stated = { count: claimants, accounts, entriesRoots, entryCounts }
  const payouts = overPayouts(keccak, stated, () => BigInt(random()))
  const { read, commitment } = publishPayouts(keccak, payouts)
  const start = performance.now()
  const loaded = await openPayouts(read, commitment)
  const loadSeconds = (performance.now() - start) / 1000
  const claimed = Array.from({ length: 1_000 }, () => addresses[random() % claimants]!)
  const each = secondsOf(() => claimed.map((account: Hex) => payoutOf(loaded, account))) / claimed.length
  const few = buildBatch({
    ...chain,
    inferences: Array.from({ length: 100 }, (_, i): AttributedInference => {
      const credit = {
        start: 0n,
        length: 1n,
        matchStart: 0n,
        matchLength: 1n,
        submissionId: 1n,
        leafIndex: i,
        offset: 0n,
      }
      const range = { from: BigInt(i), to: BigInt(i + 1) }
      const answer = {
        version: 1,
        payer: zeroAddress,
        ...range,
        output: Uint8Array.of(0x61),
        receipt: bytesToHex(new Uint8Array(65)),
      }
      return { ...answer, credits: [{ ...credit, contributor: accountOf(random) }] }
    }),
    dataBps: DATA_BPS,
    reserveOf: () => ({ reserveAccount: zeroAddress, reserveBps: 0 }),
  })
  const known = [{ batchId: 1n, batch: committed(few.commitment), bundle: few.bundle, trees: few.trees }]
  const own = few.bundle.payouts.map(({ account }) => account)
  const plainEach = secondsOf(() => own.map((account) => claimsOf(account, known))) / own.length
  return [
    { name: 'accounts of claims', value: claimants, unit: 'accounts', better: 'higher' },
    {
      name: 'claims: payouts read from their parts, and their tree made',
      value: loadSeconds,
      unit: 's',
      better: 'lower',
    },
    { name: 'claim: a proof', value: 1000 * each, unit: 'ms', goal: 1, better: 'lower' },
    {
      name: `claim: a proof out of ${few.bundle.payouts.length}, plain reference`,
      value: 1000 * plainEach,
      unit: 'ms',
      better: 'lower',
    },
  ]
}
