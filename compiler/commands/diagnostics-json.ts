import { type Diagnostic, positionAt, type Span } from '../essentials.ts'

/** Diagnostics for programs: every place with its file, lines and columns, all counted from 1. */
export function asJson(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify({ diagnostics: diagnostics.map(plainDiagnostic) }, undefined, 2)
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
  return { file: source.path, start: positionAt(source, start), end: positionAt(source, end) }
}
