import { pointwise } from './operation.ts'

/** The hyperbolic tangent: dx = dy·(1 − y²). */
export const tanh = pointwise('tanh', (x) => Math.tanh(x!), {
  gradient: ({ y, dy, build }) => [
    build('multiply', [dy, build('subtract', [build.constant(1), build('power', [y, build.constant(2)])])]),
  ],
})
