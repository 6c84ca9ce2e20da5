import type { GraphQLError } from 'graphql'
import { createYoga, maskError } from 'graphql-yoga'
import type { Context } from 'hono'
import type { Generated } from './ponder.ts'
import { usePlurals } from './schema.ts'

/** Answers GraphQL over HTTP; a browser gets GraphiQL. */
export function graphqlHandler({ schema, context }: Generated): (c: Context) => Promise<Response> {
  usePlurals(schema)
  const yoga = createYoga({
    schema,
    context,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    logging: false,
    // Ponder's server answers for cross-origin requests.
    cors: false,
    maskedErrors: {
      maskError: (error, message, isDev) =>
        isAboutRequest(error) ? (error as GraphQLError) : maskError(error, message, isDev),
    },
  })
  return async (c) => await yoga.fetch(c.req.raw)
}

/** The generated fields say what is wrong with a request (a page too large, an unknown column) by plain errors. */
function isAboutRequest(error: unknown): boolean {
  if (!(error instanceof Error) || !('originalError' in error)) return false
  const { originalError } = error
  return originalError instanceof Error && originalError.constructor === Error && !('code' in originalError)
}
