import { db } from 'ponder:api'
import chain from 'ponder:schema'
import { folderStore } from '@openledger/sdk/content/folder'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { Hono } from 'hono'
import { embeddedDatabase, serverDatabase } from '../../lib/content/database.ts'
import { followContent } from '../../lib/content/follow.ts'
import { contentTables, contentViews } from '../../lib/content/tables.ts'
import { graphqlHandler } from '../../lib/graphql/handler.ts'
import { clientOf, generateSchema } from '../../lib/graphql/ponder.ts'
import { readSettings } from '../../lib/settings.ts'
import * as content from '../../schema/content.ts'
import * as relations from '../../schema/relations.ts'

const { deployment, storeDir, databaseUrl } = readSettings(process.env)
const client = clientOf(db)
const database = databaseUrl === undefined ? embeddedDatabase(client) : serverDatabase(databaseUrl)

// Ponder has made its tables by now; the views stand beside them, and queries read nothing else.
const schema = getTableConfig(chain.batch).schema ?? 'public'
await database.script(contentTables)
await database.script(contentViews(schema))

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT'] as const) process.once(signal, () => stopping.abort())

// Not awaited: the API answers while content comes in. It ends with the process and reports what fails by itself.
void followContent(
  {
    database,
    store: folderStore(storeDir),
    ledger: { chainId: deployment.chainId, ledger: deployment.contracts.AttributionLedger },
    chain: schema,
  },
  {
    signal: stopping.signal,
    report: (failure) => console.error(`Content cannot be loaded, trying again: ${failure}`),
  },
)

// Started by another process, this one does not outlive it.
if (process.channel) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))

const app = new Hono()
app.all('/graphql', graphqlHandler(await generateSchema({ ...chain, ...content, ...relations }, client)))

export default app
