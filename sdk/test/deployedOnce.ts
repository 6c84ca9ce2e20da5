import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Vitest's global set-up: names the file by which the chains of one test run share one deployment (see chain.ts). */
export default async function deployedOnce() {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-test-'))
  process.env.OPENLEDGER_TEST_CHAIN = join(folder, 'deployed.json')
  return () => rm(folder, { recursive: true })
}
