/** A node of the compiler's syntax tree, as far as it is looked at. */
type Node = {
  id?: number
  nodeType?: string
  name?: string
  referencedDeclaration?: number
  typeDescriptions?: { typeIdentifier?: string }
  [field: string]: unknown
}

/** What a checker follows only in part: where a property reaches one, its proof would be none. */
const notFollowed = ['ForStatement', 'WhileStatement', 'DoWhileStatement', 'InlineAssembly', 'TryStatement']

/**
 * What a contract reaches from its functions.
 * @param asts syntax trees of all sources
 * @returns beyond: what the checker does not follow to the end: assembly, calls of other contracts, memory that a function
 * changes and does not return, loops, and returns before the end, after which it goes on with what is in memory. None means that what it proves holds for every run.
 * @returns libraries: the contracts and libraries whose functions it reaches
 */
export function reachedBy(contract: string, asts: readonly unknown[]) {
  const byId = new Map<number, Node>()
  for (const ast of asts) visit(ast, (node) => node.id !== undefined && byId.set(node.id, node))
  const start = [...byId.values()].find(({ nodeType, name }) => nodeType === 'ContractDefinition' && name === contract)
  if (!start) throw new Error(`${contract} is not in the sources.`)
  const [found, seen, pending] = [new Set<string>(), new Set<Node>([start]), [start]]
  for (let reached = pending.pop(); reached; reached = pending.pop()) {
    if (losesMemory(reached)) found.add(`memory changed and not returned in ${reached.name}`)
    visit(reached, (node) => {
      if (notFollowed.includes(node.nodeType ?? '')) found.add(`${node.nodeType} in ${reached.name}`)
      if (node.nodeType === 'Return' && node !== lastOf(reached)) found.add(`early Return in ${reached.name}`)
      if (node.nodeType === 'FunctionCall') {
        const type = (node.expression as Node).typeDescriptions?.typeIdentifier ?? ''
        if (/^t_function_(external|delegatecall|bare|creation)/.test(type)) found.add(`outside call in ${reached.name}`)
      }
      const target = byId.get(node.referencedDeclaration ?? -1)
      if (target?.nodeType !== 'FunctionDefinition' || seen.has(target)) return
      seen.add(target)
      pending.push(target)
    })
  }
  const libraries = [...seen].map(({ scope }) => byId.get(scope as number)?.name)
  return { beyond: [...found], libraries: new Set(libraries) }
}

/** Whether a function changes a member of a parameter in memory, and does not return one: its caller would see the old one. */
function losesMemory({ nodeType, parameters, returnParameters, body }: Node) {
  if (nodeType !== 'FunctionDefinition' || body === undefined) return false
  const given = new Set<number | undefined>()
  visit(parameters, (node) => {
    if (node.nodeType === 'VariableDeclaration' && node.storageLocation === 'memory') given.add(node.id)
  })
  let changes = false
  visit(body, (node) => {
    if (node.nodeType !== 'Assignment' && node.nodeType !== 'UnaryOperation') return
    if (node.nodeType === 'UnaryOperation' && !['++', '--', 'delete'].includes(node.operator as string)) return
    visit(node.leftHandSide ?? node.subExpression, (part) => {
      const base = (part.expression ?? part.baseExpression) as Node | undefined
      if (part.nodeType === 'MemberAccess' || part.nodeType === 'IndexAccess')
        if (given.has(base?.referencedDeclaration)) changes = true
    })
  })
  let returns = false
  visit(returnParameters, (node) => {
    if (node.nodeType === 'VariableDeclaration' && node.storageLocation === 'memory') returns = true
  })
  return changes && !returns
}

/** The last statement of a function, or of the block that its last statement is. */
function lastOf({ body }: Node) {
  let last = body as Node | undefined
  while (last?.nodeType === 'Block' || last?.nodeType === 'UncheckedBlock') last = (last.statements as Node[]).at(-1)
  return last
}

function visit(value: unknown, each: (node: Node) => void) {
  if (Array.isArray(value)) for (const item of value) visit(item, each)
  else if (typeof value === 'object' && value !== null) {
    if ('nodeType' in value) each(value as Node)
    for (const field of Object.values(value)) visit(field, each)
  }
}
