import type { LocalAccount } from 'viem'
import { ask, type PaidAnswer } from '../../cli/src/payer/ask.ts'
import type { LocalChain } from './chain.ts'
import type { CorpusFile } from './corpus.ts'
import questions from './questions.json' with { type: 'json' }
import type { Submitted } from './submissions.ts'

/** A question with its paid answer, and whether the first passage is of the file that should answer it. */
export type Asked = {
  question: string
  /** Package and path of the file that should answer it. */
  expected: string
  /** Package and path of the first passage's source. */
  found: string
  isHit: boolean
  payer: LocalAccount
  answer: PaidAnswer
}

/** The file behind a contribution. */
export type FileAt = (place: { submissionId: bigint; leafIndex: number }) => CorpusFile

/** Looks files up by the places of their contributions. */
export function fileLookup(submitted: readonly Submitted[]): FileAt {
  const files = new Map(submitted.map(({ submissionId, files }) => [submissionId, files]))
  return ({ submissionId, leafIndex }) => files.get(submissionId)![leafIndex]!
}

export function fileName({ package: name, path }: Pick<CorpusFile, 'package' | 'path'>): string {
  return `${name}/${path}`
}

/** Asks every question over HTTP, the payers in turn, each paying with its own vouchers and keeping its receipts. */
export async function askAll(
  chain: LocalChain,
  asking: { gateway: string; payers: readonly LocalAccount[]; receipts: string; fileAt: FileAt },
): Promise<Asked[]> {
  const { gateway, payers, receipts, fileAt } = asking
  const asked: Asked[] = []
  for (const [number, { question, package: name, file }] of questions.entries()) {
    const payer = payers[number % payers.length]!
    const answer = await ask({ connection: chain.as(payer), gateway, receipts, question })
    const found = fileName(fileAt(answer.passages[0]!))
    const expected = fileName({ package: name, path: file })
    asked.push({ question, expected, found, isHit: found === expected, payer, answer })
  }
  return asked
}
