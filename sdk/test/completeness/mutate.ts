import {
  type BatchDraft,
  type CreditDraft,
  copyOf,
  type InferenceDraft,
  type LeafDraft,
  type TreeLie,
} from './draft.ts'
import { feeOf, type Rule, type Share, settle } from './money.ts'
import type { Random } from './random.ts'

/** What a liar can draw on. Accounts are numbers. */
export type Resources = {
  random: Random
  rule: Rule
  dataBps: bigint
  shareOf(credit: CreditDraft): Share
  accounts: readonly bigint[]
  payers: readonly { payer: bigint; charged: bigint }[]
  /** Numbers of versions, published or not. */
  versions: readonly bigint[]
  submissions: bigint
  /** Answers of finalised batches of the term. */
  earlier: readonly InferenceDraft[]
  /** Texts that were contributed. */
  texts: readonly Uint8Array[]
}

/** One lie. `field` names the leaf's field, the count, the order or the total that it is told in. */
export type Mutation = { field: string; lie(draft: BatchDraft, with_: Resources): boolean }

const types: Record<string, bigint> = {
  'inference.version': 32n,
  'inference.payer': 160n,
  'inference.from': 128n,
  'inference.to': 128n,
  'inference.creditCount': 32n,
  'inference.firstCredit': 64n,
  'credit.start': 64n,
  'credit.length': 64n,
  'credit.matchStart': 64n,
  'credit.matchLength': 64n,
  'credit.leafIndex': 32n,
  'credit.offset': 64n,
  'credit.contributor': 160n,
  'entry.inference': 32n,
  'entry.credit': 32n,
  'payout.account': 160n,
  'payout.entryCount': 32n,
  'payout.firstEntry': 64n,
}

/** Another number near by, or far away, or at an end of the type. */
function otherThan(value: bigint, bits: bigint, random: Random): bigint {
  const most = (1n << bits) - 1n
  const near = [value + 1n, value - 1n, value + 2n, value * 2n, value / 2n, value + BigInt(random.int(3, 200))]
  const options = [...near, ...near, 0n, 1n, most, most - 1n, random.big(0n, most)]
  const fits = options.filter((option) => option !== value && option >= 0n && option <= most)
  return random.pick(fits)
}

function anyInference({ inferences }: BatchDraft, random: Random, credited = false): InferenceDraft | undefined {
  const fitting = inferences.filter(({ credits }) => !credited || credits.length > 0)
  return fitting.length === 0 ? undefined : random.pick(fitting)
}

function anyCredit(draft: BatchDraft, random: Random): CreditDraft | undefined {
  const inference = anyInference(draft, random, true)
  return inference && random.pick(inference.credits)
}

function anyPayout({ payouts }: BatchDraft, random: Random) {
  return payouts.length === 0 ? undefined : random.pick(payouts)
}

/** Pays by the credits as they are now, lies included, so that the lie is told throughout the batch. */
function payAccordingly(draft: BatchDraft, { random, shareOf, rule }: Resources) {
  if (random.chance(0.75)) draft.payouts = settle(draft.inferences, shareOf, rule)
}

function feeAccordingly(inference: InferenceDraft, { random, dataBps }: Resources) {
  if (random.chance(0.7)) inference.dataFee = fit(feeOf(inference.from, inference.to, dataBps))
}

function fit(value: bigint): bigint {
  return value < 0n ? 0n : value
}

const inferenceFields: Mutation[] = [
  ...(['version', 'payer', 'from', 'to'] as const).map(
    (name): Mutation => ({
      field: `inference.${name}`,
      lie(draft, resources) {
        const { random, versions, payers } = resources
        const inference = anyInference(draft, random)!
        const known = name === 'version' ? versions : name === 'payer' ? payers.map(({ payer }) => payer) : []
        const other = known.filter((value) => value !== inference[name])
        const chosen = other.length > 0 && random.chance(0.7) ? random.pick(other) : undefined
        inference[name] = chosen ?? otherThan(inference[name], types[`inference.${name}`]!, random)
        if (name === 'from' || name === 'to') feeAccordingly(inference, resources)
        payAccordingly(draft, resources)
        return true
      },
    }),
  ),
  {
    field: 'inference.dataFee',
    lie(draft, resources) {
      const inference = anyInference(draft, resources.random)!
      inference.dataFee = otherThan(inference.dataFee, 100n, resources.random)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'inference.outputRoot',
    lie(draft, resources) {
      const { random, texts } = resources
      const inference = anyInference(draft, random)!
      const kinds = [() => random.pick(draft.inferences).output, () => new Uint8Array(0), () => random.pick(texts)]
      inference.output = random.pick(kinds)()
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'inference.outputBytes',
    lie(draft, resources) {
      const inference = anyInference(draft, resources.random)!
      inference.output = spoil(inference.output, resources.random)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'inference.creditsRoot',
    lie(draft, { random }) {
      const inference = anyInference(draft, random)!
      const isCredited = inference.credits.length > 0
      inference.over.creditsRoot = isCredited && random.chance(0.5) ? 0n : anyRoot(random)
      return true
    },
  },
  {
    field: 'inference.hiddenOutput',
    lie(draft, { random }) {
      anyInference(draft, random)!.over.outputRoot = anyRoot(random)
      return true
    },
  },
  {
    field: 'inference.creditCount',
    lie(draft, { random }) {
      const inference = anyInference(draft, random)!
      const count = BigInt(inference.credits.length)
      const near = [count + 1n, count - 1n, count + 2n, count * 2n, 2n * count + 1n, count + 30n, 0xffffffffn]
      inference.over.creditCount = random.pick(near.filter((other) => other >= 0n && other !== count))
      return true
    },
  },
  {
    field: 'inference.firstCredit',
    lie(draft, { random }) {
      const index = random.int(0, draft.inferences.length - 1)
      const first = draft.inferences.slice(0, index).reduce((sum, { credits }) => sum + BigInt(credits.length), 0n)
      draft.inferences[index]!.over.firstCredit = otherThan(first, 64n, random)
      return true
    },
  },
]

/** A root over nothing that anybody can show. */
function anyRoot(random: Random): bigint {
  return random.big(1n, (1n << 256n) - 1n)
}

/** Bytes that no canonical text has, in a text that was one. */
function spoil(text: Uint8Array, random: Random): Uint8Array {
  const at = random.int(0, text.length)
  const ways: (() => number[])[] = [
    () => [random.pick([0x41, 0x2e, 0x0a, 0x00, 0x7f, 0x5f])],
    () => [0x20, 0x20],
    () => [random.pick([0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff])],
    () => random.pick([[0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc3], [0xe4, 0xb8]]),
    () => [...new Uint8Array(random.int(65, 130)).fill(0x61)],
    () => [0x61, ...new TextEncoder().encode(random.pick(['日', 'か', 'ツ', 'ก', 'ກ', 'က', 'ក']))],
    () => [0x20],
  ]
  return new Uint8Array([...text.slice(0, at), ...random.pick(ways)(), ...text.slice(at)])
}

const creditNames = ['start', 'length', 'matchStart', 'matchLength', 'leafIndex', 'offset'] as const
const creditFields: Mutation[] = [
  ...creditNames.map(
    (name): Mutation => ({
      field: `credit.${name}`,
      lie(draft, resources) {
        const credit = anyCredit(draft, resources.random)
        if (!credit) return false
        credit[name] = otherThan(credit[name], types[`credit.${name}`]!, resources.random)
        payAccordingly(draft, resources)
        return true
      },
    }),
  ),
  {
    field: 'credit.submissionId',
    lie(draft, resources) {
      const { random, submissions } = resources
      const credit = anyCredit(draft, random)
      if (!credit) return false
      const other = random.big(1n, submissions)
      const far = otherThan(credit.submissionId, 256n, random)
      credit.submissionId = other !== credit.submissionId && random.chance(0.8) ? other : far
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'credit.contributor',
    lie(draft, resources) {
      const { random, accounts } = resources
      const credit = anyCredit(draft, random)
      if (!credit) return false
      const others = [...accounts, 0n].filter((account) => account !== credit.contributor)
      credit.contributor = random.pick(others)
      payAccordingly(draft, resources)
      return true
    },
  },
]

const moneyFields: Mutation[] = [
  {
    field: 'entry.inference',
    lie(draft, { random }) {
      const entries = anyPayout(draft, random)?.entries
      if (!entries?.length) return false
      const entry = random.pick(entries)
      entry.inference = otherThan(entry.inference, 32n, random)
      return true
    },
  },
  {
    field: 'entry.credit',
    lie(draft, { random }) {
      const entries = anyPayout(draft, random)?.entries
      if (!entries?.length) return false
      const entry = random.pick(entries)
      entry.credit = otherThan(entry.credit, 32n, random)
      return true
    },
  },
  {
    field: 'entry.amount',
    lie(draft, { random }) {
      const entries = anyPayout(draft, random)?.entries
      if (!entries?.length) return false
      const entry = random.pick(entries)
      entry.amount = otherThan(entry.amount, 100n, random)
      return true
    },
  },
  {
    field: 'payout.account',
    lie(draft, { random, accounts }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      const others = [...accounts, 0n, payout.account + 1n].filter((account) => account !== payout.account)
      payout.account = random.pick(others)
      if (random.chance(0.7)) sortPayouts(draft)
      return true
    },
  },
  {
    field: 'payout.amount',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      const sum = payout.entries.reduce((total, { amount }) => total + amount, 0n)
      payout.amount = otherThan(sum, 100n, random)
      return true
    },
  },
  {
    field: 'payout.entriesRoot',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      payout.over.entriesRoot = random.chance(0.5) ? 0n : anyRoot(random)
      return true
    },
  },
  {
    field: 'payout.entryCount',
    lie(draft, { random }) {
      const payout = anyPayout(draft, random)
      if (!payout) return false
      const count = BigInt(payout.entries.length)
      const near = [count + 1n, count - 1n, count * 2n, 2n * count + 1n, count + 40n, 0xffffffffn, 0n]
      payout.over.entryCount = random.pick(near.filter((other) => other !== count))
      return true
    },
  },
  {
    field: 'payout.firstEntry',
    lie(draft, { random }) {
      if (draft.payouts.length === 0) return false
      const index = random.int(0, draft.payouts.length - 1)
      const first = draft.payouts.slice(0, index).reduce((sum, { entries }) => sum + BigInt(entries.length), 0n)
      draft.payouts[index]!.over.firstEntry = otherThan(first, 64n, random)
      return true
    },
  },
]

function sortPayouts(draft: BatchDraft) {
  draft.payouts.sort((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0))
}

const totals: Mutation[] = [
  ...(['dataFees', 'earned', 'creditCount', 'entryCount'] as const).map(
    (name): Mutation => ({
      field: `commitment.${name}`,
      lie(draft, { random }) {
        const sums = {
          dataFees: draft.inferences.reduce((sum, { dataFee }) => sum + dataFee, 0n),
          earned: draft.payouts.flatMap(({ entries }) => entries).reduce((sum, { amount }) => sum + amount, 0n),
          creditCount: BigInt(draft.inferences.flatMap(({ credits }) => credits).length),
          entryCount: BigInt(draft.payouts.flatMap(({ entries }) => entries).length),
        }
        if (draft.payouts.length === 0 && (name === 'earned' || name === 'entryCount')) return false
        draft.over[name] = otherThan(sums[name], name === 'dataFees' || name === 'earned' ? 128n : 64n, random)
        return true
      },
    }),
  ),
  {
    field: 'commitment.inferenceCount',
    lie(draft, { random }) {
      draft.inferenceTree.count = otherCount(draft.inferences.length, random, 1)
      return true
    },
  },
  {
    field: 'commitment.payoutCount',
    lie(draft, { random }) {
      if (draft.payouts.length === 0) return false
      draft.payoutTree.count = otherCount(draft.payouts.length, random, 1)
      return true
    },
  },
]

function otherCount(count: number, random: Random, least: number): number {
  const near = [count + 1, count - 1, count + 2, count * 2, 2 * count + 1, count + 40, 2 ** 32 - 1]
  return random.pick(near.filter((other) => other >= least && other !== count))
}

/** Lies in the order of leaves, in their number, and in leaves that are there twice or not at all. */
const lists: Mutation[] = [
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

/** Lies in the trees themselves, and leaves that are no encodings. */
const trees: Mutation[] = (['inferences', 'credits', 'payouts', 'entries'] as const).flatMap((name): Mutation[] => {
  const treeOf = (draft: BatchDraft, random: Random): { lie: TreeLie; leaves: LeafDraft[] } | undefined => {
    if (name === 'inferences') return { lie: draft.inferenceTree, leaves: draft.inferences }
    if (name === 'payouts') return { lie: draft.payoutTree, leaves: draft.payouts }
    if (name === 'credits') {
      const inference = anyInference(draft, random, true)
      return inference && { lie: inference.creditTree, leaves: inference.credits }
    }
    const payout = anyPayout(draft, random)
    return payout && { lie: payout.entryTree, leaves: payout.entries }
  }
  const bytes: Record<string, number> = { inferences: 256, credits: 256, payouts: 128, entries: 64 }
  const structural: Mutation[] = [
    {
      field: `${name}.junk`,
      lie(draft, { random }) {
        const tree = treeOf(draft, random)
        const room = tree && (tree.leaves.length & (tree.leaves.length - 1)) !== 0
        if (!room) return false
        const hasSum = random.chance(0.5)
        tree.lie.junk = { bytes: new Uint8Array(bytes[name]!).fill(0), sum: hasSum ? random.big(1n, 10n ** 13n) : 0n }
        return true
      },
    },
    {
      field: `${name}.missingLeaf`,
      lie(draft, { random }) {
        const tree = treeOf(draft, random)
        if (!tree || tree.leaves.length === 0) return false
        tree.lie.missing = random.int(0, tree.leaves.length - 1)
        return true
      },
    },
    {
      field: `${name}.length`,
      lie(draft, { random }) {
        const tree = treeOf(draft, random)
        if (!tree || tree.leaves.length === 0) return false
        random.pick(tree.leaves).longer = random.pick([-32, -1, 1, 32, -bytes[name]!])
        return true
      },
    },
    {
      field: `${name}.dirtyBits`,
      lie(draft, { random }) {
        const tree = treeOf(draft, random)
        if (!tree || tree.leaves.length === 0) return false
        const leaf = random.pick(tree.leaves)
        const singular = { inferences: 'inference', credits: 'credit', payouts: 'payout', entries: 'entry' }[name]
        const typed = Object.keys(types).filter((field) => field.startsWith(`${singular}.`))
        const field = random.pick(typed)
        const word = field.slice(singular.length + 1)
        const natural = (leaf as unknown as Record<string, bigint | undefined>)[word] ?? BigInt(random.int(0, 3))
        leaf.over[word] = natural + (1n << (types[field]! + random.big(0n, 255n - types[field]!)))
        return true
      },
    },
  ]
  const sums: Mutation = {
    field: `${name}.sum`,
    lie(draft, { random }) {
      const tree = treeOf(draft, random)
      if (!tree || tree.leaves.length === 0) return false
      const depth = Math.ceil(Math.log2(tree.leaves.length))
      const level = random.int(0, depth)
      const index = random.int(0, Math.max(0, Math.ceil(tree.leaves.length / 2 ** level) - 1))
      const by = random.pick([
        1n,
        -1n,
        1n << 128n,
        (1n << 255n) + 5n,
        random.big(1n, 10n ** 13n),
        -random.big(1n, 10n ** 13n),
      ])
      tree.lie.sum = { level, index, by }
      return true
    },
  }
  return name === 'credits' ? structural : [...structural, sums]
})

export const mutations: readonly Mutation[] = [
  ...inferenceFields,
  ...creditFields,
  ...moneyFields,
  ...totals,
  ...lists,
  ...trees,
]

/** A copy of a batch with one lie; `undefined` where the batch has no place for it. */
export function mutate(draft: BatchDraft, mutation: Mutation, resources: Resources): BatchDraft | undefined {
  const lied = copyOf(draft)
  return mutation.lie(lied, resources) ? lied : undefined
}
