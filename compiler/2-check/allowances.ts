import { CODES, WARNINGS } from '../diagnostics/codes.ts'
import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Node, Scalar } from '../forms/document.ts'
import type { Allowance } from '../forms/spec.ts'

/** `allow: { W402: a rate, never below zero }`: warnings by code, each with a reason. */
export function allowancesOf(node: Node | undefined, report: Report): readonly Allowance[] {
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) => {
    if (!WARNINGS.some((code) => code === key.text)) {
      refuse(key, report)
      return []
    }
    // What is no reason, the schema has told.
    return value.kind === 'scalar' ? [{ code: key.text, reason: value.text.trim(), span: key.span }] : []
  })
}

function refuse({ text, span }: Scalar, report: Report): void {
  const isError = Object.hasOwn(CODES, text)
  report.add({
    code: 'E203',
    at: span,
    message: isError
      ? `\`${text}\` is an error, and only warnings can be allowed`
      : `\`${text}\` is not the code of a warning`,
    help: isError
      ? `\`loopless explain ${text}\` says what to do`
      : (didYouMean(text, WARNINGS) ?? '`loopless explain` lists all codes'),
  })
}
