import { pointwise } from './operation.ts'

/**
 * The logistic function 1/(1 + e⁻ˣ), made by stage 4 where a program spells it
 * out: exact in both tails, and dx = dy·y·(1 − y).
 */
export const sigmoid = pointwise(
  'sigmoid',
  (x) => (x! < 0 ? Math.exp(x!) / (1 + Math.exp(x!)) : 1 / (1 + Math.exp(-x!))),
  {
    gradient: ({ y, dy, build }) => [
      build('multiply', [build('multiply', [dy, y]), build('subtract', [build.constant(1), y])]),
    ],
    callable: false,
  },
)
