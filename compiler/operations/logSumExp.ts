import { reduction } from './operation.ts'

/** log Σ eˣ along one axis, shifted by the largest element so that nothing overflows. dx = dy·e^(x − y), the softmax. */
export const logSumExp = reduction(
  'logSumExp',
  (line) => {
    const largest = line.reduce((a, b) => Math.max(a, b))
    return largest + Math.log(line.reduce((total, x) => total + Math.exp(x - largest), 0))
  },
  {
    simpler: ([x], build, attributes) => {
      const largest = build('max', [x!], attributes)
      const total = build('sum', [build('exp', [build('subtract', [x!, largest])])], attributes)
      return build('add', [largest, build('log', [total])])
    },
    gradient: ({ x: [x], y, dy, build }) => [
      build('multiply', [dy, build('exp', [build('subtract', [x!, y])])]),
    ],
  },
)
