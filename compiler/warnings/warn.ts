import type { Finding, Report } from '../diagnostics/report.ts'
import type { Program } from '../forms/program.ts'
import type { Span } from '../forms/source.ts'
import { wholeOf } from '../forms/source.ts'
import type { Allowance, LayerUse, Library, NetworkSpec } from '../forms/spec.ts'
import { learnerOf } from './learner.ts'
import { rules } from './rules.ts'
import { unusedWords } from './unused-words.ts'

/**
 * What a sound network allows and surely does not mean, but for what its spec allows with a reason. Each rule reads the
 * spec, and the program for what it means; none of them knows a word by name.
 */
export function warn(spec: NetworkSpec, program: Program, library: Library, report: Report): void {
  const { body } = spec
  const learner = body.kind === 'layers' ? learnerOf(spec, body, program, library) : undefined
  const found = [...unusedWords(spec), ...(learner ? rules.flatMap((rule) => rule(learner)) : [])]
  for (const finding of withoutAllowed(found, allowancesIn(spec))) report.add(finding)
}

/** A warning that is allowed, and where: in the whole network, or in a layer. */
interface Placed extends Allowance {
  readonly within: Span
}

function allowancesIn(spec: NetworkSpec): readonly Placed[] {
  const within = wholeOf(spec.source)
  const atTop = spec.allow.map((allowance) => ({ ...allowance, within }))
  return spec.body.kind === 'layers' ? [...allowancesOf(spec.body.layers), ...atTop] : atTop
}

/** The innermost first. */
function allowancesOf(layers: readonly LayerUse[]): readonly Placed[] {
  return layers.flatMap((layer) => [
    ...(layer.kind === 'repeat' ? allowancesOf(layer.layers) : []),
    ...(layer.allow ?? []).map((allowance) => ({ ...allowance, within: layer.span })),
  ])
}

const UNNEEDED = 'W202'

/** What remains, and the allowances that allow nothing. */
function withoutAllowed(found: readonly Finding[], allowances: readonly Placed[]): readonly Finding[] {
  const needed = new Set<Placed>()
  const remaining = (findings: readonly Finding[]) =>
    findings.filter((finding) => {
      const allowance = allowances.find((each) => covers(each, finding))
      if (allowance) needed.add(allowance)
      return allowance === undefined
    })
  const kept = remaining(found)
  const unneeded = (isOfItself: boolean) =>
    allowances
      .filter((allowance) => (allowance.code === UNNEEDED) === isOfItself && !needed.has(allowance))
      .map(complaint)
  return [...kept, ...remaining(unneeded(false)), ...unneeded(true)]
}

function covers({ code, within, span }: Placed, finding: Finding): boolean {
  const { at } = finding
  return (
    code === finding.code &&
    at !== span &&
    at.source === within.source &&
    at.start >= within.start &&
    at.end <= within.end
  )
}

function complaint({ code, span }: Placed): Finding {
  return {
    code: UNNEEDED,
    at: span,
    message: `nothing here is \`${code}\`, and it is allowed`,
    help: 'take the allowance away: it would hide a mistake of later',
  }
}
