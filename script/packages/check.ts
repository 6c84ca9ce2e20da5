// `node script/packages/check.ts`, a part of `npm run check`: the packages as an application's compiler meets them, what
// publint and arethetypeswrong say of them, and what they add to a page.
import { rmSync } from 'node:fs'
import { installApp } from './app.ts'
import { shapeFaults } from './shape.ts'
import { measured, sizesIn } from './sizes.ts'
import { typeFaults } from './types.ts'

const { folder, packed } = await installApp(['test/packages/types.ts', 'test/packages/node.ts', ...measured])
try {
  const shapes = await Promise.all(packed.map(shapeFaults))
  const sizes = await sizesIn(folder)
  for (const { name, size, limit } of sizes) console.log(`${size} of ${limit} bytes: ${name}`)
  const large = sizes.filter(({ size, limit }) => size > limit)
  const faults = [
    ...shapes.flat(),
    ...large.map(({ name, size, limit }) => `${name} is ${size} bytes, of ${limit} at most: find what it drags in.`),
    ...typeFaults(folder, ['types.ts', 'node.ts']),
  ]
  for (const fault of faults) console.error(fault)
  if (faults.length) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
