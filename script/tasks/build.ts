import { done, fail, run } from './command.ts'

/** Compiles the contracts; forge itself sees whether anything changed. */
export async function build() {
  const { status, output, seconds } = await run('forge', ['build'], { quiet: true })
  if (status !== 0) {
    console.error(output)
    fail('the contracts do not compile: mend what the compiler says above.')
  }
  const compiled = /Compiling (\d+) files/.exec(output)
  done('contracts', compiled ? `${compiled[1]} files compiled` : 'compiled already, nothing to do', seconds)
}

if (import.meta.main) await build()
