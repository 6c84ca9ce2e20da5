import { type Row, row, type Table, type Tables, totals } from './rows.ts'

/** The indexer does not answer, or answers with an error. */
export class ServedError extends Error {
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`The indexer at ${url} does not answer as it should (${reason}): start it, or name another URL.`, options)
    this.name = 'ServedError'
  }
}

/**
 * A list, the fields of it that are compared, and which of them are the key. Of histories, the amounts of one key are
 * compared as their sum: these lists have `totals`.
 */
type List = { list: string; key: string[]; fields: string; totals?: string[]; where?: string }

function history(list: string, key: string, amounts: string): List {
  return { list, key: key.split(' '), fields: `${key} ${amounts}`, totals: amounts.split(' ') }
}

const lists: Record<string, List> = {
  datanet: {
    list: 'datanets',
    key: ['id'],
    fields:
      'id curator name licence commercialUse derivatives shareAlike reserveBps reserveAccount validatorSet reserve',
  },
  submission: {
    list: 'submissions',
    key: ['id'],
    fields: 'id datanetId root count submitter validatorSet parent uri approvals rejections status sequence revokedAt',
  },
  leafRevocation: {
    list: 'leafRevocations',
    key: ['submissionId', 'leafIndex'],
    fields: 'submissionId leafIndex sequence',
  },
  reserveFunding: history('reserveFundings', 'datanetId from', 'amount'),
  model: {
    list: 'models',
    key: ['id'],
    fields:
      'id owner name datanets price protocolBps ownerBps baseBps dataBps shareAlike commercial baseModelId retired term latestVersion charged given dataAmount protocolAmount baseAmount ownerAmount royaltiesKept ownerCollected',
  },
  term: {
    list: 'terms',
    key: ['modelId', 'number'],
    fields: 'modelId number operator receiptKey startedAt endsAt nextOperator nextReceiptKey poolTimeout pool',
  },
  version: {
    list: 'versions',
    key: ['modelId', 'number'],
    fields: 'modelId number artifactHash uri snapshot datanets windowWords baseVersion supersededAt on time',
  },
  versionChange: {
    list: 'versionChanges',
    key: ['modelId', 'version', 'on', 'transactionHash'],
    fields: 'modelId version on transactionHash',
  },
  deposit: { list: 'deposits', key: ['modelId', 'payer'], fields: 'modelId payer balance' },
  charge: { list: 'charges', key: ['modelId', 'term', 'payer'], fields: 'modelId term payer amount' },
  sessionKey: { list: 'sessionKeys', key: ['modelId', 'payer'], fields: 'modelId payer key effectiveFrom' },
  request: {
    list: 'requests',
    key: ['id'],
    fields:
      'id modelId term requester status price callbackGas deadline prompt payer version from to outputRoot answer dataAmount protocolAmount baseAmount ownerAmount',
  },
  gift: history('gifts', 'modelId payer', 'amount dataAmount protocolAmount baseAmount ownerAmount'),
  royaltyTransfer: history('royaltyTransfers', 'modelId baseModelId', 'amount kept'),
  collection: history('collections', 'kind modelId recipient', 'amount'),
  poolMovement: history('poolMovements', 'modelId term kind', 'amount'),
  stake: { list: 'stakes', key: ['account'], fields: 'account active locked unbonding' },
  batch: {
    list: 'batches',
    key: ['id'],
    fields:
      'id modelId term operator status inferencesRoot inferenceCount dataFees payoutsRoot payoutCount earned creditCount entryCount bundleHash bundleSize bundleUri bond committedAt demandsUntil responsePeriod challengesUntil versionsSince unearned',
  },
  challenge: { list: 'challenges', key: ['batchId'], fields: 'batchId modelId challenger kind bond reward' },
  parameterChange: {
    list: 'parameterChanges',
    key: ['transactionHash'],
    fields:
      'transactionHash protocolFeeBps dataFloorBps bondBps demandPeriod responsePeriod challengeTail unbondingPeriod withdrawalDelay submissionLife dataResponsePeriod arbiterPeriod poolTimeout trialTime versionGrace demandDepositFactor minimumBond bondPerItem validatorStake escalationBond arbiter',
  },
  payout: {
    list: 'payouts',
    key: ['batchId', 'index', 'account'],
    fields: 'batchId index account amount claimed batchStatus entriesRoot entryCount',
  },
  // Contributors who earned nothing are accounts too.
  account: {
    list: 'accounts',
    key: ['address'],
    fields: 'address earned claimed',
    where: '{ OR: [{ earned_gt: "0" }, { claimed_gt: "0" }] }',
  },
}

/** Everything that the indexer serves of what is compared, page by page. */
export async function readServed(url: string): Promise<Tables> {
  const tables: Tables = {}
  for (const table of Object.keys(lists)) tables[table] = await readServedTable(url, table)
  return tables
}

/** All rows of one table. */
export async function readServedTable(url: string, name: string): Promise<Table> {
  return readList(url, lists[name]!)
}

/** Number of the last block that the indexer has followed. */
export async function servedBlock(url: string): Promise<bigint> {
  const { _meta } = await ask<{ _meta: { status: Record<string, { block: { number: number } }> } }>(
    url,
    '{ _meta { status } }',
    {},
  )
  return BigInt(Object.values(_meta.status)[0]?.block.number ?? 0)
}

/** Number of batches whose content the indexer has not looked for yet. */
export async function pendingBatches(url: string): Promise<number> {
  const query = '{ batchContents(where: { status: "pending" }) { totalCount } }'
  return (await ask<{ batchContents: { totalCount: number } }>(url, query, {})).batchContents.totalCount
}

async function readList(url: string, { list, key, fields, totals: amounts, where = '{}' }: List): Promise<Table> {
  type Page = { items: Record<string, unknown>[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
  const query = `query ($after: String) { page: ${list}(where: ${where}, limit: 1000, after: $after) { items { ${fields} } pageInfo { hasNextPage endCursor } } }`
  const table = new Map<string, Row>()
  let after: string | null = null
  do {
    const { page }: { page: Page } = await ask(url, query, { after })
    for (const item of page.items) {
      const told = row(item)
      if (amounts) totals(table, told, amounts)
      else table.set(key.map((field) => told.fields[field]).join('/'), told)
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return table
}

async function ask<Data>(url: string, query: string, variables: Record<string, unknown>): Promise<Data> {
  const response = await post(url, JSON.stringify({ query, variables }))
  const text = await response.text()
  const { data, errors } = parse(url, text) as { data?: Data; errors?: { message: string }[] }
  if (errors?.[0] || !data) throw new ServedError(url, errors?.[0]?.message ?? 'no data')
  return data
}

async function post(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  } catch (cause) {
    throw new ServedError(url, 'no connection', { cause })
  }
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ServedError(url, 'no JSON', { cause })
  }
}
