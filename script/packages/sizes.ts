import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
// @ts-expect-error: it comes without types
import preset from '@size-limit/preset-small-lib'
import sizeLimit from 'size-limit'

/** What a page may load at most, in bytes: minified, gzipped, beyond viem. */
type Budget = { name: string; file: string; limit: number; withLater?: true }

/** Files that are measured by what they import of the library, which is installed beside them. */
export const measured = ['script/packages/sizes/core.ts', 'script/packages/sizes/texts.ts']

const entry = (path: string) => `node_modules/@openledger/sdk/dist/${path}.js`

export const budgets: readonly Budget[] = [
  // Without what explains the contracts' errors, which a page loads when a contract first refuses something.
  { name: 'core actions', file: 'core.ts', limit: 25_000 },
  { name: 'core actions, and what explains all errors', file: 'core.ts', limit: 40_000, withLater: true },
  { name: 'texts, trees, owners', file: 'texts.ts', limit: 15_000 },
  // Every entry point whole; the engine and the folder are for Node.
  { name: '@openledger/sdk', file: entry('index'), limit: 130_000, withLater: true },
  { name: '@openledger/sdk/actions', file: entry('actions/index'), limit: 50_000, withLater: true },
  { name: '@openledger/sdk/flows', file: entry('flows/index'), limit: 90_000, withLater: true },
  { name: '@openledger/sdk/abis', file: entry('abis'), limit: 22_000, withLater: true },
  { name: '@openledger/sdk/text', file: entry('text/index'), limit: 12_000, withLater: true },
  { name: '@openledger/sdk/trees', file: entry('trees/index'), limit: 5_000, withLater: true },
  { name: '@openledger/sdk/attribution', file: entry('attribution/index'), limit: 65_000, withLater: true },
  { name: '@openledger/sdk/content', file: entry('content/index'), limit: 45_000, withLater: true },
  { name: '@openledger/sdk/content/http', file: entry('content/http'), limit: 12_000, withLater: true },
  { name: '@openledger/sdk/content/ipfs', file: entry('content/ipfs'), limit: 17_000, withLater: true },
  { name: '@openledger/sdk/content/s3', file: entry('content/s3'), limit: 15_000, withLater: true },
]

export type Size = Budget & { size: number }

/** How large each is for an application in `folder`, in which the packages and the files of `measured` are. */
export async function sizesIn(folder: string): Promise<Size[]> {
  const checks = budgets.map(({ file, withLater }) => {
    if (!existsSync(join(folder, file))) throw new Error(`${file} is not in ${folder}: nothing can be measured.`)
    const first = withLater ? {} : { entry: [basename(file, '.ts')] }
    return { files: [join(folder, file)], ignore: ['viem'], gzip: true, ...first }
  })
  const sizes = (await sizeLimit(preset, { checks } as never)) as { size: number }[]
  return budgets.map((budget, i) => ({ ...budget, size: sizes[i]!.size }))
}
