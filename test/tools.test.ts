import { expect, test } from 'vitest'
import { run } from '../script/tasks/command.ts'

test.each([
  ['forge', ['script', 'script/Absent.s.sol']],
  ['anvil', ['--port', 'none']],
])('%s fails where it fails', async (program, args) => {
  const { status, output } = await run(program, args, { quiet: true })
  expect(status, output).not.toBe(0)
})
