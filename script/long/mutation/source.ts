// A source with its syntax tree, and edits of it. The compiler counts in bytes.
import type { Node } from './solc.ts'

export type Source = { file: string; bytes: Buffer; ast: Node }

/** Replaces the bytes from `start` to `end` by `text`. */
export type Edit = { start: number; end: number; text: string }

export const startOf = (node: Node) => Number(node.src.split(':')[0])
export const endOf = (node: Node) => startOf(node) + Number(node.src.split(':')[1])

export function textOf(source: Source, node: Node): string {
  return between(source, startOf(node), endOf(node))
}

export function between({ bytes }: Source, start: number, end: number): string {
  return bytes.subarray(start, end).toString('utf8')
}

export function apply({ bytes }: Pick<Source, 'bytes'>, { start, end, text }: Edit): string {
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]).toString('utf8')
}

/** The end of a statement with its semicolon: the compiler's statements end before it, its blocks have none. */
export function endOfStatement(source: Source, statement: Node): number {
  const end = endOf(statement)
  const gap = /^\s*;/.exec(between(source, end, end + 80))
  return gap ? end + Buffer.byteLength(gap[0]) : end
}

/** The first and last line that an edit touches, from 1 on. */
export function linesOf({ bytes }: Source, { start, end }: Edit): [number, number] {
  const line = (offset: number) => bytes.subarray(0, offset).toString('utf8').split('\n').length
  return [line(start), line(Math.max(start, end - 1))]
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value

/** The nodes right below one, in the order of its fields. */
export function children(node: Node): Node[] {
  // A node that the compiler left out is null; `AST` holds the tree of an assembly block.
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )
}
