import { expand } from '../../compiler/3-expand/expand.ts'
import type { Code } from '../../compiler/diagnostics/codes.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { checked, type Files, libraryWith } from '../check/checked.ts'

/** The codes of everything that is said of a spec, in the order of the text: stages 1 to 3. */
export function diagnose(text: string, files: Files = {}): readonly Code[] {
  const { spec, report } = checked(sourceOf('spec.yaml', text), files)
  if (spec?.kind === 'network' && !report.hasErrors) expand(spec, libraryWith(files), report)
  return report.diagnostics.map(({ code }) => code)
}
