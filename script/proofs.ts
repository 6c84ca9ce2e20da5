// Writes docs/proof/README.md, which says what the results beside it show; with `--check` fails when it is stale.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

type Counts = Record<string, number>
type Kept = { command: string; commit: string; machine: string; seconds: number; failed?: number } & {
  result: Counts & { byKind?: Counts; byField?: Counts }
  lines: { percent: number }
  branches: { percent: number }
}

/** What each result shows, in the order of the page. */
const pages: Record<string, { what: string; shows: (kept: Kept) => string }> = {
  completeness: {
    what: 'random batches with one lie each: some evidence proves it, and none proves anything against the honest batch',
    shows: ({ result, failed }) =>
      `${count(result.mutants)} lies of ${kinds(result.byKind)} kinds in ${kinds(result.byField)} fields, ${count(failed)} unproven; ${count(result.challenged)} voided on chain by challenge, ${count(result.demanded)} by demand`,
  },
  forgeries: {
    what: 'forged evidence against honest batches: all of it is refused',
    shows: ({ result, failed }) =>
      `${count(result.forgeries)} forgeries against ${count(result.honestBatches)} batches, ${count(failed)} passed`,
  },
  engine: {
    what: 'random corpora in seven window lengths against a reading of the rule word by word: the same owners in memory, files and PostgreSQL; a process killed at each of its writes',
    shows: ({ result, failed }) =>
      `${count(result.cases)} corpora, all in files, ${count(result.inTables)} in ${count(result.tables)} indexes in PostgreSQL (${count(result.byProcesses)} by worker processes), ${count(result.killedAtWrites)} kills${result.lostAtStatements === undefined ? '' : `, ${count(result.lostAtStatements)} connections lost`}: ${count(failed)} failed`,
  },
  invariants: {
    what: 'the numbered sentences of contracts/test/invariant/README.md, after every call',
    shows: ({ result }) =>
      `${count(result.sentences)} sentences, ${count(result.runs)} runs of ${count(result.depth)} calls, ${count(result.reverts)} reverts`,
  },
  mutation: {
    what: 'faults planted in libraries, evidence, ledger and escrow: a test notices',
    shows: ({ result }) =>
      `${count(result.killed)} of ${count(result.mutants)} mutants die (${result.percentDead} %, asked: 90 %); ${count(result.survived)} survive, of which ${count(result.equivalent)} change nothing, each with its reason in the file`,
  },
  coverage: {
    what: 'lines and branches of contracts/src that tests reach, without exclusions',
    shows: ({ lines, branches }) =>
      `${lines.percent} % of lines (asked: 98 %), ${branches.percent} % of branches (asked: 95 %)`,
  },
  programs: {
    what: 'a bundle larger than what is read at once, from the journal through operator and watcher to GraphQL',
    shows: ({ result, failed }) =>
      `${count(result.answers)} answers, ${count(result.bundleBytes)} bytes, ${count(failed)} failed`,
  },
  prove: {
    what: 'sentences about the arithmetic, for all numbers, by the model checker of solc over z3; each checked by a planted fault',
    shows: ({ result }) =>
      `${count(result.proved)} of ${count(result.properties)} proved, ${count(result.unproved)} undecided, each with its reason in the file; ${count(result.controlsFound)} of ${count(result.controls)} planted faults found`,
  },
}

const folder = new URL('../docs/proof/', import.meta.url)
// What copying earns has a page of its own.
const present = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'copying.json')
for (const name of present)
  if (!(name.replace('.json', '') in pages)) throw new Error(`script/proofs.ts does not know docs/proof/${name}.`)

const rows = Object.entries(pages)
  .filter(([name]) => present.includes(`${name}.json`))
  .map(([name, { what, shows }]) => {
    const kept: Kept = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
    return `| [${name}](${name}.json) | ${what} | ${shows(kept)} | \`${kept.command}\` | ${kept.commit.slice(0, 7)} | ${count(kept.seconds)} |`
  })

const page = `# The proof pack

Made by \`npm run generate\` from the results beside it; do not edit. Each was written by its command, with the commit it is of;
whoever doubts one runs the command again.

| result | what it shows | found | command | commit | seconds |
|---|---|---|---|---|---:|
${rows.join('\n')}

Beside them: what every operation costs, and what it costs elsewhere, in [gas.md](../gas.md); what copying
earns in [copying.md](../copying.md); the argument that every lie can be
proven in [completeness.md](../completeness.md); each attack with its test in [security.md](../security.md); how a release is
deployed, read back and verified in [deploying.md](../deploying.md); and what none of it shows in [limits.md](../limits.md).
`

const file = new URL('README.md', folder)
if (!process.argv.includes('--check')) writeFileSync(file, page)
else if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
  console.error('openledger: docs/proof/README.md is stale: run `npm run generate` and commit what it writes.')
  process.exitCode = 1
}

function count(number = 0): string {
  return number.toLocaleString('en-GB')
}

function kinds(by: Counts = {}): string {
  return count(Object.keys(by).length)
}
