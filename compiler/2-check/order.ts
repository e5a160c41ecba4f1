import type { Report } from '../diagnostics/report.ts'
import type { Equation } from '../forms/equation.ts'
import { namesIn } from './expressions.ts'

/** Equations are computed from first to last: each may use those above it. */
export function checkOrder(equations: readonly Equation[], report: Report): void {
  const places = new Map(equations.map(({ name }, place) => [name, place]))
  for (const [place, { expression }] of equations.entries())
    for (const { name, span } of namesIn(expression)) {
      const defined = places.get(name)
      if (defined === undefined || defined < place) continue
      report.add({
        code: 'E407',
        at: span,
        message:
          defined === place ? `\`${name}\` is defined by itself` : `\`${name}\` is used before it is defined`,
        labels: defined === place ? [] : [{ span: equations[defined]!.nameSpan, text: 'defined here' }],
        help: 'equations are computed in their order, and use what stands above',
      })
    }
}
