// `node script/packages/check.ts`, a part of `npm run check`: the packages as an application's compiler meets them, and what
// publint and arethetypeswrong say of them.
import { rmSync } from 'node:fs'
import { installApp } from './app.ts'
import { shapeFaults } from './shape.ts'
import { typeFaults } from './types.ts'

const { folder, packed } = await installApp(['test/packages/types.ts', 'test/packages/node.ts'])
try {
  const shapes = await Promise.all(packed.map(shapeFaults))
  const faults = [...shapes.flat(), ...typeFaults(folder, ['types.ts', 'node.ts'])]
  for (const fault of faults) console.error(fault)
  if (faults.length) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
