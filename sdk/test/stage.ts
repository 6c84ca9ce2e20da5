import { type Address, keccak256, type PrivateKeyAccount, parseEther, toHex } from 'viem'
import { AttributionRule } from '../src/abis.ts'
import { openActions } from '../src/actions/index.ts'
import { encodeContribution } from '../src/attribution/index.ts'
import { canonicalBytes, textRoot } from '../src/text/index.ts'
import { buildTree, treeRoot } from '../src/trees/index.ts'
import { clientOf, faucet, keyOf, startTestChain, type TestChain } from './chain.ts'

/** Somebody on a chain: a client that signs for it, with every action. */
export type Party = ReturnType<typeof partyOf>

export function partyOf(chain: TestChain, account: PrivateKeyAccount) {
  return clientOf(chain, account).extend(openActions(chain.deployment))
}

/** A chain with parties that have gas and 100,000 OPEN each. */
export async function startStage() {
  const chain = await startTestChain()
  const bank = partyOf(chain, faucet)

  async function enter(n: number): Promise<Party> {
    const account = keyOf(n)
    await chain.time.setBalance({ address: account.address, value: parseEther('10') })
    await bank.token.transferSync({ to: account.address, value: parseEther('100000') })
    return partyOf(chain, account)
  }

  return { ...chain, chain, bank, enter }
}

export type Stage = Awaited<ReturnType<typeof startStage>>

export async function stake(party: Party, stage: Stage, amount = parseEther('10000')) {
  await party.token.approveSync({ spender: stage.deployment.contracts.StakeVault, value: amount })
  return party.stake.stakeSync({ account: party.account.address, amount })
}

export const newDatanet = {
  name: 'Tides',
  metadataUri: 'ipfs://metadata',
  schemaUri: 'ipfs://schema',
  licence: 'MIT',
  terms: { commercialUse: true, derivatives: true, shareAlike: false },
  reserveBps: 1_000,
}

/** A tree of contributions of one text each. */
export function treeOf(texts: readonly { contributor: Address; text: string }[]) {
  const leaves = texts.map(({ contributor, text }) => ({ contributor, textRoot: textRoot(canonicalBytes(text)) }))
  const tree = buildTree(leaves.map(encodeContribution))
  return { leaves, tree, root: treeRoot(tree), count: texts.length }
}

/** A datanet with one validator, who accepts what is submitted. */
export async function openDatanet(stage: Stage, { curator, validator }: { curator: Party; validator: Party }) {
  const { datanetId, reserveAccount } = await curator.datanet.createDatanetSync({ newDatanet })
  await curator.datanet.nameValidatorsSync({ datanetId, validators: [validator.account.address] })
  await stake(validator, stage)
  return { datanetId, reserveAccount }
}

/** A model of one datanet, with a published version. */
export async function openModel(
  owner: Party,
  { datanetId, receiptKey }: { datanetId: bigint; receiptKey: PrivateKeyAccount },
) {
  const { modelId } = await owner.model.registerSync({ newModel: newModelOf(owner, [datanetId], receiptKey) })
  const { version } = await owner.model.publishVersionSync({
    modelId,
    newVersion: newVersionOf([datanetId], await owner.datanet.getSequence()),
  })
  return { modelId, version }
}

export function newModelOf(owner: Party, datanets: readonly bigint[], receiptKey: PrivateKeyAccount) {
  return {
    name: 'Answers',
    metadataUri: 'ipfs://model',
    datanets,
    operator: owner.account.address,
    receiptKey: receiptKey.address,
    price: parseEther('1'),
    ownerBps: 3_500,
    baseBps: 0,
    dataBps: 6_000,
    rule: AttributionRule.WindowV1,
    shareAlike: false,
    commercial: true,
    baseModelId: 0n,
  }
}

export function newVersionOf(datanets: readonly bigint[], snapshot: bigint) {
  return {
    artifactHash: keccak256(toHex('artifact')),
    uri: 'ipfs://artifact',
    snapshot,
    datanets,
    windowWords: 8,
    baseVersion: 0,
    active: true,
  }
}
