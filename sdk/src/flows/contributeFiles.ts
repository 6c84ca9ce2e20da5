import type { Account, Address, Hash, Hex } from 'viem'
import { withBond } from '../actions/bond.ts'
import * as datanet from '../actions/datanet/index.ts'
import type { Client, Compute, OfDeployment } from '../actions/types.ts'
import type { Transaction } from '../actions/write.ts'
import type { Contribution } from '../attribution/encoding.ts'
import { encodeLeaves, leavesTree } from '../content/leaves.ts'
import { publishContribution, publishLeaves } from '../content/publish.ts'
import type { ContentStore } from '../content/store.ts'
import { formatContentUri } from '../content/uri.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { ERC20InsufficientAllowanceError } from '../errors/contract/openZeppelin.ts'
import { NoWordsError } from '../errors/text.ts'
import { canonicalise } from '../text/canonical.ts'
import { textRoot } from '../text/textRoot.ts'
import { treeRoot } from '../trees/index.ts'
import {
  allowanceFor,
  createBreath,
  doOnce,
  type FlowParameters,
  forEachOf,
  senderOf,
  settledNonce,
  startStep,
} from './flow.ts'

/** A text to contribute. A function is asked twice: for its root, and once that is on chain, to publish it. */
export type TextFile = { name?: string; text: string | (() => string | Promise<string>) }

/** Where a text ended up: the same text twice is one leaf. */
export type ContributedText = { name: string; textRoot: Hex; leafIndex: number }

/** No texts at all. */
export class NoTextsError extends OpenLedgerError {
  constructor() {
    super('There is nothing to contribute: give at least one text.')
  }
}

/** A text that was another when its root was computed. */
export class TextChangedError extends OpenLedgerError {
  constructor(name: string) {
    super(`${name} has changed since its root was computed: bring the earlier text back, and call again to publish it.`)
  }
}

type Step = 'hash' | 'submit' | 'publish'

type Parameters = Compute<
  FlowParameters<Step> & {
    datanetId: bigint
    texts: readonly TextFile[]
    /** Where the content is published, once its root is on chain. */
    store: ContentStore
    /** Whose contributions they are; the sender's unless told. */
    contributor?: Address | undefined
    /** Most wei of OPEN for verification; none unless told. See `getContributionCost`. */
    maxFees?: bigint | undefined
    /** The submission that this one refines. */
    parent?: bigint | undefined
    /**
     * A submission of the same texts up to this id does not count: to submit again what was refused, give its id.
     */
    after?: bigint | undefined
  }
>

type ReturnValue = {
  submissionId: bigint
  root: Hex
  /** Number of leaves. */
  count: number
  texts: ContributedText[]
  status: number
  /** Hash of the transaction, unless it was submitted before. */
  hash: Hash | undefined
}

/** How many texts are published at once. */
const AT_ONCE = 8

/** How often an approval may be used up by others. */
const MOST_TRIES = 5

/**
 * What contributing so many texts takes: wei of OPEN for verification, which the validators' votes earn, and the bond in
 * wei of the chain's currency, at the latest block's fee. What no vote and no demand takes of either returns.
 */
export async function getContributionCost(
  client: Client,
  { deployment, datanetId, count }: OfDeployment & { datanetId: bigint; count: number },
): Promise<{ fees: bigint; bond: bigint }> {
  const [{ validatorSet }, fee, { transaction }] = await Promise.all([
    datanet.getDatanet(client, { deployment, datanetId }),
    datanet.getVerificationFee(client, { deployment, datanetId }),
    withBond(client, { deployment } as OfDeployment & Transaction, count),
  ])
  const validators = await datanet.getValidators(client, { deployment, validatorSet })
  return { fees: fee * BigInt(validators.length), bond: transaction?.value ?? 0n }
}

/**
 * Contributes texts to a datanet: computes their roots, approves the verification fees, submits the root with its bond,
 * and publishes texts and leaves once the root is on chain, so that nobody can submit them first.
 *
 * The same call again goes on where it was stopped: what was submitted is found on chain by its root and never paid twice.
 * @throws NoTextsError @throws NoWordsError @throws TextChangedError @throws DatanetReservesFeesAboveMostError and what
 * the store throws
 */
export async function contributeFiles(client: Client, parameters: Parameters): Promise<ReturnValue> {
  const { deployment, datanetId, signal, transaction, after = 0n } = parameters
  const sender = senderOf(client, parameters)
  const { contributions, texts } = await hashTexts(parameters, parameters.contributor ?? sender.address)
  const count = contributions.length
  const root = treeRoot(leavesTree(encodeLeaves(contributions)))

  const next = startStep(parameters, 'submit', 1)
  const submission = {
    deployment,
    datanetId,
    root,
    count,
    uri: formatContentUri({ kind: 'leaves', key: root }),
    parent: parameters.parent,
    maxFees: parameters.maxFees,
    transaction,
  }
  const find = async () => {
    const logs = await datanet.listSubmissions(client, { deployment, args: { datanetId, submitter: sender.address } })
    const found = logs.find(({ args }) => args.root === root && args.count === count && args.submissionId > after)
    return found && { submissionId: found.args.submissionId, hash: undefined as Hash | undefined }
  }
  const submitOnce = async (tries = 1): Promise<{ submissionId: bigint; hash: Hash | undefined }> => {
    await settledNonce(client, sender.address, signal)
    if (!(await find())) await approveFees(client, parameters, submission, sender)
    try {
      return await doOnce(client, {
        sender,
        signal,
        find,
        send: (nonce) => datanet.submit(client, { ...submission, transaction: { ...transaction, nonce } }),
        read: ({ logs, transactionHash }) => ({
          submissionId: datanet.submit.extractEvent(deployment, logs).submissionId,
          hash: transactionHash as Hash | undefined,
        }),
      })
    } catch (error) {
      // Another submission of the same account may have used what was approved for this one.
      if (tries < MOST_TRIES && error instanceof ERC20InsufficientAllowanceError) return submitOnce(tries + 1)
      throw error
    }
  }
  const { submissionId, hash } = await submitOnce()
  next()

  await publishAll(parameters, contributions, texts)
  const { status } = await datanet.getSubmission(client, { deployment, submissionId })
  return { submissionId, root, count, texts, status, hash }
}

/** Computes what is submitted; each text root once, since a second leaf of it earns nothing. */
async function hashTexts(
  parameters: Parameters,
  contributor: Address,
): Promise<{ contributions: Contribution[]; texts: ContributedText[] }> {
  const { texts } = parameters
  if (texts.length === 0) throw new NoTextsError()
  const next = startStep(parameters, 'hash', texts.length)
  const breathe = createBreath()
  const places = new Map<Hex, number>()
  const hashed: ContributedText[] = []
  for (const [i, file] of texts.entries()) {
    const name = nameOf(file, i)
    const canonical = new TextEncoder().encode(canonicalise(await textOf(file)))
    if (canonical.length === 0) throw new NoWordsError(name)
    const root = textRoot(canonical)
    const leafIndex = places.get(root) ?? places.size
    places.set(root, leafIndex)
    hashed.push({ name, textRoot: root, leafIndex })
    await breathe()
    next()
  }
  return { contributions: [...places.keys()].map((textRoot) => ({ contributor, textRoot })), texts: hashed }
}

/** Lets the reserves take the verification fees, where submitting needs no more than that. Nothing is paid for less. */
async function approveFees(
  client: Client,
  { transaction, signal }: Parameters,
  submission: datanet.submit.Parameters,
  sender: Account,
): Promise<void> {
  const { deployment, datanetId, count } = submission
  try {
    await datanet.submit.simulate(client, submission)
    return
  } catch (error) {
    if (!(error instanceof ERC20InsufficientAllowanceError)) throw error
  }
  const { fees } = await getContributionCost(client, { deployment, datanetId, count })
  await allowanceFor(client, { deployment, spender: 'DatanetReserves', amount: fees, transaction, signal, sender })
}

/** Publishes each text once, and then the leaves, by which the others are found. */
async function publishAll(
  parameters: Parameters,
  contributions: readonly Contribution[],
  hashed: readonly ContributedText[],
): Promise<void> {
  const { store, texts, signal } = parameters
  const next = startStep(parameters, 'publish', contributions.length + 1)
  const first = new Map(hashed.map(({ leafIndex }, i) => [leafIndex, i] as const).reverse())
  await forEachOf(contributions, AT_ONCE, async (contribution, leafIndex) => {
    const place = first.get(leafIndex)!
    const text = await textOf(texts[place]!)
    if (rootOf(text) !== contribution.textRoot) throw new TextChangedError(hashed[place]!.name)
    await publishContribution(store, text, { signal })
    next()
  })
  await publishLeaves(store, contributions, { signal })
  next()
}

function rootOf(text: string): Hex | undefined {
  const canonical = new TextEncoder().encode(canonicalise(text))
  return canonical.length === 0 ? undefined : textRoot(canonical)
}

function nameOf({ name }: TextFile, index: number): string {
  return name ?? `Text ${index + 1}`
}

async function textOf({ text }: TextFile): Promise<string> {
  return typeof text === 'string' ? text : await text()
}

export declare namespace contributeFiles {
  export type { Parameters, ReturnValue }
}
