import { textRoot, WINDOW_WORDS } from '@openledger/sdk'
import {
  attributeSync,
  buildSegment,
  createHashKey,
  type IndexedContribution,
  inMemory,
  type MemorySource,
} from '@openledger/sdk/engine'
import { Command, InvalidArgumentError } from 'commander'
import { type Address, isAddress, isAddressEqual, zeroAddress } from 'viem'
import { z } from 'zod'
import { BadInputError } from '../errors.ts'
import { print } from '../print.ts'
import { type LongOptions, progressBar, workersFor } from '../progress.ts'
import { readTextFile, wordsOfInput } from '../textFile.ts'

type Options = { corpus: string; output: string; windowWords: number; json?: true }

const help = `
The corpus has a JSON object in each line; the order of the lines is prior art:
  {"contributor": "0x…", "text": "…"}
--json prints one object; all positions are bytes of canonical text:
  outputLength  bytes of the canonical output
  textRoot      its text root
  windowWords   K
  credits       in the order of the output, each with
    start, length             the credited words in the output
    matchStart, matchLength   the support: the credited words and their equal surroundings, in the output
    leaf                      the source's line in the corpus, from 0
    offset                    first byte of the support in the source
    contributor               as the corpus has it`

export function attributeCommand(): Command {
  return new Command('attribute')
    .description('print whose words an output has, by the rule window/v1, over a corpus in a file')
    .requiredOption('--corpus <file>', 'contributions, a JSON object in each line')
    .requiredOption('--output <file>', 'the output to attribute, plain text in UTF-8')
    .option('--window-words <K>', `words of a window: ${WINDOW_WORDS.join(', ')}`, parseWindowWords, 8)
    .option('--json', 'print as JSON')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      const bar = progressBar()
      const source = await readCorpus(options, { onProgress: bar.show }).finally(bar.clear)
      const output = wordsOfInput(readTextFile(options.output), options.output)
      const credits = attributeSync(source, output, { standingOf: () => 'Eligible' }).map((credit) => ({
        start: Number(credit.start),
        length: Number(credit.length),
        matchStart: Number(credit.matchStart),
        matchLength: Number(credit.matchLength),
        leaf: credit.leafIndex,
        offset: Number(credit.offset),
        contributor: credit.contributor,
      }))
      const { windowWords } = options
      const result = { outputLength: output.length, textRoot: textRoot(output), windowWords, credits }
      const words = new TextDecoder()
      const lines = credits.map(({ start, length, leaf, contributor }) => {
        return `line ${leaf + 1}  ${contributor}  ${words.decode(output.subarray(start, start + length))}`
      })
      print(options, result, lines.length > 0 ? lines : ['Nothing in the output stands in the corpus.'])
    })
}

const Line = z.object({
  contributor: z.custom<Address>(
    (value) => typeof value === 'string' && isAddress(value) && !isAddressEqual(value, zeroAddress),
    'contributor must be an address other than zero',
  ),
  text: z.string('text must be a string'),
})

async function readCorpus({ corpus, windowWords }: Options, options: LongOptions): Promise<MemorySource> {
  const lines = readTextFile(corpus)
    .replace(/\r?\n$/, '')
    .split('\n')
  const contributions: IndexedContribution[] = []
  for (const [leafIndex, line] of lines.entries()) {
    const name = `${corpus}, line ${leafIndex + 1},`
    const { contributor, text } = parseLine(line, name)
    contributions.push({ submissionId: 0n, leafIndex, contributor, text: wordsOfInput(text, name) })
  }
  const bytes = contributions.reduce((sum, { text }) => sum + text.length, 0)
  const how = { ...options, windowWords, key: createHashKey(), workers: workersFor(bytes) }
  return inMemory([await buildSegment(contributions, how)])
}

function parseLine(line: string, name: string): z.infer<typeof Line> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new BadInputError(`${name} is not JSON: write {"contributor": "0x…", "text": "…"} in each line.`, { cause })
  }
  const parsed = Line.safeParse(value)
  if (parsed.success) return parsed.data
  const reason = parsed.error.issues[0]!.message
  throw new BadInputError(
    `${name} is no contribution (${reason}): write {"contributor": "0x…", "text": "…"} in each line.`,
    {
      cause: parsed.error,
    },
  )
}

function parseWindowWords(value: string): number {
  const windowWords = WINDOW_WORDS.find((allowed) => String(allowed) === value)
  if (windowWords === undefined) throw new InvalidArgumentError(`It must be one of ${WINDOW_WORDS.join(', ')}.`)
  return windowWords
}
