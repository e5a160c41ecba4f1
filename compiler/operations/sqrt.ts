import { pointwise } from './operation.ts'

/** y = √x, and so dx = dy / 2y. */
export const sqrt = pointwise('sqrt', (x) => Math.sqrt(x!), {
  gradient: ({ y, dy, build }) => [build('divide', [build('multiply', [build.constant(0.5), dy]), y])],
  code: { kind: 'call', name: 'Math.sqrt' },
  exact: true,
  low: 0.5,
})
