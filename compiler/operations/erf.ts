import { errorFunction } from './error-function.ts'
import { pointwise } from './operation.ts'

/** 2/√π ∫₀ˣ e^(−t²) dt, twice the chance that a normal variable of deviation √½ is between 0 and x. dx = dy · 2/√π · e^(−x²). */
export const erf = pointwise('erf', (x) => errorFunction(x!), {
  gradient: ({ x: [x], dy, build }) => [
    build('multiply', [
      build.constant(2 / Math.sqrt(Math.PI)),
      build('multiply', [dy, build('exp', [build('negate', [build('power', [x!, build.constant(2)])])])]),
    ]),
  ],
})
