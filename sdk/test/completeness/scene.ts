import { type Address, concat, type Hex, hexToBytes, keccak256, numberToHex, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { AttributionRule, attributionLedgerAbi, BatchStatus, DemandKind } from '../../src/abis.ts'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import { type Batch, type BatchCommitment, type BuiltBatch, buildBatch } from '../../src/attribution/batch.ts'
import type { Corpus, Source } from '../../src/attribution/corpus.ts'
import type { Item } from '../../src/attribution/demands.ts'
import type { Credit } from '../../src/attribution/encoding.ts'
import { type Evidence, encodeEvidence, evidenceKindOf, reservationOf } from '../../src/attribution/evidence.ts'
import type { BatchToCheck } from '../../src/attribution/finder.ts'
import { addContribution, createWindowIndex, type WindowIndex } from '../../src/attribution/windowIndex.ts'
import { signReceipt } from '../../src/payment/receipt.ts'
import { signVoucher } from '../../src/payment/voucher.ts'
import { assemble, type BatchDraft, bytesTree, textRootOf } from './draft.ts'
import type { Rule, Share } from './money.ts'
import type { Resources } from './mutate.ts'
import type { Random } from './random.ts'
import { faucet, personOf, type Stage } from './stage.ts'
import { type Leaf, leafOf, standingOf, type Version, writerOf } from './world.ts'

/** A datanet with its reserve. */
type Datanet = { id: bigint; reserveBps: bigint; reserveAccount: bigint }

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
const curator = personOf('curator')
const validator = personOf('validator')
const modelOwner = personOf('model owner')

const numberOf = (address: Address) => BigInt(address)
const addressOf = (number: bigint) => numberToHex(number, { size: 20 })

/** Gives OPEN and lets a contract take it. */
async function endow(stage: Stage, account: Address, spender: Address, amount: bigint) {
  await stage.send(faucet, 'OpenToken', 'transfer', [account, amount])
  await stage.send(account, 'OpenToken', 'approve', [spender, amount])
}

/** What all scenes of a stage share: a validator with stake. */
export async function prepare(stage: Stage) {
  const vault = stage.deployment.contracts.StakeVault
  await endow(stage, validator, vault, 10n ** 21n)
  await stage.send(validator, 'StakeVault', 'stake', [validator, 10n ** 21n])
}

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
  const leaves: Leaf[] = []
  const versions: Version[] = []
  const pending: bigint[] = []

  async function submit() {
    const datanet = random.pick(datanets)
    const submissionId = BigInt((await stage.read('DatanetRegistry', 'submissionCount', [])) as bigint) + 1n
    const made = Array.from({ length: random.int(1, 5) }, (_, leafIndex) =>
      leafOf({
        submissionId,
        leafIndex,
        datanet: datanet.id,
        contributor: random.chance(0.05) ? 0n : random.pick(contributors),
        text: writer.contribution(),
      }),
    )
    const root = rootOf(made)
    const submission = {
      datanetId: datanet.id,
      root,
      count: made.length,
      parent: 0n,
      maxFees: 0n,
      uri: `openledger:leaves/${root}`,
    }
    await stage.send(personOf('submitter'), 'DatanetRegistry', 'submit', [submission])
    leaves.push(...made)
    pending.push(submissionId)
  }

  const sequence = async () => BigInt((await stage.read('DatanetRegistry', 'sequence', [])) as bigint)
  const isPending = (leaf: Leaf) => leaf.acceptedAt === undefined

  async function accept() {
    if (pending.length === 0) return
    const [submissionId] = pending.splice(random.int(0, pending.length - 1), 1)
    await stage.send(validator, 'DatanetRegistry', 'approve', [submissionId])
    const acceptedAt = await sequence()
    for (const leaf of leaves) if (leaf.submissionId === submissionId) leaf.acceptedAt = acceptedAt
  }

  async function revoke() {
    const revocable = leaves.filter((leaf) => !isPending(leaf) && leaf.revokedAt === undefined)
    if (revocable.length === 0) return
    const chosen = random.pick(revocable)
    const whole = leaves.filter(({ submissionId }) => submissionId === chosen.submissionId)
    if (random.chance(0.3) && whole.every(({ revokedAt }) => revokedAt === undefined)) {
      await stage.send(curator, 'DatanetRegistry', 'revokeSubmission', [chosen.submissionId])
      const revokedAt = await sequence()
      for (const leaf of whole) leaf.revokedAt = revokedAt
      return
    }
    const { submissionId, leafIndex, contributor, textRoot } = chosen
    const args = [submissionId, leafIndex, addressOf(contributor), textRoot, siblingsOf(whole, leafIndex)]
    await stage.send(curator, 'DatanetRegistry', 'revoke', args)
    chosen.revokedAt = await sequence()
  }

  /** Leaves that nobody shows when they are demanded, of which one is shown later. */
  async function hide() {
    const shown = leaves.filter((leaf) => !isPending(leaf) && leaf.unavailable.length === 0)
    if (shown.length < 4) return
    const hidden = random.pick(shown)
    const { submissionId, leafIndex } = hidden
    const demandId = await stage.send(faucet, 'DataAvailability', 'demandLeaves', [submissionId, [leafIndex]])
    await stage.wait(8 * days)
    await stage.send(faucet, 'DataAvailability', 'markUnavailable', [demandId, [leafIndex]])
    hidden.unavailable.push({ from: await sequence() })
  }

  async function show() {
    const hidden = leaves.find(({ unavailable }) => unavailable.length > 0 && unavailable.at(-1)!.to === undefined)
    if (!hidden) return
    const { submissionId, leafIndex, contributor, textRoot } = hidden
    const siblings = siblingsOf(
      leaves.filter((leaf) => leaf.submissionId === submissionId),
      leafIndex,
    )
    const proof = { leafIndex, contributor: addressOf(contributor), textRoot, siblings }
    await stage.send(faucet, 'DataAvailability', 'answerLeaves', [submissionId, [proof]])
    hidden.unavailable.at(-1)!.to = await sequence()
  }

  async function grow(submissions: number) {
    for (let n = 0; n < submissions; n++) {
      await submit()
      if (random.chance(0.8)) await accept()
      if (random.chance(0.25)) await revoke()
    }
    if (random.chance(0.6)) await accept()
  }

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

  const shareOf = (submissionId: bigint): Share => {
    const datanet = datanets.find(({ id }) =>
      leaves.some((leaf) => leaf.submissionId === submissionId && leaf.datanet === id),
    )
    return datanet ? { account: datanet.reserveAccount, bps: datanet.reserveBps } : { account: 0n, bps: 0n }
  }

  {
    const { account, charged } = bystander
    const receipt = { version: 1, payer: account.address, from: 0n, to: charged, outputRoot: keccak256('0x') }
    const signature = await signReceipt(receiptKey, domain, { modelId, term: 1, ...receipt })
    receipts.push({ ...receipt, signature })
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
        const standing = new Map(
          leaves.map((leaf) => [`${leaf.submissionId}/${leaf.leafIndex}`, standingOf(leaf, version)]),
        )
        const standsAs = ({ submissionId, leafIndex }: { submissionId: bigint; leafIndex: number }) => {
          const found = standing.get(`${submissionId}/${leafIndex}`)
          return found === 'Eligible' || found === 'Revoked' ? found : 'None'
        }
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
    const before = await stage.client.snapshot()
    const { batchId, batch } = await commit(built.commitment)
    await stage.client.revert({ id: before })
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
      shareOf,
      dataBps,
      isRefused: (commitment) =>
        stage.call(operator, 'AttributionLedger', 'commit', [commitment, 'openledger:blobs/']).then(
          () => false,
          () => true,
        ),
      challenge,
      demand,
    }
  }

  /** Runs steps that leave no trace on the chain. */
  async function undone<T>(steps: () => Promise<T>): Promise<T> {
    const before = await stage.client.snapshot()
    try {
      return await steps()
    } finally {
      await stage.client.revert({ id: before })
    }
  }

  const balanceOf = async (account: Address) =>
    BigInt((await stage.read('OpenToken', 'balanceOf', [account])) as bigint)
  const poolOf = async () => BigInt((await stage.read('InferenceEscrow', 'poolOf', [modelId, 1])) as bigint)
  const watcher = personOf('watcher')

  /** What is not as it must be once a batch is void. */
  async function afterVoid(batchId: bigint, batch: Batch, pool: bigint, reward: bigint): Promise<string | undefined> {
    if ((await stage.read('AttributionLedger', 'statusOf', [batchId])) !== BatchStatus.Voided)
      return 'the batch is not void'
    if ((await poolOf()) !== pool) return 'its money is not back in the pool'
    if (reward !== batch.bond / 2n) return `the watcher got ${reward} of a bond of ${batch.bond}`
    return undefined
  }

  const challenge = (commitment: BatchCommitment, evidence: Evidence) =>
    undone(async () => {
      const [pool, purse] = [await poolOf(), await balanceOf(watcher)]
      const { batchId, batch } = await commit(commitment)
      const kind = evidenceKindOf(evidence)
      const encoded = encodeEvidence(evidence)
      const reservation = reservationOf({ kind, evidence: encoded, challenger: watcher, batchId })
      await stage.send(watcher, 'AttributionLedger', 'reserveChallenge', [reservation])
      await stage.send(watcher, 'AttributionLedger', 'challenge', [batchId, batch, kind, encoded])
      return afterVoid(batchId, batch, pool, (await balanceOf(watcher)) - purse)
    })

  const demand = (commitment: BatchCommitment, item: Item) =>
    undone(async () => {
      const [pool, purse] = [await poolOf(), await balanceOf(watcher)]
      const { batchId, batch } = await commit(commitment)
      await stage.send(watcher, 'DemandRegistry', 'demand', [batchId, batch, { ...item, kind: DemandKind[item.kind] }])
      await stage.wait(batch.responsePeriod)
      await stage.send(faucet, 'AttributionLedger', 'voidUnanswered', [batchId, batch])
      return afterVoid(batchId, batch, pool, (await balanceOf(watcher)) - purse)
    })

  async function commit(commitment: BatchCommitment): Promise<{ batchId: bigint; batch: Batch }> {
    const args = [commitment, `openledger:blobs/${commitment.bundleHash}`]
    const batchId = (await stage.send(operator, 'AttributionLedger', 'commit', args)) as bigint
    return { batchId, batch: await committed(stage, batchId) }
  }

  async function settle({ built, draft }: HonestBatch) {
    const { batchId, batch } = await commit(built.commitment)
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

/** Weights that an engine could have found: of some contributions, in order, in parts of 2^32. */
function weightsOf(
  counted: readonly Leaf[],
  standsAs: (leaf: Leaf) => 'Eligible' | 'Revoked' | 'None',
  random: Random,
): Credit[] {
  let start = 0n
  return counted
    .filter(() => random.chance(0.3))
    .map((leaf) => {
      const length = random.big(1n, (1n << 32n) / 40n)
      const { submissionId, leafIndex } = leaf
      const contributor = addressOf(standsAs(leaf) === 'Eligible' ? leaf.contributor : 0n)
      const credit = {
        start,
        length,
        matchStart: 0n,
        matchLength: 0n,
        submissionId,
        leafIndex,
        offset: 0n,
        contributor,
      }
      start += length
      return credit
    })
}

async function createDatanet(stage: Stage, random: Random): Promise<Datanet> {
  const reserveBps = BigInt(random.pick([0, 0, 1, 1_000, 2_000]))
  const id = (await stage.send(curator, 'DatanetRegistry', 'createDatanet', [
    {
      name: 'datanet',
      metadataUri: '',
      schemaUri: '',
      licence: 'MIT',
      terms: { commercialUse: true, derivatives: true, shareAlike: false },
      reserveBps: Number(reserveBps),
    },
  ])) as bigint
  await stage.send(curator, 'DatanetRegistry', 'nameValidators', [id, [validator]])
  const account = (await stage.read('DatanetRegistry', 'reserveAccount', [id])) as Address
  return { id, reserveBps, reserveAccount: numberOf(account) }
}

/** What the finder is told of a version's sources: by the test's own book, window by window. */
function corpusOf(version: Version, leaves: readonly Leaf[]): Corpus {
  const sources = leaves
    .map((leaf) => ({ leaf, standing: standingOf(leaf, version) }))
    .filter((source): source is { leaf: Leaf; standing: Source['standing'] } => source.standing !== undefined)
  const memory = new Map<string, ReturnType<Corpus['earliest']>>()
  return {
    windowWords: version.windowWords,
    sourceAt({ submissionId, leafIndex }) {
      const found = sources.find(({ leaf }) => leaf.submissionId === submissionId && leaf.leafIndex === leafIndex)
      if (!found) return undefined
      const { contributor, textRoot, text } = found.leaf
      return { contributor: addressOf(contributor), textRoot, text, standing: found.standing }
    },
    siblingsOf: ({ submissionId, leafIndex }) =>
      siblingsOf(
        leaves.filter((leaf) => leaf.submissionId === submissionId),
        leafIndex,
      ),
    earliest(window) {
      const words = latin(window)
      if (memory.has(words)) return memory.get(words)
      const found = sources.find(
        ({ leaf, standing }) => standing !== 'Nobody' && ` ${latin(leaf.text)} `.includes(` ${words} `),
      )
      const occurrence = found && {
        submissionId: found.leaf.submissionId,
        leafIndex: found.leaf.leafIndex,
        offset: ` ${latin(found.leaf.text)} `.indexOf(` ${words} `),
      }
      memory.set(words, occurrence)
      return occurrence
    },
  }
}

/** The draft that says what a batch says. */
function draftOf({ bundle }: BuiltBatch): BatchDraft {
  return {
    inferences: bundle.inferences.map(({ version, payer, from, to, dataFee, output, credits }) => ({
      version: BigInt(version),
      payer: numberOf(payer),
      from,
      to,
      dataFee,
      output,
      credits: credits.map((credit) => ({
        ...credit,
        leafIndex: BigInt(credit.leafIndex),
        contributor: numberOf(credit.contributor),
        over: {},
      })),
      creditTree: {},
      over: {},
    })),
    payouts: bundle.payouts.map(({ account, entries }) => ({
      account: numberOf(account),
      entries: entries.map(({ inference, credit, amount }) => ({
        inference: BigInt(inference),
        credit: BigInt(credit),
        amount,
        over: {},
      })),
      over: {},
      entryTree: {},
    })),
    inferenceTree: {},
    payoutTree: {},
    over: {},
  }
}

/** The batch as its event gave it. */
async function committed(stage: Stage, batchId: bigint): Promise<Batch> {
  const logs = await stage.client.getContractEvents({
    abi: attributionLedgerAbi,
    address: stage.deployment.contracts.AttributionLedger,
    eventName: 'BatchCommitted',
    args: { batchId },
    fromBlock: 0n,
  })
  return logs[0]!.args.batch as Batch
}

function contributionLeaf({ contributor, textRoot }: Leaf): Uint8Array {
  return hexToBytes(concat([numberToHex(contributor, { size: 32 }), textRoot]))
}

function rootOf(leaves: readonly Leaf[]): Hex {
  return bytesTree(leaves.map(contributionLeaf)).root
}

function siblingsOf(leaves: readonly Leaf[], index: number): Hex[] {
  return bytesTree(leaves.map(contributionLeaf)).siblings(index)
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
