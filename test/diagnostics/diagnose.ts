import { holdToBudget } from '../../compiler/commands/budgets.ts'
import type { Code } from '../../compiler/diagnostics/codes.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { understand } from '../../compiler/front-end.ts'
import { type Files, libraryWith } from '../check/checked.ts'

/** The codes of everything that is said of a spec, in the order of the text: errors of stages 1 to 3, warnings, and what `check` says of a budget. */
export function diagnose(text: string, files: Files = {}): readonly Code[] {
  const report = new Report()
  holdToBudget(understand(sourceOf('spec.yaml', text), libraryWith(files), report), report)
  return report.diagnostics.map(({ code }) => code)
}
