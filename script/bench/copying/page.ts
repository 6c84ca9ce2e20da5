import type { Revisions, Spread } from './revisions.ts'
import type { Squatting } from './squatting.ts'
import type { Row } from './suite.ts'

/** All that was measured: what docs/proof/copying.json keeps. A part is absent where it was not. */
export type Report = {
  seed: number
  machine: string
  attacks?: Row[]
  /** In the docs of installed packages, and in the latest texts of the pages that were revised. */
  phrases?: Squatting
  pagePhrases?: Squatting
  /** Their folder is not part of the product. */
  revisions?: Revisions
}

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)} %`
const table = (head: string[], rows: string[][]) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** docs/copying.md. */
export function page({ seed, machine, attacks: rows = [], phrases: docs, pagePhrases, revisions }: Report): string {
  return `# What copying earns

Made by \`npm run bench:copying -- --update --data DIR\`; do not edit. Its figures are in docs/proof/copying.json. Seed ${seed}; ${machine}.

Rule \`window/v1\`: each word of an answer belongs to the earliest contribution in which a window over it stands (docs/protocol.md).
So whoever copies comes later and earns nothing by what was copied. What is left is below, measured, not argued.

## Attacks

Authors submit texts of random words, attackers what the row says; then every text of either side is quoted whole, once, for one
OPEN each. *Taken* is what attackers earn, less what their own added words do. "Of copies" is the same in parts of what quoted
copies bring. *Off* is how many wei that is from what follows from where each word was copied, without looking anything up: at most
one a credit, by rounding.

${table(['attack', 'K', 'texts × words', 'taken, of all money', 'of copies', 'off, wei', 'with the filter: left out', 'taken'], rows.map(rowCells))}

Of copies with words changed, an endless text yields its copier 1 − q^K (K − (K − 1) q), q being the share of words left alone: a
word stays its author's if it is in a run of K words left alone or more, and it is in a run of exactly L with chance L q^L (1 − q)².
A text of some length yields slightly more, since words at its ends are under fewer windows. Both hold for words; money follows their
bytes.

${table(
  ['attack', 'K', 'measured', 'endless text', 'texts as long as these'],
  rows
    .filter(({ formula }) => formula !== undefined)
    .map(({ name, windowWords, ofCopies, formula, formulaOfLength }) => [
      name,
      String(windowWords),
      percent(ofCopies),
      percent(formula!),
      percent(formulaOfLength!),
    ]),
)}

The filter is what a model's factory can do before it learns texts: \`createDuplicateFilter\` of \`@openledger/sdk/engine\` leaves out
a text of which half the shingles of three words are in one earlier text that it kept. It finds candidates by MinHash signatures, of 40
bands of 3 values by default, and compares the texts themselves. It sees nothing of a copy that stands beside as much of its
copier's own material, and less of one with a fifth of its words changed; pieces shorter than a window in another order take
everything, and the filter finds them while they are longer than a shingle. It does not ask who comes with a text:
an honest refinement is left out as a copy is, unless the factory lets it in.
${phrasesPart(docs, pagePhrases)}${revisions ? revisionsPart(revisions) : ''}`
}

/** What squatting earns, and what was tried against it. */
function phrasesPart(docs: Squatting | undefined, pagePhrases: Squatting | undefined): string {
  if (!docs && !pagePhrases) return ''
  return `
## Common phrases, submitted first

Somebody who knows half of a corpus submits the phrases that most of its pages or packages have, before all else. Then the texts
of the other half, each of which its author submits, are quoted whole, once. Phrases are as long as a window. Shares are of words.

${
  docs
    ? `### Documentation of installed packages

${docs.known} files known, ${docs.quoted} quoted with ${number.format(docs.quotedWords)} words.

${squatting(docs)}

`
    : ''
}${
  pagePhrases
    ? `### Help pages (tldr)

The latest texts of ${pagePhrases.known} pages known, of ${pagePhrases.quoted} quoted with ${number.format(pagePhrases.quotedWords)} words.

${squatting(pagePhrases)}

`
    : ''
}### What was tried against it

Each rule takes from a credit what it earns, unless its condition holds; all of the conditions could be checked on chain, from the credit alone
(bytes), with the output (words), or with the answer's other credits (words in an answer). The squatter answers with the length
of phrases, of 8, 12, 16 and 24 words, that earns it most: that is the row. *Authors lose* is what the rule takes from them without
any squatter. None of them is in the protocol: the contracts know none, and each would need a kind of evidence of its own.

${docs ? tried('Documentation', docs) : ''}
${pagePhrases ? `\n${tried('Help pages', pagePhrases)}\n` : ''}
${isCostly([docs, pagePhrases]) ? 'Each of them takes more from authors than it does from the squatter. ' : ''}Two more were not measured, since they fail before that. A credit for what many contributions have in common goes to nobody: then
copying a text a few times takes its author's income, which costs a copier next to nothing. A least length of contributions: phrases set one after
the other are as long as one likes.

What helps is in every model's hand already: K, which its owner chooses and everybody can read, and validators, who see a list of phrases for what it is.
`
}

function rowCells(row: Row): string[] {
  const { name, windowWords, texts, words, taken, share, ofCopies, offImplied, filter } = row
  return [
    name,
    String(windowWords),
    `${texts} × ${number.format(words)}`,
    taken === '0' ? '0 wei' : BigInt(taken) < 0n ? `${taken} wei` : percent(share),
    ofCopies === 0 ? '' : percent(ofCopies),
    Math.abs(offImplied) > 1e6 ? 'by chance' : String(offImplied),
    filter ? percent(filter.leftOut, 1) : '',
    filter ? percent(filter.share) : '',
  ]
}

function squatting({ bySize }: Squatting): string {
  // There may be fewer phrases than were asked for.
  const different = bySize.filter(({ windowWords, phrases }, i) => {
    const before = bySize[i - 1]
    return before?.windowWords !== windowWords || before.phrases !== phrases
  })
  return table(
    ['K', 'phrases', 'words submitted', 'squatter has', 'others have'],
    different.map(({ windowWords, phrases, words, earned }) => [
      String(windowWords),
      number.format(phrases),
      number.format(words),
      percent(earned.squatter),
      percent(earned.others),
    ]),
  )
}

/** Whether every rule that was tried costs authors more than the squatter loses by it. */
function isCostly(measured: readonly (Squatting | undefined)[]): boolean {
  return measured.every((squatting) => {
    const [plain, ...rules] = squatting?.byRule ?? []
    return rules.every(
      ({ without, best }) => plain!.without - without > plain!.best.earned.squatter - best.earned.squatter,
    )
  })
}

function tried(what: string, { byRule }: Squatting): string {
  const plain = byRule[0]!
  return table(
    [`${what}: a credit counts with`, 'best length', 'squatter has', 'others have', 'authors lose'],
    byRule.map(({ name, without, best }) => [
      name,
      `${best.phraseWords} words`,
      percent(best.earned.squatter),
      percent(best.earned.others),
      percent(plain.without - without),
    ]),
  )
}

function revisionsPart(revisions: Revisions): string {
  const { whole, own, seconds } = revisions
  const cells = (name: string, spread: Spread) => [
    name,
    percent(spread.otherThanLast, 1),
    percent(spread.beforeLast, 1),
    percent(spread.elsewhere, 1),
    percent(spread.nobody, 1),
    percent(spread.agreement, 1),
    percent(spread.clearAgreement, 1),
    number.format(spread.accounts),
    String(spread.half),
    percent(spread.topTen, 1),
    percent(spread.topHundred, 1),
    String(spread.perPage),
  ]
  return `
## A real datanet with real refinement

${number.format(revisions.revisions)} revisions of ${number.format(revisions.pages)} help pages (tldr-pages, CC BY 4.0) by ${number.format(revisions.contributors)} people over twelve years, the oldest first, ${number.format(revisions.words)} words; the latest text
of each page, ${number.format(revisions.latestWords)} words in all, attributed to its revisers. To index every revision took ${seconds.index.toFixed(1)} s of one core, and to
attribute all of the latest texts ${seconds.attribute.toFixed(2)} s (K = 8). \`tldr-revisions.jsonl.gz\` is not part of the product: \`--data\` names the folder that has it.

*Main author* is whoever has most words of the latest text by lines: a line is by who brought it, as long as each revision keeps it. It is
compared with the account that has most credit, on the ${number.format(revisions.several)} pages with several revisers, and on those ${number.format(revisions.clear)} of them where
it is clear, nobody else having half as many words by lines. "Elsewhere" are words of people who never revised the page. Accounts stand for people; the last four columns say how the credit spreads.

${table(
  [
    'against',
    'not by the last reviser',
    'from before the last revision',
    'from elsewhere',
    "nobody's",
    'main author agrees',
    'where it is clear',
    'accounts',
    'half is of',
    'first 10 have',
    'first 100 have',
    'accounts of a page',
  ],
  [
    cells("the page's own revisions, K = 8", own),
    ...whole.map((spread) => cells(`all revisions, K = ${spread.windowWords}`, spread)),
  ],
)}

Of the ${number.format(revisions.nearDuplicates.of)} revisions of every tenth page the near-duplicate filter would leave out ${number.format(revisions.nearDuplicates.count)}: refinement is what most of this datanet
is. A factory for such a datanet asks the filter only about what comes from accounts that its curator does not know.
`
}
