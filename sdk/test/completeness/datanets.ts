import type { Address } from 'viem'
import type { Random } from './random.ts'
import { addressOf, numberOf, rootOf, siblingsOf } from './sources.ts'
import { faucet, personOf, type Stage } from './stage.ts'
import { type Leaf, leafOf, type Writer } from './world.ts'

/** A datanet with its reserve. */
export type Datanet = { id: bigint; reserveBps: bigint; reserveAccount: bigint }

const days = 24 * 3600
const curator = personOf('curator')
const validator = personOf('validator')

/** Gives OPEN and lets a contract take it. */
export async function endow(stage: Stage, account: Address, spender: Address, amount: bigint) {
  await stage.send(faucet, 'OpenToken', 'transfer', [account, amount])
  await stage.send(account, 'OpenToken', 'approve', [spender, amount])
}

/** What all scenes of a stage share: a validator with stake. */
export async function prepare(stage: Stage) {
  const vault = stage.deployment.contracts.StakeVault
  await endow(stage, validator, vault, 10n ** 21n)
  await stage.send(validator, 'StakeVault', 'stake', [validator, 10n ** 21n])
}

export async function createDatanet(stage: Stage, random: Random): Promise<Datanet> {
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

/** Contributions as they come and go on a chain, with the test's own book of them. */
export function growthOf(given: {
  stage: Stage
  random: Random
  writer: Writer
  datanets: readonly Datanet[]
  contributors: readonly bigint[]
}) {
  const { stage, random, writer, datanets, contributors } = given
  const leaves: Leaf[] = []
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
    stage.shares.set(submissionId, { account: datanet.reserveAccount, bps: datanet.reserveBps })
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

  return { leaves, sequence, grow, hide, show }
}
