import { pathToFileURL } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres'
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite'
import type { GraphQLSchema } from 'graphql'
import type pg from 'pg'
import { ponderFile } from '../package.ts'

/** Tables, enums and relations by the names that they have in GraphQL. */
export type Tables = Record<string, unknown>

/** The connection of Ponder's database for reading. */
export type Client = PGlite | pg.Pool

type Database = { query: Record<string, unknown> }

/** What the fields of the generated schema ask of their context. */
type QueryBuilder = { raw: Database; wrap: (...parameters: unknown[]) => unknown }

/** The part of Ponder that generates GraphQL from tables. */
type Generator = {
  buildGraphQLSchema(parameters: { schema: Tables }): GraphQLSchema
  buildDataLoaderCache(queries: QueryBuilder): unknown
}

/** A schema, and the context of each request: its loaders batch what the request asks for. */
export type Generated = { schema: GraphQLSchema; context: () => Record<string, unknown> }

/**
 * Ponder's own GraphQL over more tables than Ponder fills.
 *
 * Ponder exports its generator only inside the `graphql()` middleware, whose queries know nothing but the tables of
 * `ponder.schema.ts`; with it, content would need a second schema, stitched to the first over in-process HTTP. So the
 * generator is loaded by its path in the package, whose version is pinned exactly.
 */
export async function generateSchema(tables: Tables, client: Client): Promise<Generated> {
  const { buildGraphQLSchema, buildDataLoaderCache } = await loadGenerator()
  const database: Database = isEmbedded(client)
    ? drizzleEmbedded({ client, schema: tables, casing: 'snake_case' })
    : drizzleServer({ client, schema: tables, casing: 'snake_case' })
  const queries: QueryBuilder = {
    raw: database,
    wrap: (...parameters) => (parameters.at(-1) as (database: Database) => unknown)(database),
  }
  return {
    schema: buildGraphQLSchema({ schema: tables }),
    context: () => ({ qb: queries, getDataLoader: buildDataLoaderCache(queries) }),
  }
}

/** The connection under the database that Ponder gives the API. */
export function clientOf(database: object): Client {
  return (database as { $client: Client }).$client
}

export function isEmbedded(client: Client): client is PGlite {
  return 'waitReady' in client
}

async function loadGenerator(): Promise<Generator> {
  return await import(pathToFileURL(ponderFile('graphql/index.js')).href)
}
