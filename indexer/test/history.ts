import {
  type Batch,
  type BuiltBatch,
  buildBatch,
  type ContentStore,
  type Credit,
  canonicalBytes,
  canonicalise,
  claimsOf,
  encodeEvidence,
  encodeLeaves,
  evidenceKindOf,
  findEvidence,
  formatContentUri,
  leavesTree,
  outputsOf,
  preimagesOf,
  publishBundle,
  publishContribution,
  publishLeaves,
  reservationOf,
  reserveAccountOf,
  signVoucher,
  textRoot,
  treeProof,
} from '@openledger/sdk'
import { attributionLedgerAbi, protocolConfigAbi } from '@openledger/sdk/abis'
import type { model } from '@openledger/sdk/actions'
import { type Address, type Hex, parseEther, stringToHex, zeroAddress } from 'viem'
import { accountAt, type Chain } from './chain.ts'

const DAY = 86_400

/** Seconds of a period of a data pool, and from the announcement of a term to its start. */
const POOL_TIMEOUT = 30 * DAY

export const supplier = accountAt(0)
export const curator = accountAt(1)
export const owner = accountAt(2)
export const operator = accountAt(3)
export const payer = accountAt(4)
export const watcher = accountAt(5)
export const ada = accountAt(6)
export const ben = accountAt(7)
const validators = [accountAt(8), accountAt(9)]

export const adasText =
  'Pipes connect the output of one program to the input of the next, so that small tools do large work.'
export const bensText = 'A queue holds what is not done yet and gives it out in the order in which it came.'

/** Wei that an answer costs. */
const PRICE = parseEther('10')

/**
 * A history in which every event happens. Its batches:
 * 1 is honest, final and claimed; 2 lies and is voided; 3's bundle is another's, and nobody noticed; 4 is honest and
 * open, and its bundle is left to the caller to publish.
 */
export async function writeHistory(chain: Chain, store: ContentStore): Promise<BuiltBatch> {
  await supply(chain)
  const texts = await contribute(chain, store)
  await sell(chain)
  const batch = (answer: number, credits: Credit[]) => batchOf(chain, answer, texts, credits)

  const first = batch(0, [creditTo(ada.address, 0, canonicalise(adasText))])
  await commit(chain, store, first)
  await chain.wait(10 * DAY)
  await finaliseAndClaim(chain, first)

  const lie = batch(1, [{ ...creditTo(operator.address, 0, canonicalise(adasText)), matchLength: 1n }])
  await commit(chain, store, lie)
  await challenge(chain, lie)

  const misfit = batch(1, [creditTo(ada.address, 0, canonicalise(adasText))])
  const { bundleHash, bundleSize } = first.commitment
  await commit(chain, store, { ...misfit, commitment: { ...misfit.commitment, bundleHash, bundleSize } })
  // What was asked back before, comes in the same time.
  await chain.send(operator, 'StakeVault', 'requestUnbonding', [parseEther('1000')])
  await chain.wait(15 * DAY)
  await chain.send(operator, 'StakeVault', 'withdraw', [])
  await finalise(chain)
  // The operator, who alone has the trees, gave Ada her proof.
  await claim(chain, ada, misfit)
  await endTerm(chain)

  const last = batch(2, [creditTo(ben.address, 1, canonicalise(bensText))])
  await commitOnly(chain, last)
  await settleAccounts(chain)
  return last
}

async function supply({ send, deployment }: Chain): Promise<void> {
  const { StakeVault, InferenceEscrow, DatanetReserves, DataFund } = deployment.contracts
  for (const account of [operator, payer, ...validators]) {
    await send(supplier, 'OpenToken', 'transfer', [account.address, parseEther('100000')])
  }
  await send(supplier, 'OpenToken', 'transfer', [DataFund, parseEther('5')])
  for (const account of [operator, ...validators]) {
    await send(account, 'OpenToken', 'approve', [StakeVault, parseEther('100000')])
    await send(account, 'StakeVault', 'stake', [account.address, parseEther('5000')])
  }
  await send(payer, 'OpenToken', 'approve', [InferenceEscrow, parseEther('100000')])
  await send(supplier, 'OpenToken', 'approve', [DatanetReserves, parseEther('100000')])
}

/** @returns the canonical texts of the first submission */
async function contribute(chain: Chain, store: ContentStore): Promise<string[]> {
  const { send, submit, client, deployment } = chain
  for (const [name, reserveBps] of [
    ['Tools', 500],
    ['Nothing yet', 0],
  ] as const) {
    const terms = { commercialUse: true, derivatives: true, shareAlike: false }
    const created = { name, metadataUri: '', schemaUri: '', licence: 'MIT', terms, reserveBps }
    await send(curator, 'DatanetRegistry', 'createDatanet', [created])
  }
  await send(curator, 'DatanetRegistry', 'nameValidators', [1n, validators.map(({ address }) => address)])

  const contributions: { contributor: Address; textRoot: Hex }[] = []
  for (const [account, text] of [
    [ada, adasText],
    [ben, bensText],
    [curator, 'Words that their contributor takes back.'],
  ] as const) {
    const { textRoot } = await publishContribution(store, text)
    contributions.push({ contributor: account.address, textRoot })
  }
  const submission = await publishLeaves(store, contributions)
  const { root, count, uri } = submission
  await submit(supplier, { datanetId: 1n, root, count, uri })
  await vote({ send }, 1n, 'approve')

  // The second is rejected; the third is accepted and revoked; nobody has the leaves of the third.
  const copy = await publishLeaves(store, contributions.slice(0, 1))
  await submit(supplier, { datanetId: 1n, root: copy.root, count: copy.count, uri: copy.uri })
  await vote({ send }, 2n, 'reject')
  const hidden = `0x${'11'.repeat(32)}` as const
  const hiddenUri = formatContentUri({ kind: 'leaves', key: hidden })
  await submit(supplier, { datanetId: 1n, root: hidden, count: 7, uri: hiddenUri })
  await vote({ send }, 3n, 'approve')
  await send(curator, 'DatanetRegistry', 'revokeSubmission', [3n])

  const proof = treeProof(leavesTree(encodeLeaves(contributions)), 2)
  const revoked = contributions[2]!
  await send(curator, 'DatanetRegistry', 'revoke', [1n, 2, revoked.contributor, revoked.textRoot, proof])

  await send(supplier, 'DatanetReserves', 'fundReserve', [1n, parseEther('3')])
  const { TimelockController } = deployment.contracts
  await client.impersonateAccount({ address: TimelockController })
  await client.setBalance({ address: TimelockController, value: parseEther('1') })
  await send(TimelockController, 'DataFund', 'grant', [1n, parseEther('2')])
  await spendReserve(chain, store)
  return [adasText, bensText].map(canonicalise)
}

/** A fourth submission: its fees come back from the reserve, and so does a bounty on it; another bounty is a giver's. */
async function spendReserve({ send, submit, now }: Chain, store: ContentStore): Promise<void> {
  await send(curator, 'DatanetReserves', 'setVerificationFee', [1n, parseEther('0.1')])
  const endsAt = (await now()) + DAY
  const ofReserve = { datanetId: 1n, reward: parseEther('0.1'), total: parseEther('0.3'), endsAt }
  await send(curator, 'DatanetReserves', 'offerReserveBounty', [ofReserve])
  const ofGiver = { datanetId: 1n, reward: parseEther('1'), total: parseEther('2'), endsAt }
  await send(supplier, 'DatanetReserves', 'offerBounty', [ofGiver])

  const { textRoot } = await publishContribution(store, 'A stack gives out first what came to it last.')
  const leaf = { contributor: ben.address, textRoot }
  const { root, count, uri } = await publishLeaves(store, [leaf])
  await submit(supplier, { datanetId: 1n, parent: 1n, root, count, uri, maxFees: parseEther('0.2') })
  await vote({ send }, 4n, 'approve')
  for (const { address } of validators) await send(watcher, 'DatanetReserves', 'payFee', [4n, address])
  await send(watcher, 'DatanetReserves', 'refundFees', [4n])
  for (const bountyId of [1n, 2n]) {
    const claimed = { submissionId: 4n, leafIndex: 0, ...leaf, siblings: [] }
    await send(ben, 'DatanetReserves', 'claimBounty', [bountyId, claimed])
  }
}

async function vote({ send }: Pick<Chain, 'send'>, submissionId: bigint, ballot: 'approve' | 'reject'): Promise<void> {
  for (const validator of ballot === 'approve' ? validators : validators.slice(0, 1)) {
    await send(validator, 'DatanetRegistry', ballot, [submissionId])
  }
}

async function sell(chain: Chain): Promise<void> {
  const { send, wait } = chain
  const registered = {
    name: 'Reader',
    metadataUri: '',
    datanets: [1n],
    operator: operator.address,
    receiptKey: operator.address,
    price: parseEther('1'),
    ownerBps: 2_500,
    baseBps: 0,
    dataBps: 7_000,
    rule: 1,
    shareAlike: false,
    commercial: true,
    baseModelId: 0n,
  }
  await send(owner, 'ModelRegistry', 'register', [registered])
  const artifactHash = `0x${'22'.repeat(32)}` as const
  const uri = formatContentUri({ kind: 'blobs', key: artifactHash })
  const version = {
    artifactHash,
    uri,
    snapshot: 2n,
    datanets: [1n],
    windowWords: 8,
    baseVersion: 0,
    active: true,
  } as const
  await send(owner, 'ModelRegistry', 'publishVersion', [1n, version])
  await send(owner, 'ModelRegistry', 'setPrice', [1n, PRICE])
  const derived = { ...registered, ownerBps: 1_500, baseBps: 1_000 }
  await derive(send, { ...derived, name: 'Pupil', baseModelId: 1n }, { ...version, baseVersion: 1 })
  await send(owner, 'ModelRegistry', 'register', [{ ...derived, name: 'Echo', baseModelId: 2n }])
  await send(owner, 'ModelRegistry', 'publishVersion', [3n, { ...version, baseVersion: 2 }])
  await pay(chain)
  await send(watcher, 'ModelRegistry', 'retireModel', [2n])
  await send(payer, 'InferenceEscrow', 'fund', [1n, payer.address, parseEther('100')])
  await send(payer, 'InferenceEscrow', 'requestWithdrawal', [1n, parseEther('15')])
  await wait(2 * DAY)
  await send(payer, 'InferenceEscrow', 'withdraw', [1n])
  await send(watcher, 'InferenceEscrow', 'refundRequest', [2n])
  await send(watcher, 'InferenceEscrow', 'collectRefunds', [payer.address])
  for (const bountyId of [1n, 2n]) await send(watcher, 'DatanetReserves', 'closeBounty', [bountyId])
  for (const answers of [1n, 3n]) await redeem(chain, payer, { modelId: 1n, amount: answers * PRICE })
}

/** Redeems what the payer owes for a model in its first term, signed by the payer's key or its session key. */
async function redeem({ send, deployment }: Chain, key: typeof payer, owed: { modelId: bigint; amount: bigint }) {
  const { chainId, contracts } = deployment
  const promise = { payer: payer.address, modelId: owed.modelId, term: 1, cumulativeAmount: owed.amount }
  const signature = await signVoucher(key, { chainId, escrow: contracts.InferenceEscrow }, promise)
  await send(watcher, 'InferenceEscrow', 'redeem', [owed.modelId, 1, [{ ...promise, signature }]])
}

/**
 * Money for the derived models: gifts, royalties up two levels, a session key, an answered request, and one that nobody
 * answers.
 */
async function pay(chain: Chain): Promise<void> {
  const { send } = chain
  for (const [modelId, amount] of [
    [2n, '1'],
    [3n, '2'],
    [3n, '0.5'],
  ] as const) {
    await send(payer, 'InferenceEscrow', 'pay', [modelId, parseEther(amount)])
  }
  await send(watcher, 'InferenceEscrow', 'passOn', [2n])

  await send(payer, 'InferenceEscrow', 'setSessionKey', [1n, watcher.address])
  await send(payer, 'InferenceEscrow', 'setSessionKey', [3n, watcher.address])
  await send(payer, 'InferenceEscrow', 'setSessionKey', [3n, ada.address])
  await send(payer, 'InferenceEscrow', 'fund', [3n, payer.address, parseEther('10')])
  await redeem(chain, watcher, { modelId: 3n, amount: parseEther('2') })

  for (const question of ['What holds what is not done yet?', 'Is anybody there?']) await ask(chain, question)
  const answer = 'A queue holds what is not done yet'
  const outputRoot = textRoot(canonicalBytes(answer))
  await send(operator, 'InferenceEscrow', 'answerRequest', [1n, 1, stringToHex(answer), outputRoot])
}

async function ask({ send, now }: Chain, question: string): Promise<void> {
  const deadline = (await now()) + DAY
  await send(payer, 'InferenceEscrow', 'requestInference', [3n, stringToHex(question), parseEther('1'), 0, deadline])
}

/** The third model's operator never batched: what is old is released, and what its term leaves is closed with it. */
async function endTerm(chain: Chain): Promise<void> {
  const { send, wait } = chain
  await wait(3 * POOL_TIMEOUT)
  await send(watcher, 'InferenceEscrow', 'releasePool', [3n, 1])
  await redeem(chain, ada, { modelId: 3n, amount: parseEther('5') })
  await send(owner, 'ModelRegistry', 'announceTerm', [3n, watcher.address, ben.address])
  await wait(POOL_TIMEOUT)
  await send(watcher, 'ModelRegistry', 'startTerm', [3n])
}

/** A model whose second version supersedes its first, whose term will end, and which gets another owner. */
async function derive(
  send: Chain['send'],
  derived: model.register.Parameters['newModel'],
  version: model.publishVersion.Parameters['newVersion'],
): Promise<void> {
  await send(owner, 'ModelRegistry', 'register', [derived])
  await send(owner, 'ModelRegistry', 'publishVersion', [2n, version])
  await send(owner, 'ModelRegistry', 'publishVersion', [2n, { ...version, active: false }])
  await send(owner, 'ModelRegistry', 'activateVersion', [2n, 2])
  await send(owner, 'ModelRegistry', 'retireVersion', [2n, 1])
  await send(owner, 'ModelRegistry', 'announceTerm', [2n, ada.address, ada.address])
  await send(owner, 'ModelRegistry', 'cancelTermChange', [2n])
  await send(owner, 'ModelRegistry', 'announceTerm', [2n, watcher.address, watcher.address])
  await send(owner, 'ModelRegistry', 'offerOwnership', [2n, watcher.address])
  await send(watcher, 'ModelRegistry', 'acceptOwnership', [2n])
}

/** A batch of one answer, the one that occupies [answer, answer + 1) prices, which says a contribution word for word. */
function batchOf(chain: Chain, answer: number, texts: string[], credits: Credit[]): BuiltBatch {
  const { chainId, contracts } = chain.deployment
  const reserve = reserveOfTools(chain)
  const from = BigInt(answer) * PRICE
  const output = new TextEncoder().encode(texts[credits[0]!.leafIndex])
  const inference = { version: 1, payer: payer.address, from, to: from + PRICE, output, credits }
  return buildBatch({
    chainId,
    ledger: contracts.AttributionLedger,
    modelId: 1n,
    term: 1,
    inferences: [{ ...inference, receipt: `0x${'33'.repeat(65)}` }],
    dataBps: 7_000,
    reserveOf: () => reserve,
  })
}

/** The reserve of the first datanet. */
export function reserveOfTools({ deployment }: Chain) {
  const { chainId, contracts } = deployment
  const reserveAccount = reserveAccountOf({ chainId, registry: contracts.DatanetRegistry, datanetId: 1n })
  return { reserveAccount, reserveBps: 500 }
}

function creditTo(contributor: Address, leafIndex: number, text: string): Credit {
  const length = BigInt(text.length)
  return {
    start: 0n,
    length,
    matchStart: 0n,
    matchLength: length,
    submissionId: 1n,
    leafIndex,
    offset: 0n,
    contributor,
  }
}

async function commit(chain: Chain, store: ContentStore, built: BuiltBatch): Promise<void> {
  await commitOnly(chain, built)
  await publishBundle(store, built.packed)
}

async function commitOnly({ send }: Chain, { commitment }: BuiltBatch): Promise<void> {
  const uri = formatContentUri({ kind: 'blobs', key: commitment.bundleHash })
  await send(operator, 'AttributionLedger', 'commit', [commitment, uri])
}

async function lastBatch({ client, deployment }: Chain): Promise<{ batchId: bigint; batch: Batch }> {
  const logs = await client.getContractEvents({
    address: deployment.contracts.AttributionLedger,
    abi: attributionLedgerAbi,
    eventName: 'BatchCommitted',
    fromBlock: 0n,
    strict: true,
  })
  return logs.at(-1)!.args
}

async function finalise(chain: Chain): Promise<void> {
  const { batchId, batch } = await lastBatch(chain)
  await chain.send(watcher, 'AttributionLedger', 'finalise', [batchId, batch])
}

async function finaliseAndClaim(chain: Chain, built: BuiltBatch): Promise<void> {
  await finalise(chain)
  await claim(chain, ada, built)
  const { reserveAccount } = reserveOfTools(chain)
  const claims = claimsOf(reserveAccount, [{ ...(await lastBatch(chain)), ...built }])
  await chain.send(watcher, 'DatanetReserves', 'collectReserve', [1n, claims])
}

async function claim(chain: Chain, account: typeof ada, built: BuiltBatch): Promise<void> {
  const claims = claimsOf(account.address, [{ ...(await lastBatch(chain)), ...built }])
  await chain.send(account, 'AttributionLedger', 'claimMany', [claims])
}

async function challenge(chain: Chain, { bundle }: BuiltBatch): Promise<void> {
  const { batchId, batch } = await lastBatch(chain)
  const reserve = reserveOfTools(chain)
  const findings = findEvidence({
    batchId,
    batch,
    preimages: preimagesOf(bundle),
    texts: outputsOf(bundle),
    receipts: [],
    chain: {
      rule: 'WindowV1',
      dataBps: 7_000,
      // The lie shows in the credit's own numbers: no source is needed to see it.
      corpusOf: () => ({
        windowWords: 8,
        sourceAt: () => 'unknown',
        siblingsOf: () => [],
        earliest: () => undefined,
      }),
      wasActive: () => true,
      charged: () => 3n * PRICE,
      reserveOf: () => reserve,
      earlier: [],
    },
  })
  const finding = findings.next().value
  if (!finding || !('evidence' in finding)) throw new Error('The lie was not found')
  const [kind, evidence] = [evidenceKindOf(finding.evidence), encodeEvidence(finding.evidence)]
  const reservation = reservationOf({ kind, evidence, challenger: watcher.address, batchId })
  await chain.send(watcher, 'AttributionLedger', 'reserveChallenge', [reservation])
  await chain.send(watcher, 'AttributionLedger', 'challenge', [batchId, batch, kind, evidence])
}

async function settleAccounts(chain: Chain): Promise<void> {
  const { send, client, deployment } = chain
  await ask(chain, 'Who comes next?')
  await send(payer, 'InferenceEscrow', 'setSessionKey', [3n, zeroAddress])
  await send(watcher, 'InferenceEscrow', 'collectOwnerRevenue', [1n])
  await send(watcher, 'InferenceEscrow', 'collectProtocolFees', [])
  await send(operator, 'StakeVault', 'requestUnbonding', [parseEther('500')])
  const parameters = await client.readContract({
    address: deployment.contracts.ProtocolConfig,
    abi: protocolConfigAbi,
    functionName: 'parameters',
  })
  const { TimelockController } = deployment.contracts
  await send(TimelockController, 'ProtocolConfig', 'setParameters', [{ ...parameters, protocolFeeBps: 400 }])
}
