import type { Database } from './database.ts'

/** A column, quoted for SQL. */
export type Column = {
  table: string
  column: string
  type: string
  kind: 'array' | 'boolean' | 'enum' | 'number' | 'text'
  isKey: boolean
}

/** A name of TypeScript as the database has it. */
export function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** The columns of the table of this name, wherever it stands. */
export async function columnsOf({ query }: Database, table: string): Promise<Map<string, Column>> {
  const columns = await query(
    `SELECT attname AS name, attrelid::regclass::text AS table, quote_ident(attname) AS column,
       format_type(atttypid, atttypmod) AS type,
       CASE typcategory WHEN 'A' THEN 'array' WHEN 'B' THEN 'boolean' WHEN 'E' THEN 'enum' WHEN 'N' THEN 'number'
         WHEN 'S' THEN 'text' END AS kind,
       EXISTS (SELECT 1 FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY(indkey)) AS "isKey"
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_type ON pg_type.oid = atttypid
     WHERE relname = $1 AND relkind = 'r' AND attnum > 0 AND NOT attisdropped`,
    [table],
  )
  return new Map(columns.map(({ name, ...column }) => [name, column]))
}

/**
 * Alters a column in one row.
 * @returns what restores it
 */
export async function alter({ query }: Database, { table, column, type, kind }: Column) {
  const [row] = await query(`SELECT ctid, ${column}::text AS before FROM ${table} WHERE ${column} IS NOT NULL LIMIT 1`)
  if (row === undefined) throw new Error(`${table}.${column} is null in every row: write a history that fills it.`)
  const other = {
    array: `${column} || ${column}`,
    boolean: `NOT ${column}`,
    enum: `CASE WHEN ${column} = enum_last(${column}) THEN enum_first(${column}) ELSE enum_last(${column}) END`,
    number: `${column} + 1`,
    text: `${column} || '0'`,
  }[kind]
  const [altered] = await query(`UPDATE ${table} SET ${column} = ${other} WHERE ctid = $1 RETURNING ctid`, [row.ctid])
  return () => query(`UPDATE ${table} SET ${column} = $1::${type} WHERE ctid = $2`, [row.before, altered.ctid])
}
