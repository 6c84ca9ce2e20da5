import { SubmissionStatus } from '@openledger/sdk/abis'
import { datanet } from '@openledger/sdk/actions'
import type { Contribution } from '@openledger/sdk/attribution'
import {
  type ContentStore,
  encodeLeaves,
  formatContentUri,
  leavesTree,
  publishContribution,
  publishLeaves,
} from '@openledger/sdk/content'
import { canonicalise, textRoot } from '@openledger/sdk/text'
import { treeRoot } from '@openledger/sdk/trees'
import type { Hex, LocalAccount } from 'viem'
import type { LocalChain } from './chain.ts'
import type { CorpusFile } from './corpus.ts'
import { authorAccount, validators } from './parties.ts'

/** Files that one party submits to one datanet, in order. */
export type Submitted = {
  submissionId: bigint
  datanetId: bigint
  contributor: LocalAccount
  files: CorpusFile[]
}

type Plan = Omit<Submitted, 'submissionId'> & { contributions: Contribution[]; root: Hex }

/** One submission for each author and datanet: older versions of a file come before newer ones. */
export function planOfAuthors(files: readonly CorpusFile[], datanets: Map<string, bigint>): Plan[] {
  return plan(
    files,
    datanets,
    (file) => file.author,
    (author) => authorAccount(author),
  )
}

/** The same files again, under another's name. */
export function planOfCopies(files: readonly CorpusFile[], datanets: Map<string, bigint>, party: LocalAccount): Plan[] {
  return plan(
    files,
    datanets,
    () => party.address,
    () => party,
  )
}

function plan(
  files: readonly CorpusFile[],
  datanets: Map<string, bigint>,
  nameOf: (file: CorpusFile) => string,
  accountOf: (name: string) => LocalAccount,
): Plan[] {
  const groups = new Map<string, CorpusFile[]>()
  for (const file of files) {
    const key = JSON.stringify([file.datanet, nameOf(file)])
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  return [...groups].map(([key, group]) => {
    const [name, party] = JSON.parse(key) as [string, string]
    const contributor = accountOf(party)
    const contributions = group.map(({ text }) => ({ contributor: contributor.address, textRoot: rootOf(text) }))
    const root = treeRoot(leavesTree(encodeLeaves(contributions)))
    return { datanetId: datanets.get(name)!, contributor, files: group, contributions, root }
  })
}

function rootOf(text: string): Hex {
  return textRoot(new TextEncoder().encode(canonicalise(text)))
}

/**
 * Submits what was not submitted yet, one after the other, since the order is prior art; and publishes each content
 * only once its root is on chain, so that nobody can be faster with it.
 * @returns the submissions in the order of `plans`, and how many of them are new
 */
export async function submitAll(
  chain: LocalChain,
  store: ContentStore,
  plans: readonly Plan[],
): Promise<{ submitted: Submitted[]; added: number }> {
  const { deployment } = chain
  const logs = await datanet.listSubmissions(chain.as(validators[0]!).client, { deployment })
  const known = new Map(logs.map(({ args }) => [`${args.datanetId}/${args.submitter}/${args.root}`, args.submissionId]))
  const submitted: Submitted[] = []
  let added = 0
  for (const { contributions, root, ...submission } of plans) {
    const { datanetId, contributor, files } = submission
    let submissionId = known.get(`${datanetId}/${contributor.address}/${root}`)
    if (submissionId === undefined) {
      const uri = formatContentUri({ kind: 'leaves', key: root })
      const { client } = chain.as(contributor)
      const sent = await datanet.submitSync(client, { deployment, datanetId, root, count: files.length, uri })
      submissionId = sent.submissionId
      await Promise.all([
        ...files.map(({ text }) => publishContribution(store, text)),
        publishLeaves(store, contributions),
      ])
      added++
    }
    submitted.push({ ...submission, submissionId })
  }
  return { submitted, added }
}

/** Two of the three validators approve what is pending. @returns how many submissions they accepted */
export async function approveAll(chain: LocalChain, submitted: readonly Submitted[]): Promise<number> {
  const { deployment } = chain
  const { client } = chain.as(validators[0]!)
  const pending: bigint[] = []
  for (const { submissionId } of submitted) {
    const { status } = await datanet.getSubmission(client, { deployment, submissionId })
    if (status === SubmissionStatus.Pending) pending.push(submissionId)
  }
  // Each validator votes in the same order, so submissions are accepted in that order whoever is faster.
  const vote = async (validator: LocalAccount) => {
    const { client } = chain.as(validator)
    for (const submissionId of pending) {
      await datanet.approveSync(client, { deployment, submissionId })
    }
  }
  await Promise.all(validators.slice(0, 2).map(vote))
  return pending.length
}
