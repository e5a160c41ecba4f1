import { pointwise } from './operation.ts'

/** The cosine of an angle in radians: dx = −dy·sin x. */
export const cos = pointwise('cos', (x) => Math.cos(x!), {
  gradient: ({ x: [x], dy, build }) => [build('negate', [build('multiply', [dy, build('sin', [x!])])])],
})
