import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { root } from '../tasks/command.ts'

/** The name that a source has once it is compiled. */
export const compiledName = (source: string) => source.replace(/\.ts$/, '.js')

/**
 * Compiles the sources of a package, one module a file, so that a bundler takes only what is imported.
 *
 * @param declarations - Whether others import it, and want its types.
 * @throws Error with the compiler's words, or the name of a worker that is no file
 */
export function compile(source: string, target: string, { declarations }: { declarations: boolean }): void {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, include: ['vitest.config.ts'] }, ts.sys, root)
  const files = new Set(globSync('**/*.ts', { cwd: source }).map((name) => join(source, name)))
  const program = ts.createProgram([...files], {
    ...options,
    noEmit: false,
    // `npm run check` checks the types of the sources.
    noCheck: true,
    // Without types to write nothing of other files is needed.
    noResolve: !declarations,
    rewriteRelativeImportExtensions: true,
    declaration: declarations,
    declarationMap: declarations,
    sourceMap: true,
    rootDir: source,
    outDir: target,
  })
  const said: ts.Diagnostic[] = [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics()]
  for (const file of program.getSourceFiles().filter(({ fileName }) => files.has(fileName))) {
    const { diagnostics } = program.emit(file, undefined, undefined, undefined, {
      before: [workers(files)],
      afterDeclarations: [specifiers],
    })
    said.push(...diagnostics)
  }
  if (said.length) throw new Error(ts.formatDiagnostics(said, host))
}

const host = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }

const renamed = (source: string) => ts.factory.createStringLiteral(compiledName(source), true)

/** Names workers, `new URL('./worker.ts', import.meta.url)`, as they are called once compiled, which the compiler does not. */
function workers(files: ReadonlySet<string>): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      if (!ts.isNewExpression(node) || node.expression.getText() !== 'URL') {
        return ts.visitEachChild(node, visit, context)
      }
      const [name, base] = node.arguments ?? []
      if (!name || !ts.isStringLiteral(name) || base?.getText() !== 'import.meta.url') return node
      if (!files.has(join(dirname(file.fileName), name.text))) {
        throw new Error(`${file.fileName} names ${name.text}, which is no source of the package.`)
      }
      return ts.factory.updateNewExpression(node, node.expression, node.typeArguments, [renamed(name.text), base])
    }
    return ts.visitEachChild(file, visit, context)
  }
}

/** Names modules in declarations as the code beside them does, where the compiler leaves the names of the sources. */
const specifiers: ts.TransformerFactory<ts.SourceFile | ts.Bundle> = (context) => (file) => {
  const { factory } = ts
  const own = (node: ts.Node | undefined) =>
    node && ts.isStringLiteral(node) && node.text.startsWith('.') ? renamed(node.text) : undefined
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isImportDeclaration(node)) {
      const { modifiers, importClause, moduleSpecifier, attributes } = node
      const specifier = own(moduleSpecifier) ?? moduleSpecifier
      return factory.updateImportDeclaration(node, modifiers, importClause, specifier, attributes)
    }
    if (ts.isExportDeclaration(node)) {
      const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = node
      const specifier = own(moduleSpecifier) ?? moduleSpecifier
      return factory.updateExportDeclaration(node, modifiers, isTypeOnly, exportClause, specifier, attributes)
    }
    const inner = ts.visitEachChild(node, visit, context)
    if (!ts.isImportTypeNode(inner) || !ts.isLiteralTypeNode(inner.argument)) return inner
    const specifier = own(inner.argument.literal)
    if (!specifier) return inner
    const argument = factory.updateLiteralTypeNode(inner.argument, specifier)
    return factory.updateImportTypeNode(
      inner,
      argument,
      inner.attributes,
      inner.qualifier,
      inner.typeArguments,
      inner.isTypeOf,
    )
  }
  return ts.visitEachChild(file as ts.SourceFile, visit, context)
}
