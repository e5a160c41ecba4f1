import { pointwise } from './operation.ts'

/** log(1 + eˣ), made by stage 4 where a program spells it out: finite for every finite x. Its slope is the logistic function. */
export const softplus = pointwise('softplus', (x) => Math.max(x!, 0) + Math.log1p(Math.exp(-Math.abs(x!))), {
  gradient: ({ x: [x], dy, build }) => [build('multiply', [dy, build('sigmoid', [x!])])],
  callable: false,
})
