import { stateCredit } from '@openledger/sdk/attribution'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { keccak256 } from 'viem'
import { wordsOf } from '../factory/retrieval/terms.ts'
import type { Desk } from './desk.ts'
import type { JournaledAnswer } from './journal.ts'
import { ApiError, ChatRequest, errorBody, questionOf } from './openai.ts'
import { readVoucher, VOUCHER_HEADER, type VoucherTerm } from './voucher.ts'

/** Most bytes of a request's body. */
const MOST_BODY = 1024 * 1024

/** What the gateway says of the model it serves. */
export type ServedModel = {
  chainId: number
  escrow: `0x${string}`
  modelId: bigint
  term: number
  version: number
  windowWords: number
}

export type ServerParameters = {
  desk: Desk
  model: ServedModel
  readPrice(): Promise<bigint>
  readSessionKey: VoucherTerm['readSessionKey']
  log: Logger
}

/** The name under which clients ask for a model. */
export function modelName(modelId: bigint): string {
  return `openledger-${modelId}`
}

/** The HTTP API: OpenAI's shapes, paid by voucher. Logs hold no questions and no answers. */
export function createServer({ desk, model, readPrice, readSessionKey, log }: ServerParameters): Hono {
  const app = new Hono()
  const name = modelName(model.modelId)
  const { chainId, escrow, modelId, term, version, windowWords } = model

  app.get('/health', (context) => context.json({ status: 'ok' }))

  app.get('/v1/models', async (context) => {
    const openledger = {
      chainId,
      escrow,
      modelId: String(modelId),
      term,
      version,
      windowWords,
      price: String(await readPrice()),
    }
    return context.json({ object: 'list', data: [{ id: name, object: 'model', owned_by: 'openledger', openledger }] })
  })

  app.post('/v1/chat/completions', bodyLimit({ maxSize: MOST_BODY, onError: tooLarge }), async (context) => {
    const question = readQuestion(await context.req.text(), name)
    const voucher = await readVoucher(context.req.header(VOUCHER_HEADER), {
      domain: { chainId, escrow },
      modelId,
      term,
      readSessionKey,
    })
    const answer = await desk.sell(voucher, question)
    log.info({ payer: answer.payer, from: answer.from, to: answer.to, outputRoot: answer.outputRoot }, 'answered')
    return context.json(completion(name, windowWords, question, answer))
  })

  app.notFound((context) =>
    context.json(
      errorBody({
        message: `${context.req.method} ${context.req.path} is not served: see GET /v1/models.`,
        type: 'invalid_request_error',
        code: 'unknown_url',
      }),
      404,
    ),
  )
  app.onError((error, context) => {
    if (error instanceof ApiError) {
      log.info({ status: error.status, code: error.code }, 'refused')
      return context.json(errorBody(error), error.status)
    }
    log.error({ error }, 'failed')
    const message = 'The gateway could not answer and charged nothing: try again.'
    return context.json(errorBody({ message, type: 'api_error', code: 'internal_error' }), 500)
  })
  return app
}

function tooLarge(): never {
  const message = `A request has at most ${MOST_BODY} bytes: send a shorter one.`
  throw new ApiError(413, 'invalid_request_error', 'request_too_large', message)
}

function readQuestion(body: string, name: string): string {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw new ApiError(
      400,
      'invalid_request_error',
      'invalid_json',
      'The body is not JSON: send a chat completion request.',
    )
  }
  const request = ChatRequest.safeParse(json)
  if (!request.success) {
    const [issue] = request.error.issues
    const message = `The request is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`
    throw new ApiError(400, 'invalid_request_error', 'invalid_request', message)
  }
  if (request.data.model !== name) {
    const message = `The model ${JSON.stringify(request.data.model)} is not served here: ask ${name}.`
    throw new ApiError(404, 'invalid_request_error', 'model_not_found', message)
  }
  const question = questionOf(request.data)
  if (question === undefined || wordsOf(question).length === 0) {
    const message = 'The last message of the user has no words: send a question.'
    throw new ApiError(400, 'invalid_request_error', 'no_question', message)
  }
  return question
}

/** The answer's JSON, as docs/formats.md has it. */
function completion(name: string, windowWords: number, question: string, answer: JournaledAnswer) {
  const { modelId, term, version, payer, outputRoot } = answer
  const [asked, answered] = [wordsOf(question).length, wordsOf(answer.content).length]
  return {
    id: `chatcmpl-${keccak256(answer.receipt).slice(2, 34)}`,
    object: 'chat.completion',
    created: answer.createdAt,
    model: name,
    choices: [
      { index: 0, message: { role: 'assistant', content: answer.content }, logprobs: null, finish_reason: 'stop' },
    ],
    // Tokens are words here.
    usage: { prompt_tokens: asked, completion_tokens: answered, total_tokens: asked + answered },
    attribution: {
      version,
      windowWords,
      passages: answer.passages.map((passage) => ({ ...passage, submissionId: String(passage.submissionId) })),
      credits: answer.credits.map(stateCredit),
      receipt: {
        modelId: String(modelId),
        term,
        version,
        payer,
        from: String(answer.from),
        to: String(answer.to),
        outputRoot,
        signature: answer.receipt,
      },
    },
  }
}
