import { pointwise } from './operation.ts'

/** The natural logarithm. */
export const log = pointwise('log', (x) => Math.log(x!), {
  gradient: ({ x: [x], dy, build }) => [build('divide', [dy, x!])],
  identity: ([x], build) => build.made(x!, 'exp')?.operands[0],
  low: 0.5,
})
