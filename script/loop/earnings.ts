import { type Bundle, whyAccount } from '@openledger/sdk/attribution'
import type { Address } from 'viem'
import type { CorpusFile } from './corpus.ts'
import { type Asked, type FileAt, fileName } from './round.ts'

/** Why an author earned: which of its files answered which questions. */
export type Earning = { author: string; account: Address; amount: bigint; files: string[]; questions: string[] }

/** What each author earned by a batch, the best paid first. */
export function earningsOf(
  bundle: Bundle,
  authors: ReadonlyMap<Address, string>,
  asked: readonly Asked[],
  fileAt: FileAt,
): Earning[] {
  const questions = new Map(
    asked.map(({ question, answer: { receipt } }) => [`${receipt.payer}/${receipt.from}`, question]),
  )
  const earnings = bundle.payouts.flatMap(({ account }): Earning[] => {
    const author = authors.get(account)
    if (author === undefined) return []
    const { amount, earned } = whyAccount(account, bundle)
    const largestFirst = [...earned].sort((a, b) => (a.amount < b.amount ? 1 : -1))
    const answers = largestFirst.map(({ passage }) => bundle.inferences[passage.inference]!)
    return [
      {
        author,
        account,
        amount,
        files: unique(largestFirst.map(({ passage }) => fileName(fileAt(passage.source)))),
        questions: unique(
          answers.map(({ payer, from }) => questions.get(`${payer}/${from}`) ?? 'a question of an earlier run'),
        ),
      },
    ]
  })
  return earnings.sort((a, b) => (a.amount < b.amount ? 1 : -1))
}

/** Names of authors by their accounts. */
export function authorsByAccount(
  files: readonly CorpusFile[],
  accountOf: (author: string) => { address: Address },
): Map<Address, string> {
  return new Map(files.map(({ author }) => [accountOf(author).address, author]))
}

function unique(values: string[]): string[] {
  return [...new Set(values)]
}
