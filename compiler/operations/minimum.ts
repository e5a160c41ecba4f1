import { pointwise } from './operation.ts'

/** The smaller of two, element by element; where both are equal the gradient goes to b. */
export const minimum = pointwise('minimum', (a, b) => Math.min(a!, b!), {
  gradient: ({ x: [a, b], y, dy, build }) => {
    const first = build('less', [y, b!])
    const zero = build.constant(0)
    return [
      build.reduced(build('where', [first, dy, zero]), build.shapeOf(a!)),
      build.reduced(build('where', [first, zero, dy]), build.shapeOf(b!)),
    ]
  },
  code: { kind: 'call', name: 'Math.min' },
  exact: true,
})
