import { Command } from 'commander'
import { connect, openStore, readAccount, readInput, withChain, withKey, withStore } from '../config.ts'
import { buildVersion } from '../factory/build.ts'
import { parseSpec } from '../factory/spec.ts'
import { print } from '../print.ts'

type Options = { rpc?: string; deployment?: string; store?: string; keyFile?: string; spec: string; json?: true }

export function buildCommand(): Command {
  return withKey(withStore(withChain(new Command('build'))))
    .description("build a model's next version from its datanets, and publish it")
    .requiredOption('--spec <file>', 'what to build: JSON with model, datanets and kind')
    .option('--json', 'print the result as JSON')
    .action(async (options: Options) => {
      const spec = parseSpec(readInput(options.spec, 'spec'))
      const account = readAccount(options.keyFile)
      const store = openStore(options)
      const built = await buildVersion(await connect(options, account), store, spec)
      const { modelId, version, snapshot, sources, passages, artifactHash, leftOut } = built
      const missing = leftOut.length === 0 ? '' : `; left out, for want of content: submissions ${leftOut.join(', ')}`
      print(options, built, [
        `Version ${version} of model ${modelId}: ${passages} passages of ${sources} texts at snapshot ${snapshot}${missing}`,
        `artifact ${artifactHash}`,
      ])
    })
}
