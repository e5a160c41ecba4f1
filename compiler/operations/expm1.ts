import { pointwise } from './operation.ts'

/** eˣ − 1, made by stage 4 where a program spells it out: near zero it keeps the digits that the difference would lose. */
export const expm1 = pointwise('expm1', (x) => Math.expm1(x!), {
  gradient: ({ x: [x], dy, build }) => [build('multiply', [dy, build('exp', [x!])])],
  callable: false,
})
