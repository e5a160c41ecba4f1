import { fileURLToPath } from 'node:url'
import { type Forms, type Report, tsMorph } from '../../index.ts'
import { layerAt, quoted } from './places.ts'
import { OUR_MISTAKE, type Verdict } from './subject.ts'

/** A generated module's text, and what it was generated from. */
export interface Written {
  readonly forms: Forms
  readonly text: string
}

/** What TypeScript says of a module. */
export interface TypeMistake {
  readonly message: string
  /** From 1. */
  readonly line: number
}

/** As strict as TypeScript can be asked to be. */
export const STRICTEST = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noUncheckedSideEffectImports: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  forceConsistentCasingInFileNames: true,
} as const

/** What modules import. */
const RUNTIME = ['loopless/runtime', 'loopless/runtime/float64'] as const

/**
 * Whether TypeScript proves the sizes of each module's matrices, against the types of this package's own runtime. All
 * modules are one program, for most of the time goes into types that all share.
 *
 * @param resolve where an import of the runtime leads to, as a URL
 * @returns for each module, in order, what is wrong with it
 */
export function typeMistakesIn(
  modules: readonly { readonly fileName: string; readonly text: string }[],
  resolve: (name: string) => string,
): readonly (readonly TypeMistake[])[] {
  const { Project, ts } = tsMorph()
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      ...STRICTEST,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
      paths: Object.fromEntries(
        RUNTIME.map((name) => [name, [fileURLToPath(resolve(name)).replace(/\.js$/, '.d.ts')]]),
      ),
    },
  })
  // In folders that are nowhere: two projects may have networks of one name, and modules name themselves.
  const files = modules.map(({ fileName, text }, index) =>
    project.createSourceFile(`${NOWHERE}/${index}/${fileName}`, text),
  )
  const program = project.getProgram().compilerObject
  const misplaced = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()]
  if (misplaced.length > 0)
    throw new Error(`invariant: ${ts.flattenDiagnosticMessageText(misplaced[0]!.messageText, '\n')}`)
  return files.map(({ compilerNode: file }) =>
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ code, start = 0, messageText }) => ({
        message: `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]}`,
        line: file.getLineAndCharacterOfPosition(start).line + 1,
      }),
    ),
  )
}

const NOWHERE = '/loopless-prove'

export function reportTypes(
  { forms, text }: Written,
  mistakes: readonly TypeMistake[],
  report: Report,
): Verdict {
  for (const { message, line } of mistakes)
    report.add({
      code: 'E413',
      at: layerAt(text, line, forms),
      message: `TypeScript refuses the sizes of the generated code: ${message}`,
      notes: [quoted(forms, text, line), OUR_MISTAKE],
    })
  return mistakes.length === 0 ? 'sizes' : undefined
}
