// `npm start`: compiles what is not compiled, then runs the whole loop on a local chain.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.ts'
import { root } from './command.ts'

await build()
const child = spawn(process.execPath, [join(root, 'script/loop/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
