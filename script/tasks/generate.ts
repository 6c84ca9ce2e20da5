// `npm run generate`: writes every generated file anew; with `--check` fails when one is stale.
import { build } from './build.ts'
import { fail, run } from './command.ts'

/** Each writes its files, or with `--check` compares them: first what contracts are made of, then what is made of them. */
const generators = [
  'script/unicode.ts',
  'script/abis.ts',
  'script/vectors.ts',
  'script/proofs.ts',
  'script/performance.ts',
]

export async function generate(check: boolean) {
  for (const generator of generators) {
    if (generator === 'script/abis.ts') await build()
    const { status } = await run(process.execPath, [generator, ...(check ? ['--check'] : [])])
    if (status !== 0)
      fail(
        `${generator} failed: ${check ? 'run `npm run generate` and commit what it writes.' : 'see the lines above.'}`,
      )
  }
}

if (import.meta.main) await generate(process.argv.includes('--check'))
