import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { model, payment } from '@openledger/sdk/actions'
import type { ContentStore } from '@openledger/sdk/content'
import pino from 'pino'
import { type Address, isAddressEqual, type LocalAccount } from 'viem'
import type { Connection } from '../config.ts'
import { BadInputError, CliError } from '../errors.ts'
import { startBlockHash } from '../ledger.ts'
import { isOfTerm } from '../operator/pending.ts'
import type { LongOptions } from '../progress.ts'
import { readSessionKey } from '../signers.ts'
import { type LoadedVersion, loadVersion } from '../versions.ts'
import { folderWindows } from '../windows.ts'
import { openAnswerer } from './answerer.ts'
import { openDesk } from './desk.ts'
import { type JournaledAnswer, openJournal } from './journal.ts'
import { errorBody } from './openai.ts'
import { checkServed, latestActiveVersion, reasonNotServed } from './served.ts'
import { createServer } from './server.ts'

export type ServeParameters = {
  connection: Connection
  store: ContentStore
  modelId: bigint
  /** The term's receipt key. */
  receiptKey: LocalAccount
  /** Folder of the journal and the window index. */
  data: string
  /** Loopback port; 0 for a free one. */
  port: number
} & LongOptions

export type Gateway = { url: string; version: number; close(): Promise<void> }

/** The port is taken. */
export class PortInUseError extends CliError {
  constructor(port: number, cause: unknown) {
    super(`Port ${port} is in use: give another with --port, or 0 for a free one.`, { cause })
  }
}

/**
 * Serves the latest active version of a model on loopback.
 * @throws BadInputError when the key is not the term's, no version is active, or nothing can be sold any more @throws PortInUseError
 */
export async function serve(parameters: ServeParameters): Promise<Gateway> {
  const { connection, store, modelId, receiptKey, data, signal, onProgress } = parameters
  const { client, deployment } = connection
  const { chainId, contracts } = deployment
  const { term, latestVersion } = await model.getModel(client, { deployment, modelId })
  const keyOfTerm = (await model.getTerm(client, { deployment, modelId, number: term })).receiptKey
  if (!isAddressEqual(keyOfTerm, receiptKey.address)) {
    throw new BadInputError(
      `Receipts of model ${modelId} are signed by ${keyOfTerm}, and the key is ${receiptKey.address}'s: give the term's receipt key.`,
    )
  }
  if (latestVersion === 0) throw new BadInputError(`Model ${modelId} has no version: build one first.`)
  const version = await latestActiveVersion(connection, modelId, latestVersion)
  if (version === undefined) throw new BadInputError(`No version of model ${modelId} is active: activate one first.`)
  const served = { modelId, term, version }
  const refusal = await reasonNotServed(connection, served)
  if (refusal) throw new BadInputError(refusal.message)
  // Listening comes first, so that a port in use is told before a corpus is read.
  const server = await listen(parameters.port)
  try {
    const sold = new Map<Address, JournaledAnswer>()
    const journal = await openJournal(join(data, 'journal.jsonl'), (answer) => {
      if (isOfTerm(answer, served)) sold.set(answer.payer, answer)
    })
    let loaded: LoadedVersion | undefined
    try {
      const indexes = join(data, 'windows', (await startBlockHash(connection)).slice(2, 18))
      const openWindows = (windowWords: number) => folderWindows(indexes, windowWords)
      const opened = await loadVersion(connection, store, { modelId, version, openWindows, signal, onProgress })
      loaded = opened
      const desk = openDesk({
        domain: { chainId, escrow: contracts.InferenceEscrow },
        ...served,
        receiptKey,
        journal,
        sold: sold.values(),
        answer: await openAnswerer(store, opened),
        async readTerms(payer) {
          const [deposit, charged, { price }] = await Promise.all([
            payment.getDeposit(client, { deployment, modelId, payer }),
            payment.getCharged(client, { deployment, modelId, term, payer }),
            model.getModel(client, { deployment, modelId }),
            checkServed(connection, served),
          ])
          return { account: { available: deposit.balance - deposit.withdrawing, charged }, price }
        },
        now: () => new Date(),
      })
      const app = createServer({
        desk,
        model: {
          chainId,
          escrow: contracts.InferenceEscrow,
          ...served,
          windowWords: opened.windowWords,
        },
        readSessionKey: (payer) => readSessionKey(connection, { modelId, payer }),
        readPrice: async () => (await model.getModel(client, { deployment, modelId })).price,
        log: pino({ base: null }, pino.destination(2)),
      })
      server.off('request', notReady)
      server.on('request', getRequestListener(app.fetch))
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        version,
        async close() {
          await stop(server)
          await opened.close()
          await journal.close()
        },
      }
    } catch (error) {
      await loaded?.close()
      await journal.close()
      throw error
    }
  } catch (error) {
    await stop(server)
    throw error
  }
}

function listen(port: number): Promise<Server> {
  const server = createHttpServer()
  server.on('request', notReady)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, error) : error)
    })
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

function notReady(_: IncomingMessage, response: ServerResponse): void {
  const message = 'The gateway is loading its model: try again in a moment.'
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' })
  response.end(JSON.stringify(errorBody({ message, type: 'api_error', code: 'not_ready' })))
}

/** Ends a server once the answers that are under way are given. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
