import { withRetry } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import {
  ContentServerAddressError,
  ContentServerError,
  ContentServerRedirectError,
  ContentServerTimeoutError,
  ContentServerUnreachableError,
  ContentTooLargeError,
} from './serverErrors.ts'

/** How a store deals with its server, which is trusted with nothing. */
export type TransferOptions = {
  /** Most bytes that are taken of one content: 256 MiB unless told, as much as a bundle's part may unpack to. */
  most?: number
  /** Milliseconds that one request may take, its last byte included: 60,000 unless told. */
  timeout?: number
  /** How often a request is sent again that failed for a reason that may pass: 2 unless told. */
  retries?: number
  /** What sends requests, the platform's own unless told. */
  fetch?: typeof fetch
}

export type ServerRequest = {
  url: URL
  method: 'GET' | 'PUT' | 'POST'
  headers?: HeadersInit
  body?: BodyInit
}

export type ServerAnswer = { ok: boolean; status: number; bytes: Uint8Array }

const MOST_BYTES = 2 ** 28
const TIMEOUT = 60_000
const RETRIES = 2
/** What is kept of an answer that is no content: enough for what it says. */
const MOST_SAID_BYTES = 4096
const FIRST_BYTES = 2 ** 16

/** Statuses of a server that may soon do better. */
const PASSING = [408, 429, 500, 502, 503, 504]

/**
 * Sends a request, again when it fails for a reason that may pass. Never holds more of an answer than it may.
 * @param prepare Makes the request, anew each time: a signature has its hour.
 * @param passing Statuses for which the request is sent again.
 * @throws ContentServerUnreachableError @throws ContentServerTimeoutError @throws ContentTooLargeError
 * @throws ContentServerRedirectError
 */
export async function transfer(
  prepare: () => ServerRequest | Promise<ServerRequest>,
  options: TransferOptions & { signal?: AbortSignal; passing?: readonly number[] },
): Promise<ServerAnswer> {
  const { retries = RETRIES, passing = PASSING, signal } = options
  let last: ServerAnswer | undefined
  const attempt = async () => {
    last = undefined
    const answer = await send(await prepare(), options)
    if (!passing.includes(answer.status)) return answer
    last = answer
    throw new PassingStatus()
  }
  try {
    return await withRetry(attempt, {
      retryCount: retries,
      delay: ({ count }) => 200 * 2 ** count,
      shouldRetry: ({ error }) => error instanceof PassingStatus || error instanceof ContentServerUnreachableError,
      signal,
    })
  } catch (error) {
    if (last && error instanceof PassingStatus) return last
    throw error
  }
}

/** Has the request sent again; never leaves this file. */
class PassingStatus extends OpenLedgerError {
  constructor() {
    super('The server answered that it cannot now: try again.')
  }
}

/** What a server says for itself in an answer that is no content. */
export function textOf({ bytes }: ServerAnswer): string {
  return new TextDecoder().decode(bytes).trim()
}

/** @throws ContentServerError unless the server did what it was asked */
export function assertDone(server: URL, answer: ServerAnswer, said?: string): void {
  if (!answer.ok) throw new ContentServerError(server.origin, answer.status, said)
}

/**
 * The address of a server, and of a folder there, for paths to be added to.
 * @throws ContentServerAddressError unless it is one of http or https, without a user, a query or a fragment: these would
 * be left out of requests, or show up in errors
 */
export function parseServer(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    const shown = url ? `${url.protocol}//${url.host}${url.pathname}` : address
    throw new ContentServerAddressError('address of a content server', shown, 'an http or https URL, and any key apart')
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

async function send(
  { url, ...init }: ServerRequest,
  { most = MOST_BYTES, timeout = TIMEOUT, signal, ...options }: TransferOptions & { signal?: AbortSignal },
): Promise<ServerAnswer> {
  signal?.throwIfAborted()
  const call = options.fetch ?? fetch
  const controller = new AbortController()
  let isLate = false
  const stop = () => controller.abort(signal?.reason)
  const timer = setTimeout(() => {
    isLate = true
    controller.abort()
  }, timeout)
  signal?.addEventListener('abort', stop)
  try {
    // A redirect could lead to a server that only this machine can reach: it is not followed.
    const response = await call(url, { ...init, redirect: 'manual', signal: controller.signal })
    const { ok, status, type, headers } = response
    if (type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status)) {
      throw new ContentServerRedirectError(url.origin, headers.get('location'))
    }
    const { bytes, isWhole } = await readBody(response, ok ? most : MOST_SAID_BYTES)
    if (ok && !isWhole) throw new ContentTooLargeError(url.origin, most)
    return { ok, status, bytes }
  } catch (cause) {
    signal?.throwIfAborted()
    if (isLate) throw new ContentServerTimeoutError(url.origin, timeout, { cause })
    if (cause instanceof OpenLedgerError) throw cause
    throw new ContentServerUnreachableError(url.origin, { cause })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    // What has not been read of the answer never will be: lets go of the connection.
    controller.abort()
  }
}

/** Reads so much of a body into one buffer, so that a body in a million pieces holds no more than its bytes. */
async function readBody(response: Response, most: number): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const reader = response.body?.getReader()
  if (!reader) return { bytes: new Uint8Array(), isWhole: true }
  let buffer = new Uint8Array(Math.min(FIRST_BYTES, most))
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { bytes: length === buffer.length ? buffer : buffer.slice(0, length), isWhole: true }
    const taken = value.subarray(0, most - length)
    if (taken.length > buffer.length - length) {
      const larger = new Uint8Array(Math.min(most, Math.max(2 * buffer.length, length + taken.length)))
      larger.set(buffer.subarray(0, length))
      buffer = larger
    }
    buffer.set(taken, length)
    length += taken.length
    if (taken.length < value.length) return { bytes: buffer.subarray(0, length), isWhole: false }
  }
}
