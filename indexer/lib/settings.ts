import { readFileSync } from 'node:fs'
import { type Deployment, OpenLedgerError, parseDeployment } from '@openledger/sdk'

/** What the indexer is told by its environment. */
export type Settings = {
  rpcUrl: string
  deployment: Deployment
  /** Folder of the content store. */
  storeDir: string
  /** Folder of the embedded database; not used with `databaseUrl`. */
  dataDir: string
  /** PostgreSQL to use in place of the embedded database. */
  databaseUrl?: string
}

/** A variable of the environment, or a file that it names, that is missing. */
export class SettingError extends OpenLedgerError {}

/**
 * @throws SettingError that names the variable and says what to set it to
 * @throws BadDeploymentError that names the field of the deployment file
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  return {
    rpcUrl: required(env, 'OPENLEDGER_RPC', 'the URL of a node of the chain'),
    deployment: readDeployment(required(env, 'OPENLEDGER_DEPLOYMENT', 'the path of a deployment file')),
    storeDir: required(env, 'OPENLEDGER_STORE', 'the folder of the content store'),
    dataDir: env.OPENLEDGER_DATA ?? '.ponder/pglite',
    databaseUrl: env.DATABASE_URL || undefined,
  }
}

/** @throws SettingError when there is no such file, BadDeploymentError when it is no deployment file */
export function readDeployment(path: string): Deployment {
  return parseDeployment(readText(path))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new SettingError(`The deployment file ${path} cannot be read: deploy the contracts, or name another file.`, {
      cause,
    })
  }
}

function required(env: Record<string, string | undefined>, name: string, meaning: string): string {
  const value = env[name]
  if (!value) throw new SettingError(`${name} is not set: set it to ${meaning}.`)
  return value
}
