import { resolve } from 'node:path'
import {
  type Diagnostic,
  fileLibrary,
  type Library,
  Report,
  renderAll,
  type Source,
  understand,
} from '../essentials.ts'
import { asJson } from './diagnostics-json.ts'
import { type ExitCode, merged } from './failure.ts'
import { findSpecs } from './specs.ts'
import { colorsFor, counted, print, say } from './terminal.ts'

export interface CheckOptions {
  readonly format: 'text' | 'json'
}

/** Schema, names, sizes of networks and words. What is wrong goes to stdout, how much to stderr. */
export async function check(paths: readonly string[], { format }: CheckOptions): Promise<ExitCode> {
  const specs = await findSpecs(paths)
  const library = fileLibrary()
  const results = specs.map(({ source }) => resultOf(source, library))
  // A word that a network names has been checked in its company, where it may use the network's other words.
  const accompanied = new Set(results.flatMap(({ company }) => company))
  const reports = results.flatMap(({ isWord, path, report }) =>
    isWord && accompanied.has(path) ? [] : [report],
  )
  const { diagnostics, hasErrors } = merged(reports)
  if (format === 'json') print(asJson(diagnostics))
  else if (diagnostics.length > 0) print(renderAll(diagnostics, colorsFor(process.stdout)))
  say(`checked ${counted(specs.length, 'file')}: ${tally(diagnostics)}`)
  return hasErrors ? 1 : 0
}

interface Result {
  readonly path: string
  readonly report: Report
  readonly isWord: boolean
  /** Files of the words that a network names. */
  readonly company: readonly string[]
}

/** All that is kept of a spec: a thousand of them are a thousand reports, and no more. */
function resultOf(source: Source, library: Library): Result {
  const report = new Report()
  const { check } = understand(source, library, report)
  return {
    path: resolve(source.path),
    report,
    isWord: check !== undefined && check.kind !== 'network',
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
