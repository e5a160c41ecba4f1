import { pointwise } from './operation.ts'

/** y = eˣ, and so dx = dy·y. */
export const exp = pointwise('exp', (x) => Math.exp(x!), {
  gradient: ({ y, dy, build }) => [build('multiply', [dy, y])],
})
