import { type Diagnostic, positionAt, type Span } from '../../essentials.ts'
import { inJson } from './in-json.ts'

/**
 * Diagnostics for programs. Lines and columns count from 1, offsets from 0; columns
 * and offsets in UTF-16 units; an end is where the next text begins. The page beside
 * this file is the contract: keys are added, and none goes.
 */
export function asJson(diagnostics: readonly Diagnostic[]): string {
  return inJson({ diagnostics: diagnostics.map(plainDiagnostic) })
}

export function plainDiagnostic({ code, severity, message, at, labels, notes, help }: Diagnostic): object {
  return {
    code,
    severity,
    message,
    at: place(at),
    labels: labels.map(({ span, text }) => ({ text, at: place(span) })),
    notes,
    ...(help !== undefined && { help }),
  }
}

function place({ source, start, end }: Span): object {
  const position = (offset: number) => ({
    ...positionAt(source, offset),
    // Of an excerpt, nobody knows where in its file it begins.
    ...(source.firstLine === undefined && { offset }),
  })
  return { file: source.path, start: position(start), end: position(end) }
}
