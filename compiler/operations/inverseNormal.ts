import { quantile } from './error-function.ts'
import { pointwise } from './operation.ts'

/** The y below which a standard normal variable falls with probability x, and so dx = dy · √2π · e^(y²/2). */
export const inverseNormal = pointwise('inverseNormal', (x) => quantile(x!), {
  gradient: ({ y, dy, build }) => {
    const half = build('multiply', [build.constant(0.5), build('power', [y, build.constant(2)])])
    const steepness = build('multiply', [build.constant(Math.sqrt(2 * Math.PI)), build('exp', [half])])
    return [build('multiply', [dy, steepness])]
  },
  low: 0.1,
  high: 0.9,
})
