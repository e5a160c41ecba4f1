import { tsMorph } from './ts-morph.ts'

/** A module's text without its types: what it does, line by line. */
export function javascriptOf(typescript: string): string {
  const { ts } = tsMorph()
  const { outputText } = ts.transpileModule(typescript, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  })
  return outputText
}
