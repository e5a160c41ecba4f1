import { pointwise } from './operation.ts'

/**
 * The larger of two, element by element. The gradient asks the output, not the
 * first operand: a > b just where y > b. Where both are equal it goes to b, so
 * that the positive part has slope 0 at 0.
 */
export const maximum = pointwise('maximum', (a, b) => Math.max(a!, b!), {
  gradient: ({ x: [a, b], y, dy, build }) => {
    const first = build('less', [b!, y])
    const zero = build.constant(0)
    return [
      build.reduced(build('where', [first, dy, zero]), build.shapeOf(a!)),
      build.reduced(build('where', [first, zero, dy]), build.shapeOf(b!)),
    ]
  },
  code: { kind: 'call', name: 'Math.max' },
  exact: true,
})
