import { model, priceChange, term, version } from 'ponder:schema'
import { AttributionRule } from '@openledger/sdk/abis'
import type { Context, Happened } from './context.ts'
import { UnknownValueError } from './errors.ts'
import { columnsOf } from './origin.ts'

/** Creates: model. */
export async function registerModel({ db }: Context, args: Happened<'ModelRegistry:ModelRegistered'>) {
  const { modelId, datanets, rule, at, ...registered } = args
  await db.insert(model).values({
    id: modelId,
    ...registered,
    datanets: [...datanets],
    rule: ruleOf(rule),
    term: 0n,
    latestVersion: 0n,
    charged: 0n,
    dataAmount: 0n,
    protocolAmount: 0n,
    ownerAmount: 0n,
    ownerCollected: 0n,
    ...columnsOf(at),
  })
}

/** Creates: term. Updates: model. */
export async function startTerm({ db }: Context, args: Happened<'ModelRegistry:TermStarted'>) {
  const { modelId, operator, receiptKey, at } = args
  const number = BigInt(args.term)
  const startedAt = BigInt(args.startedAt)
  await db.insert(term).values({ modelId, number, operator, receiptKey, startedAt, pool: 0n, ...columnsOf(at) })
  await db.update(model, { id: modelId }).set({ term: number })
}

/** Creates: version. Updates: model. */
export async function publishVersion({ db }: Context, args: Happened<'ModelRegistry:VersionPublished'>) {
  const { version: published, datanets, at, ...stated } = args
  const number = BigInt(published)
  await db.insert(version).values({ ...stated, number, datanets: [...datanets], ...columnsOf(at) })
  await db.update(model, { id: args.modelId }).set({ latestVersion: number })
}

/** Creates: priceChange. Updates: model. */
export async function changePrice({ db }: Context, args: Happened<'ModelRegistry:PriceChanged'>) {
  const { modelId, price, at } = args
  await db.insert(priceChange).values({ modelId, price, ...at })
  await db.update(model, { id: modelId }).set({ price })
}

function ruleOf(rule: number): 'window_v1' {
  if (rule === AttributionRule.WindowV1) return 'window_v1'
  throw new UnknownValueError('attribution rule', rule)
}
