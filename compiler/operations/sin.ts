import { pointwise } from './operation.ts'

/** The sine of an angle in radians: dx = dy·cos x. */
export const sin = pointwise('sin', (x) => Math.sin(x!), {
  gradient: ({ x: [x], dy, build }) => [build('multiply', [dy, build('cos', [x!])])],
})
