import fc from 'fast-check'
import { keccak256, parseEther, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AttributionRule, BatchStatus, EvidenceKind } from '../src/abis.ts'
import { attribution, datanet, model, payment, stake, token } from '../src/actions/index.ts'
import { reserveAccountOf } from '../src/attribution/amounts.ts'
import { type Batch, type BuiltBatch, buildBatch } from '../src/attribution/batch.ts'
import { checkBundle } from '../src/attribution/check.ts'
import { claimsOf } from '../src/attribution/claim.ts'
import type { Credit } from '../src/attribution/encoding.ts'
import { type Evidence, encodeEvidence, evidenceKindOf, reservationOf } from '../src/attribution/evidence.ts'
import { type ChainFacts, type Finding, findEvidence } from '../src/attribution/finder.ts'
import { outputRootOf } from '../src/attribution/trees.ts'
import { encodeLeaves, leavesTree } from '../src/content/leaves.ts'
import { hashReceipt, type Receipt, signReceipt } from '../src/payment/receipt.ts'
import { hashVoucher, signVoucher } from '../src/payment/voucher.ts'
import { textRoot } from '../src/text/index.ts'
import { treeProof, treeRoot } from '../src/trees/index.ts'
import { clientOf, faucet, keyOf, startTestChain, type TestChain, type TestWallet } from './chain.ts'
import { cheats, outputsOf, worlds } from './cheats.ts'
import { checkOf } from './check.ts'
import { lies, scene, sceneCredits, sceneOutput } from './lies.ts'
import { bytesOf, corpusOfWorld, creditsByWord, type World } from './world.ts'

const price = parseEther('1') + 7n
const dataBps = 5_000
const reserveBps = 1_000
const modelId = 1n
const datanetId = 1n

let chain: TestChain
let curator: TestWallet
let validator: TestWallet
let operator: TestWallet
let payer: TestWallet
let watcher: TestWallet
const receiptKey = keyOf(6)

beforeAll(async () => {
  chain = await startTestChain()
  ;[curator, validator, operator, payer, watcher] = [1, 2, 3, 4, 5].map((n) => clientOf(chain, keyOf(n))) as [
    TestWallet,
    TestWallet,
    TestWallet,
    TestWallet,
    TestWallet,
  ]
  const { deployment, time } = chain
  const bank = clientOf(chain, faucet)
  for (const { account } of [curator, validator, operator, payer, watcher]) {
    await time.setBalance({ address: account.address, value: parseEther('100') })
    await token.transferSync(bank, { deployment, to: account.address, value: parseEther('100000') })
  }
  for (const [wallet, amount] of [
    [validator, parseEther('1000')],
    [operator, parseEther('50000')],
  ] as const) {
    await token.approveSync(wallet, { deployment, spender: deployment.contracts.StakeVault, value: amount })
    await stake.stakeSync(wallet, { deployment, account: wallet.account.address, amount })
  }
  await datanet.createDatanetSync(curator, {
    deployment,
    newDatanet: {
      name: 'scene',
      metadataUri: '',
      schemaUri: '',
      licence: 'MIT',
      terms: { commercialUse: true, derivatives: true, shareAlike: false },
      reserveBps,
    },
  })
  await datanet.nameValidatorsSync(curator, { deployment, datanetId, validators: [validator.account.address] })
})

afterAll(() => chain?.stop())

/** Submits a world, has it accepted, revokes what is revoked, and publishes a model's version over it. */
async function publish({ submissions, windowWords }: World) {
  const { deployment } = chain
  for (const contributions of submissions) {
    const leaves = contributions.map(({ contributor, text }) => ({ contributor, textRoot: textRoot(bytesOf(text)) }))
    const tree = leavesTree(encodeLeaves(leaves))
    const uri = 'openledger:leaves/'
    const submitted = await datanet.submitSync(payer, {
      deployment,
      datanetId,
      root: treeRoot(tree),
      count: leaves.length,
      uri,
    })
    const { submissionId } = submitted
    await datanet.approveSync(validator, { deployment, submissionId })
    for (const [leafIndex, { isRevoked }] of contributions.entries()) {
      const proof = treeProof(tree, leafIndex)
      if (isRevoked)
        await datanet.revokeSync(curator, { deployment, submissionId, leafIndex, ...leaves[leafIndex]!, proof })
    }
  }
  await model.registerSync(operator, {
    deployment,
    newModel: {
      name: 'model',
      metadataUri: '',
      datanets: [datanetId],
      operator: operator.account.address,
      receiptKey: receiptKey.address,
      price,
      ownerBps: 10_000 - 500 - dataBps,
      baseBps: 0,
      dataBps,
      rule: AttributionRule.WindowV1,
      shareAlike: false,
      commercial: true,
      baseModelId: 0n,
    },
  })
  await model.publishVersionSync(operator, {
    deployment,
    modelId,
    newVersion: {
      artifactHash: keccak256('0x01'),
      uri: 'openledger:blobs/',
      snapshot: await datanet.getSequence(operator, { deployment }),
      datanets: [datanetId],
      windowWords,
      baseVersion: 0,
      active: true,
    },
  })
}

/** A batch of three answers of which the second has these credits. */
function build(output: Uint8Array, credits: readonly Credit[], from = 0n): BuiltBatch {
  const { deployment } = chain
  const registry = deployment.contracts.DatanetRegistry
  const answer = { version: 1, payer: payer.account.address, receipt: `0x${'00'.repeat(65)}` as const }
  const at = (i: bigint) => ({ from: from + i * price, to: from + (i + 1n) * price })
  return buildBatch({
    chainId: deployment.chainId,
    ledger: deployment.contracts.AttributionLedger,
    modelId,
    term: 1,
    inferences: [
      { ...answer, ...at(0n), output: bytesOf(''), credits: [] },
      { ...answer, ...at(1n), output, credits: [...credits] },
      { ...answer, ...at(2n), output: bytesOf('nothing of anybody'), credits: [] },
    ],
    dataBps,
    reserveOf: () => ({
      reserveAccount: reserveAccountOf({ chainId: deployment.chainId, registry, datanetId }),
      reserveBps,
    }),
  })
}

function findIn(built: BuiltBatch, world: World): Finding[] {
  const { deployment } = chain
  const corpus = corpusOfWorld(world)
  const registry = deployment.contracts.DatanetRegistry
  const reserveAccount = reserveAccountOf({ chainId: deployment.chainId, registry, datanetId })
  const facts: ChainFacts = {
    rule: 'WindowV1',
    dataBps,
    corpusOf: (version) => (version === 1 ? corpus : undefined),
    wasActive: (version) => version === 1,
    // These lies are about credits: their money is there, or said to be.
    charged: () => 3n * price,
    reserveOf: (submissionId) =>
      submissionId > 0n && submissionId <= world.submissions.length
        ? { reserveAccount, reserveBps }
        : { reserveAccount: zeroAddress, reserveBps: 0 },
    earlier: [],
  }
  return [...findEvidence(checkOf(built, facts))]
}

function evidenceOf(finding: Finding): Evidence {
  if (!('evidence' in finding)) throw finding
  return finding.evidence
}

/** Asks the chain whether evidence proves a batch wrong; throws its reason when not. */
async function verify({ commitment }: BuiltBatch, evidence: Evidence) {
  const { deployment } = chain
  const batch: Batch = {
    commitment,
    operator: operator.account.address,
    bond: 0n,
    committedAt: 0,
    demandsUntil: 0,
    responsePeriod: 0,
    challengesUntil: 0,
    versionsSince: 0,
  }
  await attribution.verify(watcher, {
    deployment,
    batch,
    kind: evidenceKindOf(evidence),
    evidence: encodeEvidence(evidence),
  })
}

describe('the chain', () => {
  test('proves whatever the finder finds in random worlds', { timeout: 240_000 }, async () => {
    const { time } = chain
    await fc.assert(
      fc.asyncProperty(
        worlds.chain((world) =>
          fc.tuple(
            fc.constant(world),
            fc.array(fc.tuple(outputsOf(world), fc.array(cheats, { maxLength: 2 })), { minLength: 12, maxLength: 12 }),
          ),
        ),
        async ([world, batches]) => {
          const before = await time.snapshot()
          await publish(world)
          for (const [output, told] of batches) {
            const honest = creditsByWord(output, corpusOfWorld(world))
            const built = build(
              output,
              told.reduce((credits, lie) => lie(credits, output, world), honest),
            )
            for (const finding of findIn(built, world)) await verify(built, evidenceOf(finding))
          }
          await time.revert({ id: before })
        },
      ),
      { numRuns: 20 },
    )
  })

  describe('with the scene published and three answers paid', () => {
    beforeAll(async () => {
      const { deployment } = chain
      await publish(scene)
      const amount = parseEther('100')
      const { InferenceEscrow: escrow } = deployment.contracts
      await token.approveSync(payer, { deployment, spender: escrow, value: amount })
      await payment.fundSync(payer, { deployment, modelId, payer: payer.account.address, amount })
      await redeem(3n * price)
    })

    async function redeem(cumulativeAmount: bigint) {
      const { deployment } = chain
      const domain = { chainId: deployment.chainId, escrow: deployment.contracts.InferenceEscrow }
      const voucher = { payer: payer.account.address, modelId, term: 1, cumulativeAmount }
      expect(await payment.getVoucherDigest(payer, { deployment, ...voucher })).toBe(hashVoucher(domain, voucher))
      const signature = await signVoucher(payer.account, domain, voucher)
      const vouchers = [{ payer: voucher.payer, cumulativeAmount, signature }]
      await payment.redeemSync(operator, { deployment, modelId, term: 1, vouchers })
    }

    async function commit({ commitment }: BuiltBatch) {
      const { deployment } = chain
      const uri = `openledger:blobs/${commitment.bundleHash}`
      return attribution.commitSync(operator, { deployment, commitment, bundleUri: uri })
    }

    test('digests of receipts are the contract’s', async () => {
      const { deployment } = chain
      const domain = { chainId: deployment.chainId, escrow: deployment.contracts.InferenceEscrow }
      const receipt: Receipt = {
        modelId,
        term: 1,
        version: 1,
        payer: payer.account.address,
        from: 0n,
        to: price,
        outputRoot: outputRootOf(sceneOutput),
      }
      expect(await payment.getReceiptDigest(payer, { deployment, ...receipt })).toBe(hashReceipt(domain, receipt))
      expect(await signReceipt(receiptKey, domain, receipt)).toHaveLength(132)
    })

    test.each(lies)('voids $name by $proves', async ({ proves, credits }) => {
      const { deployment } = chain
      const built = build(sceneOutput, credits)
      const pool = await payment.getPool(watcher, { deployment, modelId, term: 1 })
      const { batchId, batch } = await commit(built)
      expect(
        checkBundle(batch, built.bundle, {
          chainId: deployment.chainId,
          ledger: deployment.contracts.AttributionLedger,
        }),
      ).toMatchObject({ matches: true })

      const findings = findIn(built, scene)
      expect(findings).not.toEqual([])
      for (const finding of findings) await verify(built, evidenceOf(finding))

      const found = evidenceOf(findings[0]!)
      expect(found.kind === 'FalseCredit' ? found.reason : found.kind).toBe(proves)
      const [kind, evidence] = [evidenceKindOf(found), encodeEvidence(found)]
      const challenger = watcher.account.address
      const reservation = reservationOf({ kind, evidence, challenger, batchId })
      await attribution.reserveChallengeSync(watcher, { deployment, reservation })
      const { bond, reward } = await attribution.challengeSync(watcher, { deployment, batchId, batch, kind, evidence })
      expect(reward).toBe(bond / 2n)
      expect(await attribution.getBatchStatus(watcher, { deployment, batchId })).toBe(BatchStatus.Voided)
      expect(await payment.getPool(watcher, { deployment, modelId, term: 1 })).toBe(pool)
    })

    test('proves nothing of what a liar was proven by against the honest batch', async () => {
      const honest = build(sceneOutput, sceneCredits)
      expect(findIn(honest, scene)).toEqual([])
      // The proofs of a liar's leaves are no proofs of the honest batch's.
      for (const { credits } of lies) {
        const [finding] = findIn(build(sceneOutput, credits), scene)
        await expect(verify(honest, evidenceOf(finding!))).rejects.toThrow()
      }
      // Nor does the datanet as it is not: with its submissions in another order.
      const reversed = { ...scene, submissions: scene.submissions.toReversed() }
      for (const finding of findIn(honest, reversed)) {
        await expect(verify(honest, evidenceOf(finding))).rejects.toThrow()
      }
    })

    test('lets the honest batch stand, and pays it to the wei', async () => {
      const { deployment, time } = chain
      const built = build(sceneOutput, sceneCredits)
      const { commitment, bundle, trees } = built
      const { batchId, batch } = await commit(built)
      await time.setNextBlockTimestamp({ timestamp: BigInt(batch.challengesUntil) })
      await time.mine({ blocks: 1 })
      const { earned, unearned } = await attribution.finaliseSync(operator, { deployment, batchId, batch })
      expect(earned + unearned).toBe(commitment.dataFees)
      expect(earned).toBe(commitment.earned)

      const batches = [{ batchId, batch, bundle, trees }]
      const reserve = await datanet.getReserveAccount(watcher, { deployment, datanetId })
      const reserveClaims = claimsOf(reserve, batches)
      expect(reserveClaims).toHaveLength(1)
      await datanet.collectReserveSync(watcher, { deployment, datanetId, claims: reserveClaims })
      const [contributor] = bundle.payouts.filter(({ account }) => account !== reserve)
      expect(contributor!.account).not.toBe(zeroAddress)
      await time.impersonateAccount({ address: contributor!.account })
      await time.setBalance({ address: contributor!.account, value: parseEther('1') })
      await attribution.claimSync(watcher, {
        deployment,
        claimed: claimsOf(contributor!.account, batches)[0]!,
        transaction: { account: contributor!.account },
      })
      expect(await token.getBalance(watcher, { deployment, account: contributor!.account })).toBe(contributor!.amount)
      expect(contributor!.amount + reserveClaims[0]!.payout.amount).toBe(commitment.earned)
    })

    test('the kinds of evidence are numbered as the chain numbers them', () => {
      expect([EvidenceKind.FalseCredit, EvidenceKind.EarlierSource]).toEqual([1, 2])
    })
  })
})
