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
 * is to change in them, and within a file over the operators. What a seed takes hangs on the text of the mutants, not
 * on their lines, so that a change elsewhere leaves most of them taken.
 */
export function inOrder(mutants: readonly Mutant[], seed: number): Mutant[] {
  const files = new Map<string, Map<string, Mutant[]>>()
  for (const mutant of [...mutants].sort(by((each) => rank(each, seed)))) {
    const cells = files.get(mutant.file) ?? new Map<string, Mutant[]>()
    files.set(mutant.file, cells)
    cells.set(mutant.operator, [...(cells.get(mutant.operator) ?? []), mutant])
  }
  const share = new Map([...files].map(([file, cells]) => [file, [...cells.values()].flat().length]))
  const taken = new Map<string, number>()
  const count = (name: string, more: number) => taken.set(name, (taken.get(name) ?? 0) + more).get(name)!
  return mutants.map(() => {
    // The file that is furthest behind its share, then the operator that was taken least.
    const [file, cells] = [...files].sort(
      by(
        ([name]) => (count(name, 0) + 1) / share.get(name)!,
        ([name]) => name,
      ),
    )[0]!
    const [operator, rest] = [...cells].sort(
      by(
        ([name]) => count(name, 0),
        ([name]) => name,
      ),
    )[0]!
    count(file, 1)
    count(operator, 1)
    const next = rest.shift()!
    if (rest.length === 0) cells.delete(operator)
    if (cells.size === 0) files.delete(file)
    return next
  })
}

function rank({ file, within, operator, original, mutated }: Mutant, seed: number): string {
  return createHash('sha256')
    .update(JSON.stringify([seed, file, within, operator, original, mutated]))
    .digest('hex')
}

function by<T>(...keys: ((value: T) => string | number)[]) {
  return (a: T, b: T) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)]
      if (x !== y) return x < y ? -1 : 1
    }
    return 0
  }
}
