import { keccak256, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { AttributionRule } from '../../src/abis.ts'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import { type Batch, type BatchCommitment, type BuiltBatch, buildBatch } from '../../src/attribution/batch.ts'
import type { Place } from '../../src/attribution/corpus.ts'
import type { Item } from '../../src/attribution/demands.ts'
import type { Evidence } from '../../src/attribution/evidence.ts'
import type { BatchToCheck } from '../../src/attribution/finder.ts'
import { addContribution, createWindowIndex, type WindowIndex } from '../../src/attribution/windowIndex.ts'
import {
  type AttributionIndexes,
  buildSegment,
  createHashKey,
  inMemory,
  type MemorySource,
  type Standing,
} from '../../src/engine/index.ts'
import { signReceipt } from '../../src/payment/receipt.ts'
import { signVoucher } from '../../src/payment/voucher.ts'
import { createDatanet, type Datanet, endow, growthOf } from './datanets.ts'
import { assemble, type BatchDraft, textRootOf } from './draft.ts'
import { draftOf } from './draftOf.ts'
import type { Rule, Share } from './money.ts'
import type { Resources } from './mutate.ts'
import type { Random } from './random.ts'
import { addressOf, corpusOf, numberOf, weightsOf } from './sources.ts'
import { faucet, personOf, type Stage } from './stage.ts'
import { trialOf } from './trial.ts'
import { type Leaf, standingOf, type Version, writerOf } from './world.ts'

/** An honest batch as it is about to be committed: what is lied about and forged against. */
export type HonestBatch = {
  batchId: bigint
  batch: Batch
  built: BuiltBatch
  draft: BatchDraft
  /** What the finder is given, but for the preimages and texts, which a liar makes. */
  facts: Omit<BatchToCheck, 'batch' | 'preimages' | 'texts'>
  resources: Resources
  leaves: readonly Leaf[]
  versions: readonly Version[]
  indexes: AttributionIndexes
  shareOf(submissionId: bigint): Share
  dataBps: bigint
  /** Whether the ledger refuses a commitment in place of the honest one. */
  isRefused(commitment: BatchCommitment): Promise<boolean>
  /**
   * Commits a lie, has a watcher reserve and send evidence a block later, and undoes it all.
   * @returns what went otherwise than the protocol says, if anything
   */
  challenge(commitment: BatchCommitment, evidence: Evidence): Promise<string | undefined>
  /** Commits, demands what is hidden, waits out the response and voids the batch, and undoes it all. */
  demand(commitment: BatchCommitment, item: Item): Promise<string | undefined>
}

const days = 24 * 3600
const modelOwner = personOf('model owner')

/**
 * A world of datanets, contributions, versions and paid answers, and `count` honest batches of it, one after another: each
 * is handed over while it is open to challenge, and is final before the next. The worlds of a stage share its registry.
 */
export async function* honestBatches(stage: Stage, random: Random, count: number): AsyncGenerator<HonestBatch> {
  const scene = await sceneOf(stage, random)
  for (let n = 0; n < count; n++) {
    const honest = await scene.prepare()
    yield honest
    if (n + 1 < count) await scene.settle(honest)
  }
}

async function sceneOf(stage: Stage, random: Random) {
  const { contracts, chainId } = stage.deployment
  const writer = writerOf(random)
  const name = `scene ${random.int(0, 2 ** 31)}`
  const datanets: Datanet[] = []
  for (let n = 0; n < random.int(2, 3); n++) datanets.push(await createDatanet(stage, random))
  const people = Array.from({ length: random.pick([1, 3, 5]) }, (_, i) => numberOf(personOf(`${name} author ${i}`)))
  // Contributors can be contracts, reserves, and nobody.
  const contributors = [...people, ...people, numberOf(contracts.ModelRegistry), random.pick(datanets).reserveAccount]
  const { leaves, sequence, grow, hide, show } = growthOf({ stage, random, writer, datanets, contributors })
  const versions: Version[] = []

  await grow(random.int(3, 6))
  if (random.chance(0.4)) await hide()
  const used = datanets.slice(0, random.int(1, datanets.length)).map(({ id }) => id)
  const rule: Rule = random.chance(0.2) ? 'InfluenceV1' : 'WindowV1'
  const dataBps = BigInt(random.pick([2_500, 5_000, 6_001, 9_000, 9_500]))
  const operator = personOf(`${name} operator`)
  const receiptKey = privateKeyToAccount(keccak256(toHex(`${name} receipts`)))
  const modelId = (await stage.send(modelOwner, 'ModelRegistry', 'register', [
    {
      name,
      metadataUri: '',
      datanets: used,
      operator,
      receiptKey: receiptKey.address,
      price: 10n ** 15n,
      ownerBps: 9_500 - Number(dataBps),
      baseBps: 0,
      dataBps: Number(dataBps),
      rule: AttributionRule[rule],
      shareAlike: false,
      commercial: true,
      baseModelId: 0n,
    },
  ])) as bigint
  await endow(stage, operator, contracts.StakeVault, 10n ** 24n)
  await stage.send(operator, 'StakeVault', 'stake', [operator, 10n ** 24n])

  const trial = trialOf({ stage, operator, modelId })

  async function publish(active: boolean) {
    const before = versions.at(-1)?.datanets ?? used
    const more = datanets.map(({ id }) => id).filter((id) => !before.includes(id))
    const included = [...before, ...(random.chance(0.5) ? more.slice(0, 1) : [])].sort((a, b) => (a < b ? -1 : 1))
    const windowWords = rule === 'WindowV1' ? random.pick([4, 4, 6, 8]) : 0
    const snapshot = await sequence()
    const version = {
      artifactHash: keccak256(toHex(name)),
      uri: 'openledger:blobs/',
      snapshot,
      datanets: included,
      windowWords,
    }
    await stage.send(modelOwner, 'ModelRegistry', 'publishVersion', [modelId, { ...version, baseVersion: 0, active }])
    versions.push({ number: BigInt(versions.length + 1), snapshot, datanets: included, windowWords })
  }

  /** When which version could answer, by the test's own book: version 1 ends with the second batch. */
  const activity: { number: bigint; from: number; until: number }[] = []
  const activate = async (number: bigint) => {
    activity.push({ number, from: await stage.now(), until: Number.MAX_SAFE_INTEGER })
  }
  await publish(true)
  await activate(1n)
  if (random.chance(0.5)) await show()
  await grow(random.int(2, 4))
  await publish(true)
  await activate(2n)
  await publish(false) // Version 3 is there and never answers.

  const payers = Array.from({ length: random.int(1, 3) }, (_, i) => ({
    account: privateKeyToAccount(keccak256(toHex(`${name} payer ${i}`))),
    charged: 0n,
  }))
  for (const { account } of payers) {
    await endow(stage, account.address, contracts.InferenceEscrow, 10n ** 24n)
    await stage.send(account.address, 'InferenceEscrow', 'fund', [modelId, account.address, 10n ** 24n])
  }
  // One whose answers are in no batch: its money in the pool is what a liar would distribute.
  const bystander = {
    account: privateKeyToAccount(keccak256(toHex(`${name} bystander`))),
    charged: 10n ** 21n,
  }
  await endow(stage, bystander.account.address, contracts.InferenceEscrow, 10n ** 24n)
  await stage.send(bystander.account.address, 'InferenceEscrow', 'fund', [
    modelId,
    bystander.account.address,
    10n ** 24n,
  ])
  const everybody = [...payers, bystander]
  const indexes = new Map<number, WindowIndex>()
  const domain = { chainId, escrow: contracts.InferenceEscrow }
  const receipts: BatchToCheck['receipts'][number][] = []
  const earlier: { batchId: bigint; batch: Batch; draft: BatchDraft }[] = []

  function indexOf(windowWords: number): WindowIndex {
    const index = indexes.get(windowWords) ?? createWindowIndex(windowWords)
    indexes.set(windowWords, index)
    for (const { submissionId, leafIndex, contributor, text } of leaves) {
      if (index.contributions.has(`${submissionId}/${leafIndex}`)) continue
      addContribution(index, { submissionId, leafIndex, contributor: addressOf(contributor), text })
    }
    return index
  }

  const shareOf = (submissionId: bigint): Share => stage.shares.get(submissionId) ?? { account: 0n, bps: 0n }

  {
    const { account, charged } = bystander
    const receipt = { version: 1, payer: account.address, from: 0n, to: charged, outputRoot: keccak256('0x') }
    const signature = await signReceipt(receiptKey, domain, { modelId, term: 1, ...receipt })
    receipts.push({ ...receipt, signature })
  }

  function standingsUnder(version: Version) {
    const standing = new Map(
      leaves.map((leaf) => [`${leaf.submissionId}/${leaf.leafIndex}`, standingOf(leaf, version)]),
    )
    return ({ submissionId, leafIndex }: Place): Standing => {
      const found = standing.get(`${submissionId}/${leafIndex}`)
      return found === 'Eligible' || found === 'Revoked' ? found : 'None'
    }
  }

  /** What a watcher of large batches looks into: an index for each K. */
  async function indexesOf(): Promise<AttributionIndexes> {
    const contributions = leaves.map(({ contributor, ...leaf }) => ({ ...leaf, contributor: addressOf(contributor) }))
    const sources = new Map<number, MemorySource>()
    for (const { windowWords } of rule === 'WindowV1' ? versions : []) {
      if (sources.has(windowWords)) continue
      sources.set(windowWords, inMemory([await buildSegment(contributions, { windowWords, key: createHashKey() })]))
    }
    const views = versions.map((version) => ({ standingOf: standingsUnder(version) }))
    return {
      ofVersion: (number) => {
        const version = versions[number - 1]
        const source = version && sources.get(version.windowWords)
        return source && { source, view: views[number - 1]! }
      },
    }
  }

  async function prepare(): Promise<HonestBatch> {
    const answers = []
    const answering = activity.filter(({ until }) => until === Number.MAX_SAFE_INTEGER).map(({ number }) => number)
    for (const payer of payers) {
      for (let n = 0; n < random.int(payer === payers[0] ? 2 : 0, 4); n++) {
        const version = versions[Number(random.pick(answering)) - 1]!
        const output = writer.output()
        const [from, to] = [payer.charged, payer.charged + random.big(1n, 3n * 10n ** 15n)]
        payer.charged = to
        const standsAs = standingsUnder(version)
        const credits =
          rule === 'WindowV1'
            ? attributeOutput(indexOf(version.windowWords), output, standsAs)
            : weightsOf(
                leaves.filter((leaf) => standsAs(leaf) !== 'None'),
                standsAs,
                random,
              )
        const receipt = {
          modelId,
          term: 1,
          version: Number(version.number),
          payer: payer.account.address,
          from,
          to,
          outputRoot: textRootOf(output),
        }
        const signature = await signReceipt(receiptKey, domain, receipt)
        receipts.push({
          version: receipt.version,
          payer: receipt.payer,
          from,
          to,
          outputRoot: receipt.outputRoot,
          signature,
        })
        answers.push({ version: receipt.version, payer: receipt.payer, from, to, output, receipt: signature, credits })
      }
    }
    const vouchers = []
    for (const { account, charged } of everybody) {
      if (charged === 0n) continue
      const voucher = { payer: account.address, modelId, term: 1, cumulativeAmount: charged }
      vouchers.push({
        payer: account.address,
        cumulativeAmount: charged,
        signature: await signVoucher(account, domain, voucher),
      })
    }
    await stage.send(operator, 'InferenceEscrow', 'redeem', [modelId, 1, vouchers])
    const corpora = versions.map((version) => corpusOf(version, leaves))
    const built = buildBatch({
      chainId,
      ledger: contracts.AttributionLedger,
      modelId,
      term: 1,
      inferences: answers,
      dataBps: Number(dataBps),
      rule,
      reserveOf: ({ submissionId }) => {
        const { account, bps } = shareOf(submissionId)
        return { reserveAccount: addressOf(account), reserveBps: Number(bps) }
      },
    })
    // The batch as it would be if it were committed now.
    const { batchId, batch } = await trial.undone(() => trial.commit(built.commitment))
    return {
      batchId,
      batch,
      built,
      draft: draftOf(built),
      facts: {
        batchId,
        receipts: [...receipts],
        chain: {
          rule,
          dataBps: Number(dataBps),
          corpusOf: (number) => corpora[number - 1],
          wasActive: (number, from, to) =>
            activity.some((active) => active.number === BigInt(number) && active.from <= to && active.until >= from),
          charged: (payer) =>
            everybody.find(({ account }) => account.address.toLowerCase() === payer.toLowerCase())?.charged ?? 0n,
          reserveOf: (submissionId) => {
            const { account, bps } = shareOf(submissionId)
            return { reserveAccount: addressOf(account), reserveBps: Number(bps) }
          },
          earlier: earlier.map(({ draft, ...rest }) => ({ ...rest, preimages: assemble(draft).preimages })),
        },
      },
      resources: {
        random,
        rule,
        dataBps,
        shareOf: ({ submissionId }) => shareOf(submissionId),
        accounts: [...people, numberOf(operator), ...datanets.map(({ reserveAccount }) => reserveAccount)],
        payers: everybody.map(({ account, charged }) => ({ payer: numberOf(account.address), charged })),
        versions: [1n, 2n, 3n, 4n],
        submissions: leaves.at(-1)!.submissionId + 1n,
        earlier: earlier.flatMap(({ draft }) => draft.inferences),
        texts: leaves.map(({ text }) => text),
      },
      leaves,
      versions,
      indexes: await indexesOf(),
      shareOf,
      dataBps,
      isRefused: trial.isRefused,
      challenge: trial.challenge,
      demand: trial.demand,
    }
  }

  async function settle({ built, draft }: HonestBatch) {
    const { batchId, batch } = await trial.commit(built.commitment)
    const isFirst = earlier.length === 0
    // Version 1 may still answer for the second batch, whose answers may be older than the first one's end; then no more.
    if (isFirst) {
      await stage.wait(Math.max(0, batch.committedAt + 2 * days - (await stage.now())))
      await stage.send(modelOwner, 'ModelRegistry', 'retireVersion', [modelId, 1])
      activity.find(({ number }) => number === 1n)!.until = await stage.now()
    }
    await stage.wait(Math.max(0, batch.challengesUntil - (await stage.now())))
    await stage.send(faucet, 'AttributionLedger', 'finalise', [batchId, batch])
    earlier.push({ batchId, batch, draft })
    await grow(random.int(0, 2))
  }

  return { prepare, settle }
}
