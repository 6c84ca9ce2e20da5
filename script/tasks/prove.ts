// `npm run prove`: proves the sentences of contracts/proofs about the arithmetic of contracts/src for all numbers, by the
// compiler's own model checker over z3, and writes what it found to docs/proof/prove.json. `-- <name>` proves only what has
// this in its name, and writes nothing.
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import solc from 'solc'
import { secondsForEach, type Verdict } from '../prove/check.ts'
import { type Property, properties, sourceHashes } from '../prove/harness.ts'
import { fail, root } from './command.ts'

const z3 = spawnSync('z3', ['--version'], { encoding: 'utf8' })
if (z3.error || z3.status !== 0) fail('z3 is not there: install it (Debian: apt-get install z3) and run this again.')
const [chosen = ''] = process.argv.slice(2)

type Found = Pick<Property, 'name' | 'file' | 'sentence'> & Verdict & { expected: string; seconds: number }

const begin = performance.now()
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const commit = git('status', '--porcelain', '--untracked-files=no') === '' ? git('rev-parse', 'HEAD') : undefined
const sources = sourceHashes()
const isLemma = ({ name }: { name: string }) => name.startsWith('Lemma_')
const found: Found[] = []
const wanted = properties().filter(({ name }) => name.includes(chosen))
if (!wanted.length) fail(`no property has ${chosen} in its name.`)
// Lemmas first: what needs one is proved only where that is. Of the others the slow ones last.
const lemmas = wanted.filter(isLemma)
const others = ['SumTree_', 'Planted_', 'DataPool_', 'Amounts_', 'RevenueSplit_'].flatMap((kind) =>
  wanted.filter(({ name }) => name.startsWith(kind)),
)
if (lemmas.length + others.length !== wanted.length) fail('a property is of no kind that is named here.')
await Promise.all([judgeEach(lemmas), judgeEach(lemmas)])
await Promise.all([judgeEach(others), judgeEach(others)])

found.sort((a, b) => (a.name < b.name ? -1 : 1))
const proofs = found.filter(({ expected }) => expected !== 'violated')
const controls = found.filter(({ expected }) => expected === 'violated')
const count = (of: Found[], status: Verdict['status']) => of.filter((each) => each.status === status).length
const result = {
  properties: proofs.length,
  proved: count(proofs, 'proved'),
  unproved: count(proofs, 'unproved'),
  violated: count(proofs, 'violated'),
  controls: controls.length,
  controlsFound: count(controls, 'violated'),
}
// What the solver cannot decide is listed, and docs/limits.md names it: it is no fault, and no proof.
const failed = result.violated + result.controls - result.controlsFound
const seconds = Math.round((performance.now() - begin) / 1000)
if (!chosen && commit) {
  const written = {
    part: 'prove',
    command: 'npm run prove',
    commit,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    tools: { solc: solc.version(), z3: z3.stdout.trim() },
    seconds,
    failed,
    result: { ...result, proofs, plantedProofs: controls },
    sources,
  }
  mkdirSync(join(root, 'docs/proof'), { recursive: true })
  writeFileSync(join(root, 'docs/proof/prove.json'), `${JSON.stringify(written, null, 2)}\n`)
  console.log('docs/proof/prove.json')
} else if (!chosen) console.log('not kept: what is not committed has no commit to name.')
console.log(
  `${result.proved} of ${result.properties} proved, ${result.unproved} unproved, ${result.violated} violated; ${result.controlsFound} of ${result.controls} controls found (${seconds} s)`,
)
process.exit(failed === 0 ? 0 : 1)

/** Takes properties from the list until none is left. */
async function judgeEach(left: Property[]) {
  for (let property = left.shift(); property; property = left.shift()) {
    const start = performance.now()
    const verdict = await judge(property)
    const seconds = Number(((performance.now() - start) / 1000).toFixed(1))
    const { name, file, sentence } = property
    const expected = property.planted ? 'violated' : 'proved'
    found.push({ name, file, sentence, expected, ...verdict, seconds })
    const word = property.planted && verdict.status === 'violated' ? 'control found' : verdict.status
    const sign = verdict.status === expected ? '✓' : '✗'
    const lines = [
      `${sign} ${word.padEnd(13)} ${name} (${seconds.toFixed(1)} s)`,
      sentence,
      ...(verdict.reason ? [verdict.reason] : []),
    ]
    console.log(lines.join('\n    '))
  }
}

/** Proved only where its lemmas are. */
async function judge(property: Property): Promise<Verdict> {
  const verdict = await verdictOn(property)
  if (verdict.status !== 'proved' || chosen) return verdict
  const missing = verdict.needs.filter(
    (lemma) => !found.some(({ name, status }) => name === lemma && status === 'proved'),
  )
  return missing.length ? { ...verdict, status: 'unproved', reason: `needs ${missing.join(', ')}` } : verdict
}

async function verdictOn(property: Property): Promise<Verdict> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['script/prove/one.ts', property.name], {
      cwd: root,
      timeout: secondsForEach * 1000,
    })
    return JSON.parse(stdout)
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string }
    const outOfStack = stderr?.includes('Maximum call stack size exceeded')
    if (!killed && !outOfStack) throw error
    const reason = killed ? `not decided within ${secondsForEach} seconds` : 'the compiler ran out of stack on it'
    return { status: 'unproved', conditions: 0, needs: [], reason }
  }
}
