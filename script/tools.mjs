// Where the programs stand that the packages carry. Plain JavaScript without dependencies, since script/run.mjs needs it.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const architectures = { x64: 'amd64' }

/**
 * A PATH that begins with the packages' programs. Those of Foundry are named themselves: the scripts in `.bin` that start
 * them end with status 0 whatever the program's was, so that no check of format and no build could fail.
 */
export function toolPath(path = process.env.PATH) {
  const platform = `${process.platform}-${architectures[process.arch] ?? process.arch}`
  const own = ['forge', 'anvil']
    .map((tool) => join(modules, '@foundry-rs', `${tool}-${platform}`, 'bin'))
    .filter((folder) => existsSync(folder))
  return [...own, join(modules, '.bin'), path].join(delimiter)
}
