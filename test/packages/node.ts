// Run by Node in a folder where the packages are installed: imports every entry point, and does a small real thing.
import { readFileSync } from 'node:fs'
import { buildBatch } from '@openledger/sdk/attribution'
import {
  attribute,
  buildLargeBatch,
  buildSegment,
  createAnswers,
  createHashKey,
  inMemory,
} from '@openledger/sdk/engine'
import { canonicaliseBytes, textRoot } from '@openledger/sdk/text'
import { buildTree, treeProof, treeRoot, verifyTreeProof } from '@openledger/sdk/trees'
import { type Hex, hexToBytes } from 'viem'

type Manifest = { exports: Record<string, unknown> }
const manifest = JSON.parse(readFileSync('node_modules/@openledger/sdk/package.json', 'utf8')) as Manifest
const entries = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'))
const imported = await Promise.all(
  entries.map(async (path) => {
    const module = (await import(`@openledger/sdk${path.slice(1)}`)) as object
    return [path, Object.keys(module).length] as const
  }),
)

const { texts } = JSON.parse(readFileSync('texts.json', 'utf8')) as { texts: { data: Hex; root: Hex }[] }
const roots = texts.map(({ data, root }) => textRoot(hexToBytes(data)) === root)

const leaves = ['one', 'two', 'three'].map((leaf) => new TextEncoder().encode(leaf.padEnd(65, '.')))
const tree = buildTree(leaves)
const proof = { root: treeRoot(tree), count: 3, index: 1, leaf: leaves[1]!, siblings: treeProof(tree, 1) }
const proven = [verifyTreeProof(proof), verifyTreeProof({ ...proof, leaf: leaves[2]! })]

// Attributed by an index that threads made, and batched by a thread.
const text = canonicaliseBytes(
  new TextEncoder().encode('The owl and the pussycat went to sea in a beautiful pea-green boat.'),
)
const contributor = '0x00000000000000000000000000000000000000aa'
const contribution = { submissionId: 1n, leafIndex: 0, contributor, text } as const
const segment = await buildSegment([contribution], { windowWords: 4, key: createHashKey(), workers: 2 })
const credits = await attribute(inMemory([segment]), text, { standingOf: () => 'Eligible' })

const inference = { version: 1, payer: contributor, from: 0n, to: 100n, output: text, credits } as const
const receipt = `0x${'11'.repeat(65)}` as const
const answers = await createAnswers('answers')
await answers.append({ ...inference, receipt })
await answers.close()
const terms = { chainId: 1, ledger: contributor, modelId: 1n, term: 1, dataBps: 5000 } as const
const reserveOf = () => ({ reserveAccount: contributor, reserveBps: 0 }) as const
const large = await buildLargeBatch({ ...terms, answers: 'answers', reserveOf, write: async () => {}, workers: 1 })
const small = await buildBatch({ ...terms, inferences: [{ ...inference, receipt }], reserveOf })

console.log(
  JSON.stringify({
    imported: Object.fromEntries(imported),
    roots,
    proven,
    credited: credits.map(({ length, contributor }) => [Number(length), contributor]),
    earned: [large.commitment.payoutsRoot === small.commitment.payoutsRoot, String(large.commitment.earned)],
  }),
)
