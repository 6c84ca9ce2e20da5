// What a mutant changes. Each operator looks at one node of a syntax tree and says which edits it has for it.
import type { Node } from './solc.ts'
import { between, type Edit, endOf, endOfStatement, isNode, type Source, startOf, textOf } from './source.ts'

type Mutations = (source: Source, node: Node, above: readonly Node[]) => Edit[]

const pairs: Record<string, Record<string, string[]>> = {
  arithmetic: { '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'], '**': ['*'] },
  bound: { '<': ['<='], '<=': ['<'], '>': ['>='], '>=': ['>'] },
  comparison: { '<': ['>='], '<=': ['>'], '>': ['<='], '>=': ['<'], '==': ['!='], '!=': ['=='] },
  logical: { '&&': ['||'], '||': ['&&'] },
  bitwise: { '&': ['|'], '|': ['&'], '^': ['&'], '<<': ['>>'], '>>': ['<<'] },
}
const assigned: Record<string, Record<string, string[]>> = {
  arithmetic: { '+=': ['-=', '='], '-=': ['+=', '='], '*=': ['/='], '/=': ['*='] },
  bitwise: { '&=': ['|='], '|=': ['&=', '='], '<<=': ['>>='], '>>=': ['<<='] },
}
const yul: Record<string, Record<string, string>> = {
  arithmetic: { add: 'sub', sub: 'add', mul: 'div', div: 'mul' },
  comparison: { lt: 'gt', gt: 'lt' },
  bitwise: { and: 'or', or: 'and', shl: 'shr', shr: 'shl' },
}

/** Every operator by its name. */
export const operators: Record<string, Mutations> = {
  arithmetic: (source, node) => [...exchanged('arithmetic', source, node), ...steps(source, node)],
  bound: (source, node) => exchanged('bound', source, node),
  comparison: (source, node) => exchanged('comparison', source, node),
  logical: (source, node) => [...exchanged('logical', source, node), ...without('!', source, node)],
  bitwise: (source, node) => [...exchanged('bitwise', source, node), ...without('~', source, node)],
  condition,
  'off by one': offByOne,
  constant,
  'dropped check': droppedCheck,
  'dropped statement': droppedStatement,
  'swapped arguments': swappedArguments,
}

const whole = (node: Node, text: string): Edit => ({ start: startOf(node), end: endOf(node), text })
const part = (node: Node, field: string) => node[field] as Node
const list = (node: Node, field: string) => ((node[field] as unknown[] | undefined) ?? []).filter(isNode)

function exchanged(kind: string, source: Source, node: Node): Edit[] {
  if (node.nodeType === 'BinaryOperation') {
    const [left, right] = [part(node, 'leftExpression'), part(node, 'rightExpression')]
    const others = pairs[kind]?.[node.operator as string] ?? []
    // In brackets where the other operator may bind less tightly than the one it replaces.
    const [open, close] = /^[&|^<>*]{2}$|^[&|^]$/.test(node.operator as string) ? ['(', ')'] : ['', '']
    return others.map((other) =>
      whole(node, `${open}${textOf(source, left)} ${other} ${textOf(source, right)}${close}`),
    )
  }
  if (node.nodeType === 'Assignment') {
    const [to, from] = [part(node, 'leftHandSide'), part(node, 'rightHandSide')]
    const others = assigned[kind]?.[node.operator as string] ?? []
    return others.map((other) => whole(node, `${textOf(source, to)} ${other} ${textOf(source, from)}`))
  }
  if (node.nodeType === 'YulFunctionCall') {
    const name = part(node, 'functionName')
    const other = yul[kind]?.[name.name as string]
    return other ? [whole(name, other)] : []
  }
  return []
}

/** A counter that runs the other way; not that of a loop, which would only never end. */
function steps(source: Source, node: Node): Edit[] {
  if (node.nodeType !== 'UnaryOperation' || (node.operator !== '++' && node.operator !== '--')) return []
  const [counted, other] = [textOf(source, part(node, 'subExpression')), node.operator === '++' ? '--' : '++']
  return [whole(node, node.prefix ? other + counted : counted + other)]
}

function without(operator: string, source: Source, node: Node): Edit[] {
  if (node.nodeType !== 'UnaryOperation' || node.operator !== operator) return []
  return [whole(node, textOf(source, part(node, 'subExpression')))]
}

/** One half of a condition alone; one way of a choice always. */
function condition(source: Source, node: Node): Edit[] {
  const halves =
    node.nodeType === 'BinaryOperation' && (node.operator === '&&' || node.operator === '||')
      ? ['leftExpression', 'rightExpression']
      : node.nodeType === 'Conditional'
        ? ['trueExpression', 'falseExpression']
        : []
  const kept = halves.map((field) => whole(node, textOf(source, part(node, field))))
  if (node.nodeType === 'IfStatement') kept.push(whole(part(node, 'condition'), 'true'))
  return kept
}

/** An index, and a number that is counted with, one more or less. */
function offByOne(source: Source, node: Node): Edit[] {
  if (node.nodeType === 'IndexAccess' && isNode(node.indexExpression)) {
    const index = node.indexExpression
    return [whole(index, `${textOf(source, index)} + 1`)]
  }
  if (node.nodeType === 'BinaryOperation' && /^([+*/%-]|<<|>>|<|<=|>|>=|==|!=)$/.test(node.operator as string))
    return ['leftExpression', 'rightExpression']
      .map((field) => part(node, field))
      .filter((operand) => operand.nodeType === 'Literal')
      .flatMap((operand) => neighbours(source, operand))
  if (node.nodeType === 'VariableDeclarationStatement' && isNode(node.initialValue))
    return node.initialValue.nodeType === 'Literal' ? neighbours(source, node.initialValue) : []
  return []
}

/** A number or truth value that stands for itself: assigned, given, returned or declared constant. */
function constant(source: Source, node: Node, above: readonly Node[]): Edit[] {
  if (node.nodeType === 'YulLiteral') return neighbours(source, node)
  if (node.nodeType === 'MemberAccess' && node.memberName === 'max')
    return [whole(node, `(${textOf(source, node)} - 1)`)]
  if (node.nodeType !== 'Literal') return []
  if (node.kind === 'bool') return [whole(node, node.value === 'true' ? 'false' : 'true')]
  const parent = above.at(-1)?.nodeType
  // The others are off by one, above.
  return parent === 'BinaryOperation' || parent === 'VariableDeclarationStatement' ? [] : neighbours(source, node)
}

/** A number written one greater and one less, in its own notation so that it keeps its type. */
function neighbours(source: Source, node: Node): Edit[] {
  if (node.kind !== 'number') return []
  const [, digits = '', unit = ''] = /^(\S+)(\s.*)?$/s.exec(textOf(source, node)) ?? []
  const plain = digits.replaceAll('_', '')
  if (/^0x[0-9a-f]{40}$/i.test(plain)) return [] // An address, with its checksum.
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(plain)) return [whole(node, `(${digits} + 1)${unit}`)]
  const value = BigInt(plain)
  const written = (other: bigint) =>
    (plain.startsWith('0x') ? `0x${other.toString(16).padStart(plain.length - 2, '0')}` : `${other}`) + unit
  return [value + 1n, ...(value > 0n ? [value - 1n] : [])].map((other) => whole(node, written(other)))
}

const isCall = (node: Node, name: RegExp) => {
  const called = node.nodeType === 'FunctionCall' ? part(node, 'expression') : undefined
  return called !== undefined && name.test(((called.name ?? called.memberName) as string | undefined) ?? '')
}

/** A condition that is no longer required, and a way out that is no longer taken. */
function droppedCheck(source: Source, node: Node, above: readonly Node[]): Edit[] {
  const gone: Edit = { start: startOf(node), end: endOfStatement(source, node), text: '{}' }
  if (node.nodeType === 'ExpressionStatement') return isCheck(node) ? [gone] : []
  if (node.nodeType === 'IfStatement') {
    const body = part(node, 'trueBody')
    const last = body.nodeType === 'Block' ? list(body, 'statements').at(-1) : body
    const leaves = /^(Return|RevertStatement|Continue|Break)$/.test(last?.nodeType ?? '')
    return leaves && !isNode(node.falseBody) ? [gone] : []
  }
  if (node.nodeType === 'ModifierInvocation' && above.at(-1)?.kind === 'function') return [whole(node, '')]
  return []
}

const isCheck = (statement: Node) => isCall(part(statement, 'expression'), /^(require|_?(check|only)[A-Z]\w*)$/)

/** A statement that changes something, or tells it, gone. */
function droppedStatement(source: Source, node: Node): Edit[] {
  const isSolidity = (node.nodeType === 'ExpressionStatement' && !isCheck(node)) || node.nodeType === 'EmitStatement'
  if (isSolidity) return [{ start: startOf(node), end: endOfStatement(source, node), text: '{}' }]
  return node.nodeType === 'YulExpressionStatement' || node.nodeType === 'YulAssignment' ? [whole(node, '{}')] : []
}

/** Two neighbours exchanged. Most of them differ in type, which the compiler refuses. */
function swappedArguments(source: Source, node: Node): Edit[] {
  if (node.nodeType !== 'FunctionCall' && node.nodeType !== 'YulFunctionCall') return []
  if (isCall(node, /^require$/)) return []
  const given = list(node, 'arguments')
  return given.slice(1).flatMap((second, i) => {
    const first = given[i]!
    const [a, b] = [textOf(source, first), textOf(source, second)]
    if (a === b) return []
    return [{ start: startOf(first), end: endOf(second), text: b + between(source, endOf(first), startOf(second)) + a }]
  })
}
