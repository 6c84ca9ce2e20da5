// Writes contracts/test/vectors/*.json, by which Solidity and TypeScript prove that they hash alike; with `--check` fails
// when they are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { answerVectors } from './vectors/answers.ts'
import { batchVectors, vectorJson } from './vectors/batch.ts'
import { canonicalVectors } from './vectors/canonical.ts'
import { textVectors } from './vectors/texts.ts'
import { treeVectors } from './vectors/trees.ts'

const folder = new URL('../contracts/test/vectors/', import.meta.url)
const files = {
  'trees.json': treeVectors(),
  'texts.json': textVectors(),
  'answers.json': answerVectors(),
  'canonical.json': canonicalVectors(),
  ...(await batchVectors()),
}

const isCheck = process.argv.includes('--check')
mkdirSync(folder, { recursive: true })
for (const [name, content] of Object.entries(files)) {
  const file = new URL(name, folder)
  const expected = inAscii(vectorJson(content))
  if (!isCheck) writeFileSync(file, expected)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== expected) {
    console.error(`openledger: ${name} is stale: run \`npm run generate\` and commit what it writes.`)
    process.exitCode = 1
  }
}

/** Letters of other scripts as escapes, so that no editor changes their form. */
function inAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
