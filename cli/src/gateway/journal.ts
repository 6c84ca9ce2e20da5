import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
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
  answers: readonly JournaledAnswer[]
  /** Appends an answer; when done, it is on the disk. */
  append(answer: JournaledAnswer): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the journal for its one writer: replays it and cuts off a last line that a crash left unfinished (its answer
 * never left). The file is made when there is none.
 * @throws InUseError @throws JournalDamagedError
 */
export async function openJournal(path: string): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true })
  const unlock = lock(path)
  try {
    const file = await open(path, 'a+')
    try {
      const { answers, bytes } = parseJournal(path, await file.readFile())
      await file.truncate(bytes)
      await file.sync()
      await syncFolder(dirname(path))
      return journalOf(file, unlock, answers, bytes)
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

function journalOf(file: FileHandle, unlock: () => void, answers: JournaledAnswer[], bytes: number): Journal {
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
    answers.push(answer)
  }
  return {
    answers,
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
export async function readJournal(path: string): Promise<JournaledAnswer[]> {
  try {
    return parseJournal(path, await readFile(path)).answers
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** The answers, and how many bytes their whole lines take. */
function parseJournal(path: string, content: Buffer): { answers: JournaledAnswer[]; bytes: number } {
  const bytes = content.lastIndexOf(0x0a) + 1
  const lines = content.subarray(0, bytes).toString('utf8').split('\n').slice(0, -1)
  const answers = lines.map((line, at) => {
    try {
      return Answer.parse(JSON.parse(line))
    } catch (cause) {
      throw new JournalDamagedError(path, at + 1, cause)
    }
  })
  return { answers, bytes }
}
