import type { Hex } from 'viem'

/** One thing as either side tells it: every field as text, so that the two can be held side by side. */
export type Row = {
  fields: Record<string, string>
  /** Where the chain first told of it. */
  block?: bigint
  transaction?: Hex
}

/** Rows of one kind by key. */
export type Table = Map<string, Row>

export type Tables = Record<string, Table>

/** The first thing that the two sides tell differently. */
export type Difference = {
  table: string
  key: string
  /** The field, or `row` where only one side has it. */
  field: string
  chain: string
  served: string
  block?: bigint
  transaction?: Hex
}

/** @returns the first difference in the order of the chain's tables, or undefined when there is none */
export function firstDifference(chain: Tables, served: Tables): Difference | undefined {
  for (const [table, rows] of Object.entries(chain)) {
    const found = differenceOf(table, rows, served[table] ?? new Map())
    if (found) return found
  }
}

function differenceOf(table: string, chain: Table, served: Table): Difference | undefined {
  for (const [key, row] of chain) {
    const { fields, ...origin } = row
    const other = served.get(key)
    if (!other) return { table, key, field: 'row', chain: 'there', served: 'absent', ...origin }
    for (const [field, value] of Object.entries(fields)) {
      if (other.fields[field] !== value) {
        return { table, key, field, chain: value, served: other.fields[field] ?? 'absent', ...origin }
      }
    }
  }
  for (const key of served.keys()) {
    if (!chain.has(key)) return { table, key, field: 'row', chain: 'absent', served: 'there' }
  }
}

/** A value as text: addresses and hashes in lower case, numbers in decimals, lists with commas. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  if (typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value)) return value.toLowerCase()
  return String(value)
}

export function row(fields: Record<string, unknown>, log?: { blockNumber: bigint; transactionHash: Hex }): Row {
  const texts = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, textOf(value)]))
  return { fields: texts, block: log?.blockNumber, transaction: log?.transactionHash }
}

/** Adds a row to the one with the same fields apart from its amounts, which it sums, or puts it there. */
export function totals(table: Table, { fields, ...origin }: Row, amounts: readonly string[]): void {
  const key = Object.entries(fields)
    .flatMap(([field, value]) => (amounts.includes(field) ? [] : value))
    .join('/')
  const before = table.get(key)?.fields
  const total = (field: string) => String(BigInt(fields[field] ?? 0) + BigInt(before?.[field] ?? 0))
  const summed = Object.fromEntries(amounts.map((field) => [field, total(field)]))
  table.set(key, { fields: { ...fields, ...summed }, ...origin })
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
