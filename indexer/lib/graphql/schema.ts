import type { GraphQLSchema } from 'graphql'

/** Names of lists that are not the name of one row and an `s`. */
const plurals: Record<string, string> = { batchs: 'batches', entrys: 'entries' }

/**
 * Gives lists their English plurals. The schema is changed in place: a copy would need the constructors of the very
 * copy of `graphql` that built it.
 */
export function usePlurals(schema: GraphQLSchema): void {
  const fields = schema.getQueryType()?.getFields() ?? {}
  for (const [generated, name] of Object.entries(plurals)) {
    const field = fields[generated]
    if (!field) continue
    fields[name] = { ...field, name }
    delete fields[generated]
  }
}
