import { describe, expect, it } from 'vitest'
import { WORD_KINDS } from '../../compiler/forms/spec.ts'
import { operations } from '../../compiler/operations/index.ts'
import { signatures } from '../../runtime/kernels/signatures.ts'
import { type SourceFile, sourcesIn } from '../support/sources.ts'
import { libraryWords } from '../support/words.ts'

const files = sourcesIn('compiler', 'runtime', 'generated')

const PACKAGE = /^(?!loopless|(compiler|runtime|generated)\/)[\w@]/
const FORMS = /^compiler\/forms\//
const DIAGNOSTICS = /^compiler\/diagnostics\//
const OPERATIONS = /^compiler\/operations\//
const SIGNATURES = /^runtime\/kernels\/signatures\.ts$/

/** Who may import whom; the first rule whose folder a file is in holds for it. */
const RULES: readonly { readonly of: RegExp; readonly may: (file: SourceFile) => readonly RegExp[] }[] = [
  // What begins a thread knows the place it begins it in.
  { of: /^runtime\/workers\/node/, may: () => [/^runtime\//, /^node:worker_threads$/] },
  { of: /^runtime\//, may: () => [/^runtime\//] },
  {
    of: /^generated\//,
    may: ({ path }) => [/^loopless\/runtime(\/float64)?$/, exactly(path.replace(/\.ts$/, '.js'))],
  },
  { of: FORMS, may: () => [FORMS] },
  { of: DIAGNOSTICS, may: () => [FORMS, DIAGNOSTICS, /^node:/] },
  { of: OPERATIONS, may: () => [FORMS, OPERATIONS] },
  {
    // A stage never imports another.
    of: /^compiler\/\d-/,
    may: ({ path }) => [
      FORMS,
      OPERATIONS,
      DIAGNOSTICS,
      within(/^compiler\/\d-\w+\//.exec(path)![0]),
      PACKAGE,
      ...(path.startsWith('compiler/7-select/') ? [SIGNATURES] : []),
    ],
  },
  // What looks at the forms that stages made, and makes none.
  {
    of: /^compiler\/warnings\//,
    may: () => [FORMS, OPERATIONS, DIAGNOSTICS, within('compiler/warnings/')],
  },
  { of: /^compiler\/print\//, may: () => [FORMS, OPERATIONS, within('compiler/print/')] },
  {
    of: /^compiler\/commands\//,
    may: () => [
      within('compiler/commands/'),
      /^compiler\/(index|essentials)\.ts$/,
      within('compiler/print/'),
      DIAGNOSTICS,
      FORMS,
      /^loopless\/runtime/,
      /^runtime\//,
      PACKAGE,
    ],
  },
  {
    of: /^compiler\/(cli|command-line)\.ts$/,
    may: () => [exactly('compiler/command-line.ts'), within('compiler/commands/'), PACKAGE],
  },
  {
    of: /^compiler\/(interpret|verify|verify-turns|library|checked-words|disk)\.ts$/,
    may: () => [
      FORMS,
      OPERATIONS,
      exactly('compiler/verify-turns.ts'),
      exactly('compiler/checked-words.ts'),
      exactly('compiler/disk.ts'),
      /^node:/,
    ],
  },
  // The files that know the order of stages, or hand out what is behind them.
  {
    of: /^compiler\/(compile|front-end|machine|index|essentials|encoded-words)\.ts$/,
    may: () => [/^compiler\/(?!command|cli)/, SIGNATURES],
  },
]

describe('imports', () => {
  it('are found', () => {
    expect(files.length).toBeGreaterThan(150)
    const { imports } = files.find(({ path }) => path === 'compiler/compile.ts')!
    expect(imports).toContain('compiler/4-stabilise/stabilise.ts')
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(500)
  })

  it.each(RULES)('keep to the rule of $of', ({ of, may }) => {
    const own = files.filter((file) => ruleOf(file)?.of === of)
    expect(own.length).toBeGreaterThan(0)
    const wrong = own.flatMap((file) =>
      file.imports
        .filter((name) => !may(file).some((allowed) => allowed.test(name)))
        .map((name) => `${file.path} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('have a rule for every file', () => {
    expect(files.filter((file) => !ruleOf(file)).map(({ path }) => path)).toEqual([])
  })
})

describe('words of the library', () => {
  const words = new Set(libraryWords.map(({ name }) => name))
  const known = new Set<string>([
    // Kinds of words; operations and functions of the language; kernels.
    ...WORD_KINDS,
    ...operations.flatMap((operation) => [operation.name, operation.function?.name ?? '']),
    ...signatures.map(({ name }) => name),
  ])
  /** The first value of a state, and a key of networks, are words of the language. */
  const exceptions: Readonly<Record<string, RegExp>> = {
    'compiler/2-check/schemas/word.ts': /^zeros$/,
    'compiler/2-check/network.ts': /^precision$/,
    'compiler/commands/breaking/interface.ts': /^precision$/,
  }

  it('are named nowhere in the compiler and the runtime', () => {
    const named = files
      .filter(({ path }) => !path.startsWith('generated/'))
      .flatMap(({ path, strings }) =>
        strings
          .filter((text) => words.has(text) && !known.has(text) && !exceptions[path]?.test(text))
          .map((text) => `${path} names ${text}`),
      )
    expect(named).toEqual([])
  })

  it('are more than those that share a name with an operation', () => {
    expect([...words].filter((word) => !known.has(word)).length).toBeGreaterThan(12)
  })
})

function ruleOf({ path }: SourceFile) {
  return RULES.find(({ of }) => of.test(path))
}

function within(folder: string): RegExp {
  return new RegExp(`^${folder}`)
}

function exactly(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.')}$`)
}
