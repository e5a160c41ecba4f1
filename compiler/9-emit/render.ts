import type {
  ClassDeclarationStructure,
  InterfaceDeclarationStructure,
  MethodDeclarationStructure,
  StatementStructures,
} from 'ts-morph'
import type { Class, Interface, Method, Module, Part } from '../forms/module.ts'

/**
 * The module as text. The whole file is handed to ts-morph as one structure:
 * adding statements one by one would take time quadratic in their number.
 */
export async function render(module: Module): Promise<string> {
  const { IndentationText, NewLineKind, Project, QuoteKind, StructureKind } = await import('ts-morph')
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      quoteKind: QuoteKind.Single,
      newLineKind: NewLineKind.LineFeed,
    },
  })

  const method = ({ name, comment, modifier, overrides, parameters, returns, body }: Method): MethodDeclarationStructure => ({
    kind: StructureKind.Method,
    name,
    ...(modifier && ({ scope: modifier } as { scope: MethodDeclarationStructure['scope'] })),
    hasOverrideKeyword: overrides,
    parameters: parameters.map(({ name, type }) => ({ name, type })),
    returnType: returns,
    statements: [...body],
    ...(comment.length > 0 && { leadingTrivia: `${comment.map((line) => `// ${line}`).join('\n')}\n` }),
  })
  const classOf = ({ name, docs, typeParameters, extends: base, methods }: Class): ClassDeclarationStructure => ({
    kind: StructureKind.Class,
    name,
    isExported: true,
    docs: [`\n${docs}`],
    typeParameters: [...typeParameters],
    extends: base,
    methods: methods.map(method),
  })
  const interfaceOf = ({ name, docs, typeParameters, properties }: Interface): InterfaceDeclarationStructure => ({
    kind: StructureKind.Interface,
    name,
    isExported: true,
    docs: [`\n${docs}`],
    typeParameters: [...typeParameters],
    properties: properties.map(({ name, type }) => ({ name, type, isReadonly: true })),
  })
  const statement = (part: Part): StatementStructures | string => {
    switch (part.kind) {
      case 'class':
        return classOf(part)
      case 'interface':
        return interfaceOf(part)
      case 'text':
        return `${part.lines.join('\n')}\n`
    }
  }

  const file = project.createSourceFile(module.fileName, {
    statements: [
      module.header.map((line) => `// ${line}`).join('\n'),
      ...module.imports.map(({ from, names }) => ({
        kind: StructureKind.ImportDeclaration as const,
        moduleSpecifier: from,
        namedImports: [...names],
      })),
      ...module.parts.map(statement),
    ],
  })
  return semicolonless(file.getFullText())
}

/** ts-morph ends imports and interface members with semicolons; our statements have none. */
function semicolonless(text: string): string {
  return text.replace(/;$/gm, '')
}
