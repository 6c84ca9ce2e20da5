// All mutants of the contracts, and the order in which a seed takes them.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { operators } from './operators.ts'
import { type Node, parse } from './solc.ts'
import { apply, between, children, type Edit, linesOf, type Source } from './source.ts'

/** A change of one place of one source. `original` and `mutated` are the whole lines that it touches. */
export type Mutant = {
  file: string
  line: number
  /** Contract and function, as `Tree.rootOf`. */
  within: string
  operator: string
  original: string
  mutated: string
  edit: Edit
}

/** Every mutant of these sources, in the order of their text. */
export function mutantsOf(root: string, files: readonly string[]): Mutant[] {
  return Object.entries(parse(root, files)).flatMap(([file, ast]) =>
    mutantsIn({ file, ast, bytes: readFileSync(join(root, file)) }),
  )
}

function mutantsIn(source: Source): Mutant[] {
  const found = new Map<string, Mutant>()
  const visit = (node: Node, above: readonly Node[], inCode: boolean) => {
    if (inCode)
      for (const [operator, mutations] of Object.entries(operators))
        for (const edit of mutations(source, node, above)) {
          const mutant = toMutant(source, operator, edit, above)
          // Where two operators write the same, the first one has it.
          const key = `${edit.start} ${mutant.mutated}`
          if (!found.has(key)) found.set(key, mutant)
        }
    // Without its step a loop would only never end, and of a declared type nothing can be changed that still compiles.
    for (const child of children(node))
      if (child !== node.loopExpression && child !== node.typeName)
        visit(child, [...above, node], inCode || isCode(child))
  }
  visit(source.ast, [], false)
  return [...found.values()].sort((a, b) => a.edit.start - b.edit.start)
}

/** Where code begins: a function, a modifier, a constant's value. */
function isCode({ nodeType, constant }: Node): boolean {
  return constant === true || nodeType === 'FunctionDefinition' || nodeType === 'ModifierDefinition'
}

function toMutant(source: Source, operator: string, edit: Edit, above: readonly Node[]): Mutant {
  const [line, last] = linesOf(source, edit)
  const lines = (text: string, from: number, to: number) =>
    text
      .split('\n')
      .slice(from - 1, to)
      .join('\n')
      .trim()
  const text = between(source, 0, source.bytes.length)
  const mutated = apply(source, edit)
  const longer = mutated.split('\n').length - text.split('\n').length
  const names = above.filter(({ nodeType }) => /^(Contract|Function|Modifier)Definition$/.test(nodeType))
  return {
    file: source.file,
    line,
    within: names.map(({ name, kind }) => (name as string) || (kind as string)).join('.'),
    operator,
    original: lines(text, line, last),
    mutated: lines(mutated, line, last + longer),
    edit,
  }
}

/**
 * The mutants in the order in which they are tried, until enough of them compile: spread over the files by how much there
 * is to change in them, and within a file over the operators. Which of a file are taken hangs on their text alone, not on
 * their lines and not on other files, so that a change leaves most of them taken.
 */
export function inOrder(mutants: readonly Mutant[], seed: number): Mutant[] {
  const files = grouped(mutants, ({ file }) => file)
  return [...files]
    .flatMap(([file, own]) =>
      inTurn(own, seed).map((mutant, i) => ({ mutant, place: (i + fraction([seed, file])) / own.length })),
    )
    .sort(by(({ place }) => place))
    .map(({ mutant }) => mutant)
}

/** Of one file: the operators in turn, the mutants of each by their rank. */
function inTurn(mutants: readonly Mutant[], seed: number): Mutant[] {
  const operators = grouped(mutants, ({ operator }) => operator)
  return [...operators]
    .flatMap(([operator, own]) =>
      own
        .toSorted(by((each) => rank(each, seed)))
        .map((mutant, turn) => ({ mutant, turn, start: fraction([seed, mutant.file, operator]) })),
    )
    .sort(
      by(
        ({ turn }) => turn,
        ({ start }) => start,
      ),
    )
    .map(({ mutant }) => mutant)
}

/** A number from 0 to 1 that stands for a value. */
const fraction = (value: unknown) => Number.parseInt(hash(value).slice(0, 12), 16) / 2 ** 48

function rank({ file, within, operator, original, mutated }: Mutant, seed: number): string {
  return hash([seed, file, within, operator, original, mutated])
}

function grouped(mutants: readonly Mutant[], name: (mutant: Mutant) => string): Map<string, Mutant[]> {
  const groups = new Map<string, Mutant[]>()
  for (const mutant of mutants) groups.set(name(mutant), [...(groups.get(name(mutant)) ?? []), mutant])
  return groups
}

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

function by<T>(...keys: ((value: T) => string | number)[]) {
  return (a: T, b: T) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)]
      if (x !== y) return x < y ? -1 : 1
    }
    return 0
  }
}
