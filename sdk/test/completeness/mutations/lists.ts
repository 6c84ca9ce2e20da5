import type { BatchDraft, InferenceDraft } from '../draft.ts'
import { settle } from '../money.ts'
import type { Random } from '../random.ts'
import { anyInference, anyPayout, feeAccordingly, type Mutation, payAccordingly, sortPayouts } from './lie.ts'

/** Lies in the order of leaves, in their number, and in leaves that are there twice or not at all. */
export const lists: Mutation[] = [
  {
    field: 'order.inferences',
    lie: ({ inferences }, { random }) => swap(inferences, random),
  },
  {
    field: 'order.payouts',
    lie: ({ payouts }, { random }) => swap(payouts, random),
  },
  {
    field: 'order.entries',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      return payout !== undefined && swap(payout.entries, random)
    },
  },
  {
    field: 'order.credits',
    lie(draft, resources) {
      const inference = anyInference(draft, resources.random, true)
      if (!inference || !swap(inference.credits, resources.random)) return false
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'twice.inference',
    lie(draft, resources) {
      twice(draft.inferences, resources.random)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'twice.earlierInference',
    lie(draft, resources) {
      const { random, earlier } = resources
      if (earlier.length === 0) return false
      const again = structuredClone(random.pick(earlier))
      if (random.chance(0.3)) again.to += 1n
      if (random.chance(0.5)) feeAccordingly(again, resources)
      draft.inferences.push(again)
      sortInferences(draft)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'twice.credit',
    lie(draft, resources) {
      const inference = anyInference(draft, resources.random, true)
      if (!inference) return false
      twice(inference.credits, resources.random)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'twice.entry',
    lie(draft, { random }) {
      const entries = anyPayout(draft, random)?.entries
      if (!entries?.length) return false
      twice(entries, random)
      return true
    },
  },
  {
    field: 'twice.payout',
    lie(draft, { random }) {
      if (draft.payouts.length === 0) return false
      twice(draft.payouts, random)
      return true
    },
  },
  {
    field: 'missing.credit',
    lie(draft, resources) {
      const inference = anyInference(draft, resources.random, true)
      if (!inference) return false
      inference.credits.splice(resources.random.int(0, inference.credits.length - 1), 1)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'missing.entry',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout?.entries.length) return false
      payout.entries.splice(random.int(0, payout.entries.length - 1), 1)
      if (payout.entries.length === 0 && random.chance(0.7)) draft.payouts.splice(draft.payouts.indexOf(payout), 1)
      return true
    },
  },
  {
    field: 'missing.payout',
    lie(draft, { random }) {
      if (draft.payouts.length === 0) return false
      draft.payouts.splice(random.int(0, draft.payouts.length - 1), 1)
      return true
    },
  },
  {
    field: 'invented.inference',
    lie(draft, resources) {
      const { random, payers, versions, texts } = resources
      const { payer, charged } = random.pick(payers)
      const from = random.chance(0.5) ? charged : random.big(0n, charged)
      const to = from + random.big(0n, 10n ** 18n)
      const invented: InferenceDraft = {
        version: random.pick(versions),
        payer: random.chance(0.8) ? payer : random.pick(resources.accounts),
        from,
        to,
        dataFee: 0n,
        output: random.chance(0.5) ? random.pick(texts) : new Uint8Array(0),
        credits: [],
        creditTree: {},
        over: {},
      }
      feeAccordingly(invented, resources)
      draft.inferences.push(invented)
      if (random.chance(0.85)) sortInferences(draft)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'invented.credit',
    lie(draft, resources) {
      const { random, accounts } = resources
      const inference = anyInference(draft, random, true)
      if (!inference) return false
      const model = random.pick(inference.credits)
      const start = BigInt(random.int(0, inference.output.length))
      const length = BigInt(random.int(0, 40))
      const friend = random.pick(accounts)
      inference.credits.push({ ...model, start, length, matchStart: start, matchLength: length, contributor: friend })
      if (random.chance(0.8)) inference.credits.sort((a, b) => (a.start < b.start ? -1 : 1))
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'invented.entry',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      const inference = BigInt(random.int(0, draft.inferences.length))
      const entry = { inference, credit: BigInt(random.int(0, 3)), amount: random.big(0n, 10n ** 13n), over: {} }
      payout.entries.push(entry)
      payout.entries.sort((a, b) => ((a.inference - b.inference || a.credit - b.credit) < 0n ? -1 : 1))
      return true
    },
  },
  {
    field: 'invented.payout',
    lie(draft, { random, accounts }) {
      const account = random.chance(0.5) ? random.pick(accounts) : random.big(0n, (1n << 160n) - 1n)
      if (draft.payouts.some((payout) => payout.account === account)) return false
      const isEmpty = random.chance(0.3)
      const entry = { inference: 0n, credit: 0n, amount: random.big(1n, 10n ** 13n), over: {} }
      draft.payouts.push({
        account,
        entries: isEmpty ? [] : [entry],
        over: {},
        entryTree: {},
        ...(isEmpty ? { amount: random.big(1n, 10n ** 13n) } : {}),
      })
      sortPayouts(draft)
      return true
    },
  },
  {
    field: 'cut.credit',
    lie(draft, resources) {
      const { random } = resources
      const inference = anyInference(draft, random, true)
      if (!inference) return false
      const at = random.int(0, inference.credits.length - 1)
      const credit = inference.credits[at]!
      const space = inference.output.indexOf(0x20, Number(credit.start))
      const first = BigInt(space) - credit.start
      if (space < 0 || first >= credit.length) return false
      const rest = { ...credit, start: credit.start + first + 1n, length: credit.length - first - 1n }
      inference.credits.splice(at, 1, { ...credit, length: first }, rest)
      draft.payouts = settle(draft.inferences, resources.shareOf, resources.rule)
      return true
    },
  },
]

function swap<T>(list: T[], random: Random): boolean {
  if (list.length < 2) return false
  const at = random.int(0, list.length - 2)
  ;[list[at], list[at + 1]] = [list[at + 1]!, list[at]!]
  return true
}

function twice<T>(list: T[], random: Random) {
  const at = random.int(0, list.length - 1)
  list.splice(at, 0, structuredClone(list[at]!))
}

function sortInferences({ inferences }: BatchDraft) {
  inferences.sort((a, b) => (a.payer < b.payer ? -1 : a.payer > b.payer ? 1 : a.from < b.from ? -1 : 1))
}
