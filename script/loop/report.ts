import { formatEther } from 'viem'
import type { Change } from './books.ts'
import type { Round } from './duel.ts'
import type { Earning } from './earnings.ts'
import type { Taken } from './progress.ts'
import { type Asked, type FileAt, fileName } from './round.ts'
import type { Settled } from './settle.ts'

/** Everything that the loop has to tell. */
export type Result = {
  changes: Change[]
  earnings: Earning[]
  asked: Asked[]
  settled: Settled
  rounds: Round[]
  /** Answers that quote pages which the copier had copied, and what it earned by them, in wei. */
  copier: { quoted: number; earned: bigint }
  urls: { rpc: string; gateway: string; graphql: string }
  taken: readonly Taken[]
}

/** The result for people. */
export function report(result: Result, fileAt: FileAt): string {
  const { changes, earnings, asked, settled, rounds, copier, urls, taken } = result
  const total = (amounts: bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n)
  const moved = changes.filter(({ paid, earned }) => paid > 0n || earned > 0n)
  const sums = ['together', open(total(moved.map(({ paid }) => paid))), open(total(moved.map(({ earned }) => earned)))]
  const hits = asked.filter(({ isHit }) => isHit)
  return [
    section('What each party paid and earned, in OPEN'),
    table([
      ['party', 'paid', 'earned'],
      ...moved.map(({ party, paid, earned }) => [party, open(paid), open(earned)]),
      sums,
    ]),
    'Nothing was lost: to the wei, all that was paid was earned, and all parties together hold the whole supply.',
    section('The five best-paid contributors, and why'),
    ...earnings.slice(0, 5).flatMap(why),
    section(`Answers: ${hits.length} of ${asked.length} at the file that should answer`),
    ...asked
      .filter(({ isHit }) => !isHit)
      .map(({ question, expected, found }) => `  missed: ${question}\n          expected ${expected}, found ${found}`),
    section('One answer, and where its words come from'),
    sourced(asked, fileAt),
    section('Batches'),
    table([
      ['batch', 'operator', 'what it was', 'what came of it'],
      [
        String(settled.batchId),
        'operator',
        `${settled.answers} answers, honest`,
        `final, ${open(settled.earned)} OPEN earned`,
      ],
      ...rounds.map(({ batchId, act, evidence, slashed, reward }) => [
        String(batchId),
        'dishonest operator',
        act,
        evidence ? `void by ${evidence}, ${open(slashed)} OPEN slashed, ${open(reward)} to the watcher` : 'final',
      ]),
    ]),
    `The copier's pages stand in ${copier.quoted} of ${asked.length} answers, and it earned ${open(copier.earned)} OPEN by them.`,
    section('Time'),
    table([...taken.map(({ title, seconds }) => [title, `${seconds.toFixed(1)} s`])]),
    section('Open in your browser'),
    `  GraphQL  ${urls.graphql}\n  API      ${urls.gateway}/v1/models\n  chain    ${urls.rpc}`,
    '',
  ].join('\n')
}

/** The result for programs: amounts in wei, as decimal strings. */
export function summary(result: Result): unknown {
  const { asked, earnings, ...rest } = result
  return {
    ...rest,
    hits: asked.filter(({ isHit }) => isHit).length,
    questions: asked.map(({ question, expected, found, isHit, payer, answer: { content, receipt } }) => {
      return { question, expected, found, isHit, payer: payer.address, content, from: receipt.from, to: receipt.to }
    }),
    contributors: earnings,
  }
}

function why({ author, amount, files, questions }: Earning): string[] {
  return [
    `  ${open(amount)} OPEN  ${author}, for ${list(files)}`,
    ...questions.slice(0, 3).map((question) => `      answering "${question}"`),
  ]
}

function sourced(asked: readonly Asked[], fileAt: FileAt): string {
  // The one with the most authors shows best what attribution is.
  const authors = ({ answer: { passages } }: Asked) => new Set(passages.map(({ contributor }) => contributor)).size
  const { question, answer } = asked.reduce((best, one) => (authors(one) > authors(best) ? one : best))
  const passages = answer.passages.map((passage) => {
    const file = fileAt(passage)
    return `${indent(passage.text.trim())}\n    — ${fileName(file)} ${file.version}, by ${file.author} (${passage.contributor})`
  })
  return [`  ${question}`, ...passages].join('\n\n')
}

function open(wei: bigint): string {
  return formatEther(wei)
}

function list(names: string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}

function section(title: string): string {
  return `\n${title}\n`
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ')
}

function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
    .join('\n')
}
