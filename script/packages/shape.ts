import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Packed } from '../tasks/pack.ts'

/** ES modules only: Node from 22 on may require them, and what resolved modules before there were `exports` finds none. */
const others = ['node10', 'node16-cjs']

/** What publint and arethetypeswrong find wrong with a package as it is published. */
export async function shapeFaults({ name, tarball }: Packed): Promise<string[]> {
  const bytes = new Uint8Array(readFileSync(tarball))
  const { messages, pkg } = await publint({ level: 'suggestion', strict: true, pack: { tarball: bytes.buffer } })
  const said = messages.map((message) => `publint: ${formatMessage(message, pkg)}`)
  const result = await checkPackage(createPackageFromTarballData(bytes))
  // A program has no types, and nobody imports it.
  const problems: { kind: string; resolutionKind?: string }[] = result.types ? result.problems : []
  const wrong = problems.filter(({ resolutionKind }) => !others.includes(resolutionKind ?? ''))
  return [...said, ...wrong.map((problem) => `arethetypeswrong: ${JSON.stringify(problem)}`)].map(
    (text) => `${name}: ${text}`,
  )
}
