import type { Report } from '../diagnostics/report.ts'
import type { Program } from '../forms/program.ts'
import type { Library, NetworkSpec } from '../forms/spec.ts'
import { expandEquations } from './equations.ts'
import { checkExportedNames } from './network.ts'
import { proveWord } from './prove.ts'
import { Stopped } from './sizes.ts'
import { expandStack } from './stack.ts'

/**
 * Stage 3: words become sized operations. Every use of a word is built with its
 * numbers, the batch symbolic; the user's own words are first proved for all
 * sizes. Nothing after this stage knows of layers, losses or optimizers.
 */
export function expand(spec: NetworkSpec, library: Library, report: Report): Program | undefined {
  checkExportedNames(spec, report)
  const before = report.complaints
  for (const word of spec.ownWords) proveWord(word, report)
  if (report.complaints > before || isEmpty(spec)) return undefined
  try {
    return spec.body.kind === 'layers'
      ? expandStack(spec, spec.body, library, report)
      : expandEquations(spec, spec.body, report)
  } catch (error) {
    if (error instanceof Stopped) return undefined
    throw error
  }
}

/** Nothing comes in, or nothing is made of it, which has been told. */
function isEmpty({ inputs, body }: NetworkSpec): boolean {
  return inputs.length === 0 || (body.kind === 'layers' ? body.layers : body.equations).length === 0
}
