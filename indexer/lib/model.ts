import { model, priceChange, term, version, versionChange } from 'ponder:schema'
import { AttributionRule } from '@openledger/sdk/abis'
import type { Context, Happened } from './context.ts'
import { UnknownValueError } from './errors.ts'
import { columnsOf } from './origin.ts'

/** Creates: model. */
export async function registerModel({ db }: Context, args: Happened<'ModelRegistry:ModelRegistered'>) {
  const { modelId, datanets, rule, revenue, at, ...registered } = args
  await db.insert(model).values({
    id: modelId,
    ...registered,
    ...revenue,
    datanets: [...datanets],
    rule: ruleOf(rule),
    retired: false,
    term: 0n,
    latestVersion: 0n,
    charged: 0n,
    given: 0n,
    dataAmount: 0n,
    protocolAmount: 0n,
    baseAmount: 0n,
    ownerAmount: 0n,
    royaltiesKept: 0n,
    ownerCollected: 0n,
    ...columnsOf(at),
  })
}

/** Creates: term. Updates: model. */
export async function startTerm({ db }: Context, args: Happened<'ModelRegistry:TermStarted'>) {
  const { modelId, operator, receiptKey, at } = args
  const number = BigInt(args.term)
  const times = { startedAt: BigInt(args.startedAt), poolTimeout: BigInt(args.poolTimeout) }
  await db.insert(term).values({ modelId, number, operator, receiptKey, ...times, pool: 0n, ...columnsOf(at) })
  await db.update(model, { id: modelId }).set({ term: number })
}

/** Updates: term. */
export async function announceTerm({ db }: Context, args: Happened<'ModelRegistry:TermAnnounced'>) {
  const { modelId, operator: nextOperator, receiptKey: nextReceiptKey } = args
  const next = { endsAt: BigInt(args.endsAt), nextOperator, nextReceiptKey }
  await db.update(term, { modelId, number: BigInt(args.term) }).set(next)
}

/** Updates: term. */
export async function cancelTermChange({ db }: Context, args: Happened<'ModelRegistry:TermChangeCancelled'>) {
  const none = { endsAt: null, nextOperator: null, nextReceiptKey: null }
  await db.update(term, { modelId: args.modelId, number: BigInt(args.term) }).set(none)
}

/** Creates: version. Updates: model. */
export async function publishVersion({ db }: Context, args: Happened<'ModelRegistry:VersionPublished'>) {
  const { version: published, datanets, at, ...stated } = args
  const number = BigInt(published)
  await db.insert(version).values({
    ...stated,
    number,
    datanets: [...datanets],
    baseVersion: BigInt(args.baseVersion),
    on: false,
    ...columnsOf(at),
  })
  await db.update(model, { id: args.modelId }).set({ latestVersion: number })
}

/** Creates: versionChange. Updates: version. */
export async function activateVersion({ db }: Context, args: Happened<'ModelRegistry:VersionActivated'>) {
  const { modelId, olderUntil, at } = args
  const number = BigInt(args.version)
  await db.insert(versionChange).values({ modelId, version: number, on: true, ...at })
  await db.update(version, { modelId, number }).set({ on: true })
  if (olderUntil === 0) return
  // Those before the last that was superseded were superseded no later than it.
  for (let older = number - 1n; older > 0n; older--) {
    const found = await db.find(version, { modelId, number: older })
    if (!found || found.supersededAt !== null) return
    await db.update(version, { modelId, number: older }).set({ supersededAt: BigInt(olderUntil) })
  }
}

/** Creates: versionChange. Updates: version. */
export async function retireVersion({ db }: Context, args: Happened<'ModelRegistry:VersionRetired'>) {
  const { modelId, at } = args
  const number = BigInt(args.version)
  await db.insert(versionChange).values({ modelId, version: number, on: false, ...at })
  await db.update(version, { modelId, number }).set({ on: false })
}

/** Updates: model. */
export async function retireModel({ db }: Context, { modelId }: Happened<'ModelRegistry:ModelRetired'>) {
  await db.update(model, { id: modelId }).set({ retired: true })
}

/** Updates: model. */
export async function transferModel({ db }: Context, args: Happened<'ModelRegistry:OwnershipTransferred'>) {
  await db.update(model, { id: args.modelId }).set({ owner: args.newOwner })
}

/** Creates: priceChange. Updates: model. */
export async function changePrice({ db }: Context, args: Happened<'ModelRegistry:PriceChanged'>) {
  const { modelId, price, at } = args
  await db.insert(priceChange).values({ modelId, price, ...at })
  await db.update(model, { id: modelId }).set({ price })
}

function ruleOf(rule: number): 'window_v1' | 'influence_v1' {
  if (rule === AttributionRule.WindowV1) return 'window_v1'
  if (rule === AttributionRule.InfluenceV1) return 'influence_v1'
  throw new UnknownValueError('attribution rule', rule)
}
