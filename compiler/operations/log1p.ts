import { pointwise } from './operation.ts'

/**
 * log(1 + x): near zero it keeps the digits that the sum would lose.
 *
 * Only simpler forms of other operations make it, for scalar code: no kernel computes it.
 */
export const log1p = pointwise('log1p', (x) => Math.log1p(x!), {
  gradient: ({ x: [x], dy, build }) => [build('divide', [dy, build('add', [build.constant(1), x!])])],
  callable: false,
  low: -0.9,
})
