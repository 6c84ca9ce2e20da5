import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A voucher that was sent and whose answer has not come yet: the running total that it promises and the one before, in wei. */
export type Pending = { question: string; cumulativeAmount: bigint; from: bigint }

/**
 * What a payer keeps of one model's term: its receipts, one JSON object a line, and the voucher under way. What was
 * promised is on the disk before it is sent, so that an answer lost on its way is asked for again and not paid twice.
 */
export type Purse = {
  /** Where the last receipt ends, in wei; undefined before the first. */
  total(): Promise<bigint | undefined>
  pending(): Promise<Pending | undefined>
  promise(pending: Pending): Promise<void>
  /** Keeps an answer's receipt: the voucher under way has been answered. */
  keep(kept: { receipt: { to: bigint }; content: string }): Promise<void>
  /** The voucher under way was refused: nothing was sold for it. */
  forget(): Promise<void>
}

/** @param file Path of the receipts; what is pending stands beside it. */
export function openPurse(file: string): Purse {
  const pendingFile = `${file}.pending`
  return {
    async total() {
      const last = wholeLines(await readIfThere(file)).at(-1)
      return last === undefined ? undefined : BigInt(JSON.parse(last).receipt.to)
    },
    async pending() {
      const text = await readIfThere(pendingFile)
      if (text === '') return undefined
      const { question, cumulativeAmount, from } = JSON.parse(text) as Record<keyof Pending, string>
      return { question, cumulativeAmount: BigInt(cumulativeAmount), from: BigInt(from) }
    },
    async promise(pending) {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(`${pendingFile}.new`, stringify(pending), { flush: true })
      await rename(`${pendingFile}.new`, pendingFile)
    },
    async keep(kept) {
      const content = await readIfThere(file)
      // A line that a crash left unfinished ends here; its answer was asked for again.
      const begin = content === '' || content.endsWith('\n') ? '' : '\n'
      await appendFile(file, `${begin}${stringify(kept)}\n`, { flush: true })
      await rm(pendingFile, { force: true })
    },
    forget: () => rm(pendingFile, { force: true }),
  }
}

/** The lines that were written to their end: of one that a crash broke off, nothing can be parsed. */
function wholeLines(content: string): string[] {
  return content.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}') && isJson(line))
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

function stringify(value: object): string {
  return JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? String(field) : field))
}
