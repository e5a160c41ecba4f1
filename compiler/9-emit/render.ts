import type {
  ClassDeclarationStructure,
  InterfaceDeclarationStructure,
  MethodDeclarationStructure,
  StatementStructures,
} from 'ts-morph'
import type { Class, Import, Interface, Method, Module, Part } from '../forms/module.ts'
import { tsMorph } from './ts-morph.ts'
import { commented } from './types.ts'

/**
 * The module as text. The whole file is handed to ts-morph as one structure:
 * adding statements one by one would take time quadratic in their number.
 */
export async function render(module: Module): Promise<string> {
  const { IndentationText, NewLineKind, Project, QuoteKind, Scope, StructureKind } = tsMorph()
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      quoteKind: QuoteKind.Single,
      newLineKind: NewLineKind.LineFeed,
    },
  })

  const method = ({
    name,
    comment,
    modifier,
    overrides,
    parameters,
    returns,
    body,
  }: Method): MethodDeclarationStructure => ({
    kind: StructureKind.Method,
    name,
    ...(modifier && { scope: Scope.Protected }),
    hasOverrideKeyword: overrides,
    parameters: parameters.map(({ name, type }) => ({ name, type })),
    returnType: returns,
    statements: [...body],
    ...(comment.length > 0 && { leadingTrivia: `${comment.map((line) => `// ${line}`).join('\n')}\n` }),
  })
  const classOf = ({
    name,
    docs,
    typeParameters,
    extends: base,
    methods,
  }: Class): ClassDeclarationStructure => ({
    kind: StructureKind.Class,
    name,
    isExported: true,
    docs: docs === '' ? [] : [commented(docs)],
    typeParameters: [...typeParameters],
    extends: base,
    methods: methods.map(method),
  })
  const interfaceOf = ({
    name,
    docs,
    typeParameters,
    properties,
  }: Interface): InterfaceDeclarationStructure => ({
    kind: StructureKind.Interface,
    name,
    isExported: true,
    docs: docs === '' ? [] : [commented(docs)],
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
    statements: [module.header.join('\n'), ...module.imports.map(importText), ...module.parts.map(statement)],
  })
  return visible(semicolonless(file.getFullText()))
}

/** One line where it fits, one name a line where it doesn't. */
function importText({ from, names }: Import): string {
  const line = `import { ${names.join(', ')} } from '${from}'`
  return line.length <= 110
    ? line
    : `import {\n${names.map((name) => `  ${name},`).join('\n')}\n} from '${from}'`
}

/** ts-morph ends imports and interface members with semicolons; our statements have none. */
function semicolonless(text: string): string {
  return text.replace(/;$/gm, '')
}

/** A spec's control characters and line separators by their numbers, which strings read back: a file with them raw is binary to git. */
function visible(text: string): string {
  return text.replaceAll(
    /(?![\t\n\r])[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
