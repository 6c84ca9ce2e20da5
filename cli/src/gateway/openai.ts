import { z } from 'zod'

/** The shapes of the OpenAI API that the gateway takes and gives. */

const TextPart = z.object({ type: z.literal('text'), text: z.string() })
const Message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string(), z.array(TextPart).transform((parts) => parts.map(({ text }) => text).join('\n'))]),
})

/** Fields that this gateway does not know are ignored, as clients send many. */
export const ChatRequest = z.object({
  model: z.string(),
  messages: z.array(Message).min(1),
  stream: z.literal(false, { error: 'Streaming is not served: leave out stream.' }).nullish(),
  n: z.literal(1, { error: 'One answer is given for a request: leave out n.' }).nullish(),
})

/** The question: the last message of the user. Undefined when there is none or it has no text. */
export function questionOf(request: z.infer<typeof ChatRequest>): string | undefined {
  const question = request.messages.findLast(({ role }) => role === 'user')?.content.trim()
  return question === '' ? undefined : question
}

export type ApiErrorType = 'invalid_request_error' | 'payment_required' | 'api_error'

/** What a request is refused with: an HTTP status and OpenAI's error object. Nothing was charged. */
export class ApiError extends Error {
  readonly status: 400 | 402 | 404 | 410 | 413 | 422 | 503
  readonly type: ApiErrorType
  readonly code: string
  constructor(status: ApiError['status'], type: ApiErrorType, code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.type = type
    this.code = code
  }
}

export function errorBody({ message, type, code }: Pick<ApiError, 'message' | 'type' | 'code'>) {
  return { error: { message, type, code, param: null } }
}
