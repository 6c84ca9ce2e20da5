// The whole loop, as `npm start` runs it, seen from outside: what it prints, what it serves, and what it leaves behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { folderStore } from '@openledger/sdk/content/folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareWithChain } from '../script/compare/compare.ts'
import questions from '../script/loop/questions.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
mkdirSync(join(root, '.local/test'), { recursive: true })
const data = mkdtempSync(join(root, '.local/test/loop-'))

type Summary = {
  changes: { party: string; paid: string; earned: string }[]
  rounds: { act: string; evidence?: string; slashed: string; reward: string }[]
  questions: { question: string; content: string; isHit: boolean }[]
  hits: number
  copier: { quoted: number; earned: string }
  urls: { rpc: string; gateway: string; graphql: string }
}

let loop: ChildProcess
const lines: string[] = []
let summary: Summary

beforeAll(async () => {
  loop = spawn(process.execPath, [join(root, 'script/loop/main.ts'), '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(loop, 'exit').then(() => {
    throw new Error(`The loop ended before it served:\n${lines.join('\n')}`)
  })
  const output = createInterface({ input: loop.stdout! })
  const serving = new Promise<void>((resolve) => {
    output.on('line', (line) => {
      lines.push(line)
      if (line.startsWith('Serving')) resolve()
    })
  })
  await Promise.race([serving, ended])
  ended.catch(() => undefined) // It ends at the end of the tests.
  summary = JSON.parse(readFileSync(join(data, 'summary.json'), 'utf8'))
}, 600_000)

afterAll(async () => {
  if (loop.exitCode === null && loop.signalCode === null) {
    const exited = once(loop, 'exit')
    loop.kill('SIGINT')
    await exited
  }
  rmSync(data, { recursive: true, force: true })
}, 60_000)

describe('the loop', () => {
  test('every question is answered in at most 120 words, and most at the file that should answer', () => {
    expect(summary.questions.map(({ question }) => question)).toEqual(questions.map(({ question }) => question))
    for (const { content } of summary.questions) expect(content.trim().split(/\s+/).length).toBeLessThanOrEqual(120)
    expect(summary.hits).toBe(summary.questions.filter(({ isHit }) => isHit).length)
    expect(summary.hits).toBeGreaterThanOrEqual(questions.length / 2)
  })

  test('all that was paid was earned, to the wei', () => {
    const sum = (amounts: string[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n)
    const paid = sum(summary.changes.map((change) => change.paid))
    expect(paid).toBeGreaterThan(0n)
    expect(sum(summary.changes.map((change) => change.earned))).toBe(paid)
  })

  test('cheating batches are void and slashed, honest ones final', () => {
    const cheats = summary.rounds.filter(({ act }) => act !== 'honest')
    const provenBy = {
      'false contributor': 'FalseCredit',
      'own copy': 'EarlierSource',
      'own payout': 'WrongEntry',
      'invented answers': 'Unbacked',
    }
    expect(Object.fromEntries(cheats.map(({ act, evidence }) => [act, evidence]))).toEqual(provenBy)
    for (const { slashed, reward } of cheats) expect(BigInt(reward)).toBe(BigInt(slashed) / 2n)
    const honest = summary.rounds.filter(({ act }) => act === 'honest')
    expect(honest.length).toBeGreaterThanOrEqual(1)
    for (const { evidence } of honest) expect(evidence).toBeUndefined()
  })

  test('copies are quoted and earn nothing', () => {
    expect(summary.copier.quoted).toBeGreaterThan(0)
    expect(summary.copier.earned).toBe('0')
  })

  test('GraphQL gives what the chain gives, account by account', async () => {
    const deployment = JSON.parse(readFileSync(join(root, 'contracts/deployments/31337.json'), 'utf8'))
    const { rpc: rpcUrl, graphql: graphqlUrl } = summary.urls
    const store = folderStore(join(data, 'store'))
    const { rows, difference } = await compareWithChain({ rpcUrl, deployment, graphqlUrl, store })
    expect(difference).toBeUndefined()
    expect(rows).toBeGreaterThan(100)
  })

  test('the table says what each step took and where to look', () => {
    const printed = lines.join('\n')
    for (const url of Object.values(summary.urls)) expect(printed).toContain(url)
    for (const title of ['What each party paid', 'five best-paid', 'where its words come from', 'Time'])
      expect(printed).toContain(title)
  })

  test('Ctrl-C ends all that was started', async () => {
    const exited = once(loop, 'exit')
    loop.kill('SIGINT')
    const [status] = await exited
    expect(status).toBe(130)
    for (const url of Object.values(summary.urls)) await expect(fetch(url)).rejects.toThrow()
  })
})
