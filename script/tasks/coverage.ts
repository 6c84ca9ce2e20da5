// `npm run coverage`: which lines and branches of contracts/src the tests of forge reach, every file of it, and whether
// that is enough. On a clean tree the result is kept in docs/proof/coverage.json.
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fail, root, run } from './command.ts'

/** Least part of all lines and branches, in per cent. */
const goals = { lines: 98, branches: 95 }

type Count = { reached: number; of: number }
/** What stands in a file, and the lines of what no test reaches: a branch is named by the line it leaves. */
type Coverage = { file: string; lines: Count; branches: Count; missed: string }

/** Reads a report in LCOV's format: https://man.archlinux.org/man/geninfo.1#FILES */
function parse(report: string): Coverage[] {
  return report
    .split('end_of_record')
    .map((record) => {
      const [file = ''] = fieldsOf(record, 'SF')
      const lines = fieldsOf(record, 'DA').map((field) => field.split(','))
      const branches = fieldsOf(record, 'BRDA').map((field) => field.split(','))
      const missedLines = lines.filter(([, hits]) => hits === '0')
      const missedBranches = branches.filter(([, , , hits]) => hits === '0' || hits === '-')
      return {
        file,
        lines: { reached: lines.length - missedLines.length, of: lines.length },
        branches: { reached: branches.length - missedBranches.length, of: branches.length },
        missed: [...placesOf('lines', missedLines), ...placesOf('branches', missedBranches)].join('; '),
      }
    })
    .filter(({ file }) => file.startsWith('contracts/src/'))
}

function fieldsOf(record: string, name: string) {
  return [...record.matchAll(new RegExp(`^${name}:(.*)$`, 'gm'))].map(([, value]) => value ?? '')
}

function placesOf(what: string, missed: string[][]) {
  return missed.length ? [`${what} ${missed.map(([line]) => line).join(', ')}`] : []
}

function sum(counts: Count[]): Count {
  return counts.reduce((a, b) => ({ reached: a.reached + b.reached, of: a.of + b.of }), { reached: 0, of: 0 })
}

/** Two decimals, rounded down: 100 % is all of it. A file without branches has all of them. */
function percentOf({ reached, of }: Count) {
  return of === 0 ? 100 : Math.floor((reached * 10_000) / of) / 100
}

/**
 * Files that forge counts nothing of. It counts what stands in contracts and libraries, so these must have no code but
 * free functions, which are the operators of ids.
 */
function withoutCode(covered: Coverage[]) {
  const files = globSync('contracts/src/**/*.sol', { cwd: root }).filter(
    (file) => !covered.some((each) => each.file === file),
  )
  for (const file of files) {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\/.*$/gm, '')
    // A function, constructor or modifier with a body, inside braces.
    if (/^[ \t]+(function|constructor|modifier|receive|fallback)\b[^;{]*\{/m.test(code))
      fail(`${file} has code, and forge did not count it.`)
  }
  return files.sort()
}

const folder = join(root, '.local/coverage')
const report = join(folder, 'lcov.info')
mkdirSync(folder, { recursive: true })
rmSync(report, { force: true })
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const commit = git('status', '--porcelain', '--untracked-files=no') === '' ? git('rev-parse', 'HEAD') : undefined

process.env.FOUNDRY_PROFILE = 'coverage'
// What is measured of code that is not optimised is of no use: tests of gas, and those whose names say that they need it.
const measures = [
  '--no-match-path',
  'contracts/test/{gas/*,attribution/AnswerGas.t.sol}',
  '--no-match-test',
  'Optimised',
]
const { status, seconds } = await run('forge', ['coverage', '--report', 'lcov', '--report-file', report, ...measures])
if (status !== 0) fail('forge coverage failed: see the lines above.')

const files = parse(readFileSync(report, 'utf8')).sort((a, b) => (a.file < b.file ? -1 : 1))
const uncounted = withoutCode(files)
const total = { lines: sum(files.map((each) => each.lines)), branches: sum(files.map((each) => each.branches)) }
const row = (name: string, { lines, branches }: Pick<Coverage, 'lines' | 'branches'>, missed: string) =>
  [
    name.padEnd(34),
    `${lines.reached}/${lines.of}`.padStart(9),
    `${percentOf(lines).toFixed(2)} %`.padStart(9),
    `${branches.reached}/${branches.of}`.padStart(9),
    `${percentOf(branches).toFixed(2)} %`.padStart(9),
    missed,
  ]
    .join('  ')
    .trimEnd()

console.log(`\n${'contracts/src'.padEnd(34)}  ${'lines'.padStart(20)}  ${'branches'.padStart(20)}`)
for (const each of files) console.log(row(each.file.replace('contracts/src/', ''), each, each.missed))
console.log(row('all', total, ''))
console.log(`goal: ${goals.lines} % of lines, ${goals.branches} % of branches; ${uncounted.length} files without code`)

const enough =
  total.lines.reached * 100 >= goals.lines * total.lines.of &&
  total.branches.reached * 100 >= goals.branches * total.branches.of
if (commit) {
  const withPercent = (count: Count) => ({ ...count, percent: percentOf(count) })
  const result = {
    command: 'npm run coverage',
    commit,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    seconds: Math.round(seconds),
    goals,
    lines: withPercent(total.lines),
    branches: withPercent(total.branches),
    files: files.map((each) => ({ ...each, lines: withPercent(each.lines), branches: withPercent(each.branches) })),
    withoutCode: uncounted,
  }
  mkdirSync(join(root, 'docs/proof'), { recursive: true })
  writeFileSync(join(root, 'docs/proof/coverage.json'), `${JSON.stringify(result, null, 2)}\n`)
  console.log(`docs/proof/coverage.json, in ${Math.round(seconds)} s`)
} else {
  console.log('not kept: what is not committed has no commit to name.')
}
if (!enough) fail('below the goal: write tests of what the table names.')
