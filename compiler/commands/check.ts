import { resolve } from 'node:path'
import { type Diagnostic, fileLibrary, type Library, Report, understand } from '../essentials.ts'
import { mayPassCeiling } from './ceiling.ts'
import { type ExitCode, merged, wrongUsage } from './failure.ts'
import { type Format, formatted, inFormat } from './formats/formats.ts'
import type { Named } from './namesakes.ts'
import { findSpecs, type SpecFile } from './specs.ts'
import { colorsFor, counted, NAMELESS_INPUT, print, say } from './terminal.ts'

export interface CheckOptions {
  readonly format: Format
  /** More of them are as bad as an error. */
  readonly maxWarnings?: number
  /** The name of what comes by standard input, which is a file like others. */
  readonly stdinFilename?: string
  readonly watch?: true
}

/** Among the paths, standard input. */
const STDIN = '-'

/** Schema, names, sizes of networks and words. What is wrong goes to stdout, how much to stderr. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const readsStdin = paths.includes(STDIN) || (options.stdinFilename !== undefined && paths.length === 0)
  if (options.stdinFilename !== undefined && !readsStdin)
    throw wrongUsage('nothing is read from standard input', 'write `-` for it among the paths')
  if (!options.watch)
    return inFormat(options.format, async () => {
      const subject = readsStdin ? await withStdin(paths, options.stdinFilename) : await onDisk(paths)
      return tell(await diagnose(subject), filesOf(subject), options)
    })
  if (readsStdin) throw wrongUsage('standard input cannot be watched')
  const { watching } = await import('./watch.ts')
  return watching(paths, (library) =>
    inFormat(options.format, async () => {
      const subject = { ...(await onDisk(paths)), library }
      return tell(await diagnose(subject), filesOf(subject), options)
    }),
  )
}

interface Subject {
  readonly specs: readonly SpecFile[]
  /** Of files that cannot be read. */
  readonly unreadable: Report
  readonly library: Library
}

function filesOf({ specs, unreadable }: Subject): number {
  return specs.length + unreadable.diagnostics.length
}

async function onDisk(paths: readonly string[]): Promise<Subject> {
  const unreadable = new Report()
  return { specs: await findSpecs(paths, unreadable), unreadable, library: fileLibrary() }
}

/** What comes by standard input stands for the file of its name, also where others name that. */
async function withStdin(paths: readonly string[], name = NAMELESS_INPUT): Promise<Subject> {
  const { specFromStdin } = await import('./stdin.ts')
  const { withOneOf } = await import('./libraries.ts')
  const own = await specFromStdin(name)
  const unreadable = new Report()
  const rest = paths.filter((path) => path !== STDIN)
  const others = rest.length > 0 ? await findSpecs(rest, unreadable) : []
  return {
    specs: [...others.filter(({ file }) => file !== own.file), own],
    unreadable,
    library: withOneOf(fileLibrary(), own),
  }
}

async function diagnose({ specs, unreadable, library }: Subject): Promise<Report> {
  const results: Result[] = []
  for (const spec of specs) results.push(await resultOf(spec, library))
  // A word that a network names has been checked in its company, where it may use the network's other words.
  const accompanied = new Set(results.flatMap(({ company }) => company))
  const reports = results.flatMap(({ isWord, path, report }) =>
    isWord && accompanied.has(path) ? [] : [report],
  )
  const networks = results.flatMap(({ network }) => network ?? [])
  // Of one alone there are none, and no file is read for it.
  const shared = networks.length > 1 ? [(await import('./namesakes.ts')).namesakes(networks)] : []
  return merged([unreadable, ...reports, ...shared])
}

/** Says what was found in so many files, and gives the exit code for it. */
export async function tell(
  { diagnostics, hasErrors }: Report,
  files: number,
  { format, maxWarnings = Infinity }: CheckOptions,
): Promise<ExitCode> {
  const text = await formatted(diagnostics, format, colorsFor(process.stdout))
  if (text !== '') print(text)
  say(`checked ${counted(files, 'file')}: ${tally(diagnostics)}`)
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
  const tooMany = warnings > maxWarnings
  if (tooMany) say(`too many warnings: \`--max-warnings\` allows ${maxWarnings}`)
  return hasErrors || tooMany ? 1 : 0
}

interface Result {
  readonly path: string
  readonly report: Report
  readonly isWord: boolean
  readonly network?: Named
  /** Files of the words that a network names. */
  readonly company: readonly string[]
}

/** All that is kept of a spec: a thousand of them are a thousand reports, and no more. */
async function resultOf({ source, project }: SpecFile, library: Library): Promise<Result> {
  const report = new Report()
  const understood = understand(source, library, report)
  const { check, expand } = understood
  // Only what has a budget, or is very large, is measured: that takes the later stages.
  if (check?.kind === 'network' && expand && (check.budget.length > 0 || mayPassCeiling(check, expand))) {
    const { holdToBudget, holdToCeiling } = await import('./budgets.ts')
    holdToBudget(understood, report)
    holdToCeiling(understood, report)
  }
  return {
    path: resolve(source.path),
    report,
    isWord: check !== undefined && check.kind !== 'network',
    ...(check?.kind === 'network' && { network: { project, name: check.name, span: check.span } }),
    company: check?.kind === 'network' ? check.ownWords.map((word) => resolve(word.source.path)) : [],
  }
}

function tally(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ]
  return parts.join(', ') || 'no errors'
}
