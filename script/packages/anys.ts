import ts from 'typescript'

/**
 * Where the types of `files` say `any`, or come to it: written, inferred, in what a generic type becomes of its arguments,
 * and what cannot be resolved, which the compiler takes for `any` as well. What others declare is theirs.
 */
export function anysIn(program: ts.Program, files: readonly string[]): string[] {
  const checker = program.getTypeChecker()
  const own = new Set(files)
  const found = new Set<string>()
  const seen = new Set<ts.Type>()
  const isOwn = (symbol: ts.Symbol | undefined) =>
    !symbol?.declarations || symbol.declarations.some((node) => own.has(node.getSourceFile().fileName))

  /** @param path - From a declaration to the type. */
  const walk = (type: ts.Type, path: () => string): void => {
    if (type.flags & ts.TypeFlags.Any) found.add(path())
    if (seen.has(type)) return
    seen.add(type)
    for (const argument of type.aliasTypeArguments ?? []) walk(argument, () => `${path()}<>`)
    if (type.isUnionOrIntersection()) for (const member of type.types) walk(member, path)
    if (!(type.flags & ts.TypeFlags.Object)) return
    if ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) {
      // What nothing is said of is `any` for some types of the language's own library, as for what a generator is told.
      const defaults = (type as ts.TypeReference).target.typeParameters?.map(checker.getDefaultFromTypeParameter) ?? []
      for (const [i, argument] of checker.getTypeArguments(type as ts.TypeReference).entries())
        if (!((defaults[i]?.flags ?? 0) & ts.TypeFlags.Any)) walk(argument, () => `${path()}<>`)
    }
    if (!isOwn(type.symbol)) return
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.parameters)
        walk(checker.getTypeOfSymbol(parameter), () => `${path()}(${parameter.name})`)
      walk(signature.getReturnType(), () => `${path()}()`)
    }
    // Of a class with parameters it has `any` for each, and nobody uses it.
    for (const property of type.getProperties())
      if (isOwn(property) && property.name !== 'prototype')
        walk(checker.getTypeOfSymbol(property), () => `${path()}.${property.name}`)
    for (const { type: value } of checker.getIndexInfosOfType(type)) walk(value, () => `${path()}[]`)
  }

  for (const name of files) {
    const file = program.getSourceFile(name)!
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node) && !ts.isTemplateLiteralTypeSpan(node)) {
        const line = () => file.getLineAndCharacterOfPosition(node.getStart()).line + 1
        walk(checker.getTypeFromTypeNode(node), () => `${name}:${line()} ${node.getText()}`)
      }
      ts.forEachChild(node, visit)
    }
    visit(file)
    const module = checker.getSymbolAtLocation(file)
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      if (declared.flags & ts.SymbolFlags.Value) walk(checker.getTypeOfSymbol(declared), () => `${name} ${symbol.name}`)
      if (declared.flags & ts.SymbolFlags.Type)
        walk(checker.getDeclaredTypeOfSymbol(declared), () => `${name} ${symbol.name}`)
    }
  }
  return [...found]
}
