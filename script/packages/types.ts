import { join } from 'node:path'
import ts from 'typescript'
import { anysIn } from './anys.ts'
import { declarationsIn } from './app.ts'

/** How an application's compiler finds the packages. */
const resolutions = {
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
} as const

/**
 * What is wrong with the types of the installed library for an application's `files`, and with its declarations: they are
 * all checked, under each resolution, and none of their types may be `any`. Those of viem are not checked: what they say of
 * one another is viem's.
 */
export function typeFaults(folder: string, files: readonly string[]): string[] {
  const application = files.map((file) => join(folder, file))
  const declarations = declarationsIn(folder)
  const lib = ['lib.es2023.d.ts', 'lib.dom.d.ts']
  const common = { lib, target: ts.ScriptTarget.ES2023, strict: true, noEmit: true, types: ['node'] }
  const faults = Object.entries(resolutions).flatMap(([name, resolution]) => {
    const options = { ...common, ...resolution, typeRoots: [join(folder, 'node_modules/@types')] }
    const program = ts.createProgram([...application, ...declarations], options)
    const own = [...application, ...declarations].flatMap((file) =>
      program.getSemanticDiagnostics(program.getSourceFile(file)),
    )
    const said = [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics(), ...own].map(textOf)
    return [...said, ...anysIn(program, declarations).map((place) => `${place} is any`)].map(
      (text) => `${name}: ${text}`,
    )
  })
  return [...new Set(faults)]
}

function textOf({ file, start, messageText }: ts.Diagnostic): string {
  const line = file && start !== undefined ? `:${file.getLineAndCharacterOfPosition(start).line + 1}` : ''
  return `${file?.fileName ?? ''}${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
}
