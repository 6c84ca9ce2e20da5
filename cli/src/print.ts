/** Prints a result: as one line of JSON when asked so, with amounts and ids as decimal strings, or else as lines. */
export function print(options: { json?: true }, result: unknown, lines: string[]): void {
  if (options.json) printJson(result)
  else for (const line of lines) process.stdout.write(`${line}\n`)
}

export function printJson(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`)
}
