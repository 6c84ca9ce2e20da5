import type { Figure } from './gas.ts'
import { rows } from './rows.ts'

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

function cells(figure: Figure, goal: number | undefined): string[] {
  const each = (gas: number) => number.format(gas / figure.units)
  const reached = goal === undefined ? '' : Math.round(figure.gas / figure.units) <= goal ? '✓' : '✗'
  return [
    each(figure.gas),
    goal === undefined ? '' : `${number.format(goal)} ${reached}`,
    each(figure.execution),
    each(figure.data),
    each(figure.floor),
  ]
}

/** docs/gas.md: every figure beside its goal and its peers. */
export function page(figures: ReadonlyMap<string, Figure>): string {
  const table = rows.map(({ name, what, goal, peers }) => {
    const figure = figures.get(name) as Figure
    return `| ${[what, ...cells(figure, goal), peers ?? ''].join(' | ')} |`
  })
  const reasons = rows.filter(({ why }) => why).map(({ what, why }) => `* **${what}**: ${why}`)
  return `# Gas

Made by \`npm run bench:gas -- --update\`; do not edit. A test of \`contracts/test/gas\` fails where a figure has changed.

Each figure is a whole transaction: what a receipt says, with cold storage, calldata and refunds, each in a state in which
what it writes was written before ("steady"), unless the row says otherwise. Trees have 1,048,576 leaves, those of credits and
entries too, and texts 1,048,576 bytes. *Execution* is what is left of it without the 21,000 of every transaction and the
calldata; *floor* is the least that the calldata costs from the Prague hard fork on (EIP-7623), and the whole is at least
that. Evidence is the transaction \`challenge\`: it proves, voids the batch, slashes the bond and pays the challenger. Peers
were measured elsewhere, with a plain ERC-20; ours has votes, whose transfer reads two slots more.

| operation | gas | goal | execution | calldata | floor | peers |
|---|---:|---:|---:|---:|---:|---|
${table.join('\n')}
${reasons.length ? `\n## What misses its goal, and why\n\n${reasons.join('\n')}\n` : ''}`
}
