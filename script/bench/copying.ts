// `npm run bench:copying`: what copying, edited copies and common phrases earn under `window/v1`, on made texts and on the
// docs of installed packages; with `--data DIR` on the revisions there too. `--json` prints the figures alone, `--size
// small` shows that it works, `--only` measures one part, `--update` keeps what was measured in docs/proof/copying.json and
// docs/copying.md beside what they have of the other parts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { canonicaliseBytes } from '../../sdk/src/text/index.ts'
import { readCorpus } from '../loop/corpus.ts'
import { fail, root } from '../tasks/command.ts'
import { page, type Report } from './copying/page.ts'
import { REVISIONS_FILE, type Revision, readRevisions, revisionsReport } from './copying/revisions.ts'
import { type RealText, type Squatting, squattingIn, thinned } from './copying/squatting.ts'
import { faultsIn, type Row, suite } from './copying/suite.ts'
import type { Figure } from './engine/figure.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: 'full' },
    data: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const { size } = values
if (!Number.isSafeInteger(seed)) fail('--seed takes a whole number.')
if (size !== 'small' && size !== 'full') fail('--size takes small or full.')
if (values.update && size === 'small') fail('--update keeps the full size: leave out --size.')

const parts = ['attacks', 'phrases', 'revisions'] as const
const { only } = values
if (only !== undefined && !parts.some((part) => part === only)) fail(`--only takes one of ${parts.join(', ')}.`)
const isAsked = (part: (typeof parts)[number]) => only === undefined || only === part

const say = (text: string) => console.error(text)
/** Words of real text that phrases are counted and sought in. */
const MOST_WORDS = size === 'full' ? 400_000 : 20_000
const squats = {
  sizes: size === 'full' ? [4, 8, 16] : [8],
  counts: size === 'full' ? [100, 1_000, 10_000] : [100],
  rulesAt: 1_000,
}

const revisions = revisionsIn(values.data)
const report: Report = { seed, machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}` }
let faults: string[] = []
if (isAsked('attacks')) {
  const onRow = ({ name, windowWords }: Row) => say(`… ${name}, K = ${windowWords}`)
  report.attacks = await suite({ seed, size }, undefined, onRow)
  faults = faultsIn(report.attacks, size)
  for (const fault of faults) say(`✗ ${fault}`)
}
if (isAsked('phrases')) {
  const { files, packages } = readCorpus(root)
  const documents = files.map(({ package: group, text }): RealText => ({ group, text: bytesOf(text) }))
  say(`… common phrases in ${documents.length} documents of ${packages} packages`)
  report.phrases = await squattingIn(thinned(documents, MOST_WORDS), squats)
  if (revisions) report.pagePhrases = await squattingIn(thinned(latestOf(revisions), MOST_WORDS), squats)
}
if (isAsked('revisions') && revisions) {
  say(`… ${revisions.length} revisions`)
  report.revisions = await revisionsReport(revisions, size === 'full' ? [8, 12] : [8])
}

const file = join(root, 'docs/proof/copying.json')
const before: Partial<Report> = values.update && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const whole: Report = { ...before, ...JSON.parse(JSON.stringify(report)) }
if (values.update && faults.length === 0) {
  mkdirSync(join(root, 'docs/proof'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`)
  writeFileSync(join(root, 'docs/copying.md'), page(whole))
}
console.log(values.json ? JSON.stringify({ input: inputOf(report), figures: figuresOf(report) }) : page(whole))
process.exit(faults.length ? 1 : 0)

function bytesOf(text: string): Uint8Array {
  return canonicaliseBytes(new TextEncoder().encode(text))
}

/** The revisions in the folder of `--data`, fewer where the size is small. */
function revisionsIn(folder: string | undefined): Revision[] | undefined {
  if (only === 'attacks') return undefined
  const all = folder === undefined ? undefined : readRevisions(folder)
  if (!all)
    say(
      `skipped: revisions. ${folder === undefined ? '--data names no folder' : `${folder} has no ${REVISIONS_FILE}`}.`,
    )
  return size === 'full' ? all : all?.slice(0, 500)
}

/** The text of each page as it was left last. */
function latestOf(all: readonly Revision[]): RealText[] {
  const latest = new Map(all.map((revision) => [revision.page, revision]))
  return [...latest.values()].map(({ page, text }) => ({ group: page, text }))
}

function inputOf({ seed, machine, phrases, revisions }: Report) {
  const documents = phrases ? phrases.known + phrases.quoted : null
  return { seed, size, machine, documents, revisions: revisions?.revisions ?? null }
}

function figuresOf({ attacks = [], phrases, pagePhrases, revisions }: Report): Figure[] {
  const lower = (name: string, value: number, unit: string, goal?: number): Figure => ({
    name,
    value,
    unit,
    goal,
    better: 'lower',
  })
  const squats = (where: string, { bySize }: Squatting) =>
    bySize.map(({ windowWords, phrases, earned }) =>
      lower(`${where}: ${phrases} common phrases, K = ${windowWords}`, earned.squatter, 'of words'),
    )
  return [
    ...attacks.flatMap(({ name, windowWords, share, filter, formula, ofCopies }) => [
      lower(`${name}, K = ${windowWords}: taken`, share, 'of all money'),
      ...(formula === undefined
        ? []
        : [lower(`${name}, K = ${windowWords}: off the formula`, Math.abs(ofCopies - formula), 'of copies', 0.005)]),
      ...(filter ? [lower(`${name}, K = ${windowWords}: taken with the filter`, filter.share, 'of all money')] : []),
    ]),
    ...(phrases ? squats('documentation', phrases) : []),
    ...(pagePhrases ? squats('help pages', pagePhrases) : []),
    ...(revisions
      ? [
          ...revisions.whole.map(
            ({ windowWords, agreement }): Figure => ({
              name: `main author agrees, K = ${windowWords}`,
              value: agreement,
              unit: 'of pages',
              better: 'higher',
            }),
          ),
          lower('index all revisions', revisions.seconds.index, 's'),
          lower('attribute the latest texts', revisions.seconds.attribute, 's'),
        ]
      : []),
  ]
}
