// `npm run prove`: proves the sentences of contracts/proofs about the arithmetic of contracts/src for all numbers, by the
// compiler's own model checker over z3, and writes what it found to docs/proof/prove.json. `-- <name>` proves only what has
// this in its name, and writes nothing.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import solc from 'solc'
import { canBeReached, check, type Verdict } from '../prove/check.ts'
import { type Property, properties, sourceHashes } from '../prove/harness.ts'
import { fail, root } from './command.ts'

const z3 = spawnSync('z3', ['--version'], { encoding: 'utf8' })
if (z3.error || z3.status !== 0) fail('z3 is not there: install it (Debian: apt-get install z3) and run this again.')
const [chosen = ''] = process.argv.slice(2)

type Found = Pick<Property, 'name' | 'file' | 'sentence' | 'engine'> & Verdict & { expected: string; seconds: number }

const begin = performance.now()
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const commit = git('status', '--porcelain', '--untracked-files=no') === '' ? git('rev-parse', 'HEAD') : undefined
const sources = sourceHashes()
const isLemma = ({ name }: { name: string }) => name.startsWith('Lemma_')
const found: Found[] = []
const wanted = properties().filter(({ name }) => name.includes(chosen))
if (!wanted.length) fail(`no property has ${chosen} in its name.`)
// Lemmas first: what needs one is proved only where that is.
for (const property of wanted.sort((a, b) => Number(isLemma(b)) - Number(isLemma(a)))) {
  const start = performance.now()
  const verdict = judge(property)
  const seconds = Number(((performance.now() - start) / 1000).toFixed(1))
  const { name, file, sentence, engine } = property
  const expected = property.planted ? 'violated' : property.knownUnproved ? 'unproved' : 'proved'
  const reason = [verdict.reason, property.knownUnproved].filter((each) => each !== undefined).join('; ')
  found.push({ name, file, sentence, engine, expected, ...verdict, ...(reason ? { reason } : {}), seconds })
  const word = property.planted && verdict.status === 'violated' ? 'control found' : verdict.status
  const sign = verdict.status === expected ? '✓' : '✗'
  const lines = [`${sign} ${word.padEnd(13)} ${name} (${seconds.toFixed(1)} s)`, sentence, ...(reason ? [reason] : [])]
  console.log(lines.join('\n    '))
}

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
const failed = found.filter(({ status, expected }) => status !== expected).length
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

/** Proved only where its lemmas are, and where what it requires can be met. */
function judge(property: Property): Verdict {
  const verdict = check(property)
  if (verdict.status !== 'proved') return verdict
  const missing = verdict.needs.filter(
    (lemma) => !found.some(({ name, status }) => name === lemma && status === 'proved'),
  )
  if (missing.length && !chosen) return { ...verdict, status: 'unproved', reason: `needs ${missing.join(', ')}` }
  if (canBeReached(property)) return verdict
  return {
    ...verdict,
    status: 'unproved',
    reason: 'what it requires was not seen to be possible: it may be about nothing',
  }
}
