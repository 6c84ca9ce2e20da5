import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { getAddress, type Hex } from 'viem'
import { z } from 'zod'
import { CliError } from '../errors.ts'
import { lock } from './lock.ts'

/**
 * The gateway's memory: a file to which every paid answer is appended before it leaves. Whatever happens to the process,
 * an answer that a client has seen stands here, and one that stands here is given again for the same voucher, not sold
 * again. Batches are made from it; what of it was committed is read off the chain.
 */

const address = z.string().transform((value) => getAddress(value))
const hex = z
  .string()
  .regex(/^0x[0-9a-f]*$/)
  .transform((value) => value as Hex)
const wei = z.string().regex(/^\d+$/).transform(BigInt)
const position = z.string().regex(/^\d+$/).transform(BigInt)

const Credit = z.object({
  start: position,
  length: position,
  matchStart: position,
  matchLength: position,
  submissionId: position,
  leafIndex: z.int(),
  offset: position,
  contributor: address,
})

const Passage = z.object({
  submissionId: position,
  leafIndex: z.int(),
  textRoot: hex,
  contributor: address,
  text: z.string(),
})

const Answer = z.object({
  modelId: wei,
  term: z.int(),
  version: z.int(),
  payer: address,
  from: wei,
  to: wei,
  /** keccak256 of the question: tells a retry from another question. */
  question: hex,
  /** The answer as it was given, and where it comes from. */
  content: z.string(),
  passages: z.array(Passage),
  /** Text root of the canonical answer. */
  outputRoot: hex,
  credits: z.array(Credit),
  /** The receipt's signature. */
  receipt: hex,
  /** The voucher that paid it. */
  voucher: z.object({ cumulativeAmount: wei, signature: hex }),
  /** Unix time in seconds. */
  createdAt: z.int(),
})

export type JournaledAnswer = z.infer<typeof Answer>

/** A line in the midst of the journal cannot be read. */
export class JournalDamagedError extends CliError {
  constructor(path: string, line: number, cause: unknown) {
    super(
      `Line ${line} of ${path} cannot be read: bring back a copy that is no older than the last answer, or begin a new term.`,
      { cause },
    )
  }
}

export type Journal = {
  /** Appends an answer; when done, it is on the disk. */
  append(answer: JournaledAnswer): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the journal for its one writer: replays it and cuts off a last line that a crash left unfinished (its answer
 * never left). The file is made when there is none.
 * @param replayed is given what the journal holds, in its order
 * @throws InUseError @throws JournalDamagedError
 */
export async function openJournal(
  path: string,
  replayed: (answer: JournaledAnswer) => void = () => {},
): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true })
  const unlock = lock(path)
  try {
    const file = await open(path, 'a+')
    try {
      let bytes = 0
      for await (const { answer, end } of replay(path, file)) {
        replayed(answer)
        bytes = end
      }
      await file.truncate(bytes)
      await file.sync()
      await syncFolder(dirname(path))
      return journalOf(file, unlock, bytes)
    } catch (error) {
      await file.close()
      throw error
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Brings the name of a new file to the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync()
  await folder.close()
}

function journalOf(file: FileHandle, unlock: () => void, bytes: number): Journal {
  let size = bytes
  let tail = Promise.resolve()
  const write = async (answer: JournaledAnswer) => {
    const line = Buffer.from(
      `${JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`,
    )
    try {
      await file.appendFile(line)
      await file.datasync()
    } catch (error) {
      // A full disk may have taken half a line: what was not confirmed must not stand before the next answer.
      await file.truncate(size)
      throw error
    }
    size += line.length
  }
  return {
    append(answer) {
      const done = tail.then(() => write(answer))
      tail = done.catch(() => undefined)
      return done
    },
    async close() {
      await tail
      await file.close()
      unlock()
    },
  }
}

/** Reads the journal without touching it, beside the gateway that writes it. No answers when there is no file. */
export async function* readJournal(path: string): AsyncGenerator<JournaledAnswer> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  try {
    for await (const { answer } of replay(path, file)) yield answer
  } finally {
    await file.close()
  }
}

const READ_BYTES = 2 ** 20

/** The answers one after the other, and where each ends. What follows the last whole line was never confirmed. */
async function* replay(path: string, file: FileHandle): AsyncGenerator<{ answer: JournaledAnswer; end: number }> {
  const buffer = Buffer.alloc(READ_BYTES)
  /** Of the line that is being read. */
  let held: Buffer[] = []
  let [line, read] = [0, 0]
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, read)
    if (bytesRead === 0) return
    const chunk = buffer.subarray(0, bytesRead)
    for (let at = 0; at < bytesRead; ) {
      const newline = chunk.indexOf(0x0a, at)
      if (newline < 0) {
        held.push(Buffer.from(chunk.subarray(at)))
        break
      }
      const bytes = Buffer.concat([...held, chunk.subarray(at, newline)])
      held = []
      line++
      at = newline + 1
      yield { answer: parse(path, line, bytes), end: read + at }
    }
    read += bytesRead
  }
}

function parse(path: string, line: number, bytes: Buffer): JournaledAnswer {
  try {
    return Answer.parse(JSON.parse(bytes.toString('utf8')))
  } catch (cause) {
    throw new JournalDamagedError(path, line, cause)
  }
}
