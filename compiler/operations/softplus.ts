import { pointwise } from './operation.ts'

/**
 * log(1 + eˣ), made by stage 4 where a program spells it out: finite for every finite x. Its slope is the logistic function.
 *
 * In simpler operations, max(x, 0) + log(1 + e) with e = e^−|x|, which the logistic function of the same x asks for too.
 */
export const softplus = pointwise('softplus', (x) => Math.max(x!, 0) + Math.log1p(Math.exp(-Math.abs(x!))), {
  gradient: ({ x: [x], dy, build }) => [build('multiply', [dy, build('sigmoid', [x!])])],
  simpler: ([x], build) => {
    const e = build('exp', [build('negate', [build('abs', [x!])])])
    return build('add', [build('maximum', [x!, build.constant(0)]), build('log1p', [e])])
  },
  callable: false,
})
