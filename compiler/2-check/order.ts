import type { Report } from '../diagnostics/report.ts'
import type { Equation } from '../forms/equation.ts'
import { namesIn } from './expressions.ts'

/**
 * Equations are computed from first to last: each may use those above it.
 *
 * @param given names that have a meaning before the first: an equation of such a name is the mistake, not who reads it
 */
export function checkOrder(equations: readonly Equation[], given: readonly string[], report: Report): void {
  const places = new Map(equations.map(({ name }, place) => [name, place]))
  for (const name of given) places.delete(name)
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
