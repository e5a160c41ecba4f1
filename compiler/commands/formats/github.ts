import { CODES, type Diagnostic, positionAt } from '../../essentials.ts'
import { inLines } from './message.ts'
import { inRepository, isOfStdin } from './places.ts'

/** What GitHub's runner shows beside a line of a file. */
export interface Annotation {
  readonly severity: 'error' | 'warning' | 'notice'
  /** Nothing where the text is in none. */
  readonly file?: string
  readonly title: string
  readonly message: string
  readonly lines?: { readonly first: number; readonly last: number }
  /** Of one line only; the end is where the next text begins. */
  readonly columns?: { readonly first: number; readonly end: number }
}

/** Diagnostics as commands to GitHub's runner, a line each; without any, nothing. */
export function asGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(annotationOf).map(printAnnotation).join('\n')
}

function annotationOf(diagnostic: Diagnostic): Annotation {
  const { severity, code, at } = diagnostic
  const [start, end] = [at.start, at.end].map((offset) => positionAt(at.source, offset)) as [
    ReturnType<typeof positionAt>,
    ReturnType<typeof positionAt>,
  ]
  return {
    severity,
    ...(!isOfStdin(at.source) && { file: inRepository(at.source.path) }),
    title: `${code}: ${CODES[code]}`,
    message: inLines(diagnostic),
    lines: { first: start.line, last: end.line },
    ...(start.line === end.line && { columns: { first: start.column, end: end.column } }),
  }
}

/**
 * `::error file=a.yaml,line=6,endLine=6,col=37,endColumn=42,title=…::message`.
 * Source: the workflow commands of GitHub Actions, escaped as its toolkit does.
 */
export function printAnnotation({ severity, file, title, message, lines, columns }: Annotation): string {
  const properties = {
    ...(file !== undefined && { file }),
    ...(lines && { line: lines.first, endLine: lines.last }),
    ...(columns && { col: columns.first, endColumn: columns.end }),
    title,
  }
  const written = Object.entries(properties).map(([name, value]) => `${name}=${inProperty(String(value))}`)
  return `::${severity} ${written.join(',')}::${inData(message)}`
}

function inData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function inProperty(text: string): string {
  return inData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
