// docs/performance.md, from what `npm run bench:engine -- --update` kept.
import type { Figure } from './figure.ts'

/** What a room's benchmark found last, and where. */
export type Kept = {
  seed: number
  /** Of the program that was measured. */
  commit: string
  machine: string
  /** Processes that wanted a core in the minute before, on average. */
  load: number
  seconds: number
  figures: Figure[]
}

const rooms: Record<string, { title: string; what: string }> = {
  whole: {
    title: 'From raw text to the index',
    what: 'Raw UTF-8 to canonical bytes, to text roots and to a searchable index: 100,000 texts of 100 words.',
  },
  text: {
    title: 'Canonical text',
    what: 'Texts of 300 words in several scripts, with capitals, punctuation and paragraphs.',
  },
  hashing: { title: 'Roots and trees', what: 'Text roots, trees of leaves and their proofs.' },
  windows: {
    title: 'The window index',
    what: 'Contributions of 100 words, one in a hundred of 1,000; words as frequent as in texts (Zipf); windows of 8 words. An output quotes runs of 30 words.',
  },
  batches: {
    title: 'Batches',
    what: 'From attributed answers to roots, payouts and bundle; the same recomputed and checked from the bundle; claims.',
  },
  postgres: { title: 'The index in PostgreSQL', what: 'The server on the same machine, without fsync.' },
}

export function page(kept: Record<string, Kept>): string {
  return `# Performance

Made by \`npm run bench:engine -- --update\`; do not edit. All figures, with those of the plots, are in
[performance/engine.json](performance/engine.json). The input is made from the seed: another one makes other texts and other
figures. Where nothing else is said, a figure is of one thread, and time is that of the processor. *Plain* is how many times
better the engine is than the plain library of \`@openledger/sdk/attribution\` (in files: than reading as many blocks one by one;
opening: than loading all of it; PostgreSQL: than the index in memory), measured in the same run.

![Seconds of one core by words indexed](performance/time.svg)

![Memory by words indexed](performance/memory.svg)

![Milliseconds by words of an output](performance/latency.svg)

The memory of the engine's index is with the texts, that of the plain library without them.

${Object.entries(rooms)
  .filter(([room]) => kept[room])
  .map(([room, about]) => section(about, kept[room]!))
  .join('\n')}`
}

function section({ title, what }: { title: string; what: string }, kept: Kept): string {
  const { seed, commit, machine, load, seconds, figures } = kept
  const rows = figures.filter(({ name }) => !partOf(name)).map((figure) => row(figure, figures))
  return `## ${title}

${what} Seed ${seed}; ${machine}, load ${load.toFixed(1)} before; at ${commit.slice(0, 7)}, in ${Math.round(seconds)} s.

| | figure | goal | plain |
|---|---:|---:|---:|
${rows.join('\n')}
`
}

const PLAIN = /: (times as fast as|times) the plain reference$/

/** The figure that another one stands beside. */
function partOf(name: string): string | undefined {
  return PLAIN.test(name) ? name.replace(PLAIN, '') : undefined
}

function row({ name, value, unit, goal, better }: Figure, figures: readonly Figure[]): string {
  const plain = figures.find((other) => partOf(other.name) === name)
  const isReached = goal === undefined || (better === 'higher' ? value >= goal : value <= goal)
  const asked = goal === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${shown(goal)} ${isReached ? '✓' : '✗'}`
  return `| ${name} | ${shown(value)} ${unit} | ${asked} | ${plain ? `${shown(plain.value)} ×` : ''} |`
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 })
}
