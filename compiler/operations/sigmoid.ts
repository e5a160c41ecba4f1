import { pointwise } from './operation.ts'

/**
 * The logistic function 1/(1 + e⁻ˣ), made by stage 4 where a program spells it
 * out: exact in both tails, and dx = dy·y·(1 − y).
 *
 * In simpler operations, 1/(1 + e) with e = e^−|x|, or e/(1 + e) where x is negative.
 */
export const sigmoid = pointwise(
  'sigmoid',
  (x) => (x! < 0 ? Math.exp(x!) / (1 + Math.exp(x!)) : 1 / (1 + Math.exp(-x!))),
  {
    gradient: ({ y, dy, build }) => [
      build('multiply', [build('multiply', [dy, y]), build('subtract', [build.constant(1), y])]),
    ],
    simpler: ([x], build) => {
      const [zero, one] = [build.constant(0), build.constant(1)]
      const e = build('exp', [build('negate', [build('abs', [x!])])])
      const above = build('where', [build('less', [x!, zero]), e, one])
      return build('divide', [above, build('add', [one, e])])
    },
    callable: false,
  },
)
